import json
import shutil
from collections.abc import AsyncGenerator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import open_services
from bot.catalog.curated import Curated
from bot.catalog.entry import Entry
from bot.config import CatalogueConfig, GitHubConfig, NewsletterConfig, shipped_folder
from bot.search.query import SearchQuery
from bot.services import Services, curation_of
from bot.submissions.event import EventKind
from bot.submissions.submission import Draft, Submission
from tests.conftest import NOW, NOWHERE

MARIA = 13
CATEGORY, TASK = "natural-language-processing", "language-modeling"
NEW = "somebody/zebrafinch"
FACTS = {
    "title": "Zebrafinch",
    "summary_en": "Turns birdsong into scores.",
    "summary_zh": "",
    "categories": [CATEGORY, "no-such-word"],
    "frameworks": ["pytorch"],
    "tasks": [],
}


@asynccontextmanager
async def host(file: Path, state: Path, data: Path | None = None) -> AsyncGenerator[Services, None]:
    async with open_services(
        CatalogueConfig(file, data or shipped_folder()),
        GitHubConfig(base_url=NOWHERE),
        NewsletterConfig(f"sqlite:///{state}"),
        open_pool=lambda: ThreadPoolExecutor(1),
        now=lambda: NOW,
    ) as opened:
        yield opened


async def approve(services: Services) -> None:
    store = curation_of(services).submissions
    sent = await store.send(Draft(NEW, 11, 5, "en-US", FACTS), NOW)
    assert isinstance(sent, Submission)
    await store.approve(sent.id, FACTS, MARIA, NOW)


async def follow(services: Services) -> None:
    await curation_of(services).following.catch_up()


async def found(services: Services, text: str = "zebrafinch") -> list[Entry]:
    page = await services.search.search(SearchQuery(text=text))
    return [hit.entry for hit in page.hits if not hit.is_relative]


async def undo_last(services: Services) -> None:
    decisions = curation_of(services).decisions
    (event, *_) = await decisions.log()
    assert await decisions.undo(event.id, MARIA, NOW)


@pytest.fixture
async def hosts(
    catalogue_file: Path, tmp_path: Path
) -> AsyncGenerator[tuple[Services, Services], None]:
    """Two hosts with a catalogue file each and one state database."""
    files = [Path(shutil.copy(catalogue_file, tmp_path / name)) for name in ("a.db", "b.db")]
    async with AsyncExitStack() as stack:
        one, two = [
            await stack.enter_async_context(host(file, tmp_path / "state.sqlite3"))
            for file in files
        ]
        yield one, two


async def test_two_hosts_agree_after_a_tick(hosts: tuple[Services, Services]) -> None:
    one, two = hosts
    await approve(one)
    assert await found(two) == []
    for services in hosts:
        await follow(services)
    (entry,) = await found(two)
    assert [entry] == await found(one)
    assert (entry.id, entry.full_name, entry.summary_en) == (1_000_000, NEW, FACTS["summary_en"])
    await undo_last(two)
    for services in hosts:
        await follow(services)
        assert await found(services) == []
        assert await services.catalog.find(NEW) is None


async def test_a_shipped_entry_is_edited_removed_and_given_back(
    hosts: tuple[Services, Services],
) -> None:
    one, two = hosts
    decisions = curation_of(one).decisions
    before = await one.catalog.find("openai/whisper")
    assert before
    edited = Curated(before.full_name, facts={"title": "Quetzalcoatl", "words": ["quetzal"]})
    await decisions.record(EventKind.EDITED, None, edited, MARIA, NOW)
    await follow(two)
    (renamed,) = await found(two, "quetzalcoatl")
    assert renamed == replace(before, title="Quetzalcoatl", words=("quetzal",))
    removed = replace(edited, removed_on=NOW.date())
    await decisions.record(EventKind.REMOVED, edited, removed, MARIA, NOW)
    await follow(two)
    assert await found(two, "quetzalcoatl") == []
    gone = await two.catalog.get(before.id)
    assert gone
    assert gone.is_removed
    await undo_last(one)
    await follow(two)
    assert await found(two, "quetzalcoatl") == [renamed]
    first = (await decisions.log())[-1]
    assert await decisions.undo(first.id, MARIA, NOW)
    for services in hosts:
        await follow(services)
        assert await services.catalog.find("openai/whisper") == before
        assert await found(services, "quetzalcoatl") == []


async def test_a_rebuilt_catalogue_ends_up_the_same(catalogue_file: Path, tmp_path: Path) -> None:
    file, state = tmp_path / "a.db", tmp_path / "state.sqlite3"
    shutil.copy(catalogue_file, file)
    async with host(file, state) as services:
        await approve(services)
        edited = Curated("openai/whisper", facts={"title": "Quetzalcoatl"})
        await curation_of(services).decisions.record(EventKind.EDITED, None, edited, MARIA, NOW)
        await follow(services)
        before = [await services.catalog.find(name) for name in (NEW, "openai/whisper")]
        assert all(before)
    shutil.copy(catalogue_file, file)
    async with host(file, state) as services:
        assert [await services.catalog.find(name) for name in (NEW, "openai/whisper")] == before
        assert [entry.full_name for entry in await found(services)] == [NEW]


async def test_an_entry_that_ships_later_keeps_its_button_and_what_curators_wrote(
    catalogue_file: Path, tmp_path: Path
) -> None:
    file, state = tmp_path / "a.db", tmp_path / "state.sqlite3"
    data = tmp_path / "data"
    shutil.copytree(shipped_folder(), data)
    shutil.copy(catalogue_file, file)
    async with host(file, state) as services:
        await approve(services)
        await follow(services)
    later = {**FACTS, "repo": NEW, "title": "Shipped", "summary_zh": "把鸟鸣写成乐谱。"}
    later |= {"categories": [CATEGORY], "tasks": [TASK]}
    with (data / "models.jsonl").open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(later, ensure_ascii=False) + "\n")
    count = len((data / "numbers.csv").read_text(encoding="utf-8").splitlines())
    with (data / "numbers.csv").open("a", encoding="utf-8") as lines:
        lines.write(f"{count},{NEW}\n")
    kept: list[Entry | None] = []
    for is_rebuilt in (False, True):
        if is_rebuilt:
            file.unlink()
        async with host(file, state, data) as services:
            entry = await services.catalog.get(1_000_000)
            assert entry
            assert (entry.id, entry.title) == (count, "Zebrafinch")
            kept.append(entry)
            assert [one.id for one in await found(services)] == [count]
    assert kept[0] == kept[1]
