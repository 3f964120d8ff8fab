"""Which language each caller is spoken to in: the flow's last one for the call, else the site's."""

from collections.abc import Mapping

from cti import events as e
from cti.ids import CallId


class Languages:
    """The callers' languages, by facts alone."""

    def __init__(self, site: str) -> None:
        self._site = site
        self._of: dict[CallId, str] = {}

    def apply(self, event: e.Event) -> None:
        """Change by one fact."""
        match event:
            case e.FlowEntered():
                self._of[event.call] = event.language
            case e.CallEnded():
                self._of.pop(event.call, None)

    def of(self, call: CallId) -> str:
        """The language a caller was spoken to in last."""
        return self._of.get(call, self._site)

    def said(self, texts: Mapping[str, str], call: CallId) -> tuple[str, str]:
        """The text a caller hears, and the language it is in; both empty if there is none in any language."""
        for language in (self.of(call), self._site, *texts):
            if texts.get(language, "").strip():
                return texts[language], language
        return "", ""
