"""What the newsletter is given: a sender of messages, and a composer of editions."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from bot.months import Month
from bot.newsletter.bodies import Variant
from bot.newsletter.delivery import Body, Delivery, SendResult
from bot.newsletter.pacer import Begin, Turn
from bot.newsletter.subscription import Pause, Subscription


class Sender(Protocol):
    """What the newsletter needs of Discord, as `Publisher` provides it. ``turn`` is awaited before every request but the last.

    What ``turn`` raises is let through.
    """

    async def send(self, delivery: Delivery, body: Body, turn: Turn, begin: Begin) -> SendResult:
        """Send a message once ``begin`` has allowed it; else it is WITHDRAWN."""
        ...

    async def find(self, delivery: Delivery, turn: Turn) -> SendResult:
        """Look for a message in its channel."""
        ...

    async def publish(self, delivery: Delivery, turn: Turn) -> SendResult:
        """Publish a sent message."""
        ...

    def notice_channel(self, guild_id: int, avoiding: int) -> int | None:
        """Return where notices are read."""
        ...


@dataclass(frozen=True, slots=True)
class Composer:
    """Writes the edition of a month as JSON, its messages for one variant, and a notice's words.

    ``compose`` runs once a month, and its result is kept for ever. ``render`` runs once a month and variant, after
    ``check``, which raises a FlawError for a variant that can't be made.
    """

    compose: Callable[[Month], Awaitable[str]]
    render: Callable[[str, Month, Variant], Awaitable[list[Body]]]
    word_notice: Callable[[Subscription, Pause], Body]
    check: Callable[[Variant], None] = lambda _: None
