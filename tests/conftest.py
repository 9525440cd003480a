import gc
import hashlib
import os
import shutil
import sqlite3
from collections.abc import AsyncGenerator, Callable, Collection, Generator, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord
from discord import app_commands
from filelock import FileLock
from hypothesis import settings

from bot import open_catalogue
from bot.app import open_services
from bot.catalog.database import in_transaction, open_writer
from bot.catalog.families import Families
from bot.catalog.shipped import Shipped, load_shipped
from bot.catalog.store import merge_shipped, write_meta
from bot.catalog.successors import Successor
from bot.catalog.taxonomy import Taxonomy
from bot.client import ModelZooBot
from bot.config import (
    CatalogueConfig,
    GitHubConfig,
    HuggingFaceConfig,
    NewsletterConfig,
    shipped_folder,
)
from bot.demo import speaking
from bot.i18n import Languages, Locale, load_languages
from bot.interactions.user_error import UserError
from bot.open_catalogue import INDEX_VERSION
from bot.publishing.newsroom import Newsroom
from bot.search.indexing.store import rebuild
from bot.search.terms import TermIndex
from bot.search.wordings import Wordings, read_wordings, wordings_from
from bot.services import Services, newsroom_of
from tests.limits import problems_of

# The same examples each time: a commit passes or it doesn't. `make test-long` tries three times as many,
# `--hypothesis-profile=search` looks for new ones.
settings.register_profile("repeatable", derandomize=True, deadline=None, max_examples=50)
settings.register_profile("long", derandomize=True, deadline=None, max_examples=150)
settings.register_profile("search", deadline=None, max_examples=5_000)
settings.load_profile("repeatable")

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
NOWHERE = "http://127.0.0.1:9"  # nobody listens there

# Programs that tests start compile what they import once, not each time, also where no bytecode is to be written beside it.
if os.environ.pop("PYTHONDONTWRITEBYTECODE", None):
    os.environ["PYTHONPYCACHEPREFIX"] = str(
        Path(__file__).parents[1] / ".pytest_cache" / "bytecode"
    )


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--long", action="store_true", help="take every step of the kill tests, not one in several"
    )


@pytest.fixture(scope="session")
def is_long(request: pytest.FixtureRequest) -> bool:
    """Tell whether every step is to be taken where otherwise a sample will do."""
    return bool(request.config.getoption("--long"))


@pytest.fixture(scope="session")
def shipped() -> Shipped:
    return load_shipped(shipped_folder())


@pytest.fixture(scope="session")
def taxonomy(shipped: Shipped) -> Taxonomy:
    return shipped.taxonomy


@pytest.fixture(scope="session")
def terms(shipped: Shipped) -> TermIndex:
    return TermIndex(shipped.taxonomy, shipped.families)


@pytest.fixture(scope="session")
def languages() -> Languages:
    return load_languages(shipped_folder() / "locales")


@pytest.fixture(scope="session", autouse=True)
def loaded_once(
    taxonomy: Taxonomy, terms: TermIndex, languages: Languages
) -> Generator[None, None, None]:
    """What no test changes is read once, not again for every bot."""
    read_taxonomy, read_languages = open_catalogue.load_taxonomy, open_catalogue.load_languages
    read_families, read_successors = open_catalogue.load_families, open_catalogue.load_successors
    successors_of = cache(read_successors)

    def known_taxonomy(path: Path) -> Taxonomy:
        return taxonomy if path.parent == shipped_folder() else read_taxonomy(path)

    def known_languages(folder: Path, locales: Iterable[Locale] = tuple(Locale)) -> Languages:
        if folder.parent != shipped_folder():
            return read_languages(folder, locales)
        return {locale: languages[locale] for locale in locales}

    def known_terms(
        asked: Taxonomy, families: Families, wordings: Wordings | None = None
    ) -> TermIndex:
        is_known = asked is taxonomy and families == terms.families
        return terms if is_known else TermIndex(asked, families, wordings)

    def known_families(path: Path) -> Families:
        return terms.families if path.parent == shipped_folder() else read_families(path)

    def known_successors(path: Path, names: Collection[str]) -> Mapping[str, Successor]:
        if path.parent != shipped_folder():
            return read_successors(path, names)
        return successors_of(path, frozenset(names))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(open_catalogue, "load_families", known_families)
        patch.setattr(open_catalogue, "load_successors", known_successors)
        patch.setattr(open_catalogue, "wordings_from", lru_cache(maxsize=1)(wordings_from))
        patch.setattr(open_catalogue, "load_taxonomy", known_taxonomy)
        patch.setattr(open_catalogue, "load_languages", known_languages)
        patch.setattr(open_catalogue, "TermIndex", known_terms)
        # What stays for the whole session is not looked through again for garbage.
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 50)
        yield


@pytest.fixture(scope="session")
def catalogue_file(
    shipped: Shipped,
    terms: TermIndex,
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The shipped catalogue, merged and indexed once for the same code and data; tests that write take a copy."""
    # `-p no:cacheprovider` leaves no place to keep it in.
    if request.config.pluginmanager.has_plugin("cacheprovider"):
        folder = request.config.cache.mkdir("catalogue")
    else:
        folder = tmp_path_factory.mktemp("catalogue")
    kept = folder / f"{_code_digest()}.sqlite3"
    with FileLock(folder / "lock"):
        if not kept.exists():
            for old in folder.glob("*.sqlite3*"):
                old.unlink()
            fresh = folder / "new.sqlite3"
            _build_catalogue(fresh, shipped, terms)
            fresh.replace(kept)
    return kept


def _code_digest() -> str:
    digest = hashlib.blake2b(digest_size=12)
    top = Path(__file__).parents[1]
    data = (
        path for path in shipped_folder().rglob("*") if path.suffix in (".jsonl", ".toml", ".csv")
    )
    for path in sorted([*data, *(top / "bot").rglob("*.py"), *(top / "bot").rglob("*.sql")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _build_catalogue(path: Path, shipped: Shipped, terms: TermIndex) -> None:
    with closing(open_writer(path)) as connection:
        in_transaction(connection, partial(merge_shipped, shipped=shipped))
        in_transaction(connection, partial(rebuild, terms=terms, today=TODAY))
        mark = f"{INDEX_VERSION}:{shipped.digest}"
        wordings = read_wordings(shipped.taxonomy).to_json()
        in_transaction(connection, lambda db: write_meta(db, "indexed", mark))
        in_transaction(connection, lambda db: write_meta(db, "wordings", f"{mark}\n{wordings}"))
        connection.execute("PRAGMA journal_mode = DELETE")


@pytest.fixture(scope="session")
def catalogue(catalogue_file: Path) -> Generator[sqlite3.Connection, None, None]:
    """A connection for reading the whole shipped catalogue."""
    with closing(sqlite3.connect(catalogue_file, isolation_level=None)) as connection:
        connection.execute("PRAGMA query_only = ON")
        yield connection


@pytest.fixture
def catalogue_copy(catalogue_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(catalogue_file, tmp_path / "catalogue.sqlite3"))


@pytest.fixture
async def services(catalogue_copy: Path, tmp_path: Path) -> AsyncGenerator[Services, None]:
    async with open_services(
        CatalogueConfig(catalogue_copy, shipped_folder()),
        GitHubConfig(base_url=NOWHERE),
        NewsletterConfig(f"sqlite+aiosqlite:///{tmp_path}/state.sqlite3"),
        HuggingFaceConfig(base_url=NOWHERE),
        # A thread is at hand sooner than the process that the bot draws in.
        open_pool=lambda: ThreadPoolExecutor(1),
        now=lambda: NOW,
    ) as opened:
        yield replace(opened, today=lambda: TODAY)


@dataclass
class Stage:
    """A server with three people, as the demo has them, and a bot that can be restarted."""

    env: simcord.Env
    guild: Any
    channel: Any
    alice: Any
    wei: Any
    admin: Any
    services: Services
    new_bot: Callable[[], ModelZooBot]
    expected_faults: list[type[Exception]] = field(default_factory=list[type[Exception]])

    async def restart(self) -> None:
        await self.env.restart_bot(self.new_bot())


@pytest.fixture
def simcord_bot(services: Services) -> ModelZooBot:
    return ModelZooBot(services, shard_count=1)


@pytest.fixture
def stage(simcord_env: simcord.Env, services: Services) -> Generator[Stage, None, None]:
    env = simcord_env
    # A busy machine may take longer than SimCord's five seconds; nothing waits this long unless it hangs.
    env.settle_timeout = 30.0
    guild = env.create_guild("Deep learning")
    channel = guild.create_text_channel("models")
    admins = guild.create_role("Admins", permissions=discord.Permissions(administrator=True))
    alice = guild.add_member(env.create_user("alice"))
    wei = guild.add_member(env.create_user("wei"))
    admin = guild.add_member(env.create_user("maria"), roles=[admins])
    with speaking({wei.id: "zh-CN"}):
        opened = Stage(
            env,
            guild,
            channel,
            alice,
            wei,
            admin,
            services,
            lambda: ModelZooBot(services, shard_count=1),
        )
        yield opened
    # What a person can put right is no fault; anything else a test must have announced.
    answered = (UserError, app_commands.CommandOnCooldown, *opened.expected_faults)
    faults = [
        error for error in env.errors if not isinstance(getattr(error, "original", error), answered)
    ]
    assert not faults, faults
    problems = [
        f"{entry.method} {entry.path}: {problem}"
        for entry in env.http_requests
        for problem in problems_of(entry.json)
    ]
    assert not problems, problems


@pytest.fixture
def newsroom(stage: Stage) -> Newsroom:
    return newsroom_of(stage.services)
