"""The commands that sign in to Discord: run the bot, register its commands."""

import asyncio
import contextlib
import gc
import logging
from collections.abc import Awaitable, Callable, Generator
from typing import Protocol

import discord
from rich.console import Console

from bot.app import open_services, state_lock, stop_signal
from bot.catalog.database import InstanceLock
from bot.client import ModelZooBot
from bot.commands import CommandError
from bot.config import Config
from bot.deliveries import deliveries_of
from bot.schedule import Job, start_schedule
from bot.services import newsroom_of
from bot.state.errors import StateLostError

EX_UNAVAILABLE, EX_CONFIG = 75, 78
_TOKEN_REFUSED = 4004  # the gateway's code for it
NOT_SIGNED_IN = """\
No Discord token. Get one: https://discord.com/developers/applications → New Application → Bot → Reset Token.
Put it into config.toml (copy config.example.toml; key discord.token) or the environment variable DISCORD_TOKEN.
Just looking? `make demo` shows the whole bot on a local page and needs no token."""

log = logging.getLogger(__name__)


class SignedIn(Protocol):
    """What is started and stopped: a discord.py client."""

    async def start(self, token: str, *, reconnect: bool = True) -> None:
        """Sign in and stay until the end."""
        ...

    async def close(self) -> None:
        """Sign out."""
        ...


async def run(config: Config) -> int:
    """Run the bot on Discord until it is told to stop."""
    if not config.discord.token:
        raise CommandError(NOT_SIGNED_IN, EX_CONFIG)
    with InstanceLock(config.catalogue.path), state_lock(config.newsletter):
        async with open_services(config.catalogue, config.github, config.newsletter) as services:
            bot = ModelZooBot(
                services,
                shard_count=config.discord.shard_count,
                curators=config.discord.curators,
                home_guild=config.discord.home_guild,
            )
            # What is loaded now stays for good: the collector need not look through it again.
            gc.freeze()
            deliver = deliveries_of(services, bot, config.newsletter).tick
            state = newsroom_of(services).state
            async with (
                bot,
                start_schedule(services, deliver=while_kept(deliver)) as schedule,
            ):
                return await until_stopped(
                    bot,
                    config.discord.token,
                    stop_signal(),
                    state.lost,
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


async def sync(config: Config, *, force: bool) -> int:
    """Register the commands with Discord and leave."""
    if not config.discord.token:
        raise CommandError(NOT_SIGNED_IN, EX_CONFIG)
    async with (
        open_services(config.catalogue, config.github, config.newsletter) as services,
        ModelZooBot(services, shard_count=1, home_guild=config.discord.home_guild) as bot,
    ):
        bot.registers_always = force
        with login_errors():
            # Logging in runs setup_hook, which registers what changed.
            await bot.login(config.discord.token)
        Console().print(
            "Commands are registered."
            if bot.has_registered
            else "Commands had not changed; --force registers them anyway."
        )
        return 0


async def until_stopped(
    bot: SignedIn,
    token: str,
    stop: asyncio.Event,
    failing: asyncio.Future[StateLostError] | None = None,
    *,
    before_closing: Callable[[], Awaitable[None]] | None = None,
) -> int:
    """Keep a bot running until ``stop`` is set, or ``failing`` has its error; return 0.

    ``before_closing`` ends what needs its connection.

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
            await asyncio.wait_for(bot.close(), 10)
        with contextlib.suppress(asyncio.CancelledError):
            await runner
    if failing and failing.done():
        raise failing.result()
    if not stop.is_set():
        # The newsletter signed out: Discord accepts the token no more, and who restarts us should know.
        raise CommandError(_refused("it was valid once"), EX_CONFIG)
    return 0


@contextlib.contextmanager
def login_errors() -> Generator[None, None, None]:
    """Say why signing in failed.

    Raises:
        CommandError: it did.
    """
    try:
        yield
    except discord.LoginFailure as error:
        raise CommandError(_refused(error), EX_CONFIG) from error
    except discord.ConnectionClosed as error:
        if error.code == _TOKEN_REFUSED:
            raise CommandError(_refused("the connection was closed"), EX_CONFIG) from error
        raise CommandError(f"Discord closed the connection: {error}", EX_UNAVAILABLE) from error
    except (OSError, discord.HTTPException) as error:
        raise CommandError(
            f"Discord can't be reached: {error}. Try again later.", EX_UNAVAILABLE
        ) from error


def _refused(why: object) -> str:
    return f"Discord refused the token: {str(why).rstrip('.')}.\n{NOT_SIGNED_IN}"
