"""What the tests of subscriptions share."""

from typing import Any

import discord

from bot.newsletter.subscription import Subscription
from bot.publishing.newsroom import Newsroom
from tests.conftest import Stage


async def subscribe(stage: Stage, **options: Any) -> Any:
    options.setdefault("channel", stage.channel)
    return await stage.admin.slash(stage.channel, "newsletter subscribe", **options)


async def the_one(newsroom: Newsroom, stage: Stage) -> Subscription:
    (subscription,) = await newsroom.store.of_guild(stage.guild.id)
    return subscription


def channel_of(stage: Stage, handle: Any) -> discord.TextChannel:
    guild = stage.env.bot.get_guild(stage.guild.id)
    assert guild
    channel = guild.get_channel(handle.id)
    assert isinstance(channel, discord.TextChannel)
    return channel
