"""The discord.py bot: cogs by name, commands registered when they changed, one router."""

import hashlib
import json
import logging
from collections.abc import Mapping
from functools import partial
from typing import Any, cast

import discord
from discord import app_commands
from discord.ext import commands

from bot.interactions.answers import Handler, RoutedCog
from bot.interactions.option_checks import clean_data
from bot.interactions.translator import Translator
from bot.interactions.tree import Tree
from bot.interactions.user_error import UserError
from bot.services import Services
from bot.ui.navigation import parse_control

COGS = (
    "cogs.model",
    "cogs.lists",
    "cogs.cards",
    "cogs.category",
    "cogs.framework",
    "cogs.paper",
    "cogs.newsletter",
    "cogs.subscriptions",
    "cogs.edition",
    "cogs.guild_events",
    "cogs.mentions",
    "cogs.help",
    "cogs.about",
    "cogs.admin",
    "cogs.suggesting",
    "cogs.curate",
)
PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    embed_links=True,
    attach_files=True,
    read_message_history=True,
)

log = logging.getLogger(__name__)


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
            # discord.py calls it and asks no more of it than that.
            tree_cls=cast("type[Tree]", partial(Tree, services=services)),
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
            self._note_mentions(await self.command_ids())
            return False
        registered = [command for home in homes for command in await self.tree.sync(guild=home)]
        ids = {command.name: command.id for command in registered}
        await self.services.catalog.set_meta(key, f"{digest}:{json.dumps(ids)}")
        self._note_mentions(ids)
        log.info("commands: %d registered", len(registered))
        return True

    async def command_ids(self) -> dict[str, int]:
        """Return the registered root commands' ids by name, to mention them."""
        known = await self.services.catalog.meta(f"commands:{self.application_id}")
        return cast("dict[str, int]", json.loads(known.partition(":")[2])) if known else {}

    def _note_mentions(self, ids: Mapping[str, int]) -> None:
        """Let messages mention the commands that can be run: groups can't."""
        homes = [None, self.home] if self.home else [None]
        names = [
            command.qualified_name
            for home in homes
            for command in self.tree.walk_commands(guild=home)
            if isinstance(command, app_commands.Command)
        ]
        self.tree.mentions = {
            name: f"</{name}:{ids[name.split()[0]]}>" for name in names if name.split()[0] in ids
        }
        if self.services.newsroom:
            self.services.newsroom.mentions = self.tree.mentions

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Hand a button, menu or modal of the bot to the cog whose action its custom_id names."""
        if interaction.type not in (
            discord.InteractionType.component,
            discord.InteractionType.modal_submit,
        ):
            return
        try:
            self.tree.pace.check(interaction)
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
