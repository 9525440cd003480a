"""Glances at repositories that are not listed, while a person waits: one request each, soon given up, kept for a while."""

import asyncio
import logging
import time
from collections import OrderedDict, deque
from collections.abc import Callable

from bot.github.client import GitHubClient
from bot.github.errors import GitHubError
from bot.github.fetch import fetch_over_rest
from bot.github.fields import PrivateError
from bot.github.glance import Glance, GlanceStatus, is_full_name
from bot.github.results import Target

WAIT_S = 4.0
MOST_EACH = 10
PERIOD_S = 600.0
_MOST_PEOPLE = 10_000
_MOST_KEPT = 1_000
_KEPT_S = {
    GlanceStatus.FOUND: 3_600.0,
    GlanceStatus.MISSING: 600.0,
    # Long enough that whoever turns a page doesn't wait again.
    GlanceStatus.UNREACHABLE: 30.0,
}

log = logging.getLogger(__name__)


class Glances:
    """Looks at unlisted repositories. Nothing of them is stored, and what people ask for leaves GitHub's reserve alone.

    A person gets `MOST_EACH` in `PERIOD_S` seconds; what is still known costs nothing.
    """

    def __init__(
        self,
        client: GitHubClient,
        *,
        wait_s: float = WAIT_S,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._wait_s = wait_s
        self._now = now
        self._kept: OrderedDict[str, tuple[float, Glance]] = OrderedDict()
        self._people: dict[int, deque[float]] = {}

    async def look(self, full_name: str, person: int) -> Glance | None:
        """Return a glance at ``owner/name``; None where the text is not that."""
        if not is_full_name(full_name):
            return None
        key, now = full_name.casefold(), self._now()
        kept = self._kept.get(key)
        if kept and kept[0] > now:
            return kept[1]
        if not self._is_allowed(person, now):
            return Glance(full_name, GlanceStatus.BUSY)
        glance = await self._fetch(full_name)
        self._kept[key] = (now + _KEPT_S[glance.status], glance)
        self._kept.move_to_end(key)
        while len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        return glance

    async def _fetch(self, full_name: str) -> Glance:
        try:
            async with asyncio.timeout(self._wait_s):
                # The path is the name alone, which holds no more than `is_full_name` lets through.
                result = await fetch_over_rest(self._client, Target(0, full_name, None, None))
        except (GitHubError, TimeoutError) as error:
            if isinstance(error.__cause__, PrivateError):
                # What the bot's token may see is no business of whoever asks.
                return Glance(full_name, GlanceStatus.MISSING)
            log.info("glance: %s: %s", full_name, error or "no answer in time")
            return Glance(full_name, GlanceStatus.UNREACHABLE)
        found = result.found.get(0)
        return Glance(full_name, GlanceStatus.FOUND if found else GlanceStatus.MISSING, found)

    def _is_allowed(self, person: int, now: float) -> bool:
        if len(self._people) > _MOST_PEOPLE:
            self._people = {
                one: times for one, times in self._people.items() if times[-1] > now - PERIOD_S
            }
        times = self._people.setdefault(person, deque(maxlen=MOST_EACH))
        if len(times) == MOST_EACH and times[0] > now - PERIOD_S:
            return False
        times.append(now)
        return True
