"""Refreshing the catalogue from GitHub: when, one at a time, and with what to show of it.

"Stale" is a query, and every answer is stored in one transaction, so a refresh that is stopped at any point goes on
from there. Looking up a single entry does not wait for it and is no run.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime, time
from typing import Literal

from bot.catalog.database import AlreadyRunningError
from bot.github.client import GitHubClient, utc_now
from bot.github.due import is_owed, latest_due
from bot.github.keeping import Surroundings
from bot.github.lookup import Lookup
from bot.github.results import Phase, Progress, RunReport
from bot.github.run import RefreshRun
from bot.github.store import RefreshStore

_SLICE_S = 30.0
_LOOK_EVERY_S = 0.25

Trigger = Literal["timer", "admin", "command line"]

log = logging.getLogger(__name__)


class RefreshingAlreadyError(Exception):
    """A refresh is under way, here or in another process."""


class Refresher:
    """Brings the catalogue up to date with GitHub.

    ``index`` is awaited after each batch, to bring the search index along, and ``arrived`` after each new README, with
    its entry; ``lock`` keeps other processes out.
    """

    def __init__(
        self,
        client: GitHubClient,
        store: RefreshStore,
        *,
        times: Sequence[time],
        index: Callable[[date], Awaitable[object]],
        arrived: Callable[[int], Awaitable[object]] | None = None,
        lock: Callable[[], AbstractContextManager[object]] = contextlib.nullcontext,
        now: Callable[[], datetime] = utc_now,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self.client = client
        self.store = store
        self.times = tuple(times)
        self.progress: Progress | None = None
        self._index = index
        self._arrived = arrived
        self._lock = lock
        self._now = now
        self._sleep = sleep
        self._asked: tuple[Trigger, bool] | None = None

    async def run(self, trigger: Trigger, *, everything: bool = False) -> RunReport:
        """Fetch every stale entry, or every entry, then READMEs and histories that are missing.

        Raises:
            RefreshingAlreadyError: a refresh is under way.
        """
        if self.progress is not None:
            raise RefreshingAlreadyError
        self.progress = Progress()
        try:
            with self._lock():
                return await self._run(trigger, everything=everything)
        except AlreadyRunningError as error:
            raise RefreshingAlreadyError from error
        finally:
            self.progress = None

    def start(self, trigger: Trigger, *, everything: bool = False) -> None:
        """Let `serve` run a refresh.

        Raises:
            RefreshingAlreadyError: a refresh is under way.
        """
        if self.is_busy:
            raise RefreshingAlreadyError
        self._asked = (trigger, everything)

    @property
    def is_busy(self) -> bool:
        """Return whether a refresh is running here, or about to."""
        return self.progress is not None or self._asked is not None

    async def serve(self) -> None:
        """Run what `start` asks for, until cancelled; the program owns this task, not the bot.

        It polls instead of being woken: woken by a command, the refresh would count as that command's work
        where commands are waited for, as the demo's simulated Discord does.
        """
        while True:
            await asyncio.sleep(_LOOK_EVERY_S)
            if self._asked is None:
                continue
            trigger, everything = self._asked
            self._asked = None
            try:
                await self.run(trigger, everything=everything)
            except RefreshingAlreadyError:
                log.info("refresh: another process is already running one")
            except Exception:
                log.exception("refresh: unexpected error")

    async def tick(self) -> None:
        """Start a refresh if the database says that one is due."""
        now = self._now()
        due = latest_due(self.times, now)
        stale = await self.store.count_stale(due, now)
        if self.progress is None and is_owed(await self.store.last_run(), due, now, stale):
            with contextlib.suppress(RefreshingAlreadyError):
                self.start("timer")

    async def count_stale(self) -> int:
        """Return how many entries are due."""
        now = self._now()
        return await self.store.count_stale(latest_due(self.times, now), now)

    async def check(self, entry_ids: Sequence[int]) -> RunReport:
        """Fetch some entries at once, beside a refresh that may be under way.

        Raises:
            GitHubError: GitHub is unavailable now, or these entries are postponed.
        """
        return await Lookup(self._surroundings()).everything(entry_ids)

    async def fetch_readmes(self, entry_ids: Sequence[int]) -> None:
        """Fetch the READMEs of some entries at once.

        Raises:
            GitHubError: GitHub is unavailable now, or one of these entries is postponed.
        """
        for entry_id in entry_ids:
            await Lookup(self._surroundings()).readme(entry_id)

    def now(self) -> datetime:
        """Return this moment in UTC."""
        return self._now()

    async def _run(self, trigger: Trigger, *, everything: bool) -> RunReport:
        now = self._now()
        due = now if everything else latest_due(self.times, now)
        if not self.client.has_token:
            log.warning("refresh: without a GitHub token only 60 requests an hour are allowed")
        run_id = await self.store.start_run(trigger, now)
        outcome = "stopped"
        try:
            run = RefreshRun(self._surroundings(), run_id, due, now, everything=everything)
            outcome = await run.do()
        finally:
            await self.store.finish_run(run_id, outcome, self._now())
        report = await self.store.run(run_id)
        log.info(
            "refresh: %s; %d fetched, %d changed, %d failed, %d requests",
            report.outcome,
            report.checked,
            report.updated,
            report.failed,
            report.requests,
        )
        return report

    def _surroundings(self) -> Surroundings:
        return Surroundings(
            self.client,
            self.store,
            self._now,
            self._wait,
            self._sleep,
            self._advance,
            self._catch_up,
            self._arrive,
        )

    async def _catch_up(self) -> None:
        await self._index(self._now().date())

    async def _arrive(self, entry_id: int) -> None:
        if self._arrived:
            await self._arrived(entry_id)

    async def _wait(self, until: datetime) -> None:
        """Wait until a moment by the clock, which may jump."""
        log.info("refresh: waiting until %s", until)
        self._show(waiting_until=until)
        while (left := (until - self._now()).total_seconds()) > 0:
            await self._sleep(min(left, _SLICE_S))
        self._show(waiting_until=None)

    def _advance(self, phase: Phase, done: int, total: int) -> None:
        self._show(phase=phase, done=done, total=total)

    def _show(self, **changes: object) -> None:
        if self.progress is not None:
            self.progress = replace(self.progress, **changes)  # pyright: ignore[reportArgumentType]  # fields of Progress
