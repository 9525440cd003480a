"""``/paper``: every implementation of a paper, by arXiv id, address or title."""

from discord import app_commands
from discord.app_commands import locale_str

from bot.characters import clean
from bot.client import ModelZooBot
from bot.interactions import choices
from bot.interactions.answers import AnyInteraction, RoutedCog, View, answer
from bot.interactions.lists import Lists
from bot.interactions.options import PRIVATE
from bot.interactions.user_error import UserError
from bot.search.query import SearchQuery, find_doors
from bot.services import Services
from bot.ui.entries import arxiv_url
from bot.ui.papers import MOST_PAPERS, paper_list
from bot.ui.text import CHOICE_LIMIT, code, cut


class PaperCog(RoutedCog, name="paper"):
    """Find what implements a paper."""

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self.lists = Lists(services)

    @app_commands.command(
        name="paper",
        description=locale_str("Every implementation of a paper", key="cmd-paper"),
    )
    @app_commands.describe(
        query=locale_str("arXiv id, address or title", key="opt-paper"),
        private=PRIVATE,
    )
    async def paper(
        self, interaction: AnyInteraction, query: str, *, private: bool = False
    ) -> None:
        """List the entries that implement a paper; the list is narrowed and turned like every other."""
        await answer(interaction, self._list(interaction, query, private=private), private=private)

    @paper.autocomplete("query")
    async def paper_choices(
        self, interaction: AnyInteraction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Offer papers by title."""
        del interaction
        found = await self.services.search.papers(typed, limit=choices.MOST_CHOICES)
        return [
            app_commands.Choice(
                name=cut(f"{paper.title or paper.arxiv_id}", CHOICE_LIMIT - 16)
                + f" · {paper.arxiv_id}",
                value=paper.arxiv_id,
            )
            for paper in found
        ]

    async def _list(self, interaction: AnyInteraction, query: str, *, private: bool) -> View:
        found = await self.services.search.papers(query, limit=MOST_PAPERS + 1)
        if not found:
            arxiv_id = find_doors(query).arxiv
            if arxiv_id:
                raise UserError("error-paper-unlisted", id=arxiv_id, url=arxiv_url(arxiv_id))
            raise UserError("error-paper", typed=code(query, 80))
        owner, language = interaction.user.id, self.language(interaction)
        if len(found) == 1 or found[0].is_meant:
            asked = SearchQuery(text=found[0].arxiv_id)
            return await self.lists.draw(asked, owner, 0, language, private=private)
        offered = [
            (paper, await self.lists.control(SearchQuery(text=paper.arxiv_id), owner))
            for paper in found[:MOST_PAPERS]
        ]
        return paper_list(
            cut(clean(query), 80),
            offered,
            language,
            has_more=len(found) > MOST_PAPERS,
            is_private=private,
        )


async def setup(bot: ModelZooBot) -> None:
    """Add the cog."""
    await bot.add_cog(PaperCog(bot.services))
