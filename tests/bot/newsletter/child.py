"""The bot side of the kill tests: a program that forks a bot for each command it reads, and tells how it ended.

Each line of its input is a list of `Life`s as JSON, which are lived at once; each answer is a list of exit codes.
A bot is the real store on a real file, the real publisher and discord.py's real HTTP client. It kills itself with
SIGKILL at its n-th event: before, inside and after every transaction, before and after every request.
"""

import asyncio
import json
import os
import secrets
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import discord
from discord.http import HTTPClient, Route

from bot.months import Month
from bot.newsletter.bodies import Variant
from bot.newsletter.decisions.states import can_repeat_blindly
from bot.newsletter.delivery import Body, Delivery, SendResult, SendStatus, Settlement, State
from bot.newsletter.outbox.sql import leases
from bot.newsletter.pacer import Begin, Timer, Turn
from bot.newsletter.publisher import Publisher
from bot.newsletter.sender import Composer, Sender
from bot.newsletter.service import Newsletter
from bot.newsletter.subscription import Pause, Subscription
from bot.state.database import StateDatabase, open_state

APPLICATION_ID = 1000


@dataclass(frozen=True)
class Life:
    """One bot's life: where its database and Discord are, when it ticks, at which event it dies (0: never)."""

    url: str
    discord: str
    start: str
    steps: tuple[float, ...]
    kill_at: int = 0
    is_alone: bool = True
    restored_at: str | None = None
    rate: float = 0.0
    mutant: str = ""


class Fuse:
    """Counts events and kills the process at one of them."""

    def __init__(self, kill_at: int) -> None:
        self._left = kill_at

    def event(self) -> None:
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


async def compose(month: Month) -> str:
    return json.dumps({"month": str(month)})


async def render(edition: str, month: Month, variant: Variant) -> list[Body]:
    """Two parts in Chinese, one in English."""
    return [
        Body(
            (
                {
                    "type": 17,
                    "components": [{"type": 10, "content": f"{edition} {variant.language} {part}"}],
                },
            ),
            files=(("chart.png", b"png"),) if variant.framework else (),
            title=f"Edition {month}",
        )
        for part in range(2 if variant.language == "zh" else 1)
    ]


def word_notice(subscription: Subscription, pause: Pause) -> Body:
    text = f"{subscription.settings.channel_id}: {pause.reason} {' '.join(pause.missing)}"
    return Body(({"type": 10, "content": text},))


class RandomNonce:
    """A wrong design: the nonce says nothing, so Discord can't know a second try."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender
        self.find = sender.find
        self.publish = sender.publish
        self.notice_channel = sender.notice_channel

    async def send(self, delivery: Delivery, body: Body, turn: Turn, begin: Begin) -> SendResult:
        unknown = replace(delivery, nonce=secrets.token_hex(12))
        return await self._sender.send(unknown, body, turn, begin)


class NoReadBack(RandomNonce):
    """A wrong design: what isn't known to be sent is sent again."""

    def __init__(self, sender: Sender) -> None:
        super().__init__(sender)
        self.send = sender.send
        self.find = self._assume

    async def _assume(self, delivery: Delivery, turn: Turn) -> SendResult:
        return SendResult(SendStatus.NOT_FOUND)


class MarkBeforeSend(Newsletter):
    """A wrong design: the message counts as sent from before the request."""

    async def _send(self, delivery: Delivery, clock: Any, *, is_blind: bool = False) -> SendResult:
        settlement = Settlement(State.SENT, clock.now(), 0)
        await self.outbox.settle(delivery, settlement, clock.now())
        body = await self._body(delivery.body_id)
        return await self._sender.send(delivery, body, at_once, always)


class StoredDecision(Newsletter):
    """A wrong design: what may be repeated now is put back to be sent whenever its turn comes."""

    async def _search(self, delivery: Delivery, clock: Any) -> SendResult:
        result = await self._sender.find(delivery, at_once)
        now = clock.now()
        if result.status is not SendStatus.UNREADABLE or not can_repeat_blindly(delivery, now):
            return await super()._search(delivery, clock)
        await self.outbox.settle(delivery, Settlement(State.PENDING, now, 0), now)
        return result


class Trusting(Newsletter):
    """A wrong design: what the database doesn't know to have been sent wasn't."""

    async def _must_search(self, delivery: Delivery) -> bool:
        return delivery.state is State.UNSURE


class Greedy(Newsletter):
    """A wrong design: more is claimed than there are workers, and counts as tried from the claim on."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._claim = self.outbox.claim
        self._spare: list[Delivery] = []
        self.outbox.claim = self._claim_many

    async def _claim_many(self, now: datetime, limit: int) -> list[Delivery]:
        if len(self._spare) < limit:
            for one in await self._claim(now, limit + self._concurrency):
                tries = one.state is State.PENDING
                begun = await self.outbox.begin(one, now) if tries else one
                self._spare += [begun] if begun else []
        taken, self._spare = self._spare[:limit], self._spare[limit:]
        return taken


MUTANTS: dict[str, type[Newsletter]] = {
    "mark before send": MarkBeforeSend,
    "stored decision": StoredDecision,
    "trusting": Trusting,
    "greedy": Greedy,
}


async def at_once() -> None:
    """Give a turn."""


async def always() -> bool:
    return True


class Sundial(Timer):
    """A timer whose waits take no time: Discord's clock goes on by them, and nothing else."""

    def __init__(self, discord: str, start: datetime) -> None:
        self.now = start
        self._discord = discord

    def elapsed(self) -> float:
        return self.now.timestamp()

    async def sleep(self, seconds: float) -> None:
        until = self.now + timedelta(seconds=seconds)
        await asyncio.sleep(0)
        await self.move(until)

    async def move(self, until: datetime) -> None:
        self.now = max(self.now, until)
        async with aiohttp.ClientSession() as session:
            clock = {"now": self.now.isoformat()}
            await session.put(f"{self._discord}/test/clock", json=clock)


def hurry() -> None:
    """Let discord.py's waits between its own tries pass a thousand times faster."""
    sleep = asyncio.sleep

    async def shorter(delay: float, result: Any = None) -> Any:
        return await sleep(delay / 1000, result)

    asyncio.sleep = shorter


def wire(fuse: Fuse) -> None:
    """Make every transaction and every request an event."""
    write, request = StateDatabase.write, HTTPClient.request

    async def counted_write(self: StateDatabase, work: Callable[[Any], Any]) -> Any:
        def inside(connection: Any) -> Any:
            result = work(connection)
            fuse.event()
            return result

        fuse.event()
        result = await write(self, inside)
        fuse.event()
        return result

    async def counted_request(self: HTTPClient, *args: Any, **kwargs: Any) -> Any:
        fuse.event()
        result = await request(self, *args, **kwargs)
        fuse.event()
        return result

    StateDatabase.write = counted_write
    HTTPClient.request = counted_request


async def open_client(address: str) -> discord.Client:
    """Log in over HTTP, and learn the servers as the gateway would tell them."""
    Route.BASE = f"{address}/api"
    client = discord.Client(intents=discord.Intents(guilds=True))
    await client._async_setup_hook()  # pyright: ignore[reportPrivateUsage]
    state = client._connection  # pyright: ignore[reportPrivateUsage]
    state.user = discord.ClientUser(state=state, data=await client.http.static_login("a.b.c"))
    async with aiohttp.ClientSession() as session:
        for guild in await (await session.get(f"{address}/test/guilds")).json():
            state._add_guild_from_data(guild)  # pyright: ignore[reportPrivateUsage]
    return client


def newsletter_of(
    life: Life, state: StateDatabase, client: discord.Client, timer: Timer
) -> Newsletter:
    sender: Sender = Publisher(client)
    if life.mutant == "random nonce":
        sender = RandomNonce(sender)
    elif life.mutant == "no read-back":
        sender = NoReadBack(sender)
    elif life.mutant == "no settling":
        leases.SETTLING = timedelta(0)
    composer = Composer(compose, render, word_notice)
    return MUTANTS.get(life.mutant, Newsletter)(
        state, sender, composer, APPLICATION_ID, rate=life.rate, chance=lambda: 0.5, timer=timer
    )


async def live(life: Life) -> None:
    """Tick through a life's steps, Discord's clock going along."""
    hurry()
    wire(Fuse(life.kill_at))
    now = datetime.fromisoformat(life.start)
    client = await open_client(life.discord)
    async with open_state(life.url) as state:
        timer = Sundial(life.discord, now)
        newsletter = newsletter_of(life, state, client, timer)
        restored_at = datetime.fromisoformat(life.restored_at) if life.restored_at else None
        await newsletter.recover(now, is_alone=life.is_alone, restored_at=restored_at)
        for step in life.steps:
            await timer.move(timer.now + timedelta(seconds=step))
            await newsletter.tick(timer.now)
    await client.http.close()


def fork(life: Life) -> int:
    process = os.fork()
    if process:
        return process
    code = 1
    try:
        asyncio.run(live(life))
        code = 0
    except BaseException:  # noqa: BLE001  # told, then over: a fork must not go on as its parent
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def main() -> None:
    for line in sys.stdin:
        asked: list[dict[str, Any]] = json.loads(line)
        lives = [Life(**fields) for fields in asked]
        processes = [fork(life) for life in lives]
        codes = [os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) for process in processes]
        sys.stdout.write(json.dumps(codes) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
