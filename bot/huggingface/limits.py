"""Hugging Face's rate limit, as its ``RateLimit`` header reports it."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from bot.huggingface.errors import RateLimitedError

# Windows are five minutes long; nothing asks to wait for longer.
WINDOW = timedelta(minutes=5)
_HEADER = re.compile(r'"[^"]*"\s*;\s*r=(\d{1,9})\s*;\s*t=(\d{1,9})')
_SECONDS = re.compile(r"\d{1,9}")


class Limits:
    """What is left of the window, and the time until which no request goes out."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._wait_until: datetime | None = None
        self._remaining: tuple[int, datetime] | None = None

    @property
    def remaining(self) -> int | None:
        """Return the requests left in the window; None before the first answer and after its end."""
        known = self._remaining
        return known[0] if known and known[1] > self._now() else None

    def permit(self, reserve: int) -> None:
        """Let a request go out that leaves at least ``reserve`` requests of the window for others.

        Raises:
            RateLimitedError: Hugging Face asked to wait, or too few are left.
        """
        if self._wait_until and self._now() < self._wait_until:
            raise RateLimitedError(self._wait_until)
        known = self._remaining
        if known and known[1] > self._now() and known[0] <= reserve:
            raise RateLimitedError(known[1])

    def note(self, headers: Mapping[str, str]) -> None:
        """Note what an answer says of the window."""
        found = _HEADER.search(headers.get("ratelimit", ""))
        if found:
            self._remaining = (int(found[1]), self._now() + _seconds(found[2]))

    def refuse(self, headers: Mapping[str, str]) -> RateLimitedError:
        """Return the error of an answer with status 429, and wait as long as it says, else the whole window."""
        found = _HEADER.search(headers.get("ratelimit", ""))
        after = headers.get("retry-after", "")
        wait = WINDOW
        if found:
            wait = _seconds(found[2])
        elif _SECONDS.fullmatch(after):
            wait = _seconds(after)
        self._wait_until = self._now() + max(wait, timedelta(seconds=1))
        return RateLimitedError(self._wait_until)


def _seconds(text: str) -> timedelta:
    return min(timedelta(seconds=int(text)), WINDOW)
