"""The message menu "Find models in this message": links and known names become cards."""

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.client import ModelZooBot
from bot.interactions.answers import AnyInteraction, RoutedCog, View, answer
from bot.services import Services
from bot.ui.mentions import MOST_SHOWN, mentions_page


class MentionsCog(RoutedCog, name="mentions"):
    """Find the models that a message mentions. Discord hands over the one message; no intent is needed."""

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self.menu = app_commands.ContextMenu(
            name=locale_str("Find models in this message", key="menu-mentions"),
            callback=self.find,
        )

    async def find(self, interaction: AnyInteraction, target: discord.Message) -> None:
        """Answer to the person alone."""
        await answer(interaction, self._page(interaction, target), private=True)

    async def _page(self, interaction: AnyInteraction, target: discord.Message) -> View:
        texts = [target.content, *(embed.url or "" for embed in target.embeds)]
        services = self.services
        found = await services.search.mentioned("\n".join(texts), limit=MOST_SHOWN)
        return mentions_page(
            found,
            interaction.user.id,
            self.language(interaction),
            services.taxonomy,
            services.today(),
        )


async def setup(bot: ModelZooBot) -> None:
    """Add the cog and its menu."""
    cog = MentionsCog(bot.services)
    await bot.add_cog(cog)
    bot.tree.add_command(cog.menu)
