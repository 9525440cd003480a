"""The message menu "Find models in this message": links and known names become cards."""

import asyncio
from typing import Any

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.client import ModelZooBot
from bot.interactions.answers import AnyInteraction, RoutedCog, View, answer
from bot.interactions.user_error import UserError
from bot.services import Services
from bot.ui.mentions import FIND, MOST_GLANCES, MOST_SHOWN, mentions_page
from bot.ui.navigation import Control


class MentionsCog(RoutedCog, name="mentions"):
    """Find the models that a message mentions. Discord hands over the one message; no intent is needed."""

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self.menu = app_commands.ContextMenu(
            name=locale_str("Find models in this message", key="menu-mentions"),
            callback=self.find,
        )
        self.routes = {FIND: self.on_press}

    async def find(self, interaction: AnyInteraction, target: discord.Message) -> None:
        """Answer to the person alone."""
        await answer(interaction, self._page(interaction, target), private=True)

    async def on_press(self, interaction: AnyInteraction, _control: Control) -> None:
        """Find the models in the message under which the button stands."""
        if interaction.message is None:
            raise UserError("error-control")
        await answer(interaction, self._page(interaction, interaction.message), private=True)

    async def _page(self, interaction: AnyInteraction, target: discord.Message) -> View:
        services = self.services
        found = await services.search.mentioned(_text_of(target), limit=MOST_SHOWN)
        named = found.repositories[:MOST_GLANCES]
        looks = (services.glances.look(name, interaction.user.id) for name in named)
        glances = [glance for glance in await asyncio.gather(*looks) if glance]
        return mentions_page(
            found,
            interaction.user.id,
            self.language(interaction),
            services.taxonomy,
            services.today(),
            glances,
        )


def _text_of(message: discord.Message) -> str:
    """Return what a message says, the texts of its components and the addresses of its embeds included."""
    texts = [message.content, *(embed.url or "" for embed in message.embeds)]
    waiting: list[Any] = list(message.components)
    while waiting:
        component = waiting.pop(0)
        if isinstance(component, discord.TextDisplay):
            texts.append(component.content)
        waiting[:0] = getattr(component, "children", ())
    return "\n".join(texts)


async def setup(bot: ModelZooBot) -> None:
    """Add the cog and its menu."""
    cog = MentionsCog(bot.services)
    await bot.add_cog(cog)
    bot.tree.add_command(cog.menu)
