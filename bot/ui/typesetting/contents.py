"""A README's own table of contents, whose links lead nowhere in chat."""

import re
from collections.abc import Sequence

from bot.readme.document import (
    Block,
    Heading,
    Paragraph,
    Spans,
    text_of,
)

_CONTENTS = re.compile(r"(?i)^\W*(table of contents?|contents?|toc|目录|内容目录)\W*$")
_FEWEST_ANCHORS = 3


def without_contents(blocks: Sequence[Block]) -> list[Block]:
    """Return blocks without the README's own table of contents: its links lead nowhere in chat."""
    kept: list[Block] = []
    run: list[Paragraph] = []
    for block in (*blocks, None):
        if isinstance(block, Paragraph) and _is_anchor(block.spans):
            run.append(block)
            continue
        if sum(_anchors(paragraph.spans) for paragraph in run) >= _FEWEST_ANCHORS:
            last = kept[-1] if kept else None
            if isinstance(last, Heading | Paragraph) and _CONTENTS.match(text_of(last.spans)):
                kept.pop()
        else:
            kept += run
        run = []
        if block is not None:
            kept.append(block)
    return kept


def _anchors(spans: Spans) -> int:
    return sum((span.url or "").startswith("#") for span in spans)


def _is_anchor(spans: Spans) -> bool:
    return all(
        (span.url or "").startswith("#") or not span.text.strip(" \n-–·•|.0123456789")
        for span in spans
    )
