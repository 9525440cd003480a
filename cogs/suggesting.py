"""``/model suggest`` and ``/model suggestions``, commands of the group in ``model.py``, and their controls."""

from discord import app_commands
from discord.app_commands import locale_str

from bot.client import ModelZooBot
from bot.interactions.answers import (
    AnyInteraction,
    RoutedCog,
    answer,
    chosen_values,
    modal_texts,
    turn,
)
from bot.interactions.operators import MayOperate
from bot.interactions.options import OptionsCog
from bot.interactions.suggesting import Suggesting
from bot.services import Services
from bot.submissions.submission import MOST_TERMS
from bot.ui import suggesting as pages
from bot.ui.navigation import Control
from bot.ui.unlisted import BEGIN


class SuggestCommands(OptionsCog):
    """Suggest a repository, and see what became of it."""

    suggesting: Suggesting

    @app_commands.command(
        name="suggest",
        description=locale_str(
            "Suggest a repository that the catalogue lacks", key="cmd-model-suggest"
        ),
    )
    @app_commands.describe(
        repository=locale_str("owner/name or a GitHub link", key="opt-suggest-repository")
    )
    async def suggest(self, interaction: AnyInteraction, repository: str) -> None:
        """Show the entry as it would be suggested, to the person alone."""
        await answer(interaction, self.suggesting.begin(interaction, repository), private=True)

    @app_commands.command(
        name="suggestions",
        description=locale_str("What became of your suggestions", key="cmd-model-suggestions"),
    )
    async def suggestions(self, interaction: AnyInteraction) -> None:
        """List the person's own suggestions."""
        await answer(interaction, self.suggesting.own(interaction), private=True)


class SuggestionControls(RoutedCog, name="suggestions"):
    """Correct and send drafts."""

    def __init__(self, services: Services, may_curate: MayOperate) -> None:
        super().__init__(services)
        self.suggesting = Suggesting(services, may_curate)
        self.routes = {
            BEGIN: self.on_begin,
            pages.CHOOSE: self.on_choose,
            pages.EDIT: self.on_edit,
            pages.TYPED: self.on_typed,
            pages.SEND: self.on_send,
        }

    async def on_begin(self, interaction: AnyInteraction, control: Control) -> None:
        """Show the entry as it would be suggested, to the person who pressed."""
        await answer(interaction, self.suggesting.begin(interaction, control.state), private=True)

    async def on_choose(self, interaction: AnyInteraction, control: Control) -> None:
        """File the entry under the chosen categories or frameworks."""
        axis = pages.AXES[control.page % len(pages.AXES)]
        known = self.services.taxonomy.by_field[axis]
        chosen = [key for key in chosen_values(interaction) if key in known][:MOST_TERMS]
        work = self.suggesting.change(interaction, control.number, {axis: chosen})
        await turn(interaction, work)

    async def on_edit(self, interaction: AnyInteraction, control: Control) -> None:
        """Ask for the texts in a form. A modal can't be deferred, so nothing is read."""
        await interaction.response.send_modal(pages.edit_form(control, self.language(interaction)))

    async def on_typed(self, interaction: AnyInteraction, control: Control) -> None:
        """Take over the texts that were typed."""
        typed = {
            name: text[: pages.FIELDS[name]]
            for name, text in modal_texts(interaction).items()
            if name in pages.FIELDS
        }
        note = typed.pop("note", None)
        await turn(interaction, self.suggesting.change(interaction, control.number, typed, note))

    async def on_send(self, interaction: AnyInteraction, control: Control) -> None:
        """Send the draft to the curators."""
        await turn(interaction, self.suggesting.send(interaction, control.number))


async def setup(bot: ModelZooBot) -> None:
    """Add the cog."""
    await bot.add_cog(SuggestionControls(bot.services, bot.may_operate))
