"""Refreshing the catalogue from GitHub: what to ask, how much at once, how long to wait, when to stop.

"Stale" is a query, and every answer is stored in one transaction, so a refresh that is stopped at any point goes on
from there. One runs at a time; asking about a single entry does not wait for it.
"""

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from http import HTTPStatus
from typing import Literal, TypeVar

from bot.catalog.database import AlreadyRunningError
from bot.github.client import GitHubClient, utc_now
from bot.github.errors import (
    GitHubError,
    RateLimitedError,
    TooHeavyError,
    UnauthorizedError,
    UnavailableError,
)
from bot.github.fields import PayloadError
from bot.github.payload import StarDay, parse_history, parse_rest
from bot.github.store import Looks, RefreshStore, RunReport, Target

README_HTML = "application/vnd.github.html+json"
README_LIMIT = 512 * 1024
RETRY_AFTER = timedelta(hours=1)
_HISTORY_PAGES = 2  # 60 weeks: a year and what a gain's beginning may be off
_HISTORY_WEEKS = 30  # the most that GitHub gives a page
_MOST_AT_ONCE = 50
_MOST_ATTEMPTS = 3
_MOST_STRIKES = 10
_SLICE_S = 30.0
_LOOK_EVERY_S = 0.25
_EVER = datetime.max.replace(tzinfo=UTC)

Phase = Literal["repositories", "readmes", "histories"]
Trigger = Literal["timer", "admin", "command line", "one"]

T = TypeVar("T")

log = logging.getLogger(__name__)


class RefreshingAlreadyError(Exception):
    """A refresh is under way, here or in another process."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a refresh is. ``waiting_until`` is set while GitHub asks to wait."""

    phase: Phase = "repositories"
    done: int = 0
    total: int = 0
    waiting_until: datetime | None = None


class BatchSize:
    """How many repositories one query asks for: halved when GitHub finds it too much, then grown slowly."""

    def __init__(self, most: int = _MOST_AT_ONCE) -> None:
        self._most = most
        self.now = most

    def shrink(self) -> None:
        """Ask for half as many, for one at the least."""
        self.now = max(1, self.now // 2)

    def grow(self) -> None:
        """Ask for five more, up to 50: more than those would be near the 10 s that GitHub gives a query."""
        self.now = min(self._most, self.now + 5)


def latest_due(times: Sequence[time], now: datetime) -> datetime:
    """Return the last moment, not after ``now``, at which a refresh was due; ``times`` are of the day in UTC."""
    return max(moment for moment in _moments(times, now) if moment <= now)


def next_due(times: Sequence[time], now: datetime) -> datetime:
    """Return the first moment after ``now`` at which a refresh is due."""
    return min(moment for moment in _moments(times, now) if moment > now)


def _moments(times: Sequence[time], now: datetime) -> list[datetime]:
    """Return yesterday's, today's and tomorrow's moments."""
    days = [now.date() + timedelta(days=day) for day in (-1, 0, 1)]
    return [datetime.combine(day, at, UTC) for day in days for at in times]


def is_owed(last: RunReport | None, due: datetime, now: datetime, stale: int) -> bool:
    """Tell whether a refresh should start.

    None did since it was due; or the last one was cut short, and then it goes on; or it gave up or left something
    out, over an hour ago.
    """
    if last is None or last.started < due:
        return True
    if last.finished is None or last.outcome in ("interrupted", "stopped"):
        return True
    left_out = last.outcome != "complete" or (last.failed and stale)
    return bool(left_out) and now - last.finished >= RETRY_AFTER


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
        """Look at every stale entry, or at every entry, then at READMEs and histories that are missing.

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
        """Tell whether a refresh is under way here, or about to be."""
        return self.progress is not None or self._asked is not None

    async def serve(self) -> None:
        """Run what `start` asks for, until cancelled; the program owns this task, not the bot.

        It looks by itself instead of being woken: woken by a command, the refresh would count as that command's work
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
                log.info("refresh: another process is at it")
            except Exception:
                log.exception("refresh: unexpected error")

    async def tick(self) -> None:
        """Start a refresh if one is owed; what is owed is asked of the database."""
        now = self._now()
        due = latest_due(self.times, now)
        stale = await self.store.count_stale(due)
        if self.progress is None and is_owed(await self.store.last_run(), due, now, stale):
            with contextlib.suppress(RefreshingAlreadyError):
                self.start("timer")

    async def count_stale(self) -> int:
        """Return how many entries were not looked at since they were due."""
        return await self.store.count_stale(latest_due(self.times, self._now()))

    async def check(self, entry_ids: Sequence[int]) -> RunReport:
        """Look at some entries at once, beside a refresh that may be under way.

        Raises:
            GitHubError: GitHub can't be asked now.
        """
        now = self._now()
        return await self._carry_out("one", now, now, tuple(entry_ids))

    async def _run(self, trigger: Trigger, *, everything: bool) -> RunReport:
        now = self._now()
        due = now if everything else latest_due(self.times, now)
        if not self.client.has_token:
            log.warning("refresh: without a GitHub token only 60 requests an hour are allowed")
        report = await self._carry_out(trigger, due, now)
        log.info(
            "refresh: %s; %d looked at, %d changed, %d failed, %d requests",
            report.outcome,
            report.checked,
            report.updated,
            report.failed,
            report.requests,
        )
        return report

    async def _carry_out(
        self, trigger: Trigger, due: datetime, now: datetime, only: tuple[int, ...] | None = None
    ) -> RunReport:
        """Do the work of a run between its first and its last line in the database."""
        run_id = await self.store.start_run(trigger, now)
        outcome = "stopped"
        try:
            outcome = await _Work(self, run_id, due, now, only).do()
        finally:
            await self.store.finish_run(run_id, outcome, self._now())
        return await self.store.run(run_id)

    async def index(self) -> None:
        """Bring the search index along."""
        await self._index(self._now().date())

    async def arrived(self, entry_id: int) -> None:
        """Have a new README made ready to be read."""
        if self._arrived:
            await self._arrived(entry_id)

    async def wait(self, until: datetime) -> None:
        """Wait until a moment by the clock, which may jump."""
        self._show(waiting_until=until)
        while (left := (until - self._now()).total_seconds()) > 0:
            await self._sleep(min(left, _SLICE_S))
        self._show(waiting_until=None)

    async def pause(self, seconds: float) -> None:
        """Wait a moment before asking again."""
        await self._sleep(seconds)

    def advance(self, phase: Phase, done: int, total: int) -> None:
        """Note how far the work is."""
        self._show(phase=phase, done=done, total=total)

    def now(self) -> datetime:
        """Return this moment in UTC."""
        return self._now()

    def _show(self, **changes: object) -> None:
        if self.progress is not None:
            self.progress = replace(self.progress, **changes)  # pyright: ignore[reportArgumentType]  # fields of Progress


class _StopError(Exception):
    """The work can't go on; the message is the run's outcome."""


class _Work:
    """One refresh under way."""

    def __init__(
        self,
        refresher: Refresher,
        run_id: int,
        due: datetime,
        started: datetime,
        only: tuple[int, ...] | None = None,
    ) -> None:
        self._refresher = refresher
        self._client = refresher.client
        self._store = refresher.store
        self._run_id = run_id
        self._due = due
        self._started = started
        self._only = only
        # Somebody waits for the answer: it may use the whole budget, and says at once that it can't be had.
        self._is_urgent = only is not None
        self._size = BatchSize()
        self._strikes = 0
        self._attempts: Counter[int] = Counter()
        self._done: set[int] = set()
        self._requests = self._client.requests
        self._points = self._client.points
        self._readme_count = 0
        self._history_count = 0

    async def do(self) -> str:
        """Do the three phases; return the outcome."""
        try:
            await self._repositories()
            await self._readmes()
            await self._histories()
        except _StopError as stop:
            return str(stop)
        finally:
            await self._count()
        return "complete"

    async def _repositories(self) -> None:
        total = len(self._only) if self._only else await self._store.count_stale(self._due)
        self._advance("repositories", 0, total)
        while targets := await self._next():
            doubtful: list[Target] = []
            try:
                looks, doubtful = await self._look(targets)
            except RateLimitedError as limit:
                await self._wait(limit)
                continue
            except UnauthorizedError as error:
                raise _StopError("unauthorized") from error
            except GitHubError as error:
                # Whichever of them it was: fewer at once find out, without asking the same again.
                self._size.shrink()
                if len(targets) == 1 or not isinstance(error, TooHeavyError):
                    await self._strike(error)
                looks = Looks(
                    failed=self._count_out(targets[0], str(error)) if len(targets) == 1 else {}
                )
            await self._keep(looks, total)
            for target in doubtful:
                confirmed = await self._patiently(
                    target, lambda target=target: self._look_over_rest(target)
                )
                await self._keep(confirmed or Looks(), total)
            await self._count()
            await self._refresher.index()

    async def _next(self) -> list[Target]:
        """Return what to ask for next: as much as one query may, by id or by name and not both."""
        if self._only is not None:
            found = await self._store.stale(_EVER, _EVER, len(self._only), self._only)
            targets = [target for target in found if target.id not in self._done]
        else:
            targets = await self._store.stale(self._due, self._started, self._size.now)
        if not self._client.has_token:
            return targets[:1]
        has_id = bool(targets and targets[0].node_id)
        return [target for target in targets if bool(target.node_id) == has_id][: self._size.now]

    async def _look(self, targets: Sequence[Target]) -> tuple[Looks, list[Target]]:
        """Ask for some repositories; return what was told, and those that GitHub says it has not."""
        if not self._client.has_token:
            looks = await self._look_over_rest(targets[0])
            self._strikes = 0
            return looks, []
        if targets[0].node_id:
            batch = await self._client.nodes(
                [target.node_id or "" for target in targets], is_urgent=self._is_urgent
            )
        else:
            batch = await self._client.named(
                [target.full_name for target in targets], is_urgent=self._is_urgent
            )
        self._strikes = 0
        if batch.unknown:
            self._size.shrink()
        else:
            self._size.grow()
        failed = {targets[place].id: reason for place, reason in batch.refused.items()}
        for place, reason in batch.unknown.items():
            failed |= self._count_out(targets[place], reason)
        found = {targets[place].id: repository for place, repository in batch.found.items()}
        return Looks(found, failed=failed), [targets[place] for place in sorted(batch.missing)]

    async def _look_over_rest(self, target: Target) -> Looks:
        """Ask for one repository by its id, which survives a new name, or by its name."""
        name = target.full_name.partition("~")[0]
        path = f"/repositories/{target.github_id}" if target.github_id else f"/repos/{name}"
        answer = await self._client.get(path, is_urgent=self._is_urgent)
        if answer.status in (404, 410):
            return Looks(missing={target.id: "deleted or private"})
        if answer.status == HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS:
            return Looks(missing={target.id: "blocked by GitHub"})
        try:
            return Looks({target.id: parse_rest(answer.json())})
        except PayloadError as error:
            raise UnavailableError(f"{path}: {error}") from error

    def _count_out(self, target: Target, reason: str) -> dict[int, str]:
        """Count an entry that was not answered for; the third time it is left for another day."""
        self._attempts[target.id] += 1
        return {target.id: reason} if self._attempts[target.id] >= _MOST_ATTEMPTS else {}

    async def _keep(self, looks: Looks, total: int) -> None:
        handled = [*looks.found, *looks.missing, *looks.failed]
        if handled:
            await self._store.store(looks, self._run_id, self._refresher.now())
            self._done.update(handled)
            self._advance("repositories", len(self._done), max(total, len(self._done)))

    async def _readmes(self) -> None:
        targets = await self._store.without_readme(self._only)
        for number, target in enumerate(targets):
            self._advance("readmes", number, len(targets))
            done = await self._patiently(target, lambda target=target: self._readme(target))
            self._readme_count += bool(done)
        await self._count()

    async def _readme(self, target: Target) -> bool:
        answer = await self._client.get(
            f"/repos/{target.full_name}/readme",
            etag=target.etag,
            accept=README_HTML,
            most_bytes=README_LIMIT,
            is_urgent=self._is_urgent,
        )
        now = self._refresher.now()
        if answer.status == HTTPStatus.NOT_MODIFIED:
            await self._store.confirm_readme(target)
        elif answer.status == HTTPStatus.OK:
            await self._store.store_readme(
                target, answer.body, answer.etag, now, is_cut=answer.is_cut
            )
            await self._refresher.arrived(target.id)
        else:
            await self._store.store_readme(target, None, None, now)
        return True

    async def _histories(self) -> None:
        targets = await self._store.without_history(self._only)
        for number, target in enumerate(targets):
            self._advance("histories", number, len(targets))
            done = await self._patiently(target, lambda target=target: self._history(target))
            self._history_count += bool(done)
            if number % _MOST_AT_ONCE == _MOST_AT_ONCE - 1:
                await self._refresher.index()
        await self._refresher.index()

    async def _history(self, target: Target) -> bool:
        days: list[StarDay] = []
        for page in range(1, _HISTORY_PAGES + 1):
            path = f"/repos/{target.full_name}/stargazers/history?per_page={_HISTORY_WEEKS}&page={page}"
            answer = await self._client.get(path, is_urgent=self._is_urgent)
            if answer.status != HTTPStatus.OK:
                break  # a GitHub Enterprise may not have it
            try:
                days += parse_history(answer.json())
            except PayloadError as error:
                raise UnavailableError(f"{path}: {error}") from error
            if not answer.has_next:
                break
        await self._store.store_history(target.id, days, self._refresher.now())
        return True

    async def _patiently(self, target: Target, ask: Callable[[], Awaitable[T]]) -> T | None:
        """Ask for one thing: wait as GitHub says, try twice; note a failure and return None when it won't work."""
        tries = 0
        while True:
            try:
                answer = await ask()
            except RateLimitedError as limit:
                await self._wait(limit)
            except UnauthorizedError as error:
                raise _StopError("unauthorized") from error
            except GitHubError as error:
                tries += 1
                await self._strike(error)
                if tries >= _MOST_ATTEMPTS - 1:
                    failed = Looks(failed={target.id: str(error)})
                    await self._store.store(failed, self._run_id, self._refresher.now())
                    self._done.add(target.id)
                    return None
            else:
                self._strikes = 0
                return answer

    async def _strike(self, error: GitHubError) -> None:
        """Wait longer after each failure in a row; stop when there is no use in asking on."""
        if self._is_urgent:
            raise error
        self._strikes += 1
        log.warning("refresh: %s (failure %d in a row)", error, self._strikes)
        if self._strikes >= _MOST_STRIKES:
            raise _StopError("unreachable") from error
        await self._refresher.pause(min(60.0, 2.0 ** (self._strikes - 1)))

    async def _wait(self, limit: RateLimitedError) -> None:
        if self._is_urgent:
            raise limit
        log.info("refresh: waiting, %s", limit)
        await self._count()
        await self._refresher.wait(limit.until)

    async def _count(self) -> None:
        await self._store.count_run(
            self._run_id,
            readmes=self._readme_count,
            histories=self._history_count,
            requests=self._client.requests - self._requests,
            points=self._client.points - self._points,
        )

    def _advance(self, phase: Phase, done: int, total: int) -> None:
        # Asking about a few entries doesn't move the bar of the refresh beside it.
        if not self._is_urgent:
            self._refresher.advance(phase, done, total)
