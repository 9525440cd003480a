import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from importlib import resources

import httpx
import pytest
from graphql import build_schema, parse, validate

from bot.github.client import GitHubClient
from bot.github.errors import (
    GitHubError,
    RateLimitedError,
    TooHeavyError,
    UnauthorizedError,
    UnavailableError,
)
from bot.github.fields import PayloadError
from bot.github.payload import LatestRelease
from tests.github.server import HERE, NOW, TOKEN, FakeGitHub, FakeRepository


@asynccontextmanager
async def _asking(
    fake: FakeGitHub,
    *,
    token: str | None = TOKEN,
    share: float = 1.0,
    deadline_s: float = 5.0,
    now: Callable[[], datetime] = lambda: NOW,
) -> AsyncGenerator[GitHubClient, None]:
    async with (
        fake.serving() as url,
        GitHubClient(url, token, share=share, deadline_s=deadline_s, now=now) as client,
    ):
        yield client


async def _nothing() -> AsyncGenerator[bytes, None]:
    yield b"{}"


def _fake(*names: str) -> FakeGitHub:
    fake = FakeGitHub()
    for number, name in enumerate(names or ("some/thing",), start=1):
        fake.add(FakeRepository(number, name, stars=number * 10))
    return fake


async def test_every_query_is_one_that_github_has(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    original = GitHubClient._graphql  # pyright: ignore[reportPrivateUsage]  # to see what is sent

    async def see(self: GitHubClient, query: str, *args: object, **options: bool) -> object:
        sent.append(query)
        return await original(self, query, *args, **options)  # pyright: ignore[reportArgumentType]  # as given

    monkeypatch.setattr(GitHubClient, "_graphql", see)
    schema = build_schema((HERE / "schema.graphql").read_text("utf-8"))
    async with _asking(_fake("a/one", "b/two")) as client:
        await client.nodes(["R_1"])
        await client.named(["a/one", "b/two"])
    assert len(sent) == 2
    for query in sent:
        assert validate(schema, parse(query)) == []
    fragments = resources.files("bot.github").joinpath("repository.graphql").read_text("utf-8")
    assert validate(
        schema, parse(fragments.replace("stargazerCount", "starCount") + sent[0].split("\n")[0])
    )


async def test_repositories_come_by_id_and_by_name() -> None:
    fake = _fake("a/one", "b/two")
    two = fake.repositories[2]
    two.release, two.topics, two.homepage = "v1.2", ("jax", "gan"), "https://two.example"
    fake.rename(fake.repositories[1], "a/new-one")
    async with _asking(fake) as client:
        by_id = await client.nodes(["R_1", "R_2", "R_99"])
        by_name = await client.named(["a/one", "B/TWO", "nobody/nothing"])
    assert by_id.found == by_name.found
    assert by_id.missing == by_name.missing == frozenset({2})
    assert by_id.found[0].full_name == "a/new-one"
    assert by_id.found[1].stars == 20
    assert by_id.found[1].topics == ("jax", "gan")
    assert by_id.found[1].release == LatestRelease("v1.2", "v1.2", datetime(2026, 10, 1).date())  # noqa: DTZ001  # a day
    assert client.points == 2


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("401", UnauthorizedError),
        ("403 retry-after", RateLimitedError),
        ("403 secondary", RateLimitedError),
        ("429", RateLimitedError),
        ("500", UnavailableError),
        ("502", TooHeavyError),
        ("503", UnavailableError),
        ("504", TooHeavyError),
        ("hang", TooHeavyError),
        ("endless", TooHeavyError),
        ("bomb", TooHeavyError),
        ("truncated", UnavailableError),
        ("no json", UnavailableError),
        ("reset", UnavailableError),
        ("graphql rate limit", RateLimitedError),
    ],
)
async def test_each_fault_of_graphql_has_its_error(fault: str, error: type[GitHubError]) -> None:
    fake = _fake()
    fake.faults = [fault]
    async with _asking(fake, deadline_s=1.0) as client:
        with pytest.raises(GitHubError) as caught:
            await client.nodes(["R_1"])
    assert type(caught.value) is error


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("401", UnauthorizedError),
        ("429", RateLimitedError),
        ("500", UnavailableError),
        ("502", UnavailableError),
        ("hang", UnavailableError),
        ("truncated", UnavailableError),
        ("reset", UnavailableError),
    ],
)
async def test_each_fault_of_rest_has_its_error(fault: str, error: type[GitHubError]) -> None:
    fake = _fake()
    fake.faults = [fault]
    async with _asking(fake, deadline_s=0.3) as client:
        with pytest.raises(GitHubError) as caught:
            await client.get("/repos/some/thing")
    assert type(caught.value) is error


async def test_a_page_in_place_of_a_document_is_told() -> None:
    fake = _fake()
    fake.faults = ["no json"]
    async with _asking(fake) as client:
        answer = await client.get("/repos/some/thing")
    with pytest.raises(PayloadError, match="not valid JSON"):
        answer.json()


@pytest.mark.parametrize("fault", ["endless", "bomb"])
async def test_a_body_without_end_is_cut_and_a_packed_one_is_not_unpacked_whole(fault: str) -> None:
    fake = _fake()
    fake.faults = [fault]
    async with _asking(fake) as client:
        answer = await client.get("/repos/some/thing/readme", most_bytes=100_000)
    assert answer.is_cut
    assert len(answer.body) == 100_000


async def test_deleted_blocked_and_moved_are_answers() -> None:
    fake = _fake("a/gone", "a/blocked", "a/old")
    fake.delete(fake.repositories[1])
    fake.repositories[2].state = "blocked"
    fake.rename(fake.repositories[3], "b/new")
    async with _asking(fake) as client:
        assert (await client.get("/repositories/1")).status == 404
        assert (await client.get("/repos/a/blocked")).status == 451
        moved = await client.get("/repos/a/old")
    assert moved.status == 200
    assert b'"b/new"' in moved.body


async def test_redirects_stay_on_the_host_and_end() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        where = "https://evil.example/x" if "away" in request.url.path else str(request.url)
        return httpx.Response(301, headers={"location": where}, content=_nothing())

    async with GitHubClient(transport=httpx.MockTransport(answer), token=TOKEN) as client:
        with pytest.raises(UnavailableError, match="another host"):
            await client.get("/away")
        with pytest.raises(UnavailableError, match="without end"):
            await client.get("/round")


async def test_waiting_goes_by_the_headers_and_by_githubs_clock() -> None:
    fake = _fake()
    fake.skew = timedelta(hours=5)
    fake.used["graphql"] = fake.limits["graphql"]
    async with _asking(fake) as client:
        with pytest.raises(RateLimitedError) as limit:
            await client.nodes(["R_1"])
        # Their reset is 40 minutes ahead by their clock, so it is by ours.
        assert limit.value.until == NOW + timedelta(minutes=40)
        with pytest.raises(RateLimitedError):
            await client.get("/repos/some/thing")
        assert client.requests == 1


async def test_without_a_word_each_wait_is_twice_as_long() -> None:
    fake = _fake()
    fake.faults = ["403 secondary", "403 secondary", "403 retry-after"]
    moment = [NOW]
    async with _asking(fake, now=lambda: moment[0]) as client:
        waits: list[timedelta] = []
        for _ in range(3):
            with pytest.raises(RateLimitedError) as limit:
                await client.get("/repos/some/thing")
            waits.append(limit.value.until - moment[0])
            moment[0] = limit.value.until
        assert [wait.total_seconds() for wait in waits] == [60, 120, 7]
        assert (await client.get("/repos/some/thing")).status == 200


async def test_a_share_of_the_budget_is_left_for_people() -> None:
    fake = _fake()
    fake.limits["core"] = 10
    async with _asking(fake, share=0.5) as client:
        for _ in range(5):
            await client.get("/repos/some/thing")
        with pytest.raises(RateLimitedError):
            await client.get("/repos/some/thing")
        assert (await client.get("/repos/some/thing", is_urgent=True)).status == 200
        rate = client.rate("core")
        assert rate
        assert (rate.limit, rate.remaining) == (10, 4)


def test_without_a_token_nearly_all_of_the_little_there_is_may_be_used() -> None:
    assert GitHubClient(share=0.5).share == 0.9
    assert GitHubClient(token=TOKEN, share=0.5).share == 0.5


async def test_requests_go_out_one_at_a_time() -> None:
    under_way = most = 0

    async def answer(_request: httpx.Request) -> httpx.Response:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0)
        under_way -= 1
        return httpx.Response(404, content=_nothing())

    async with GitHubClient(transport=httpx.MockTransport(answer)) as client:
        await asyncio.gather(*(client.get("/repos/a/b") for _ in range(5)))
    assert most == 1


@pytest.mark.parametrize(
    ("base", "graphql"),
    [
        ("https://api.github.com", "https://api.github.com/graphql"),
        ("https://ghe.example/api/v3/", "https://ghe.example/api/graphql"),
    ],
)
def test_graphql_stands_beside_the_rest_api(base: str, graphql: str) -> None:
    assert GitHubClient(base).graphql_url == graphql


async def test_the_token_is_sent_in_a_header_and_shown_nowhere() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        raise httpx.ConnectError("no route")

    async with GitHubClient(token=TOKEN, transport=httpx.MockTransport(answer)) as client:
        with pytest.raises(UnavailableError) as error:
            await client.get("/x")
    assert seen[0].headers["authorization"] == f"Bearer {TOKEN}"
    assert TOKEN not in str(seen[0].url)
    assert TOKEN not in f"{error.value!r} {error.value.__cause__!r}"


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (httpx.ConnectError("[Errno -2] Name or service not known"), "Name or service not known"),
        (httpx.ConnectError("All connection attempts failed"), "All connection attempts failed"),
        (
            httpx.RemoteProtocolError("Server disconnected without sending a response."),
            "Server disconnected without sending a response",
        ),
        (httpx.ReadError(""), "ReadError"),
    ],
)
async def test_a_failed_connection_is_said_in_words(fault: Exception, reason: str) -> None:
    def answer(_request: httpx.Request) -> httpx.Response:
        raise fault

    async with GitHubClient(transport=httpx.MockTransport(answer)) as client:
        with pytest.raises(UnavailableError) as error:
            await client.get("/x")
    assert str(error.value) == reason
