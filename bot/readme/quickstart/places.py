"""A README's blocks with the headings that lead to them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.readme.document import (
    Block,
    Code,
    Document,
    Heading,
    Mark,
    Paragraph,
    Spans,
    Table,
    text_of,
)

_LOWEST = 7  # below the six of headings
_LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class Placed:
    """Code under the headings that lead to it, the nearest last. ``before`` is the line above it."""

    code: Code
    heads: tuple[str, ...]
    before: str
    order: int
    is_inline: bool = False


def headed(
    document: Document, *, with_titles: bool = False
) -> Iterator[tuple[Block, tuple[str, ...]]]:
    """Yield every block with the headings that lead to it, the nearest last; a heading leads to itself.

    ``with_titles`` takes short paragraphs in bold for headings too.
    """
    heads: list[tuple[int, str]] = []
    for block in document.blocks:
        if isinstance(block, Heading):
            heads = [head for head in heads if head[0] < block.level]
            heads.append((block.level, text_of(block.spans)))
        elif with_titles and isinstance(block, Paragraph) and _is_title(block):
            heads = [head for head in heads if head[0] < _LOWEST]
            heads.append((_LOWEST, text_of(block.spans)))
        yield block, tuple(text for _, text in heads)


def _is_title(block: Paragraph) -> bool:
    """Tell whether a paragraph is a heading in all but its mark: short and bold throughout, as a summary is."""
    text = text_of(block.spans)
    is_bold = all(
        Mark.BOLD in span.marks or not re.search(r"\w", span.text) for span in block.spans
    )
    return is_bold and not block.marker and 0 < len(text) <= _LONGEST_TITLE


def codes_of(document: Document) -> list[Placed]:
    """Return all code in order: blocks, and the code in sentences and in the cells of tables."""
    found: list[Placed] = []
    before = ""
    for order, (block, heads) in enumerate(headed(document, with_titles=True)):
        match block:
            case Heading():
                before = ""
            case Paragraph():
                before = text_of(block.spans)
                found += _inline(block.spans, heads, before, order)
            case Code():
                found.append(Placed(block, heads, before, order))
            case Table():
                for row in block.rows:
                    for cell in row:
                        found += _inline(cell, heads, text_of(row[0]), order)
            case _:
                pass
    return found


def _inline(spans: Spans, heads: tuple[str, ...], before: str, order: int) -> Iterator[Placed]:
    for span in spans:
        if Mark.CODE in span.marks and " " in span.text.strip():
            yield Placed(Code(span.text.strip()), heads, before, order, is_inline=True)
