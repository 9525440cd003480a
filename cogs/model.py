"""``/model``: search, show and random, and what the buttons of lists and cards do."""

import asyncio
import random
from collections.abc import Callable, Mapping, Sequence
from typing import cast

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.catalog.entry import Entry, Sign
from bot.catalog.taxonomy import TermKind
from bot.catalog.trends import rank_trends
from bot.characters import clean
from bot.client import ModelZooBot
from bot.interactions import choices
from bot.interactions.answers import (
    AnyInteraction,
    Lists,
    OptionError,
    RoutedCog,
    UserError,
    View,
    answer,
    chosen_value,
    modal_text,
    remove,
    send_private,
    turn_or_copy,
)
from bot.interactions.entry_pages import EntryPages, Side, read_side
from bot.interactions.option_checks import sent_options
from bot.search import tokens
from bot.search.query import FILTERS, MOST_STARS, SearchQuery, Sort
from bot.services import Services
from bot.ui import pages
from bot.ui.compare import Comparison, read_comparison
from bot.ui.corrections import search_without_page
from bot.ui.navigation import Control, read_number
from bot.ui.results.controls import ALL
from bot.ui.results.empty import DROPPED
from bot.ui.tabs import ACTION, Tab
from bot.ui.text import code
from bot.ui.trending import (
    MOST_SHOWN,
    TrendQuery,
    formula_page,
    read_trend_query,
    trending_page,
)

Choice = app_commands.Choice
SORTS = [
    Choice(name=locale_str("relevance", key="sort-relevance"), value="relevance"),
    Choice(name=locale_str("stars", key="sort-stars"), value="stars"),
    Choice(name=locale_str("stars gained in 30 days", key="sort-gained"), value="gained"),
    Choice(name=locale_str("recently active", key="sort-active"), value="active"),
    Choice(name=locale_str("newest", key="sort-newest"), value="newest"),
    Choice(name=locale_str("name", key="sort-name"), value="name"),
]
PERIODS = [
    Choice(name=locale_str(name, key=f"period-{days}"), value=days)
    for days, name in ((7, "7 days"), (30, "30 days"), (365, "a year"))
]
HEALTHS = [
    Choice(name=locale_str(name, key=f"health-{sign}"), value=sign.value)
    for sign, name in (
        (Sign.ACTIVE, "active"),
        (Sign.QUIET, "quiet"),
        (Sign.DORMANT, "dormant"),
        (Sign.ARCHIVED, "archived"),
        (Sign.GONE, "gone"),
        (Sign.MOVED, "moved"),
        (Sign.RELICENSED, "licence changed"),
        (Sign.RELEASED, "new release"),
    )
]


class Model(
    RoutedCog,
    commands.GroupCog,
    name="model",
    description=cast("str", locale_str("Find deep-learning models", key="cmd-model")),
):
    """Find deep-learning models."""

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self.lists = Lists(services)
        self.pages = EntryPages(services)
        self.routes = {
            **dict.fromkeys(("list", "first", "prev", "next", "last"), self.on_turn),
            **dict.fromkeys(("sort", "category", "framework"), self.on_narrow),
            **dict.fromkeys(DROPPED, self.on_drop),
            "jump": self.on_jump,
            "jumpto": self.on_jump_to,
            "share": self.on_share,
            "remove": remove,
            "open": self.on_open,
            "like": self.on_like,
            "legend": self.on_legend,
            "publish": self.on_publish,
            "surprise": self.on_surprise,
            "stars": self.on_stars,
            "chart": self.on_chart,
            **dict.fromkeys((ACTION, "rprev", "rnext"), self.on_tab),
            "rsection": self.on_section,
            "trend": self.on_trend,
            "formula": self.on_formula,
        }

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
        category=locale_str("Only this category", key="opt-category"),
        framework=locale_str("Only this framework", key="opt-framework"),
        task=locale_str("Only this task", key="opt-task"),
        license=locale_str("Only this licence, or kind of licence", key="opt-license"),
        health=locale_str("Only models in this state", key="opt-health"),
        min_stars=locale_str("Only models with at least this many stars", key="opt-min_stars"),
        sort=locale_str("Order of the list", key="opt-sort"),
        private=locale_str("Show the answer only to you", key="opt-private"),
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
        sort: str = "relevance",
        private: bool = False,  # noqa: FBT001, FBT002  # a Discord option
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
            "sort": sort,
        }
        await self._search_for(interaction, sent, [], private=private)

    async def correct(self, interaction: AnyInteraction, faults: Sequence[OptionError]) -> bool:
        """Offer to search without the options that can't be used."""
        if getattr(interaction.command, "qualified_name", "") != "model search":
            return False
        wrong = {fault.option for fault in faults}
        sent = {name: option.get("value") for name, option in sent_options(interaction).items()}
        good = {name: value for name, value in sent.items() if name not in wrong}
        if "query" not in good:
            return False
        await self._search_for(interaction, good, faults, private=bool(good.get("private")))
        return True

    async def _search_for(
        self,
        interaction: AnyInteraction,
        sent: Mapping[str, object],
        faults: Sequence[OptionError],
        *,
        private: bool,
    ) -> None:
        text = clean(str(sent["query"]))
        if not tokens.runs(text):
            raise UserError("error-empty")
        taxonomy = self.services.taxonomy
        readers: dict[str, Callable[[str], object]] = {
            kind.value: lambda typed, kind=kind: choices.read_term(typed, kind, taxonomy)
            for kind in (TermKind.CATEGORY, TermKind.FRAMEWORK, TermKind.TASK)
        }
        readers |= {"health": choices.read_health, "sort": choices.read_sort}
        asked, wrong = SearchQuery(text=text), list(faults)
        if isinstance(stars := sent.get("min_stars"), int):
            asked = asked.replaced(min_stars=stars or None)
        for name, read in readers.items():
            if not (typed := sent.get(name)):
                continue
            try:
                asked = asked.replaced(**{name: read(str(typed))})
            except OptionError as fault:
                wrong.append(fault)
        # What is wrong concerns nobody else.
        is_private = private or bool(wrong)
        license_typed = str(sent.get("license") or "")
        work = self._search(interaction, asked, license_typed, wrong, private=is_private)
        await answer(interaction, work, private=is_private)

    @app_commands.command(
        name="show", description=locale_str("Show one model's card", key="cmd-model-show")
    )
    @app_commands.describe(
        model=locale_str("Name, owner/name or task", key="opt-model"),
        private=locale_str("Show the answer only to you", key="opt-private"),
    )
    async def show(
        self,
        interaction: AnyInteraction,
        model: str,
        private: bool = False,  # noqa: FBT001, FBT002  # a Discord option
    ) -> None:
        """Show one model's card; text that is no choice is searched."""
        if not tokens.runs(clean(model)):
            raise UserError("error-empty")
        await answer(interaction, self._show(interaction, model, private=private), private=private)

    @app_commands.command(
        name="readme",
        description=locale_str("Read a model's README here", key="cmd-model-readme"),
    )
    @app_commands.describe(
        model=locale_str("Name, owner/name or task", key="opt-model"),
        private=locale_str("Show the answer only to you", key="opt-private"),
    )
    async def readme(
        self,
        interaction: AnyInteraction,
        model: str,
        private: bool = False,  # noqa: FBT001, FBT002  # a Discord option
    ) -> None:
        """Show a model's README, page by page."""
        await answer(
            interaction, self._readme(interaction, model, private=private), private=private
        )

    @app_commands.command(
        name="random",
        description=locale_str("Show a model picked at random", key="cmd-model-random"),
    )
    @app_commands.describe(
        category=locale_str("Only this category", key="opt-category"),
        framework=locale_str("Only this framework", key="opt-framework"),
        private=locale_str("Show the answer only to you", key="opt-private"),
    )
    async def random(
        self,
        interaction: AnyInteraction,
        category: str | None = None,
        framework: str | None = None,
        private: bool = False,  # noqa: FBT001, FBT002  # a Discord option
    ) -> None:
        """Show a model picked at random."""
        taxonomy = self.services.taxonomy
        among = (
            choices.read_term(category, TermKind.CATEGORY, taxonomy),
            choices.read_term(framework, TermKind.FRAMEWORK, taxonomy),
        )
        await answer(
            interaction, self._random(interaction, *among, private=private), private=private
        )

    @app_commands.command(
        name="similar",
        description=locale_str(
            "Models similar to one, and why each is listed", key="cmd-model-similar"
        ),
    )
    @app_commands.describe(
        model=locale_str("Name, owner/name or task", key="opt-model"),
        private=locale_str("Show the answer only to you", key="opt-private"),
    )
    async def similar(
        self,
        interaction: AnyInteraction,
        model: str,
        private: bool = False,  # noqa: FBT001, FBT002  # a Discord option
    ) -> None:
        """List what shares the most telling tasks, categories, frameworks and words with a model."""
        await answer(
            interaction, self._similar(interaction, model, private=private), private=private
        )

    @app_commands.command(
        name="compare",
        description=locale_str(
            "Two to four models side by side, with their stars as curves", key="cmd-model-compare"
        ),
    )
    @app_commands.describe(
        first=locale_str("Name, owner/name or task", key="opt-model"),
        second=locale_str("Name, owner/name or task", key="opt-model"),
        third=locale_str("Name, owner/name or task", key="opt-model"),
        fourth=locale_str("Name, owner/name or task", key="opt-model"),
        private=locale_str("Show the answer only to you", key="opt-private"),
    )
    async def compare(
        self,
        interaction: AnyInteraction,
        first: str,
        second: str,
        third: str | None = None,
        fourth: str | None = None,
        private: bool = False,  # noqa: FBT001, FBT002  # a Discord option
    ) -> None:
        """Compare models."""
        names = [name for name in (first, second, third, fourth) if name]
        work = self._compared(interaction, names, private=private)
        await answer(interaction, work, private=private)

    @app_commands.command(
        name="trending",
        description=locale_str(
            "Models that gained the most stars, or the most for their field",
            key="cmd-model-trending",
        ),
    )
    @app_commands.describe(
        period=locale_str("Time span", key="opt-period"),
        category=locale_str("Only this category", key="opt-category"),
        framework=locale_str("Only this framework", key="opt-framework"),
        relative=locale_str("Compared with the usual growth in the category", key="opt-relative"),
        private=locale_str("Show the answer only to you", key="opt-private"),
    )
    @app_commands.choices(period=PERIODS)
    async def trending(
        self,
        interaction: AnyInteraction,
        period: int = 30,
        category: str | None = None,
        framework: str | None = None,
        relative: bool = False,  # noqa: FBT001, FBT002  # a Discord option
        private: bool = False,  # noqa: FBT001, FBT002  # a Discord option
    ) -> None:
        """Show what is trending."""
        taxonomy = self.services.taxonomy
        query = TrendQuery(
            period,
            choices.read_term(category, TermKind.CATEGORY, taxonomy),
            choices.read_term(framework, TermKind.FRAMEWORK, taxonomy),
            relative,
        )
        work = self._trending(interaction, query, private=private)
        await answer(interaction, work, private=private)

    @search.autocomplete("category")
    @random.autocomplete("category")
    @trending.autocomplete("category")
    async def category_choices(self, interaction: AnyInteraction, typed: str) -> list[Choice[str]]:
        """Offer categories."""
        return choices.term_choices(
            typed, self.services.taxonomy.categories, self.language(interaction)
        )

    @search.autocomplete("framework")
    @random.autocomplete("framework")
    @trending.autocomplete("framework")
    async def framework_choices(self, interaction: AnyInteraction, typed: str) -> list[Choice[str]]:
        """Offer frameworks."""
        return choices.term_choices(
            typed, self.services.taxonomy.frameworks, self.language(interaction)
        )

    @search.autocomplete("task")
    async def task_choices(self, interaction: AnyInteraction, typed: str) -> list[Choice[str]]:
        """Offer tasks."""
        return choices.term_choices(typed, self.services.taxonomy.tasks, self.language(interaction))

    @search.autocomplete("license")
    async def license_choices(self, interaction: AnyInteraction, typed: str) -> list[Choice[str]]:
        """Offer licences."""
        return choices.license_choices(
            typed, await self.services.catalog.licenses(), self.language(interaction)
        )

    @search.autocomplete("query")
    @show.autocomplete("model")
    @readme.autocomplete("model")
    @similar.autocomplete("model")
    @compare.autocomplete("first")
    @compare.autocomplete("second")
    @compare.autocomplete("third")
    @compare.autocomplete("fourth")
    async def model_choices(self, interaction: AnyInteraction, typed: str) -> list[Choice[str]]:
        """Offer entries by name, alias and task, popular first."""
        return await choices.entry_choices(typed, self.services, self.language(interaction))

    async def on_turn(self, interaction: AnyInteraction, control: Control) -> None:
        """Turn to another page."""
        await self._redraw(interaction, control, lambda query: query)

    async def on_narrow(self, interaction: AnyInteraction, control: Control) -> None:
        """Sort or narrow by what was chosen in a menu."""
        value = chosen_value(interaction)
        if control.action == "sort":
            change = {"sort": Sort(value) if value in set(Sort) else Sort.RELEVANCE}
        else:
            terms = self.services.taxonomy.of(TermKind(control.action))
            change = {control.action: value if value in terms and value != ALL else None}
        await self._redraw(interaction, control, lambda query: query.replaced(**change))

    async def on_drop(self, interaction: AnyInteraction, control: Control) -> None:
        """Search again without one filter, or without any."""
        name = DROPPED[control.action]
        dropped = FILTERS if name == "all" else (name,)
        await self._redraw(interaction, control, lambda query: query.without(*dropped))

    async def on_jump(self, interaction: AnyInteraction, control: Control) -> None:
        """Ask for a page number; the control's page is the last one. A modal can't be deferred, so nothing is read."""
        language = self.language(interaction)
        modal = discord.ui.Modal(
            title=language("jump-title"), custom_id=control.to("jumpto").custom_id
        )
        modal.add_item(
            discord.ui.Label(
                text=language("jump-label", pages=language.number(control.page + 1)),
                component=discord.ui.TextInput(max_length=6),
            )
        )
        # Its answer comes through the router, like every component's; nothing waits in memory.
        modal.stop()
        await interaction.response.send_modal(modal)

    async def on_jump_to(self, interaction: AnyInteraction, control: Control) -> None:
        """Turn to the page that was typed."""
        typed = modal_text(interaction).strip()
        last = control.page + 1
        page = read_number(typed)
        if not 1 <= page <= last:
            raise UserError("jump-bad", typed=code(typed, 20), pages=last)
        await self._redraw(interaction, control.to("jumpto", page - 1), lambda query: query)

    async def on_share(self, interaction: AnyInteraction, control: Control) -> None:
        """Post a private list publicly."""
        await answer(interaction, self._shared(interaction, control), private=False)

    async def on_open(self, interaction: AnyInteraction, control: Control) -> None:
        """Show an entry's card to the person who pressed."""
        await answer(interaction, self._opened(interaction, control, private=True), private=True)

    async def on_publish(self, interaction: AnyInteraction, control: Control) -> None:
        """Post a private card, or another side of an entry, publicly."""
        await answer(interaction, self._opened(interaction, control, private=False), private=False)

    async def on_like(self, interaction: AnyInteraction, control: Control) -> None:
        """List what is like an entry, to the person who pressed."""
        await answer(interaction, self._relatives(interaction, control), private=True)

    async def on_legend(self, interaction: AnyInteraction, _control: Control) -> None:
        """Explain the signs of a card."""
        await send_private(interaction, pages.legend_page(self.language(interaction)))

    async def on_surprise(self, interaction: AnyInteraction, _control: Control) -> None:
        """Show any entry to the person who pressed."""
        await answer(interaction, self._random(interaction, None, None, private=True), private=True)

    async def on_stars(self, interaction: AnyInteraction, control: Control) -> None:
        """Show an entry's stars over time to the person who pressed."""
        await answer(interaction, self._stars(interaction, control), private=True)

    async def on_tab(self, interaction: AnyInteraction, control: Control) -> None:
        """Show another side of an entry in the same message."""
        await self._turn_side(interaction, control, read_side(control.state))

    async def on_section(self, interaction: AnyInteraction, control: Control) -> None:
        """Turn to the page on which a README's section begins."""
        page = chosen_value(interaction).partition(".")[0]
        await self._turn_side(interaction, control, read_side(f"{Tab.README}{page}"))

    async def on_chart(self, interaction: AnyInteraction, control: Control) -> None:
        """Draw a chart otherwise."""
        found = read_comparison(control.state)
        if found is None:
            raise UserError("error-state")

        async def draw(_own: Control, private: bool) -> View:  # noqa: FBT001  # `turn_or_copy` calls it so
            comparison = found
            if found.are_rows:
                numbers = await self.services.catalog.numbers_of_rows(found.entry_ids)
                comparison = Comparison(tuple(numbers), found.spec)
            return await self._comparison(interaction, comparison, private=private)

        await turn_or_copy(interaction, control, draw)

    async def on_trend(self, interaction: AnyInteraction, control: Control) -> None:
        """Show another period, or the other order."""
        query = read_trend_query(control.state)
        if query is None:
            raise UserError("error-state")

        await turn_or_copy(
            interaction,
            control,
            lambda _own, private: self._trending(interaction, query, private=private),
        )

    async def on_formula(self, interaction: AnyInteraction, _control: Control) -> None:
        """Say how the list of trends is made."""
        await send_private(interaction, formula_page(self.language(interaction)))

    async def _trending(
        self, interaction: AnyInteraction, query: TrendQuery, *, private: bool
    ) -> View:
        services, today = self.services, self.services.today()
        gainers = await services.catalog.gainers(query.days, today, query.category, query.framework)
        trends = await asyncio.to_thread(rank_trends, gainers, today, is_relative=query.is_relative)
        shown = [trend.gainer.entry_id for trend in trends[:MOST_SHOWN]]
        entries = {entry.id: entry for entry in await services.catalog.get_many(shown)}
        return trending_page(
            trends,
            entries,
            query,
            interaction.user.id,
            self.language(interaction),
            services.taxonomy,
            today,
            is_private=private,
        )

    async def _compared(
        self, interaction: AnyInteraction, names: list[str], *, private: bool
    ) -> View:
        entries = [await choices.require_entry(name, self.services) for name in names]
        ids = tuple(dict.fromkeys(entry.id for entry in entries))
        if len(ids) == 1:
            raise UserError("error-compare")
        return await self._comparison(interaction, Comparison(ids), private=private)

    async def _comparison(
        self, interaction: AnyInteraction, comparison: Comparison, *, private: bool
    ) -> View:
        return await self.pages.comparison(
            comparison, interaction.user.id, self.language(interaction), private=private
        )

    async def _side(
        self, interaction: AnyInteraction, entry: Entry, side: Side, *, private: bool
    ) -> View:
        return await self.pages.draw(
            entry, side, interaction.user.id, self.language(interaction), private=private
        )

    async def _stars(self, interaction: AnyInteraction, control: Control) -> View:
        comparison = Comparison(((await self._entry(control)).id,))
        return await self._comparison(interaction, comparison, private=True)

    async def _readme(self, interaction: AnyInteraction, model: str, *, private: bool) -> View:
        entry = await choices.require_entry(model, self.services)
        return await self._side(interaction, entry, Side(Tab.README), private=private)

    async def _turn_side(self, interaction: AnyInteraction, control: Control, side: Side) -> None:
        async def draw(_own: Control, private: bool) -> View:  # noqa: FBT001  # `turn_or_copy` calls it so
            entry = await self._entry(control)
            return await self._side(interaction, entry, side, private=private)

        await turn_or_copy(interaction, control, draw)

    async def _search(
        self,
        interaction: AnyInteraction,
        query: SearchQuery,
        license_typed: str,
        faults: Sequence[OptionError],
        *,
        private: bool,
    ) -> View:
        if license_typed:
            licenses = await self.services.catalog.licenses()
            try:
                query = query.replaced(license=choices.read_license(license_typed, licenses))
            except OptionError as fault:
                if not faults:
                    raise
                faults = [*faults, fault]
        if not faults:
            return await self._draw(interaction, query, 0, private=private)
        language = self.language(interaction)
        control = await self.lists.control(query, interaction.user.id)
        sentences = [language(fault.message, **fault.values) for fault in faults]
        return search_without_page(sentences, control, language)

    async def _random(
        self,
        interaction: AnyInteraction,
        category: str | None,
        framework: str | None,
        *,
        private: bool,
    ) -> View:
        seed = random.random()  # noqa: S311  # no secret hangs on it
        entry = await self.services.search.random(category, framework, seed)
        if entry is None:
            raise UserError("error-nothing-random")
        return await self._card(interaction, entry, private=private)

    async def _shared(self, interaction: AnyInteraction, control: Control) -> View:
        query = await self.lists.query_of(control)
        return await self._draw(interaction, query, control.page, private=False)

    async def _opened(
        self, interaction: AnyInteraction, control: Control, *, private: bool
    ) -> View:
        entry = await self._entry(control)
        return await self._side(interaction, entry, read_side(control.state), private=private)

    async def _similar(self, interaction: AnyInteraction, model: str, *, private: bool) -> View:
        entry = await choices.require_entry(model, self.services)
        query = SearchQuery(like=entry.full_name)
        return await self._draw(interaction, query, 0, private=private)

    async def _relatives(self, interaction: AnyInteraction, control: Control) -> View:
        entry = await self._entry(control)
        return await self._draw(interaction, SearchQuery(like=entry.full_name), 0, private=True)

    async def _entry(self, control: Control) -> Entry:
        number = control.entry
        if control.row:
            (number,) = await self.services.catalog.numbers_of_rows([control.row])
        entry = await self.services.catalog.get(number)
        if entry is None:
            raise UserError("error-gone")
        return entry

    async def _redraw(
        self,
        interaction: AnyInteraction,
        control: Control,
        change: Callable[[SearchQuery], SearchQuery],
    ) -> None:
        language = self.language(interaction)

        async def draw(own: Control, private: bool) -> View:  # noqa: FBT001  # `turn_or_copy` calls it so
            query = change(await self.lists.query_of(own))
            return await self.lists.draw(query, own.owner, own.page, language, private=private)

        await turn_or_copy(interaction, control, draw)

    async def _draw(
        self, interaction: AnyInteraction, query: SearchQuery, page: int, *, private: bool
    ) -> View:
        return await self.lists.draw(
            query, interaction.user.id, page, self.language(interaction), private=private
        )

    async def _show(self, interaction: AnyInteraction, text: str, *, private: bool) -> View:
        entry = await choices.find_entry(text, self.services)
        if entry is None:
            return await self._draw(interaction, SearchQuery(text=clean(text)), 0, private=private)
        return await self._card(interaction, entry, private=private)

    async def _card(self, interaction: AnyInteraction, entry: Entry, *, private: bool) -> View:
        return await self._side(interaction, entry, Side(Tab.CARD), private=private)


async def setup(bot: ModelZooBot) -> None:
    """Add the cog."""
    await bot.add_cog(Model(bot.services))
