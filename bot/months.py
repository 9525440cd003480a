"""A calendar month, as editions and subscriptions count time: ``2026-07`` wherever it is written down."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

_WRITTEN = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_MONTHS = 12


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month.

    Raises:
        ValueError: there is no such month.
    """

    year: int
    number: int

    def __post_init__(self) -> None:
        if self.year < 1 or not 1 <= self.number <= _MONTHS:
            raise ValueError(f"{self} is no month")

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read ``2026-07``.

        Raises:
            ValueError: the text is no month.
        """
        written = _WRITTEN.fullmatch(text)
        if written is None:
            raise ValueError(f"{text!r} is no month such as 2026-07")
        return cls(int(written[1]), int(written[2]))

    @classmethod
    def of(cls, day: date) -> "Month":
        """Return the month in which a day or a moment falls, by its own calendar."""
        return cls(day.year, day.month)

    @property
    def first_day(self) -> date:
        """Return the day on which the month begins."""
        return date(self.year, self.number, 1)

    def plus(self, months: int) -> "Month":
        """Return the month that many later, or earlier when negative."""
        year, index = divmod(self.year * _MONTHS + self.number - 1 + months, _MONTHS)
        return Month(year, index + 1)

    def is_over(self, now: datetime) -> bool:
        """Tell whether the month has ended in UTC."""
        return self < Month.of(now.astimezone(UTC))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


def read_month(text: str) -> Month | None:
    """Read ``2026-07``; None when it is no month."""
    try:
        return Month.parse(text)
    except ValueError:
        return None


class MonthNotOverError(ValueError):
    """An edition was requested of a month that isn't over."""


def require_over(month: Month, now: datetime) -> None:
    """Make sure that a month has ended in UTC: before that nothing is composed of it, and nothing frozen.

    Raises:
        MonthNotOverError: it hasn't.
    """
    if not month.is_over(now):
        raise MonthNotOverError(f"{month} is not over")
