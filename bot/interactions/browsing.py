"""The shared side of ``/category`` and ``/framework``: the overview of an axis and the lists behind it."""

from collections.abc import Awaitable
from typing import Any, ClassVar

from discord import app_commands
from discord.app_commands import locale_str

from bot.catalog.taxonomy import TermKind
from bot.i18n import Language
from bot.interactions import choices
from bot.interactions.answers import (
    AnyInteraction,
    RoutedCog,
    View,
    answer,
    chosen_value,
    turn_or_copy,
)
from bot.interactions.lists import Lists
from bot.interactions.options import PRIVATE
from bot.interactions.typed import read_term
from bot.search.query import SearchQuery
from bot.services import Services
from bot.ui.browse import overview_page
from bot.ui.navigation import Control

Choice = app_commands.Choice


class BrowseCog(RoutedCog):
    """A command that lists an axis of the taxonomy and opens its terms."""

    kind: ClassVar[TermKind]

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self.lists = Lists(services)
        self.command = self._command()
        self.routes = {f"in{self.kind[:4]}": self.on_choice, f"map{self.kind[:4]}": self.on_share}

    def _command(self) -> app_commands.Command[Any, ..., Any]:
        kind = self.kind.value
        description = locale_str(f"Browse models by {kind}", key=f"cmd-{kind}")
        return app_commands.Command(name=kind, description=description, callback=self.browse)

    async def offer(self, interaction: AnyInteraction, typed: str) -> list[Choice[str]]:
        """Offer the axis's terms."""
        terms = self.services.taxonomy.of(self.kind)
        return choices.term_choices(typed, terms, self.language(interaction))

    @app_commands.describe(
        name=locale_str("Which one; leave empty to list all", key="opt-name"), private=PRIVATE
    )
    @app_commands.autocomplete(name=offer)
    async def browse(
        self, interaction: AnyInteraction, name: str | None = None, *, private: bool = False
    ) -> None:
        """Answer with the axis, or with one term's list."""
        key = read_term(name, self.kind, self.services.taxonomy)
        language = self.language(interaction)
        owner = interaction.user.id
        work = (
            self._list(key, owner, language, private=private)
            if key
            else self._overview(owner, language, private=private)
        )
        await answer(interaction, work, private=private)

    async def on_choice(self, interaction: AnyInteraction, control: Control) -> None:
        """Open the term that was chosen in the overview's menu."""
        key = read_term(chosen_value(interaction), self.kind, self.services.taxonomy)
        language = self.language(interaction)

        def draw(own: Control, *, private: bool) -> Awaitable[View]:
            return self._list(key, own.owner, language, private=private)

        await turn_or_copy(interaction, control, draw)

    async def on_share(self, interaction: AnyInteraction, _control: Control) -> None:
        """Post a private overview publicly."""
        language = self.language(interaction)
        await answer(
            interaction, self._overview(interaction.user.id, language, private=False), private=False
        )

    async def _list(
        self, key: str | None, owner: int, language: Language, *, private: bool
    ) -> View:
        query = SearchQuery().replaced(**{self.kind.value: key})
        return await self.lists.draw(query, owner, 0, language, private=private)

    async def _overview(self, owner: int, language: Language, *, private: bool) -> View:
        services = self.services
        overviews = await services.search.overview(self.kind)
        return overview_page(
            self.kind,
            overviews,
            Control("map", owner),
            language,
            services.taxonomy,
            services.today(),
            is_private=private,
        )
