"""``/about``: version, size and age of the catalogue, and what is stored about people."""

from importlib.metadata import PackageNotFoundError, version

from discord import app_commands
from discord.app_commands import locale_str

from bot.client import ModelZooBot
from bot.interactions.answers import AnyInteraction, RoutedCog, View, answer
from bot.ui import pages


class About(RoutedCog, name="about"):
    """Tell what this bot is."""

    @app_commands.command(
        name="about",
        description=locale_str(
            "Version, size and age of the catalogue, and what is stored about you", key="cmd-about"
        ),
    )
    async def about(self, interaction: AnyInteraction) -> None:
        """Answer to the asker alone."""
        await answer(interaction, self._page(interaction), private=True)

    async def _page(self, interaction: AnyInteraction) -> View:
        size = await self.services.catalog.size()
        refresher = self.services.refresher
        freshness = pages.Freshness(refresher.client.has_token, await refresher.store.last_run())
        return pages.about_page(
            program_version(), size, freshness, self.language(interaction), self.services.today()
        )


def program_version() -> str:
    """Return the installed version; a checkout that was never installed has none."""
    try:
        return version("modelzoo-bot")
    except PackageNotFoundError:
        return "0 (not installed)"


async def setup(bot: ModelZooBot) -> None:
    """Add the cog."""
    await bot.add_cog(About(bot.services))
