"""Options that name a channel or a thread; whether it can be subscribed is looked at later, with the other options."""

import discord
from discord import app_commands

from bot.interactions.answers import AnyInteraction


class ChannelId(app_commands.Transformer):
    """The id of a channel."""

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
