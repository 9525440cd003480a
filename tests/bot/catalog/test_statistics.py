from dataclasses import replace
from datetime import date

from bot.catalog.entry import Entry, StarCount
from bot.catalog.shipped import Shipped
from bot.catalog.statistics import statistics_of

TODAY = date(2026, 11, 27)
_ENTRY = Entry(
    1,
    "someone/model",
    "Model",
    "A model.",
    "模型。",
    ("graphs",),
    ("jax",),
    ("node-classification",),
)


def test_entries_are_counted_in_each_of_their_categories_and_frameworks(shipped: Shipped) -> None:
    entries = [
        replace(_ENTRY, id=1, categories=("graphs", "science"), frameworks=("jax", "pytorch")),
        replace(_ENTRY, id=2, categories=("graphs",), frameworks=()),
    ]
    statistics = statistics_of(entries, shipped.taxonomy, TODAY, local=1)
    assert statistics.crossed["graphs"]["jax"] == 1
    assert statistics.crossed["graphs"]["none"] == 1
    assert statistics.crossed["science"]["none"] == 0
    assert statistics.categories["graphs"] == 2
    assert statistics.frameworks["none"] == 1
    assert (statistics.entries, statistics.local) == (2, 1)


def test_ages_are_counted_in_days(shipped: Shipped) -> None:
    entries = [
        replace(_ENTRY, id=1, created=date(2024, 11, 27), pushed=date(2026, 10, 28)),
        replace(_ENTRY, id=2, created=date(2020, 1, 1), pushed=date(2026, 10, 27)),
        replace(_ENTRY, id=3, created=None, pushed=None, stars=StarCount(1, date(2020, 1, 1))),
    ]
    statistics = statistics_of(entries, shipped.taxonomy, TODAY)
    assert statistics.created == {"2020": 1, "2024": 1, "unknown": 1}
    assert statistics.median_years == 4.5
    assert statistics.pushed["up to 30 days"] == 1
    assert statistics.pushed["up to 180 days"] == 1
    assert statistics.pushed["unknown"] == 1
    assert statistics.counted["older"] >= 1
    assert statistics.coverage["created"] == 2


def test_an_empty_catalogue_has_no_median(shipped: Shipped) -> None:
    statistics = statistics_of([], shipped.taxonomy, TODAY)
    assert statistics.median_years is None
    assert statistics.coverage["license"] == 0
