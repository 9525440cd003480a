"""``/newsletter``: for those who manage a server, what its channels get of the monthly edition."""

import asyncio
import re
from collections.abc import Awaitable, Sequence
from dataclasses import replace
from typing import cast

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.catalog.taxonomy import TermKind
from bot.client import ModelZooBot
from bot.i18n import locale_for
from bot.interactions import choices
from bot.interactions.answers import (
    AnyInteraction,
    OptionError,
    RoutedCog,
    UserError,
    View,
    answer,
    chosen_value,
    modal_text,
    turn,
)
from bot.interactions.channel_checks import require_permissions
from bot.interactions.edition_pages import latest_ref, month_choices, month_ref, show_edition
from bot.interactions.option_checks import sent_options
from bot.interactions.subscribing import Subscribing, channel_in, require_manager
from bot.newsletter import timezones
from bot.newsletter.channels import AnyChannel, pick_tags, role_fault, timeout_in
from bot.newsletter.subscription import Pause, Reason, Subscription
from bot.publishing.newsroom import Newsroom
from bot.services import Services, newsroom_of
from bot.ui import newsletter as pages
from bot.ui.corrections import (
    OMIT,
    RETRY,
    SET,
    TYPE,
    TYPED,
    TYPED_OPTIONS,
    correction_form,
)
from bot.ui.edition_ref import EditionRef
from bot.ui.navigation import Control, read_number
from bot.ui.pages import notice
from bot.ui.subscription_draft import EVERY, OPTIONS, Draft, read_draft
from bot.ui.text import code

Choice = app_commands.Choice
LANGUAGES = [Choice(name="English", value="en-US"), Choice(name="中文", value="zh-CN")]
_CHANNEL = re.compile(r"(?:<#)?([0-9]{15,20})>?")


class ChannelId(app_commands.Transformer):
    """The id of a channel. What we may see and do there is looked at later, with the other options at hand."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """Return what Discord lets people choose."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """Return the kinds of channel that Discord offers."""
        return [discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.forum]

    async def transform(self, interaction: AnyInteraction, value: discord.abc.Snowflake, /) -> int:
        """Return the id alone."""
        del interaction
        return value.id


class ThreadId(ChannelId):
    """The id of a thread."""

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """Return the kinds of thread that Discord offers."""
        return [
            discord.ChannelType.news_thread,
            discord.ChannelType.public_thread,
            discord.ChannelType.private_thread,
        ]


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
        self.subscribing = Subscribing(services, newsroom, lambda: bot.invite_url)
        self.routes = {
            SET: self.on_set,
            OMIT: self.on_omit,
            TYPE: self.on_type,
            TYPED: self.on_typed,
            RETRY: self.on_retry,
            pages.PAUSE: self.on_pause,
            pages.RESUME: self.on_resume,
            pages.REMOVE: self.on_remove,
            pages.SILENCE: self.on_silence,
            pages.TEST: self.on_test,
            **dict.fromkeys((pages.STATUS, "nlnext"), self.on_status),
        }

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
        category=locale_str("Only this category", key="opt-category"),
        framework=locale_str("Only this framework", key="opt-framework"),
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
        publish: bool | None = None,  # noqa: FBT001  # a Discord option
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
        wrong = {fault.option: fault for fault in faults}
        sent = {
            name: option.get("value")
            for name, option in sent_options(interaction).items()
            if name in OPTIONS and name not in wrong
        }
        draft, others = self.subscribing.read(sent)
        await self._subscribe(interaction, draft.without(wrong), [*faults, *others])
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
        await answer(interaction, self._status(interaction, 0), private=True)

    @app_commands.command(
        name="preview",
        description=locale_str(
            "Preview a channel's edition; only you see it", key="cmd-newsletter-preview"
        ),
    )
    @app_commands.describe(channel=locale_str("Which subscription", key="opt-newsletter-which"))
    async def preview(self, interaction: AnyInteraction, channel: str | None = None) -> None:
        """Show the newest edition as a channel gets it."""
        require_manager(interaction)

        async def find() -> EditionRef:
            settings = (await self._named(interaction, channel)).settings
            return await latest_ref(
                self.newsroom, locale_for(settings.language), settings.category, settings.framework
            )

        await show_edition(interaction, self.newsroom, find())

    @app_commands.command(
        name="pause",
        description=locale_str(
            "Stop sending editions until you resume", key="cmd-newsletter-pause"
        ),
    )
    @app_commands.describe(channel=locale_str("Which subscription", key="opt-newsletter-which"))
    async def pause(self, interaction: AnyInteraction, channel: str | None = None) -> None:
        """Pause a subscription."""
        require_manager(interaction)
        work = self._paused(interaction, self._named(interaction, channel))
        await answer(interaction, work, private=True)

    @app_commands.command(
        name="resume",
        description=locale_str("Send editions again", key="cmd-newsletter-resume"),
    )
    @app_commands.describe(channel=locale_str("Which subscription", key="opt-newsletter-which"))
    async def resume(self, interaction: AnyInteraction, channel: str | None = None) -> None:
        """Resume a subscription, once its channel allows it."""
        require_manager(interaction)
        work = self._resumed(interaction, self._named(interaction, channel))
        await answer(interaction, work, private=True)

    @app_commands.command(
        name="unsubscribe",
        description=locale_str(
            "Stop sending editions to a channel", key="cmd-newsletter-unsubscribe"
        ),
    )
    @app_commands.describe(channel=locale_str("Which subscription", key="opt-newsletter-which"))
    async def unsubscribe(self, interaction: AnyInteraction, channel: str | None = None) -> None:
        """Ask whether a subscription is to be deleted."""
        require_manager(interaction)

        async def ask() -> View:
            subscription = await self._named(interaction, channel)
            return pages.confirm_page(subscription, interaction.user.id, self.language(interaction))

        await answer(interaction, ask(), private=True)

    @app_commands.command(
        name="test",
        description=locale_str("Post a test message to a channel now", key="cmd-newsletter-test"),
    )
    @app_commands.describe(channel=locale_str("Which subscription", key="opt-newsletter-which"))
    async def test(self, interaction: AnyInteraction, channel: str | None = None) -> None:
        """Post a test."""
        require_manager(interaction)
        work = self._test(interaction, self._named(interaction, channel))
        await answer(interaction, work, private=True)

    @app_commands.command(
        name="latest",
        description=locale_str("Read the newest edition", key="cmd-newsletter-latest"),
    )
    async def latest(self, interaction: AnyInteraction) -> None:
        """Show the newest edition to the person who asked."""
        locale = locale_for(interaction.locale.value)
        await show_edition(interaction, self.newsroom, latest_ref(self.newsroom, locale))

    @app_commands.command(
        name="archive",
        description=locale_str("Read the edition of any month", key="cmd-newsletter-archive"),
    )
    @app_commands.describe(month=locale_str("Like 2026-07", key="opt-newsletter-month"))
    async def archive(self, interaction: AnyInteraction, month: str) -> None:
        """Show a month's edition to the person who asked."""
        locale = locale_for(interaction.locale.value)
        await show_edition(interaction, self.newsroom, month_ref(self.newsroom, month, locale))

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

    async def on_set(self, interaction: AnyInteraction, control: Control) -> None:
        """Fill in the option that was chosen in a menu, and go on."""
        await self._corrected(interaction, control, chosen_value(interaction))

    async def on_typed(self, interaction: AnyInteraction, control: Control) -> None:
        """Fill in the option that was typed, and go on."""
        await self._corrected(interaction, control, modal_text(interaction).strip())

    async def on_omit(self, interaction: AnyInteraction, control: Control) -> None:
        """Leave an option out, and go on."""
        draft, option = self._draft(interaction, control)
        draft = draft.with_option(option, None)
        await turn(interaction, self.subscribing.finish(interaction, draft, []))

    async def on_retry(self, interaction: AnyInteraction, control: Control) -> None:
        """Try again what may be allowed by now."""
        draft, _ = self._draft(interaction, control)
        await turn(interaction, self.subscribing.finish(interaction, draft, []))

    async def on_type(self, interaction: AnyInteraction, control: Control) -> None:
        """Ask for an option in a form. A modal can't be deferred, so nothing is read."""
        _, option = self._draft(interaction, control)
        if option not in TYPED_OPTIONS:
            raise UserError("error-control")
        form = correction_form(control, option, self.language(interaction))
        await interaction.response.send_modal(form)

    async def _corrected(self, interaction: AnyInteraction, control: Control, value: str) -> None:
        draft, option = self._draft(interaction, control)
        draft, faults = self.subscribing.correct(draft, option, value)
        await turn(interaction, self.subscribing.finish(interaction, draft, faults))

    def _draft(self, interaction: AnyInteraction, control: Control) -> tuple[Draft, str]:
        """Return the draft that a control carries, and the option that it is for.

        Raises:
            UserError: the person may not, or the control is not whole.
        """
        require_manager(interaction)
        draft = read_draft(control.state, self.services.taxonomy)
        if draft is None or control.page >= len(OPTIONS):
            raise UserError("error-control")
        return draft, OPTIONS[control.page]

    async def on_pause(self, interaction: AnyInteraction, control: Control) -> None:
        """Pause the subscription whose button was pressed."""
        pressed = self._pressed(interaction, control)
        await turn(interaction, self._paused(interaction, pressed, control.page))

    async def on_resume(self, interaction: AnyInteraction, control: Control) -> None:
        """Resume the subscription whose button was pressed."""
        pressed = self._pressed(interaction, control)
        await turn(interaction, self._resumed(interaction, pressed, control.page))

    async def on_remove(self, interaction: AnyInteraction, control: Control) -> None:
        """Delete the subscription, now that it is confirmed."""

        async def remove() -> View:
            subscription = await self._pressed(interaction, control)
            await self.newsroom.store.remove(subscription.id)
            channel = f"<#{subscription.settings.channel_id}>"
            return notice(self.language(interaction)("newsletter-removed", channel=channel))

        await turn(interaction, remove())

    async def on_silence(self, interaction: AnyInteraction, control: Control) -> None:
        """Mention nobody any more with a subscription's editions."""

        async def change() -> View:
            subscription = await self._pressed(interaction, control)
            saved = await self.newsroom.store.subscribe(
                subscription.guild_id,
                replace(subscription.settings, role_id=None),
                interaction.user.id,
                self.newsroom.now(),
            )
            return pages.subscribed_page(
                saved,
                interaction.user.id,
                self.language(interaction),
                self.services.taxonomy,
                is_new=False,
            )

        await turn(interaction, change())

    async def on_test(self, interaction: AnyInteraction, control: Control) -> None:
        """Post a test into the channel."""
        work = self._test(interaction, self._pressed(interaction, control))
        await answer(interaction, work, private=True)

    async def on_status(self, interaction: AnyInteraction, control: Control) -> None:
        """Show the subscriptions, or another page of them."""
        require_manager(interaction)
        if control.state:
            await answer(interaction, self._status(interaction, 0), private=True)
        else:
            await turn(interaction, self._status(interaction, control.page))

    async def _status(self, interaction: AnyInteraction, page: int) -> View:
        store = self.newsroom.store
        guild = interaction.guild
        statuses = [
            pages.SubscriptionStatus(
                subscription,
                await store.last_edition(subscription),
                timeout_in(guild),
                role_fault(guild, subscription.settings),
            )
            for subscription in await store.of_guild(interaction.guild_id or 0)
        ]
        return pages.status_page(
            statuses, page, interaction.user.id, self.language(interaction), self.services.taxonomy
        )

    async def _paused(
        self, interaction: AnyInteraction, meant: Awaitable[Subscription], page: int = 0
    ) -> View:
        subscription = await meant
        await self.newsroom.store.pause(
            subscription.id, Pause(Reason.BY_ADMIN), self.newsroom.now()
        )
        return await self._status(interaction, page)

    async def _resumed(
        self, interaction: AnyInteraction, meant: Awaitable[Subscription], page: int = 0
    ) -> View:
        subscription = await meant
        channel = await self._channel(interaction, subscription)
        require_permissions(channel, self.language(interaction))
        await self.subscribing.run(subscription)
        return await self._status(interaction, page)

    async def _test(self, interaction: AnyInteraction, meant: Awaitable[Subscription]) -> View:
        subscription = await meant
        said = self.language(interaction)
        channel = await self._channel(interaction, subscription)
        require_permissions(channel, said)
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
        found = await channel_in(interaction.guild, subscription.settings.channel_id)
        if found is None:
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
        wanted = read_number(match[1]) if match else 0
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
        require_manager(interaction)
        subscription = await self.newsroom.store.get(control.number)
        if subscription is None or subscription.guild_id != interaction.guild_id:
            raise UserError("error-newsletter-over")
        return subscription

    def _terms(self, interaction: AnyInteraction, typed: str, kind: TermKind) -> list[Choice[str]]:
        language = self.language(interaction)
        every = Choice(name=language(f"menu-every-{kind}"), value=EVERY)
        offered = choices.term_choices(typed, self.services.taxonomy.of(kind), language)
        return [every, *offered][: choices.MOST_CHOICES]


async def setup(bot: ModelZooBot) -> None:
    """Add the cog."""
    await bot.add_cog(Newsletter(bot.services, newsroom_of(bot.services), bot))
