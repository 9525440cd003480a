"""GitHub's HTML of a README to its parts, by an allow-list.

The parser hands over tags and text one after the other and nothing here recurses, so the work grows with the README's
length and not with its nesting. What is not known gives its text or nothing; no markup comes through.
"""

import re
from collections.abc import Callable
from typing import Protocol, cast

from lxml import etree  # pyright: ignore[reportMissingTypeStubs, reportAttributeAccessIssue, reportUnknownVariableType]  # untyped

from bot.readme.document import Document
from bot.readme.links import Place
from bot.readme.tags import ENTER, Attributes
from bot.readme.writer import Undo, Writer

MOST_BYTES = 512 * 1024
MOST_BLOCKS = 4_000
MOST_BADGES = 100

# They are invisible, and blanks at the ends of text would hide behind them.
_ZERO_WIDTH = re.compile("[\u200b\u2060\ufeff]+")
_DROPPED = frozenset(
    (
        *("script", "style", "template", "iframe", "object", "embed", "svg", "noscript", "form"),
        *("button", "select", "textarea", "head", "title", "canvas", "audio", "map"),
    )
)


class _Feeder(Protocol):
    def feed(self, data: bytes) -> None: ...
    def close(self) -> object: ...


def parse_readme(html: bytes, full_name: str) -> Document:
    """Return a README's parts from the HTML that GitHub's API renders; of more than 512 KB the beginning."""
    writer = Writer(Place(full_name))
    make = cast("Callable[..., _Feeder]", etree.HTMLParser)
    parser = make(target=_Target(writer), encoding="utf-8", remove_comments=True, remove_pis=True)
    parser.feed(b"<html><body>" + html[:MOST_BYTES].replace(b"\0", b" "))
    parser.close()
    blocks, badges = writer.blocks[:MOST_BLOCKS], writer.badges[:MOST_BADGES]
    return Document(tuple(blocks), full_name, tuple(badges))


def _is_light(attributes: Attributes) -> bool:
    """Return whether GitHub would show a link or picture on light pages alone."""
    address = attributes.get("href") or attributes.get("src") or ""
    return address.endswith("#gh-light-mode-only")


class _Target:
    """The interface that the parser calls."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._open: list[tuple[str, Undo | None]] = []
        self._dropped = 0
        self._said: list[str] = []

    def start(self, tag: str, attributes: Attributes) -> None:
        """Take an opening tag."""
        self._say()
        if self._dropped or tag in _DROPPED or _is_light(attributes):
            self._open.append((tag, self._drop()))
            return
        data_path = attributes.get("data-path")
        if data_path and attributes.get("id") in ("file", "readme"):
            self._writer.place = Place(self._writer.place.full_name, data_path)
        if self._writer.raw is not None:
            self._open.append((tag, None))  # colours of code
            if tag == "br":
                self._writer.raw.append("\n")
            return
        enter = ENTER.get(tag)
        undo = enter(self._writer, tag, attributes) if enter else None
        says_nothing = (
            tag == "video" or "data-footnote-backref" in attributes or _is_light(attributes)
        )
        self._open.append((tag, self._drop(undo) if says_nothing else undo))

    def end(self, tag: str) -> None:
        """Take a closing tag; one that closes nothing is passed over."""
        if not self._open or self._open[-1][0] != tag:
            return
        self._say()
        _, undo = self._open.pop()
        if undo:
            undo()

    def data(self, text: str) -> None:
        """Take text, which comes in pieces as small as a character."""
        if not self._dropped:
            self._said.append(text)

    def _say(self) -> None:
        text, self._said = "".join(self._said), []
        if self._writer.raw is not None:
            self._writer.raw.append(text)
        elif text:
            self._writer.say(re.sub(r"\s+", " ", _ZERO_WIDTH.sub("", text)))

    def close(self) -> None:
        """Finish, and close open tags."""
        self._say()
        while self._open:
            self.end(self._open[-1][0])
        self._writer.flush()

    def _drop(self, before: Undo | None = None) -> Undo:
        """Skip the tag's content."""
        self._dropped += 1

        def undo() -> None:
            self._dropped -= 1
            if before:
                before()

        return undo
