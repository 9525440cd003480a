from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest

from bot.github.client import GitHubClient
from bot.github.glance import GlanceStatus, is_full_name
from bot.github.glances import MOST_EACH, PERIOD_S, Glances
from tests.github.server import NOW, TOKEN, FakeGitHub, FakeRepository


@asynccontextmanager
async def _looking(
    fake: FakeGitHub, *, token: str | None = TOKEN, wait_s: float = 5.0
) -> AsyncGenerator[tuple[Glances, list[float]], None]:
    clock = [0.0]
    fake.token = token
    async with (
        fake.serving() as url,
        GitHubClient(url, token, share=1.0, deadline_s=5.0, now=lambda: NOW) as client,
    ):
        yield Glances(client, wait_s=wait_s, now=lambda: clock[0]), clock


def _fake() -> FakeGitHub:
    fake = FakeGitHub()
    for number in range(1, 30):
        fake.add(FakeRepository(number, f"some/thing{number}", stars=number * 10))
    return fake


@pytest.mark.parametrize("token", [TOKEN, None])
async def test_a_glance_has_githubs_facts_with_and_without_a_token(token: str | None) -> None:
    fake = _fake()
    async with _looking(fake, token=token) as (glances, clock):
        glance = await glances.look("Some/Thing3", 1)
        assert glance
        assert (glance.status, glance.is_moved) == (GlanceStatus.FOUND, False)
        assert glance.repository
        assert (glance.repository.stars, glance.repository.license) == (30, "MIT")
        # Known for an hour, for everybody.
        assert await glances.look("some/thing3", 2) is glance
        assert fake.log == ["GET /repos/Some/Thing3"]
        clock[0] += 3_601
        fake.rename(fake.repositories[3], "new/name")
        moved = await glances.look("some/thing3", 2)
        assert moved
        assert moved.is_moved


async def test_what_is_missing_blocked_or_private_is_all_the_same() -> None:
    fake = _fake()
    fake.repositories[1].state = "gone"
    fake.repositories[2].state = "blocked"
    async with _looking(fake) as (glances, _):
        for name in ("nobody/nothing", "some/thing1", "some/thing2"):
            glance = await glances.look(name, 1)
            assert glance
            assert glance.status is GlanceStatus.MISSING


@pytest.mark.parametrize("fault", ["401", "403 retry-after", "429", "500", "hang", "no json"])
async def test_a_github_that_does_not_answer_is_said_and_not_asked_again_at_once(
    fault: str,
) -> None:
    fake = _fake()
    fake.faults = [fault]
    async with _looking(fake, wait_s=0.3) as (glances, _):
        for _ in range(2):
            glance = await glances.look("some/thing1", 1)
            assert glance
            assert (glance.status, glance.repository) == (GlanceStatus.UNREACHABLE, None)
        assert len(fake.log) == 1


async def test_a_person_gets_so_many_in_so_long_and_others_are_not_held_up() -> None:
    fake = _fake()
    async with _looking(fake) as (glances, clock):
        for number in range(1, MOST_EACH + 1):
            glance = await glances.look(f"some/thing{number}", 1)
            assert glance
            assert glance.status is GlanceStatus.FOUND
        busy = await glances.look("some/thing20", 1)
        assert busy
        assert busy.status is GlanceStatus.BUSY
        assert len(fake.log) == MOST_EACH
        known = await glances.look("some/thing1", 1)
        other = await glances.look("some/thing20", 2)
        assert known
        assert other
        assert known.status is other.status is GlanceStatus.FOUND
        clock[0] += PERIOD_S + 1
        again = await glances.look("some/thing21", 1)
        assert again
        assert again.status is GlanceStatus.FOUND


@pytest.mark.parametrize(
    "name",
    [
        "some/..",
        "some/.",
        "some/thing/../../user",
        "some/thing?x=1",
        "some/thing#1",
        "some/thing%2f..",
        "some/th ing",
        "some/thing\n",
        "-some/thing",
        "some/",
        "/thing",
        "some",
        "söme/thing",
        "some/" + "x" * 101,
        "x" * 40 + "/thing",
        "",
    ],
)
async def test_only_a_name_reaches_github(name: str) -> None:
    fake = _fake()
    async with _looking(fake) as (glances, _):
        assert await glances.look(name, 1) is None
        assert fake.log == []


@pytest.mark.parametrize("name", ["a/b", "google-research/.github", "a1-/x.y_z-1", "some/..."])
def test_names_as_github_allows_them(name: str) -> None:
    assert is_full_name(name)
