"""Subscribing a channel: the options read and checked one by one, then saved whole or handed back to be put right."""

import contextlib
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import discord

from bot.catalog.taxonomy import TermKind
from bot.i18n import Locale, locale_for
from bot.interactions import choices
from bot.interactions.answers import AnyInteraction, View, language_of
from bot.interactions.channel_checks import require_access, require_ping
from bot.interactions.subscriptions import channel_in, require_manager, run_again
from bot.interactions.typed import read_term
from bot.interactions.user_error import OptionError, UserError
from bot.newsletter.channels import AnyChannel, kind_of
from bot.newsletter.subscription import ChannelKind, Reason, Settings, Subscription
from bot.publishing.newsroom import Newsroom
from bot.services import Services
from bot.ui import newsletter as pages
from bot.ui.corrections import PUBLISH, Correction, corrections_page
from bot.ui.navigation import read_number
from bot.ui.subscription_draft import EVERY, Draft
from bot.ui.text import code

MOST_SUBSCRIPTIONS = 25
DAYS, HOURS = range(1, 32), range(24)


class Subscribing:
    """Saves a subscription, or answers with the corrections it needs first."""

    def __init__(
        self, services: Services, newsroom: Newsroom, invite_url: Callable[[], str]
    ) -> None:
        self._services = services
        self._newsroom = newsroom
        self._invite_url = invite_url

    def read(self, sent: Mapping[str, object]) -> tuple[Draft, list[OptionError]]:
        """Read options as they were sent or typed, each for itself."""
        draft, faults = Draft(), list[OptionError]()
        for name, value in sent.items():
            if value is None:
                continue
            try:
                draft = draft.with_option(name, self._value(name, value))
            except OptionError as fault:
                faults.append(fault)
        return draft.without(fault.option for fault in faults), faults

    def correct(self, draft: Draft, name: str, value: str) -> tuple[Draft, list[OptionError]]:
        """Fill in one option of a draft with a chosen or typed value."""
        try:
            return draft.with_option(name, self._value(name, value)), []
        except OptionError as fault:
            return draft.without([name]), [fault]

    async def finish(
        self, interaction: AnyInteraction, draft: Draft, faults: Sequence[OptionError]
    ) -> View:
        """Save the subscription, or return the page on which the rest is put right; nothing is saved by halves.

        Raises:
            UserError: nothing that could be filled in helps.
        """
        require_manager(interaction)
        guild = interaction.guild
        if guild is None or interaction.client.get_guild(guild.id) is None:
            raise UserError("error-newsletter-absent", url=self._invite_url())
        found = {fault.option: fault for fault in faults}
        for name in draft.unread - set(found):
            found[name] = OptionError(name, "error-option-again", option=code(name, 32))
        target: AnyChannel | None = None
        try:
            if not found.keys() & {"channel", "thread"}:
                target = await self._target(guild, draft)
                self._check(interaction, target, draft)
        except OptionError as fault:
            found.setdefault(fault.option, fault)
        if target is None or found:
            return self._page(interaction, draft, list(found.values()))
        return await self._save(interaction, target, draft)

    def _value(self, name: str, value: object) -> str | int | None:
        taxonomy = self._services.taxonomy
        match name:
            case "category" | "framework":
                return EVERY if value == EVERY else read_term(str(value), TermKind(name), taxonomy)
            case "timezone":
                return choices.read_zone(str(value))
            case "language":
                if value not in set(Locale):
                    raise OptionError(name, "error-option-again", option=code(name, 32))
                return str(value)
            case "day" | "hour":
                return _number(name, value, DAYS if name == "day" else HOURS)
            case "publish":
                return value in (True, PUBLISH)
            case _:
                number = read_number(str(value))
                if not number:
                    raise OptionError(name, "error-option-unseen", option=code(name, 32))
                return number

    async def _target(self, guild: discord.Guild, draft: Draft) -> AnyChannel:
        channel = await channel_in(guild, draft.channel) if draft.channel else None
        if channel is None or isinstance(channel, discord.Thread):
            raise OptionError(
                "channel", "error-newsletter-unseen", channel=f"<#{draft.channel or 0}>"
            )
        if draft.thread is None:
            return channel
        thread = await channel_in(guild, draft.thread)
        if thread is None:
            raise OptionError("thread", "error-newsletter-unseen", channel=f"<#{draft.thread}>")
        if not isinstance(thread, discord.Thread) or thread.parent_id != channel.id:
            raise OptionError("thread", "error-newsletter-thread", channel=f"<#{channel.id}>")
        return thread

    def _check(self, interaction: AnyInteraction, target: AnyChannel, draft: Draft) -> None:
        language = language_of(interaction, self._services)
        if draft.publish and kind_of(target) is not ChannelKind.ANNOUNCEMENT:
            raise OptionError("publish", "error-newsletter-publish", channel=f"<#{target.id}>")
        option = "thread" if draft.thread else "channel"
        with blaming(option):
            require_access(interaction, target, language)
        if draft.role is not None:
            role = target.guild.get_role(draft.role)
            if role is None:
                raise OptionError("role", "error-option-unseen", option=code("role", 32))
            with blaming("role"):
                require_ping(interaction, target, role, language)

    def _page(
        self, interaction: AnyInteraction, draft: Draft, faults: Sequence[OptionError]
    ) -> View:
        language = language_of(interaction, self._services)
        corrections = [
            Correction(fault.option, language(fault.message, **fault.values), fault.offered)
            for fault in faults
        ]
        return corrections_page(
            corrections, draft, interaction.user.id, language, self._services.taxonomy
        )

    async def _save(self, interaction: AnyInteraction, target: AnyChannel, draft: Draft) -> View:
        store, now = self._newsroom.store, self._newsroom.now()
        known = await store.get(target.id)
        kind = kind_of(target) or ChannelKind.TEXT
        settings = _settings(draft, known, target.id, kind, interaction)
        if settings.publish and kind is not ChannelKind.ANNOUNCEMENT:
            settings = replace(settings, publish=False)  # it was one when that was chosen
        guild_id = target.guild.id
        if known is None and len(await store.of_guild(guild_id)) >= MOST_SUBSCRIPTIONS:
            raise UserError("error-newsletter-many", most=MOST_SUBSCRIPTIONS)
        saved = await store.subscribe(guild_id, settings, interaction.user.id, now)
        if saved.pause and saved.pause.reason is not Reason.BY_ADMIN:
            # What had stopped it has just been seen to be mended; a pause that somebody wanted stays.
            await run_again(saved, self._newsroom)
            saved = replace(saved, pause=None)
        return pages.subscribed_page(
            saved,
            interaction.user.id,
            language_of(interaction, self._services),
            self._services.taxonomy,
            is_new=known is None,
        )


@contextlib.contextmanager
def blaming(option: str) -> Generator[None, None, None]:
    """Say of a refusal which option has to be chosen otherwise.

    Raises:
        OptionError: there was one.
    """
    try:
        yield
    except UserError as error:
        raise OptionError(option, error.message, **error.values) from error


def _number(name: str, value: object, allowed: range) -> int:
    text = str(value).strip()
    number = read_number(text)
    is_zero = text.strip("0") == "" and text != ""
    if number not in allowed or (number == 0 and not is_zero):
        raise OptionError(
            name,
            "error-option-range",
            option=code(name, 32),
            least=str(allowed[0]),
            most=str(allowed[-1]),
        )
    return number


def _settings(
    draft: Draft,
    known: Subscription | None,
    channel_id: int,
    kind: ChannelKind,
    interaction: AnyInteraction,
) -> Settings:
    """Return the chosen settings, on top of the channel's present ones."""
    before = known.settings if known else Settings(channel_id, kind, language=_spoken(interaction))
    changes: dict[str, Any] = {
        name: None if value == EVERY else value
        for name, value in draft.given().items()
        if name not in ("channel", "thread", "role")
    }
    if draft.role is not None:
        changes["role_id"] = draft.role
    return replace(before, kind=kind, **changes)


def _spoken(interaction: AnyInteraction) -> str:
    """Return the language of the server, or of the person where Discord doesn't say."""
    locale = interaction.guild_locale or interaction.locale
    return locale_for(locale.value).value
