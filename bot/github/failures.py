"""An entry's own failures: how soon refreshes and people's requests fetch it again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

_LONGEST_REASON = 300
# A refresh comes daily, a little earlier or later.
_DAILY = timedelta(hours=20)
_HOURLY = timedelta(minutes=50)
_RARELY = timedelta(days=7)
_FOR_PEOPLE = timedelta(minutes=5)
_LONGEST_FOR_PEOPLE = timedelta(hours=1)


class EntryPart(StrEnum):
    """A part of an entry that is fetched by itself."""

    REPOSITORY = "repository"
    README = "readme"
    HISTORY = "history"


@dataclass(frozen=True, slots=True)
class Failure:
    """A failure to fetch something of an entry: the ``times``-th in a row that was its own.

    No refresh asks again before ``retry_at``.
    """

    reason: str
    times: int
    failed_at: datetime
    retry_at: datetime

    @property
    def is_own(self) -> bool:
        """Return whether it is the entry's own: only then do refreshes wait."""
        return self.retry_at > self.failed_at

    @property
    def postponed_until(self) -> datetime:
        """Return the end of the wait before a person's request fetches again: 5 minutes, then twice as long, up to an hour."""
        return self.failed_at + _doubled(_FOR_PEOPLE, self.times, _LONGEST_FOR_PEOPLE)


def own_failure(
    before: Failure | None, part: EntryPart, reason: str, now: datetime, *, is_refused: bool
) -> Failure:
    """Return a failure of the entry's own, to be retried daily, then ever less often, weekly in the end.

    A repository that was not refused is retried within the hour at first.
    """
    times = before.times + 1 if before else 1
    is_brief = part is EntryPart.REPOSITORY and not is_refused
    wait = _doubled(_HOURLY if is_brief else _DAILY, times, _RARELY)
    return Failure(reason[:_LONGEST_REASON], times, now, now + wait)


def outside_failure(before: Failure | None, reason: str, now: datetime) -> Failure:
    """Return a failure that is not the entry's own: people wait, refreshes go on as before."""
    times, retry_at = (before.times, before.retry_at) if before else (0, now)
    return Failure(reason[:_LONGEST_REASON], times, now, retry_at)


def _doubled(first: timedelta, times: int, longest: timedelta) -> timedelta:
    return min(longest, first * 2 ** min(20, max(0, times - 1)))
