"""The newsletter's machine: each tick asks the database what is owed, sends it, and finds out what became of it."""

import asyncio
import logging
import random
import uuid
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.newsletter.bodies import BodyError, Look
from bot.newsletter.delivery import (
    Body,
    Delivery,
    Heard,
    Outcome,
    Settlement,
    settle,
    settle_publishing,
)
from bot.newsletter.outbox.store import Notice, Outbox
from bot.newsletter.pacer import Pacer
from bot.newsletter.planning.planner import Planner
from bot.newsletter.store import NewsletterStore
from bot.newsletter.subscription import Month, Pause, Subscription
from bot.state.database import StateDatabase

log = logging.getLogger(__name__)

_ROUND = timedelta(seconds=60)
_BODIES_KEPT = 32


class LoggedOutError(Exception):
    """Discord no longer accepts the bot's token: going on would get its address banned."""


class Postman(Protocol):
    """What the machine needs of Discord; `Publisher` is it."""

    async def send(self, delivery: Delivery, body: Body) -> Outcome:
        """Send a message."""
        ...

    async def find(self, delivery: Delivery) -> Outcome:
        """Look for a message in its channel."""
        ...

    async def publish(self, delivery: Delivery) -> Outcome:
        """Publish a sent message."""
        ...

    def notice_channel(self, guild_id: int, avoiding: int) -> int | None:
        """Return where notices are read."""
        ...


@dataclass(frozen=True, slots=True)
class Desk:
    """Who writes: the edition of a month as JSON, its messages for one look, and a notice's words.

    ``compose`` is asked once a month, its answer kept for ever. ``render`` is asked once a month and look, after
    ``check``, which raises a FlawError for a look that there is no edition in.
    """

    compose: Callable[[Month], Awaitable[str]]
    render: Callable[[str, Month, Look], Awaitable[list[Body]]]
    word_notice: Callable[[Subscription, Pause], Body]
    check: Callable[[Look], None] = lambda _: None


class Newsletter:
    """Plans, sends, looks back, publishes. Late, doubled and missed ticks do no harm, nor do several processes."""

    def __init__(
        self,
        database: StateDatabase,
        postman: Postman,
        desk: Desk,
        application_id: int,
        *,
        rate: float = 20.0,
        concurrency: int = 6,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.store = NewsletterStore(database)
        self.outbox = Outbox(database, uuid.uuid4().hex)
        self._postman = postman
        self._desk = desk
        self._application_id = application_id
        self._planner = Planner(database, self.edition, desk.check, desk.render, application_id)
        self._pacer = Pacer(rate)
        self._concurrency = concurrency
        self._chance = chance
        self._bodies: dict[int, Body] = {}
        self._is_ticking = False
        self._closed_until: datetime | None = None

    async def recover(self, now: datetime) -> None:
        """Take up at once what the last process left; only for one that is alone on its database."""
        await self.outbox.tidy(now, is_alone=True)

    async def tick(self, now: datetime) -> None:
        """Do everything that is due at ``now``, and what falls due while it is done.

        Raises:
            LoggedOutError: Discord refused the token.
        """
        if self._is_ticking:
            return
        self._is_ticking = True
        clock = _Clock(now)
        try:
            while await self._round(clock):
                pass
        finally:
            self._is_ticking = False

    async def _round(self, clock: "_Clock") -> bool:
        now = clock.now()
        await self.store.purge(now)
        await self.outbox.tidy(now)
        await self.plan(now)
        until = now + _ROUND
        await self._drain(self.outbox.claim_unsure, self._look_back, clock, until)
        await self._drain(self.outbox.claim, self._send, clock, until)
        await self._drain(self.outbox.claim_unpublished, self._publish, clock, until)
        return clock.now() >= until

    async def plan(self, now: datetime) -> int:
        """Freeze what is due and give every subscription its messages; return how many."""
        return await self._planner.plan(now)

    async def edition(self, month: Month, now: datetime) -> str:
        """Return a month's edition, composed and frozen if it wasn't yet."""
        return await self.store.frozen(month, lambda: self._desk.compose(month), now)

    async def _drain(
        self,
        claim: Callable[[datetime, int], Awaitable[list[Delivery]]],
        handle: Callable[[Delivery, "_Clock"], Awaitable[None]],
        clock: "_Clock",
        until: datetime,
    ) -> None:
        claimed: deque[Delivery] = deque()
        claiming = asyncio.Lock()
        is_drained = False

        async def take() -> Delivery | None:
            nonlocal is_drained
            async with claiming:
                now = clock.now()
                if not claimed and not is_drained and now < until and not self._is_closed(now):
                    # Few at a time: a lease runs from the claim on.
                    claimed.extend(await claim(now, self._concurrency))
                    is_drained = not claimed
                return claimed.popleft() if claimed else None

        async def work() -> None:
            nonlocal is_drained
            while (delivery := await take()) is not None:
                await handle(delivery, clock)
                # A first part that has arrived makes way for the second.
                is_drained = False

        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(self._concurrency):
                    group.create_task(work())
        except* LoggedOutError as errors:
            raise LoggedOutError(str(errors.exceptions[0])) from errors

    async def _send(self, delivery: Delivery, clock: "_Clock") -> None:
        try:
            body = await self._body(delivery.body_id)
        except BodyError as error:
            log.exception("newsletter: the body of message %d", delivery.id)
            outcome = Outcome(Heard.REJECTED, code=str(error))
        else:
            await self._pacer.turn()
            outcome = await self._postman.send(delivery, body)
        await self._settle(delivery, outcome, clock)

    async def _look_back(self, delivery: Delivery, clock: "_Clock") -> None:
        await self._pacer.turn()
        await self._settle(delivery, await self._postman.find(delivery), clock)

    async def _publish(self, delivery: Delivery, clock: "_Clock") -> None:
        await self._pacer.turn()
        outcome = await self._postman.publish(delivery)
        now = clock.now()
        settlement = settle_publishing(delivery, outcome, now, self._chance())
        await self.outbox.settle_publishing(delivery, settlement, now)
        _stop_if_logged_out(outcome)

    def _is_closed(self, now: datetime) -> bool:
        return self._closed_until is not None and now < self._closed_until

    async def _settle(self, delivery: Delivery, outcome: Outcome, clock: "_Clock") -> None:
        now = clock.now()
        settlement = settle(delivery, outcome, now, self._chance())
        if outcome.heard is Heard.BUSY:
            # Ten thousand refused requests in ten minutes get an address banned.
            self._closed_until = now + outcome.retry_after
        notice = await self._notice(delivery, settlement)
        if outcome.heard in (Heard.REJECTED, Heard.UNREADABLE):
            log.error(
                "newsletter: message %d to channel %d: %s (%s)",
                delivery.id,
                delivery.channel_id,
                outcome.heard,
                outcome.code,
            )
        if not await self.outbox.settle(delivery, settlement, now, notice):
            log.warning("newsletter: message %d was taken over meanwhile", delivery.id)
        _stop_if_logged_out(outcome)

    async def _notice(self, delivery: Delivery, settlement: Settlement) -> Notice | None:
        if settlement.pause is None or delivery.is_notice:
            return None
        channel_id = self._postman.notice_channel(delivery.guild_id, delivery.channel_id)
        subscription = await self.store.get(delivery.channel_id)
        if channel_id is None or subscription is None:
            return None
        body = self._desk.word_notice(subscription, settlement.pause)
        return Notice(channel_id, body, self._application_id)

    async def _body(self, body_id: int) -> Body:
        if body_id not in self._bodies:
            if len(self._bodies) >= _BODIES_KEPT:
                self._bodies.pop(next(iter(self._bodies)))
            self._bodies[body_id] = await self.outbox.body(body_id)
        return self._bodies[body_id]


class _Clock:
    """The tick's own time: as given at its start, and going on from there whatever the host's clock does."""

    def __init__(self, start: datetime) -> None:
        self._loop = asyncio.get_running_loop()
        self._start = start
        self._began = self._loop.time()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self._loop.time() - self._began)


def _stop_if_logged_out(outcome: Outcome) -> None:
    if outcome.heard is Heard.LOGGED_OUT:
        raise LoggedOutError(outcome.code)
