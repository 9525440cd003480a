"""A README set in pages that fit into messages, with the section that each heading begins."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.readme.document import (
    Block,
    Code,
    Document,
    Formula,
    Heading,
    Mark,
    Paragraph,
    Picture,
    Span,
    Spans,
    Table,
    text_of,
)
from bot.readme.reading import (
    Part,
    ReadmePage,
    Section,
    Shown,
)
from bot.ui.markdown import (
    clean_lines,
    escape,
    fence,
    markdown_of,
    one_line,
    table_pieces,
    unmarked,
)
from bot.ui.text import cut

# What stands around a page needs the rest of a message's 4,000 characters and 9,500 bytes.
MOST_CHARACTERS = 3_000
MOST_BYTES = 7_000
MOST_PAGES = 200
MOST_PICTURES = 6
MOST_SECTIONS = 400
_PLEASANT = 1_400  # a page that has so many characters ends before the next section
_LONGEST_PIECE = 900  # longer paragraphs are divided between sentences
_LONGEST_TITLE = 80
_LONGEST_LEAD = 3
_SHORT = 500
_RANKS = 2
_SENTENCE = re.compile(r".+?(?:(?<=[.!?;])\s+|(?<=[。！？；])|$)", re.DOTALL)
_CONTENTS = re.compile(r"(?i)^\W*(table of contents?|contents?|toc|目录|内容目录)\W*$")
_FEWEST_ANCHORS = 3


@dataclass(frozen=True, slots=True)
class _Piece:
    """What is not divided any further. ``joint`` stands between it and what comes before on the same page."""

    text: str
    joint: str = "\n\n"
    section: tuple[str, int] | None = None
    picture: Shown | None = None
    leads: bool = False


def typeset(document: Document) -> tuple[tuple[ReadmePage, ...], tuple[Section, ...]]:
    """Return a README's pages and its sections, both in order."""
    pieces = list(_pieces(_without_contents(document.blocks)))
    press = _Press()
    for place, piece in enumerate(pieces):
        press.add(piece, _needed(pieces, place))
        if len(press.pages) >= MOST_PAGES:
            break
    press.finish()
    return tuple(press.pages[:MOST_PAGES]), tuple(press.sections[:MOST_SECTIONS])


def _needed(pieces: Sequence[_Piece], place: int) -> str:
    """Return what must stand on the same page: what leads to something, with what it leads to."""
    end = place
    while pieces[end].leads and end + 1 < len(pieces) and end - place < _LONGEST_LEAD:
        end += 1
    return "".join(piece.joint + piece.text for piece in pieces[place : end + 1])


@dataclass(slots=True)
class _Press:
    """The page under way and those before it."""

    pages: list[ReadmePage] = field(default_factory=list[ReadmePage])
    sections: list[Section] = field(default_factory=list[Section])
    parts: list[Part] = field(default_factory=list[Part])

    def add(self, piece: _Piece, needed: str) -> None:
        """Set a piece on this page, or on the next when it doesn't fit or a section had better begin there."""
        if piece.picture:
            self._add_picture(piece.picture)
            return
        is_section = piece.section is not None and piece.section[1] < _RANKS
        text = self._text()
        if not _fits(text + needed) or (is_section and len(text) >= _PLEASANT):
            self.turn()
        if piece.section:
            title, rank = piece.section
            self.sections.append(Section(title, rank, len(self.pages)))
        if self.parts and self.parts[-1].text:
            self.parts[-1] = Part(self.parts[-1].text + piece.joint + piece.text)
        else:
            self.parts.append(Part(piece.text))

    def turn(self) -> None:
        """Begin a page, unless this one is empty."""
        if self.parts:
            self.pages.append(ReadmePage(tuple(self.parts)))
        self.parts = []

    def finish(self) -> None:
        """End the last page; a short one is added to the page before where there is room."""
        last = self.pages[-1] if self.pages else None
        text = self._text()
        is_short = last is not None and len(text) < _SHORT and self._pictures() == 0
        if last and text and is_short and last.parts[-1].text and _fits(f"{last.text}\n\n{text}"):
            *parts, end = last.parts
            self.pages[-1] = ReadmePage((*parts, Part(f"{end.text}\n\n{text}")))
            number = len(self.pages)
            self.sections = [
                replace(section, page=number - 1) if section.page == number else section
                for section in self.sections
            ]
            return
        self.turn()

    def _add_picture(self, picture: Shown) -> None:
        if self._pictures() >= MOST_PICTURES:
            self.turn()
        if self.parts and self.parts[-1].pictures:
            self.parts[-1] = Part(pictures=(*self.parts[-1].pictures, picture))
        else:
            self.parts.append(Part(pictures=(picture,)))

    def _text(self) -> str:
        return "\n".join(part.text for part in self.parts if part.text)

    def _pictures(self) -> int:
        return sum(len(part.pictures) for part in self.parts)


def _fits(text: str) -> bool:
    return len(text) <= MOST_CHARACTERS and len(text.encode()) <= MOST_BYTES


def _without_contents(blocks: Sequence[Block]) -> list[Block]:
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


def _pieces(blocks: Sequence[Block]) -> Iterator[_Piece]:
    levels = sorted({block.level for block in blocks if isinstance(block, Heading)})
    before: Block | None = None
    numbers: dict[int, int] = {}
    for block in blocks:
        shown = _numbered(block, numbers) if isinstance(block, Paragraph) else block
        yield from _set(shown, before, levels)
        before = block


def _numbered(block: Paragraph, numbers: dict[int, int]) -> Paragraph:
    """Return an item whose number Discord keeps; ``numbers`` holds the last of the lists above, by indent.

    Discord counts on from a list's first number by itself, from 1 at the least: any other is no list's to it.
    """
    for indent in [indent for indent in numbers if indent > block.indent]:
        del numbers[indent]
    if not block.marker.endswith("."):
        return block
    number = int(block.marker[:-1])
    counted = numbers.get(block.indent, number - 1) + 1
    numbers[block.indent] = number
    return block if number == counted and number > 0 else replace(block, marker=f"{number}\\.")


def _set(block: Block, before: Block | None, levels: Sequence[int]) -> Iterable[_Piece]:
    match block:
        case Heading():
            return _heading(block, levels.index(block.level))
        case Paragraph():
            return _paragraph(block, before)
        case Code():
            return [_Piece(text, "\n") for text in _code(block)]
        case Formula():
            return [_Piece(text, "\n") for text in _divided(block.text, fence)]
        case Table():
            return _table(block)
        case Picture():
            return [_Piece("", picture=Shown(block.url, cut(one_line(block.alt), 200)))]


def _heading(block: Heading, rank: int) -> Iterable[_Piece]:
    spans = unmarked(block.spans)
    title = cut(one_line(text_of(spans)), _LONGEST_TITLE)
    text = _limited(markdown_of(spans), text_of(spans))
    if not title or not text.strip():
        return []
    shown = f"{'#' * (rank + 2)} {text}" if rank < _RANKS else f"**{text}**"
    return [_Piece(shown, section=(title, rank), leads=True)]


def _limited(text: str, words: str, most: int = 300) -> str:
    return text if len(text) <= most else escape(cut(words, most // 3))


def _paragraph(block: Paragraph, before: Block | None) -> Iterable[_Piece]:
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
        yield _Piece(shown, joint, leads=_leads(block, text))
        # Chinese sentences follow each other without a blank; a word cut in two spells no mention or invite.
        blank = " " if part[-1].text[-1:].isspace() else "\u200b"
        head, joint = (rest, "\n") if block.quoted else ("", blank)


def _leads(block: Paragraph, text: str) -> bool:
    """Tell whether a paragraph only announces what follows."""
    if block.marker or len(text) > _LONGEST_TITLE:
        return False
    return text.startswith("▸") or text.endswith((":", "：", "**"))


def _lead(block: Paragraph) -> tuple[str, str]:
    """Return what stands before the first line and before the others."""
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
    if len(markdown_of(spans)) <= _LONGEST_PIECE:
        return [spans]
    parts: list[Spans] = []
    group: list[Span] = []
    size = 0
    for span in spans:
        for text in _short(span):
            length = len(markdown_of([Span(text, span.marks, span.url)]))
            if group and size + length > _LONGEST_PIECE:
                parts.append(tuple(group))
                group, size = [], 0
            group.append(Span(text, span.marks, span.url))
            size += length
    return [*parts, tuple(group)]


def _short(span: Span) -> Iterable[str]:
    if span.url or Mark.MATH in span.marks:
        return [span.text]
    return (
        text[start : start + _LONGEST_PIECE // 3]
        for text in _SENTENCE.findall(span.text)
        for start in range(0, len(text), _LONGEST_PIECE // 3)
    )


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


def _table(block: Table) -> Iterable[_Piece]:
    for place, text in enumerate(table_pieces(block)):
        joint = "\n" if place else "\n\n"
        if len(text) <= _LONGEST_PIECE * 2 and len(text.encode()) <= MOST_BYTES // 2:
            yield _Piece(text, joint)
        else:
            # A row like a page: its words without links.
            words = cut(" ".join(text.split()), _LONGEST_PIECE)
            yield _Piece(escape(words), joint)
