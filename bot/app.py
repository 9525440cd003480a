"""The composition root: everything opened from a Config, closed in reverse order."""

import asyncio
import contextlib
import logging
import signal
import sys
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import Executor
from contextlib import AbstractContextManager, AsyncExitStack, asynccontextmanager
from datetime import UTC, date, datetime
from functools import partial

from bot.catalog.database import Database, InstanceLock
from bot.catalog.numbers import unnumbered_text
from bot.catalog.shipped import digest_of, load_shipped
from bot.catalog.store import CatalogStore, merge_shipped, number_moves
from bot.catalog.successors import load_successors
from bot.catalog.taxonomy import load_taxonomy
from bot.config import CatalogueConfig, GitHubConfig, NewsletterConfig
from bot.editions.sources.store import MaterialStore
from bot.github.client import GitHubClient
from bot.github.refresh import Refresher
from bot.github.store import RefreshStore
from bot.i18n import Locale, load_languages
from bot.newsroom import Feed, Newsroom
from bot.readme.library import Library
from bot.readme.store import ReadmeStore
from bot.search.store import SearchStore
from bot.search.terms import TermIndex
from bot.services import Services
from bot.state.address import read_address
from bot.state.database import open_state
from bot.state.sqlite import require_usable
from bot.ui.chart_cache import ChartCache
from bot.ui.typesetting import set_readme
from bot.worker import Worker, working_process

INDEX_VERSION = "3"

log = logging.getLogger(__name__)


def switch_threads_often() -> None:
    """Let the event loop have the interpreter back within a millisecond while a search computes on its thread."""
    sys.setswitchinterval(0.001)


def stop_signal() -> asyncio.Event:
    """Return an event that SIGINT and SIGTERM set, where the platform can have it so."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):  # Windows
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
    return stop


def today_utc() -> date:
    """Return today's date in UTC."""
    return datetime.now(UTC).date()


def utc_now() -> datetime:
    """Return this moment in UTC."""
    return datetime.now(UTC)


def feed_of(config: NewsletterConfig) -> Feed | None:
    """Return the feed that is to be kept, if one is."""
    if config.feed is None:
        return None
    return Feed(config.feed, Locale(config.feed_language), config.feed_address)


def state_lock(newsletter: NewsletterConfig) -> AbstractContextManager[object]:
    """Return the lock that a program holds while it delivers from a state file; a server's database needs none.

    Raises:
        StateError: ``newsletter.state`` names no usable database.
    """
    path = read_address(newsletter.state).path
    if path is None:
        return contextlib.nullcontext()
    require_usable(path)
    return InstanceLock(path, kind="state database")


@asynccontextmanager
async def open_services(
    config: CatalogueConfig,
    github: GitHubConfig | None = None,
    newsletter: NewsletterConfig | None = None,
    *,
    open_pool: Callable[[], Executor] = working_process,
    now: Callable[[], datetime] = utc_now,
) -> AsyncGenerator[Services, None]:
    """Open the catalogue, bring the shipped files in when they changed, and index it when it needs it.

    The state database is opened with ``newsletter`` alone, whose clock ``now`` is.

    Raises:
        StateError: the state database can't be used.
        DatabaseError: the catalogue's file can't be used.
        ShippedError: a shipped file has faults.
        TaxonomyError: the taxonomy has faults.
    """
    switch_threads_often()
    taxonomy = load_taxonomy(config.shipped / "taxonomy.toml")
    async with Database(config.path) as database:
        catalog = CatalogStore(database)
        search = SearchStore(database, TermIndex(taxonomy))
        digest = digest_of(config.shipped)
        if await catalog.meta("shipped") != digest:
            shipped = load_shipped(config.shipped)
            if shipped.ledger.by_name:
                log.warning("%s", unnumbered_text(shipped.ledger))
            moves = await database.write(partial(number_moves, shipped=shipped))
            # A refresh under way would write what it hears to entries by the ids that it knows.
            with InstanceLock(config.path, "refresh") if moves else contextlib.nullcontext():
                report = await database.write(partial(merge_shipped, shipped=shipped))
            log.info(
                "catalogue: %d added, %d changed, %d no longer shipped",
                report.added,
                report.changed,
                report.unlisted,
            )
        if await catalog.meta("indexed") != f"{INDEX_VERSION}:{digest}":
            count = await search.rebuild(today_utc())
            await catalog.set_meta("indexed", f"{INDEX_VERSION}:{digest}")
            log.info("search: %d entries indexed", count)
        else:
            await search.catch_up(today_utc())
        successors = load_successors(
            config.shipped / "successors.toml", await catalog.shipped_names()
        )
        asked = github or GitHubConfig()
        async with (
            GitHubClient(asked.base_url, asked.token, share=asked.share) as client,
            Worker(open_pool) as worker,
            ChartCache(worker) as charts,
            AsyncExitStack() as opened,
        ):
            library = Library(ReadmeStore(database), worker, set_readme)
            refresher = Refresher(
                client,
                RefreshStore(database),
                times=asked.times,
                index=search.catch_up,
                arrived=library.prepare,
                lock=lambda: InstanceLock(config.path, "refresh"),
            )
            languages = load_languages(config.shipped / "locales")
            newsroom = None
            if newsletter:
                newsroom = Newsroom(
                    await opened.enter_async_context(open_state(newsletter.state, now=now)),
                    MaterialStore(database),
                    successors,
                    taxonomy,
                    languages,
                    charts,
                    now,
                    feed_of(newsletter),
                )
            serving = asyncio.create_task(refresher.serve())
            try:
                yield Services(
                    catalog,
                    search,
                    taxonomy,
                    successors,
                    languages,
                    refresher,
                    charts,
                    library,
                    newsroom,
                    today_utc,
                )
            finally:
                serving.cancel()
                await asyncio.gather(serving, return_exceptions=True)
