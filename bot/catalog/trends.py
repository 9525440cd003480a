"""Trends: stars gained in a period, as a number or relative to the category's usual growth."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

LEAST_GAINED = 5
SMOOTHING = 200
NEW_FOR = timedelta(days=365)
_FEWEST_PEERS = 5
_LEAST_GROWTH = 0.001


@dataclass(frozen=True, slots=True)
class Gainer:
    """An entry's gain in a period, the stars before it, and the group it is compared with."""

    entry_id: int
    gained: int
    before: int
    category: str
    created: date | None = None
    is_approximate: bool = False


@dataclass(frozen=True, slots=True)
class Trend:
    """A gain, and how many times the growth that is usual in its category it is."""

    gainer: Gainer
    pace: float
    is_new: bool


def rank_trends(gainers: Sequence[Gainer], today: date, *, is_relative: bool) -> list[Trend]:
    """Return the entries that gained at least five stars, the most first: stars, or times the usual growth.

    Growth is gained / (stars before + 200), so that a handful of stars is no boom; usual is the median growth of the
    category, or of all where fewer than five of it are known.
    """
    growths = [_growth(gainer) for gainer in gainers]
    overall = median(growths) if growths else 0.0
    peers: dict[str, list[float]] = {}
    for gainer, growth in zip(gainers, growths, strict=True):
        peers.setdefault(gainer.category, []).append(growth)
    usual = {
        category: max(_LEAST_GROWTH, median(known) if len(known) >= _FEWEST_PEERS else overall)
        for category, known in peers.items()
    }
    trends = [
        Trend(
            gainer,
            growth / usual[gainer.category],
            gainer.created is not None and today - gainer.created <= NEW_FOR,
        )
        for gainer, growth in zip(gainers, growths, strict=True)
        if gainer.gained >= LEAST_GAINED
    ]
    if is_relative:
        return sorted(trends, key=lambda trend: (-trend.pace, -trend.gainer.gained))
    return sorted(trends, key=lambda trend: (-trend.gainer.gained, -trend.pace))


def _growth(gainer: Gainer) -> float:
    return gainer.gained / (gainer.before + SMOOTHING)
