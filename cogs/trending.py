"""``/model trending``, a command of the group in ``model.py``."""

from discord import app_commands
from discord.app_commands import locale_str

from bot.interactions.answers import AnyInteraction, answer
from bot.interactions.options import CATEGORY, FRAMEWORK, PERIODS, PRIVATE, OptionsCog
from bot.interactions.trend_pages import draw_trends
from bot.ui.trending import TrendQuery


class Trending(OptionsCog):
    """Show what gains stars."""

    @app_commands.command(
        name="trending",
        description=locale_str(
            "Models that gained the most stars, or the most for their field",
            key="cmd-model-trending",
        ),
    )
    @app_commands.describe(
        period=locale_str("Time span", key="opt-period"),
        category=CATEGORY,
        framework=FRAMEWORK,
        relative=locale_str("Compared with the usual growth in the category", key="opt-relative"),
        private=PRIVATE,
    )
    @app_commands.autocomplete(
        category=OptionsCog.offer_categories, framework=OptionsCog.offer_frameworks
    )
    @app_commands.choices(period=PERIODS)
    async def trending(
        self,
        interaction: AnyInteraction,
        period: int = 30,
        category: str | None = None,
        framework: str | None = None,
        *,
        relative: bool = False,
        private: bool = False,
    ) -> None:
        """Show what is trending."""
        query = TrendQuery(period, *self.read_terms(category, framework), relative)
        language = self.language(interaction)
        work = draw_trends(query, self.services, interaction.user.id, language, private=private)
        await answer(interaction, work, private=private)
