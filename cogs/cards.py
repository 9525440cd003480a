"""What the buttons and menus of cards do: tabs, README pages, charts, what is like a model."""

from bot.catalog.entry import Entry
from bot.client import ModelZooBot
from bot.interactions.answers import (
    AnyInteraction,
    RoutedCog,
    View,
    answer,
    chosen_value,
    send_private,
    turn_or_copy,
)
from bot.interactions.entry_pages import EntryPages, Side, read_side
from bot.interactions.lists import Lists
from bot.interactions.user_error import UserError
from bot.search.query import SearchQuery
from bot.services import Services
from bot.ui import pages
from bot.ui.compare import Comparison, read_comparison
from bot.ui.navigation import Control
from bot.ui.tabs import ACTION, Tab
from bot.ui.weights import side_number, weights_legend


class CardButtons(RoutedCog, name="cards"):
    """Open models, turn their sides and draw their charts."""

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self.lists = Lists(services)
        self.pages = EntryPages(services)
        self.routes = {
            "open": self.on_open,
            "publish": self.on_publish,
            "like": self.on_like,
            "legend": self.on_legend,
            "surprise": self.on_surprise,
            "stars": self.on_stars,
            "chart": self.on_chart,
            **dict.fromkeys((ACTION, "rprev", "rnext"), self.on_tab),
            "rsection": self.on_section,
            **dict.fromkeys(("wprev", "wnext"), self.on_tab),
            "wfits": self.on_fits,
            "wlegend": self.on_weights_legend,
        }

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
        await answer(interaction, self._surprise(interaction), private=True)

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

    async def on_fits(self, interaction: AnyInteraction, control: Control) -> None:
        """Show the checkpoints that fit a card of the chosen size."""
        size = chosen_value(interaction)
        number = side_number(int(size), 0) if size.isdecimal() and size.isascii() else 0
        await self._turn_side(interaction, control, Side(Tab.WEIGHTS, number))

    async def on_weights_legend(self, interaction: AnyInteraction, _control: Control) -> None:
        """Explain how the memory is estimated."""
        await send_private(interaction, weights_legend(self.language(interaction)))

    async def on_chart(self, interaction: AnyInteraction, control: Control) -> None:
        """Draw a chart otherwise."""
        found = read_comparison(control.state)
        if found is None:
            raise UserError("error-state")

        async def draw(_own: Control, *, private: bool) -> View:
            comparison = found
            if found.are_rows:
                numbers = await self.services.catalog.numbers_of_rows(found.entry_ids)
                comparison = Comparison(tuple(numbers), found.spec)
            return await self._comparison(interaction, comparison, private=private)

        await turn_or_copy(interaction, control, draw)

    async def _opened(
        self, interaction: AnyInteraction, control: Control, *, private: bool
    ) -> View:
        entry = await self.pages.entry_of(control)
        return await self._side(interaction, entry, read_side(control.state), private=private)

    async def _relatives(self, interaction: AnyInteraction, control: Control) -> View:
        entry = await self.pages.entry_of(control)
        return await self.lists.draw(
            SearchQuery(like=entry.full_name),
            interaction.user.id,
            0,
            self.language(interaction),
            private=True,
        )

    async def _surprise(self, interaction: AnyInteraction) -> View:
        return await self.pages.random(
            None, None, interaction.user.id, self.language(interaction), private=True
        )

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
        entry = await self.pages.entry_of(control)
        comparison = Comparison((entry.id,))
        return await self._comparison(interaction, comparison, private=True)

    async def _turn_side(self, interaction: AnyInteraction, control: Control, side: Side) -> None:
        async def draw(_own: Control, *, private: bool) -> View:
            entry = await self.pages.entry_of(control)
            return await self._side(interaction, entry, side, private=private)

        await turn_or_copy(interaction, control, draw)


async def setup(bot: ModelZooBot) -> None:
    """Add the cog."""
    await bot.add_cog(CardButtons(bot.services))
