"""``/admin``: for the bot's operators, who are its owner, their team, and the curators that the configuration names."""

import contextlib
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, cast

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands, tasks
from discord.utils import format_dt

from bot.catalog.entry import Entry
from bot.catalog.suggest import suggest_frameworks
from bot.client import ModelZooBot
from bot.github.due import next_due
from bot.github.errors import GitHubError, PostponedError, RateLimitedError, UnauthorizedError
from bot.github.refresh import RefreshingAlreadyError
from bot.github.results import RunReport
from bot.interactions.answers import AnyInteraction, View, answer, chosen_value, turn
from bot.interactions.operators import MayOperate, as_operator
from bot.interactions.options import OptionsCog
from bot.interactions.typed import require_entry
from bot.interactions.user_error import UserError
from bot.months import read_month
from bot.newsletter.failures.failed_delivery import ResendBlocker
from bot.services import Services, newsroom_of
from bot.ui import admin, pages
from bot.ui.navigation import Control, read_number
from bot.ui.text import code

EDIT_EVERY_S = 4.0
log = logging.getLogger(__name__)
# Discord lets an answer be edited for 15 minutes.
_MOST_EDITS = int(14 * 60 / EDIT_EVERY_S)


@app_commands.default_permissions(administrator=True)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
class Admin(
    OptionsCog,
    commands.GroupCog,
    name="admin",
    description=cast("str", locale_str("For the operators of this bot", key="cmd-admin")),
):
    """For the operators of this bot."""

    def __init__(self, services: Services, may_operate: MayOperate) -> None:
        super().__init__(services)
        self._may_operate = may_operate
        self._following: list[tasks.Loop[Any]] = []
        self.routes = {
            "nlresend": self.on_resend,
            "nlwassent": self.on_was_sent,
            "nlapprove": self.on_approve,
        }

    async def cog_unload(self) -> None:
        """Leave the messages that show how a refresh goes as they are."""
        for loop in self._following:
            loop.cancel()

    @app_commands.command(
        name="refresh",
        description=locale_str(
            "Bring the catalogue up to date with GitHub", key="cmd-admin-refresh"
        ),
    )
    @app_commands.describe(
        model=locale_str("Refresh only this model, now", key="opt-refresh-model")
    )
    @app_commands.autocomplete(model=OptionsCog.offer_models)
    async def refresh(self, interaction: AnyInteraction, model: str | None = None) -> None:
        """Look at one model, or at everything that is due, and show how it goes."""
        if model:
            await self._answer(interaction, lambda: self._one(interaction, model))
        else:
            await self._answer(interaction, lambda: self._all(interaction))
            self._follow(interaction)

    @app_commands.command(
        name="status",
        description=locale_str(
            "The last refresh, what changed, GitHub's budget and the next run",
            key="cmd-admin-status",
        ),
    )
    async def status(self, interaction: AnyInteraction) -> None:
        """Tell how the catalogue is kept up to date."""
        await self._answer(interaction, lambda: self._status(interaction))

    @app_commands.command(
        name="newsletter",
        description=locale_str(
            "How the last edition was sent, failed messages, growth to review",
            key="cmd-admin-newsletter",
        ),
    )
    async def newsletter(self, interaction: AnyInteraction) -> None:
        """Tell how the last edition stands."""
        await self._answer(interaction, lambda: self._newsletter(interaction))

    async def on_resend(self, interaction: AnyInteraction, control: Control) -> None:
        """Send a message that ended badly once more."""
        resend = newsroom_of(self.services).failures.resend
        await self._settle_message(interaction, control, resend)

    async def on_was_sent(self, interaction: AnyInteraction, control: Control) -> None:
        """Let a message that an operator has seen in its channel count as sent."""
        was_sent = newsroom_of(self.services).failures.was_sent
        await self._settle_message(interaction, control, was_sent)

    async def _settle_message(
        self,
        interaction: AnyInteraction,
        control: Control,
        settle: Callable[[int, datetime], Awaitable[ResendBlocker | None]],
    ) -> None:
        async def work() -> View:
            if blocker := await settle(control.number, newsroom_of(self.services).now()):
                raise UserError(f"resend-{blocker}")
            return await self._newsletter(interaction)

        await turn(interaction, self._as_operator(interaction, work))

    async def on_approve(self, interaction: AnyInteraction, control: Control) -> None:
        """Let a model's unusual growth be ranked."""

        async def approve() -> View:
            newsroom = newsroom_of(self.services)
            entry = await self.services.catalog.get(read_number(chosen_value(interaction)))
            month = read_month(control.state)
            if entry is None or month is None:
                raise UserError("error-gone")
            if not await newsroom.approve(month, entry.full_name, interaction.user.id):
                raise UserError("error-edition-frozen")
            return await self._newsletter(interaction)

        await turn(interaction, self._as_operator(interaction, approve))

    async def _answer(
        self, interaction: AnyInteraction, work: Callable[[], Awaitable[View]]
    ) -> None:
        await answer(interaction, self._as_operator(interaction, work), private=True)

    async def _as_operator(
        self, interaction: AnyInteraction, work: Callable[[], Awaitable[View]]
    ) -> View:
        return await as_operator(interaction, self._may_operate, "error-operator", work)

    async def _newsletter(self, interaction: AnyInteraction) -> View:
        state = await newsroom_of(self.services).status()
        names = [line.model.full_name for line in state.held]
        found = {name: await self.services.catalog.find(name) for name in names}
        held_ids = {name: entry.id for name, entry in found.items() if entry}
        return admin.newsletter_page(
            state, held_ids, interaction.user.id, self.language(interaction)
        )

    async def _one(self, interaction: AnyInteraction, model: str) -> View:
        entry = await require_entry(model, self.services)
        try:
            report = await self.services.refresher.check([entry.id])
        except RateLimitedError as limit:
            raise UserError("error-github-limit", when=format_dt(limit.until, "R")) from limit
        except UnauthorizedError as error:
            raise UserError("error-github-token") from error
        except PostponedError as error:
            sentence = "error-github-refused" if error.is_own else "error-github-postponed"
            raise UserError(
                sentence, reason=code(str(error), 300), when=format_dt(error.until, "R")
            ) from error
        except GitHubError as error:
            log.info("github: %s: %s", entry.full_name, error)
            raise UserError("error-github") from error
        looked_at = await self.services.catalog.get(entry.id) or entry
        return self._report(interaction, report, looked_at)

    def _report(
        self, interaction: AnyInteraction, report: RunReport, entry: Entry | None = None
    ) -> View:
        language = self.language(interaction)
        suggested = suggest_frameworks(entry, self.services.taxonomy) if entry else []
        return admin.report_page(report, [language.name_of(term) for term in suggested], language)

    async def _all(self, interaction: AnyInteraction) -> View:
        refresher = self.services.refresher
        language = self.language(interaction)
        sentence = "admin-started"
        try:
            refresher.start("admin")
        except RefreshingAlreadyError:
            sentence = "admin-under-way"  # then this shows how far it is
        return pages.notice(language(sentence))

    def _follow(self, interaction: AnyInteraction) -> None:
        """Show how far the refresh is until it is done, as long as Discord lets an answer be edited."""

        @tasks.loop(seconds=EDIT_EVERY_S, count=_MOST_EDITS)
        async def show() -> None:
            with contextlib.suppress(discord.HTTPException):
                if not await self._show_progress(interaction):
                    show.stop()

        self._following = [*(loop for loop in self._following if loop.is_running()), show]
        show.start()

    async def _show_progress(self, interaction: AnyInteraction) -> bool:
        """Edit the answer; tell whether there will be more to show."""
        refresher = self.services.refresher
        if progress := refresher.progress:
            view = admin.progress_page(progress, self.language(interaction))
            await interaction.edit_original_response(view=view)
        elif not refresher.is_busy and (last := await refresher.store.last_run()):
            await interaction.edit_original_response(view=self._report(interaction, last))
        return refresher.is_busy

    async def _status(self, interaction: AnyInteraction) -> View:
        refresher = self.services.refresher
        state = admin.RefreshState(
            has_token=refresher.client.has_token,
            last=await refresher.store.last_run(),
            progress=refresher.progress,
            next_run=next_due(refresher.times, refresher.now()),
            stale=await refresher.count_stale(),
            rates={
                "GraphQL": refresher.client.rate("graphql"),
                "REST": refresher.client.rate("core"),
            },
        )
        weights = await self.services.weights.status()
        return admin.status_page(state, weights, self.language(interaction))


async def setup(bot: ModelZooBot) -> None:
    """Add the cog, to the home server alone where there is one."""
    cog = Admin(bot.services, bot.may_operate)
    if bot.home:
        await bot.add_cog(cog, guild=bot.home)
    else:
        await bot.add_cog(cog)
