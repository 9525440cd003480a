"""The catalogue's file opened and brought up to date: all that reading it needs, without Discord and GitHub."""

import asyncio
import contextlib
import logging
import tempfile
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from bot.catalog.database import Database, InstanceLock
from bot.catalog.families import Families, load_families
from bot.catalog.faults import (
    BusyError,
    DamagedError,
    DatabaseError,
    NoSpaceError,
    NotWritableError,
    explained,
)
from bot.catalog.numbers import unnumbered_text
from bot.catalog.rescue import copy_database
from bot.catalog.shipped import digest_of, load_shipped
from bot.catalog.store import CatalogStore, merge_shipped, number_moves
from bot.catalog.successors import Successor, load_successors
from bot.catalog.taxonomy import Taxonomy, load_taxonomy
from bot.config import CatalogueConfig
from bot.i18n import Languages, Locale, load_languages
from bot.search.indexing.store import IndexStore
from bot.search.store import SearchStore
from bot.search.terms import TermIndex
from bot.search.wordings import read_wordings, wordings_from

INDEX_VERSION = "8"
_COPIED = "So this command worked on a copy, which is gone now, made of what could be read and the shipped files."

log = logging.getLogger(__name__)


def today_utc() -> date:
    """Return today's date in UTC."""
    return datetime.now(UTC).date()


@dataclass(frozen=True, slots=True)
class OpenCatalogue:
    """The open catalogue, its search and index, and the languages. ``today`` is the day in UTC.

    ``notice`` explains at the command line why the file itself could not be used as usual; it is usually empty.
    """

    catalog: CatalogStore
    search: SearchStore
    index: IndexStore
    taxonomy: Taxonomy
    successors: Mapping[str, Successor]
    families: Families
    languages: Languages
    today: Callable[[], date]
    notice: str


@asynccontextmanager
async def open_catalogue(
    config: CatalogueConfig, locales: Iterable[Locale] = tuple(Locale)
) -> AsyncGenerator[OpenCatalogue, None]:
    """Open the catalogue for reading, in some languages alone. One that can't be written is read all the same.

    Raises:
        DatabaseError: the catalogue's file can't be used.
        FileError, ShippedError, TaxonomyError, FamiliesError, SuccessorsError: a shipped file can't be used.
    """
    async with AsyncExitStack() as opened:
        _, catalogue = await enter_catalogue(opened, config, locales, only_reads=True)
        yield catalogue


async def enter_catalogue(
    opened: AsyncExitStack,
    config: CatalogueConfig,
    locales: Iterable[Locale] = tuple(Locale),
    *,
    only_reads: bool,
) -> tuple[Database, OpenCatalogue]:
    """Open the catalogue until ``opened`` is closed: bring the shipped files in when they changed, and index them.

    Raises:
        DatabaseError: the catalogue's file can't be used.
        FileError, ShippedError, TaxonomyError, FamiliesError, SuccessorsError: a shipped file can't be used.
    """
    families = load_families(config.shipped / "families.toml")
    source = _Source(
        load_taxonomy(config.shipped / "taxonomy.toml"), families, digest_of(config.shipped)
    )
    notice = ""
    try:
        database, terms = await _enter_writable(opened, config, source)
    except (NotWritableError, NoSpaceError, BusyError) as fault:
        if not only_reads:
            raise
        current = await _enter_current(opened, config, source)
        database, terms = current or await _enter_copy(opened, config, source, fault)
        if current is None:
            notice = f"{fault}\n{_COPIED}"
    catalog = CatalogStore(database)
    successors = load_successors(config.shipped / "successors.toml", await catalog.shipped_names())
    return database, OpenCatalogue(
        catalog,
        SearchStore(database, terms),
        IndexStore(database, terms),
        terms.taxonomy,
        successors,
        families,
        load_languages(config.shipped / "locales", locales),
        today_utc,
        notice,
    )


@dataclass(frozen=True, slots=True)
class _Source:
    """The shipped files that every opened catalogue needs, and the digest of all of them."""

    taxonomy: Taxonomy
    families: Families
    digest: str

    @property
    def mark(self) -> str:
        """Return what an index that was made of these files, by this program, is marked with."""
        return f"{INDEX_VERSION}:{self.digest}"


async def _enter_writable(
    opened: AsyncExitStack, config: CatalogueConfig, source: _Source
) -> tuple[Database, TermIndex]:
    """Open the file and bring it up to date."""
    with explained(config.path):
        database = await opened.enter_async_context(Database(config.path))
        catalog = CatalogStore(database)
        terms = await _kept_terms(catalog, source)
        if terms is None:
            wordings = read_wordings(source.taxonomy)
            await catalog.set_meta("wordings", f"{source.mark}\n{wordings.to_json()}")
            terms = TermIndex(source.taxonomy, source.families, wordings)
        index = IndexStore(database, terms)
        if await catalog.meta("shipped") != source.digest:
            shipped = load_shipped(config.shipped)
            if shipped.ledger.by_name:
                log.warning("%s", unnumbered_text(shipped.ledger))
            moves = await database.write(partial(number_moves, shipped=shipped))
            # A running refresh would write its results to entries by the ids that it knows.
            with InstanceLock(config.path, "refresh") if moves else contextlib.nullcontext():
                report = await database.write(partial(merge_shipped, shipped=shipped))
            log.info(
                "catalogue: %d added, %d changed, %d no longer shipped",
                report.added,
                report.changed,
                report.unlisted,
            )
        if await catalog.meta("indexed") != source.mark:
            count = await index.rebuild(today_utc())
            await catalog.set_meta("indexed", source.mark)
            log.info("search: %d entries indexed", count)
        else:
            await index.catch_up(today_utc())
    return database, terms


async def _kept_terms(catalog: CatalogStore, source: _Source) -> TermIndex | None:
    """Return the terms from the wordings kept with the index; None where they are another taxonomy's, or none are kept."""
    mark, _, kept = (await catalog.meta("wordings") or "").partition("\n")
    if mark != source.mark:
        return None
    return TermIndex(source.taxonomy, source.families, wordings_from(kept))


async def _enter_current(
    opened: AsyncExitStack, config: CatalogueConfig, source: _Source
) -> tuple[Database, TermIndex] | None:
    """Open the file for reading alone; None when it is not up to date, or can't be read."""
    try:
        with explained(config.path):
            database = await opened.enter_async_context(Database(config.path, is_read_only=True))
            catalog = CatalogStore(database)
            marks = (await catalog.meta("shipped"), await catalog.meta("indexed"))
            terms = await _kept_terms(catalog, source)
    except DatabaseError:
        return None
    if marks != (source.digest, source.mark):
        return None
    return database, terms or TermIndex(source.taxonomy, source.families)


async def _enter_copy(
    opened: AsyncExitStack,
    config: CatalogueConfig,
    source: _Source,
    fault: DatabaseError,
) -> tuple[Database, TermIndex]:
    """Open a copy in a folder that is deleted afterwards. Missing or damaged rows come from the shipped files."""
    try:
        folder = opened.enter_context(tempfile.TemporaryDirectory(prefix="modelzoo-"))
    except OSError:
        raise fault from None
    copy = replace(config, path=Path(folder) / "copy.sqlite3")
    await asyncio.to_thread(copy_database, config.path, copy.path)
    try:
        return await _enter_writable(opened, copy, source)
    except DamagedError:
        fresh = replace(config, path=Path(folder) / "fresh.sqlite3")
        return await _enter_writable(opened, fresh, source)
