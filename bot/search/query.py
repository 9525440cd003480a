"""A search: its words, filters and order, as one frozen value."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, cast

from bot.characters import clean
from bot.search.letters import plain_letters

MOST_STARS = 10_000_000
EARLIEST_YEAR = 2012
LATEST_YEAR = 2099
FILTERS = (
    *("category", "framework", "task", "license", "health", "min_stars"),
    *("weights", "paper", "since", "language", "fits"),
)

_ARXIV = re.compile(
    r"(?i)(?:arxiv(?:\.org/(?:abs|pdf|html)/|[:\s]+))?\b(\d{4}\.\d{4,5})(?:v\d+)?(?:\.pdf)?\b"
)
_GITHUB = re.compile(
    r"(?i)(?<![a-z0-9_.-])(?:www\.)?github\.com[/:]([A-Za-z0-9-]{1,39})/([A-Za-z0-9._-]{1,100})"
)
# Pages of GitHub that are no repositories.
NO_OWNERS = frozenset(
    [
        "about",
        "apps",
        "blog",
        "codespaces",
        "collections",
        "contact",
        "customer-stories",
        "enterprise",
        "events",
        "explore",
        "features",
        "issues",
        "join",
        "login",
        "marketplace",
        "new",
        "notifications",
        "orgs",
        "organizations",
        "pricing",
        "pulls",
        "search",
        "security",
        "sessions",
        "settings",
        "sponsors",
        "stars",
        "team",
        "topics",
        "trending",
        "users",
    ]
)
_HUGGING_FACE = re.compile(r"(?i)(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co)/(?!papers/)")
_FULL_NAME = re.compile(r"([A-Za-z0-9][A-Za-z0-9-]{0,38})/([A-Za-z0-9._-]{1,100})")


class Sort(StrEnum):
    """The orders a list can have. Without words to match, relevance is by stars."""

    RELEVANCE = "relevance"
    STARS = "stars"
    GAINED = "gained"
    ACTIVE = "active"
    NEWEST = "newest"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A search, a browse page or "more like this".

    ``license`` is a `LicenseKind` value or an SPDX identifier; ``health`` a `Sign` value; ``like`` the name of the entry to find similar ones of.
    ``weights`` and ``paper`` ask for entries that have some, ``since`` for those made in this year or later, ``language`` for
    code mostly in one, ``fits`` for those with weights that a card of so many GB holds. ``prefer`` lifts what is of a year, or small: ``2026``, ``small``, ``2026 small``.
    """

    text: str = ""
    category: str | None = None
    framework: str | None = None
    task: str | None = None
    license: str | None = None
    health: str | None = None
    min_stars: int | None = None
    weights: bool | None = None
    paper: bool | None = None
    since: int | None = None
    language: str | None = None
    fits: int | None = None
    prefer: str | None = None
    sort: Sort = Sort.RELEVANCE
    like: str | None = None

    @property
    def has_filters(self) -> bool:
        """Return whether anything but the words narrows the list."""
        return any(getattr(self, name) for name in FILTERS)

    @property
    def preferred_year(self) -> int | None:
        """Return the year of which entries come first."""
        return next((int(word) for word in (self.prefer or "").split() if word.isdigit()), None)

    @property
    def prefers_small(self) -> bool:
        """Return whether small models come first."""
        return "small" in (self.prefer or "").split()

    def replaced(self, **changes: object) -> "SearchQuery":
        """Return the query with some fields changed."""
        return replace(self, **cast("dict[str, Any]", changes))

    def without(self, *fields: str) -> "SearchQuery":
        """Return the query with some filters dropped."""
        return self.replaced(**dict.fromkeys(fields))


@dataclass(frozen=True, slots=True)
class Doors:
    """Exact things named in the text, which need no search; ``is_github``: by an address of GitHub."""

    arxiv: str | None = None
    full_name: str | None = None
    is_github: bool = False


def find_doors(text: str) -> Doors:
    """Find an arXiv id or address, a GitHub address or an ``owner/name``."""
    cleaned = plain_letters(clean(text))
    for owner, rest in _GITHUB.findall(cleaned):
        name = repository_name(rest)
        if name and owner.lower() not in NO_OWNERS:
            return Doors(full_name=f"{owner}/{name}", is_github=True)
    if paper := _ARXIV.search(cleaned):
        return Doors(arxiv=paper[1])
    if name := _FULL_NAME.fullmatch(_HUGGING_FACE.sub("", cleaned)):
        return Doors(full_name=name[0])
    return Doors()


def repository_name(text: str) -> str:
    """Return the repository's name at the end of an address, without the sentence's stop and ``.git``."""
    return text.rstrip(".").removesuffix(".git").rstrip(".")


def searchable_text(text: str) -> str:
    """Return the words of a query: cleaned, addresses reduced to the names in them."""
    cleaned = _HUGGING_FACE.sub(" ", clean(text))
    cleaned = _GITHUB.sub(r" \1 \2 ", cleaned)
    cleaned = re.sub(r"(?i)https?://(www\.)?|\barxiv(\.org)?\b(/(abs|pdf|html)/)?", " ", cleaned)
    return " ".join(cleaned.split())
