"""``/framework``: browse by framework."""

from bot.catalog.taxonomy import TermKind
from bot.client import ModelZooBot
from bot.interactions.browsing import BrowseCog


class Framework(BrowseCog, name="framework"):
    """Browse models by framework."""

    kind = TermKind.FRAMEWORK


async def setup(bot: ModelZooBot) -> None:
    """Add the cog and its command."""
    cog = Framework(bot.services)
    await bot.add_cog(cog)
    bot.tree.add_command(cog.command)
