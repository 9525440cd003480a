"""The composition root: everything opened from a Config, closed in reverse order."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import Executor
from contextlib import AbstractContextManager, AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime

from bot.catalog.database import Database, InstanceLock
from bot.config import CatalogueConfig, GitHubConfig, HuggingFaceConfig, NewsletterConfig
from bot.editions.sources.store import MaterialStore
from bot.github.client import GitHubClient
from bot.github.glances import Glances
from bot.github.refresh import Refresher
from bot.github.store import RefreshStore
from bot.huggingface.client import HuggingFaceClient
from bot.huggingface.store import CheckpointStore
from bot.huggingface.weights import Weights
from bot.i18n import Locale
from bot.open_catalogue import OpenCatalogue, enter_catalogue
from bot.publishing.chart_cache import ChartCache
from bot.publishing.newsroom import Feed, Newsroom
from bot.publishing.readmes import set_readme
from bot.readme.library import Library
from bot.readme.store import ReadmeStore
from bot.runtime.worker import Worker, working_process
from bot.services import Services
from bot.state.address import read_address
from bot.state.database import StateDatabase, open_state
from bot.state.sqlite import require_usable
from bot.submissions.curation.store import CurationStore
from bot.submissions.drafts.store import DraftStore
from bot.submissions.following import Following
from bot.submissions.service import Curation
from bot.submissions.store import SubmissionStore


def switch_threads_often() -> None:
    """Give the event loop the interpreter back within a millisecond while a search computes on its thread."""
    sys.setswitchinterval(0.001)


def stop_signal() -> asyncio.Event:
    """Return an event that SIGINT and SIGTERM set, where the platform supports it."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):  # Windows
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
    return stop


def utc_now() -> datetime:
    """Return this moment in UTC."""
    return datetime.now(UTC)


def feed_of(config: NewsletterConfig) -> Feed | None:
    """Return the configured feed, if any."""
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
    huggingface: HuggingFaceConfig | None = None,
    *,
    open_pool: Callable[[], Executor] = working_process,
    now: Callable[[], datetime] = utc_now,
    only_reads: bool = False,
) -> AsyncGenerator[Services, None]:
    """Open everything the commands work with.

    Only ``newsletter`` opens the state database, with ``now`` as its clock. With ``only_reads``, a catalogue that can't be
    written is read all the same.

    Raises:
        StateError: the state database can't be used.
        DatabaseError: the catalogue's file can't be used.
        FileError, ShippedError, TaxonomyError, SuccessorsError: a shipped file can't be used.
    """
    switch_threads_often()
    async with AsyncExitStack() as opened:
        database, catalogue = await enter_catalogue(opened, config, only_reads=only_reads)
        worker = await opened.enter_async_context(Worker(open_pool))
        charts = await opened.enter_async_context(ChartCache(worker))
        library = Library(ReadmeStore(database), worker, set_readme)
        newsroom = curation = None
        if newsletter:
            state = await opened.enter_async_context(open_state(newsletter.state, now=now))
            newsroom = _newsroom(state, database, catalogue, charts, now, newsletter)
            curation = await _curation(state, database, catalogue, now, follows=not only_reads)
        refresher = await _enter_refresher(opened, config, github, database, catalogue, library)
        yield Services(
            catalogue.catalog,
            catalogue.search,
            catalogue.index,
            catalogue.taxonomy,
            catalogue.successors,
            catalogue.families,
            catalogue.languages,
            catalogue.today,
            catalogue.notice,
            refresher,
            Glances(refresher.client),
            charts,
            library,
            newsroom,
            await _enter_weights(opened, huggingface, database),
            curation,
        )


def _newsroom(
    state: StateDatabase,
    database: Database,
    catalogue: OpenCatalogue,
    charts: ChartCache,
    now: Callable[[], datetime],
    config: NewsletterConfig,
) -> Newsroom:
    return Newsroom(
        state,
        MaterialStore(database),
        catalogue.successors,
        catalogue.taxonomy,
        catalogue.languages,
        charts,
        now,
        feed_of(config),
    )


async def _curation(
    state: StateDatabase,
    database: Database,
    catalogue: OpenCatalogue,
    now: Callable[[], datetime],
    *,
    follows: bool,
) -> Curation:
    decisions = CurationStore(state)
    following = Following(
        decisions, database, catalogue.index.catch_up, catalogue.taxonomy, catalogue.today
    )
    if follows:
        await following.catch_up()
    return Curation(SubmissionStore(state), DraftStore(state), decisions, following, now)


async def _enter_refresher(
    opened: AsyncExitStack,
    config: CatalogueConfig,
    github: GitHubConfig | None,
    database: Database,
    catalogue: OpenCatalogue,
    library: Library,
) -> Refresher:
    github = github or GitHubConfig()
    client = await opened.enter_async_context(
        GitHubClient(github.base_url, github.token, share=github.share)
    )
    refresher = Refresher(
        client,
        RefreshStore(database),
        times=github.times,
        index=catalogue.index.catch_up,
        arrived=library.prepare,
        lock=lambda: InstanceLock(config.path, "refresh"),
    )
    await opened.enter_async_context(_serving(refresher))
    return refresher


async def _enter_weights(
    opened: AsyncExitStack, config: HuggingFaceConfig | None, database: Database
) -> Weights:
    config = config or HuggingFaceConfig()
    client = await opened.enter_async_context(HuggingFaceClient(config.base_url, config.token))
    return Weights(CheckpointStore(database), client)


@asynccontextmanager
async def _serving(refresher: Refresher) -> AsyncGenerator[None, None]:
    """Run the refreshes that commands request, in the background."""
    task = asyncio.create_task(refresher.serve())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
