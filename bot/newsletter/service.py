"""The newsletter's machine: each tick reads what is due from the database, sends it, and settles what became of it."""

import asyncio
import logging
import random
import uuid
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.months import Month
from bot.newsletter.bodies import BodyError
from bot.newsletter.clock import TickClock
from bot.newsletter.decisions.publishing import settle_publishing
from bot.newsletter.decisions.searches import settle_search
from bot.newsletter.decisions.states import can_repeat_blindly
from bot.newsletter.decisions.tries import settle
from bot.newsletter.delivery import (
    Body,
    Delivery,
    Notice,
    SendResult,
    SendStatus,
    Settlement,
    State,
)
from bot.newsletter.outbox.store import Outbox
from bot.newsletter.pacer import ClosedError, Gate, Timer
from bot.newsletter.planning.planner import Planner
from bot.newsletter.sender import Composer, Sender
from bot.newsletter.store import NewsletterStore
from bot.newsletter.subscription import Reason
from bot.state.database import StateDatabase

log = logging.getLogger(__name__)

_ROUND = timedelta(seconds=60)
# What fell due so shortly before this process began was hardly sent and forgotten; its nonce would still be known.
_FRESH = timedelta(minutes=3)
_BODIES_KEPT = 32
# A request takes a minute at most, a lease three.
_FENCED = timedelta(seconds=60)


class LoggedOutError(Exception):
    """Discord no longer accepts the bot's token: going on would get its address banned."""


class Newsletter:
    """Plans, sends, searches, publishes. Late, doubled and missed ticks do no harm, nor do several processes."""

    def __init__(
        self,
        database: StateDatabase,
        sender: Sender,
        composer: Composer,
        application_id: int,
        *,
        rate: float = 20.0,
        concurrency: int = 6,
        chance: Callable[[], float] = random.random,
        timer: Timer | None = None,
    ) -> None:
        self.store = NewsletterStore(database)
        self.outbox = Outbox(database, uuid.uuid4().hex)
        self._sender = sender
        self._composer = composer
        self._application_id = application_id
        self._planner = Planner(
            database, self.edition, composer.check, composer.render, application_id
        )
        self._timer = timer or Timer()
        self._gate = Gate(rate, self._timer)
        self._concurrency = concurrency
        self._chance = chance
        self._bodies: dict[int, Body] = {}
        self._is_ticking = False
        self._started_at: datetime | None = None
        self._restored_at: datetime | None = None
        self._found_unsent: dict[str, datetime | None] = {}

    async def recover(
        self, now: datetime, *, is_alone: bool = True, restored_at: datetime | None = None
    ) -> None:
        """Begin at ``now``, and take up what the last process left at once when alone on the database.

        ``restored_at``: when an older copy of the database was last put in its place; until then anything may have
        been sent that it doesn't know of.
        """
        self._started_at = now
        self._restored_at = restored_at
        if is_alone:
            await self.outbox.expire_leases(now, is_alone=True)

    async def tick(self, now: datetime) -> None:
        """Do everything that is due at ``now``, and what falls due while it is done.

        Raises:
            LoggedOutError: Discord refused the token.
        """
        if self._is_ticking:
            return
        self._is_ticking = True
        self._started_at = self._started_at or now
        clock = TickClock(now, self._timer)
        try:
            while await self._round(clock):
                pass
        finally:
            self._is_ticking = False

    async def _round(self, clock: TickClock) -> bool:
        now = clock.now()
        await self.store.purge(now)
        await self.outbox.expire_leases(now)
        await self.plan(now)
        self._found_unsent.clear()
        until = now + _ROUND
        await self._work(clock, until)
        return clock.now() >= until

    async def plan(self, now: datetime) -> int:
        """Freeze what is due and give every subscription its messages; return how many."""
        return await self._planner.plan(now)

    async def edition(self, month: Month, now: datetime) -> str:
        """Return a month's edition, composed and frozen if it wasn't yet."""
        return await self.store.frozen(month, lambda: self._composer.compose(month), now)

    async def _work(self, clock: TickClock, until: datetime) -> None:
        """Handle what is ready, as many at once as there are workers, until nothing is or the round is over."""
        running: set[asyncio.Task[LoggedOutError | None]] = set()
        error: LoggedOutError | None = None
        async with asyncio.TaskGroup() as group:
            while True:
                now, free = clock.now(), self._concurrency - len(running)
                if error is None and now < until and not self._gate.wait:
                    # No more than there are free workers: what waits for one could be another process's by now.
                    claimed = await self.outbox.claim(now, free)
                    running |= {group.create_task(self._handle(one, clock)) for one in claimed}
                if not running:
                    break
                done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    error = error or task.result()
        if error:
            raise error

    async def _handle(self, delivery: Delivery, clock: TickClock) -> LoggedOutError | None:
        try:
            if delivery.state is State.SENT:
                result = await self._publish(delivery, clock)
            elif await self._must_search(delivery):
                result = await self._search(delivery, clock)
            else:
                result = await self._send(delivery, clock)
        except Exception:
            # It harms itself alone: its lease runs out, and it is tried again.
            log.exception("newsletter: message %d failed", delivery.id)
            return None
        return LoggedOutError(result.code) if result.status is SendStatus.LOGGED_OUT else None

    async def _must_search(self, delivery: Delivery) -> bool:
        """Tell whether a message may have been sent: its last try is unclear, or an older database may be at work."""
        if delivery.state is State.UNSURE or await self._backup_at(delivery) is not None:
            return True
        # What has fallen due before our eyes can't have been sent by a process that this database doesn't know of.
        return self._started_at is None or delivery.due < self._started_at - _FRESH

    async def _backup_at(self, delivery: Delivery) -> datetime | None:
        """Return until when a message may have been sent without the database knowing it, as far as is known."""
        month = delivery.month
        if month not in self._found_unsent:
            self._found_unsent[month] = await self.outbox.found_unsent(month)
        marks = [self._found_unsent[month]]
        if self._restored_at and Month.parse(month) < Month.of(self._restored_at):
            marks.append(self._restored_at)
        return max((mark for mark in marks if mark is not None), default=None)

    async def _send(
        self, delivery: Delivery, clock: TickClock, *, is_blind: bool = False
    ) -> SendResult:
        try:
            body = await self._body(delivery.body_id)
        except BodyError as error:
            log.exception("newsletter: the body of message %d", delivery.id)
            result = SendResult(SendStatus.REJECTED, code=str(error))
            now = clock.now()
            await self._settle(
                delivery, settle(delivery, result, now, self._chance()), result, clock
            )
            return result
        begun = delivery

        async def begin() -> bool:
            nonlocal begun
            await self._gate.turn()
            now = clock.now()
            if is_blind and not can_repeat_blindly(delivery, now):
                return False
            begun = await self.outbox.begin(delivery, now) or delivery
            # Written is not sent: whoever was suspended in between begins again.
            later = clock.now()
            is_timely = later - now < _FENCED and (not is_blind or can_repeat_blindly(begun, later))
            return begun is not delivery and is_timely

        result = await self._ask(self._sender.send(delivery, body, self._gate.turn, begin))
        await self._settle(begun, settle(begun, result, clock.now(), self._chance()), result, clock)
        return result

    async def _search(self, delivery: Delivery, clock: TickClock) -> SendResult:
        result = await self._ask(self._sender.find(delivery, self._gate.turn))
        restored_at = await self._backup_at(delivery)
        settlement = settle_search(delivery, result, clock.now(), self._chance(), restored_at)
        if settlement is None:
            return await self._send(delivery, clock, is_blind=_is_blind(delivery, result))
        if settlement.state is State.SENT and not delivery.attempts:
            known = self._found_unsent.get(delivery.month)
            self._found_unsent[delivery.month] = known or clock.now()
        await self._settle(delivery, settlement, result, clock)
        return result

    async def _publish(self, delivery: Delivery, clock: TickClock) -> SendResult:
        result = await self._ask(self._sender.publish(delivery, self._gate.turn))
        now = clock.now()
        settlement = settle_publishing(delivery, result, now, self._chance())
        await self.outbox.settle_publishing(delivery, settlement, now)
        return result

    async def _ask(self, request: Awaitable[SendResult]) -> SendResult:
        try:
            result = await request
        except ClosedError as closed:
            return SendResult(SendStatus.CLOSED, retry_after=closed.wait)
        if result.status is SendStatus.BUSY:
            # Ten thousand refused requests in ten minutes get an address banned.
            self._gate.close(result.retry_after)
        return result

    async def _settle(
        self, delivery: Delivery, settlement: Settlement, result: SendResult, clock: TickClock
    ) -> None:
        notice = await self._notice(delivery, settlement)
        if settlement.reason in (Reason.REJECTED, Reason.UNVERIFIABLE):
            log.error(
                "newsletter: message %d to channel %d: %s (%s)",
                delivery.id,
                delivery.channel_id,
                result.status,
                result.code,
            )
        if not await self.outbox.settle(delivery, settlement, clock.now(), notice):
            log.warning("newsletter: message %d was taken over meanwhile", delivery.id)

    async def _notice(self, delivery: Delivery, settlement: Settlement) -> Notice | None:
        if settlement.pause is None or delivery.is_notice:
            return None
        channel_id = self._sender.notice_channel(delivery.guild_id, delivery.channel_id)
        subscription = await self.store.get(delivery.channel_id)
        if channel_id is None or subscription is None:
            return None
        body = self._composer.word_notice(subscription, settlement.pause)
        return Notice(channel_id, body, self._application_id)

    async def _body(self, body_id: int) -> Body:
        if body_id not in self._bodies:
            if len(self._bodies) >= _BODIES_KEPT:
                self._bodies.pop(next(iter(self._bodies)))
            self._bodies[body_id] = await self.outbox.body(body_id)
        return self._bodies[body_id]


def _is_blind(delivery: Delivery, result: SendResult) -> bool:
    return result.status is SendStatus.UNREADABLE and delivery.first_try is not None
