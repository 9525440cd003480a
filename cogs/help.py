"""``/help``: every command, from the command tree, with examples that can be copied."""

from collections.abc import Iterable
from typing import Any

from discord import app_commands
from discord.app_commands import locale_str

from bot.client import ModelZooBot
from bot.i18n import Language, Locale
from bot.interactions.answers import AnyInteraction, RoutedCog, View, answer, turn
from bot.services import Services
from bot.ui import pages
from bot.ui.navigation import Control

AnyCommand = app_commands.Command[Any, ..., Any]


class Help(RoutedCog, name="help"):
    """Explain the commands."""

    def __init__(self, services: Services, bot: ModelZooBot) -> None:
        super().__init__(services)
        # The tree and the registered ids are the bot's own; help is about nothing else.
        self._tree = bot.tree
        self._command_ids = bot.command_ids
        self.routes = dict.fromkeys(("helpprev", "helpnext"), self.on_page)

    @app_commands.command(
        name="help",
        description=locale_str("What this bot can do, with examples", key="cmd-help"),
    )
    async def help(self, interaction: AnyInteraction) -> None:
        """Answer to the asker alone."""
        await answer(interaction, self._page(interaction, 0), private=True)

    async def on_page(self, interaction: AnyInteraction, control: Control) -> None:
        """Turn the page."""
        await turn(interaction, self._page(interaction, control.page))

    async def _page(self, interaction: AnyInteraction, page: int) -> View:
        ids = await self._command_ids()
        language = self.language(interaction)
        commands = [
            _help_of(command, ids, language)
            for command in _leaves(self._tree)
            if _is_shown(command, interaction)
        ]
        commands.sort(key=lambda command: command.is_managing)
        return pages.help_page(commands, page, interaction.user.id, language)


def _leaves(tree: app_commands.CommandTree[Any]) -> Iterable[AnyCommand]:
    return (
        command for command in tree.walk_commands() if isinstance(command, app_commands.Command)
    )


def _is_shown(command: AnyCommand, interaction: AnyInteraction) -> bool:
    """Tell whether Discord shows the command to this person here."""
    needed = (command.root_parent or command).default_permissions
    return needed is None or (
        interaction.guild_id is not None and interaction.permissions.is_superset(needed)
    )


def _help_of(command: AnyCommand, ids: dict[str, int], language: Language) -> pages.CommandHelp:
    root = command.qualified_name.split()[0]
    name = command.qualified_name.replace(" ", "-")
    mention = (
        f"</{command.qualified_name}:{ids[root]}>" if root in ids else f"/{command.qualified_name}"
    )
    in_chinese = language.locale is Locale.CHINESE and language.has(f"cmd-{name}")
    return pages.CommandHelp(
        mention=mention,
        description=language(f"cmd-{name}") if in_chinese else command.description,
        options=tuple(
            option.name if option.required else f"[{option.name}]" for option in command.parameters
        ),
        example=language(f"example-{name}") if language.has(f"example-{name}") else None,
        is_managing=(command.root_parent or command).default_permissions is not None,
    )


async def setup(bot: ModelZooBot) -> None:
    """Add the cog."""
    await bot.add_cog(Help(bot.services, bot))
