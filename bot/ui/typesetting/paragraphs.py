"""A README's paragraphs and list items as pieces, long ones divided between sentences."""

import re
from collections.abc import Iterable

from bot.readme.document import (
    Block,
    Mark,
    Paragraph,
    Span,
    Spans,
)
from bot.ui.markdown.spans import markdown_of
from bot.ui.typesetting.piece import (
    LONGEST_PIECE,
    LONGEST_TITLE,
    Piece,
)

_SENTENCE = re.compile(r".+?(?:(?<=[.!?;])\s+|(?<=[。！？；])|$)", re.DOTALL)


def paragraph_pieces(block: Paragraph, before: Block | None) -> Iterable[Piece]:
    """Yield the pieces of a paragraph; ``before`` is the block above it."""
    parts = _sentences(block.spans)
    head, rest = _lead(block)
    follows = isinstance(before, Paragraph)
    joint = "\n" if (block.marker or block.indent) and follows else "\n\n"
    for part in parts:
        text = markdown_of(part).strip()
        if not text:
            continue
        lines = text.split("\n")
        shown = "\n".join([head + lines[0], *(rest + line for line in lines[1:])])
        yield Piece(shown, joint, leads=_leads(block, text))
        # Chinese sentences follow each other without a blank; a word cut in two spells no mention or invite.
        blank = " " if part[-1].text[-1:].isspace() else "\u200b"
        head, joint = (rest, "\n") if block.quoted else ("", blank)


def _leads(block: Paragraph, text: str) -> bool:
    """Return whether a paragraph only announces the next block."""
    if block.marker or len(text) > LONGEST_TITLE:
        return False
    return text.startswith("▸") or text.endswith((":", "：", "**"))


def _lead(block: Paragraph) -> tuple[str, str]:
    """Return the prefixes of the first line and of the others."""
    if block.quoted and not block.marker:
        return "> ", "> "
    quote = "> " if block.quoted else ""
    blank = quote + "  " * max(0, block.indent - 1)
    if block.marker:
        return f"{blank}{block.marker} ", f"{blank}  "
    inner = blank + "  " if block.indent else blank
    return inner, inner


def _sentences(spans: Spans) -> list[Spans]:
    """Divide a long paragraph between sentences; a sentence without an end in sight is cut."""
    if len(markdown_of(spans)) <= LONGEST_PIECE:
        return [spans]
    parts: list[Spans] = []
    group: list[Span] = []
    size = 0
    for span in spans:
        for text in _short(span):
            length = len(markdown_of([Span(text, span.marks, span.url)]))
            if group and size + length > LONGEST_PIECE:
                parts.append(tuple(group))
                group, size = [], 0
            group.append(Span(text, span.marks, span.url))
            size += length
    return [*parts, tuple(group)]


def _short(span: Span) -> Iterable[str]:
    if span.url or Mark.MATH in span.marks:
        return [span.text]
    return (
        text[start : start + LONGEST_PIECE // 3]
        for text in _SENTENCE.findall(span.text)
        for start in range(0, len(text), LONGEST_PIECE // 3)
    )
