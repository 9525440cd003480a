"""Many channels on one clock: a Discord that honours a nonce for a while, loses answers, and may not be read."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.months import Month
from bot.newsletter.bodies import Variant
from bot.newsletter.delivery import Body, Delivery, SendResult, SendStatus, State
from bot.newsletter.pacer import Begin, Turn
from bot.newsletter.schema import deliveries
from bot.newsletter.sender import Composer
from bot.newsletter.service import Newsletter
from bot.newsletter.subscription import ChannelKind, Pause, Settings, Subscription
from bot.state.database import StateDatabase, open_state
from tests.bot.newsletter.patience import Patience

BEFORE = datetime(2026, 7, 10, tzinfo=UTC)
DUE = datetime(2026, 8, 2, 9, tzinfo=UTC)
JULY = Month(2026, 7)


@dataclass
class Crowd:
    """The channels. ``lost`` are those whose next answer is lost although the message arrives.

    ``hindered`` is what the next search of a channel results in, whatever is there.
    """

    timer: Patience = field(default_factory=Patience)
    window_s: float = 90.0
    unreadable: set[int] = field(default_factory=set[int])
    lost: set[int] = field(default_factory=set[int])
    hindered: dict[int, SendResult] = field(default_factory=dict[int, SendResult])
    posts: Counter[tuple[int, str, int]] = field(default_factory=Counter[tuple[int, str, int]])
    searches: Counter[int] = field(default_factory=Counter[int])
    # What happens between a search and what follows from it, and before a message may be sent.
    after_search: Callable[[], None] = lambda: None
    before_send: Callable[[], None] = lambda: None
    in_flight: int = 0
    most_in_flight: int = 0
    is_open: asyncio.Event = field(default_factory=asyncio.Event)
    _nonces: dict[str, float] = field(default_factory=dict[str, float])

    def __post_init__(self) -> None:
        self.is_open.set()

    async def send(self, delivery: Delivery, body: Body, turn: Turn, begin: Begin) -> SendResult:
        self.before_send()
        if not await begin():
            return SendResult(SendStatus.WITHDRAWN)
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        self._arrive(delivery)
        try:
            await self.is_open.wait()
        finally:
            self.in_flight -= 1
        if delivery.channel_id in self.lost:
            self.lost.remove(delivery.channel_id)
            return SendResult(SendStatus.UNCLEAR)
        return SendResult(SendStatus.SENT, message_id=delivery.channel_id)

    def _arrive(self, delivery: Delivery) -> None:
        now = self.timer.elapsed()
        has_nonce = delivery.channel_kind is not ChannelKind.FORUM
        made = self._nonces.get(delivery.nonce)
        if not has_nonce or made is None or now - made >= self.window_s:
            self.posts[delivery.channel_id, delivery.month, delivery.part] += 1
            self._nonces[delivery.nonce] = now

    async def find(self, delivery: Delivery, turn: Turn) -> SendResult:
        if hindered := self.hindered.pop(delivery.channel_id, None):
            return hindered
        if delivery.channel_id in self.unreadable:
            self.after_search()
            return SendResult(SendStatus.UNREADABLE)
        await turn()
        self.searches[delivery.channel_id] += 1
        is_there = self.posts[delivery.channel_id, delivery.month, delivery.part]
        self.after_search()
        found = SendResult(SendStatus.SENT, message_id=delivery.channel_id)
        return found if is_there else SendResult(SendStatus.NOT_FOUND)

    async def publish(self, delivery: Delivery, turn: Turn) -> SendResult:
        await turn()
        return SendResult(SendStatus.SENT)

    def notice_channel(self, guild_id: int, avoiding: int) -> int | None:
        return None

    def counts(self, month: Month = JULY) -> dict[int, int]:
        """Return how often each channel got the first part of an edition."""
        return {
            channel: count
            for (channel, of, part), count in self.posts.items()
            if (of, part) == (str(month), 0) and count
        }


@dataclass
class House:
    """A bot's life: a machine on the database that was there when it began."""

    machine: Newsletter
    state: StateDatabase
    crowd: Crowd

    async def subscribe(self, count: int, start: datetime = BEFORE, **changes: Any) -> None:
        for number in range(count):
            kind = ChannelKind.FORUM if number % 5 == 4 else ChannelKind.TEXT
            settings = replace(Settings(10 + number, kind), **changes)
            await self.machine.store.subscribe(1, settings, 7, start)

    async def subscribe_one(self, channel_id: int, start: datetime = BEFORE) -> None:
        await self.machine.store.subscribe(1, Settings(channel_id, ChannelKind.TEXT), 7, start)

    async def tick(self, *moments: datetime) -> None:
        """Tick at these moments, time passing between them."""
        before = moments[0]
        for moment in moments:
            self.crowd.timer.pass_by(seconds=(moment - before).total_seconds())
            before = moment
            await self.machine.tick(moment)

    async def states(self, month: Month = JULY) -> dict[State, int]:
        return await self.machine.outbox.counts(month)

    async def rows(self) -> list[Any]:
        return await self.state.read(
            lambda connection: list(connection.execute(deliveries.select()))
        )


@asynccontextmanager
async def housed(
    path: Path,
    crowd: Crowd,
    *,
    rate: float = 0,
    concurrency: int = 6,
    kind: type[Newsletter] = Newsletter,
) -> AsyncGenerator[House, None]:
    """Open the database and let a machine live on it."""
    composer = Composer(_compose, _render, _word_notice)
    async with open_state(f"sqlite+aiosqlite:///{path}") as state:
        machine = kind(
            state,
            crowd,
            composer,
            1000,
            rate=rate,
            concurrency=concurrency,
            chance=lambda: 0.5,
            timer=crowd.timer,
        )
        yield House(machine, state, crowd)


async def _compose(month: Month) -> str:
    return json.dumps(str(month))


async def _render(edition: str, month: Month, variant: Variant) -> list[Body]:
    return [Body(({"type": 10, "content": edition},))]


def _word_notice(subscription: Subscription, pause: Pause) -> Body:
    return Body(({"type": 10, "content": str(pause.reason)},))
