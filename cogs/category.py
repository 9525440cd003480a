"""``/category``: browse by category."""

from bot.catalog.taxonomy import TermKind
from bot.client import ModelZooBot
from bot.interactions.browsing import BrowseCog


class Category(BrowseCog, name="category"):
    """Browse models by category."""

    kind = TermKind.CATEGORY


async def setup(bot: ModelZooBot) -> None:
    """Add the cog and its command."""
    cog = Category(bot.services)
    await bot.add_cog(cog)
    bot.tree.add_command(cog.command)
