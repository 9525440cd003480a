"""A table in progress, and its result: a table, its pictures below it, or a list where cells hold code."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.readme.document import (
    Block,
    Code,
    Mark,
    Paragraph,
    Picture,
    Span,
    Spans,
    Table,
    joined,
    text_of,
)

MOST_ROWS = 1_000  # a last row says that there were more
MOST_COLUMNS = 24
_MOST_HEADER_ROWS = 3
_FEWEST_HEADINGS = 2
# Such a description says no more than that there is a picture.
_NO_ALT = re.compile(
    r"(?i)\s*(?:(?:img|image|picture|pic|photo|figure|fig|screenshot|alt text)\s*\d*|[\w.-]+\.(?:png|jpe?g|gif|webp))?\s*"
)


@dataclass(slots=True)
class _Cell:
    """A cell's text and what it holds beside. ``echo`` is the text of the wide or high cell that covers this one."""

    text: Spans = ()
    code: list[Code] = field(default_factory=list[Code])
    pictures: list[Picture] = field(default_factory=list[Picture])
    echo: Spans = ()


@dataclass(slots=True)
class _Row:
    cells: list[_Cell] = field(default_factory=list[_Cell])
    is_in_head: bool = False
    headings: int = 0
    others: int = 0

    @property
    def is_header(self) -> bool:
        """Return whether the row names columns; a heading beside figures names its row alone."""
        names_columns = not self.others or self.headings >= _FEWEST_HEADINGS
        return self.is_in_head or (self.headings > 0 and names_columns)


class Grid:
    """The rows so far, and the open cell."""

    def __init__(self) -> None:
        self.cell: list[Span] | None = None
        self._open = _Cell()
        self._rows: list[_Row] = []
        self._held: dict[int, tuple[int, Spans]] = {}  # column → rows that a high cell still covers
        self._is_in_head = False
        self._is_full = False

    def begin_group(self, *, is_head: bool) -> None:
        """Begin the head, a body or the foot: no cell reaches into the next."""
        self._held = {}
        self._is_in_head = is_head

    def begin_row(self) -> None:
        """Begin a row; after the last that is kept, one that says there were more."""
        self._end_row()
        if len(self._rows) <= MOST_ROWS:
            self._rows.append(_Row(is_in_head=self._is_in_head))
        elif not self._is_full:
            self._is_full = True
            self._rows.append(_Row([_Cell((Span("…"),))]))

    def begin_cell(self, *, is_heading: bool) -> None:
        """Begin a cell."""
        self.cell = []
        self._open = _Cell()
        if self._rows:
            self._rows[-1].headings += is_heading
            self._rows[-1].others += not is_heading

    def add(self, block: Code | Picture) -> None:
        """Add a block that no line of text can hold to the open cell."""
        if isinstance(block, Code):
            self._open.code.append(block)
        else:
            self._open.pictures.append(block)

    def end_cell(self, columns: int, rows: int) -> None:
        """End the open cell, which takes so many columns and rows."""
        cell, self._open = self._open, _Cell()
        cell.text = joined(self.cell or [])
        self.cell = None
        if not self._rows or self._is_full:
            return
        row = self._rows[-1]
        self._fill(row)
        for offset in range(columns):
            if len(row.cells) >= MOST_COLUMNS:
                return
            if rows > 1:
                self._held[len(row.cells)] = (rows - 1, cell.text if offset == 0 else ())
            row.cells.append(_Cell(echo=cell.text) if offset else cell)

    def _fill(self, row: _Row) -> None:
        """Repeat the high cells of the rows above in this row."""
        while len(row.cells) in self._held and len(row.cells) < MOST_COLUMNS:
            column = len(row.cells)
            left, text = self._held.pop(column)
            if left > 1:
                self._held[column] = (left - 1, text)
            row.cells.append(_Cell(text))

    def _end_row(self) -> None:
        if self._rows and not self._is_full:
            self._fill(self._rows[-1])

    def pour_into(self, outer: "Grid") -> None:
        """Add everything to the open cell of the table around: a table in a cell is that cell's text."""
        if outer.cell is None:
            return
        for row in self._rows:
            for cell in row.cells:
                outer.cell += [*cell.text, Span(" ")]
                for block in (*cell.code, *cell.pictures):
                    outer.add(block)

    def blocks(self) -> list[Block]:
        """Return the blocks shown in the table's place."""
        self._end_row()
        columns = max((len(row.cells) for row in self._rows), default=0)
        for row in self._rows:
            row.cells += [_Cell() for _ in range(columns - len(row.cells))]
        head = 0
        while head < min(len(self._rows), _MOST_HEADER_ROWS) and self._rows[head].is_header:
            head += 1
        header, body = _names(self._rows[:head], columns), self._rows[head:]
        pictures = [
            Picture(picture.url, _alt(picture, text_of(header[column])))
            for row in self._rows
            for column, cell in enumerate(row.cells)
            for picture in cell.pictures
        ]
        if any(cell.code for row in self._rows for cell in row.cells):
            return [*_listed(header, body or self._rows), *pictures]
        shown = _table(header, body, has_pictures=bool(pictures))
        return [*(shown or _captions(header, self._rows)), *pictures]


def _alt(picture: Picture, column: str) -> str:
    """Return a picture's description, the column's name where it has none that says anything."""
    return column if column and _NO_ALT.fullmatch(picture.alt) else picture.alt


def _captions(header: Sequence[Spans], rows: Sequence[_Row]) -> Iterator[Block]:
    """Yield one line with the names of the columns of pictures, where nothing else of the table is text."""
    names = [
        header[column]
        for column in range(len(header))
        if text_of(header[column]) and any(row.cells[column].pictures for row in rows)
    ]
    if names:
        first, *others = names
        yield Paragraph((*first, *(span for name in others for span in (Span(" | "), *name))))


def _names(rows: Sequence[_Row], columns: int) -> tuple[Spans, ...]:
    """Return the columns' names; those of several lines are joined, without saying one twice."""
    if len(rows) == 1:
        return tuple(cell.text for cell in rows[0].cells)
    names: list[Spans] = []
    for column in range(columns):
        said: list[Spans] = []
        for row in rows:
            text = row.cells[column].text or row.cells[column].echo
            if text_of(text) not in {"", *map(text_of, said)}:
                said.append(text)
        names.append(joined([span for text in said for span in (*text, Span(" "))]))
    return tuple(names)


def _table(header: Sequence[Spans], rows: Sequence[_Row], *, has_pictures: bool) -> list[Block]:
    """Return the table without the rows that are empty, and without columns of pictures alone."""
    kept = [row for row in rows if any(text_of(cell.text) for cell in row.cells)]
    if not kept and (has_pictures or not any(map(text_of, header))):
        return []
    columns = [
        column
        for column, name in enumerate(header)
        if any(text_of(row.cells[column].text) for row in kept)
        or (text_of(name) and not any(row.cells[column].pictures for row in rows))
        or not has_pictures
    ]
    shown = tuple(tuple(row.cells[column].text for column in columns) for row in kept)
    return [Table(tuple(header[column] for column in columns), shown)]


def _listed(header: Sequence[Spans], rows: Sequence[_Row]) -> Iterator[Block]:
    """Say a table row by row, so that code keeps its lines."""
    is_list = len(rows) > 1
    for row in rows:
        is_first = True
        for name, cell in zip(header, row.cells, strict=True):
            if text_of(cell.text):
                label = (
                    ()
                    if is_first or not text_of(name)
                    else (Span(f"{text_of(name)}: ", Mark.BOLD),)
                )
                marker = "-" if is_list and is_first else ""
                yield Paragraph((*label, *cell.text), marker, int(is_list))
                is_first = False
            for code in cell.code:
                yield Code(code.text, code.language, int(is_list))
