"""``/framework``: browse by framework."""

from discord import app_commands
from discord.app_commands import locale_str

from bot.catalog.taxonomy import TermKind
from bot.client import ModelZooBot
from bot.interactions.answers import AnyInteraction
from bot.interactions.browsing import BrowseCog


class Framework(BrowseCog, name="framework"):
    """Browse models by framework."""

    kind = TermKind.FRAMEWORK

    @app_commands.command(
        name="framework", description=locale_str("Browse models by framework", key="cmd-framework")
    )
    @app_commands.describe(
        name=locale_str("Which one; leave empty to list all", key="opt-name"),
        private=locale_str("Show the answer only to you", key="opt-private"),
    )
    async def framework(
        self,
        interaction: AnyInteraction,
        name: str | None = None,
        private: bool = False,  # noqa: FBT001, FBT002  # a Discord option
    ) -> None:
        """Show every framework, or the models of one."""
        await self.browse(interaction, name, private=private)

    @framework.autocomplete("name")
    async def name_choices(
        self, interaction: AnyInteraction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Offer the frameworks."""
        return self.choices(interaction, typed)


async def setup(bot: ModelZooBot) -> None:
    """Add the cog."""
    await bot.add_cog(Framework(bot.services))
