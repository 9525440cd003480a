"""Patient requests: wait for GitHub's limits and outages, and distinguish an outage from one failing address."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from bot.github.client import GitHubClient
from bot.github.errors import GitHubError, RateLimitedError, RefusedError, UnauthorizedError

MOST_STRIKES = 10
MOST_OUTAGES = 3
# GitHub answers a probe, yet so many different entries fail with no success between: the rest would too.
MOST_FAILED_IN_A_ROW = 50
_LONGEST_PAUSE_S = 60.0

T = TypeVar("T")

log = logging.getLogger(__name__)


class StopError(Exception):
    """A refresh can't go on; the message is its outcome."""


class Patience:
    """Asks for a refresh, until GitHub as a whole can't be reached.

    One address that fails is no outage: only when a probe fails too is there a pause and a strike.
    """

    def __init__(
        self,
        client: GitHubClient,
        wait: Callable[[datetime], Awaitable[object]],
        pause: Callable[[float], Awaitable[object]],
    ) -> None:
        self._client = client
        self._wait = wait
        self._pause = pause
        self._failed_in_a_row = 0

    async def ask(self, request: Callable[[], Awaitable[T]], resource: str = "core") -> T:
        """Return a request's answer; ``resource`` is the one of GitHub's services that it goes to.

        Raises:
            GitHubError: it fails while the service answers others.
            StopError: the token is refused, or GitHub can't be reached.
        """
        outages = 0
        while True:
            try:
                answer = await request()
            except RateLimitedError as limit:
                await self._wait(limit.until)
            except UnauthorizedError as error:
                raise StopError("unauthorized") from error
            except GitHubError as error:
                # Over REST a refusal is about its own address; all of GraphQL has one.
                is_answer = isinstance(error, RefusedError) and resource == "core"
                if is_answer or not await self._outlive_outage(error, resource):
                    raise
                outages += 1
                if outages >= MOST_OUTAGES:
                    raise
            else:
                self._failed_in_a_row = 0
                return answer

    def note_failure(self, error: GitHubError) -> None:
        """Count an entry that could not be fetched.

        Raises:
            StopError: too many did in a row.
        """
        log.warning("refresh: %s", error)
        if isinstance(error, RefusedError):
            self._failed_in_a_row = 0
            return
        self._failed_in_a_row += 1
        if self._failed_in_a_row >= MOST_FAILED_IN_A_ROW:
            raise StopError("unreachable") from error

    async def _outlive_outage(self, error: GitHubError, resource: str) -> bool:
        """Wait until a probe is answered; False when the first one is, so that there was no outage."""
        for strike in range(1, MOST_STRIKES):
            try:
                await self._client.probe(resource)
            except RateLimitedError:
                return True  # it answers; the same request waits for the limit
            except UnauthorizedError as refused:
                raise StopError("unauthorized") from refused
            except GitHubError as failure:
                log.warning("refresh: %s, then %s (failure %d in a row)", error, failure, strike)
                await self._pause(min(_LONGEST_PAUSE_S, 2.0 ** (strike - 1)))
            else:
                return strike > 1
        raise StopError("unreachable") from error
