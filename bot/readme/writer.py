"""A README under way: the text, lists, quotes and tables that are open, and the blocks that are done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from bot.readme.document import (
    Block,
    Code,
    Formula,
    Heading,
    Mark,
    Paragraph,
    Picture,
    Span,
    joined,
)
from bot.readme.grid import Grid
from bot.readme.links import Place

DEEPEST = 8  # lists and quotes are indented no further
_LONGEST_SCRIPT = 5

Undo = Callable[[], None]
T = TypeVar("T")


@dataclass(slots=True)
class ListUnderWay:
    """A list whose next item has ``number``."""

    is_ordered: bool
    number: int = 1
    step: int = 1
    items: int = 0
    # Block and item, both counted from 0, of each item that has text.
    places: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])


@dataclass(slots=True)
class Style:
    """The formatting that the tags around a piece of text give it."""

    marks: list[Mark] = field(default_factory=list[Mark])
    links: list[str | None] = field(default_factory=list[str | None])
    scripts: list[Mapping[int, int]] = field(default_factory=list[Mapping[int, int]])

    def span(self, text: str, marks: Mark = Mark.NONE, url: str | None = None) -> Span:
        """Return text with the formatting in force."""
        for mark in self.marks:
            marks |= mark
        for table in self.scripts:
            text = _raised(text, table)
        return Span(text, marks, url or next((url for url in reversed(self.links) if url), None))


class Writer:
    """The writer behind the handlers of tags; ``blocks`` grows."""

    def __init__(self, place: Place) -> None:
        self.blocks: list[Block] = []
        self.badges: list[str] = []
        self.place = place
        self.style = Style()
        self.lists: list[ListUnderWay] = []
        self.languages: list[str] = []
        self.grids: list[Grid] = []
        self.marker = ""
        self.heading = 0
        self.quotes = 0
        # What the next text begins with, and the address that a picture has on dark pages.
        self.lead = ""
        self.dark_picture: list[str] = []
        # Text of code or formulas, which is taken as it is; None outside them.
        self.raw: list[str] | None = None
        self._spans: list[Span] = []
        self._has_text = self._ends_line = False
        self._pictures: list[Picture] = []

    @property
    def is_amid_text(self) -> bool:
        """Return whether what comes next belongs to a line's text or a table's cell."""
        if self.grids:
            return self.grids[-1].cell is not None
        return self._has_text and not self._ends_line and not self.heading

    @property
    def indent(self) -> int:
        """Return how many lists there are around."""
        return min(len(self.lists), DEEPEST)

    def say(self, text: str, marks: Mark = Mark.NONE, url: str | None = None) -> None:
        """Add text to the paragraph or cell under way."""
        cell = self.grids[-1].cell if self.grids else None
        into = self._spans if cell is None else cell
        if self.lead and text.strip():
            into.append(Span(self.lead))
            self.lead = ""
        into.append(self.style.span(text, marks, url))
        if cell is None and (said := text.rstrip(" ")):
            self._has_text |= not said.isspace()
            self._ends_line = said.endswith("\n")

    def show(self, picture: Picture) -> None:
        """Add a picture after the text before it; one in the middle of a line waits for the paragraph's end."""
        if self.grids:
            self.grids[-1].add(picture)
            return
        if self._ends_line and not self.heading:
            self.flush()
        if self._has_text or self.heading:
            self._pictures.append(picture)
        else:
            self.blocks.append(picture)

    def add_code(self, code: Code) -> None:
        """Add a block of code."""
        if self.grids:
            self.grids[-1].add(code)
        else:
            self.blocks.append(code)

    def count_down(self, counted: ListUnderWay) -> None:
        """Number a list's items down to 1."""
        for place, item in counted.places:
            block = self.blocks[place]
            if isinstance(block, Paragraph):
                self.blocks[place] = replace(block, marker=f"{counted.items - item}.")

    def flush(self) -> None:
        """End the paragraph, heading or item under way."""
        if self.grids:
            if self.grids[-1].cell is not None:
                self.grids[-1].cell.append(Span("\n"))
            return
        spans = joined(self._spans)
        self._spans, self._has_text, self._ends_line = [], False, False
        if spans and self.heading:
            self.blocks.append(Heading(self.heading, spans))
        elif spans:
            if self.marker and self.lists:
                self.lists[-1].places.append((len(self.blocks), self.lists[-1].items - 1))
            self.blocks.append(Paragraph(spans, self.marker, self.indent, min(self.quotes, 1)))
            self.marker = ""
        self.blocks += self._pictures
        self._pictures = []

    def begin_heading(self, level: int) -> Undo:
        """Begin a heading."""
        self.flush()
        self.heading = level

        self.lead = ""

        def undo() -> None:
            self.flush()
            self.heading = 0

        return undo

    def begin_quote(self) -> Undo:
        """Begin a quote."""
        self.flush()
        self.quotes += 1

        def undo() -> None:
            self.flush()
            self.quotes -= 1

        return undo

    def take_raw(self, finish: Callable[[str], None]) -> Undo:
        """Take text as it is until the tag ends; ``finish`` is handed all of it."""
        self.raw = []

        def undo() -> None:
            text = "".join(self.raw or [])
            self.raw = None
            finish(text)

        return undo

    def add_formula(self, tex: str) -> None:
        """Add a formula on lines of its own."""
        self.flush()
        if tex:
            self.blocks.append(Formula(tex))


def pushed(stack: list[T], value: T) -> Undo:
    """Push a value; return the function that pops it."""
    stack.append(value)

    def undo() -> None:
        stack.pop()

    return undo


def _raised(text: str, table: Mapping[int, int]) -> str:
    """Return short text as sub- or superscript where Unicode has all of it; longer text is only set small."""
    if not text.strip(" ()"):
        return text  # what the brackets hold may be too long to be raised with them
    if len(text.strip()) <= _LONGEST_SCRIPT and all(ord(c) in table or c.isspace() for c in text):
        return text.translate(table)
    return text
