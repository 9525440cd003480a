"""The machine with a sender that answers as told."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.months import Month
from bot.newsletter.bodies import Variant
from bot.newsletter.decisions.tries import settle
from bot.newsletter.delivery import Body, Delivery, SendResult, SendStatus, State
from bot.newsletter.pacer import Begin, Turn
from bot.newsletter.sender import Composer
from bot.newsletter.service import Newsletter
from bot.newsletter.subscription import ChannelKind, Pause, Reason, Settings, Subscription
from bot.state.database import open_state
from tests.bot.newsletter.patience import Patience

BEFORE = datetime(2026, 7, 10, tzinfo=UTC)
DUE = datetime(2026, 8, 2, 9, tzinfo=UTC)
JULY = Month(2026, 7)
SENT = SendResult(SendStatus.SENT, message_id=1)


@dataclass
class Sender:
    """Answers each request with the next of its answers, then with SENT."""

    answers: list[SendResult | Exception] = field(default_factory=list[SendResult | Exception])
    sent: list[Delivery] = field(default_factory=list[Delivery])
    searched: list[Delivery] = field(default_factory=list[Delivery])
    published: list[Delivery] = field(default_factory=list[Delivery])
    notices_in: int | None = 99

    async def send(self, delivery: Delivery, body: Body, turn: Turn, begin: Begin) -> SendResult:
        if not await begin():
            return SendResult(SendStatus.WITHDRAWN)
        self.sent.append(delivery)
        return self._answer()

    async def find(self, delivery: Delivery, turn: Turn) -> SendResult:
        await turn()
        self.searched.append(delivery)
        return self._answer()

    async def publish(self, delivery: Delivery, turn: Turn) -> SendResult:
        await turn()
        self.published.append(delivery)
        return self._answer()

    def _answer(self) -> SendResult:
        answer = self.answers.pop(0) if self.answers else SENT
        if isinstance(answer, Exception):
            raise answer
        return answer

    def notice_channel(self, guild_id: int, avoiding: int) -> int | None:
        return self.notices_in


@dataclass
class Writer:
    """Writes editions, and remembers what was asked."""

    composed: list[Month] = field(default_factory=list[Month])
    rendered: list[Variant] = field(default_factory=list[Variant])
    faults: list[Exception] = field(default_factory=list[Exception])

    async def compose(self, month: Month) -> str:
        if self.faults:
            raise self.faults.pop()
        self.composed.append(month)
        return str(month)

    async def render(self, edition: str, month: Month, variant: Variant) -> list[Body]:
        self.rendered.append(variant)
        return [Body(({"type": 10, "content": edition},))]

    def word_notice(self, subscription: Subscription, pause: Pause) -> Body:
        return Body(({"type": 10, "content": str(pause.reason)},))


@dataclass
class Office:
    """A newsletter and those who work for it, on a clock that only their waiting moves."""

    newsletter: Newsletter
    sender: Sender
    writer: Writer
    timer: Patience

    async def subscribe(self, count: int, kind: ChannelKind = ChannelKind.TEXT) -> None:
        for number in range(count):
            settings = Settings(10 + number, kind, publish=kind is ChannelKind.ANNOUNCEMENT)
            await self.newsletter.store.subscribe(1, settings, 7, BEFORE)

    async def states(self) -> dict[State, int]:
        return await self.newsletter.outbox.counts(JULY)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncGenerator[Office, None]:
    sender, writer = Sender(), Writer()
    async with open_state(f"sqlite+aiosqlite:///{tmp_path / 'state.sqlite3'}") as state:
        composer = Composer(writer.compose, writer.render, writer.word_notice)
        timer = Patience()
        newsletter = Newsletter(
            state, sender, composer, 1000, rate=0, concurrency=1, chance=lambda: 0.5, timer=timer
        )
        yield Office(newsletter, sender, writer, timer)


async def test_an_edition_is_composed_once_and_rendered_once_for_each_look(
    office: Office,
) -> None:
    await office.subscribe(3)
    zh = Settings(50, ChannelKind.TEXT, "zh")
    await office.newsletter.store.subscribe(1, zh, 7, BEFORE)
    await office.newsletter.tick(DUE)
    late = Settings(51, ChannelKind.TEXT, "zh", day=3)
    await office.newsletter.store.subscribe(1, late, 7, DUE)
    await office.newsletter.tick(DUE + timedelta(days=1))
    assert office.writer.composed == [JULY]
    assert sorted(variant.language for variant in office.writer.rendered) == ["en-US", "zh", "zh"]
    assert await office.states() == {State.SENT: 5}


async def test_two_ticks_at_once_send_nothing_twice(office: Office) -> None:
    await office.subscribe(5)
    await asyncio.gather(office.newsletter.tick(DUE), office.newsletter.tick(DUE))
    assert len(office.sender.sent) == 5


async def test_an_edition_that_fails_to_be_composed_is_composed_at_the_next_tick(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    await office.subscribe(1)
    office.writer.faults = [ZeroDivisionError()]
    await office.newsletter.tick(DUE)
    assert "ZeroDivisionError" in caplog.text
    subscription = await office.newsletter.store.get(10)
    # It is nobody's flaw: nobody is paused.
    assert subscription
    assert subscription.pause is None
    await office.newsletter.tick(DUE + timedelta(minutes=1))
    assert await office.states() == {State.SENT: 1}


async def test_when_discord_shuts_us_out_nobody_else_is_tried(office: Office) -> None:
    await office.subscribe(5)
    office.sender.answers = [SendResult(SendStatus.BUSY, retry_after=timedelta(minutes=10))]
    await office.newsletter.tick(DUE)
    assert len(office.sender.sent) == 1
    office.timer.pass_by(minutes=9)
    await office.newsletter.tick(DUE + timedelta(minutes=9))
    assert len(office.sender.sent) == 1
    office.timer.pass_by(minutes=2)
    await office.newsletter.tick(DUE + timedelta(minutes=11))
    assert await office.states() == {State.SENT: 5}


@pytest.mark.parametrize("what", ["search", "publish"])
async def test_whichever_request_is_limited_none_is_made_until_that_is_over(
    office: Office, what: str
) -> None:
    await office.subscribe(20, ChannelKind.ANNOUNCEMENT)
    sender, limited = office.sender, SendResult(SendStatus.BUSY, retry_after=timedelta(minutes=10))
    await office.newsletter.plan(DUE)
    for one in await office.newsletter.outbox.claim(DUE, 20):
        begun = await office.newsletter.outbox.begin(one, DUE)
        assert begun
        result = SendResult(SendStatus.UNCLEAR) if what == "search" else SENT
        await office.newsletter.outbox.settle(begun, settle(begun, result, DUE, 0.5), DUE)
    later = DUE + timedelta(minutes=1)
    sender.answers = [limited]
    await office.newsletter.tick(later)
    asked = [sender.searched, sender.published]
    assert sum(map(len, asked)) == 1
    office.timer.pass_by(minutes=9)
    await office.newsletter.tick(later + timedelta(minutes=9))
    assert sum(map(len, asked)) == 1
    office.timer.pass_by(minutes=2)
    await office.newsletter.tick(later + timedelta(minutes=11))
    assert len(sender.published) >= 20
    assert await office.states() == {State.SENT: 20}


async def test_one_bad_message_harms_itself_alone(office: Office) -> None:
    await office.subscribe(5)
    office.sender.answers = [SENT, ZeroDivisionError()]
    await office.newsletter.tick(DUE)
    assert await office.states() == {State.SENT: 4, State.SENDING: 1}
    for minutes in (4, 5):
        await office.newsletter.tick(DUE + timedelta(minutes=minutes))
    assert await office.states() == {State.SENT: 5}


async def test_what_is_unclear_is_looked_for_before_it_is_sent_again(office: Office) -> None:
    await office.subscribe(1)
    office.sender.answers = [SendResult(SendStatus.UNCLEAR), SendResult(SendStatus.NOT_FOUND)]
    await office.newsletter.tick(DUE)
    assert await office.states() == {State.UNSURE: 1}
    await office.newsletter.tick(DUE + timedelta(seconds=6))
    assert len(office.sender.searched) == 1
    assert {delivery.nonce for delivery in office.sender.sent} == {office.sender.sent[0].nonce}
    assert await office.states() == {State.SENT: 1}


@pytest.mark.parametrize("notices_in", [99, None])
async def test_a_pause_is_told_once_where_there_is_a_place_for_it(
    office: Office, notices_in: int | None
) -> None:
    await office.subscribe(1)
    office.sender.notices_in = notices_in
    pause = Pause(Reason.MISSING_PERMISSIONS, ("send_messages",))
    office.sender.answers = [SendResult(SendStatus.REFUSED, pause=pause)] * 3
    for hours in (0, 2, 27, 28, 29):
        await office.newsletter.tick(DUE + timedelta(hours=hours))
    paused = await office.newsletter.store.get(10)
    assert paused is not None
    assert paused.pause == pause
    notices = [delivery.channel_id for delivery in office.sender.sent if delivery.is_notice]
    assert notices == ([99] if notices_in else [])


async def test_a_notice_that_fails_brings_no_other(office: Office) -> None:
    await office.subscribe(1)
    pause = Pause(Reason.CHANNEL_GONE)
    office.sender.answers = [SendResult(SendStatus.REFUSED, pause=pause)] * 6
    for hours in (0, 2, 27, 29, 60, 61):
        await office.newsletter.tick(DUE + timedelta(hours=hours))
    assert [delivery.is_notice for delivery in office.sender.sent] == [False] * 3 + [True] * 3
