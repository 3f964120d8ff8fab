"""A script's text with placeholders, as `{{ customer.name }}`: checked when it is written, filled when it is shown.

The text is a template of Jinja's sandbox; of its language only placeholders and filters are let through.
"""

from collections.abc import Mapping

from jinja2 import TemplateSyntaxError, Undefined, nodes
from jinja2.sandbox import SandboxedEnvironment

from cti.errors import ConfigurationError

KNOWN = frozenset({"customer.name", "agent.name", "queue.name"})
FILTERS = frozenset({"default", "upper", "lower", "title", "trim"})
_PLAIN = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Filter, nodes.Const)
_SAMPLE = {"customer": {"name": "x"}, "agent": {"name": "x"}, "queue": {"name": "x"}}
# What is shown is text, and written into the page as text.
_environment = SandboxedEnvironment(autoescape=False, undefined=Undefined)


def check(text: str, place: str) -> None:
    """Raise ConfigurationError, one sentence, where the text is no template or asks for what there is not."""
    try:
        tree = _environment.parse(text)
    except TemplateSyntaxError as error:
        raise ConfigurationError(f"{place}: {error.message}; write placeholders as {{{{ customer.name }}}}.") from None
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, _PLAIN):
            raise ConfigurationError(f"{place}: only placeholders can be used, as {{{{ customer.name }}}}.")
        if isinstance(node, nodes.Filter) and node.name not in FILTERS:
            raise ConfigurationError(f"{place}: there is no filter {node.name}; use one of {_list(FILTERS)}.")
    named = {_name(node) for node in tree.find_all(nodes.Getattr)}
    bare = {node.name for node in tree.find_all(nodes.Name)} - {name.partition(".")[0] for name in named}
    unknown = sorted((named | bare) - KNOWN)
    if unknown:
        raise ConfigurationError(f"{place}: there is no {unknown[0]}; use one of {_list(KNOWN)}.")


def _name(node: nodes.Getattr) -> str:
    inner = node.node.name if isinstance(node.node, nodes.Name) else "?"
    return f"{inner}.{node.attr}"


def _list(names: frozenset[str]) -> str:
    return ", ".join(sorted(names))


def fill(text: str, names: Mapping[str, str]) -> str:
    """The text with `customer`, `agent` and `queue` put in by name; what is not known is left empty."""
    return _environment.from_string(text).render({one: {"name": names.get(one, "")} for one in _SAMPLE})
