"""One message on its way to one channel, as values: what it is, what Discord answered, what follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from bot.months import Month
from bot.newsletter.subscription import ChannelKind, Pause, Reason

# Discord honours a nonce for "the past few minutes" and has never said how many.
WINDOW = timedelta(seconds=60)
SETTLING = timedelta(seconds=5)
EDITION = "edition"
# The code of a message that can't be published any more, as its channel announces nothing.
NO_NEWS = "no-announcement-channel"


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


class SendStatus(StrEnum):
    """What is known of a try, a search or an attempt to publish: what isn't known for certain is UNCLEAR.

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
class SendResult:
    """The result of one try, one search or one attempt to publish. ``code`` is for operators."""

    status: SendStatus
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
class Notice:
    """A message about a paused subscription, for a channel whose readers can put it right."""

    channel_id: int
    body: Body
    application_id: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message that this process holds the lease of. ``post_id`` is the forum post that part 0 made.

    ``first_try`` is when the first try began of which nobody knows whether it got through, ``due`` the moment from which
    on the message can have been sent, however often it was put off since.
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
