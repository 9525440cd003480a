"""READMEs ready to be read: made so on arrival, or when somebody opens one that is not yet."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from bot.catalog.entry import Entry
from bot.github.errors import GitHubError, PostponedError, RateLimitedError
from bot.readme.reading import Absence, Contents, Postponed, ReadmePage
from bot.readme.store import ReadmeStore, Source, StoredReadme
from bot.readme.stored import Packed
from bot.runtime.worker import Worker, WorkerError

log = logging.getLogger(__name__)


class Library:
    """Gives READMEs out page by page. ``make`` sets GitHub's HTML in pages, given the repository's name, in the worker."""

    def __init__(
        self, store: ReadmeStore, worker: Worker, make: Callable[[bytes, str], Packed]
    ) -> None:
        self._store = store
        self._worker = worker
        self._make = make
        self._fetching: dict[int, asyncio.Task[Postponed | None]] = {}

    async def prepare(self, entry_id: int) -> None:
        """Make a README ready to be read; one that can't be is noted as such."""
        source = await self._store.source(entry_id)
        if source is None:
            return
        packed = None
        try:
            packed = await self._worker.run(self._make, source.html, source.full_name)
        except WorkerError:
            log.exception("readme: %s can't be laid out", source.full_name)
        await self._store.keep(entry_id, source.head, packed)

    async def offer(self, sources: Sequence[Source]) -> None:
        """Keep READMEs from elsewhere for entries that have none yet."""
        await self._store.offer(sources)

    async def contents(
        self, entry: Entry, fetch: Callable[[Sequence[int]], Awaitable[object]] | None = None
    ) -> Contents | Absence | Postponed:
        """Return the known contents of an entry's README; one that was never fetched is, with ``fetch``."""
        kept = await self._store.kept(entry.id)
        if kept is None and entry.is_gone:
            return Absence.NONE
        if kept is None and fetch:
            postponed = await self._fetched(entry, fetch)
            kept = await self._store.kept(entry.id)
            if kept is None and postponed:
                return postponed
        if kept and kept.has_html and kept.contents is None and not kept.has_failed:
            await self.prepare(entry.id)
            kept = await self._store.kept(entry.id)
        return _judge(kept)

    async def page(self, entry_id: int, number: int) -> ReadmePage | None:
        """Return one page, counted from 0."""
        return await self._store.page(entry_id, number)

    async def pages(self, entry_id: int) -> list[ReadmePage]:
        """Return every page in order."""
        return await self._store.pages(entry_id)

    async def _fetched(
        self, entry: Entry, fetch: Callable[[Sequence[int]], Awaitable[object]]
    ) -> Postponed | None:
        """Fetch once, however many people wait for it; return the time before which it is not fetched again."""

        async def ask() -> Postponed | None:
            try:
                # Whoever read before a fetch that has ended since needs no other.
                if await self._store.kept(entry.id) is not None:
                    return None
                await fetch([entry.id])
            except (PostponedError, RateLimitedError) as error:
                log.info("readme: %s: %s", entry.full_name, error)
                is_own = isinstance(error, PostponedError) and error.is_own
                return Postponed(str(error), error.until, is_own)
            except GitHubError as error:
                log.info("readme: %s: %s", entry.full_name, error)
            finally:
                del self._fetching[entry.id]
            return None

        task = self._fetching.get(entry.id)
        if task is None:
            task = self._fetching[entry.id] = asyncio.create_task(ask())
        return await asyncio.shield(task)


def _judge(kept: StoredReadme | None) -> Contents | Absence:
    if kept is None:
        return Absence.UNREACHABLE
    if kept.contents and kept.contents.pages:
        return kept.contents
    return Absence.UNREADABLE if kept.has_failed else Absence.NONE
