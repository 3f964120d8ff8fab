"""Where log lines go: as JSON into a file of SWITCHROOM_HOME, and warnings in words to the terminal."""

import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

import structlog

ROOMS = ("cti", "acd", "ivr", "crm_bridge", "recordings", "reports", "agent_console", "switchroom")


def configure(home: Path) -> None:
    """Send every room's log to both places."""
    folder = home / "log"
    folder.mkdir(parents=True, exist_ok=True)
    before: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    file = RotatingFileHandler(folder / "switchroom.jsonl", maxBytes=20_000_000, backupCount=5, encoding="utf-8")
    file.setFormatter(_formatter(structlog.processors.JSONRenderer(ensure_ascii=False), before))
    terminal = logging.StreamHandler(sys.stderr)
    terminal.setLevel(logging.WARNING)
    terminal.setFormatter(_formatter(structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()), before))
    for name in ROOMS:
        logger = logging.getLogger(name)
        logger.handlers = [file, terminal]
        logger.setLevel(logging.INFO)
        logger.propagate = False
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _formatter(renderer: structlog.typing.Processor, before: list[structlog.typing.Processor]) -> logging.Formatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=before,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )
