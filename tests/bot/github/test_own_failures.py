from pathlib import Path

import pytest
from aiohttp import web

from bot.catalog.shipped import Shipped
from bot.github.errors import PostponedError
from tests.bot.github.world import open_world
from tests.github.server import TOKEN, FakeGitHub, FakeRepository

ALLOW_LIST = (
    "Although you appear to have the correct authorization credentials, the `org` organization has an IP allow list"
    " enabled, and your IP address is not permitted to access this resource."
)
TOO_LARGE = "This API returns blobs up to 1 MB in size. The requested blob is too large."
REFUSALS = {
    "IP allow list": (403, ALLOW_LIST),
    "too large": (403, TOO_LARGE),
    "bad request": (422, "Validation Failed"),
    "gone for good": (410, ""),
    "always 500": (500, ""),
    "always 502": (502, ""),
}


def _github(bad: int, **refusals: tuple[int, str]) -> tuple[FakeGitHub, list[str]]:
    """Return a GitHub whose most starred repositories fail."""
    names = [f"org/n{number}" for number in range(bad)] + ["b/two", "c/three"]
    fake = FakeGitHub(token=TOKEN)
    for number, name in enumerate(names, start=1):
        repository = fake.add(FakeRepository(number, name, stars=10_000 - number))
        if number <= bad:
            repository.refusals.update(refusals)
    return fake, names


@pytest.mark.parametrize("what", ["readme", "history"])
@pytest.mark.parametrize("refusal", list(REFUSALS))
@pytest.mark.parametrize("bad", [1, 5, 12])
async def test_entries_that_always_fail_end_no_refresh(
    tmp_path: Path, shipped: Shipped, bad: int, refusal: str, what: str
) -> None:
    fake, names = _github(bad, **{what: REFUSALS[refusal]})
    async with open_world(tmp_path / "c.sqlite3", shipped, names, fake=fake) as world:
        report = await world.refresher.run("timer")
        assert report.outcome == "complete"
        assert report.readmes >= 2
        assert report.histories >= 2
        assert await world.readme((await world.entry("b/two")).id) == "<h1>Thing</h1>"
        assert sum(world.waits) == 0
        failed = report.names.get("failed", ())
        if REFUSALS[refusal][0] == 410:
            assert failed == ()
        else:
            assert len(failed) == bad
            words = REFUSALS[refusal][1] or f"status {REFUSALS[refusal][0]}"
            assert all(words in line and line.startswith("org/") for line in failed)


async def test_a_refusal_is_told_from_a_github_that_can_t_be_reached(
    tmp_path: Path, shipped: Shipped
) -> None:
    fake, names = _github(1, readme=REFUSALS["IP allow list"])
    async with open_world(tmp_path / "c.sqlite3", shipped, names, fake=fake) as world:
        for _ in range(2):  # fetched, then remembered
            with pytest.raises(PostponedError) as refused:
                await world.refresher.fetch_readmes([(await world.entry("org/n0")).id])
            assert refused.value.is_own
            assert ALLOW_LIST in str(refused.value)


@pytest.mark.parametrize("refusal", ["IP allow list", "always 500"])
async def test_a_readme_that_keeps_failing_is_asked_for_less_and_less(
    tmp_path: Path, shipped: Shipped, refusal: str
) -> None:
    fake, names = _github(1, readme=REFUSALS[refusal])
    async with open_world(tmp_path / "c.sqlite3", shipped, names, fake=fake) as world:
        days_asked: list[int] = []
        for day in range(30):
            asked = len(fake.log)
            report = await world.refresher.run("timer")
            if "GET /repos/org/n0/readme" in fake.log[asked:]:
                days_asked.append(day)
            assert (report.outcome, report.failed) == ("complete", 1)
            await world.a_day_later()
        assert days_asked == [0, 1, 3, 7, 14, 21, 28]
        # Asked to, it tries at once; and what works again is forgotten.
        fake.repositories[1].refusals.clear()
        report = await world.refresher.run("command line", everything=True)
        assert (report.readmes, report.failed) == (1, 0)
        assert await world.database.fetch("SELECT * FROM fetch_failure") == []


@pytest.mark.parametrize("bad", [1, 3, 12])
async def test_repositories_that_github_refuses_are_asked_for_less_and_less(
    tmp_path: Path, shipped: Shipped, bad: int
) -> None:
    fake, names = _github(bad, node=(200, "Resource protected by organization SAML enforcement."))
    async with open_world(tmp_path / "c.sqlite3", shipped, names, fake=fake) as world:
        for day in range(3):
            report = await world.refresher.run("timer")
            assert (report.outcome, report.failed, report.checked) == ("complete", bad, 2)
            asked = [line for line in fake.log if line.startswith("POST")]
            assert len(asked) <= 2 * (day + 1)
            assert sum(world.waits) == 0
            await world.a_day_later()
        # On the third day they are left alone, still shown, and no reason to start again within the hour.
        assert await world.refresher.count_stale() == 2 + bad
        await world.refresher.run("timer")


class _Poisoned(FakeGitHub):
    """Answers 500 to every query about some repositories."""

    poison = frozenset[str]()

    async def _graphql(self, request: web.Request) -> web.StreamResponse:
        asked = await request.json()
        if self.poison & set(asked["variables"].get("ids") or asked["variables"].values()):
            self.log.append("POST /graphql poisoned")
            return self._plain(500, "<html>unicorn</html>", "graphql")
        return await super()._graphql(request)


async def test_queries_about_one_entry_that_always_fail_end_no_refresh(
    tmp_path: Path, shipped: Shipped
) -> None:
    names = [f"org/n{number}" for number in range(20)]
    fake = _Poisoned(token=TOKEN)
    fake.poison = frozenset({"n0", "n1", "n2", "n9"})
    for number, name in enumerate(names, start=1):
        fake.add(FakeRepository(number, name, stars=10_000 - number))
    async with open_world(tmp_path / "c.sqlite3", shipped, names, fake=fake) as world:
        report = await world.refresher.run("timer")
        assert (report.outcome, report.checked, report.failed) == ("complete", 16, 4)
        assert (report.readmes, report.histories) == (16, 16)
        assert sum(world.waits) == 0


@pytest.mark.parametrize("fault", ["500", "502", "503", "reset"])
async def test_a_github_that_fails_whatever_is_asked_is_given_up(
    tmp_path: Path, shipped: Shipped, fault: str
) -> None:
    fake, names = _github(0)
    async with open_world(tmp_path / "c.sqlite3", shipped, names, fake=fake) as world:
        await world.refresher.run("timer")
        for repository in fake.repositories.values():
            repository.head = "1" * 40
        await world.a_day_later()
        asked = len(fake.log)
        # The repositories are answered, then GitHub goes down.
        fake.faults = ["", *[fault] * 100]
        report = await world.refresher.run("timer")
        assert (report.outcome, report.checked, report.readmes) == ("unreachable", 2, 0)
        assert len(fake.log) - asked <= 11
        assert 60 < sum(world.waits) < 600
        fake.faults = []
        # Nobody is blamed for it: the next run asks for all that is left.
        assert (await world.refresher.run("timer")).readmes == 2


async def test_an_outage_that_passes_costs_no_entry(tmp_path: Path, shipped: Shipped) -> None:
    fake, names = _github(0)
    async with open_world(tmp_path / "c.sqlite3", shipped, names, fake=fake) as world:
        fake.faults = ["", *["503"] * 4]
        report = await world.refresher.run("timer")
        assert (report.outcome, report.failed, report.readmes) == ("complete", 0, 2)
        assert world.waits == [1.0, 2.0, 4.0]


async def test_a_service_that_answers_nothing_but_probes_is_given_up(
    tmp_path: Path, shipped: Shipped
) -> None:
    fake, names = _github(120, readme=(500, ""))
    async with open_world(tmp_path / "c.sqlite3", shipped, names, fake=fake) as world:
        report = await world.refresher.run("timer")
        assert (report.outcome, report.checked) == ("unreachable", 122)
