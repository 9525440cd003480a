"""The input of a chart: repositories' counts, and the choices of time range, alignment and scale."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.catalog.entry import Entry, StarCount


class TimeRange(StrEnum):
    """How much of the time is shown: by date the last of it, by age the first."""

    MONTH = "month"
    YEAR = "year"
    ALL = "all"


class Align(StrEnum):
    """What the x axis counts: dates, or days since each repository was created."""

    DATE = "date"
    AGE = "age"


class Scale(StrEnum):
    """How counts are spread over the y axis."""

    LINEAR = "linear"
    LOG = "log"


DAYS = {TimeRange.MONTH: 30, TimeRange.YEAR: 365}


@dataclass(frozen=True, slots=True)
class Series:
    """A repository's counts. Without ``created`` it can't be placed by age."""

    name: str
    counts: tuple[StarCount, ...]
    created: date | None = None


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """Which chart to draw."""

    time_range: TimeRange = TimeRange.ALL
    align: Align = Align.DATE
    scale: Scale = Scale.LINEAR


def series_of(
    entries: Sequence[Entry], counts: Mapping[int, tuple[StarCount, ...]]
) -> list[Series]:
    """Return the curves of entries; ``counts`` maps their ids."""
    return [Series(entry.full_name, counts[entry.id], entry.created) for entry in entries]
