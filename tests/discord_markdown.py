"""Discord's markdown as its clients read it: what in a text would be code, a link, a mention or an address.

The rules stand in the order in which clients try them at each place (those of simple-markdown, with Discord's own).
"""

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import urlsplit

_RULES = {
    "fence": re.compile(r"```(?:[a-z0-9_+\-.#]+?\n)?\n*[^\n].*?\n*```", re.DOTALL | re.IGNORECASE),
    "escape": re.compile(r"\\[^0-9A-Za-z\s]"),
    "angle": re.compile(
        r"<(?:@[!&]?\d|#\d|a?:\w+:|t:|/|id:|https?:|\+|mailto:|tel:)", re.IGNORECASE
    ),
    "address": re.compile(r"(?:https?|discord|steam)://[^\s<]", re.IGNORECASE),
    "link": re.compile(
        r"\[((?:\[[^\]]*\]|[^\[\]])*)\]\(\s*<?((?:\([^)]*\)|[^\s\\()]|\\.)*)>?\s*\)"
    ),
    "code": re.compile(r"(`+)(.*?[^`])\1(?!`)", re.DOTALL),
    "ping": re.compile(r"@(?:everyone|here)", re.IGNORECASE),
}
_INVITE = re.compile(
    r"(?:discord(?:app)?\s*\.\s*(?:gg|me|com\s*/\s*invite)|dsc\s*\.\s*gg)", re.IGNORECASE
)
_HIDDEN = re.compile(r"[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
_NAMED = re.compile(r"[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|gg|example|y)(?![\w-])")


def tokens(text: str) -> Iterator[tuple[str, str]]:
    """Yield every piece with the name of its rule; what no rule takes is a character of "text"."""
    place = 0
    while place < len(text):
        for name, rule in _RULES.items():
            if found := rule.match(text, place):
                yield name, found[0]
                place = found.end()
                break
        else:
            yield "text", text[place]
            place += 1


def alive(text: str) -> list[str]:
    """Return what somebody else's text must not do: mention, invite, link without a label, or pass for another link."""
    found: list[str] = _HIDDEN.findall(text)
    words = ""
    for name, piece in tokens(text):
        if name in ("angle", "address", "ping"):
            found.append(piece)
        if name == "link":
            found += _bad_link(piece)
        words += (
            "\0" if name in ("fence", "code", "link") else piece[-1] if name == "escape" else piece
        )
    return found + _INVITE.findall(words)


def _bad_link(link: str) -> list[str]:
    match = _RULES["link"].fullmatch(link)
    assert match
    label, url = match[1], match[2]
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or _INVITE.search(parts.netloc):
        return [url]
    seen = "".join(
        char
        for char in unicodedata.normalize("NFKC", label)
        if unicodedata.category(char) != "Cf" or char == "\u2060"
    ).lower()
    host = (parts.hostname or "").removeprefix("www.")
    first = next(iter(_NAMED.findall(seen)), host).removeprefix("www.")
    inner = [
        piece
        for name, piece in tokens(label.replace("\\", ""))
        if name in ("angle", "address", "ping", "link")
    ]
    return inner + _INVITE.findall(label) + ([] if first == host else [f"{first} is {host}"])
