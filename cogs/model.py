"""``/model``: search, show, README, random, similar, compare, trending and suggest."""

from collections.abc import Mapping, Sequence
from typing import cast

from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.characters import clean
from bot.client import ModelZooBot
from bot.interactions.answers import AnyInteraction, View, answer
from bot.interactions.entry_pages import EntryPages, Side
from bot.interactions.lists import Lists
from bot.interactions.operators import MayOperate
from bot.interactions.option_checks import usable_options
from bot.interactions.options import (
    CATEGORY,
    FITS,
    FRAMEWORK,
    HEALTHS,
    MODEL,
    PRIVATE,
    SORTS,
    OptionsCog,
)
from bot.interactions.searching import Searching
from bot.interactions.suggesting import Suggesting
from bot.interactions.typed import find_entry
from bot.interactions.user_error import OptionError, UserError
from bot.search import tokens
from bot.search.query import EARLIEST_YEAR, LATEST_YEAR, MOST_STARS, SearchQuery
from bot.services import Services
from bot.ui.tabs import Tab
from cogs.suggesting import SuggestCommands
from cogs.trending import Trending


class Model(
    Trending,
    SuggestCommands,
    OptionsCog,
    commands.GroupCog,
    name="model",
    description=cast("str", locale_str("Find deep-learning models", key="cmd-model")),
):
    """Find deep-learning models."""

    def __init__(self, services: Services, may_curate: MayOperate) -> None:
        super().__init__(services)
        self.suggesting = Suggesting(services, may_curate)
        self.lists = Lists(services)
        self.pages = EntryPages(services)
        self.searching = Searching(services)

    @app_commands.command(
        name="search",
        description=locale_str(
            "Search models by name, task, paper or plain description", key="cmd-model-search"
        ),
    )
    @app_commands.describe(
        query=locale_str(
            "A name, task, paper, arXiv id, GitHub link or description", key="opt-query"
        ),
        category=CATEGORY,
        framework=FRAMEWORK,
        task=locale_str("Only this task", key="opt-task"),
        license=locale_str("Only this licence, or kind of licence", key="opt-license"),
        health=locale_str("Only models in this state", key="opt-health"),
        min_stars=locale_str("Only models with at least this many stars", key="opt-min_stars"),
        weights=locale_str("Only models with pretrained weights", key="opt-has-weights"),
        paper=locale_str("Only models with a paper", key="opt-has-paper"),
        since=locale_str("Only models made in this year or later", key="opt-since"),
        code=locale_str("Only code in this programming language", key="opt-code-language"),
        fits=FITS,
        sort=locale_str("Order of the list", key="opt-sort"),
        private=PRIVATE,
    )
    @app_commands.autocomplete(
        query=OptionsCog.offer_queries,
        category=OptionsCog.offer_categories,
        framework=OptionsCog.offer_frameworks,
        task=OptionsCog.offer_tasks,
        license=OptionsCog.offer_licenses,
        code=OptionsCog.offer_languages,
        fits=OptionsCog.offer_sizes,
    )
    @app_commands.choices(sort=SORTS, health=HEALTHS)
    async def search(
        self,
        interaction: AnyInteraction,
        query: str,
        category: str | None = None,
        framework: str | None = None,
        task: str | None = None,
        license: str | None = None,  # noqa: A002  # the option's name
        health: str | None = None,
        min_stars: app_commands.Range[int, 0, MOST_STARS] | None = None,
        since: app_commands.Range[int, EARLIEST_YEAR, LATEST_YEAR] | None = None,
        code: str | None = None,
        fits: str | None = None,
        sort: str = "relevance",
        *,
        weights: bool | None = None,
        paper: bool | None = None,
        private: bool = False,
    ) -> None:
        """Search models by name, task, paper or plain description."""
        sent: dict[str, object] = {
            "query": query,
            "category": category,
            "framework": framework,
            "task": task,
            "license": license,
            "health": health,
            "min_stars": min_stars or None,
            "weights": weights,
            "paper": paper,
            "since": since,
            "code": code,
            "fits": fits,
            "sort": sort,
        }
        await self._search(interaction, sent, [], private=private)

    async def correct(self, interaction: AnyInteraction, faults: Sequence[OptionError]) -> bool:
        """Offer to search without the options that can't be used."""
        if getattr(interaction.command, "qualified_name", "") != "model search":
            return False
        good = usable_options(interaction, faults)
        if "query" not in good:
            return False
        await self._search(interaction, good, faults, private=bool(good.get("private")))
        return True

    @app_commands.command(
        name="show", description=locale_str("Show one model's card", key="cmd-model-show")
    )
    @app_commands.describe(model=MODEL, private=PRIVATE)
    @app_commands.autocomplete(model=OptionsCog.offer_models)
    async def show(self, interaction: AnyInteraction, model: str, *, private: bool = False) -> None:
        """Show one model's card; text that is no choice is searched."""
        if not tokens.runs(clean(model)):
            raise UserError("error-empty")
        await answer(interaction, self._show(interaction, model, private=private), private=private)

    @app_commands.command(
        name="readme",
        description=locale_str("Read a model's README here", key="cmd-model-readme"),
    )
    @app_commands.describe(model=MODEL, private=PRIVATE)
    @app_commands.autocomplete(model=OptionsCog.offer_models)
    async def readme(
        self, interaction: AnyInteraction, model: str, *, private: bool = False
    ) -> None:
        """Show a model's README, page by page."""
        asked = (model, Side(Tab.README), interaction.user.id, self.language(interaction))
        await answer(interaction, self.pages.side(*asked, private=private), private=private)

    @app_commands.command(
        name="random",
        description=locale_str("Show a model picked at random", key="cmd-model-random"),
    )
    @app_commands.describe(category=CATEGORY, framework=FRAMEWORK, private=PRIVATE)
    @app_commands.autocomplete(
        category=OptionsCog.offer_categories, framework=OptionsCog.offer_frameworks
    )
    async def random(
        self,
        interaction: AnyInteraction,
        category: str | None = None,
        framework: str | None = None,
        *,
        private: bool = False,
    ) -> None:
        """Show a model picked at random."""
        among = self.read_terms(category, framework)
        language = self.language(interaction)
        work = self.pages.random(*among, interaction.user.id, language, private=private)
        await answer(interaction, work, private=private)

    @app_commands.command(
        name="similar",
        description=locale_str(
            "Models similar to one, and why each is listed", key="cmd-model-similar"
        ),
    )
    @app_commands.describe(model=MODEL, private=PRIVATE)
    @app_commands.autocomplete(model=OptionsCog.offer_models)
    async def similar(
        self, interaction: AnyInteraction, model: str, *, private: bool = False
    ) -> None:
        """List what shares the most telling tasks, categories, frameworks and words with a model."""
        asked = (model, interaction.user.id, self.language(interaction))
        await answer(interaction, self.lists.like(*asked, private=private), private=private)

    @app_commands.command(
        name="compare",
        description=locale_str(
            "Two to four models side by side, with their stars as curves", key="cmd-model-compare"
        ),
    )
    @app_commands.describe(first=MODEL, second=MODEL, third=MODEL, fourth=MODEL, private=PRIVATE)
    @app_commands.autocomplete(
        first=OptionsCog.offer_models,
        second=OptionsCog.offer_models,
        third=OptionsCog.offer_models,
        fourth=OptionsCog.offer_models,
    )
    async def compare(
        self,
        interaction: AnyInteraction,
        first: str,
        second: str,
        third: str | None = None,
        fourth: str | None = None,
        *,
        private: bool = False,
    ) -> None:
        """Compare models."""
        names = [name for name in (first, second, third, fourth) if name]
        language = self.language(interaction)
        work = self.pages.compare(names, interaction.user.id, language, private=private)
        await answer(interaction, work, private=private)

    @app_commands.command(
        name="weights",
        description=locale_str(
            "A model's checkpoints: size, memory, licence, downloads", key="cmd-model-weights"
        ),
    )
    @app_commands.describe(model=MODEL, fits=FITS, private=PRIVATE)
    @app_commands.autocomplete(model=OptionsCog.offer_models, fits=OptionsCog.offer_sizes)
    async def weights(
        self,
        interaction: AnyInteraction,
        model: str,
        fits: str | None = None,
        *,
        private: bool = False,
    ) -> None:
        """List a model's checkpoints."""
        asked = (model, fits, interaction.user.id, self.language(interaction))
        await answer(interaction, self.pages.weights(*asked, private=private), private=private)

    async def _search(
        self,
        interaction: AnyInteraction,
        sent: Mapping[str, object],
        faults: Sequence[OptionError],
        *,
        private: bool,
    ) -> None:
        query, unread = self.searching.read(sent)
        wrong = [*faults, *unread]
        # What is wrong concerns nobody else.
        is_private = private or bool(wrong)
        asked = (query, sent, wrong, interaction.user.id, self.language(interaction))
        work = self.searching.finish(*asked, private=is_private)
        await answer(interaction, work, private=is_private)

    async def _show(self, interaction: AnyInteraction, model: str, *, private: bool) -> View:
        owner, language = interaction.user.id, self.language(interaction)
        entry = await find_entry(model, self.services)
        if entry is None:
            query = SearchQuery(text=clean(model))
            return await self.lists.draw(query, owner, 0, language, private=private)
        return await self.pages.card(entry, owner, language, private=private)


async def setup(bot: ModelZooBot) -> None:
    """Add the cog."""
    await bot.add_cog(Model(bot.services, bot.may_operate))
