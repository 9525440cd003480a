from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from bot.huggingface.client import HuggingFaceClient
from bot.huggingface.errors import RateLimitedError, UnauthorizedError, UnavailableError
from tests.hub.server import FakeHub, model
from tests.serving import serve

TOKEN = "hf_" + "t" * 34
NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)


@asynccontextmanager
async def _asking(
    hub: FakeHub,
    *,
    token: str | None = None,
    deadline_s: float = 5.0,
    now: Callable[[], datetime] = lambda: NOW,
) -> AsyncGenerator[HuggingFaceClient, None]:
    async with (
        serve(hub.app()) as url,
        HuggingFaceClient(url, token, deadline_s=deadline_s, now=now) as client,
    ):
        yield client


async def test_a_model_is_found_by_its_name_and_a_former_one() -> None:
    hub = FakeHub([model("lab/Base", downloads=7)], renamed={"old/Base": "lab/Base"})
    async with _asking(hub) as client:
        found = await client.model("lab/Base")
        assert found
        assert (found.downloads, found.seen) == (7, NOW.date())
        assert await client.model("old/Base") == found
        assert await client.model("lab/None") is None


async def test_models_are_listed_by_paper_account_and_base() -> None:
    hub = FakeHub(
        [
            model("lab/Base", tags=["arxiv:2401.00001"], downloads=1),
            model("lab/Chat", tags=["arxiv:2401.00001"], downloads=9),
            model("fan/Base-GGUF", tags=["base_model:quantized:lab/Base"]),
        ]
    )
    async with _asking(hub) as client:
        assert [each.id for each in await client.of_paper("2401.00001")] == ["lab/Chat", "lab/Base"]
        assert [each.id for each in await client.of_owner("lab", "chat")] == ["lab/Chat"]
        made = await client.made_from("lab/Base", "quantized")
        assert [each.id for each in made] == ["fan/Base-GGUF"]
        assert await client.of_paper("2401.99999") == []


async def test_a_token_goes_along_and_nowhere_else() -> None:
    hub = FakeHub([model("lab/Base")], faults=["elsewhere"])
    async with _asking(hub, token=TOKEN) as client:
        with pytest.raises(UnavailableError, match="another host"):
            await client.model("lab/Base")
        await client.model("lab/Base")
    assert hub.tokens == [f"Bearer {TOKEN}"] * 2


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("500", "status 500"),
        ("truncated", "not valid JSON"),
        ("no json", "not valid JSON"),
        ("reset", "."),
        ("endless", "too long an answer"),
    ],
)
async def test_what_is_no_answer_is_an_outage(fault: str, reason: str) -> None:
    hub = FakeHub([model("lab/Base")], faults=[fault])
    async with _asking(hub) as client:
        with pytest.raises(UnavailableError, match=reason):
            await client.model("lab/Base")
        assert await client.model("lab/Base")


async def test_an_answer_has_a_deadline() -> None:
    async with _asking(FakeHub(faults=["hang"]), deadline_s=0.05) as client:
        with pytest.raises(UnavailableError, match="in time"):
            await client.model("lab/Base")


async def test_a_refused_token_is_no_missing_model() -> None:
    async with _asking(FakeHub(faults=["401"]), token=TOKEN) as client:
        with pytest.raises(UnauthorizedError):
            await client.model("lab/Base")


async def test_after_429_nothing_goes_out_until_the_window_ends() -> None:
    clock = [NOW]
    hub = FakeHub([model("lab/Base")], faults=["429"], reset_s=90)
    async with _asking(hub, now=lambda: clock[0]) as client:
        with pytest.raises(RateLimitedError) as caught:
            await client.model("lab/Base")
        assert caught.value.until == NOW + timedelta(seconds=90)
        with pytest.raises(RateLimitedError):
            await client.model("lab/Base", is_urgent=True)
        assert len(hub.asked) == 1
        clock[0] += timedelta(seconds=91)
        assert await client.model("lab/Base")


async def test_the_background_leaves_people_a_part_of_the_window() -> None:
    clock = [NOW]
    hub = FakeHub([model("lab/Base")], remaining=101)
    async with _asking(hub, now=lambda: clock[0]) as client:
        await client.model("lab/Base")
        assert client.remaining == 100
        with pytest.raises(RateLimitedError):
            await client.model("lab/Base")
        assert await client.model("lab/Base", is_urgent=True)
        clock[0] += timedelta(seconds=121)
        assert client.remaining is None
        assert await client.model("lab/Base")
