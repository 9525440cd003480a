"""How long to wait before the next try or search."""

from datetime import timedelta

from bot.newsletter.delivery import SETTLING

_LONGEST_BACKOFF_S = 1800.0


def backoff(attempts: int, chance: float) -> timedelta:
    """Return how long to wait after that many attempts: up to 10 s, doubling up to half an hour, shaken fully."""
    longest = min(_LONGEST_BACKOFF_S, 5.0 * 2 ** min(attempts, 16))
    return timedelta(seconds=max(1.0, longest * chance))


def growing(age: timedelta, chance: float) -> timedelta:
    """Return how long to wait before the next search for something of that age: on average as long again."""
    wait = age * (2 * chance)
    return min(max(wait, SETTLING), timedelta(seconds=_LONGEST_BACKOFF_S))
