"""``/newsletter``: for those who manage a server, what its channels get of the monthly edition."""

import re
from dataclasses import replace
from typing import cast

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot import choices
from bot.answers import (
    AnyInteraction,
    RoutedCog,
    UserError,
    View,
    answer,
    send_private,
    turn,
)
from bot.catalog.taxonomy import TermKind
from bot.channel_checks import need_access, need_permissions, need_ping
from bot.client import ModelZooBot
from bot.edition_pages import month_choices, need_month, show_edition, show_latest
from bot.i18n import locale_for
from bot.newsletter.channels import (
    AnyChannel,
    kind_of,
    pick_tags,
    role_fault,
    timeout_in,
)
from bot.newsletter.subscription import (
    ChannelKind,
    Pause,
    Reason,
    Settings,
    Subscription,
)
from bot.newsroom import Newsroom
from bot.services import Services, newsroom_of
from bot.ui import newsletter as pages
from bot.ui.edition_ref import EditionRef
from bot.ui.navigation import Control
from bot.ui.pages import notice
from bot.ui.text import code

Choice = app_commands.Choice
MOST_SUBSCRIPTIONS = 25
ALL = "*"
LANGUAGES = [Choice(name="English", value="en-US"), Choice(name="中文", value="zh-CN")]
_CHANNEL = re.compile(r"(?:<#)?([0-9]{15,20})>?")

Subscribable = discord.TextChannel | discord.ForumChannel


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
        self._bot = bot
        self.routes = {
            pages.PAUSE: self.on_pause,
            pages.RESUME: self.on_resume,
            pages.REMOVE: self.on_remove,
            pages.SILENCE: self.on_silence,
            pages.TEST: self.on_test,
            **dict.fromkeys((pages.STATUS, "nlnext"), self.on_status),
        }

    @app_commands.command(
        name="subscribe",
        description=locale_str(
            "Get the monthly edition in a channel, or change how", key="cmd-newsletter-subscribe"
        ),
    )
    @app_commands.describe(
        channel=locale_str("Text, announcement or forum channel", key="opt-newsletter-channel"),
        language=locale_str("Language of the edition", key="opt-newsletter-language"),
        category=locale_str("Only this category", key="opt-category"),
        framework=locale_str("Only this framework", key="opt-framework"),
        day=locale_str("Day of the month, 2 if left out", key="opt-newsletter-day"),
        hour=locale_str("Hour of the day, 9 if left out", key="opt-newsletter-hour"),
        timezone=locale_str("Time zone, like Europe/Berlin", key="opt-newsletter-timezone"),
        role=locale_str(
            "Role to mention (a button in the answer takes it off)", key="opt-newsletter-role"
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
        channel: Subscribable,
        language: str | None = None,
        category: str | None = None,
        framework: str | None = None,
        day: app_commands.Range[int, 1, 31] | None = None,
        hour: app_commands.Range[int, 0, 23] | None = None,
        timezone: str | None = None,
        role: discord.Role | None = None,
        thread: discord.Thread | None = None,
        publish: bool | None = None,  # noqa: FBT001  # a Discord option
    ) -> None:
        """Subscribe a channel, or change what was given of its subscription.

        A pause that a failure made ends, and what had failed is sent; one that a person made stays, and is told.
        """
        need_manager(interaction)
        target = thread or channel
        if thread and thread.parent_id != channel.id:
            raise UserError("error-newsletter-thread", channel=f"<#{channel.id}>")
        kind = kind_of(target) or ChannelKind.TEXT
        known = await self.newsroom.store.get(target.id)
        before = (
            known.settings if known else Settings(target.id, kind, language=_spoken(interaction))
        )
        taxonomy = self.services.taxonomy
        settings = replace(
            before,
            kind=kind,
            language=language or before.language,
            category=_term(category, before.category, TermKind.CATEGORY, self.services),
            framework=_term(framework, before.framework, TermKind.FRAMEWORK, self.services),
            day=day or before.day,
            hour=before.hour if hour is None else hour,
            timezone=choices.read_zone(timezone) or before.timezone,
            role_id=role.id if role else before.role_id,
            publish=before.publish if publish is None else publish,
        )
        if settings.publish and kind is not ChannelKind.ANNOUNCEMENT:
            raise UserError("error-newsletter-publish", channel=f"<#{target.id}>")
        said = self.language(interaction)
        need_access(interaction, target, said)
        if role:
            need_ping(interaction, target, role, said)
        guild_id = target.guild.id
        others = await self.newsroom.store.of_guild(guild_id)
        if known is None and len(others) >= MOST_SUBSCRIPTIONS:
            raise UserError("error-newsletter-many", most=MOST_SUBSCRIPTIONS)
        saved = await self.newsroom.store.subscribe(
            guild_id, settings, interaction.user.id, self.newsroom.now()
        )
        if saved.pause and saved.pause.reason is not Reason.BY_ADMIN:
            # What had stopped it has just been seen to be mended; a pause that somebody wanted stays.
            await self._run(saved)
            saved = replace(saved, pause=None)
        view = pages.subscribed_page(
            saved, interaction.user.id, said, taxonomy, is_new=known is None
        )
        await send_private(interaction, view)

    @app_commands.command(
        name="status",
        description=locale_str(
            "Every subscription: last and next edition, and what is wrong",
            key="cmd-newsletter-status",
        ),
    )
    async def status(self, interaction: AnyInteraction) -> None:
        """List the server's subscriptions."""
        need_manager(interaction)
        await answer(interaction, self._status(interaction, 0), private=True)

    @app_commands.command(
        name="preview",
        description=locale_str(
            "What a channel's edition looks like, for you alone", key="cmd-newsletter-preview"
        ),
    )
    @app_commands.describe(channel=locale_str("Which subscription", key="opt-newsletter-which"))
    async def preview(self, interaction: AnyInteraction, channel: str | None = None) -> None:
        """Show the newest edition as a channel gets it."""
        need_manager(interaction)
        settings = (await self._named(interaction, channel)).settings
        await show_latest(
            interaction,
            self.newsroom,
            locale_for(settings.language),
            settings.category,
            settings.framework,
        )

    @app_commands.command(
        name="pause",
        description=locale_str("Send nothing until it is resumed", key="cmd-newsletter-pause"),
    )
    @app_commands.describe(channel=locale_str("Which subscription", key="opt-newsletter-which"))
    async def pause(self, interaction: AnyInteraction, channel: str | None = None) -> None:
        """Pause a subscription."""
        need_manager(interaction)
        await self._pause(await self._named(interaction, channel))
        await answer(interaction, self._status(interaction, 0), private=True)

    @app_commands.command(
        name="resume",
        description=locale_str("Send editions again", key="cmd-newsletter-resume"),
    )
    @app_commands.describe(channel=locale_str("Which subscription", key="opt-newsletter-which"))
    async def resume(self, interaction: AnyInteraction, channel: str | None = None) -> None:
        """Resume a subscription, once its channel allows it."""
        need_manager(interaction)
        await self._resume(interaction, await self._named(interaction, channel))
        await answer(interaction, self._status(interaction, 0), private=True)

    @app_commands.command(
        name="unsubscribe",
        description=locale_str("Send a channel no more editions", key="cmd-newsletter-unsubscribe"),
    )
    @app_commands.describe(channel=locale_str("Which subscription", key="opt-newsletter-which"))
    async def unsubscribe(self, interaction: AnyInteraction, channel: str | None = None) -> None:
        """Ask whether a subscription is to be deleted."""
        need_manager(interaction)
        subscription = await self._named(interaction, channel)
        view = pages.confirm_page(subscription, interaction.user.id, self.language(interaction))
        await send_private(interaction, view)

    @app_commands.command(
        name="test",
        description=locale_str("Post a test into a channel now", key="cmd-newsletter-test"),
    )
    @app_commands.describe(channel=locale_str("Which subscription", key="opt-newsletter-which"))
    async def test(self, interaction: AnyInteraction, channel: str | None = None) -> None:
        """Post a test."""
        need_manager(interaction)
        work = self._test(interaction, await self._named(interaction, channel))
        await answer(interaction, work, private=True)

    @app_commands.command(
        name="latest",
        description=locale_str("Read the newest edition", key="cmd-newsletter-latest"),
    )
    async def latest(self, interaction: AnyInteraction) -> None:
        """Show the newest edition to the person who asked."""
        await show_latest(interaction, self.newsroom, locale_for(interaction.locale.value))

    @app_commands.command(
        name="archive",
        description=locale_str("Read the edition of any month", key="cmd-newsletter-archive"),
    )
    @app_commands.describe(month=locale_str("Like 2026-07", key="opt-newsletter-month"))
    async def archive(self, interaction: AnyInteraction, month: str) -> None:
        """Show a month's edition to the person who asked."""
        wanted = await need_month(month, self.newsroom)
        ref = EditionRef(wanted, locale_for(interaction.locale.value))
        await show_edition(interaction, self.newsroom, ref)

    @preview.autocomplete("channel")
    @pause.autocomplete("channel")
    @resume.autocomplete("channel")
    @unsubscribe.autocomplete("channel")
    @test.autocomplete("channel")
    async def subscription_choices(
        self, interaction: AnyInteraction, typed: str
    ) -> list[Choice[str]]:
        """Offer the server's subscribed channels."""
        guild = interaction.guild
        if guild is None or not interaction.permissions.manage_guild:
            return []
        found: list[Choice[str]] = []
        for subscription in await self.newsroom.store.of_guild(guild.id):
            channel_id = subscription.settings.channel_id
            channel = guild.get_channel_or_thread(channel_id)
            name = f"#{channel.name}" if channel else str(channel_id)
            if typed.casefold().lstrip("#") in name.casefold():
                found.append(Choice(name=name[:100], value=str(channel_id)))
        return found[: choices.MOST_CHOICES]

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

    @archive.autocomplete("month")
    async def month_choices(self, interaction: AnyInteraction, typed: str) -> list[Choice[str]]:
        """Offer the months of the last years, the newest first."""
        return await month_choices(typed, self.newsroom, self.language(interaction))

    async def on_pause(self, interaction: AnyInteraction, control: Control) -> None:
        """Pause the subscription whose button was pressed."""
        await self._pause(await self._pressed(interaction, control))
        await turn(interaction, self._status(interaction, control.page))

    async def on_resume(self, interaction: AnyInteraction, control: Control) -> None:
        """Resume the subscription whose button was pressed."""
        await self._resume(interaction, await self._pressed(interaction, control))
        await turn(interaction, self._status(interaction, control.page))

    async def on_remove(self, interaction: AnyInteraction, control: Control) -> None:
        """Delete the subscription, now that it is confirmed."""
        subscription = await self._pressed(interaction, control)
        await self.newsroom.store.remove(subscription.id)
        channel = f"<#{subscription.settings.channel_id}>"
        text = self.language(interaction)("newsletter-removed", channel=channel)

        async def gone() -> View:
            return notice(text)

        await turn(interaction, gone())

    async def on_silence(self, interaction: AnyInteraction, control: Control) -> None:
        """Mention nobody any more with a subscription's editions."""
        subscription = await self._pressed(interaction, control)
        saved = await self.newsroom.store.subscribe(
            subscription.guild_id,
            replace(subscription.settings, role_id=None),
            interaction.user.id,
            self.newsroom.now(),
        )

        async def changed() -> View:
            return pages.subscribed_page(
                saved,
                interaction.user.id,
                self.language(interaction),
                self.services.taxonomy,
                is_new=False,
            )

        await turn(interaction, changed())

    async def on_test(self, interaction: AnyInteraction, control: Control) -> None:
        """Post a test into the channel."""
        work = self._test(interaction, await self._pressed(interaction, control))
        await answer(interaction, work, private=True)

    async def on_status(self, interaction: AnyInteraction, control: Control) -> None:
        """Show the subscriptions, or another page of them."""
        need_manager(interaction)
        if control.state:
            await answer(interaction, self._status(interaction, 0), private=True)
        else:
            await turn(interaction, self._status(interaction, control.page))

    async def _status(self, interaction: AnyInteraction, page: int) -> View:
        store = self.newsroom.store
        guild = interaction.guild
        standings = [
            pages.Standing(
                subscription,
                await store.last_edition(subscription),
                timeout_in(guild),
                role_fault(guild, subscription.settings),
            )
            for subscription in await store.of_guild(interaction.guild_id or 0)
        ]
        return pages.status_page(
            standings, page, interaction.user.id, self.language(interaction), self.services.taxonomy
        )

    async def _pause(self, subscription: Subscription) -> None:
        await self.newsroom.store.pause(
            subscription.id, Pause(Reason.BY_ADMIN), self.newsroom.now()
        )

    async def _resume(self, interaction: AnyInteraction, subscription: Subscription) -> None:
        channel = await self._channel(interaction, subscription)
        need_permissions(channel, self.language(interaction))
        await self._run(subscription)

    async def _run(self, subscription: Subscription) -> None:
        await self.newsroom.store.resume(subscription.id)
        await self.newsroom.outbox.resend_mended(
            subscription.settings.channel_id, self.newsroom.now()
        )

    async def _test(self, interaction: AnyInteraction, subscription: Subscription) -> View:
        said = self.language(interaction)
        channel = await self._channel(interaction, subscription)
        need_permissions(channel, said)
        spoken = self.services.languages[locale_for(subscription.settings.language)]
        view = pages.test_page(subscription, spoken)
        if isinstance(channel, discord.ForumChannel):
            posted = await channel.create_thread(
                name=spoken("newsletter-test-title"),
                view=view,
                applied_tags=pick_tags(channel, pages.TAGS),
                allowed_mentions=discord.AllowedMentions.none(),
            )
            url = posted.message.jump_url
        else:
            sent = await channel.send(view=view, allowed_mentions=discord.AllowedMentions.none())
            url = sent.jump_url
        return notice(said("newsletter-tested", url=url))

    async def _channel(self, interaction: AnyInteraction, subscription: Subscription) -> AnyChannel:
        """Return a subscription's channel.

        Raises:
            UserError: there is none any more.
        """
        channel_id = subscription.settings.channel_id
        guild = interaction.guild
        found = guild.get_channel_or_thread(channel_id) if guild else None
        if found is None and guild:
            try:
                found = await guild.fetch_channel(channel_id)
            except discord.HTTPException:
                found = None
        if not isinstance(found, AnyChannel):
            raise UserError("error-newsletter-channel-gone")
        return found

    async def _named(self, interaction: AnyInteraction, typed: str | None) -> Subscription:
        """Return the subscription of the channel that was named; of the only one when none was.

        Raises:
            UserError: the channel has none, or it isn't clear which is meant.
        """
        own = await self.newsroom.store.of_guild(interaction.guild_id or 0)
        if not own:
            raise UserError("newsletter-none")
        if typed is None:
            if len(own) > 1:
                raise UserError("error-newsletter-which")
            return own[0]
        match = _CHANNEL.fullmatch(typed.strip())
        wanted = int(match[1]) if match else 0
        name = typed.strip().lstrip("#").casefold()
        for subscription in own:
            channel_id = subscription.settings.channel_id
            channel = interaction.guild and interaction.guild.get_channel_or_thread(channel_id)
            if channel_id == wanted or (channel and channel.name.casefold() == name):
                return subscription
        raise UserError("error-newsletter-channel", typed=code(typed, 60))

    async def _pressed(self, interaction: AnyInteraction, control: Control) -> Subscription:
        """Return the subscription that a button is for, as long as it is this server's.

        Raises:
            UserError: the person may not, or there is none any more.
        """
        need_manager(interaction)
        subscription = await self.newsroom.store.get(control.number)
        if subscription is None or subscription.guild_id != interaction.guild_id:
            raise UserError("error-newsletter-over")
        return subscription

    def _terms(self, interaction: AnyInteraction, typed: str, kind: TermKind) -> list[Choice[str]]:
        language = self.language(interaction)
        every = Choice(name=language(f"menu-every-{kind}"), value=ALL)
        offered = choices.term_choices(typed, self.services.taxonomy.of(kind), language)
        return [every, *offered][: choices.MOST_CHOICES]


def need_manager(interaction: AnyInteraction) -> None:
    """Let through who manages the server; what Discord shows to whom is no protection.

    Raises:
        UserError: it is somebody else.
    """
    if interaction.guild_id is None or not interaction.permissions.manage_guild:
        raise UserError("error-newsletter-manager")


def _term(typed: str | None, before: str | None, kind: TermKind, services: Services) -> str | None:
    if typed is None:
        return before
    return None if typed == ALL else choices.read_term(typed, kind, services.taxonomy)


def _spoken(interaction: AnyInteraction) -> str:
    """Return the language of the server, or of the person where Discord doesn't tell."""
    locale = interaction.guild_locale or interaction.locale
    return locale_for(locale.value).value


async def setup(bot: ModelZooBot) -> None:
    """Add the cog."""
    await bot.add_cog(Newsletter(bot.services, newsroom_of(bot.services), bot))
