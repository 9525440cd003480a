"""A table under way, and the whole table that it becomes."""

from dataclasses import dataclass, field

from bot.readme.document import Span, Spans, Table, joined, text_of

MOST_ROWS = 1_000  # a last row says that there were more
MOST_COLUMNS = 24


@dataclass(slots=True)
class Grid:
    """The rows so far; ``cell`` is the open one."""

    rows: list[list[Spans]] = field(default_factory=list[list[Spans]])
    has_header: bool = False
    cell: list[Span] | None = None
    is_full: bool = False

    def begin_row(self) -> None:
        """Begin a row; after the last that is kept, one that says there were more."""
        if len(self.rows) <= MOST_ROWS:
            self.rows.append([])
        elif not self.is_full:
            self.is_full = True
            self.rows.append([(Span("…"),)])

    def begin_cell(self, *, is_header: bool) -> None:
        """Begin a cell."""
        self.cell = []
        if is_header and len(self.rows) <= 1:
            self.has_header = True

    def end_cell(self, width: int) -> None:
        """End the open cell, which is ``width`` columns wide."""
        cell = joined(self.cell or [])
        self.cell = None
        if self.rows and len(self.rows[-1]) < MOST_COLUMNS and not self.is_full:
            self.rows[-1] += [cell, *[()] * (width - 1)]

    def spans(self) -> list[Span]:
        """Return all text, cell by cell: a table in a cell is that cell's text."""
        return [span for row in self.rows for spans in row for span in (*spans, Span(" "))]

    def table(self) -> Table | None:
        """Return the whole table, None if it is empty."""
        rows = [row[:MOST_COLUMNS] for row in self.rows if any(text_of(cell) for cell in row)]
        if not rows:
            return None
        columns = max(map(len, rows))
        even = [tuple(row + [()] * (columns - len(row))) for row in rows]
        header = even.pop(0) if self.has_header else tuple(() for _ in range(columns))
        return Table(header, tuple(even))
