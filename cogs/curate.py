"""``/curate``: what people suggest, decided by the curators."""

from collections.abc import Awaitable, Callable
from typing import cast

from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot.client import ModelZooBot
from bot.interactions.answers import AnyInteraction, View, answer, chosen_value, turn
from bot.interactions.decisions import Decisions
from bot.interactions.operators import MayOperate, as_operator
from bot.interactions.options import MODEL, OptionsCog
from bot.interactions.suggesting import Curating
from bot.services import Services
from bot.ui import suggesting as pages
from bot.ui.decisions import UNDO
from bot.ui.navigation import Control, read_number


@app_commands.default_permissions(administrator=True)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
class Curate(
    OptionsCog,
    commands.GroupCog,
    name="curate",
    description=cast("str", locale_str("For the curators of the catalogue", key="cmd-curate")),
):
    """For the curators of the catalogue."""

    def __init__(self, services: Services, may_curate: MayOperate) -> None:
        super().__init__(services)
        self._may_curate = may_curate
        self.curating = Curating(services)
        self.decisions = Decisions(services)
        self.routes = {
            pages.APPROVE: self.on_approve,
            pages.REJECT: self.on_reject,
            pages.BLOCK: self.on_block,
            pages.NEXT: self.on_next,
            UNDO: self.on_undo,
        }

    @app_commands.command(
        name="queue",
        description=locale_str("Decide about suggested repositories", key="cmd-curate-queue"),
    )
    async def queue(self, interaction: AnyInteraction) -> None:
        """Show the suggestion that waits longest."""
        work = self._as_curator(interaction, lambda: self.curating.queue(interaction))
        await answer(interaction, work, private=True)

    @app_commands.command(
        name="log",
        description=locale_str("The latest decisions, to take one back", key="cmd-curate-log"),
    )
    async def log(self, interaction: AnyInteraction) -> None:
        """Show who decided what."""
        work = self._as_curator(interaction, lambda: self.decisions.log(interaction))
        await answer(interaction, work, private=True)

    @app_commands.command(
        name="remove",
        description=locale_str("Take an entry out of the catalogue", key="cmd-curate-remove"),
    )
    @app_commands.describe(model=MODEL)
    @app_commands.autocomplete(model=OptionsCog.offer_models)
    async def remove(self, interaction: AnyInteraction, model: str) -> None:
        """Take an entry out; `/curate log` gives it back."""
        work = self._as_curator(interaction, lambda: self.decisions.remove(interaction, model))
        await answer(interaction, work, private=True)

    async def on_undo(self, interaction: AnyInteraction, _control: Control) -> None:
        """Take the chosen decision back."""
        number = read_number(chosen_value(interaction))
        await self._turn(interaction, lambda: self.decisions.undo(interaction, number))

    async def on_approve(self, interaction: AnyInteraction, control: Control) -> None:
        """Add the entry, and show the next suggestion."""
        await self._turn(interaction, lambda: self.curating.approve(interaction, control.number))

    async def on_reject(self, interaction: AnyInteraction, control: Control) -> None:
        """Reject the suggestion for the chosen reason, and show the next."""
        reason = chosen_value(interaction)
        await self._turn(
            interaction, lambda: self.curating.reject(interaction, control.number, reason)
        )

    async def on_block(self, interaction: AnyInteraction, control: Control) -> None:
        """Take nothing more from the person."""
        await self._turn(interaction, lambda: self.curating.block(interaction, control.number))

    async def on_next(self, interaction: AnyInteraction, control: Control) -> None:
        """Show the next suggestion; this one waits on."""
        await self._turn(interaction, lambda: self.curating.queue(interaction, control.number))

    async def _turn(self, interaction: AnyInteraction, work: Callable[[], Awaitable[View]]) -> None:
        await turn(interaction, self._as_curator(interaction, work))

    async def _as_curator(
        self, interaction: AnyInteraction, work: Callable[[], Awaitable[View]]
    ) -> View:
        return await as_operator(interaction, self._may_curate, "error-curator", work)


async def setup(bot: ModelZooBot) -> None:
    """Add the cog, to the home server alone where there is one."""
    cog = Curate(bot.services, bot.may_operate)
    if bot.home:
        await bot.add_cog(cog, guild=bot.home)
    else:
        await bot.add_cog(cog)
