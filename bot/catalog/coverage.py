"""How much of the shipped catalogue is known: entries by category and framework, and the share that has each fact."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.catalog.facts import Facts
from bot.catalog.taxonomy import Taxonomy

COUNTED = (
    *("arxiv", "official", "weights", "license", "language", "created", "pushed", "stars"),
    *("words", "hugging_face"),
)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Numbers of entries: all, by category and by framework in the taxonomy's order, and those that have a fact."""

    entries: int
    categories: dict[str, int]
    frameworks: dict[str, int]
    facts: dict[str, int]


def coverage_of(entries: Sequence[Facts], taxonomy: Taxonomy) -> Coverage:
    """Count what the entries say."""
    categories = Counter(key for facts in entries for key in facts["categories"])
    frameworks = Counter(key for facts in entries for key in facts["frameworks"])
    return Coverage(
        len(entries),
        {key: categories[key] for key in taxonomy.categories},
        {key: frameworks[key] for key in taxonomy.frameworks},
        {key: sum(bool(facts.get(key)) for facts in entries) for key in COUNTED},
    )


def coverage_lines(coverage: Coverage) -> list[str]:
    """Return the table in plain text: a count each, and for the facts their share in per cent."""
    rows = [
        *(("category", key, str(count)) for key, count in coverage.categories.items()),
        *(("framework", key, str(count)) for key, count in coverage.frameworks.items()),
        *(
            ("fact", key, f"{count} ({100 * count // max(1, coverage.entries)} %)")
            for key, count in coverage.facts.items()
        ),
    ]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    return [f"{kind:{widths[0]}}  {key:{widths[1]}}  {count}" for kind, key, count in rows]
