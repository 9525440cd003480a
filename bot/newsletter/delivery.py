"""One message's way to one channel: what was heard of Discord, and what follows from it."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from bot.months import Month
from bot.newsletter.subscription import ChannelKind, Pause, Reason

# Discord honours a nonce for "the past few minutes" and has never said how many.
WINDOW = timedelta(seconds=60)
SETTLING = timedelta(seconds=5)
RETRIES_AFTER = (timedelta(hours=1), timedelta(hours=24))
_LONGEST_BACKOFF_S = 1800.0
_OUTAGE = timedelta(hours=48)
_OUTAGE_ATTEMPTS = 8
_NOT_READY = timedelta(minutes=1)


class State(StrEnum):
    """Where a message is. SENT, DEAD and SKIPPED are final.

    No try of a PENDING message can have got through. An UNSURE one is looked for in its channel before it is sent.
    """

    PENDING = "pending"
    SENDING = "sending"
    UNSURE = "unsure"
    SENT = "sent"
    DEAD = "dead"
    SKIPPED = "skipped"


OPEN = (State.PENDING, State.SENDING, State.UNSURE)


class Heard(StrEnum):
    """What was heard: everything that isn't known for certain is UNCLEAR.

    HELD: refused for a reason that passes by itself. GONE: looked for in a channel that no longer exists.
    WITHDRAWN and CLOSED: no request was made, because the message may not be sent any more or none may be made now.
    """

    SENT = "sent"
    DELETED = "deleted"
    REFUSED = "refused"
    HELD = "held"
    REJECTED = "rejected"
    BUSY = "busy"
    NOT_READY = "not-ready"
    LOGGED_OUT = "logged-out"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    UNCLEAR = "unclear"
    NOT_FOUND = "not-found"
    GONE = "gone"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one attempt, or one look at the channel, came to. ``code`` is for operators."""

    heard: Heard
    message_id: int | None = None
    code: str | None = None
    retry_after: timedelta = timedelta(0)
    pause: Pause | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """One message as raw components, with its files; ``title`` and ``tags`` are for a forum's post."""

    components: tuple[Mapping[str, object], ...]
    files: tuple[tuple[str, bytes], ...] = ()
    title: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message that this process holds the lease of. ``post_id`` is the forum post that part 0 made.

    ``first_try`` is when the first try began of which nobody knows whether it got through.
    """

    id: int
    subscription_id: int | None
    kind: str
    month: str
    part: int
    guild_id: int
    channel_id: int
    channel_kind: ChannelKind
    role_id: int | None
    publish: bool
    body_id: int
    nonce: str
    marker: int
    state: State
    attempts: int
    permanent_failures: int
    first_try: datetime | None
    last_try: datetime | None
    due: datetime
    expires_at: datetime
    post_id: int | None = None
    message_id: int | None = None
    publish_attempts: int = 0

    @property
    def is_notice(self) -> bool:
        """Tell a notice about a paused subscription from a part of an edition."""
        return self.kind != EDITION

    @property
    def since(self) -> datetime:
        """Return the earliest moment at which the message can have been posted."""
        over = Month.parse(self.month).plus(1)
        return self.first_try or datetime(over.year, over.number, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Settlement:
    """A message's next state, and what else it brings about."""

    state: State
    not_before: datetime
    permanent_failures: int
    code: str | None = None
    reason: Reason | None = None
    message_id: int | None = None
    pause: Pause | None = None


@dataclass(frozen=True, slots=True)
class PublishSettlement:
    """What became of publishing a sent message: tried again at ``not_before``, or over."""

    not_before: datetime | None
    is_published: bool
    code: str | None = None


EDITION = "edition"
# The code of a message that can't be published any more, as its channel announces nothing.
NO_NEWS = "no-announcement-channel"


def notice_kind(subscription_id: int) -> str:
    """Return the kind of a notice about one subscription: a month's notices to a channel differ by it."""
    return f"notice:{subscription_id}"


def nonce_of(application_id: int, month: str, channel_id: int, part: int, kind: str) -> str:
    """Return the key by which Discord knows this message for another try of the same: 24 characters of 25 allowed."""
    return base64.b32encode(_digest(application_id, month, channel_id, part, kind, 15)).decode()


def marker_of(application_id: int, month: str, channel_id: int, part: int, kind: str) -> int:
    """Return the component id by which we know this message among our own in the channel.

    31 bits, and never one of the small numbers that Discord gives to components without an id.
    """
    digest = _digest(application_id, month, channel_id, part, kind, 4)
    return 1 << 30 | int.from_bytes(digest) & (1 << 30) - 1


def _digest(
    application_id: int, month: str, channel_id: int, part: int, kind: str, size: int
) -> bytes:
    key = f"{application_id}/{month}/{channel_id}/{part}/{kind}"
    return hashlib.blake2b(key.encode(), digest_size=size).digest()


def backoff(attempts: int, chance: float) -> timedelta:
    """Return how long to wait after that many attempts: up to 10 s, doubling up to half an hour, shaken fully."""
    longest = min(_LONGEST_BACKOFF_S, 5.0 * 2 ** min(attempts, 16))
    return timedelta(seconds=max(1.0, longest * chance))


def growing(age: timedelta, chance: float) -> timedelta:
    """Return how long to wait before the next look for something of that age: on average as long again."""
    wait = age * (2 * chance)
    return min(max(wait, SETTLING), timedelta(seconds=_LONGEST_BACKOFF_S))


def settle(delivery: Delivery, outcome: Outcome, now: datetime, chance: float) -> Settlement:
    """Return what follows from a try. ``chance`` is drawn from [0, 1)."""
    match outcome.heard:
        case Heard.SENT:
            settlement = _ended(delivery, State.SENT, outcome, now, None)
        case Heard.DELETED:
            settlement = _ended(delivery, State.SENT, outcome, now, Reason.DELETED)
        case Heard.REFUSED:
            settlement = _refused(delivery, outcome, now)
        case Heard.REJECTED:
            settlement = _ended(delivery, State.DEAD, outcome, now, Reason.REJECTED)
        case Heard.BUSY:
            # discord.py may have tried before it heard this, and that try may have got through.
            settlement = _again(delivery, state_in_doubt(delivery), outcome, now)
        case Heard.HELD | Heard.NOT_READY | Heard.LOGGED_OUT:
            settlement = _held(delivery, outcome, now)
        case Heard.CLOSED | Heard.WITHDRAWN:
            settlement = _again(delivery, state_unsent(delivery), outcome, now)
        case Heard.GONE:
            settlement = _gone(delivery, outcome, now)
        case Heard.UNCLEAR | Heard.NOT_FOUND | Heard.UNREADABLE:
            settlement = _unclear(delivery, outcome, now, chance)
    return settlement


def settle_look(
    delivery: Delivery,
    look: Outcome,
    now: datetime,
    chance: float,
    restored_at: datetime | None = None,
) -> Settlement | None:
    """Return what follows from a look at the channel; None: the message is to be sent now.

    ``restored_at``: what was due until then may have been sent without the database knowing it.
    """
    match look.heard:
        case Heard.NOT_FOUND:
            return _missing(delivery, look, now)
        case Heard.UNREADABLE if delivery.first_try is None:
            return _unseen(delivery, look, now, restored_at)
        case Heard.UNREADABLE:
            if delivery.subscription_id is not None and can_repeat_blindly(delivery, now):
                return None
            return _ended(delivery, State.DEAD, look, now, Reason.UNVERIFIABLE)
        case _:
            return settle(delivery, look, now, chance)


def state_unsent(delivery: Delivery) -> State:
    """Return the state to fall back to when the last try surely didn't get through."""
    if delivery.state is not State.SENDING:
        return delivery.state
    is_only_try = delivery.first_try == delivery.last_try
    return State.PENDING if is_only_try else State.UNSURE


def state_in_doubt(delivery: Delivery) -> State:
    """Return the state to fall back to when the last try, if there was one, may have got through."""
    return State.UNSURE if delivery.state is State.SENDING else delivery.state


def can_repeat_blindly(delivery: Delivery, now: datetime) -> bool:
    """Tell whether Discord still surely knows the nonce; a forum never does, nor is a clock set back trusted."""
    made_by_message = delivery.channel_kind is not ChannelKind.FORUM or delivery.part > 0
    first_try = delivery.first_try
    return made_by_message and first_try is not None and timedelta(0) <= now - first_try < WINDOW


def settle_publishing(
    delivery: Delivery, outcome: Outcome, now: datetime, chance: float
) -> PublishSettlement:
    """Return what follows from an attempt to publish; publishing twice does no harm, so anything unclear is retried."""
    match outcome.heard:
        case Heard.SENT:
            return PublishSettlement(None, is_published=True)
        case Heard.BUSY | Heard.CLOSED:
            return PublishSettlement(
                now + outcome.retry_after, is_published=False, code=outcome.code
            )
        case Heard.HELD if now < delivery.expires_at:
            return PublishSettlement(
                now + outcome.retry_after, is_published=False, code=outcome.code
            )
        case Heard.UNCLEAR | Heard.NOT_READY | Heard.LOGGED_OUT if now < delivery.expires_at:
            return PublishSettlement(
                now + backoff(delivery.publish_attempts, chance),
                is_published=False,
                code=outcome.code,
            )
        case _:
            return PublishSettlement(None, is_published=False, code=outcome.code or outcome.heard)


def _refused(delivery: Delivery, outcome: Outcome, now: datetime) -> Settlement:
    failures = delivery.permanent_failures + 1
    pause = outcome.pause or Pause(Reason.REFUSED, code=outcome.code)
    if failures > len(RETRIES_AFTER):
        return Settlement(State.DEAD, now, failures, outcome.code, pause.reason, pause=pause)
    return Settlement(
        state_unsent(delivery),
        now + RETRIES_AFTER[failures - 1],
        failures,
        outcome.code,
        pause.reason,
    )


def _held(delivery: Delivery, outcome: Outcome, now: datetime) -> Settlement:
    """Wait without an end of its own: a message that is still unsent ten days later is left out."""
    return Settlement(
        state_unsent(delivery),
        now + (outcome.retry_after or _NOT_READY),
        delivery.permanent_failures,
        outcome.code,
        outcome.pause.reason if outcome.pause else None,
    )


def _unclear(delivery: Delivery, outcome: Outcome, now: datetime, chance: float) -> Settlement:
    is_late = delivery.first_try is not None and now > delivery.expires_at
    if is_late or _is_outage(delivery, now):
        return _ended(delivery, State.DEAD, outcome, now, Reason.UNVERIFIABLE)
    if delivery.state is not State.SENDING:
        wait = growing(now - (delivery.last_try or delivery.due), chance)
    elif delivery.attempts > 1:
        wait = max(SETTLING, backoff(delivery.attempts - 1, chance))
    else:
        wait = SETTLING
    return _again(delivery, state_in_doubt(delivery), outcome, now + wait)


def _gone(delivery: Delivery, outcome: Outcome, now: datetime) -> Settlement:
    # Whether it arrived before its channel went matters to nobody any more.
    pause, failures = outcome.pause, delivery.permanent_failures
    reason = pause.reason if pause else Reason.CHANNEL_GONE
    return Settlement(State.DEAD, now, failures, outcome.code, reason, pause=pause)


def _missing(delivery: Delivery, look: Outcome, now: datetime) -> Settlement | None:
    if unwanted := _unwanted(delivery, look, now):
        return unwanted
    if _is_outage(delivery, now):
        return _ended(delivery, State.DEAD, look, now, Reason.OUTAGE)
    return None


def _unseen(
    delivery: Delivery, look: Outcome, now: datetime, restored_at: datetime | None
) -> Settlement | None:
    """Decide about a message that was never tried, as far as the database knows, in a channel that can't be read."""
    if unwanted := _unwanted(delivery, look, now):
        return unwanted
    if restored_at is not None and delivery.due <= restored_at:
        return _ended(delivery, State.DEAD, look, now, Reason.UNVERIFIABLE)
    if delivery.state is State.PENDING:
        # What the readable channels show says whether a backup was restored, so this one waits for them.
        return _again(delivery, State.UNSURE, look, now)
    return None


def _unwanted(delivery: Delivery, look: Outcome, now: datetime) -> Settlement | None:
    if delivery.subscription_id is None:
        return _ended(delivery, State.SKIPPED, look, now, Reason.BY_ADMIN)
    if now > delivery.expires_at:
        return _ended(delivery, State.SKIPPED, look, now, Reason.LATE)
    return None


def _is_outage(delivery: Delivery, now: datetime) -> bool:
    # Both: a clock set forward alone must not end a message that was hardly tried.
    first_try = delivery.first_try
    is_old = first_try is not None and now - first_try > _OUTAGE
    return is_old and delivery.attempts >= _OUTAGE_ATTEMPTS


def _again(delivery: Delivery, state: State, outcome: Outcome, not_before: datetime) -> Settlement:
    not_before += outcome.retry_after
    return Settlement(state, not_before, delivery.permanent_failures, outcome.code)


def _ended(
    delivery: Delivery, state: State, outcome: Outcome, now: datetime, reason: Reason | None
) -> Settlement:
    return Settlement(
        state, now, delivery.permanent_failures, outcome.code, reason, outcome.message_id
    )
