"""A queue longer than Discord knows a nonce: what is decided while there is time is done while there is time."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.newsletter.delivery import SETTLING, Delivery, State
from bot.newsletter.failures.store import FailureStore
from bot.newsletter.outbox.sql.claims import LEASE
from bot.newsletter.subscription import ChannelKind
from tests.bot.newsletter.crowd import DUE, Crowd, House, housed

COUNT = 300
TEN_MINUTES = timedelta(minutes=10)


@pytest.fixture
def crowd() -> Crowd:
    return Crowd()


@pytest.fixture
async def house(tmp_path: Path, crowd: Crowd) -> AsyncGenerator[House, None]:
    async with housed(tmp_path / "state.sqlite3", crowd, rate=2) as opened:
        yield opened


@pytest.mark.parametrize("channels", [range(10, 30), range(10, 310, 15)])
async def test_an_answer_lost_in_a_long_queue_brings_one_message_and_loses_none(
    house: House, crowd: Crowd, channels: range
) -> None:
    await house.subscribe(COUNT, kind=ChannelKind.TEXT)
    crowd.unreadable, crowd.lost = set(channels), set(channels)
    for _ in range(3):
        await house.machine.tick(DUE + timedelta(seconds=crowd.timer.elapsed()))
        crowd.timer.pass_by(seconds=30)
    assert set(crowd.counts().values()) == {1}
    assert await house.states() == {State.SENT: COUNT}
    assert crowd.lost == set()


async def test_what_can_be_read_is_looked_for_while_the_queue_goes_on(
    house: House, crowd: Crowd
) -> None:
    await house.subscribe(100)
    crowd.lost = set(range(10, 30))
    await house.machine.tick(DUE)
    assert set(crowd.counts().values()) == {1}
    assert crowd.searches == Counter(range(10, 30))
    assert await house.states() == {State.SENT: 100}


@pytest.mark.parametrize("kind", [ChannelKind.TEXT, ChannelKind.FORUM])
async def test_after_the_window_a_repeat_is_an_operators_decision(
    house: House, crowd: Crowd, kind: ChannelKind
) -> None:
    await house.subscribe(1, kind=kind)
    crowd.unreadable, crowd.lost = {10}, {10}
    await house.tick(DUE, DUE + TEN_MINUTES)
    assert crowd.counts() == {10: 1}
    assert await house.states() == {State.DEAD: 1}
    failures = FailureStore(house.state)
    (dead,) = await failures.failed()
    assert await failures.resend(dead.delivery_id, DUE + TEN_MINUTES) is None
    await house.machine.tick(DUE + TEN_MINUTES)
    assert await house.states() == {State.SENT: 1}


async def test_a_repeat_is_not_made_by_a_process_that_slept_over_its_time(
    house: House, crowd: Crowd
) -> None:
    await house.subscribe(1)
    crowd.unreadable, crowd.lost = {10}, {10}
    crowd.after_search = lambda: crowd.timer.pass_by(minutes=2)
    await house.tick(DUE, DUE + timedelta(seconds=6), DUE + TEN_MINUTES)
    assert crowd.counts() == {10: 1}
    assert await house.states() == {State.DEAD: 1}


async def test_a_process_that_slept_over_its_leases_claims_again_before_it_sends(
    house: House, crowd: Crowd
) -> None:
    await house.subscribe(5)

    def sleep() -> None:
        crowd.before_send = lambda: None
        crowd.timer.pass_by(seconds=LEASE.total_seconds())

    crowd.before_send = sleep
    await house.tick(DUE, DUE + TEN_MINUTES)
    assert set(crowd.counts().values()) == {1}
    assert await house.states() == {State.SENT: 5}
    assert {row.attempts for row in await house.rows()} == {1}


async def test_a_process_that_slept_after_it_wrote_that_it_sends_writes_it_once_more(
    house: House, crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.subscribe(1)
    begin, tries = house.machine.outbox.begin, list[int]()

    async def slow(delivery: Delivery, now: datetime) -> Delivery | None:
        begun = await begin(delivery, now)
        tries.append(delivery.attempts)
        if len(tries) == 1:
            crowd.timer.pass_by(seconds=LEASE.total_seconds())
        return begun

    monkeypatch.setattr(house.machine.outbox, "begin", slow)
    await house.tick(DUE, DUE + TEN_MINUTES)
    assert tries == [0, 1]
    assert crowd.counts() == {10: 1}
    assert await house.states() == {State.SENT: 1}


async def test_no_more_is_claimed_than_there_are_workers(tmp_path: Path, crowd: Crowd) -> None:
    path = tmp_path / "many.sqlite3"
    crowd.is_open.clear()
    async with housed(path, crowd, concurrency=5) as house:
        await house.subscribe(20, kind=ChannelKind.TEXT)
        ticking = asyncio.create_task(house.machine.tick(DUE))
        while crowd.in_flight < 5:
            await asyncio.sleep(0)
        rows = await house.rows()
        assert sum(row.lease_by is not None for row in rows) == 5
        assert Counter(row.state for row in rows) == {State.SENDING: 5, State.PENDING: 15}
        # Killed now: what was never tried is not in doubt.
        ticking.cancel()
        await asyncio.gather(ticking, return_exceptions=True)
    crowd.is_open.set()
    crowd.unreadable = set(range(10, 30))
    async with housed(path, crowd, concurrency=5) as heir:
        later = DUE + timedelta(minutes=2)
        await heir.machine.recover(later)
        assert await heir.states() == {State.UNSURE: 5, State.PENDING: 15}
        await heir.tick(later, later + TEN_MINUTES)
        assert await heir.states() == {State.DEAD: 5, State.SENT: 15}
    assert crowd.most_in_flight == 5
    assert crowd.counts() == dict.fromkeys(range(10, 30), 1)


async def test_a_worker_that_gets_free_claims_one_and_no_more(tmp_path: Path, crowd: Crowd) -> None:
    claims = list[int]()
    async with housed(tmp_path / "many.sqlite3", crowd, concurrency=4) as house:
        await house.subscribe(20, kind=ChannelKind.TEXT)
        claim = house.machine.outbox.claim

        async def counted(now: datetime, limit: int) -> list[Delivery]:
            rows = await house.rows()
            assert sum(row.lease_by is not None for row in rows) + limit <= 4
            claims.append(limit)
            return await claim(now, limit)

        house.machine.outbox.claim = counted
        await house.machine.tick(DUE)
    assert claims[0] == 4
    assert len(claims) > 10
    assert set(crowd.counts().values()) == {1}


@pytest.mark.parametrize("every_s", [1, 2, 4])
@pytest.mark.parametrize("rest", [1, 600])
async def test_after_a_restart_a_look_waits_for_what_may_be_on_its_way(
    tmp_path: Path, crowd: Crowd, every_s: int, rest: int
) -> None:
    path = tmp_path / "forums.sqlite3"
    crowd.is_open.clear()
    async with housed(path, crowd) as house:
        await house.subscribe(5, kind=ChannelKind.FORUM)
        ticking = asyncio.create_task(house.machine.tick(DUE))
        while crowd.in_flight < 5:
            await asyncio.sleep(0)
        ticking.cancel()
        await asyncio.gather(ticking, return_exceptions=True)
    # Discord takes its time: the posts can be seen after four seconds.
    hidden, crowd.posts = crowd.posts, Counter[tuple[int, str, int]]()
    crowd.is_open.set()
    start = DUE + timedelta(seconds=rest)
    async with housed(path, crowd) as heir:
        await heir.machine.recover(start)
        for second in range(0, 20, every_s):
            if second >= SETTLING.total_seconds() - 1:
                crowd.posts, hidden = crowd.posts + hidden, Counter[tuple[int, str, int]]()
            await heir.machine.tick(start + timedelta(seconds=second))
        assert await heir.states() == {State.SENT: 5}
    assert set(crowd.counts().values()) == {1}
