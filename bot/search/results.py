"""Results of searches: pages of hits, and the counts of a browse page."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.catalog.entry import Entry
from bot.search.query import SearchQuery


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry in a result.

    ``matched_terms`` are the tasks and other terms through which it was found; a relative doesn't answer the query
    itself but is like what does.
    """

    entry: Entry
    score: float
    matched_terms: tuple[str, ...] = ()
    is_relative: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that some entry implements; its title is empty where it isn't known.

    ``is_meant``: the text it was looked up by is its id, its title or the name of its authors' own code.
    """

    arxiv_id: str
    title: str
    is_meant: bool = False


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A message's mentions: entries, and others by name or arXiv id."""

    entries: tuple[Entry, ...]
    repositories: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    hugging_face: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of a result.

    ``total`` counts every hit; ``is_capped`` says that there are more than were counted. ``categories`` and
    ``frameworks`` count the hits by key. ``corrected`` is the text that was searched instead of the one typed.
    ``is_sorted`` is false when the requested order uses facts that no entry has. ``understood`` are the tasks that a description was taken for, ``missing`` the frameworks that were asked for and no
    hit has.
    ``ignored`` are words that a model was recognized beside and that the first hit doesn't say. ``unlisted`` is the
    repository that was named and is no entry.
    ``read`` is the query as it was understood: "alternatives to whisper" as one for what is like Whisper.
    ``paper`` is the one whose implementations these are.
    ``family`` is the name of the one whose members come first.
    ``versus`` holds two entries that are compared, ``hidden`` counts what each filter keeps from the list (filter → hits).
    ``suggestions`` (nearest entries) and ``without`` (filter → hits once it is dropped) are given when nothing was
    found.
    """

    query: SearchQuery
    offset: int
    total: int
    hits: tuple[Hit, ...]
    is_capped: bool = False
    corrected: str | None = None
    read: SearchQuery | None = None
    understood: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    unlisted: str | None = None
    is_sorted: bool = True
    categories: Mapping[str, int] = field(default_factory=dict[str, int])
    frameworks: Mapping[str, int] = field(default_factory=dict[str, int])
    paper: Paper | None = None
    family: str | None = None
    suggestions: tuple[Entry, ...] = ()
    without: Mapping[str, int] = field(default_factory=dict[str, int])
    hidden: Mapping[str, int] = field(default_factory=dict[str, int])
    versus: tuple[Entry, ...] = ()

    @property
    def shown(self) -> SearchQuery:
        """Return the query as it was understood."""
        return self.read or self.query


@dataclass(frozen=True, slots=True)
class Overview:
    """One term of a browse page: its count and its most starred entry."""

    key: str
    count: int
    top: Entry | None
