"""What the buttons and menus of lists do, wherever they were posted."""

from collections.abc import Callable

import discord

from bot.catalog.taxonomy import TermKind
from bot.client import ModelZooBot
from bot.interactions.answers import (
    AnyInteraction,
    RoutedCog,
    View,
    answer,
    chosen_value,
    modal_text,
    remove,
    send_private,
    turn_or_copy,
)
from bot.interactions.lists import Lists
from bot.interactions.trend_pages import draw_trends
from bot.interactions.user_error import UserError
from bot.search.query import FILTERS, SearchQuery, Sort
from bot.services import Services
from bot.ui.navigation import Control, read_number
from bot.ui.results.controls import ALL, DROPPED
from bot.ui.text import code
from bot.ui.trending import formula_page, read_trend_query


class ListButtons(RoutedCog, name="lists"):
    """Turn, narrow and share lists of models and of trends."""

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self.lists = Lists(services)
        self.routes = {
            **dict.fromkeys(("list", "first", "prev", "next", "last"), self.on_turn),
            **dict.fromkeys(("sort", "category", "framework"), self.on_narrow),
            **dict.fromkeys(DROPPED, self.on_drop),
            "jump": self.on_jump,
            "jumpto": self.on_jump_to,
            "share": self.on_share,
            "remove": remove,
            "trend": self.on_trend,
            "formula": self.on_formula,
        }

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

    async def on_trend(self, interaction: AnyInteraction, control: Control) -> None:
        """Show another period, or the other order."""
        query = read_trend_query(control.state)
        if query is None:
            raise UserError("error-state")

        await turn_or_copy(
            interaction,
            control,
            lambda own, private: draw_trends(
                query, self.services, own.owner, self.language(interaction), private=private
            ),
        )

    async def on_formula(self, interaction: AnyInteraction, _control: Control) -> None:
        """Say how the list of trends is made."""
        await send_private(interaction, formula_page(self.language(interaction)))

    async def _shared(self, interaction: AnyInteraction, control: Control) -> View:
        query = await self.lists.query_of(control)
        return await self.lists.draw(
            query, interaction.user.id, control.page, self.language(interaction), private=False
        )

    async def _redraw(
        self,
        interaction: AnyInteraction,
        control: Control,
        change: Callable[[SearchQuery], SearchQuery],
    ) -> None:
        language = self.language(interaction)

        async def draw(own: Control, *, private: bool) -> View:
            query = change(await self.lists.query_of(own))
            return await self.lists.draw(query, own.owner, own.page, language, private=private)

        await turn_or_copy(interaction, control, draw)


async def setup(bot: ModelZooBot) -> None:
    """Add the cog."""
    await bot.add_cog(ListButtons(bot.services))
