"""Where a message goes."""

import discord

from bot.newsletter.channels import RequirementError, is_known
from bot.newsletter.delivery import Delivery
from bot.newsletter.pacer import Turn
from bot.newsletter.subscription import ChannelKind, Pause, Reason

Postable = discord.TextChannel | discord.Thread | discord.ForumChannel


async def channel_of(client: discord.Client, delivery: Delivery, turn: Turn) -> Postable | None:
    """Return the channel to post to, None while Discord has not sent its server.

    Raises:
        RequirementError: nothing can be posted there.
    """
    guild = client.get_guild(delivery.guild_id)
    if guild and not is_known(guild):
        # In an outage Discord may say of its channels that there are none.
        return None
    target = delivery.channel_id
    if delivery.channel_kind is ChannelKind.FORUM and delivery.part:
        target = delivery.post_id or target
    channel = client.get_channel(target)
    if channel is None:
        await turn()
        channel = await client.fetch_channel(target)
    if not isinstance(channel, Postable):
        raise RequirementError(Pause(Reason.CHANNEL_KIND))
    return channel if is_known(channel.guild) else None


def is_in_post(delivery: Delivery) -> bool:
    """Tell whether a message goes into a forum's post that an earlier part made."""
    return (
        delivery.channel_kind is ChannelKind.FORUM and delivery.part > 0 and bool(delivery.post_id)
    )
