"""The command tree: what is checked before a command runs, and the one error path of commands and components."""

import asyncio
import contextlib
import logging
import secrets
from typing import Any, cast

import discord
from discord import app_commands

from bot.i18n import Language
from bot.interactions import answers
from bot.interactions.answers import (
    AnyInteraction,
    RefusalError,
    RoutedCog,
    language_of,
    send_private,
)
from bot.interactions.option_checks import clean_data, drop_options, faults_of
from bot.interactions.pace import Pace
from bot.interactions.user_error import UserError
from bot.services import Services
from bot.ui import pages
from bot.ui.navigation import Message
from bot.ui.text import code

_EXPIRED = 10062
# What discord.py raises where Discord's idea of a command isn't ours; the last is a menu without its message.
_OUTDATED = (
    app_commands.CommandNotFound,
    app_commands.CommandSignatureMismatch,
    app_commands.AppCommandError,
)

log = logging.getLogger(__name__)


class Tree(app_commands.CommandTree[Any]):
    """The command tree, whose error path serves commands, buttons, menus and modals alike."""

    def __init__(self, client: discord.Client, services: Services) -> None:
        super().__init__(client)
        self.pace = Pace()
        # The registered commands' mentions by their names; the client fills them in.
        self.mentions: dict[str, str] = {}
        self._services = services

    async def interaction_check(self, interaction: AnyInteraction, /) -> bool:
        """Let a person's commands through at a human pace and with options that can be used.

        Raises:
            RefusalError: an option isn't what the command's definition says.
        """
        interaction.data = cast("Any", clean_data(interaction.data))
        if interaction.type is discord.InteractionType.autocomplete:
            drop_options(interaction)
            return True
        self.pace.check(interaction)
        if faults := faults_of(interaction):
            raise RefusalError(faults[0], faults)
        return True

    async def _call(self, interaction: AnyInteraction) -> None:
        """Run a command. What fails before it is reached is answered too, and what autocomplete offers comes in time."""
        try:
            if interaction.type is not discord.InteractionType.autocomplete:
                await super()._call(interaction)
                return
            async with asyncio.timeout(answers.OFFER_WITHIN_S):
                await super()._call(interaction)
        except app_commands.AppCommandError:
            raise
        except TimeoutError:
            log.warning("autocomplete took too long")
            await _offer_nothing(interaction)
        except Exception as error:  # noqa: BLE001  # discord.py would leave it to the event loop
            await self.on_error(interaction, error)

    async def on_error(self, interaction: AnyInteraction, error: Exception, /) -> None:
        """Tell the person what was wrong in one sentence; log a fault of ours under the id they were shown."""
        if interaction.type is discord.InteractionType.autocomplete:
            if not isinstance(error, app_commands.AppCommandError):
                log.error("autocomplete failed", exc_info=error)
            await _offer_nothing(interaction)
            return
        if isinstance(error, RefusalError) and error.faults:
            cog = getattr(interaction.command, "binding", None)
            try:
                if isinstance(cog, RoutedCog) and await cog.correct(interaction, error.faults):
                    return
            except Exception as other:  # noqa: BLE001  # the one boundary for commands
                error = other
        view = self._view_of(interaction, error)
        try:
            if view:
                await send_private(interaction, view)
        except discord.HTTPException:
            log.exception("could not report an error")

    def _view_of(self, interaction: AnyInteraction, error: Exception) -> Message | None:
        """Return what to say of an error; None when nobody waits for it any more."""
        original = getattr(error, "original", error)
        if isinstance(original, discord.NotFound) and original.code == _EXPIRED:
            log.warning("interaction expired before the answer")
            return None
        language = language_of(interaction, self._services)
        if sentence := _sentence_of(original, language):
            return pages.notice(sentence)
        reference = secrets.token_hex(4)
        log.error("unexpected error %s", reference, exc_info=original)
        return pages.error_notice(reference, language)


async def _offer_nothing(interaction: AnyInteraction) -> None:
    """Answer an autocomplete that failed or took too long: an empty list is better than "failed to load"."""
    with contextlib.suppress(discord.HTTPException, discord.InteractionResponded):
        await interaction.response.autocomplete([])


def _sentence_of(error: Exception, language: Language) -> str | None:
    """Return what the person can put right; None when it is a fault of ours."""
    match error:
        case UserError():
            return language(error.message, **error.values)
        case app_commands.CommandOnCooldown():
            return language("error-cooldown", seconds=max(1, round(error.retry_after)))
        case _ if type(error) in _OUTDATED:
            return language("error-command")
        case app_commands.TransformerError():
            return language("error-option", typed=code(str(error.value), 40))
        case app_commands.CheckFailure():
            return language("error-not-allowed")
        case _:
            return None
