"""The discord.py bot: cogs by name, commands registered when they changed, one router and one error path."""

import asyncio
import contextlib
import hashlib
import json
import logging
import secrets
from typing import Any, cast

import discord
from discord import app_commands
from discord.ext import commands

from bot.i18n import Language, Locale, locale_for
from bot.interactions import answers
from bot.interactions.answers import Handler, RefusalError, RoutedCog, UserError, send_private
from bot.interactions.option_checks import clean_data, drop_options, faults_of
from bot.services import Services
from bot.ui import pages
from bot.ui.navigation import Message, parse_control
from bot.ui.text import code

COGS = (
    "cogs.model",
    "cogs.category",
    "cogs.framework",
    "cogs.paper",
    "cogs.newsletter",
    "cogs.edition",
    "cogs.guild_events",
    "cogs.mentions",
    "cogs.help",
    "cogs.about",
    "cogs.admin",
)
PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    embed_links=True,
    attach_files=True,
    read_message_history=True,
)
_EXPIRED = 10062
_MOST_PEOPLE = 10_000
# What discord.py raises where Discord's idea of a command isn't ours; the last is a menu without its message.
_OUTDATED = (
    app_commands.CommandNotFound,
    app_commands.CommandSignatureMismatch,
    app_commands.AppCommandError,
)

log = logging.getLogger(__name__)


class Translator(app_commands.Translator):
    """Gives Discord the Chinese descriptions of commands and options; names stay English."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """Return the Chinese text that the string's ``key`` names; None keeps the English one."""
        key = string.extras.get("key")
        if key and locale in (discord.Locale.chinese, discord.Locale.taiwan_chinese):
            return self._services.languages[Locale.CHINESE](key)
        return None


class Tree(app_commands.CommandTree["ModelZooBot"]):
    """The command tree, whose error path serves commands, buttons, menus and modals alike."""

    async def interaction_check(self, interaction: discord.Interaction["ModelZooBot"], /) -> bool:
        """Let a person's commands through at a human pace and with options that can be used.

        Raises:
            RefusalError: an option isn't what the command's definition says.
        """
        interaction.data = cast("Any", clean_data(interaction.data))
        if interaction.type is discord.InteractionType.autocomplete:
            drop_options(interaction)
            return True
        self.client.pace.check(interaction)
        if faults := faults_of(interaction):
            raise RefusalError(faults[0], faults)
        return True

    async def _call(self, interaction: discord.Interaction["ModelZooBot"]) -> None:
        """Run a command. Failures before it is reached are answered too, and autocomplete is answered in time."""
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

    async def on_error(
        self, interaction: discord.Interaction["ModelZooBot"], error: Exception, /
    ) -> None:
        """Answer an error in one sentence; log a fault of the bot under the id that the person is shown."""
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

    def _view_of(
        self, interaction: discord.Interaction["ModelZooBot"], error: Exception
    ) -> Message | None:
        """Return the sentence for an error; None when nobody waits for it any more."""
        original = getattr(error, "original", error)
        if isinstance(original, discord.NotFound) and original.code == _EXPIRED:
            log.warning("interaction expired before the answer")
            return None
        language = self.client.services.languages[locale_for(interaction.locale.value)]
        if sentence := _sentence_of(original, language):
            return pages.notice(sentence)
        reference = secrets.token_hex(4)
        log.error("unexpected error %s", reference, exc_info=original)
        return pages.error_notice(reference, language)


async def _offer_nothing(interaction: discord.Interaction[Any]) -> None:
    """Answer an autocomplete that failed or took too long: an empty list is better than "failed to load"."""
    with contextlib.suppress(discord.HTTPException, discord.InteractionResponded):
        await interaction.response.autocomplete([])


def _sentence_of(error: Exception, language: Language) -> str | None:
    """Return the error as one that the person can fix; None when the fault is the bot's."""
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


class Pace:
    """Slows down one person who asks for more than 20 answers in 20 seconds, commands and buttons alike."""

    def __init__(self) -> None:
        self._people: dict[int, app_commands.Cooldown] = {}

    def check(self, interaction: discord.Interaction[Any]) -> None:
        """Count an interaction of this person.

        Raises:
            CommandOnCooldown: it is one too many.
        """
        now = interaction.created_at.timestamp()
        if len(self._people) > _MOST_PEOPLE:
            self._people = {
                user: pace for user, pace in self._people.items() if pace.get_retry_after(now) > 0
            }
        pace = self._people.setdefault(interaction.user.id, app_commands.Cooldown(20, 20.0))
        if wait := pace.update_rate_limit(now):
            raise app_commands.CommandOnCooldown(pace, wait)


class ModelZooBot(commands.AutoShardedBot):
    """The bot. It keeps nothing in memory that an answer depends on."""

    tree: Tree  # pyright: ignore[reportIncompatibleMethodOverride]  # tree_cls decides it

    def __init__(
        self,
        services: Services,
        *,
        shard_count: int | None = None,
        curators: frozenset[int] = frozenset(),
        home_guild: int | None = None,
    ) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=True
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_ratelimit_timeout=30,
            activity=discord.CustomActivity("/model search"),
            shard_count=shard_count,
        )
        self.services = services
        self.pace = Pace()
        self.home = discord.Object(home_guild) if home_guild else None
        self.curators = curators
        self.registers_always = False
        self.has_registered = False

    async def setup_hook(self) -> None:
        """Load the cogs and register their commands if Discord knows others."""
        await self.tree.set_translator(Translator(self.services))
        for name in COGS:
            await self.load_extension(name)
        self.has_registered = await self.register_commands(force=self.registers_always)

    async def may_operate(self, person: discord.abc.User) -> bool:
        """Return whether a person is a curator, the application's owner, or of the team that owns it."""
        return person.id in self.curators or await self.is_owner(person)  # pyright: ignore[reportArgumentType]  # it compares ids

    async def register_commands(self, *, force: bool = False) -> bool:
        """Register the commands with Discord when their definition changed; return whether it was done.

        Discord allows 200 new commands a day, so this is not done at every start.
        """
        translator = self.tree.translator or Translator(self.services)
        homes = [None, self.home] if self.home else [None]
        payload = [
            [
                await command.get_translated_payload(self.tree, translator)
                for command in self.tree.get_commands(guild=home)
            ]
            for home in homes
        ]
        text = json.dumps(payload, sort_keys=True, ensure_ascii=False)
        digest = hashlib.sha256(f"{self.home}{text}".encode()).hexdigest()
        key = f"commands:{self.application_id}"
        known = await self.services.catalog.meta(key)
        if not force and known and known.partition(":")[0] == digest:
            return False
        registered = [command for home in homes for command in await self.tree.sync(guild=home)]
        ids = json.dumps({command.name: command.id for command in registered})
        await self.services.catalog.set_meta(key, f"{digest}:{ids}")
        log.info("commands: %d registered", len(registered))
        return True

    async def command_ids(self) -> dict[str, int]:
        """Return the registered root commands' ids by name, to mention them."""
        known = await self.services.catalog.meta(f"commands:{self.application_id}")
        return cast("dict[str, int]", json.loads(known.partition(":")[2])) if known else {}

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Hand a button, menu or modal of the bot to the cog whose action its custom_id names."""
        if interaction.type not in (
            discord.InteractionType.component,
            discord.InteractionType.modal_submit,
        ):
            return
        try:
            self.pace.check(interaction)
            await self._route(interaction)
        except Exception as error:  # noqa: BLE001  # the one boundary for components
            await self.tree.on_error(interaction, error)

    async def _route(self, interaction: discord.Interaction[Any]) -> None:
        interaction.data = cast("Any", clean_data(interaction.data))
        data = cast("dict[str, Any]", interaction.data or {})
        control = parse_control(str(data.get("custom_id", "")))
        handler = control and self._handler(control.action)
        if control is None or handler is None:
            raise UserError("error-control")
        await handler(interaction, control)

    def _handler(self, action: str) -> Handler | None:
        routes = (cog.routes for cog in self.cogs.values() if isinstance(cog, RoutedCog))
        return next((known[action] for known in routes if action in known), None)

    @property
    def invite_url(self) -> str:
        """Return the address that puts the bot on a server."""
        return discord.utils.oauth_url(
            self.application_id or 0,
            permissions=PERMISSIONS,
            scopes=("bot", "applications.commands"),
        )

    async def on_ready(self) -> None:
        """Log the bot's name and its invite link."""
        log.info(
            "connected as %s to %d servers; invite: %s",
            self.user,
            len(self.guilds),
            self.invite_url,
        )
