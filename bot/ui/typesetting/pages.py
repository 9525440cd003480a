"""A README set in pages that fit into messages, with the section that each heading begins."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.readme.document import (
    Document,
)
from bot.readme.reading import (
    PagePart,
    PagePicture,
    ReadmePage,
    ReadmeSection,
)
from bot.ui.typesetting.blocks import pieces_of
from bot.ui.typesetting.contents import without_contents
from bot.ui.typesetting.piece import MOST_BYTES, MOST_CHARACTERS, RANKS, Piece

MOST_PAGES = 200
MOST_PICTURES = 6
MOST_SECTIONS = 400
_PLEASANT = 1_400  # a page that has so many characters ends before the next section
_SHORT = 500
_LONGEST_LEAD = 3


def typeset(document: Document) -> tuple[tuple[ReadmePage, ...], tuple[ReadmeSection, ...]]:
    """Return a README's pages and its sections, both in order."""
    pieces = list(pieces_of(without_contents(document.blocks)))
    press = _Press()
    for place, piece in enumerate(pieces):
        press.add(piece, _needed(pieces, place))
        if len(press.pages) >= MOST_PAGES:
            break
    press.finish()
    return tuple(press.pages[:MOST_PAGES]), tuple(press.sections[:MOST_SECTIONS])


def _needed(pieces: Sequence[Piece], place: int) -> str:
    """Return the text that must share a page: leading pieces, with the piece they lead to."""
    end = place
    while pieces[end].leads and end + 1 < len(pieces) and end - place < _LONGEST_LEAD:
        end += 1
    return "".join(piece.joint + piece.text for piece in pieces[place : end + 1])


@dataclass(slots=True)
class _Press:
    """The page in progress and the finished ones."""

    pages: list[ReadmePage] = field(default_factory=list[ReadmePage])
    sections: list[ReadmeSection] = field(default_factory=list[ReadmeSection])
    parts: list[PagePart] = field(default_factory=list[PagePart])

    def add(self, piece: Piece, needed: str) -> None:
        """Set a piece on this page, or on the next when it doesn't fit or a section had better begin there."""
        if piece.picture:
            self._add_picture(piece.picture)
            return
        is_section = piece.section is not None and piece.section[1] < RANKS
        text = self._text()
        if not _fits(text + needed) or (is_section and len(text) >= _PLEASANT):
            self.turn()
        if piece.section:
            title, rank = piece.section
            self.sections.append(ReadmeSection(title, rank, len(self.pages)))
        if self.parts and self.parts[-1].text:
            self.parts[-1] = PagePart(self.parts[-1].text + piece.joint + piece.text)
        else:
            self.parts.append(PagePart(piece.text))

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
            self.pages[-1] = ReadmePage((*parts, PagePart(f"{end.text}\n\n{text}")))
            number = len(self.pages)
            self.sections = [
                replace(section, page=number - 1) if section.page == number else section
                for section in self.sections
            ]
            return
        self.turn()

    def _add_picture(self, picture: PagePicture) -> None:
        if self._pictures() >= MOST_PICTURES:
            self.turn()
        if self.parts and self.parts[-1].pictures:
            self.parts[-1] = PagePart(pictures=(*self.parts[-1].pictures, picture))
        else:
            self.parts.append(PagePart(pictures=(picture,)))

    def _text(self) -> str:
        return "\n".join(part.text for part in self.parts if part.text)

    def _pictures(self) -> int:
        return sum(len(part.pictures) for part in self.parts)


def _fits(text: str) -> bool:
    return len(text) <= MOST_CHARACTERS and len(text.encode()) <= MOST_BYTES
