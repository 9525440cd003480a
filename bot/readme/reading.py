"""A README prepared for chat: pages, sections, quick start."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

FORMAT = 3  # raise it when READMEs should be prepared again


class Absence(StrEnum):
    """Why there is no README to read: there is none, none that can be laid out, or GitHub is unavailable now."""

    NONE = "none"
    UNREADABLE = "unreadable"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Postponed:
    """A README that GitHub did not give, and the earliest time of the next attempt.

    ``is_own``: the reason is GitHub's, against this README; otherwise GitHub can't be reached, or has a limit.
    """

    reason: str
    until: datetime
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A picture in a page."""

    url: str
    alt: str


@dataclass(frozen=True, slots=True)
class PagePart:
    """A part of a page: either Discord's markdown, or pictures beside each other."""

    text: str = ""
    pictures: tuple[PagePicture, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadmePage:
    """A page that fits into a message with its header and controls."""

    parts: tuple[PagePart, ...]

    @property
    def text(self) -> str:
        """Return all its text."""
        return "\n".join(part.text for part in self.parts if part.text)


@dataclass(frozen=True, slots=True)
class ReadmeSection:
    """A heading and its page, counted from 0. ``rank`` is 0 for the README's highest headings."""

    title: str
    rank: int
    page: int


@dataclass(frozen=True, slots=True)
class Snippet:
    """Lines of code; ``language`` is "" where none is known."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its words."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class QuickStart:
    """The parts an engineer needs first; None and empty where the README has no clear one.

    ``results`` are lines of Discord's markdown; ``citation`` is BibTeX.
    """

    install: Snippet | None = None
    usage: Snippet | None = None
    weights: tuple[Link, ...] = ()
    results: tuple[str, ...] = ()
    citation: str | None = None

    def __bool__(self) -> bool:
        return bool(self.install or self.usage or self.weights or self.results or self.citation)


@dataclass(frozen=True, slots=True)
class Contents:
    """A README's outline and quick start, without its pages."""

    pages: int
    sections: tuple[ReadmeSection, ...]
    quick_start: QuickStart


@dataclass(frozen=True, slots=True)
class PreparedReadme:
    """A whole README."""

    pages: tuple[ReadmePage, ...]
    contents: Contents
