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

from bot.newsletter.bodies import Look
from bot.newsletter.delivery import Body, Delivery, Heard, Outcome, Settlement, State
from bot.newsletter.publisher import Publisher
from bot.newsletter.service import Desk, Newsletter, Postman
from bot.newsletter.subscription import Month, Pause, Subscription
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


async def render(edition: str, month: Month, look: Look) -> list[Body]:
    """Two parts in Chinese, one in English."""
    return [
        Body(
            (
                {
                    "type": 17,
                    "components": [{"type": 10, "content": f"{edition} {look.language} {part}"}],
                },
            ),
            files=(("chart.png", b"png"),) if look.framework else (),
            title=f"Edition {month}",
        )
        for part in range(2 if look.language == "zh" else 1)
    ]


def word_notice(subscription: Subscription, pause: Pause) -> Body:
    text = f"{subscription.settings.channel_id}: {pause.reason} {' '.join(pause.missing)}"
    return Body(({"type": 10, "content": text},))


class RandomNonce:
    """A wrong design: the nonce says nothing, so Discord can't know a second try."""

    def __init__(self, postman: Postman) -> None:
        self._postman = postman
        self.find = postman.find
        self.publish = postman.publish
        self.notice_channel = postman.notice_channel

    async def send(self, delivery: Delivery, body: Body) -> Outcome:
        return await self._postman.send(replace(delivery, nonce=secrets.token_hex(12)), body)


class NoReadBack(RandomNonce):
    """A wrong design: what isn't known to be sent is sent again."""

    def __init__(self, postman: Postman) -> None:
        super().__init__(postman)
        self.send = postman.send
        self.find = self._assume

    async def _assume(self, delivery: Delivery) -> Outcome:
        return Outcome(Heard.NOT_FOUND)


class MarkBeforeSend(Newsletter):
    """A wrong design: the message counts as sent from before the request."""

    async def _send(self, delivery: Delivery, clock: Any) -> None:
        settlement = Settlement(State.SENT, clock.now(), 0)
        await self.outbox.settle(delivery, settlement, clock.now())
        await self._postman.send(delivery, await self._body(delivery.body_id))


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


def newsletter_of(life: Life, state: StateDatabase, client: discord.Client) -> Newsletter:
    postman: Postman = Publisher(client)
    kind = Newsletter
    if life.mutant == "random nonce":
        postman = RandomNonce(postman)
    elif life.mutant == "no read-back":
        postman = NoReadBack(postman)
    elif life.mutant == "mark before send":
        kind = MarkBeforeSend
    desk = Desk(compose, render, word_notice)
    return kind(state, postman, desk, APPLICATION_ID, rate=0, chance=lambda: 0.5)


async def live(life: Life) -> None:
    """Tick through a life's steps, Discord's clock going along."""
    hurry()
    wire(Fuse(life.kill_at))
    now = datetime.fromisoformat(life.start)
    client = await open_client(life.discord)
    async with open_state(life.url) as state, aiohttp.ClientSession() as session:
        newsletter = newsletter_of(life, state, client)
        if life.is_alone:
            await newsletter.recover(now)
        for step in life.steps:
            now += timedelta(seconds=step)
            await session.put(f"{life.discord}/test/clock", json={"now": now.isoformat()})
            await newsletter.tick(now)
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
