"""Checks before a channel is subscribed: the bot's permissions, the person's, and the reach of a role."""

from collections.abc import Iterable

import discord

from bot.i18n import Language
from bot.interactions.answers import AnyInteraction
from bot.interactions.user_error import UserError
from bot.newsletter.channels import (
    AnyChannel,
    RequirementError,
    check,
    missing_to_subscribe,
    pick_tags,
)
from bot.ui.newsletter import TAGS, pause_values, permission_name


def require_access(interaction: AnyInteraction, channel: AnyChannel, language: Language) -> None:
    """Require that both the person and the bot may post in a channel.

    Raises:
        UserError: one of us may not.
    """
    person = interaction.user
    if isinstance(person, discord.Member):
        own = channel.permissions_for(person)
        is_thread = isinstance(channel, discord.Thread)
        may_write = own.send_messages_in_threads if is_thread else own.send_messages
        if not own.view_channel or not may_write:
            raise UserError("error-newsletter-access", channel=f"<#{channel.id}>")
    require_permissions(channel, language)


def require_permissions(channel: AnyChannel, language: Language) -> None:
    """Require that editions can be posted in a channel and read back.

    Raises:
        UserError: a permission or a tag is missing, or the thread is locked.
    """
    missing = missing_to_subscribe(channel)
    if missing:
        raise UserError(
            "error-newsletter-permissions",
            channel=f"<#{channel.id}>",
            names=_names(missing, language),
        )
    try:
        check(channel, has_files=True)
        if isinstance(channel, discord.ForumChannel):
            pick_tags(channel, TAGS)
    except RequirementError as error:
        raise UserError(
            f"pause-{error.pause.reason}", **pause_values(error.pause, language)
        ) from error


def require_ping(
    interaction: AnyInteraction, channel: AnyChannel, role: discord.Role, language: Language
) -> None:
    """Require that a role's mention reaches its people, and that the person could mention it as well.

    Raises:
        UserError: one of us can't, or it would reach everyone.
    """
    if role.is_default():
        raise UserError("error-newsletter-everyone")
    if role.mentionable:
        return
    names, mention = _names(["mention_everyone"], language), f"<@&{role.id}>"
    person = interaction.user
    if isinstance(person, discord.Member) and not channel.permissions_for(person).mention_everyone:
        raise UserError("error-newsletter-role-own", role=mention, names=names)
    if not channel.permissions_for(channel.guild.me).mention_everyone:
        raise UserError("error-newsletter-role", role=mention, names=names)


def _names(missing: Iterable[str], language: Language) -> str:
    return language.join(permission_name(name, language) for name in missing) or "–"
