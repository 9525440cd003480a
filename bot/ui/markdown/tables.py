"""A README's tables as narrow screens show them."""

from collections.abc import Iterable

from rich.cells import cell_len

from bot.readme.document import Mark, Span, Spans, Table, text_of
from bot.ui.markdown.escaping import (
    escape,
    one_line,
)
from bot.ui.markdown.fences import fence
from bot.ui.markdown.formulas import plain_formula
from bot.ui.markdown.links import masked
from bot.ui.markdown.spans import inline, markdown_of, unmarked
from bot.ui.text import cut

WIDEST_TABLE = 60  # columns that a code block shows without breaking lines
_LONGEST_CELL = 40
_MOST_LINKS = 20


def table_pieces(table: Table) -> list[str]:
    """Return a table that a narrow screen shows: aligned in one block of code, or a line for each row."""
    if table.rows and not any(text_of(cell) for cell in table.header) and len(table.header) == 1:
        return [line for row in table.rows if (line := markdown_of(row[0]))]
    grid = [[_cell(cell) for cell in row] for row in (table.header, *table.rows)]
    widths = [max(map(cell_len, column)) for column in zip(*grid, strict=True)]
    fits = sum(widths) + 2 * len(widths) - 2 <= WIDEST_TABLE and max(widths) <= _LONGEST_CELL
    if fits and table.rows:
        return _aligned(table, grid, widths)
    return _listed(table)


def _cell(spans: Spans) -> str:
    return one_line(text_of(_readable(spans))).replace("`", "ˋ")


def _readable(spans: Spans) -> Iterable[Span]:
    for span in spans:
        if Mark.MATH in span.marks:
            yield Span(plain_formula(span.text) or span.text)
        else:
            yield span


def _aligned(table: Table, grid: list[list[str]], widths: list[int]) -> list[str]:
    numeric = [
        all(not cell or cell[:1] in "+-±~≈<>.0123456789–-" for cell in column[1:])
        for column in zip(*grid, strict=True)
    ]
    lines = [
        "  ".join(
            _padded(c, w, right=n) for c, w, n in zip(row, widths, numeric, strict=True)
        ).rstrip()
        for row in grid
    ]
    if any(grid[0]):
        lines.insert(1, "  ".join("─" * width for width in widths))
        head = 2
    else:
        lines, head = lines[1:], 0
    pieces = [fence("\n".join(part)) for part in _parts(lines, head)]
    if links := _links(table):
        pieces.append("🔗 " + " · ".join(links))
    return pieces


def _padded(text: str, width: int, *, right: bool) -> str:
    blank = " " * (width - cell_len(text))
    return blank + text if right else text + blank


def _parts(lines: list[str], head: int, most: int = 1_600) -> Iterable[list[str]]:
    """Divide a table's lines into parts that fit on a page, each with the header."""
    part = lines[:head]
    for line in lines[head:]:
        if len(part) > head and sum(len(text) + 1 for text in part) + len(line) > most:
            yield part
            part = lines[:head]
        part = [*part, line]
    yield part


def _links(table: Table) -> list[str]:
    """Return the links that an aligned table can't carry, each once."""
    found: dict[str, str] = {}
    has_names = any(map(text_of, table.header))
    for row in table.rows:
        name = _cell(row[0])
        for cell in row:
            for span in cell:
                if span.url and not span.url.startswith("#") and span.url not in found:
                    words = span.text.strip()
                    is_clear = not has_names or cell is row[0] or not name or len(words) > 12  # noqa: PLR2004  # such words need no name
                    found[span.url] = words if is_clear else f"{name}: {words}"
    return [masked(cut(words, 60), url) for url, words in list(found.items())[:_MOST_LINKS]]


def _listed(table: Table) -> list[str]:
    names = [_cell(cell) for cell in table.header]
    lines: list[str] = []
    for row in table.rows or (table.header,):
        first, *others = row
        fields = [f"**{head}**" if (head := inline(unmarked(first))) else ""]
        for name, cell in zip(names[1:], others, strict=True):
            if value := inline(cell).replace("\n", " "):
                fields.append(f"{escape(name)}: {value}" if name else value)
        line = " · ".join(part for part in fields if part)
        if line:
            lines.append(f"- {line}")
    return lines
