"""What an edition is composed from: models with their star counts near the firsts of months, and what happened."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

REACH = timedelta(days=7)
MONTHS_BACK = 12


@dataclass(frozen=True, slots=True)
class Model:
    """Who a line is about, as it was when the edition was composed."""

    full_name: str
    title: str
    summary_en: str
    summary_zh: str
    categories: tuple[str, ...] = ()
    frameworks: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """Return the repository's page, built from its name alone."""
        return f"https://github.com/{self.full_name}"


@dataclass(frozen=True, slots=True)
class StarCount:
    """Stars on a day. Rounded ones give no gain; estimated ones come from GitHub's star history."""

    day: date
    stars: int
    is_rounded: bool = False
    is_estimated: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """A model, the first days it was on GitHub and counted by the bot, and its counts near the firsts of months."""

    model: Model
    created: date | None = None
    counted_since: date | None = None
    counts: tuple[StarCount, ...] = ()


class EditionEventKind(StrEnum):
    """The events of a repository that an edition reports."""

    RELEASED = "released"
    UNARCHIVED = "unarchived"
    RETURNED = "returned"
    ARCHIVED = "archived"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class EditionEvent:
    """Something that happened to a repository on a day; ``detail`` is a release's tag."""

    full_name: str
    kind: EditionEventKind
    day: date
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Material:
    """All that a month's edition may report. ``approved`` names models whose unusual growth a curator let pass."""

    subjects: tuple[Subject, ...] = ()
    events: tuple[EditionEvent, ...] = ()
    counted_since: date | None = None
    successors: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    approved: frozenset[str] = frozenset()


def count_near(counts: tuple[StarCount, ...], day: date) -> StarCount | None:
    """Return the exact count nearest to a day, at most a week off; the earlier of two."""
    near = [one for one in counts if not one.is_rounded and abs(one.day - day) <= REACH]
    return min(near, key=lambda one: (abs(one.day - day), one.day), default=None)
