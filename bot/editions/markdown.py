"""An edition as a Markdown file."""

import re
from collections.abc import Iterator

from bot.editions.outline import Block, Item, Outline

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
_START = re.compile(r"^(\d*)([-+=.)])")


def markdown(outline: Outline) -> str:
    """Return the file's text."""
    return "\n".join(_lines(outline)).rstrip() + "\n"


def _lines(outline: Outline) -> Iterator[str]:
    yield f"# {_text(outline.title)}\n"
    if outline.headline:
        yield f"**{_text(outline.headline)}**\n"
    for block in outline.blocks:
        yield f"## {_text(block.heading)}\n"
        yield from map(_item, block.items)
        if block.again:
            yield f"\n*{_text(block.again)}*"
        yield ""
    if outline.tops or outline.unmoved:
        yield f"## {_text(outline.tops_heading)}\n"
        for top in outline.tops:
            yield from _top(top)
        if outline.unmoved:
            yield f"*{_text(outline.unmoved)}*\n"
    for note in outline.small:
        yield f"*{_text(note)}*\n"
    yield "---\n"
    for rule in outline.rules:
        yield f"{_text(rule)}\n"


def _item(item: Item) -> str:
    text = f"- **[{_text(item.title)}]({item.url})** · **{_text(item.fact)}**"
    if item.summary:
        text += f"  \n  {_text(item.summary)}  \n  *{_text(item.detail)}*"
    elif item.detail:
        text += f" · {_text(item.detail)}"
    return text


def _top(block: Block) -> Iterator[str]:
    yield f"**{_text(block.heading)}**\n"
    for place, item in enumerate(block.items, start=1):
        yield f"{place}. [{_text(item.title)}]({item.url}) {_text(item.fact)} {item.detail}".rstrip()
    yield ""


def _text(text: str) -> str:
    """Return text that Markdown shows as it is, on one line."""
    return _START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", " ".join(text.split())))
