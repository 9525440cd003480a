"""The repository that a pasted text names: strictly ``owner/name``, and nothing else of it is ever fetched."""

import re

from bot.characters import clean
from bot.github.glance import is_full_name
from bot.search.mentions import find_mentions
from bot.search.query import find_doors

_TRAIL = re.compile(r"[?#].*$", re.DOTALL)
_WRAP = " \t\r\n<>()[]\"'`,;"


def read_repository(text: str) -> str | None:
    """Return the repository that a name, an address of GitHub or a text with one link to it names; None where it names none.

    A text that links to several repositories names none.
    """
    linked = find_mentions(text).repositories
    if len(linked) > 1:
        return None
    if linked:
        return linked[0] if is_full_name(linked[0]) else None
    bare = _TRAIL.sub("", clean(text).strip(_WRAP)).strip("/")
    if "huggingface.co" in bare.casefold() or "hf.co" in bare.casefold():
        return None  # a name there is no name on GitHub
    named = find_doors(bare).full_name
    return named if named and is_full_name(named) else None
