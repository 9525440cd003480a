"""One refresh: the due entries, then the missing READMEs and star histories."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from bot.github.errors import GitHubError, RefusedError, TooHeavyError
from bot.github.failures import EntryPart
from bot.github.fetch import Fetched, fetch_over_rest, fetch_repositories
from bot.github.keeping import Surroundings, keep_history, keep_readme
from bot.github.patience import Patience, StopError
from bot.github.results import FetchResult, Phase, Target

EVER = datetime.max.replace(tzinfo=UTC)
_MOST_AT_ONCE = 50
_MOST_ATTEMPTS = 3


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


class RefreshRun:
    """A refresh under way. ``everything`` includes entries that keep failing."""

    def __init__(
        self,
        around: Surroundings,
        run_id: int,
        due: datetime,
        started: datetime,
        *,
        everything: bool = False,
    ) -> None:
        self._around = around
        self._client = around.client
        self._store = around.store
        self._run_id = run_id
        self._due = due
        self._started = started
        self._everything = everything
        self._patience = Patience(around.client, self._wait, around.pause)
        self._size = BatchSize()
        self._attempts: Counter[int] = Counter()
        self._done = 0
        self._requests = self._client.requests
        self._points = self._client.points
        self._fetched: Counter[EntryPart] = Counter()

    async def do(self) -> str:
        """Do the three phases; return the outcome."""
        try:
            await self._fetch_repositories()
            await self._fetch_each(EntryPart.README, "readmes", self._fetch_readme)
            await self._fetch_each(EntryPart.HISTORY, "histories", self._fetch_history)
        except StopError as stop:
            return str(stop)
        finally:
            await self._count()
        return "complete"

    def _retried_now(self) -> datetime:
        """Return the moment by which failures are retried."""
        return EVER if self._everything else self._around.now()

    async def _fetch_repositories(self) -> None:
        total = await self._store.count_stale(self._due, self._retried_now())
        self._around.advance("repositories", 0, total)
        while targets := await self._next():
            fetched = await self._fetch_batch(targets)
            await self._keep(fetched.result, total)
            for target in fetched.doubtful:
                await self._keep(await self._confirm(target), total)
            await self._count()
            await self._around.index()

    async def _next(self) -> list[Target]:
        """Return the targets of the next query: as many as it may have, all by id or all by name."""
        targets = await self._store.stale(
            self._due, self._started, self._size.now, self._retried_now()
        )
        if not self._client.has_token:
            return targets[:1]
        has_id = bool(targets and targets[0].node_id)
        return [target for target in targets if bool(target.node_id) == has_id]

    async def _fetch_batch(self, targets: list[Target]) -> Fetched:
        resource = "graphql" if self._client.has_token else "core"

        async def request() -> Fetched | None:
            try:
                return await fetch_repositories(self._client, targets)
            except TooHeavyError:
                if len(targets) == 1:
                    raise
                return None  # fewer at once will pass: no reason to doubt GitHub

        try:
            fetched = await self._patience.ask(request, resource)
        except GitHubError as error:
            # Whichever of them it was: fewer at once find out, without asking the same again.
            self._size.shrink()
            if len(targets) > 1:
                return Fetched(FetchResult())
            return Fetched(self._fail(targets[0], error))
        if fetched is None:
            self._size.shrink()
            return Fetched(FetchResult())
        if fetched.unanswered:
            self._size.shrink()
        else:
            self._size.grow()
        failed: dict[int, str] = {}
        for target, reason in fetched.unanswered:
            failed |= self._count_out(target, reason)
        return replace(fetched, result=replace(fetched.result, failed=failed))

    async def _confirm(self, target: Target) -> FetchResult:
        """Ask over REST about a repository that GraphQL says GitHub has not."""
        try:
            return await self._patience.ask(partial(fetch_over_rest, self._client, target))
        except GitHubError as error:
            self._attempts[target.id] = _MOST_ATTEMPTS
            return self._fail(target, error)

    def _fail(self, target: Target, error: GitHubError) -> FetchResult:
        """Return the failure that an error means for a single entry."""
        if isinstance(error, RefusedError):
            return FetchResult(refused={target.id: str(error)})
        failed = self._count_out(target, str(error))
        if failed:
            self._patience.note_failure(error)
        return FetchResult(failed=failed)

    def _count_out(self, target: Target, reason: str) -> dict[int, str]:
        """Count an entry that was not answered for; the third time it is left for another day."""
        self._attempts[target.id] += 1
        return {target.id: reason} if self._attempts[target.id] >= _MOST_ATTEMPTS else {}

    async def _keep(self, result: FetchResult, total: int) -> None:
        if handled := result.handled:
            await self._store.store(result, self._run_id, self._around.now())
            self._done += len(handled)
            self._around.advance("repositories", self._done, max(total, self._done))

    async def _fetch_each(
        self, part: EntryPart, phase: Phase, fetch: Callable[[Target], Awaitable[None]]
    ) -> None:
        """Fetch something of each entry that lacks it; those without an answer are tried once more after the others."""
        targets = await self._store.without(part, self._retried_now())
        again: list[Target] = []
        for number, target in enumerate(targets):
            self._around.advance(phase, number, len(targets))
            if not await self._fetch_one(part, target, fetch, is_last=False):
                again.append(target)
            if number % _MOST_AT_ONCE == _MOST_AT_ONCE - 1:
                await self._count()
                await self._around.index()
        for target in again:
            await self._fetch_one(part, target, fetch, is_last=True)
        await self._count()
        await self._around.index()

    async def _fetch_one(
        self,
        part: EntryPart,
        target: Target,
        fetch: Callable[[Target], Awaitable[None]],
        *,
        is_last: bool,
    ) -> bool:
        """Fetch something of an entry; False when it got no answer and is worth another try."""
        try:
            await self._patience.ask(lambda: fetch(target))
        except GitHubError as error:
            is_refused = isinstance(error, RefusedError)
            if not is_last:
                self._patience.note_failure(error)
                if not is_refused:
                    return False
            await self._store.fail(
                part, {target.id: str(error)}, self._around.now(), is_refused=is_refused
            )
        else:
            self._fetched[part] += 1
        return True

    async def _fetch_readme(self, target: Target) -> None:
        await keep_readme(self._around, target, is_urgent=False)

    async def _fetch_history(self, target: Target) -> None:
        await keep_history(self._around, target, is_urgent=False)

    async def _wait(self, until: datetime) -> None:
        await self._count()
        await self._around.wait(until)

    async def _count(self) -> None:
        await self._store.count_run(
            self._run_id,
            readmes=self._fetched[EntryPart.README],
            histories=self._fetched[EntryPart.HISTORY],
            requests=self._client.requests - self._requests,
            points=self._client.points - self._points,
        )
