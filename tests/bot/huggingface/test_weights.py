import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import create_autospec

from bot.catalog.database import Database
from bot.catalog.entry import Entry
from bot.catalog.store import CatalogStore
from bot.huggingface.checkpoint import Checkpoint, Origin
from bot.huggingface.client import RESERVE, HuggingFaceClient
from bot.huggingface.limits import WINDOW
from bot.huggingface.lookup import look_up
from bot.huggingface.store import CheckpointStore
from bot.huggingface.weights import FILLED_AT_ONCE, FILLED_EVERY, Weights
from bot.search.indexing.store import IndexStore
from bot.search.query import SearchQuery
from bot.search.store import SearchStore
from bot.search.terms import TermIndex
from tests.hub.server import FakeHub, model
from tests.serving import serve

NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
YI = "01-ai/Yi-Coder"


class _Set:
    """A catalogue's copy with its weights, a Hub and a clock that a test moves."""

    def __init__(self, database: Database, client: HuggingFaceClient, hub: FakeHub) -> None:
        self.hub = hub
        self.database = database
        self.now = NOW
        self.store = CheckpointStore(database)
        self.weights = Weights(self.store, client, lambda: self.now)
        self.catalog = CatalogStore(database)

    async def entry(self, name: str) -> Entry:
        entry = await self.catalog.find(name)
        assert entry
        return entry


@asynccontextmanager
async def _set(path: Path, hub: FakeHub) -> AsyncGenerator[_Set, None]:
    async with (
        Database(path) as database,
        serve(hub.app()) as url,
        HuggingFaceClient(url, now=lambda: NOW) as client,
    ):
        yield _Set(database, client, hub)


def _yi() -> FakeHub:
    base = "01-ai/Yi-Coder-9B-Chat"
    return FakeHub(
        [
            model(base, downloads=500, safetensors={"parameters": {"BF16": 9}, "total": 9}),
            model("01-ai/Yi-Coder-1.5B", downloads=90),
            model("fan/Yi-GGUF", downloads=9_000, tags=[f"base_model:quantized:{base}"]),
            model("fan/Yi-SQL", downloads=3, tags=[f"base_model:finetune:{base}"]),
            model("fan/Unrelated", downloads=99_999),
        ]
    )


async def test_own_checkpoints_and_what_others_made_of_them(catalogue_copy: Path) -> None:
    async with _set(catalogue_copy, _yi()) as found:
        weights = await found.weights.of(await found.entry(YI))
        assert [(each.checkpoint.id, each.origin) for each in weights.placed] == [
            ("01-ai/Yi-Coder-9B-Chat", Origin.OWN),
            ("01-ai/Yi-Coder-1.5B", Origin.OWN),
            ("fan/Yi-GGUF", Origin.CONVERSION),
            ("fan/Yi-SQL", Origin.FINE_TUNE),
        ]
        assert weights.fetched == NOW.date()
        assert not weights.is_unreachable


async def test_within_a_day_nothing_is_fetched_again(catalogue_copy: Path) -> None:
    async with _set(catalogue_copy, _yi()) as found:
        entry = await found.entry(YI)
        first = await found.weights.of(entry)
        asked = len(found.hub.asked)
        found.now += timedelta(hours=23)
        assert await found.weights.of(entry) == first
        assert len(found.hub.asked) == asked
        found.now += timedelta(hours=2)
        await found.weights.of(entry)
        assert len(found.hub.asked) == 2 * asked


async def test_people_who_ask_at_once_share_one_fetch(catalogue_copy: Path) -> None:
    async with _set(catalogue_copy, _yi()) as found:
        entry = await found.entry(YI)
        answers = await asyncio.gather(*(found.weights.of(entry) for _ in range(5)))
        assert all(answer == answers[0] for answer in answers)
        assert len(found.hub.asked) == len(set(found.hub.asked))


async def test_an_outage_leaves_what_is_known(catalogue_copy: Path) -> None:
    async with _set(catalogue_copy, _yi()) as found:
        entry = await found.entry(YI)
        found.hub.faults = ["500"]
        named = await found.weights.of(entry)
        assert named.is_unreachable
        assert named.fetched is None
        assert {each.checkpoint.id for each in named.placed} == {
            name for name in entry.hugging_face if "/" in name
        }
        asked = len(found.hub.asked)
        await found.weights.of(entry)  # nobody waits for the same failure again
        assert len(found.hub.asked) == asked
        found.now += timedelta(minutes=6)
        good = await found.weights.of(entry)
        assert not good.is_unreachable
        found.now += timedelta(days=2)
        found.hub.faults = ["truncated"]
        later = await found.weights.of(entry)
        assert later.is_unreachable
        assert later.fetched == NOW.date()
        assert {each.checkpoint.id for each in good.placed} <= {
            each.checkpoint.id for each in later.placed
        }


async def test_what_left_the_hub_leaves_the_list(catalogue_copy: Path) -> None:
    async with _set(catalogue_copy, _yi()) as found:
        entry = await found.entry(YI)
        await found.weights.of(entry)
        del found.hub.models[1]
        found.now += timedelta(days=2)
        shown = {each.checkpoint.id for each in (await found.weights.of(entry)).placed}
        assert "01-ai/Yi-Coder-1.5B" not in shown
        assert "01-ai/Yi-Coder-9B-Chat" in shown


async def test_a_papers_tag_on_a_strangers_model_counts_for_nothing(catalogue_copy: Path) -> None:
    hub = FakeHub()
    async with _set(catalogue_copy, hub) as found:
        entry = await found.entry("01-ai/Yi")
        paper = f"arxiv:{entry.official[0]}"
        hub.models += [
            model("01-ai/Yi-34B", tags=[paper], downloads=5),
            model("stranger/Cites-It", tags=[paper], downloads=50_000),
            model("fan/Yi-34B-x", tags=[paper, "base_model:finetune:01-ai/Yi-34B"], downloads=1),
        ]
        weights = await found.weights.of(entry)
        assert [each.checkpoint.id for each in weights.placed] == ["01-ai/Yi-34B", "fan/Yi-34B-x"]


async def test_the_background_fills_the_best_known_first_and_stops_when_asked_to_wait(
    catalogue_copy: Path,
) -> None:
    async with _set(catalogue_copy, FakeHub(faults=[""] * 6 + ["429"])) as found:
        due = await found.store.due(NOW, timedelta(days=7), 3)
        stars = [entry.stars.count for entry in due if entry.stars]
        assert stars == sorted(stars, reverse=True)
        await found.weights.fill()
        assert len(found.hub.asked) == 7
        left = await found.store.due(NOW, timedelta(days=7), 3)
        assert due[0] not in left
        again = await found.store.due(NOW + timedelta(days=8), timedelta(days=7), 3_000)
        assert due[0].id == again[-1].id or due[0].id in {entry.id for entry in again}


async def test_others_that_are_known_outlive_a_fill(catalogue_copy: Path) -> None:
    async with _set(catalogue_copy, _yi()) as found:
        entry = await found.entry(YI)
        whole = await found.weights.of(entry)
        own = [each.checkpoint for each in whole.placed if each.origin is Origin.OWN]
        await found.store.keep(entry.id, own, NOW, has_others=False)
        assert await found.weights.of(entry) == whole


async def test_a_fetched_size_is_indexed_with_the_next_catch_up(
    catalogue_copy: Path, terms: TermIndex
) -> None:
    async with _set(catalogue_copy, FakeHub()) as found:
        entry = await found.entry("198808xc/Pangu-Weather")
        store = SearchStore(found.database, terms)
        query = SearchQuery(text="Pangu-Weather", fits=8)
        names = {hit.entry.full_name for hit in (await store.search(query)).hits}
        assert entry.full_name not in names
        small = Checkpoint("lab/Pangu", parameters=10**9, dtypes={"F32": 10**9}, seen=NOW.date())
        await found.store.keep(entry.id, [small], NOW, has_others=True)
        await IndexStore(found.database, terms).catch_up(NOW.date())
        names = {hit.entry.full_name for hit in (await store.search(query)).hits}
        assert entry.full_name in names


async def test_the_status_counts_and_names_the_last_failure(catalogue_copy: Path) -> None:
    async with _set(catalogue_copy, _yi()) as found:
        before = await found.weights.status()
        assert (before.fetched, before.remaining, before.failure) == (0, None, None)
        await found.weights.of(await found.entry(YI))
        after = await found.weights.status()
        assert (after.fetched, after.due) == (1, before.due - 1)
        assert after.remaining == found.hub.remaining
        found.now += timedelta(days=2)
        found.hub.faults = ["500"]
        await found.weights.of(await found.entry(YI))
        assert (await found.weights.status()).failure == "status 500"


async def test_a_first_fill_fits_into_an_hour_without_a_token(catalogue_copy: Path) -> None:
    client = create_autospec(HuggingFaceClient, instance=True)
    client.model.return_value = None
    for listing in (client.of_paper, client.of_owner, client.made_from):
        listing.return_value = []
    async with Database(catalogue_copy) as database:
        due = await CheckpointStore(database).due(NOW, FILLED_EVERY, 10_000)
        for entry in due:
            await look_up(client, entry, with_others=False, is_urgent=False)
    # Where the Hub has nothing, every name is asked for: it takes no more than that.
    requests = len(client.method_calls)
    windows = timedelta(hours=1) // WINDOW
    assert len(due) < requests <= windows * (500 - RESERVE)
    assert len(due) <= windows * FILLED_AT_ONCE
