"""Masked links whose words name no other site than the one they lead to."""

import re
import unicodedata
from urllib.parse import urlsplit

from bot.characters import without_joiners
from bot.ui.markdown.escaping import (
    clean_lines,
    defuse,
    one_line,
)
from bot.ui.text import cut

_LONGEST_LABEL = 200
_SCHEME = re.compile(r"(?i)^\W*(?:https?:)?[^\w/]*//")
_HOST = re.compile(r"(?<![\w.-])[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,24}(?![\w-])")
# Names of files that look like hosts.
_FILE = re.compile(
    r"\.(?:py|md|txt|sh|json|ya?ml|ipynb|pth?|ckpt|h5|cfg|lua|cpp|csv|zip|gz|tar|pdf|bin|onnx|js|pb|npz?|pkl|th|"
    r"caffemodel|prototxt|params|mat|t7|png|jpe?g|gif|html?|rst|tsv|xml|toml|cu|java|rs|jl|mar|mlmodel|tflite|git)$"
)
# Endings of these that are top-level domains too.
_EITHER = re.compile(r"\.(?:py|md|sh|pt|th|rs|cu|zip)$")
_LABEL = str.maketrans(
    {"[": "(", "]": ")", "<": "‹", "`": "'", "*": "∗", "|": "¦", "~": "∼", "\\": "∖"}
)


def masked(text: str, url: str) -> str:
    """Return a link. Discord asks before it opens another site, but a label that names one must name the right one."""
    bare = _SCHEME.sub("", clean_lines(text))
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return f"[{_label(host if _names_another(bare, host, url) else bare)}]({url})"


def _names_another(text: str, host: str, url: str) -> bool:
    """Return whether text names an address that is not at ``host``, in whatever letters look like one."""
    seen = without_joiners(unicodedata.normalize("NFKC", text)).casefold()
    own = rf"(?<![\w.-])(?:www\.)?{re.escape(host)}(?::\d+)?(?:[/?#]\S*)?(?![\w@:-]|\.[\w-])"
    rest = re.sub(own, " ", seen)
    return "://" in rest or any(
        not _is_file(name, rest, url.casefold()) for name in _HOST.findall(rest)
    )


def _is_file(name: str, text: str, url: str) -> bool:
    """Return whether something like a host is a file's name; an ambiguous ending needs a folder or the address to confirm it."""
    if not _EITHER.search(name):
        return bool(_FILE.search(name))
    return f"/{name}" in text or f"/{name}" in url


def _label(text: str) -> str:
    """Return words for a link, in which escapes don't work; an empty one becomes a dash."""
    words = one_line(text).translate(_LABEL)
    return cut(defuse(words.replace("__", " ")), _LONGEST_LABEL).strip() or "–"
