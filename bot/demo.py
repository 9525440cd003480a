"""The same bot on a simulated Discord, served as a page of this machine: no account, no token, no network."""

import asyncio
import contextlib
import logging
import os
import sys
import tempfile
import time
import webbrowser
from collections.abc import AsyncGenerator, Callable, Generator, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import discord
import simcord
from rich.console import Console
from simcord import SetupError

from bot.app import open_services, stop_signal
from bot.catalog.database import InstanceLock
from bot.client import ModelZooBot
from bot.config import CatalogueConfig, Config, NewsletterConfig
from bot.i18n import Locale
from bot.newsletter.store import NewsletterStore
from bot.publishing.deliveries import Deliveries, deliveries_of
from bot.readme.shelf import fill_shelf
from bot.schedule import start_schedule
from bot.services import Services, newsroom_of
from bot.ui import pages
from bot.ui.command_links import link_commands
from bot.ui.mentions import sample_page

FIRST_QUERY = "super resolution"
START = datetime(2026, 8, 1, tzinfo=UTC)  # the shipped counts know July 2026 whole

log = logging.getLogger(__name__)


class Calendar:
    """The newsletter's clock: it stands at the beginning of a month that the catalogue knows, and leaps to what is due.

    So who subscribes a channel sees an edition of a real month arrive at once, and the following one after that.
    """

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """Return the moment that the newsletter takes it to be."""
        return self._now

    async def turn(self, store: NewsletterStore) -> None:
        """Leap to the next edition that a subscription has not had, once for each."""
        waiting = await store.fresh()
        if waiting:
            self._now = max(self._now, min(waiting))


class News:
    """Delivers the newsletter, and notes that something came that the pages don't show yet."""

    def __init__(self, env: simcord.Env, calendar: Calendar, deliveries: Deliveries) -> None:
        self.has_come = False
        self._env = env
        self._calendar = calendar
        self._deliveries = deliveries

    async def deliver(self) -> None:
        """Send what is due once the calendar has leapt to it."""
        await self._calendar.turn(self._deliveries.store)
        before = len(self._env.http_requests)
        await self._deliveries.tick()
        self.has_come = self.has_come or len(self._env.http_requests) != before


Opening = Callable[
    [AbstractAsyncContextManager[Services], CatalogueConfig], AbstractAsyncContextManager[Services]
]


@dataclass(frozen=True, slots=True)
class Demo:
    """The bot on its simulated Discord, with the people and the channel there; handles are SimCord's."""

    env: simcord.Env
    bot: ModelZooBot
    news: News
    channel: Any
    member: Any
    chinese: Any
    admin: Any


@contextlib.asynccontextmanager
async def open_demo(config: Config, opening: Opening) -> AsyncGenerator[Demo, None]:
    """Start the bot on a new simulated Discord; its catalogue lives beside the real one.

    ``opening`` enters the services and shows that while it takes long.
    """
    catalogue = replace(config.catalogue, path=config.catalogue.path.with_name("demo.sqlite3"))
    calendar = Calendar(START)
    # This Discord is new at every start, and so are its subscriptions.
    with InstanceLock(catalogue.path), tempfile.TemporaryDirectory() as folder:
        # Nobody else knows this folder: no lock is needed.
        newsletter = NewsletterConfig(f"sqlite:///{Path(folder) / 'state.sqlite3'}")
        opened = open_services(
            catalogue, config.github, newsletter, config.huggingface, now=calendar.now
        )
        async with opening(opened, catalogue) as services:
            await fill_shelf(services.library, catalogue.shipped / "readmes")
            bot = ModelZooBot(services, shard_count=1)
            async with simcord.run(bot, check_errors=False, settle_timeout=30) as env:
                news = News(env, calendar, deliveries_of(newsroom_of(services), bot, newsletter))
                with _people(env, bot, news) as demo:
                    # This Discord is new, whatever the catalogue remembers of the last one.
                    await bot.register_commands(force=True)
                    # SimCord's clock is its own: messages should carry today's date.
                    await env.advance_time((datetime.now(UTC) - env.now()).total_seconds())
                    if bot.user:
                        await bot.user.edit(username="ModelZoo")
                    yield demo


@contextlib.contextmanager
def _people(env: simcord.Env, bot: ModelZooBot, news: News) -> Generator[Demo, None, None]:
    guild = env.create_guild("Deep learning")
    channel = guild.create_text_channel("models", topic="Type / to see the commands")
    admins = guild.create_role("Admins", permissions=discord.Permissions(administrator=True))
    member = guild.add_member(env.create_user("alice", global_name="Alice (member)"))
    chinese = guild.add_member(env.create_user("xiaowei", global_name="小伟 (Discord in Chinese)"))
    admin = guild.add_member(
        env.create_user("maria", global_name="Maria (administrator)"), roles=[admins]
    )
    bot.curators = frozenset({admin.id})
    with speaking({chinese.id: "zh-CN"}):
        yield Demo(env, bot, news, channel, member, chinese, admin)


async def run_demo(config: Config, *, port: int, opens_browser: bool, opening: Opening) -> None:
    """Serve the demo until it is stopped; ``opening`` is as for `open_demo`."""
    async with (
        open_demo(config, opening) as demo,
        start_schedule(
            demo.bot.services, refreshes=False, deliver=demo.news.deliver, deliver_every_s=2
        ),
    ):
        await _serve(demo, port=port, opens_browser=opens_browser)
    Console().print("Stopped.")


async def _serve(demo: Demo, *, port: int, opens_browser: bool) -> None:
    languages = demo.bot.services.languages
    target = demo.bot.get_channel(demo.channel.id)
    if isinstance(target, discord.TextChannel):
        for view in (pages.welcome(languages[Locale.ENGLISH]), sample_page(languages)):
            link_commands(view, demo.bot.tree.mentions)
            await target.send(view=view)
    await demo.member.slash(demo.channel, "model search", query=FIRST_QUERY)
    viewers = [demo.member, demo.chinese, demo.admin]
    async with _open_page(demo.env, demo.channel, viewers, port) as preview:
        Console().print(f"Open {preview.url}\nCtrl-C stops it.", soft_wrap=True)
        if opens_browser and _has_display():
            with contextlib.suppress(webbrowser.Error):
                await asyncio.to_thread(webbrowser.open, preview.url)
        await _until_stopped(demo.env, preview, demo.news)


@contextlib.asynccontextmanager
async def _open_page(
    env: simcord.Env,
    channel: Any,  # noqa: ANN401  # a handle of SimCord's
    viewers: list[Any],
    port: int,
) -> AsyncGenerator[Any, None]:
    """Serve the page on ``port``, or on a free one when something else listens there."""
    pages_at = [port or None, None]
    for number in pages_at:
        page = env.preview(channel, viewers=viewers, layout="channel", port=number)
        try:
            await page.__aenter__()
        except SetupError as error:
            if number is None or "bind" not in str(error):
                raise
            Console().print(f"Port {number} is taken, so the page is on another one.")
            continue
        try:
            yield page
        finally:
            await page.__aexit__(None, None, None)
        return


def _has_display() -> bool:
    """Tell whether a browser would open a window, and not take over the terminal."""
    return sys.platform in ("darwin", "win32") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


async def _until_stopped(env: simcord.Env, preview: Any, news: News) -> None:  # noqa: ANN401  # SimCord doesn't export its type
    stop = stop_signal()
    clock = asyncio.create_task(_clock(env, preview, news))
    waits = [asyncio.create_task(stop.wait()), asyncio.create_task(preview.wait_closed())]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (clock, *waits):
            task.cancel()
        await asyncio.gather(clock, *waits, return_exceptions=True)


async def _clock(env: simcord.Env, preview: Any, news: News) -> None:  # noqa: ANN401  # as above
    """Give the simulated Discord real time; show the pages what the bot did by itself."""
    last = time.monotonic()
    while True:
        await asyncio.sleep(1.0)
        now = time.monotonic()
        try:
            before = len(env.http_requests)
            await env.advance_time(now - last)
            last = now
            # A refresh makes clicks in flight stale, so there is none without need.
            if len(env.http_requests) != before or news.has_come:
                news.has_come = False
                await preview.refresh()
        except SetupError:
            continue  # a click is being answered: the time is made up for in a second
        except Exception:
            log.exception("demo clock")


@contextlib.contextmanager
def speaking(locales: Mapping[int, str]) -> Generator[None, None, None]:
    """Let SimCord's users have a language each; it gives everybody en-US."""
    original = discord.Interaction._from_data  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  # SimCord 3.2 has no knob

    def with_locale(self: discord.Interaction[Any], data: Any) -> None:  # noqa: ANN401  # Discord's payload
        user = int((data.get("member") or data)["user"]["id"])
        spoken: Any = {**data, "locale": locales.get(user) or data.get("locale", "en-US")}
        original(self, spoken)

    discord.Interaction._from_data = with_locale  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  # as above
    try:
        yield
    finally:
        discord.Interaction._from_data = original  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  # as above
