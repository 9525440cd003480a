"""``run``: the bot on Discord."""

import argparse
import asyncio
import contextlib
import gc
import logging
from collections.abc import Awaitable, Callable
from typing import Protocol

from bot.app import state_lock, stop_signal
from bot.catalog.database import InstanceLock
from bot.cli.exits import EX_CONFIG, CommandError
from bot.cli.opened_state import services_with_state
from bot.cli.sign_in import NOT_SIGNED_IN, login_errors, refused
from bot.client import ModelZooBot
from bot.config import Config
from bot.publishing.deliveries import deliveries_of
from bot.schedule import Job, start_schedule
from bot.services import newsroom_of
from bot.state.errors import StateLostError

log = logging.getLogger(__name__)


class SignedIn(Protocol):
    """The part of a discord.py client that is started and stopped."""

    async def start(self, token: str, *, reconnect: bool = True) -> None:
        """Sign in and stay until the end."""
        ...

    async def close(self) -> None:
        """Sign out."""
        ...


async def run(config: Config, _options: argparse.Namespace) -> int:
    """Run the bot on Discord until a signal stops it."""
    if not config.discord.token:
        raise CommandError(NOT_SIGNED_IN, EX_CONFIG)
    with InstanceLock(config.catalogue.path), state_lock(config.newsletter):
        async with services_with_state(config) as services:
            bot = ModelZooBot(
                services,
                shard_count=config.discord.shard_count,
                curators=config.discord.curators,
                home_guild=config.discord.home_guild,
            )
            # Everything loaded now stays for good: the collector need not visit it again.
            gc.freeze()
            newsroom = newsroom_of(services)
            deliver = deliveries_of(newsroom, bot, config.newsletter).tick
            async with (
                bot,
                start_schedule(services, deliver=while_kept(deliver)) as schedule,
            ):
                return await until_stopped(
                    bot,
                    config.discord.token,
                    stop_signal(),
                    newsroom.state.lost,
                    before_closing=schedule.stop,
                )


def while_kept(deliver: Job) -> Job:
    """Return ``deliver`` without the news that the state file is gone: `until_stopped` ends the bot for that."""

    async def tick() -> None:
        try:
            await deliver()
        except* StateLostError:
            log.critical("newsletter: the state file is lost; stopping")

    return tick


async def until_stopped(
    bot: SignedIn,
    token: str,
    stop: asyncio.Event,
    failing: asyncio.Future[StateLostError] | None = None,
    *,
    before_closing: Callable[[], Awaitable[None]] | None = None,
    closing_s: float = 10,
) -> int:
    """Keep a bot running until ``stop`` is set, or ``failing`` has its error; return 0.

    ``before_closing`` ends what needs its connection, which has ``closing_s`` seconds to close.

    Raises:
        CommandError: Discord refused the token, at once or later, or can't be reached.
        StateLostError: the one of ``failing``.
    """
    with login_errors():
        runner = asyncio.create_task(bot.start(token))
        waiter = asyncio.create_task(stop.wait())
        ends = {runner, waiter} if failing is None else {runner, waiter, failing}
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        waiter.cancel()
        if not runner.done():
            if before_closing:
                await before_closing()
            # Not cancelled: leaving the bot's context waits for the same closing once more.
            closing = asyncio.ensure_future(bot.close())
            await asyncio.wait({closing}, timeout=closing_s)
            if closing.done():
                closing.result()
            else:
                log.warning("the connection to Discord does not close")
                runner.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await runner
    if failing and failing.done():
        raise failing.result()
    if not stop.is_set():
        # Discord no longer accepts the token; the exit code lets the supervisor know.
        raise CommandError(refused("it was valid once"), EX_CONFIG)
    return 0
