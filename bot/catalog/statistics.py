"""What the catalogue holds: entries by category and framework, how much of each field is known, and how old it is."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from bot.catalog.entry import Entry
from bot.catalog.facts import FIELD_TYPES, facts_of
from bot.catalog.taxonomy import Taxonomy

NO_FRAMEWORK = "none"
_DAYS_A_YEAR = 365.25
# Ages are counted up to these numbers of days.
_AGES = (
    (30, "up to 30 days"),
    (180, "up to 180 days"),
    (365, "up to a year"),
    (730, "up to 2 years"),
)
_OLDER, _UNKNOWN = "older", "unknown"


@dataclass(frozen=True, slots=True)
class Statistics:
    """Numbers of entries.

    ``crossed`` counts by category, then by framework; an entry counts in each of its own. ``coverage`` counts the
    entries that have a field, ``created`` by year, the other ages by how long ago something was.
    """

    entries: int
    local: int
    crossed: Mapping[str, Mapping[str, int]]
    categories: Mapping[str, int]
    frameworks: Mapping[str, int]
    coverage: Mapping[str, int]
    created: Mapping[str, int]
    median_years: float | None
    pushed: Mapping[str, int]
    counted: Mapping[str, int]
    checked: Mapping[str, int]


def statistics_of(
    entries: Sequence[Entry], taxonomy: Taxonomy, today: date, *, local: int = 0
) -> Statistics:
    """Count the entries, ``local`` of which are in no shipped file."""
    frameworks = [*taxonomy.frameworks, NO_FRAMEWORK]
    pairs = Counter(
        (category, framework)
        for entry in entries
        for category in entry.categories
        for framework in entry.frameworks or (NO_FRAMEWORK,)
    )
    of_category = Counter(key for entry in entries for key in entry.categories)
    of_framework = Counter(key for entry in entries for key in entry.frameworks or (NO_FRAMEWORK,))
    made = [entry.created for entry in entries if entry.created]
    years = Counter(str(day.year) for day in made)
    return Statistics(
        len(entries),
        local,
        {
            category: {framework: pairs[category, framework] for framework in frameworks}
            for category in taxonomy.categories
        },
        {key: of_category[key] for key in taxonomy.categories},
        {key: of_framework[key] for key in frameworks},
        _coverage(entries),
        {**dict(sorted(years.items())), _UNKNOWN: len(entries) - len(made)},
        round(median((today - day).days for day in made) / _DAYS_A_YEAR, 1) if made else None,
        _ages(entries, today, lambda entry: entry.pushed),
        _ages(entries, today, lambda entry: entry.stars.day if entry.stars else None),
        _ages(entries, today, lambda entry: entry.checked),
    )


def _coverage(entries: Sequence[Entry]) -> dict[str, int]:
    counts = dict.fromkeys((*FIELD_TYPES, "topics", "homepage", "release"), 0)
    for entry in entries:
        known = {
            **facts_of(entry),
            "stars": entry.stars,
            "topics": entry.topics,
            "homepage": entry.homepage,
            "release": entry.release,
        }
        for key, value in known.items():
            counts[key] += bool(value)
    return counts


def _ages(
    entries: Iterable[Entry], today: date, day_of: Callable[[Entry], date | None]
) -> dict[str, int]:
    counts = dict.fromkeys((*(name for _, name in _AGES), _OLDER, _UNKNOWN), 0)
    for entry in entries:
        day = day_of(entry)
        age = (today - day).days if day else None
        counts[
            _UNKNOWN if age is None else next((name for most, name in _AGES if age <= most), _OLDER)
        ] += 1
    return counts
