from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.newsletter.decisions.publishing import settle_publishing
from bot.newsletter.decisions.searches import settle_search
from bot.newsletter.decisions.tries import settle
from bot.newsletter.decisions.waits import backoff
from bot.newsletter.delivery import (
    EDITION,
    WINDOW,
    Delivery,
    SendResult,
    SendStatus,
    Settlement,
    State,
)
from bot.newsletter.due import LATEST
from bot.newsletter.identity import marker_of, nonce_of
from bot.newsletter.subscription import ChannelKind, Pause, Reason

NOW = datetime(2026, 8, 2, 9, tzinfo=UTC)
SENDING = Delivery(
    id=1,
    subscription_id=1,
    kind=EDITION,
    month="2026-07",
    part=0,
    guild_id=1,
    channel_id=2,
    channel_kind=ChannelKind.TEXT,
    role_id=None,
    publish=False,
    body_id=1,
    nonce="n",
    marker=1,
    state=State.SENDING,
    attempts=1,
    permanent_failures=0,
    first_try=NOW,
    last_try=NOW,
    due=NOW,
    expires_at=NOW + LATEST,
)
UNSURE = replace(SENDING, state=State.UNSURE)
PENDING = replace(SENDING, state=State.PENDING, attempts=0, first_try=None, last_try=None)
REPEATED = replace(SENDING, attempts=2, last_try=NOW + timedelta(seconds=10))
REFUSED = SendResult(
    SendStatus.REFUSED, pause=Pause(Reason.MISSING_PERMISSIONS, ("send_messages",))
)


def settled(
    what: SendStatus, delivery: Delivery = SENDING, after: timedelta = timedelta(0)
) -> Settlement:
    return settle(delivery, SendResult(what), NOW + after, 0.5)


def searched(
    what: SendStatus,
    delivery: Delivery = UNSURE,
    after: timedelta = timedelta(0),
    restored_at: datetime | None = None,
) -> tuple[State, Reason | None] | None:
    """Return what follows from a search, None when the message is sent at once."""
    settlement = settle_search(delivery, SendResult(what), NOW + after, 0.5, restored_at)
    return (settlement.state, settlement.reason) if settlement else None


def test_a_refusal_is_tried_three_times_over_a_day_and_pauses_with_its_reason() -> None:
    delivery, waits = SENDING, list[timedelta]()
    for _ in range(2):
        settlement = settle(delivery, REFUSED, NOW, 0.5)
        assert (settlement.state, settlement.pause) == (State.PENDING, None)
        waits.append(settlement.not_before - NOW)
        delivery = replace(delivery, permanent_failures=settlement.permanent_failures)
    last = settle(delivery, REFUSED, NOW, 0.5)
    assert waits == [timedelta(hours=1), timedelta(hours=24)]
    assert (last.state, last.reason) == (State.DEAD, Reason.MISSING_PERMISSIONS)
    assert last.pause == REFUSED.pause


@pytest.mark.parametrize(
    ("what", "delivery", "state"),
    [
        (SendStatus.SENT, SENDING, State.SENT),
        (SendStatus.DELETED, SENDING, State.SENT),
        (SendStatus.REJECTED, SENDING, State.DEAD),
        (SendStatus.BUSY, SENDING, State.UNSURE),
        # Before anything was sent nothing can have got through.
        (SendStatus.BUSY, PENDING, State.PENDING),
        (SendStatus.UNCLEAR, SENDING, State.UNSURE),
        (SendStatus.UNCLEAR, UNSURE, State.UNSURE),
        (SendStatus.UNCLEAR, PENDING, State.PENDING),
        (SendStatus.HELD, PENDING, State.PENDING),
        (SendStatus.HELD, SENDING, State.PENDING),
        (SendStatus.HELD, REPEATED, State.UNSURE),
        (SendStatus.HELD, UNSURE, State.UNSURE),
        (SendStatus.GONE, UNSURE, State.DEAD),
        (SendStatus.NOT_READY, PENDING, State.PENDING),
        (SendStatus.NOT_READY, SENDING, State.PENDING),
        (SendStatus.NOT_READY, UNSURE, State.UNSURE),
        (SendStatus.CLOSED, PENDING, State.PENDING),
        (SendStatus.CLOSED, UNSURE, State.UNSURE),
        (SendStatus.WITHDRAWN, SENDING, State.PENDING),
        (SendStatus.LOGGED_OUT, SENDING, State.PENDING),
        (SendStatus.LOGGED_OUT, UNSURE, State.UNSURE),
        (SendStatus.REFUSED, SENDING, State.PENDING),
        # That this try was refused says nothing of the one before.
        (SendStatus.REFUSED, REPEATED, State.UNSURE),
        (SendStatus.LOGGED_OUT, REPEATED, State.UNSURE),
        (SendStatus.WITHDRAWN, REPEATED, State.UNSURE),
    ],
)
def test_a_status_leads_to_a_state(what: SendStatus, delivery: Delivery, state: State) -> None:
    assert settled(what, delivery).state == state


def test_what_passes_by_itself_counts_as_no_try_and_pauses_nothing() -> None:
    pause = Pause(Reason.THREADS_FULL)
    result = SendResult(SendStatus.HELD, pause=pause, retry_after=timedelta(hours=1))
    held = settle(replace(SENDING, permanent_failures=2), result, NOW, 0.5)
    assert (held.not_before, held.reason) == (NOW + timedelta(hours=1), Reason.THREADS_FULL)
    assert (held.permanent_failures, held.pause) == (2, None)
    # Pending: a try of which it is known that nothing was sent begins no window.
    assert held.state is State.PENDING


@pytest.mark.parametrize(
    ("delivery", "after", "is_repeated"),
    [
        (UNSURE, timedelta(seconds=30), True),
        (UNSURE, WINDOW, False),
        # A clock that was set back says nothing of the window.
        (UNSURE, -timedelta(seconds=1), False),
        (replace(UNSURE, channel_kind=ChannelKind.FORUM), timedelta(0), False),
        (replace(UNSURE, channel_kind=ChannelKind.FORUM, part=1), timedelta(0), True),
        (replace(UNSURE, subscription_id=None), timedelta(0), False),
    ],
)
def test_what_cannot_be_read_is_repeated_only_while_its_nonce_is_known(
    delivery: Delivery, after: timedelta, is_repeated: bool
) -> None:
    expected = None if is_repeated else (State.DEAD, Reason.UNVERIFIABLE)
    assert searched(SendStatus.UNREADABLE, delivery, after) == expected


def test_what_is_not_found_is_sent_while_somebody_waits_for_it() -> None:
    assert searched(SendStatus.NOT_FOUND) is None
    assert searched(SendStatus.NOT_FOUND, PENDING) is None
    gone = replace(UNSURE, subscription_id=None)
    assert searched(SendStatus.NOT_FOUND, gone) == (State.SKIPPED, Reason.BY_ADMIN)
    assert searched(SendStatus.NOT_FOUND, UNSURE, timedelta(days=11)) == (
        State.SKIPPED,
        Reason.LATE,
    )


def test_what_an_older_database_never_tried_and_no_look_can_find_waits_for_an_operator() -> None:
    # First for what the readable channels show, then it goes out, unless they show that a backup was restored.
    assert searched(SendStatus.UNREADABLE, PENDING) == (State.UNSURE, None)
    aside = replace(PENDING, state=State.UNSURE)
    assert searched(SendStatus.UNREADABLE, aside) is None
    for delivery in (PENDING, aside):
        dead = searched(SendStatus.UNREADABLE, delivery, restored_at=NOW)
        assert dead == (State.DEAD, Reason.UNVERIFIABLE)
    # What fell due after that is a matter of waiting only.
    before = NOW - timedelta(seconds=1)
    assert searched(SendStatus.UNREADABLE, PENDING, restored_at=before) == (State.UNSURE, None)
    assert searched(SendStatus.UNREADABLE, aside, restored_at=before) is None
    for unwanted in (replace(aside, subscription_id=None), replace(aside, expires_at=before)):
        skipped = searched(SendStatus.UNREADABLE, unwanted, restored_at=NOW)
        assert skipped
        assert skipped[0] is State.SKIPPED


def test_an_outage_ends_after_two_days_of_trying_but_not_by_the_clock_alone() -> None:
    tired = replace(UNSURE, attempts=8)
    assert searched(SendStatus.NOT_FOUND, tired, timedelta(hours=49)) == (State.DEAD, Reason.OUTAGE)
    assert settled(SendStatus.UNCLEAR, tired, timedelta(hours=49)).reason == Reason.UNVERIFIABLE
    assert searched(SendStatus.NOT_FOUND, UNSURE, timedelta(hours=49)) is None


def test_a_channel_whose_history_never_answers_is_asked_ever_more_rarely_and_given_up() -> None:
    searches, after = 0, timedelta(0)
    while settled(SendStatus.UNCLEAR, UNSURE, after).state is State.UNSURE:
        searches, after = searches + 1, settled(SendStatus.UNCLEAR, UNSURE, after).not_before - NOW
    assert after > timedelta(days=10)
    assert searches < 600


def test_waits_double_up_to_half_an_hour_and_are_never_nothing() -> None:
    assert backoff(1, 1.0) == timedelta(seconds=10)
    assert backoff(40, 1.0) == timedelta(minutes=30)
    assert backoff(5, 0.0) == timedelta(seconds=1)


def test_publishing_is_retried_when_unclear_and_given_up_when_refused() -> None:
    sent = replace(SENDING, state=State.SENT, message_id=5)
    again = settle_publishing(sent, SendResult(SendStatus.UNCLEAR), NOW, 0.5)
    assert again.not_before is not None
    assert again.not_before > NOW
    limited = SendResult(SendStatus.BUSY, retry_after=timedelta(hours=1))
    assert settle_publishing(sent, limited, NOW, 0.5).not_before == NOW + timedelta(hours=1)
    assert settle_publishing(sent, REFUSED, NOW, 0.5).not_before is None
    held = SendResult(SendStatus.HELD, retry_after=timedelta(minutes=5))
    assert settle_publishing(sent, held, NOW, 0.5).not_before == NOW + timedelta(minutes=5)
    over = settle_publishing(sent, held, NOW + timedelta(days=11), 0.5)
    assert over.not_before is None
    done = settle_publishing(sent, SendResult(SendStatus.SENT), NOW, 0.5)
    assert (done.is_published, done.not_before) == (True, None)
    late = settle_publishing(sent, SendResult(SendStatus.UNCLEAR), NOW + timedelta(days=11), 0.5)
    assert late.not_before is None


def test_a_nonce_fits_and_differs_wherever_the_message_does() -> None:
    keys = [
        (1, "2026-07", 2, 0, EDITION),
        (9, "2026-07", 2, 0, EDITION),
        (1, "2026-08", 2, 0, EDITION),
        (1, "2026-07", 3, 0, EDITION),
        (1, "2026-07", 2, 1, EDITION),
        (1, "2026-07", 2, 0, "notice:1"),
    ]
    assert len({nonce_of(*key) for key in keys}) == len(keys)
    assert {len(nonce_of(*key)) for key in keys} == {24}
    assert nonce_of(*keys[0]) == nonce_of(*keys[0])


def test_a_marker_is_a_component_id_that_discord_gives_to_none_by_itself() -> None:
    markers = {marker_of(1, "2026-07", channel, 0, EDITION) for channel in range(1000)}
    assert len(markers) == 1000
    assert min(markers) >= 1 << 30
    assert max(markers) < 1 << 31
