"""``/category``: browse by category."""

from discord import app_commands
from discord.app_commands import locale_str

from bot.catalog.taxonomy import TermKind
from bot.client import ModelZooBot
from bot.interactions.answers import AnyInteraction
from bot.interactions.browsing import BrowseCog


class Category(BrowseCog, name="category"):
    """Browse models by category."""

    kind = TermKind.CATEGORY

    @app_commands.command(
        name="category", description=locale_str("Browse models by category", key="cmd-category")
    )
    @app_commands.describe(
        name=locale_str("Which one; leave empty to list all", key="opt-name"),
        private=locale_str("Show the answer only to you", key="opt-private"),
    )
    async def category(
        self,
        interaction: AnyInteraction,
        name: str | None = None,
        private: bool = False,  # noqa: FBT001, FBT002  # a Discord option
    ) -> None:
        """Show every category, or the models of one."""
        await self.browse(interaction, name, private=private)

    @category.autocomplete("name")
    async def name_choices(
        self, interaction: AnyInteraction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Offer the categories."""
        return self.choices(interaction, typed)


async def setup(bot: ModelZooBot) -> None:
    """Add the cog."""
    await bot.add_cog(Category(bot.services))
