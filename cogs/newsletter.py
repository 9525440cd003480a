"""``/newsletter``: for those who manage a server, what its channels get of the monthly edition."""

import asyncio
from collections.abc import Sequence
from typing import cast

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.catalog.taxonomy import TermKind
from bot.client import ModelZooBot
from bot.interactions import choices
from bot.interactions.answers import AnyInteraction, RoutedCog, answer
from bot.interactions.channel_options import ChannelId, ThreadId
from bot.interactions.edition_pages import show_edition
from bot.interactions.option_checks import usable_options
from bot.interactions.options import CATEGORY, FRAMEWORK
from bot.interactions.subscribing import Subscribing
from bot.interactions.subscriptions import Subscriptions, require_manager
from bot.interactions.user_error import OptionError
from bot.newsletter import timezones
from bot.publishing.newsroom import Newsroom
from bot.services import Services, newsroom_of
from bot.ui.subscription_draft import EVERY, OPTIONS, Draft

Choice = app_commands.Choice
LANGUAGES = [Choice(name="English", value="en-US"), Choice(name="中文", value="zh-CN")]
WHICH = locale_str("Which subscription", key="opt-newsletter-which")


@app_commands.default_permissions(manage_guild=True)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
class Newsletter(
    RoutedCog,
    commands.GroupCog,
    name="newsletter",
    description=cast("str", locale_str("The monthly edition in this server", key="cmd-newsletter")),
):
    """The monthly edition in this server."""

    def __init__(self, services: Services, newsroom: Newsroom, bot: ModelZooBot) -> None:
        super().__init__(services)
        self.newsroom = newsroom
        self.subscriptions = Subscriptions(services, newsroom)
        self.subscribing = Subscribing(services, newsroom, lambda: bot.invite_url)

    async def cog_load(self) -> None:
        """Read the names of the time zones before somebody types one."""
        await asyncio.to_thread(timezones.load)

    @app_commands.command(
        name="subscribe",
        description=locale_str(
            "Post the monthly edition in a channel, or change its settings",
            key="cmd-newsletter-subscribe",
        ),
    )
    @app_commands.describe(
        channel=locale_str("Text, announcement or forum channel", key="opt-newsletter-channel"),
        language=locale_str("Language of the edition", key="opt-newsletter-language"),
        category=CATEGORY,
        framework=FRAMEWORK,
        day=locale_str("Day of the month, 2 by default", key="opt-newsletter-day"),
        hour=locale_str("Hour of the day, 9 by default", key="opt-newsletter-hour"),
        timezone=locale_str("Time zone, like Europe/Berlin", key="opt-newsletter-timezone"),
        role=locale_str(
            "Role to mention (a button in the answer removes it)", key="opt-newsletter-role"
        ),
        thread=locale_str("A thread of the channel instead", key="opt-newsletter-thread"),
        publish=locale_str(
            "Publish to the servers that follow the channel", key="opt-newsletter-publish"
        ),
    )
    @app_commands.choices(language=LANGUAGES)
    async def subscribe(
        self,
        interaction: AnyInteraction,
        channel: app_commands.Transform[int, ChannelId()],
        language: str | None = None,
        category: str | None = None,
        framework: str | None = None,
        day: app_commands.Range[int, 1, 31] | None = None,
        hour: app_commands.Range[int, 0, 23] | None = None,
        timezone: str | None = None,
        role: discord.Role | None = None,
        thread: app_commands.Transform[int, ThreadId()] | None = None,
        *,
        publish: bool | None = None,
    ) -> None:
        """Subscribe a channel, or change what was given of its subscription.

        A pause that a failure made ends, and what had failed is sent; one that a person made stays, and is told.
        """
        sent: dict[str, object] = {
            "channel": channel,
            "language": language,
            "category": category,
            "framework": framework,
            "day": day,
            "hour": hour,
            "timezone": timezone,
            "role": role.id if role else None,
            "thread": thread,
            "publish": publish,
        }
        await self._subscribe(interaction, *self.subscribing.read(sent))

    async def correct(self, interaction: AnyInteraction, faults: Sequence[OptionError]) -> bool:
        """Offer to put right what can't be used of a subscription's options; the others are kept."""
        if getattr(interaction.command, "qualified_name", "") != "newsletter subscribe":
            return False
        good = usable_options(interaction, faults)
        sent = {name: value for name, value in good.items() if name in OPTIONS}
        draft, others = self.subscribing.read(sent)
        await self._subscribe(
            interaction, draft.without(fault.option for fault in faults), [*faults, *others]
        )
        return True

    async def _subscribe(
        self, interaction: AnyInteraction, draft: Draft, faults: Sequence[OptionError]
    ) -> None:
        await answer(interaction, self.subscribing.finish(interaction, draft, faults), private=True)

    @app_commands.command(
        name="status",
        description=locale_str(
            "Every subscription: last and next edition, and any problem",
            key="cmd-newsletter-status",
        ),
    )
    async def status(self, interaction: AnyInteraction) -> None:
        """List the server's subscriptions."""
        require_manager(interaction)
        await answer(interaction, self.subscriptions.status(interaction, 0), private=True)

    @app_commands.command(
        name="preview",
        description=locale_str(
            "Preview a channel's edition; only you see it", key="cmd-newsletter-preview"
        ),
    )
    @app_commands.describe(channel=WHICH)
    async def preview(self, interaction: AnyInteraction, channel: str | None = None) -> None:
        """Show the newest edition as a channel gets it."""
        require_manager(interaction)
        find = self.subscriptions.edition_of(self.subscriptions.named(interaction, channel))
        await show_edition(interaction, self.newsroom, find)

    @app_commands.command(
        name="pause",
        description=locale_str(
            "Stop sending editions until you resume", key="cmd-newsletter-pause"
        ),
    )
    @app_commands.describe(channel=WHICH)
    async def pause(self, interaction: AnyInteraction, channel: str | None = None) -> None:
        """Pause a subscription."""
        require_manager(interaction)
        work = self.subscriptions.pause(interaction, self.subscriptions.named(interaction, channel))
        await answer(interaction, work, private=True)

    @app_commands.command(
        name="resume",
        description=locale_str("Send editions again", key="cmd-newsletter-resume"),
    )
    @app_commands.describe(channel=WHICH)
    async def resume(self, interaction: AnyInteraction, channel: str | None = None) -> None:
        """Resume a subscription, once its channel allows it."""
        require_manager(interaction)
        work = self.subscriptions.resume(
            interaction, self.subscriptions.named(interaction, channel)
        )
        await answer(interaction, work, private=True)

    @app_commands.command(
        name="unsubscribe",
        description=locale_str(
            "Stop sending editions to a channel", key="cmd-newsletter-unsubscribe"
        ),
    )
    @app_commands.describe(channel=WHICH)
    async def unsubscribe(self, interaction: AnyInteraction, channel: str | None = None) -> None:
        """Ask whether a subscription is to be deleted."""
        require_manager(interaction)
        work = self.subscriptions.ask(interaction, self.subscriptions.named(interaction, channel))
        await answer(interaction, work, private=True)

    @app_commands.command(
        name="test",
        description=locale_str("Post a test message to a channel now", key="cmd-newsletter-test"),
    )
    @app_commands.describe(channel=WHICH)
    async def test(self, interaction: AnyInteraction, channel: str | None = None) -> None:
        """Post a test."""
        require_manager(interaction)
        work = self.subscriptions.test(interaction, self.subscriptions.named(interaction, channel))
        await answer(interaction, work, private=True)

    @preview.autocomplete("channel")
    @pause.autocomplete("channel")
    @resume.autocomplete("channel")
    @unsubscribe.autocomplete("channel")
    @test.autocomplete("channel")
    async def subscription_choices(
        self, interaction: AnyInteraction, typed: str
    ) -> list[Choice[str]]:
        """Offer the server's subscribed channels."""
        return await self.subscriptions.offer(interaction, typed)

    @subscribe.autocomplete("category")
    async def category_choices(self, interaction: AnyInteraction, typed: str) -> list[Choice[str]]:
        """Offer categories, and all of them."""
        return self._terms(interaction, typed, TermKind.CATEGORY)

    @subscribe.autocomplete("framework")
    async def framework_choices(self, interaction: AnyInteraction, typed: str) -> list[Choice[str]]:
        """Offer frameworks, and all of them."""
        return self._terms(interaction, typed, TermKind.FRAMEWORK)

    @subscribe.autocomplete("timezone")
    async def zone_choices(self, _interaction: AnyInteraction, typed: str) -> list[Choice[str]]:
        """Offer time zones whose name holds what was typed."""
        return choices.zone_choices(typed)

    def _terms(self, interaction: AnyInteraction, typed: str, kind: TermKind) -> list[Choice[str]]:
        language = self.language(interaction)
        every = Choice(name=language(f"menu-every-{kind}"), value=EVERY)
        offered = choices.term_choices(typed, self.services.taxonomy.of(kind), language)
        return [every, *offered][: choices.MOST_CHOICES]


async def setup(bot: ModelZooBot) -> None:
    """Add the cog."""
    await bot.add_cog(Newsletter(bot.services, newsroom_of(bot.services), bot))
