"""Servers, channels and threads that come and go: what the newsletter must know of them."""

import discord
from discord.ext import commands

from bot.client import ModelZooBot
from bot.publishing.newsroom import Newsroom
from bot.services import newsroom_of


class GuildEvents(commands.Cog):
    """Keeps the subscriptions true to the servers that there are."""

    def __init__(self, newsroom: Newsroom, bot: ModelZooBot) -> None:
        self.newsroom = newsroom
        self._bot = bot

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Note which servers were left, or came back, while nobody was looking."""
        here = {guild.id for guild in self._bot.guilds}
        for guild_id in await self.newsroom.store.guild_ids() - here:
            await self.newsroom.store.guild_left(guild_id, self.newsroom.now())
        for guild_id in here & await self.newsroom.store.left_guild_ids():
            await self.newsroom.store.guild_joined(guild_id)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Keep a left server's subscriptions for thirty days, silent."""
        await self.newsroom.store.guild_left(guild.id, self.newsroom.now())

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Go on with what a server had."""
        await self.newsroom.store.guild_joined(guild.id)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Pause the subscription of a channel that is no more."""
        await self.newsroom.store.channel_deleted(channel.id, self.newsroom.now())

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """Pause the subscription of a thread that is no more."""
        await self.newsroom.store.channel_deleted(payload.thread_id, self.newsroom.now())


async def setup(bot: ModelZooBot) -> None:
    """Add the cog."""
    await bot.add_cog(GuildEvents(newsroom_of(bot.services), bot))
