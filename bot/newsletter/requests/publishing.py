"""Publish one sent message of an announcement channel."""

from typing import cast

import discord

from bot.newsletter.channels import kind_of, timed_out_until
from bot.newsletter.delivery import NO_NEWS, Delivery, SendResult, SendStatus
from bot.newsletter.pacer import Turn
from bot.newsletter.refusals import unsent
from bot.newsletter.requests.channel import channel_of
from bot.newsletter.subscription import ChannelKind, Pause, Reason

_ALREADY_PUBLISHED = 40033


async def publish(client: discord.Client, delivery: Delivery, turn: Turn) -> SendResult:
    """Publish a message; that it is published already is as good."""
    channel = await channel_of(client, delivery, turn)
    if channel is None:
        return SendResult(SendStatus.NOT_READY)
    if kind_of(channel) is not ChannelKind.ANNOUNCEMENT or delivery.message_id is None:
        return SendResult(SendStatus.REJECTED, code=NO_NEWS)
    if until := timed_out_until(channel.guild):
        return unsent(Pause(Reason.TIMED_OUT, until=until), discord.utils.utcnow())
    await turn()
    try:
        message = cast("discord.TextChannel", channel).get_partial_message(delivery.message_id)
        await message.publish()
    except discord.HTTPException as error:
        if error.code != _ALREADY_PUBLISHED:
            raise
    return SendResult(SendStatus.SENT)
