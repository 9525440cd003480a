"""Fetching single entries while a person waits: beside a refresh, on the whole budget, and no run itself."""

import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence

from bot.github.changes import Event, EventKind
from bot.github.errors import (
    GitHubError,
    PostponedError,
    RateLimitedError,
    RefusedError,
    UnauthorizedError,
)
from bot.github.failures import EntryPart
from bot.github.fetch import fetch_over_rest, fetch_repositories
from bot.github.keeping import Surroundings, keep_history, keep_readme
from bot.github.results import FetchResult, RunReport, Target
from bot.github.run import BatchSize

ONE = "one"

log = logging.getLogger(__name__)


class Lookup:
    """A fetch of some entries. Failures are remembered, and not fetched again for some minutes."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._client = around.client
        self._store = around.store
        self._started = around.now()
        self._requests = self._client.requests
        self._points = self._client.points
        self._names: dict[str, list[str]] = defaultdict(list)
        self._checked = self._updated = self._readmes = self._histories = 0

    async def everything(self, entry_ids: Sequence[int]) -> RunReport:
        """Fetch repositories with their READMEs and star histories, and report it.

        Raises:
            GitHubError: GitHub is unavailable now, or every entry is postponed.
        """
        ready = await self._ready(EntryPart.REPOSITORY, await self._store.targets(entry_ids))
        await self._fetch_repositories(ready)
        known = [target.id for target in ready]
        self._readmes = await self._fetch_each(EntryPart.README, known, keep_readme)
        self._histories = await self._fetch_each(EntryPart.HISTORY, known, keep_history)
        await self._around.index()
        return self._report()

    async def readme(self, entry_id: int) -> None:
        """Fetch an entry's README, and first its repository if that was never fetched.

        Raises:
            GitHubError: GitHub is unavailable now, or this entry is postponed.
        """
        targets = await self._store.targets([entry_id])
        if any(target.head is None for target in targets):
            await self._fetch_repositories(await self._ready(EntryPart.REPOSITORY, targets))
            await self._around.index()
            await self._ready(EntryPart.REPOSITORY, targets)
        for target in await self._store.without(EntryPart.README, self._started, [entry_id]):
            for one in await self._ready(EntryPart.README, [target]):
                await self._fetch(EntryPart.README, one, keep_readme)

    async def _ready(self, part: EntryPart, targets: Sequence[Target]) -> list[Target]:
        """Return the entries that may be fetched; the others' failures are reported as they are.

        Raises:
            PostponedError: none may be.
        """
        failures = await self._store.failures(part, [target.id for target in targets])
        now = self._around.now()
        postponed = {key: one for key, one in failures.items() if one.postponed_until > now}
        ready = [target for target in targets if target.id not in postponed]
        for target in targets:
            if failure := postponed.get(target.id):
                self._note_failure(part, target, failure.reason)
                if not ready:
                    until = failure.postponed_until
                    raise PostponedError(failure.reason, until, is_own=failure.is_own)
        return ready

    async def _fetch_repositories(self, targets: Sequence[Target]) -> None:
        for group in self._groups(targets):
            try:
                fetched = await fetch_repositories(self._client, group, is_urgent=True)
                failed = {target.id: reason for target, reason in fetched.unanswered}
                await self._keep(group, fetched.result)
                await self._keep(group, FetchResult(failed=failed))
                for target in fetched.doubtful:
                    found = await fetch_over_rest(self._client, target, is_urgent=True)
                    await self._keep([target], found)
            except GitHubError as error:
                await self._remember(EntryPart.REPOSITORY, group, error)

    def _groups(self, targets: Sequence[Target]) -> list[list[Target]]:
        """Return the entries in groups of which one request asks: all by id or all by name."""
        size = BatchSize().now if self._client.has_token else 1
        kinds = [
            [target for target in targets if bool(target.node_id) == has_id]
            for has_id in (True, False)
        ]
        return [kind[start : start + size] for kind in kinds for start in range(0, len(kind), size)]

    async def _keep(self, targets: Sequence[Target], result: FetchResult) -> None:
        stored = await self._store.store(result, None, self._around.now())
        self._checked += len(result.found) + len(result.missing)
        self._updated += stored.updated
        names = {target.id: target.full_name for target in targets}
        names |= {entry_id: seen.full_name for entry_id, seen in result.found.items()}
        for entry_id, event in stored.events:
            self._names[event.kind].append(_named(names[entry_id], event))
        for entry_id, reason in stored.failed.items():
            self._names["failed"].append(f"{names[entry_id]}: {reason}")

    async def _fetch_each(
        self,
        part: EntryPart,
        entry_ids: Sequence[int],
        keep: Callable[..., Awaitable[None]],
    ) -> int:
        """Fetch something of each entry that lacks it; return of how many. Failures are reported."""
        count = 0
        targets = await self._store.without(part, self._started, entry_ids)
        try:
            ready = await self._ready(part, targets)
        except PostponedError:
            return 0
        for target in ready:
            try:
                await self._fetch(part, target, keep)
            except PostponedError as error:
                self._note_failure(part, target, str(error))
            else:
                count += 1
        return count

    async def _fetch(
        self, part: EntryPart, target: Target, keep: Callable[..., Awaitable[None]]
    ) -> None:
        try:
            await keep(self._around, target, is_urgent=True)
        except GitHubError as error:
            await self._remember(part, [target], error)

    async def _remember(
        self, part: EntryPart, targets: Sequence[Target], error: GitHubError
    ) -> None:
        """Remember failures, unless the cause is the token or a limit.

        Raises:
            GitHubError: always; with the time at which the entries may be fetched again, where that was remembered.
        """
        if isinstance(error, RateLimitedError | UnauthorizedError):
            raise error
        is_refused = isinstance(error, RefusedError)
        failures = await self._store.fail(
            part,
            {target.id: str(error) for target in targets},
            self._around.now(),
            is_own=is_refused,
            is_refused=is_refused,
        )
        until = max(failure.postponed_until for failure in failures.values())
        log.info("github: %s: %s", ", ".join(target.full_name for target in targets), error)
        raise PostponedError(str(error), until, is_own=is_refused) from error

    def _note_failure(self, part: EntryPart, target: Target, reason: str) -> None:
        what = {EntryPart.README: "README: ", EntryPart.HISTORY: "star history: "}.get(part, "")
        self._names["failed"].append(f"{target.full_name}: {what}{reason}")

    def _report(self) -> RunReport:
        return RunReport(
            0,
            ONE,
            self._started,
            self._around.now(),
            "complete",
            self._checked,
            self._updated,
            self._readmes,
            self._histories,
            self._client.requests - self._requests,
            self._client.points - self._points,
            {kind: len(names) for kind, names in self._names.items()},
            {kind: tuple(names) for kind, names in self._names.items()},
        )


def _named(full_name: str, event: Event) -> str:
    is_renamed = event.kind is EventKind.RENAMED
    return f"{full_name} ← {event.before}" if is_renamed else full_name
