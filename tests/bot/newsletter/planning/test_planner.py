"""One bad subscription among many, on a real database: it is paused with its reason, and everybody else gets theirs."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Text, insert, literal_column, select, update

from bot.months import Month
from bot.newsletter.bodies import Variant
from bot.newsletter.delivery import Body, Delivery, SendResult, SendStatus, State
from bot.newsletter.pacer import Begin, Turn
from bot.newsletter.schema import bodies, deliveries, subscriptions
from bot.newsletter.sender import Composer
from bot.newsletter.service import Newsletter
from bot.newsletter.subscription import (
    FLAWS,
    ChannelKind,
    FlawError,
    Pause,
    Reason,
    Settings,
    Subscription,
)
from bot.state.database import StateDatabase, open_state

BEFORE = datetime(2026, 7, 10, tzinfo=UTC)
DUE = datetime(2026, 8, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1, seconds=1)
JULY = Month(2026, 7)
BAD, GOOD = 10, (11, 12, 13)


@dataclass
class Sender:
    """Sends everything."""

    sent: list[Delivery] = field(default_factory=list[Delivery])

    async def send(self, delivery: Delivery, body: Body, turn: Turn, begin: Begin) -> SendResult:
        assert await begin()
        self.sent.append(delivery)
        return SendResult(SendStatus.SENT, message_id=delivery.id)

    async def find(self, delivery: Delivery, turn: Turn) -> SendResult:
        return SendResult(SendStatus.SENT, message_id=delivery.id)

    async def publish(self, delivery: Delivery, turn: Turn) -> SendResult:
        return SendResult(SendStatus.SENT)

    def notice_channel(self, guild_id: int, avoiding: int) -> int | None:
        return None


@dataclass
class House:
    """A newsletter with four subscribers, of which one is bad."""

    state: StateDatabase
    sender: Sender
    newsletter: Newsletter
    spoilt: set[str] = field(default_factory=set[str])

    async def compose(self, month: Month) -> str:
        return str(month)

    def check(self, variant: Variant) -> None:
        if variant.category == "alchemy":
            raise FlawError(Pause(Reason.UNKNOWN_CATEGORY, code=variant.category))

    async def render(self, edition: str, month: Month, variant: Variant) -> list[Body]:
        if variant.framework in self.spoilt:
            raise ZeroDivisionError("spoilt")
        if variant.framework == "empty":
            return []
        content: Any = b"bytes" if variant.framework == "unserializable" else edition
        return [Body(({"type": 10, "content": content},))]

    async def spoil(self, **values: object) -> None:
        """Change the bad subscription's row behind the store's back."""
        changed = update(subscriptions).where(subscriptions.c.channel_id == BAD).values(**values)
        await self.state.write(lambda connection: connection.execute(changed))

    async def subscription(self) -> Subscription:
        found = await self.newsletter.store.get(BAD)
        assert found
        return found

    def reached(self) -> list[int]:
        return sorted(delivery.channel_id for delivery in self.sender.sent)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncGenerator[House, None]:
    async with open_state(f"sqlite+aiosqlite:///{tmp_path / 'state.sqlite3'}") as state:
        sender = Sender()

        def word_notice(subscription: Subscription, pause: Pause) -> Body:
            return Body(({"type": 10, "content": pause.reason},))

        async def compose(month: Month) -> str:
            return await house.compose(month)

        async def render(edition: str, month: Month, variant: Variant) -> list[Body]:
            return await house.render(edition, month, variant)

        def check(variant: Variant) -> None:
            house.check(variant)

        composer = Composer(compose, render, word_notice, check)
        newsletter = Newsletter(state, sender, composer, 1000, rate=0)
        house = House(state, sender, newsletter)
        for channel in (BAD, *GOOD):
            settings = Settings(channel, ChannelKind.TEXT)
            await newsletter.store.subscribe(1, settings, 7, BEFORE)
        yield house


@pytest.mark.parametrize(
    ("values", "reason", "code"),
    [
        ({"timezone": "Mars/Olympus_Mons"}, Reason.UNKNOWN_TIMEZONE, "Mars/Olympus_Mons"),
        ({"timezone": "../../etc/passwd"}, Reason.UNKNOWN_TIMEZONE, "../../etc/passwd"),
        ({"timezone": ""}, Reason.UNKNOWN_TIMEZONE, ""),
        ({"timezone": "Europe"}, Reason.UNKNOWN_TIMEZONE, "Europe"),
        ({"timezone": "UTC\0"}, Reason.UNKNOWN_TIMEZONE, "UTC\0"),
        ({"next_month": "soon"}, Reason.UNREADABLE, "soon, 2, 9"),
        ({"next_month": "0000-00"}, Reason.UNREADABLE, "0000-00, 2, 9"),
        ({"next_month": "2026-13"}, Reason.UNREADABLE, "2026-13, 2, 9"),
        ({"hour": 99}, Reason.UNREADABLE, "2026-07, 2, 99"),
        ({"day": -3}, Reason.UNREADABLE, "2026-07, -3, 9"),
        ({"category": "alchemy"}, Reason.UNKNOWN_CATEGORY, "alchemy"),
        ({"framework": "spoilt"}, Reason.NOT_MADE, "ZeroDivisionError"),
        ({"framework": "empty"}, Reason.NOT_MADE, "ValueError"),
        ({"framework": "unserializable"}, Reason.NOT_MADE, "TypeError"),
    ],
)
async def test_a_bad_subscription_is_paused_with_its_reason_and_harms_no_other(
    house: House,
    values: dict[str, object],
    reason: Reason,
    code: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    house.spoilt.add("spoilt")
    await house.spoil(**values)
    await house.newsletter.tick(DUE)
    assert house.reached() == [*GOOD]
    paused = await house.subscription()
    assert paused.pause
    assert (paused.pause.reason, paused.pause.code or "") == (reason, code)
    assert paused.pause.reason in FLAWS
    assert "Traceback" in caplog.text
    # The server's other subscriptions are shown beside it.
    assert len(await house.newsletter.store.of_guild(1)) == 4
    logged = len(caplog.records)
    await house.newsletter.tick(DUE + timedelta(minutes=1))
    assert len(caplog.records) == logged


async def test_what_is_cured_comes_at_once_and_what_is_cured_elsewhere_within_the_hour(
    house: House,
) -> None:
    house.spoilt.add("spoilt")
    await house.spoil(framework="spoilt")
    await house.newsletter.tick(DUE)
    house.spoilt.clear()
    await house.newsletter.tick(DUE + timedelta(minutes=5))
    assert BAD not in house.reached()
    await house.newsletter.tick(DUE + HOUR)
    assert house.reached() == [BAD, *GOOD]
    assert (await house.subscription()).pause is None
    # By hand: a zone that no host knows is changed for another.
    await house.spoil(timezone="Mars/Olympus_Mons")
    september = datetime(2026, 9, 2, 9, tzinfo=UTC)
    await house.newsletter.tick(september)
    settings = (await house.subscription()).settings
    now = september + timedelta(minutes=3)
    await house.newsletter.store.subscribe(1, replace(settings, framework=None), 7, now)
    await house.newsletter.store.subscribe(1, replace(settings, timezone="UTC"), 7, now)
    await house.newsletter.store.resume((await house.subscription()).id)
    await house.newsletter.tick(now)
    assert house.reached().count(BAD) == 2


async def test_an_unreadable_month_is_put_right_by_subscribing_again(house: House) -> None:
    await house.spoil(next_month="soon")
    await house.newsletter.tick(DUE)
    bad = await house.subscription()
    await house.newsletter.store.subscribe(1, bad.settings, 7, DUE)
    await house.newsletter.store.resume(bad.id)
    await house.newsletter.tick(DUE + timedelta(minutes=1))
    assert house.reached() == [BAD, *GOOD]


async def test_a_person_s_pause_outlasts_a_flaw(house: House) -> None:
    await house.spoil(timezone="Mars/Olympus_Mons")
    await house.newsletter.tick(DUE)
    bad = await house.subscription()
    assert await house.newsletter.store.pause(bad.id, Pause(Reason.BY_ADMIN), DUE)
    await house.spoil(timezone="UTC")
    await house.newsletter.tick(DUE + 2 * HOUR)
    assert (await house.subscription()).pause == Pause(Reason.BY_ADMIN)
    assert BAD not in house.reached()


async def test_what_was_already_due_is_looked_for_and_sent_beside_a_bad_subscription(
    house: House,
) -> None:
    await house.newsletter.recover(DUE)
    await house.newsletter.plan(DUE)
    (cut_off,) = await house.newsletter.outbox.claim(DUE, 1)
    assert await house.newsletter.outbox.begin(cut_off, DUE)
    await house.spoil(timezone="Mars/Olympus_Mons", next_due=DUE)
    await house.newsletter.tick(DUE + timedelta(minutes=4))
    await house.newsletter.tick(DUE + timedelta(minutes=5))
    assert (await house.subscription()).pause == Pause(
        Reason.UNKNOWN_TIMEZONE, code="Mars/Olympus_Mons"
    )
    # The others are sent; the first is looked for, and found, once its subscription is put right.
    assert await house.newsletter.outbox.counts(JULY) == {State.SENT: 3, State.UNSURE: 1}
    await house.spoil(timezone="UTC")
    await house.newsletter.tick(DUE + 2 * HOUR)
    assert await house.newsletter.outbox.counts(JULY) == {State.SENT: 4}
    assert (cut_off.channel_id, house.reached()) == (BAD, [*GOOD])


@pytest.mark.parametrize("stale", ["2026-08", "2026-09", "2030-01", "9999-12"])
async def test_a_month_that_is_not_over_is_neither_composed_nor_frozen_nor_sent(
    house: House, stale: str
) -> None:
    await house.spoil(next_month=stale, next_due=DUE - timedelta(days=1))
    await house.newsletter.tick(DUE)
    assert house.reached() == [*GOOD]
    assert await house.newsletter.store.months() == [JULY]
    back = await house.subscription()
    assert back.pause is None
    assert (back.next_month, back.next_due) == (Month(2026, 8), datetime(2026, 9, 2, 9, tzinfo=UTC))


@pytest.mark.parametrize("moment", ["'soon'", str(2**63 - 1), str(-(2**63)), "-1", "0", "0.5"])
@pytest.mark.parametrize("column", ["next_due", "created_at", "paused_at", "left_at"])
async def test_a_moment_that_is_none_stops_nobody_else(
    house: House, column: str, moment: str
) -> None:
    await house.spoil(**{column: literal_column(moment, Text)})
    for later in range(3):
        await house.newsletter.tick(DUE + later * timedelta(seconds=30))
    assert set(GOOD) <= set(house.reached())
    shown = await house.newsletter.store.of_guild(1)
    assert {one.settings.channel_id for one in shown} >= set(GOOD)


async def test_a_moment_before_all_time_is_put_right_by_the_next_plan(house: House) -> None:
    await house.spoil(next_due=literal_column(str(-(2**63)), Text))
    await house.newsletter.tick(DUE)
    assert (await house.subscription()).next_due == datetime(2026, 9, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize("moment", ["'soon'", str(2**63 - 1), str(-(2**63))])
@pytest.mark.parametrize(
    "column", ["due", "not_before", "expires_at", "first_try", "last_try", "lease_until"]
)
async def test_a_moment_of_a_message_that_is_none_harms_it_alone(
    house: House, column: str, moment: str
) -> None:
    await house.newsletter.plan(DUE)
    spoilt = update(deliveries).where(deliveries.c.channel_id == BAD)
    values = spoilt.values({column: literal_column(moment, Text)})
    await house.state.write(lambda connection: connection.execute(values))
    for later in range(3):
        await house.newsletter.tick(DUE + later * timedelta(seconds=30))
    sent = select(deliveries.c.channel_id).where(deliveries.c.state == State.SENT)
    assert set(GOOD) <= set(await house.state.read(lambda one: list(one.scalars(sent))))


@pytest.mark.parametrize("fault", ["text", "json", "file", "missing"])
async def test_a_message_whose_body_is_bad_ends_alone(house: House, fault: str) -> None:
    await house.spoil(framework="jax")
    await house.newsletter.plan(DUE)

    def spoil(connection: Any) -> None:
        spoilt = update(bodies).where(bodies.c.name.contains("jax"))
        match fault:
            case "text":
                connection.execute(spoilt.values(content="{"))
            case "json":
                connection.execute(spoilt.values(content="[]"))
            case "file":
                lost = '{"components":[],"files":[["a.png","0"]],"title":"","tags":[]}'
                connection.execute(spoilt.values(content=lost))
            case _:
                bad = deliveries.c.channel_id == BAD
                connection.execute(update(deliveries).where(bad).values(body_id=None))

    await house.state.write(spoil)
    await house.newsletter.tick(DUE)
    assert house.reached() == [*GOOD]
    assert await house.newsletter.outbox.counts(JULY) == {State.SENT: 3, State.DEAD: 1}


async def test_rows_that_this_version_does_not_know_hide_no_others(house: House) -> None:
    await house.newsletter.plan(DUE)

    def spoil(connection: Any) -> None:
        bad = deliveries.c.channel_id == BAD
        connection.execute(update(deliveries).where(bad).values(state="floating"))
        for number, kind in ((11, "party"), (12, "text")):
            changed = update(subscriptions).where(subscriptions.c.channel_id == number)
            connection.execute(changed.values(kind=kind))
        odd = {"kind": "edition", "month": "never", "part": 0, "guild_id": 1, "marker": 1}
        connection.execute(
            insert(deliveries).values(
                **odd,
                channel_id=12,
                nonce="odd",
                state=State.SENT,
                not_before=DUE,
                expires_at=DUE,
                attempts=1,
                permanent_failures=0,
                publish_attempts=0,
            )
        )
        paused = update(subscriptions).where(subscriptions.c.channel_id == 13)
        connection.execute(paused.values(pause_reason="bored"))

    await house.state.write(spoil)
    await house.newsletter.tick(DUE)
    assert house.reached() == [11, 12]
    shown = await house.newsletter.store.of_guild(1)
    assert [one.pause.reason for one in shown if one.pause] == [Reason.UNKNOWN]
    for one in shown:
        await house.newsletter.store.last_edition(one)
