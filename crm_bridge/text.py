"""What may be stored and shown: text without control characters, surrogates or marks that turn its direction.

A caller's name comes from the network and a note from a paste; PostgreSQL refuses NUL, logs break at CR and LF.
"""

import unicodedata

_REFUSED = {"Cc", "Cs", "Zl", "Zp"}
_TURNS_DIRECTION = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def _kept(character: str) -> bool:
    return unicodedata.category(character) not in _REFUSED and character not in _TURNS_DIRECTION


def one_line(text: str, limit: int | None = None) -> str:
    """`text` on one line: runs of white space and control characters become one space; at most `limit` characters."""
    spaced = "".join(character if _kept(character) else " " for character in text)
    return " ".join(spaced.split())[:limit].rstrip()


def paragraphs(text: str) -> str:
    """`text` with its line ends (as LF) and tabs, and without other control characters; trimmed."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(character for character in lines if character in "\n\t" or _kept(character)).strip()
