# Two commands are all one needs: `make run` and `make test`. A step that is up to date is not done again.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
BIN := .venv/bin
WEB := agent_console/web
WEB_FILES := $(shell find $(WEB) -maxdepth 1 -type f) $(shell find $(WEB)/src $(WEB)/public 2>/dev/null)
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check
NPM := npm --prefix $(WEB) --no-audit --no-fund --no-update-notifier --loglevel=error

RUN_READY := .venv/.ready-to-run
DEV_READY := .venv/.ready-to-test
WEB_READY := $(WEB)/node_modules/.ready
CONSOLE := $(WEB)/dist/index.html

# Tests of real things mostly wait: three go side by side, on two cores as well. What takes long begins early.
SIDE_BY_SIDE := -n 3 --dist worksteal

# What `make check` leaves out, because it starts other programs.
UNIT := not asterisk and not browser and not postgres and not redis

say = @printf '\n==> %s\n'
stop = { printf '%s\n' $(1) >&2; exit 1; }

.PHONY: help run test check bench format types clean static web-test tools \
	python-format python-lint python-types python-layers web-types web-format

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(RUN_READY) $(CONSOLE) ## bring all that is needed, then run the server until Ctrl-C
	$(say) 'Switchroom: preparing, then running'
	@$(BIN)/switchroom prepare && exec $(BIN)/switchroom run

test: $(DEV_READY) $(CONSOLE) tools ## every check and every test, with real Asterisk, PostgreSQL, Redis and browser
	@failed=0; $(MAKE) --keep-going static web-test || failed=1; \
	printf '\n==> %s\n' 'All Python tests'; \
	SWITCHROOM_TEST_ALL=1 $(BIN)/python -m pytest $(SIDE_BY_SIDE) || failed=1; \
	exit $$failed

check: static web-test ## format, lint, types, layers and the quick tests
	$(say) 'Python tests without other programs'
	@$(BIN)/python -m pytest -q -m '$(UNIT)'

static: python-format python-lint python-types python-layers web-types web-format

python-format: $(DEV_READY)
	$(say) 'Python: format'
	@$(BIN)/ruff format --check .

python-lint: $(DEV_READY)
	$(say) 'Python: lint'
	@$(BIN)/ruff check .

python-types: $(DEV_READY)
	$(say) 'Python: types'
	@$(BIN)/mypy

python-layers: $(DEV_READY)
	$(say) 'Python: layers'
	@$(BIN)/lint-imports --no-logo

web-types: $(WEB_READY)
	$(say) 'Console: types'
	@$(NPM) run --silent check

web-format: $(WEB_READY)
	$(say) 'Console: format'
	@$(NPM) run --silent format:check

web-test: $(WEB_READY)
	$(say) 'Console: tests'
	@$(NPM) run --silent test

tools: $(DEV_READY)
	$(say) 'Programs that tests need'
	@scripts/test-tools
	@$(BIN)/python -m tests.tools

bench: $(DEV_READY) ## measure this machine
	@$(BIN)/python -m bench

format: $(DEV_READY) $(WEB_READY) ## put all files into their one format
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
	@$(NPM) run format

types: $(DEV_READY) $(WEB_READY) ## make the console's types from the server's models
	@PYTHONPATH=. $(BIN)/python scripts/make_types.py
	@$(NPM) run --silent format:types

clean: ## delete all that was made, but not the data in var/
	rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
	rm -rf $(WEB)/node_modules $(WEB)/dist
	find . -name __pycache__ -type d -not -path './var/*' -prune -exec rm -rf {} +

$(BIN)/python:
	$(say) 'Python: an environment in .venv'
	@command -v $(PYTHON) >/dev/null || $(call stop,'Python is missing; run: apt-get install python3 python3-venv')
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| $(call stop,'Python 3.11 or newer is needed; if it has another name run: make run PYTHON=NAME')
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| $(call stop,'The venv module of Python is missing; run: apt-get install python3-venv')
	@$(PYTHON) -m venv --clear .venv

$(RUN_READY): pyproject.toml | $(BIN)/python
	$(say) 'Python: packages (a minute or two the first time)'
	@$(PIP) --editable .
	@touch $@

$(DEV_READY): pyproject.toml | $(BIN)/python
	$(say) 'Python: packages, with those for development (a minute or two the first time)'
	@$(PIP) --editable '.[dev]'
	@touch $(RUN_READY) $@

$(WEB_READY): $(WEB)/package.json $(WEB)/package-lock.json
	$(say) 'Console: packages'
	@command -v npm >/dev/null || $(call stop,'Node.js is missing; install Node.js 20.19 or newer with npm.')
	@node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' \
		|| $(call stop,"Node.js $$(node --version) is too old; install Node.js 20.19 or newer with npm.")
	@$(NPM) ci
	@touch $@

$(CONSOLE): $(WEB_READY) $(WEB_FILES)
	$(say) 'Console: building'
	@$(NPM) run --silent build -- --logLevel warn
	@touch $@
