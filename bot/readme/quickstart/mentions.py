"""The links in a README, each with the words around it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from bot.readme.document import Document, Heading, Paragraph, Spans, Table, text_of
from bot.readme.quickstart.places import headed

_NEWS_HEAD = re.compile(
    r"(?i)\bnews\b|\bupdates?\b|release notes|change-?log|what'?s new|history|最新|更新|动态|日志|消息|新闻"
)
_SAYS_SOMETHING = re.compile(r"(?!(?:and|or|from|via|mirror)\b)[^\W_]{2}", re.IGNORECASE)
_DATED = re.compile(
    r"^\W*(?:\d{4}[-./年]\s?\d{1,2}|\d{1,2}/\d{1,2}/\d{2,4}|[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4})"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A link. ``said`` is what its sentence or its row's name and column say; ``lead`` stands before it.

    ``item`` numbers paragraphs and rows; ``row`` and ``column`` are empty outside tables.
    """

    words: str
    url: str
    said: str
    lead: str
    heads: tuple[str, ...]
    item: int
    row: tuple[str, ...] = ()
    column: str = ""

    @property
    def is_news(self) -> bool:
        """Tell whether the link is in a list of what happened when."""
        return bool(_DATED.match(self.said)) or any(map(_NEWS_HEAD.search, self.heads))


def mentions_of(document: Document) -> Iterator[Mention]:
    """Yield every link that leads out of the README, in order."""
    item = 0
    outer = ""
    for block, heads in headed(document):
        near = heads[-2:]
        match block:
            case Heading():
                outer = ""
            case Paragraph():
                item += 1
                text = text_of(block.spans)
                said = f"{outer} {text}" if block.indent > 1 else text
                outer = text if block.indent <= 1 else outer
                for words, url, lead in _links(block.spans):
                    yield Mention(words, url, said, lead, near, item)
            case Table():
                yield from _in_table(block, near, item)
                item += len(block.rows)
            case _:
                pass


def _in_table(table: Table, heads: tuple[str, ...], item: int) -> Iterator[Mention]:
    columns = [text_of(cell) for cell in table.header]
    for row in table.rows:
        item += 1
        texts = tuple(map(text_of, row))
        for column, cell in zip(columns, row, strict=True):
            for words, url, lead in _links(cell):
                said = f"{texts[0]} {column} {text_of(cell)}"
                yield Mention(words, url, said, lead, heads, item, texts, column)


def _links(spans: Spans) -> Iterator[tuple[str, str, str]]:
    """Yield each link's words, its address and the words before it, from the link before where there are any."""
    lead = since = last = ""
    for place, span in enumerate(spans):
        if not span.url:
            since += span.text
            last = ""
        elif not span.url.startswith("#") and span.url != last:
            run = takewhile(lambda other, url=span.url: other.url == url, spans[place:])
            words = "".join(other.text for other in run)
            lead = since if _SAYS_SOMETHING.search(since) else lead
            yield " ".join(words.split()), span.url, lead
            last, since = span.url, ""
