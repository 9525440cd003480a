"""Tiny materials for tests of editions."""

from collections.abc import Sequence
from datetime import date

from bot.editions.sources.material import Model, StarCount, Subject
from bot.months import Month

JULY = Month(2026, 7)
AUGUST = Month(2026, 8)
NASTY = "<@1> [x](https://evil.example) `a` **b** <t:1:R> ||s|| \u202e # & \"q\" 'r' " * 3


def model(name: str, category: str = "graphs", framework: str = "pytorch") -> Model:
    """Return a model of one category and framework."""
    return Model(
        f"lab/{name}", name, f"What {name} does.", f"{name} 的用途。", (category,), (framework,)
    )


def subject(
    name: str,
    stars: Sequence[int],
    category: str = "graphs",
    *,
    framework: str = "pytorch",
    created: date | None = None,
    end: Month = AUGUST,
) -> Subject:
    """Return a model with its stars on consecutive firsts of months, the last one's on ``end``."""
    firsts = [end.plus(-back).first_day for back in range(len(stars) - 1, -1, -1)]
    counts = tuple(StarCount(day, number) for day, number in zip(firsts, stars, strict=True))
    return Subject(model(name, category, framework), created, None, counts)


def crowd(number: int = 10, gained: int = 12, category: str = "graphs") -> list[Subject]:
    """Return models that all gained the same in July."""
    return [subject(f"{category}-{n}", [1_000, 1_000 + gained], category) for n in range(number)]
