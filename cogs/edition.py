"""What the buttons and menus under an edition do, wherever it was posted."""

from bot.answers import (
    AnyInteraction,
    RoutedCog,
    UserError,
    View,
    answer,
    chosen_value,
    send_private,
)
from bot.client import ModelZooBot
from bot.edition_pages import show_edition
from bot.entry_pages import EntryPages
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


class Edition(RoutedCog):
    """Answers to the person who pressed; a posted edition itself never changes."""

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

    async def on_open(self, interaction: AnyInteraction, _control: Control) -> None:
        """Show the card of the model that was chosen in an edition's menu."""
        work = self._card(interaction, chosen_value(interaction))
        await answer(interaction, work, private=True)

    async def on_language(self, interaction: AnyInteraction, control: Control) -> None:
        """Show an edition in the other language to the person who pressed."""
        await show_edition(interaction, self.newsroom, other_language(_ref(control)))

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
