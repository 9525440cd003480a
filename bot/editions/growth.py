"""What stars tell of a month: gains, what is usual for a model and for its field, and what is unusual."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from bot.catalog.trends import SMOOTHING
from bot.editions.sources.material import MONTHS_BACK, Model, StarCount, Subject, count_near
from bot.months import Month

FEWEST_PEERS = 5
FEWEST_MONTHS = 3
# Unusual: so many times the model's own usual month, so many stars, and so much of what it had.
HELD_TIMES, HELD_STARS, HELD_SHARE = 8, 500, 0.15
LOST_STARS, LOST_SHARE = 200, 0.05
_LEAST_GROWTH = 0.001
_AGES = ((timedelta(days=365), "first-year"), (timedelta(days=3 * 365), "young"))
_OLD = "old"


@dataclass(frozen=True, slots=True)
class MonthGain:
    """A model's month: its counts near both ends, and those of the months before, the latest first."""

    model: Model
    created: date | None
    start: StarCount
    end: StarCount
    past: tuple[int, ...] = ()

    @property
    def gained(self) -> int:
        """Return the stars gained, or lost."""
        return self.end.stars - self.start.stars

    @property
    def growth(self) -> float:
        """Return the gain beside what was there, so that a handful of stars is no boom."""
        return self.gained / (max(0, self.start.stars) + SMOOTHING)

    @property
    def usual(self) -> int | None:
        """Return the model's own usual month: the median of at least three earlier ones."""
        return round(median(self.past)) if len(self.past) >= FEWEST_MONTHS else None

    @property
    def is_unusual(self) -> bool:
        """Tell whether a person should look at it first: a leap, or a loss, beyond what the model has shown."""
        if self.gained < 0:
            return -self.gained >= max(LOST_STARS, LOST_SHARE * self.start.stars)
        usual = self.usual
        return (
            usual is not None
            and self.gained >= max(HELD_STARS, HELD_TIMES * max(1, usual))
            and self.gained >= HELD_SHARE * self.start.stars
        )


@dataclass(frozen=True, slots=True)
class Typical:
    """The growth that is typical among a model's peers: of its field and age, of its field, or of all."""

    growth: float
    among: str
    peers: int


def gains_of(subjects: Iterable[Subject], month: Month) -> list[MonthGain]:
    """Return the month's gain of every model with an exact count within a week of both its ends."""
    gains: list[MonthGain] = []
    for subject in subjects:
        start = count_near(subject.counts, month.first_day)
        end = count_near(subject.counts, month.plus(1).first_day)
        if start and end and start.day < end.day:
            gains.append(
                MonthGain(subject.model, subject.created, start, end, _past(subject, month))
            )
    return gains


def _past(subject: Subject, month: Month) -> tuple[int, ...]:
    """Return earlier months' gains, the latest first, up to the first month that is not known."""
    gains: list[int] = []
    later = count_near(subject.counts, month.first_day)
    for back in range(1, MONTHS_BACK + 1):
        earlier = count_near(subject.counts, month.plus(-back).first_day)
        if later is None or earlier is None or earlier.day >= later.day:
            break
        gains.append(later.stars - earlier.stars)
        later = earlier
    return tuple(gains)


def age_of(gain: MonthGain) -> str | None:
    """Return the age group that a model belonged to; None when its first day is not known."""
    if gain.created is None:
        return None
    age = gain.end.day - gain.created
    return next((name for limit, name in _AGES if age <= limit), _OLD)


class Peers:
    """The growths of a month's models by field and age, sorted, so that each can be compared with the others."""

    def __init__(self, gains: Iterable[MonthGain]) -> None:
        groups: dict[tuple[str, ...], list[float]] = defaultdict(list)
        for gain in gains:
            for _, key in _groups_of(gain):
                groups[key].append(gain.growth)
        self._groups = {key: sorted(growths) for key, growths in groups.items()}

    def typical(self, gain: MonthGain) -> Typical | None:
        """Return the median growth of the others: field and age, else field, else all; None where too few are known."""
        for among, key in _groups_of(gain):
            growths = self._groups[key]
            others = len(growths) - 1
            if others >= FEWEST_PEERS:
                typical = _median_without(growths, gain.growth)
                return Typical(max(_LEAST_GROWTH, typical), among, others)
        return None


def _groups_of(gain: MonthGain) -> Iterator[tuple[str, tuple[str, ...]]]:
    field = gain.model.categories[0] if gain.model.categories else ""
    if age := age_of(gain):
        yield "age", (field, age)
    yield "field", (field,)
    yield "all", ()


def _median_without(ordered: Sequence[float], value: float) -> float:
    """Return the median of sorted numbers, one of which is left out."""
    place, others = bisect_left(ordered, value), len(ordered) - 1
    middle = ((others - 1) // 2, others // 2)
    low, high = (ordered[index + (index >= place)] for index in middle)
    return (low + high) / 2
