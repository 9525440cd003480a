"""What a channel must allow for an edition to be posted in it."""

from collections.abc import Iterable
from datetime import datetime
from typing import cast

import discord

from bot.newsletter.subscription import ChannelKind, Pause, Reason, RoleFault, Settings

AnyChannel = discord.TextChannel | discord.Thread | discord.ForumChannel


# Whoever is timed out keeps these; of the other permissions nothing can be known until it ends.
_KEPT_IN_TIMEOUT = ("view_channel", "read_message_history")


class RequirementError(Exception):
    """A channel doesn't allow what has to be done; ``pause`` says why."""

    def __init__(self, pause: Pause) -> None:
        super().__init__(pause.reason, *pause.missing)
        self.pause = pause


def kind_of(channel: object) -> ChannelKind | None:
    """Return what a channel takes, None when editions can't be posted in it."""
    if isinstance(channel, discord.ForumChannel):
        return ChannelKind.FORUM
    if isinstance(channel, discord.Thread):
        return ChannelKind.THREAD
    if isinstance(channel, discord.TextChannel):
        return ChannelKind.ANNOUNCEMENT if channel.is_news() else ChannelKind.TEXT
    return None


def needed(kind: ChannelKind, *, has_files: bool = True) -> tuple[str, ...]:
    """Return the permissions to post, by discord.py's names."""
    sending = {
        ChannelKind.THREAD: ("send_messages_in_threads",),
        ChannelKind.FORUM: ("send_messages", "send_messages_in_threads"),
    }.get(kind, ("send_messages",))
    return ("view_channel", *sending, "embed_links", *(("attach_files",) if has_files else ()))


def missing_in(channel: AnyChannel, *, has_files: bool = True) -> tuple[str, ...]:
    """Return which permissions to post we lack, without those that Discord withholds because of another one."""
    return _roots(channel, needed(kind_of(channel) or ChannelKind.TEXT, has_files=has_files))


def missing_to_subscribe(channel: AnyChannel) -> tuple[str, ...]:
    """Return which permissions to post and to read back we lack.

    Without the last, Discord shows an empty channel, and a message whose fate is unclear can't be looked for.
    """
    names = needed(kind_of(channel) or ChannelKind.TEXT)
    return _roots(channel, (*names, "read_message_history"))


def timed_out_until(guild: discord.Guild) -> datetime | None:
    """Return until when a moderator or AutoMod keeps us from posting in a server; administrators are exempt."""
    me = guild.me
    return (
        me.timed_out_until if me.is_timed_out() and not me.guild_permissions.administrator else None
    )


def _roots(channel: AnyChannel, names: tuple[str, ...]) -> tuple[str, ...]:
    permissions = channel.permissions_for(channel.guild.me)
    missing = tuple(name for name in names if not getattr(permissions, name))
    if timed_out_until(channel.guild):
        missing = tuple(name for name in missing if name in _KEPT_IN_TIMEOUT)
    if "view_channel" in missing:
        return ("view_channel",)
    if any(name.startswith("send_messages") for name in missing):
        return tuple(name for name in missing if name not in ("embed_links", "attach_files"))
    return missing


def check(channel: AnyChannel, *, has_files: bool) -> None:
    """Raise when a message can't be posted now.

    Raises:
        RequirementError: we are timed out, a permission is missing, or the thread is locked or has lost its channel.
    """
    if is_orphan(channel):
        raise RequirementError(Pause(Reason.CHANNEL_GONE))
    if until := timed_out_until(channel.guild):
        raise RequirementError(Pause(Reason.TIMED_OUT, until=until))
    if missing := missing_in(channel, has_files=has_files):
        raise RequirementError(Pause(Reason.MISSING_PERMISSIONS, missing))
    is_locked = isinstance(channel, discord.Thread) and channel.locked
    if is_locked and not channel.permissions_for(channel.guild.me).manage_threads:
        raise RequirementError(Pause(Reason.THREAD_LOCKED, ("manage_threads",)))


def can_post(channel: AnyChannel) -> bool:
    """Tell whether a message without files can be posted now."""
    try:
        check(channel, has_files=False)
    except RequirementError:
        return False
    return True


def role_to_mention(channel: AnyChannel, role_id: int | None) -> int | None:
    """Return the role that a message mentions: none once it is deleted."""
    return role_id if role_id and channel.guild.get_role(role_id) else None


def timeout_in(guild: discord.Guild | None) -> Pause | None:
    """Return what to say of a server that we are timed out in."""
    until = timed_out_until(guild) if guild and is_known(guild) else None
    return Pause(Reason.TIMED_OUT, until=until) if until else None


def role_fault(guild: discord.Guild | None, settings: Settings) -> RoleFault | None:
    """Return why the mention of a subscription's role reaches nobody, None where it does or nothing is known."""
    if guild is None or settings.role_id is None or not is_known(guild):
        return None
    role = guild.get_role(settings.role_id)
    if role is None:
        return RoleFault.GONE
    channel = guild.get_channel_or_thread(settings.channel_id)
    if role.mentionable or not isinstance(channel, AnyChannel) or timed_out_until(guild):
        return None
    if is_orphan(channel):
        return None
    may_mention = channel.permissions_for(guild.me).mention_everyone
    return None if may_mention else RoleFault.UNMENTIONABLE


def is_orphan(channel: object) -> bool:
    """Tell whether it is a thread whose channel was deleted: of its permissions nothing can be said."""
    return isinstance(channel, discord.Thread) and channel.parent is None


def is_known(guild: discord.Guild) -> bool:
    """Tell whether Discord has sent a server: until then nothing is known of permissions."""
    # Its roles and our member come with the server, and not before.
    return not guild.unavailable and cast("discord.Member | None", guild.me) is not None


def pick_tags(forum: discord.ForumChannel, names: Iterable[str]) -> list[discord.ForumTag]:
    """Return the forum's tags with one of those names, five at most.

    Raises:
        RequirementError: the forum demands a tag and has none of them.
    """
    wanted = {name.casefold() for name in names}
    moderates = forum.permissions_for(forum.guild.me).manage_threads
    usable = [tag for tag in forum.available_tags if moderates or not tag.moderated]
    found = [tag for tag in usable if tag.name.casefold() in wanted][:5]
    if not found and forum.flags.require_tag:
        raise RequirementError(Pause(Reason.TAG_REQUIRED))
    return found
