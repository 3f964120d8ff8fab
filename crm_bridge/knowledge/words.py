"""A text as words to search by: Latin words whole, Chinese by pairs of characters, as it has no spaces. Pure."""

import unicodedata
from collections.abc import Iterator
from itertools import groupby

LONGEST_QUERY = 200


def _kind(character: str) -> str:
    if "\u3400" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff":
        return "han"
    return "word" if character.isalnum() else ""


def words(text: str) -> Iterator[str]:
    """Every word; 退款流程 is 退款, 款流 and 流程, and a single character stands for itself."""
    for kind, run in groupby(unicodedata.normalize("NFKC", text).casefold(), _kind):
        if not kind:
            continue
        found = "".join(run)
        if kind == "word" or len(found) == 1:
            yield found
        else:
            yield from (found[at : at + 2] for at in range(len(found) - 1))
