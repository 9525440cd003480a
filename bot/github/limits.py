"""GitHub's rate limits: recognised in every form they come in, and kept."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, cast

import httpx

from bot.github.answers import document_of, is_blocked
from bot.github.errors import RateLimitedError, UnauthorizedError
from bot.github.fields import loose
from bot.github.results import Rate

LEAST_WAIT = timedelta(seconds=60)  # without a word on how long, GitHub asks for a minute at least
LONGEST_WAIT = timedelta(hours=2)
_MOST_DOUBLINGS = 6
_LONGEST_ERRORS = 8 * 1024 * 1024
# RATE_LIMITED, RATE_LIMIT, graphql_rate_limit, SECONDARY_RATE_LIMIT: spelled without marks and capitals.
_LIMIT_CODES = ("ratelimit", "abusedetect")
_LIMIT_WORDS = re.compile(r"(?i)\brate limit|abuse detection|temporarily blocked from content")
_NO_LIMITS = ("NOT_FOUND",)  # such a message quotes the request
_NO_LETTER = re.compile(r"[^a-z]")


def is_limit(status: int, headers: Mapping[str, str], body: bytes, resource: str) -> bool:
    """Return whether an answer asks to wait: by its status, its headers, an error's type, code or message.

    GitHub does this with 429, with 403, and over GraphQL with 200.
    """
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return not is_blocked(body)
    if status == HTTPStatus.OK:
        if resource != "graphql" or (b'"errors"' not in body and b'"message"' not in body):
            return False
        return _speaks_of_limits(headers, document_of(body, _LONGEST_ERRORS))
    if not HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return False
    if status == HTTPStatus.FORBIDDEN and not is_blocked(body) and _is_used_up(headers):
        return True
    return _names_a_limit(document_of(body))


def _speaks_of_limits(headers: Mapping[str, str], document: Mapping[str, Any]) -> bool:
    if _names_a_limit(document):
        return True
    # Errors instead of data, and nothing left or a time to wait: whatever they are called.
    return bool(document.get("errors")) and not document.get("data") and _is_used_up(headers)


def _is_used_up(headers: Mapping[str, str]) -> bool:
    return "retry-after" in headers or headers.get("x-ratelimit-remaining") == "0"


def _names_a_limit(document: Mapping[str, Any]) -> bool:
    errors: object = document.get("errors")
    listed = cast("list[object]", errors) if isinstance(errors, list) else []
    found = [cast("Mapping[str, object]", one) for one in listed if isinstance(one, Mapping)]
    alone = {key: value for key, value in document.items() if key != "data"}
    return any(_is_limit_error(error) for error in [alone, *found])


def _is_limit_error(error: Mapping[str, object]) -> bool:
    inner = loose(error.get("extensions"))
    codes: list[object] = [
        error.get("type"),
        error.get("code"),
        inner.get("type"),
        inner.get("code"),
    ]
    plain = [_NO_LETTER.sub("", code.lower()) for code in codes if isinstance(code, str)]
    if any(word in code for code in plain for word in _LIMIT_CODES):
        return True
    message, url = error.get("message"), error.get("documentation_url")
    if isinstance(url, str) and "rate-limit" in url.lower():
        return True
    return error.get("type") not in _NO_LIMITS and bool(
        isinstance(message, str) and _LIMIT_WORDS.search(message)
    )


class Limits:
    """GitHub's budgets as its answers report them, and the time until which it asked for no requests."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._rates: dict[str, Rate] = {}
        self._wait_until: datetime | None = None
        self._slow_downs = 0

    def rate(self, resource: str) -> Rate | None:
        """Return a budget's remainder; None before the first answer and after its reset."""
        rate = self._rates.get(resource)
        return rate if rate and rate.reset > self._now() else None

    def permit(self, resource: str, share: float) -> None:
        """Let a request go out that may use so large a share of the budget.

        Raises:
            RateLimitedError: GitHub asked to wait, or the share is used up.
        """
        now = self._now()
        if self._wait_until and now < self._wait_until:
            raise RateLimitedError(self._wait_until)
        rate = self.rate(resource)
        reserve = int(rate.limit * (1 - share)) if rate else 0
        if rate and rate.remaining <= reserve:
            raise RateLimitedError(rate.reset)

    def note(self, response: httpx.Response, body: bytes, resource: str) -> None:
        """Note the budgets that an answer reports.

        Raises:
            UnauthorizedError: it refuses the token.
            RateLimitedError: it asks to wait.
        """
        self._note_rate(response, resource)
        if response.status_code == HTTPStatus.UNAUTHORIZED:
            raise UnauthorizedError("GitHub rejects the token")
        if is_limit(response.status_code, response.headers, body, resource):
            raise RateLimitedError(self._used_up(response, resource))
        if response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
            self._slow_downs = 0

    def _note_rate(self, response: httpx.Response, resource: str) -> None:
        headers = response.headers
        try:
            limit, remaining, reset = (
                int(headers[f"x-ratelimit-{name}"]) for name in ("limit", "remaining", "reset")
            )
            at = datetime.fromtimestamp(reset, UTC) - self._skew(response)
        except (KeyError, ValueError, OverflowError, OSError):
            return
        named = headers.get("x-ratelimit-resource", resource)
        at = min(at, self._now() + LONGEST_WAIT)
        self._rates[named] = Rate(limit, remaining, at)

    def _skew(self, response: httpx.Response) -> timedelta:
        """Return how far GitHub's clock is ahead of this machine's."""
        try:
            return parsedate_to_datetime(response.headers["date"]) - self._now()
        except (KeyError, ValueError, TypeError):
            return timedelta()

    def _used_up(self, response: httpx.Response, resource: str) -> datetime:
        """Return until when to wait: by retry-after, by the budget's reset, else a minute, then twice as long."""
        now = self._now()
        rate = self.rate(resource)
        wait = self._asked_wait(response)
        if wait is None and rate and not rate.remaining:
            wait = rate.reset - now
        if wait is None:
            wait = LEAST_WAIT * 2**self._slow_downs
            self._slow_downs = min(self._slow_downs + 1, _MOST_DOUBLINGS)
        until = now + min(max(wait, timedelta(seconds=1)), LONGEST_WAIT)
        self._wait_until = until
        return until

    def _asked_wait(self, response: httpx.Response) -> timedelta | None:
        """Read ``retry-after``: seconds, or a moment by GitHub's clock."""
        after = response.headers.get("retry-after", "")
        if after.isascii() and after.isdigit():
            return timedelta(seconds=min(int(after[:9]), LONGEST_WAIT.total_seconds()))
        try:
            return parsedate_to_datetime(after) - self._skew(response) - self._now()
        except (ValueError, TypeError):
            return None
