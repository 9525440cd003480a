"""``/edition``: the monthly edition for anyone, and what the buttons under one do wherever it was posted."""

from discord import app_commands
from discord.app_commands import locale_str

from bot.client import ModelZooBot
from bot.i18n import locale_for
from bot.interactions.answers import AnyInteraction, View, answer, chosen_value, send_private
from bot.interactions.edition_pages import latest_ref, month_choices, month_ref, show_edition
from bot.interactions.entry_pages import EntryPages
from bot.interactions.options import CATEGORY, FRAMEWORK, OptionsCog
from bot.interactions.user_error import UserError
from bot.services import Services, newsroom_of
from bot.ui import edition as looks
from bot.ui.edition_ref import (
    HOW,
    LANGUAGE,
    OPEN,
    SUBSCRIBE,
    EditionRef,
    other_language,
    read_edition_ref,
)
from bot.ui.navigation import Control


class Edition(OptionsCog, name="edition"):
    """Answers to the person who asked or pressed; a posted edition itself never changes."""

    def __init__(self, services: Services, bot: ModelZooBot) -> None:
        super().__init__(services)
        self.newsroom = newsroom_of(services)
        self._bot = bot
        self.routes = {
            OPEN: self.on_open,
            LANGUAGE: self.on_language,
            HOW: self.on_how,
            SUBSCRIBE: self.on_subscribe,
        }

    @app_commands.command(
        name="edition",
        description=locale_str("Read the monthly edition; only you see it", key="cmd-edition"),
    )
    @app_commands.describe(
        month=locale_str("Like 2026-07; the newest by default", key="opt-edition-month"),
        category=CATEGORY,
        framework=FRAMEWORK,
    )
    @app_commands.autocomplete(
        category=OptionsCog.offer_categories, framework=OptionsCog.offer_frameworks
    )
    async def edition(
        self,
        interaction: AnyInteraction,
        month: str | None = None,
        category: str | None = None,
        framework: str | None = None,
    ) -> None:
        """Show the newest edition or that of a month, or what was selected of it."""
        locale = locale_for(interaction.locale.value)
        chosen = self.read_terms(category, framework)
        find = (
            latest_ref(self.newsroom, locale, *chosen)
            if month is None
            else month_ref(self.newsroom, month, locale, *chosen)
        )
        await show_edition(interaction, self.newsroom, find)

    @edition.autocomplete("month")
    async def month_choices(
        self, interaction: AnyInteraction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Offer months, the newest first."""
        return await month_choices(typed, self.newsroom, self.language(interaction))

    async def on_open(self, interaction: AnyInteraction, _control: Control) -> None:
        """Show the card of the model that was chosen in an edition's menu."""
        work = self._card(interaction, chosen_value(interaction))
        await answer(interaction, work, private=True)

    async def on_language(self, interaction: AnyInteraction, control: Control) -> None:
        """Show an edition in the other language to the person who pressed."""
        ref = other_language(_ref(control))

        async def find() -> EditionRef:
            return ref

        await show_edition(interaction, self.newsroom, find())

    async def on_how(self, interaction: AnyInteraction, _control: Control) -> None:
        """Say how editions are made."""
        await send_private(interaction, looks.how_page(self.language(interaction)))

    async def on_subscribe(self, interaction: AnyInteraction, _control: Control) -> None:
        """Say how to get the edition in a server of one's own."""
        view = looks.subscribe_page(self.language(interaction), self._bot.invite_url)
        await send_private(interaction, view)

    async def _card(self, interaction: AnyInteraction, full_name: str) -> View:
        entry = await self.services.catalog.find(full_name)
        if entry is None:
            raise UserError("error-gone")
        return await EntryPages(self.services).card(
            entry, interaction.user.id, self.language(interaction), private=True
        )


def _ref(control: Control) -> EditionRef:
    ref = read_edition_ref(control.state)
    if ref is None:
        raise UserError("error-state")
    return ref


async def setup(bot: ModelZooBot) -> None:
    """Add the cog."""
    await bot.add_cog(Edition(bot.services, bot))
