"""A README's blocks as pieces of pages."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from bot.readme.document import (
    Block,
    Code,
    Formula,
    Heading,
    Paragraph,
    Picture,
    Table,
    text_of,
)
from bot.readme.reading import (
    PagePicture,
)
from bot.ui.markdown.escaping import clean_lines, escape, one_line
from bot.ui.markdown.fences import fence
from bot.ui.markdown.spans import markdown_of, unmarked
from bot.ui.markdown.tables import table_pieces
from bot.ui.text import cut
from bot.ui.typesetting.paragraphs import paragraph_pieces
from bot.ui.typesetting.piece import LONGEST_PIECE, LONGEST_TITLE, MOST_BYTES, RANKS, Piece


def pieces_of(blocks: Sequence[Block]) -> Iterator[Piece]:
    """Yield the pieces of blocks, in order."""
    levels = sorted({block.level for block in blocks if isinstance(block, Heading)})
    before: Block | None = None
    numbers: dict[int, int] = {}
    for block in blocks:
        shown = _numbered(block, numbers) if isinstance(block, Paragraph) else block
        yield from _set(shown, before, levels)
        before = block


def _numbered(block: Paragraph, numbers: dict[int, int]) -> Paragraph:
    """Return an item whose number Discord keeps; ``numbers`` holds the last of the lists above, by indent.

    Discord counts on from a list's first number by itself, from 1 at the least: it shows any other number as plain text.
    """
    for indent in [indent for indent in numbers if indent > block.indent]:
        del numbers[indent]
    if not block.marker.endswith("."):
        return block
    number = int(block.marker[:-1])
    counted = numbers.get(block.indent, number - 1) + 1
    numbers[block.indent] = number
    return block if number == counted and number > 0 else replace(block, marker=f"{number}\\.")


def _set(block: Block, before: Block | None, levels: Sequence[int]) -> Iterable[Piece]:
    match block:
        case Heading():
            return _heading(block, levels.index(block.level))
        case Paragraph():
            return paragraph_pieces(block, before)
        case Code():
            return [Piece(text, "\n") for text in _code(block)]
        case Formula():
            return [Piece(text, "\n") for text in _divided(block.text, fence)]
        case Table():
            return _table(block)
        case Picture():
            return [Piece("", picture=PagePicture(block.url, cut(one_line(block.alt), 200)))]


def _heading(block: Heading, rank: int) -> Iterable[Piece]:
    spans = unmarked(block.spans)
    title = cut(one_line(text_of(spans)), LONGEST_TITLE)
    text = _limited(markdown_of(spans), text_of(spans))
    if not title or not text.strip():
        return []
    shown = f"{'#' * (rank + 2)} {text}" if rank < RANKS else f"**{text}**"
    return [Piece(shown, section=(title, rank), leads=True)]


def _limited(text: str, words: str, most: int = 300) -> str:
    return text if len(text) <= most else escape(cut(words, most // 3))


def _code(block: Code) -> Iterable[str]:
    return _divided(block.text, lambda part: fence(part, block.language))


def _divided(
    text: str, wrap: Callable[[str], str], most: int = 2_600, bytes_: int = 6_000
) -> Iterable[str]:
    """Divide code between lines where it is longer than a page, each part fenced by itself."""
    part: list[str] = []
    size = weight = 0
    for line in _lines(text, most // 2):
        length, heaviness = len(line) + 1, len(line.encode()) + 1
        if part and (size + length > most or weight + heaviness > bytes_):
            yield wrap("\n".join(part))
            part, size, weight = [], 0, 0
        part.append(line)
        size, weight = size + length, weight + heaviness
    if part:
        yield wrap("\n".join(part))


def _lines(text: str, most: int) -> Iterable[str]:
    for line in clean_lines(text).split("\n"):
        yield from (line[start : start + most] for start in range(0, max(1, len(line)), most))


def _table(block: Table) -> Iterable[Piece]:
    for place, text in enumerate(table_pieces(block)):
        joint = "\n" if place else "\n\n"
        if len(text) <= LONGEST_PIECE * 2 and len(text.encode()) <= MOST_BYTES // 2:
            yield Piece(text, joint)
        else:
            # A row like a page: its words without links.
            words = cut(" ".join(text.split()), LONGEST_PIECE)
            yield Piece(escape(words), joint)
