"""A server's subscriptions, as those who manage it see and change them."""

import re
from collections.abc import Awaitable

import discord
from discord import app_commands

from bot.i18n import locale_for
from bot.interactions.answers import AnyInteraction, View, language_of
from bot.interactions.channel_checks import require_permissions
from bot.interactions.choices import MOST_CHOICES
from bot.interactions.edition_pages import latest_ref
from bot.interactions.user_error import UserError
from bot.newsletter.channels import AnyChannel, pick_tags, role_fault, timeout_in
from bot.newsletter.subscription import Pause, Reason, Subscription
from bot.publishing.newsroom import Newsroom
from bot.services import Services
from bot.ui import newsletter as pages
from bot.ui.edition_ref import EditionRef
from bot.ui.navigation import Control, read_number
from bot.ui.pages import notice
from bot.ui.subscription_draft import Draft
from bot.ui.subscription_edit import edit_page
from bot.ui.text import code

Choice = app_commands.Choice
_CHANNEL = re.compile(r"(?:<#)?([0-9]{15,20})>?")


async def channel_in(guild: discord.Guild | None, channel_id: int) -> AnyChannel | None:
    """Return a server's channel that editions can be posted in, None when we can't see it."""
    if guild is None:
        return None
    found = guild.get_channel_or_thread(channel_id)
    if found is None:
        try:
            found = await guild.fetch_channel(channel_id)
        except (discord.HTTPException, discord.InvalidData):
            return None
    return found if isinstance(found, AnyChannel) else None


def require_manager(interaction: AnyInteraction) -> None:
    """Require that the person manages the server; what Discord shows to whom is no protection.

    Raises:
        UserError: it is somebody else.
    """
    if interaction.guild_id is None or not interaction.permissions.manage_guild:
        raise UserError("error-newsletter-manager")


async def run_again(subscription: Subscription, newsroom: Newsroom) -> None:
    """Let a subscription run again, and send what had failed."""
    await newsroom.store.resume(subscription.id)
    await newsroom.failures.resend_allowed(subscription.settings.channel_id, newsroom.now())


class Subscriptions:
    """Finds, lists, changes, pauses, resumes and tests a server's subscriptions."""

    def __init__(self, services: Services, newsroom: Newsroom) -> None:
        self._services = services
        self._newsroom = newsroom

    async def named(self, interaction: AnyInteraction, typed: str | None) -> Subscription:
        """Return the subscription of the channel that was named; of the only one when none was.

        Raises:
            UserError: the channel has none, or it isn't clear which is meant.
        """
        own = await self._newsroom.store.of_guild(interaction.guild_id or 0)
        if not own:
            raise UserError("newsletter-none")
        if typed is None:
            if len(own) > 1:
                raise UserError("error-newsletter-which")
            return own[0]
        match = _CHANNEL.fullmatch(typed.strip())
        wanted = read_number(match[1]) if match else 0
        name = typed.strip().lstrip("#").casefold()
        for subscription in own:
            channel_id = subscription.settings.channel_id
            channel = interaction.guild and interaction.guild.get_channel_or_thread(channel_id)
            if channel_id == wanted or (channel and channel.name.casefold() == name):
                return subscription
        raise UserError("error-newsletter-channel", typed=code(typed, 60))

    async def pressed(self, interaction: AnyInteraction, control: Control) -> Subscription:
        """Return the subscription that a button is for, as long as it is this server's.

        Raises:
            UserError: the person may not, or there is none any more.
        """
        require_manager(interaction)
        subscription = await self._newsroom.store.get(control.number)
        if subscription is None or subscription.guild_id != interaction.guild_id:
            raise UserError("error-newsletter-over")
        return subscription

    async def offer(self, interaction: AnyInteraction, typed: str) -> list[Choice[str]]:
        """Offer the server's subscribed channels."""
        guild = interaction.guild
        if guild is None or not interaction.permissions.manage_guild:
            return []
        found: list[Choice[str]] = []
        for subscription in await self._newsroom.store.of_guild(guild.id):
            channel_id = subscription.settings.channel_id
            channel = guild.get_channel_or_thread(channel_id)
            name = f"#{channel.name}" if channel else str(channel_id)
            if typed.casefold().lstrip("#") in name.casefold():
                found.append(Choice(name=name[:100], value=str(channel_id)))
        return found[:MOST_CHOICES]

    async def status(self, interaction: AnyInteraction, page: int) -> View:
        """Return a page of the list of subscriptions."""
        store = self._newsroom.store
        guild = interaction.guild
        standings = [
            pages.SubscriptionStatus(
                subscription,
                await store.last_edition(subscription),
                timeout_in(guild),
                role_fault(guild, subscription.settings),
            )
            for subscription in await store.of_guild(interaction.guild_id or 0)
        ]
        return pages.status_page(
            standings,
            page,
            interaction.user.id,
            language_of(interaction, self._services),
            self._services.taxonomy,
        )

    async def pause(
        self, interaction: AnyInteraction, meant: Awaitable[Subscription], page: int = 0
    ) -> View:
        """Pause a subscription."""
        subscription = await meant
        await self._newsroom.store.pause(
            subscription.id, Pause(Reason.BY_ADMIN), self._newsroom.now()
        )
        return await self.status(interaction, page)

    async def resume(
        self, interaction: AnyInteraction, meant: Awaitable[Subscription], page: int = 0
    ) -> View:
        """Resume a subscription.

        Raises:
            UserError: its channel doesn't allow it.
        """
        subscription = await meant
        channel = await self._channel(interaction, subscription)
        require_permissions(channel, language_of(interaction, self._services))
        await run_again(subscription, self._newsroom)
        return await self.status(interaction, page)

    async def test(self, interaction: AnyInteraction, meant: Awaitable[Subscription]) -> View:
        """Post a test into a subscription's channel.

        Raises:
            UserError: the channel doesn't allow it.
        """
        subscription = await meant
        said = language_of(interaction, self._services)
        channel = await self._channel(interaction, subscription)
        require_permissions(channel, said)
        spoken = self._services.languages[locale_for(subscription.settings.language)]
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

    async def edit(
        self, interaction: AnyInteraction, meant: Awaitable[Subscription], page: int = 0
    ) -> View:
        """Return the page on which a subscription's options are changed.

        Raises:
            UserError: its channel is gone.
        """
        subscription = await meant
        channel = await self._channel(interaction, subscription)
        draft = Draft(channel=channel.id)
        if isinstance(channel, discord.Thread):
            draft = Draft(channel=channel.parent_id, thread=channel.id)
        return edit_page(
            subscription.settings,
            draft,
            interaction.user.id,
            language_of(interaction, self._services),
            self._services.taxonomy,
            page,
        )

    async def ask(
        self, interaction: AnyInteraction, meant: Awaitable[Subscription], page: int = 0
    ) -> View:
        """Ask whether a subscription is to be deleted."""
        language = language_of(interaction, self._services)
        return pages.confirm_page(await meant, interaction.user.id, language, page)

    async def edition_of(self, meant: Awaitable[Subscription]) -> EditionRef:
        """Return the newest edition as a subscription's channel gets it."""
        settings = (await meant).settings
        return await latest_ref(
            self._newsroom, locale_for(settings.language), settings.category, settings.framework
        )

    async def _channel(self, interaction: AnyInteraction, subscription: Subscription) -> AnyChannel:
        """Return a subscription's channel.

        Raises:
            UserError: there is none any more.
        """
        found = await channel_in(interaction.guild, subscription.settings.channel_id)
        if found is None:
            raise UserError("error-newsletter-channel-gone")
        return found
