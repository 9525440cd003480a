"""Find one message among the bot's own in its channel."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import discord

from bot.newsletter.channels import RequirementError, is_orphan
from bot.newsletter.delivery import Delivery, SendResult, SendStatus
from bot.newsletter.pacer import Turn
from bot.newsletter.requests.channel import channel_of
from bot.newsletter.subscription import Pause, Reason

# Snowflakes are Discord's clock and `first_try` is ours, which may have been set wrong by hours.
_CLOCK_MARGIN = timedelta(days=1)
_MOST_READ = 5000
_PAGE = 100


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is looked for: whose it is, its marker, and when it was posted at the earliest."""

    author_id: int
    marker: int
    since: datetime

    @property
    def oldest_id(self) -> int:
        return discord.utils.time_snowflake(self.since)

    def is_in(self, message: discord.Message) -> bool:
        return message.author.id == self.author_id and self.marker in _component_ids(
            message.components
        )


async def find(client: discord.Client, delivery: Delivery, turn: Turn) -> SendResult:
    """Look for a message: SENT, NOT_FOUND or UNREADABLE.

    Raises:
        RequirementError: its channel is gone.
    """
    channel = await channel_of(client, delivery, turn)
    if channel is None:
        return SendResult(SendStatus.NOT_READY)
    if is_orphan(channel):
        raise RequirementError(Pause(Reason.CHANNEL_GONE))
    permissions = channel.permissions_for(channel.guild.me)
    if not (permissions.view_channel and permissions.read_message_history):
        return SendResult(SendStatus.UNREADABLE, code="read_message_history")
    author_id = client.user.id if client.user else 0
    wanted = _Wanted(author_id, delivery.marker, delivery.since - _CLOCK_MARGIN)
    if not isinstance(channel, discord.ForumChannel):
        return await _find_message(channel, wanted, turn)
    found = await _find_post(channel, wanted, turn)
    return (
        SendResult(SendStatus.SENT, message_id=found) if found else SendResult(SendStatus.NOT_FOUND)
    )


async def _find_message(
    channel: discord.TextChannel | discord.Thread, wanted: _Wanted, turn: Turn
) -> SendResult:
    oldest = wanted.oldest_id
    before = None
    for _ in range(_MOST_READ // _PAGE):
        await turn()
        page = [message async for message in channel.history(limit=_PAGE, before=before)]
        for message in page:
            if message.id < oldest:
                return SendResult(SendStatus.NOT_FOUND)
            if wanted.is_in(message):
                return SendResult(SendStatus.SENT, message_id=message.id)
        if len(page) < _PAGE:
            return SendResult(SendStatus.NOT_FOUND)
        before = page[-1]
    return SendResult(SendStatus.UNREADABLE)


async def _find_post(forum: discord.ForumChannel, wanted: _Wanted, turn: Turn) -> int | None:
    await turn()
    for thread in await forum.guild.active_threads():
        if thread.parent_id == forum.id and await _is_post(thread, wanted, turn):
            return thread.id
    before = None
    while True:
        await turn()
        page = [thread async for thread in forum.archived_threads(limit=_PAGE, before=before)]
        for thread in page:
            # The newest archived come first: what was archived before the first try isn't the one.
            if thread.archive_timestamp < wanted.since:
                return None
            if await _is_post(thread, wanted, turn):
                return thread.id
        if len(page) < _PAGE:
            return None
        before = page[-1].archive_timestamp


async def _is_post(thread: discord.Thread, wanted: _Wanted, turn: Turn) -> bool:
    if thread.owner_id != wanted.author_id or thread.id < wanted.oldest_id:
        return False
    await turn()
    try:
        return wanted.is_in(await thread.fetch_message(thread.id))
    except discord.NotFound:
        return False


def _component_ids(components: list[Any]) -> Iterator[int]:
    # The marker is on a top-level component; where Discord puts none deeper, neither do we look.
    for component in components:
        if component.id is not None:
            yield component.id
