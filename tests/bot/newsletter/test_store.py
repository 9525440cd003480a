from collections import Counter
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, select, text

from bot.months import Month, MonthNotOverError
from bot.newsletter.bodies import Variant
from bot.newsletter.delivery import (
    SETTLING,
    Body,
    Delivery,
    Notice,
    PublishSettlement,
    Settlement,
    State,
)
from bot.newsletter.failures.failed_delivery import ResendBlocker
from bot.newsletter.failures.store import FailureStore
from bot.newsletter.outbox.sql.claims import LEASE
from bot.newsletter.outbox.store import Outbox
from bot.newsletter.planning.plan import Plan
from bot.newsletter.schema import approvals, bodies, deliveries, files
from bot.newsletter.store import KEPT_AFTER_LEAVING, KEPT_AFTER_POSTING, NewsletterStore
from bot.newsletter.subscription import ChannelKind, Pause, Reason, Settings
from bot.state.database import StateDatabase, open_state

JULY = Month(2026, 7)
JUNE_NOW = datetime(2026, 7, 10, tzinfo=UTC)
DUE = datetime(2026, 8, 2, 9, tzinfo=UTC)
TEXT = Settings(10, ChannelKind.TEXT)
ENGLISH, CHINESE = Variant("en-US"), Variant("zh", "cv", "pytorch")
CHART = ("chart.png", b"png")
PART = Body(({"type": 10, "content": "part"},), (CHART,), "title", ("news",))
PLAN = Plan({JULY: "{}"}, {(JULY, ENGLISH): (PART, PART), (JULY, CHINESE): (PART,)}, 1000)
NOTICE = Notice(99, Body(({"type": 10, "content": "paused"},)), 1000)


@pytest.fixture
async def state(tmp_path: Path) -> AsyncGenerator[StateDatabase, None]:
    async with open_state(f"sqlite+aiosqlite:///{tmp_path / 'state.sqlite3'}") as opened:
        yield opened


@pytest.fixture
def store(state: StateDatabase) -> NewsletterStore:
    return NewsletterStore(state)


@pytest.fixture
def outbox(state: StateDatabase) -> Outbox:
    return Outbox(state, "one")


@pytest.fixture
def failures(state: StateDatabase) -> FailureStore:
    return FailureStore(state)


async def planned(store: NewsletterStore, outbox: Outbox, *settings: Settings) -> None:
    for one in settings:
        await store.subscribe(1, one, 7, JUNE_NOW)
    await outbox.plan(PLAN, DUE)


def sent(message_id: int = 5) -> Settlement:
    return Settlement(State.SENT, DUE, 0, message_id=message_id)


async def test_a_channel_has_one_subscription_that_can_be_changed(store: NewsletterStore) -> None:
    first = await store.subscribe(1, TEXT, 7, JUNE_NOW)
    chosen = replace(TEXT, language="zh", category="cv", role_id=3, timezone="Asia/Shanghai")
    second = await store.subscribe(1, chosen, 8, JUNE_NOW + timedelta(days=1))
    assert (second.id, second.created_by, second.created_at) == (first.id, 7, JUNE_NOW)
    assert second.settings == chosen
    # July's reader gets June's edition only if it was still to come.
    assert (second.next_month, second.next_due) == (JULY, datetime(2026, 8, 2, 1, tzinfo=UTC))
    assert await store.of_guild(1) == [second]
    assert await store.of_guild(2) == []


async def test_a_pause_keeps_its_first_reason_until_resumed(store: NewsletterStore) -> None:
    one = await store.subscribe(1, TEXT, 7, JUNE_NOW)
    pause = Pause(Reason.MISSING_PERMISSIONS, ("send_messages", "embed_links"), "403/50013")
    assert await store.pause(one.id, pause, DUE)
    assert not await store.pause(one.id, Pause(Reason.BY_ADMIN), DUE)
    paused = await store.get(10)
    assert paused is not None
    assert (paused.pause, paused.paused_at) == (pause, DUE)
    assert await store.resume(one.id)
    assert await store.get(10) == one


async def test_leaving_a_server_and_coming_back_loses_nothing_for_thirty_days(
    store: NewsletterStore, outbox: Outbox
) -> None:
    one = await store.subscribe(1, TEXT, 7, JUNE_NOW)
    assert await store.guild_left(1, DUE) == 1
    assert await outbox.due_groups(DUE) == []
    assert await store.guild_ids() == set()
    assert await store.purge(DUE + KEPT_AFTER_LEAVING - timedelta(seconds=1)) == 0
    assert await store.guild_joined(1) == 1
    assert await store.guild_ids() == {1}
    assert await store.get(10) == one
    await store.guild_left(1, DUE)
    assert await store.purge(DUE + KEPT_AFTER_LEAVING) == 1
    assert await store.get(10) is None


async def test_a_plan_freezes_edition_and_bodies_and_a_row_for_each_part(
    store: NewsletterStore, outbox: Outbox, state: StateDatabase
) -> None:
    chinese = Settings(11, ChannelKind.TEXT, "zh", "cv", "pytorch")
    await planned(store, outbox, TEXT, chinese)
    assert await outbox.counts(JULY) == {State.PENDING: 3}
    assert await store.months() == [JULY]
    assert await store.freeze(JULY, "another", DUE) == "{}"
    one = await store.get(10)
    assert one is not None
    assert (one.next_month, one.next_due) == (JULY.plus(1), datetime(2026, 9, 2, 9, tzinfo=UTC))
    # The chart stands in the database once.
    assert await state.read(lambda connection: len(connection.execute(select(files)).all())) == 1
    assert await state.read(lambda c: len(c.execute(select(bodies)).all())) == 3
    claimed = await outbox.claim(DUE, 1)
    assert await outbox.body(claimed[0].body_id) == PART


async def test_planning_twice_changes_nothing(store: NewsletterStore, outbox: Outbox) -> None:
    await planned(store, outbox, TEXT)
    assert await outbox.plan(PLAN, DUE) == 0
    assert await outbox.counts(JULY) == {State.PENDING: 2}


async def test_who_subscribes_while_an_edition_is_rendered_waits_for_the_next_plan(
    store: NewsletterStore, outbox: Outbox
) -> None:
    await planned(store, outbox, replace(TEXT, framework="jax"))
    assert await outbox.counts(JULY) == {}
    assert len(await outbox.due_groups(DUE)) == 1


async def test_subscribing_anew_brings_no_edition_again(
    store: NewsletterStore, outbox: Outbox
) -> None:
    await planned(store, outbox, TEXT)
    (first,) = await outbox.claim(DUE, 10)
    await outbox.settle(first, sent(), DUE)
    assert await store.remove(1)
    assert await outbox.counts(JULY) == {State.SENT: 1, State.SKIPPED: 1}
    await store.subscribe(1, replace(TEXT, day=28), 7, DUE)
    assert await outbox.plan(PLAN, datetime(2026, 8, 28, 9, tzinfo=UTC)) == 0


async def test_a_second_part_waits_for_the_first(store: NewsletterStore, outbox: Outbox) -> None:
    await planned(store, outbox, TEXT)
    (first,) = await outbox.claim(DUE, 10)
    assert (first.part, first.state, first.attempts, first.first_try) == (0, State.PENDING, 0, None)
    assert await outbox.claim(DUE, 10) == []
    begun = await outbox.begin(first, DUE)
    assert begun
    assert (begun.state, begun.attempts, begun.first_try) == (State.SENDING, 1, DUE)
    assert await outbox.claim(DUE, 10) == []
    assert await outbox.settle(begun, sent(77), DUE)
    (second,) = await outbox.claim(DUE, 10)
    assert (second.part, second.post_id) == (1, 77)


async def test_a_first_part_that_ends_badly_takes_the_second_along(
    store: NewsletterStore, outbox: Outbox, failures: FailureStore
) -> None:
    await planned(store, outbox, TEXT)
    (first,) = await outbox.claim(DUE, 10)
    await outbox.settle(first, Settlement(State.DEAD, DUE, 0, reason=Reason.REJECTED), DUE)
    assert await outbox.counts(JULY) == {State.DEAD: 1, State.SKIPPED: 1}
    (failure,) = await failures.failed()
    assert (failure.channel_id, failure.reason) == (10, Reason.REJECTED)
    for since, count in ((DUE - timedelta(seconds=1), 1), (DUE, 0)):
        assert len(await failures.failed(since=since)) == count
        assert await failures.count(since) == count
    assert await failures.resend(failure.delivery_id, DUE) is None
    assert await failures.resend(failure.delivery_id, DUE) is ResendBlocker.OVER
    assert await outbox.counts(JULY) == {State.PENDING: 2}
    (again,) = await outbox.claim(DUE, 10)
    assert (again.id, again.nonce, again.attempts) == (first.id, first.nonce, 0)


async def test_only_what_somebody_waits_for_is_sent_again(
    store: NewsletterStore, outbox: Outbox, failures: FailureStore
) -> None:
    await planned(store, outbox, TEXT)
    (first,) = await outbox.claim(DUE, 10)
    await outbox.settle(first, Settlement(State.DEAD, DUE, 0, reason=Reason.REJECTED), DUE)

    async def blocked() -> ResendBlocker | None:
        (failure,) = await failures.failed()
        if failure.blocker:
            assert await failures.resend(first.id, DUE) is failure.blocker
        return failure.blocker

    await store.pause(1, Pause(Reason.BY_ADMIN), DUE)
    assert await blocked() is ResendBlocker.PAUSED
    await store.guild_left(1, DUE)
    assert await blocked() is ResendBlocker.LEFT
    await store.guild_joined(1)
    await store.resume(1)
    assert await blocked() is None
    await store.remove(1)
    assert await failures.failed() == []
    assert await failures.count() == 0
    assert await failures.resend(first.id, DUE) is ResendBlocker.UNSUBSCRIBED
    assert await failures.resend(999, DUE) is ResendBlocker.OVER
    assert await outbox.claim(DUE, 10) == []


async def test_what_can_be_sent_again_stands_before_what_can_t(
    store: NewsletterStore, outbox: Outbox, failures: FailureStore
) -> None:
    await planned(store, outbox, *(replace(TEXT, channel_id=channel) for channel in (10, 11, 12)))
    for first in await outbox.claim(DUE, 10):
        await outbox.settle(first, Settlement(State.DEAD, DUE, 0, reason=Reason.REJECTED), DUE)
    for channel in (10, 12):
        subscription = await store.get(channel)
        assert subscription
        await store.pause(subscription.id, Pause(Reason.BY_ADMIN), DUE)
    assert [failure.channel_id for failure in await failures.failed(2)] == [11, 12]
    assert await failures.count() == 3


async def test_a_notice_is_sent_again_only_while_its_pause_lasts(
    store: NewsletterStore, outbox: Outbox, failures: FailureStore
) -> None:
    await planned(store, outbox, TEXT)
    (first,) = await outbox.claim(DUE, 10)
    pause = Pause(Reason.CHANNEL_GONE)
    dead = Settlement(State.DEAD, DUE, 3, reason=pause.reason, pause=pause)
    await outbox.settle(first, dead, DUE, NOTICE)
    (notice,) = await outbox.claim(DUE, 10)
    await outbox.settle(notice, replace(dead, pause=None), DUE)
    assert {(failure.kind, failure.blocker) for failure in await failures.failed()} == {
        ("edition", ResendBlocker.PAUSED),
        ("notice:1", None),
    }
    await store.resume(1)
    assert [failure.kind for failure in await failures.failed()] == ["edition"]
    assert await failures.resend(notice.id, DUE) is ResendBlocker.OVER
    await store.pause(1, pause, DUE)
    assert await failures.resend(notice.id, DUE) is None
    assert [again.id for again in await outbox.claim(DUE, 10)] == [notice.id]
    await outbox.settle(replace(notice, attempts=1), replace(dead, pause=None), DUE)
    await store.remove(1)
    assert await failures.resend(notice.id, DUE) is ResendBlocker.UNSUBSCRIBED


async def test_nothing_is_sent_for_a_paused_subscription(
    store: NewsletterStore, outbox: Outbox
) -> None:
    await planned(store, outbox, TEXT)
    await store.pause(1, Pause(Reason.BY_ADMIN), DUE)
    assert await outbox.claim(DUE, 10) == []
    await store.resume(1)
    assert len(await outbox.claim(DUE, 10)) == 1


async def test_what_waited_ten_days_is_skipped(store: NewsletterStore, outbox: Outbox) -> None:
    await planned(store, outbox, TEXT)
    await store.pause(1, Pause(Reason.BY_ADMIN), DUE)
    await outbox.expire_leases(DUE + timedelta(days=11))
    assert await outbox.counts(JULY) == {State.SKIPPED: 2}


async def test_a_lease_that_is_over_leaves_the_message_unsure(
    store: NewsletterStore, outbox: Outbox, state: StateDatabase
) -> None:
    other = Outbox(state, "two")
    await planned(store, outbox, TEXT)
    (held,) = await outbox.claim(DUE, 10)
    begun = await outbox.begin(held, DUE)
    assert begun
    over = DUE + LEASE
    await other.expire_leases(over - timedelta(seconds=1))
    assert await other.claim(over + SETTLING, 10) == []
    await other.expire_leases(over)
    # What was on its way may arrive yet.
    assert await other.claim(over + SETTLING - timedelta(seconds=1), 10) == []
    (taken,) = await other.claim(over + SETTLING, 10)
    assert (taken.id, taken.state) == (held.id, State.UNSURE)
    assert await outbox.claim(over + SETTLING, 10) == []
    assert not await outbox.settle(begun, sent(), over)
    assert await other.settle(taken, sent(), over)


async def test_what_is_claimed_is_not_sent_once_the_lease_is_over(
    store: NewsletterStore, outbox: Outbox, state: StateDatabase
) -> None:
    await planned(store, outbox, TEXT)
    (held,) = await outbox.claim(DUE, 10)
    assert await outbox.begin(held, DUE + LEASE) is None
    other = Outbox(state, "two")
    (taken,) = await other.claim(DUE + LEASE, 10)
    # Nothing was tried, so there is nothing to look for.
    assert (taken.id, taken.state) == (held.id, State.PENDING)
    assert await outbox.begin(held, DUE + LEASE) is None
    assert await other.begin(taken, DUE + LEASE)
    assert await other.begin(taken, DUE + LEASE) is None


async def test_what_is_claimed_is_not_sent_once_nobody_waits_for_it(
    store: NewsletterStore, outbox: Outbox
) -> None:
    await planned(store, outbox, TEXT, replace(TEXT, channel_id=11))
    paused, removed = await outbox.claim(DUE, 10)
    await store.pause(1, Pause(Reason.BY_ADMIN), DUE)
    await store.remove(2)
    assert await outbox.begin(paused, DUE) is None
    assert await outbox.begin(removed, DUE) is None


async def test_who_is_alone_takes_over_at_once(
    store: NewsletterStore, outbox: Outbox, state: StateDatabase
) -> None:
    await planned(store, outbox, TEXT, replace(TEXT, channel_id=11))
    begun, _ = await outbox.claim(DUE, 10)
    assert await outbox.begin(begun, DUE)
    heir = Outbox(state, "two")
    await heir.expire_leases(DUE, is_alone=True)
    assert [one.state for one in await heir.claim(DUE, 10)] == [State.PENDING]
    assert [one.state for one in await heir.claim(DUE + SETTLING, 10)] == [State.UNSURE]


async def test_what_is_bound_to_a_deadline_is_claimed_first(
    store: NewsletterStore, outbox: Outbox
) -> None:
    await planned(store, outbox, *(replace(TEXT, channel_id=channel) for channel in range(10, 20)))
    older, newer = await outbox.claim(DUE, 2)
    for one, when in ((newer, DUE + timedelta(seconds=2)), (older, DUE)):
        begun = await outbox.begin(one, when)
        assert begun
        await outbox.settle(begun, Settlement(State.UNSURE, when + SETTLING, 0), when)
    soon = DUE + timedelta(seconds=20)
    assert [one.id for one in await outbox.claim(soon, 3)][:2] == [older.id, newer.id]


async def test_nothing_waits_for_ever_behind_others(store: NewsletterStore, outbox: Outbox) -> None:
    news = [Settings(channel, ChannelKind.ANNOUNCEMENT, publish=True) for channel in range(10, 30)]
    await planned(store, outbox, *news)
    for number, one in enumerate(await outbox.claim(DUE, 10)):
        begun = await outbox.begin(one, DUE)
        assert begun
        unsure = Settlement(State.UNSURE, DUE, 0)
        await outbox.settle(begun, sent() if number < 5 else unsure, DUE)
    much_later = DUE + timedelta(hours=1)
    claimed = [one.state for _ in range(6) for one in await outbox.claim(much_later, 1)]
    assert Counter(claimed) == {State.PENDING: 2, State.UNSURE: 2, State.SENT: 2}


async def test_what_may_have_been_sent_is_looked_for_when_its_channel_allows_it_again(
    store: NewsletterStore, outbox: Outbox, failures: FailureStore
) -> None:
    await planned(store, outbox, *(replace(TEXT, channel_id=channel) for channel in (10, 11, 12)))
    doubted, refused, unasked = await outbox.claim(DUE, 10)
    gone = Pause(Reason.CHANNEL_GONE)
    dead = Settlement(State.DEAD, DUE, 3, reason=gone.reason, pause=gone)
    for one, tries in ((doubted, 2), (refused, 1)):
        begun: Delivery | None = one
        for _ in range(tries):
            begun = await outbox.begin(begun, DUE + timedelta(seconds=begun.attempts))
            assert begun
        await outbox.settle(begun, dead, DUE)
    await outbox.settle(unasked, dead, DUE)
    for number, channel in enumerate((10, 11, 12), 1):
        await store.resume(number)
        assert await failures.resend_allowed(channel, DUE) == 1
    again = {one.channel_id: one.state for one in await outbox.claim(DUE, 10)}
    assert again == {10: State.UNSURE, 11: State.PENDING, 12: State.PENDING}


async def test_a_pause_by_failure_brings_one_notice(store: NewsletterStore, outbox: Outbox) -> None:
    await planned(store, outbox, TEXT)
    (first,) = await outbox.claim(DUE, 10)
    pause = Pause(Reason.CHANNEL_GONE, code="404/10003")
    dead = Settlement(State.DEAD, DUE, 3, reason=pause.reason, pause=pause)
    assert await outbox.settle(first, dead, DUE, NOTICE)
    paused = await store.get(10)
    assert paused is not None
    assert paused.pause == pause
    # The notice goes out though its subscription is paused.
    (notice,) = await outbox.claim(DUE, 10)
    assert (notice.channel_id, notice.is_notice, notice.role_id) == (99, True, None)
    assert await outbox.body(notice.body_id) == NOTICE.body


async def test_a_subscription_removed_while_its_message_is_sent_is_left_in_peace(
    store: NewsletterStore, outbox: Outbox
) -> None:
    await planned(store, outbox, TEXT)
    (first,) = await outbox.claim(DUE, 10)
    await store.remove(1)
    await outbox.settle(first, Settlement(State.PENDING, DUE, 1), DUE)
    assert await outbox.counts(JULY) == {State.SKIPPED: 2}


async def test_a_published_message_is_claimed_until_it_is_published(
    store: NewsletterStore, outbox: Outbox
) -> None:
    await planned(store, outbox, Settings(10, ChannelKind.ANNOUNCEMENT, publish=True))
    (first,) = await outbox.claim(DUE, 10)
    await outbox.settle(first, sent(), DUE)
    waiting = next(one for one in await outbox.claim(DUE, 10) if one.part == 0)
    assert (waiting.message_id, waiting.publish_attempts) == (5, 1)
    assert await outbox.claim(DUE, 10) == []
    one = await store.get(10)
    assert one is not None
    waits = await store.last_edition(one)
    assert waits is not None
    assert waits.is_published is None
    refused = PublishSettlement(None, is_published=False, code="403/50013")
    assert await outbox.settle_publishing(waiting, refused, DUE)
    over = await store.last_edition(one)
    assert over is not None
    assert (over.is_published, over.code, over.state) == (False, "403/50013", State.SENT)


async def test_status_shows_where_the_last_edition_is(
    store: NewsletterStore, outbox: Outbox
) -> None:
    await planned(store, outbox, TEXT)
    one = await store.get(10)
    assert one is not None
    (first,) = await outbox.claim(DUE, 10)
    await outbox.settle(first, sent(), DUE)
    last = await store.last_edition(one)
    assert last is not None
    assert (last.month, last.state, last.guild_id, last.channel_id, last.message_id) == (
        JULY,
        State.SENT,
        1,
        10,
        5,
    )


async def test_what_is_approved_while_an_edition_is_composed_is_in_it(
    store: NewsletterStore,
) -> None:
    composed: list[str] = []

    async def compose() -> str:
        composed.append(" ".join(sorted(await store.approved(JULY))))
        if len(composed) == 1:
            assert await store.approve(JULY, "a/b", 7, DUE)
        return composed[-1]

    assert await store.frozen(JULY, compose, DUE) == "a/b"
    assert composed == ["", "a/b"]
    assert not await store.approve(JULY, "c/d", 7, DUE)
    assert await store.frozen(JULY, compose, DUE) == "a/b"
    assert len(composed) == 2


async def test_no_subscription_gets_the_number_of_an_old_one(store: NewsletterStore) -> None:
    one = await store.subscribe(1, TEXT, 7, JUNE_NOW)
    await store.remove(one.id)
    assert (await store.subscribe(1, TEXT, 7, JUNE_NOW)).id > one.id


async def test_what_was_posted_is_forgotten_sixty_days_after_a_channel_was_unsubscribed(
    store: NewsletterStore, outbox: Outbox, state: StateDatabase
) -> None:
    await planned(store, outbox, TEXT, replace(TEXT, channel_id=11))
    for first in await outbox.claim(DUE, 10):
        dead = Settlement(State.DEAD, DUE, 3, reason=Reason.CHANNEL_GONE)
        pause = replace(dead, pause=Pause(Reason.CHANNEL_GONE))
        await outbox.settle(first, pause if first.channel_id == 10 else sent(), DUE, NOTICE)
    assert await store.approve(JULY.plus(1), "c/d", 7, DUE)
    await store.remove(1)

    async def left() -> tuple[set[int], int]:
        def count(connection: Connection) -> tuple[set[int], int]:
            channels = set(connection.scalars(select(deliveries.c.channel_id)))
            return channels, len(connection.execute(select(bodies)).all())

        return await state.read(count)

    async def curators() -> list[int]:
        found = select(approvals.c.approved_by)
        return await state.read(lambda connection: list(connection.scalars(found)))

    assert await left() == ({10, 11, 99}, 3)
    await store.purge(DUE + KEPT_AFTER_POSTING)
    assert await left() == ({10, 11, 99}, 3)
    assert await curators() == [7]
    await store.purge(DUE + KEPT_AFTER_POSTING + timedelta(seconds=1))
    # The notice's words went with it, the edition's stay: another channel has it.
    assert await left() == ({11}, 2)
    # The edition isn't frozen: what was let pass is still needed, by whom isn't.
    assert await store.approved(JULY.plus(1)) == {"c/d"}
    assert await curators() == [0]
    await store.freeze(JULY.plus(1), "{}", DUE + KEPT_AFTER_POSTING)
    await store.purge(DUE + KEPT_AFTER_POSTING + timedelta(seconds=1))
    assert await store.approved(JULY.plus(1)) == frozenset()


async def test_a_month_that_is_not_over_is_never_frozen_nor_composed_for_it(
    store: NewsletterStore,
) -> None:
    last_moment = datetime(2026, 7, 31, 23, 59, 59, tzinfo=UTC)

    async def compose() -> str:
        pytest.fail("composed too early")

    with pytest.raises(MonthNotOverError, match="2026-07"):
        await store.freeze(JULY, "{}", last_moment)
    with pytest.raises(MonthNotOverError):
        await store.frozen(JULY, compose, last_moment)
    # The first of August has come in Kiritimati, not in UTC.
    early = datetime(2026, 8, 1, 5, tzinfo=ZoneInfo("Pacific/Kiritimati"))
    with pytest.raises(MonthNotOverError):
        await store.freeze(JULY, "{}", early)
    assert await store.months() == []
    midnight = last_moment + timedelta(seconds=1)
    assert await store.freeze(JULY, "{}", midnight) == "{}"
    # What is frozen is read whatever the clock says.
    assert await store.freeze(JULY, "other", last_moment) == "{}"
    assert await store.frozen(JULY, compose, last_moment) == "{}"


async def test_claiming_uses_the_index_on_state_and_time(state: StateDatabase) -> None:
    asked = text(
        "EXPLAIN QUERY PLAN SELECT id FROM deliveries"
        " WHERE state = 'pending' AND not_before <= 5 ORDER BY not_before, id LIMIT 6"
    )
    plan = await state.read(lambda connection: str(connection.execute(asked).all()))
    assert "ix_deliveries_state_not_before (state=? AND not_before<?)" in plan
