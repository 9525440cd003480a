"""A README as its parts, in order: `bot.readme.parse` makes it, everything else reads it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Flag

_BLANKS = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r" ?\n[ \n]*")


class Mark(Flag):
    """The formatting of a piece of text."""

    NONE = 0
    BOLD = 1
    ITALIC = 2
    STRIKE = 4
    CODE = 8
    MATH = 16


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text with one formatting.

    ``url`` is an absolute http(s) address, or ``#`` and an anchor of the README. The text of `Mark.MATH` is TeX.
    """

    text: str
    marks: Mark = Mark.NONE
    url: str | None = None


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the highest of 6."""

    level: int
    spans: Spans


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or a list's item when it has a ``marker``. ``indent`` counts the lists around it."""

    spans: Spans
    marker: str = ""
    indent: int = 0
    quoted: int = 0


@dataclass(frozen=True, slots=True)
class Code:
    """A block of code; ``language`` is "" where none is given."""

    text: str
    language: str = ""
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula on lines of its own, in TeX."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table; every row has as many cells as ``header``, whose cells may all be empty."""

    header: tuple[Spans, ...]
    rows: tuple[tuple[Spans, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is no badge; ``url`` is https and no SVG, which Discord doesn't show."""

    url: str
    alt: str = ""


Block = Heading | Paragraph | Code | Formula | Table | Picture


@dataclass(frozen=True, slots=True)
class Document:
    """A README's blocks in order; ``full_name`` is its repository's, ``badges`` are where its badges lead."""

    blocks: tuple[Block, ...]
    full_name: str = ""
    badges: tuple[str, ...] = ()


def text_of(spans: Iterable[Span]) -> str:
    """Return the words alone, in one line."""
    return " ".join("".join(span.text for span in spans).split())


def joined(spans: Sequence[Span]) -> Spans:
    """Return spans with equal neighbours made one, white space folded, and none at the ends."""
    merged: list[Span] = []
    for span in spans:
        last = merged[-1] if merged else None
        if last and last.marks == span.marks and last.url == span.url:
            merged[-1] = Span(last.text + span.text, span.marks, span.url)
        elif span.text:
            merged.append(span)
    folded: list[Span] = []
    before = "\n"
    for span in merged:
        text = _BREAKS.sub("\n", _BLANKS.sub(" ", span.text))
        text = text.lstrip(" \n" if before == "\n" else " ") if before in " \n" else text
        if text:
            folded.append(Span(text, span.marks, span.url))
            before = text[-1]
    while folded and not folded[-1].text.strip():
        folded.pop()
    if folded:
        last = folded[-1]
        folded[-1] = Span(last.text.rstrip(), last.marks, last.url)
    return tuple(folded)
