"""A backup put in the database's place: what it doesn't know to have been sent is not sent again."""

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.months import Month
from bot.newsletter.delivery import SendResult, SendStatus, State
from bot.newsletter.failures.failed_delivery import ResendBlocker
from bot.newsletter.failures.store import FailureStore
from bot.newsletter.schema import deliveries
from bot.newsletter.subscription import ChannelKind, Reason
from tests.bot.newsletter.crowd import BEFORE, DUE, JULY, Crowd, House, housed

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
COUNT = 25
ONCE = dict.fromkeys(range(10, 10 + COUNT), 1)


@pytest.fixture
def crowd() -> Crowd:
    return Crowd()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state.sqlite3"


async def before_the_plan(house: House) -> None:
    pass


async def after_the_plan(house: House) -> None:
    await house.machine.plan(DUE)


async def lived(
    path: Path, crowd: Crowd, copied: Callable[[House], object] = before_the_plan
) -> None:
    """Let a bot send July's edition, and put a copy of its database made before that in its place."""
    async with housed(path, crowd) as house:
        await house.subscribe(COUNT)
        if copied is after_the_plan:
            await house.machine.plan(DUE)
    shutil.copy(path, path.with_name("backup"))
    async with housed(path, crowd) as house:
        await house.machine.recover(DUE)
        await house.machine.tick(DUE)
        assert await house.states() == {State.SENT: COUNT}
    assert crowd.counts() == ONCE
    shutil.copy(path.with_name("backup"), path)


@pytest.mark.parametrize("copied", [before_the_plan, after_the_plan])
@pytest.mark.parametrize("rest", [timedelta(minutes=4), DAY])
async def test_a_restored_backup_posts_nothing_again(
    path: Path, crowd: Crowd, copied: Callable[[House], object], rest: timedelta
) -> None:
    await lived(path, crowd, copied)
    crowd.timer.pass_by(seconds=rest.total_seconds())
    async with housed(path, crowd) as house:
        await house.machine.recover(DUE + rest)
        await house.tick(DUE + rest, DUE + rest + HOUR)
        assert await house.states() == {State.SENT: COUNT}
        assert {row.message_id for row in await house.rows()} == set(ONCE)
    assert crowd.counts() == ONCE


async def test_a_restored_backup_sends_what_was_not_sent(path: Path, crowd: Crowd) -> None:
    await lived(path, crowd)
    async with housed(path, crowd) as house:
        for channel in range(100, 105):
            await house.subscribe_one(channel)
        await house.machine.recover(DUE + DAY)
        await house.machine.tick(DUE + DAY)
        assert await house.states() == {State.SENT: COUNT + 5}
    assert crowd.counts() == ONCE | dict.fromkeys(range(100, 105), 1)


@pytest.mark.parametrize("is_marked", [True, False])
async def test_what_cannot_be_read_waits_for_an_operator_after_a_restore(
    path: Path, crowd: Crowd, is_marked: bool
) -> None:
    # Without a mark the readable channels show it; with one nobody has to be readable.
    unreadable = set(ONCE) if is_marked else set(range(10, 20))
    await lived(path, crowd)
    crowd.unreadable = unreadable
    later = DUE + DAY
    crowd.timer.pass_by(days=1)
    async with housed(path, crowd) as house:
        await house.machine.recover(later, restored_at=later if is_marked else None)
        await house.tick(later, later + HOUR)
        expected = {State.DEAD: len(unreadable), State.SENT: COUNT - len(unreadable)}
        assert await house.states() == {state: count for state, count in expected.items() if count}
        failures = FailureStore(house.state)
        again, sent, *_ = await failures.failed()
        now = later + HOUR
        assert await failures.was_sent(sent.delivery_id, now) is None
        assert await failures.was_sent(sent.delivery_id, now) is ResendBlocker.OVER
        assert await failures.resend(again.delivery_id, now) is None
        await house.machine.tick(now)
        assert (await house.states())[State.DEAD] == len(unreadable) - 2
    assert crowd.counts() == ONCE | {again.channel_id: 2}


@pytest.mark.parametrize("can_read", [True, False])
@pytest.mark.parametrize("is_marked", [True, False])
@pytest.mark.parametrize(
    "hindered",
    [
        SendResult(SendStatus.NOT_READY),
        SendResult(SendStatus.UNCLEAR),
        SendResult(SendStatus.BUSY, retry_after=timedelta(minutes=10)),
        SendResult(SendStatus.HELD, retry_after=timedelta(minutes=10)),
        SendResult(SendStatus.CLOSED, retry_after=timedelta(minutes=10)),
    ],
)
async def test_a_search_without_an_answer_takes_the_mark_of_a_restore_from_nobody(
    path: Path, crowd: Crowd, hindered: SendResult, is_marked: bool, can_read: bool
) -> None:
    await lived(path, crowd)
    later = DUE + DAY
    crowd.timer.pass_by(days=1)
    unanswered = range(10, 20)
    crowd.hindered = dict.fromkeys(unanswered, hindered)
    crowd.unreadable = set() if can_read else set(unanswered)
    async with housed(path, crowd) as house:
        await house.machine.recover(later, restored_at=later if is_marked else None)
        await house.tick(*(later + hours * HOUR for hours in range(4)))
        dead = len(crowd.unreadable)
        expected = {State.SENT: COUNT - dead, State.DEAD: dead}
        assert await house.states() == {state: count for state, count in expected.items() if count}
    assert crowd.counts() == ONCE


async def test_the_mark_of_a_restore_lasts_as_long_as_it_is_given(path: Path, crowd: Crowd) -> None:
    await lived(path, crowd)
    crowd.unreadable = set(ONCE)
    later = DUE + DAY
    for start in (later, later + HOUR):
        async with housed(path, crowd) as house:
            await house.machine.recover(start, restored_at=later)
            await house.machine.tick(start)
            assert await house.states() == {State.DEAD: COUNT}
    # The month after is sent as ever.
    async with housed(path, crowd) as house:
        start = DUE + timedelta(days=31)
        await house.machine.recover(start, restored_at=later)
        await house.machine.tick(start)
        assert await house.states(JULY.plus(1)) == {State.SENT: COUNT}
    assert crowd.counts() == ONCE
    assert crowd.counts(JULY.plus(1)) == ONCE


async def test_a_message_that_an_operator_sent_again_is_no_sign_of_a_restore(
    path: Path, crowd: Crowd
) -> None:
    async with housed(path, crowd) as house:
        await house.subscribe(COUNT)
        await house.machine.tick(DUE)
        dead = update(deliveries).where(deliveries.c.channel_id == 10)
        values = dead.values(state=State.DEAD, reason=Reason.UNVERIFIABLE)
        await house.state.write(lambda connection: connection.execute(values))
        failures = FailureStore(house.state)
        (failed,) = await failures.failed()
        assert await failures.resend(failed.delivery_id, DUE + HOUR) is None
    async with housed(path, crowd) as house:
        await house.machine.recover(DUE + 2 * HOUR)
        await house.machine.tick(DUE + 2 * HOUR)
        assert await house.states() == {State.SENT: COUNT}
        assert await house.machine.outbox.found_unsent(str(JULY)) is None
    assert crowd.counts() == ONCE


async def test_a_bot_that_was_off_for_a_day_needs_no_operator(path: Path, crowd: Crowd) -> None:
    crowd.unreadable = set(range(10, 20))
    async with housed(path, crowd) as house:
        await house.subscribe(COUNT)
        await house.machine.recover(DUE + DAY)
        await house.machine.tick(DUE + DAY)
        assert await house.states() == {State.SENT: COUNT}
    assert crowd.counts() == ONCE


async def test_what_falls_due_while_the_bot_runs_is_sent_without_a_look(
    path: Path, crowd: Crowd
) -> None:
    async with housed(path, crowd) as house:
        await house.machine.recover(BEFORE)
        await house.subscribe(COUNT)
        # Composing may have failed for hours.
        await house.machine.tick(DUE + HOUR)
        await house.subscribe(COUNT, BEFORE, day=9)
        await house.machine.tick(DUE + timedelta(days=7))
    assert crowd.searches == {}
    assert crowd.counts() == ONCE


@pytest.mark.parametrize("is_marked", [True, False])
async def test_a_change_of_the_day_that_a_restore_lost_brings_no_edition_again(
    path: Path, crowd: Crowd, is_marked: bool
) -> None:
    async with housed(path, crowd) as house:
        await house.subscribe(COUNT, day=28)
        await house.subscribe(5)
    shutil.copy(path, path.with_name("backup"))
    async with housed(path, crowd) as house:
        await house.subscribe(COUNT)
        await house.machine.recover(DUE)
        await house.machine.tick(DUE)
    shutil.copy(path.with_name("backup"), path)
    assert crowd.counts() == ONCE
    restored, later = DUE + DAY, datetime(2026, 8, 28, 9, tzinfo=DUE.tzinfo)
    async with housed(path, crowd) as house:
        await house.machine.recover(restored, restored_at=restored if is_marked else None)
        await house.machine.tick(restored)
        assert await house.states() == {State.SENT: 5}
        crowd.timer.pass_by(days=25)
        await house.machine.tick(later)
        assert await house.states() == {State.SENT: COUNT}
    assert crowd.counts() == ONCE


async def test_a_subscription_set_back_by_months_gets_its_newest_edition_once(
    path: Path, crowd: Crowd
) -> None:
    july, october = DUE, DUE + timedelta(days=93)
    async with housed(path, crowd) as house:
        await house.subscribe(COUNT, kind=ChannelKind.FORUM)
    shutil.copy(path, path.with_name("backup"))
    async with housed(path, crowd) as house:
        await house.machine.recover(july)
        for days in (0, 31, 62, 93):
            await house.machine.tick(july + timedelta(days=days))
    shutil.copy(path.with_name("backup"), path)
    async with housed(path, crowd) as house:
        await house.machine.recover(october)
        await house.machine.tick(october)
    for number in range(7, 10):
        assert crowd.counts(Month(2026, number)) == ONCE
