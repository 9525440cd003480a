"""Interactions as Discord could send them, whatever its own clients let a person choose."""

from collections.abc import Mapping
from typing import Any, cast

import discord
from discord import app_commands
from simcord import InteractionResult
from simcord.backend import serializers
from simcord.interactions import base_payload, resolve_handle

from bot.client import ModelZooBot
from bot.interactions.answers import RoutedCog
from bot.interactions.pace import Pace
from tests.cogs.reading import followup_text, texts
from tests.conftest import Stage

Command = app_commands.Command[Any, ..., Any]
COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5


def bot_of(stage: Stage) -> ModelZooBot:
    return cast("ModelZooBot", stage.env.bot)


def commands_of(stage: Stage) -> list[Command]:
    found = bot_of(stage).tree.walk_commands()
    return [command for command in found if isinstance(command, app_commands.Command)]


def menus_of(stage: Stage) -> list[app_commands.ContextMenu]:
    tree = bot_of(stage).tree
    kinds = (discord.AppCommandType.message, discord.AppCommandType.user)
    found = [menu for kind in kinds for menu in tree.get_commands(type=kind)]
    assert found
    return found


def routes_of(stage: Stage) -> list[str]:
    cogs = bot_of(stage).cogs.values()
    return sorted({action for cog in cogs if isinstance(cog, RoutedCog) for action in cog.routes})


def command_data(
    command: Command, options: list[dict[str, Any]], resolved: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return an interaction's data for a command whose options are given as they are."""
    *parents, name = command.qualified_name.split()
    inner = options if not parents else [{"type": 1, "name": name, "options": options}]
    root = parents[0] if parents else name
    return {"id": "1", "name": root, "type": 1, "options": inner, "resolved": dict(resolved or {})}


def component_data(custom_id: str, values: Any = None) -> dict[str, Any]:
    data: dict[str, Any] = {"custom_id": custom_id, "component_type": 2 if values is None else 3}
    return data if values is None else {**data, "values": values}


def modal_data(custom_id: str, components: Any) -> dict[str, Any]:
    return {"custom_id": custom_id, "components": components}


def typed(text: Any) -> list[dict[str, Any]]:
    return [{"type": 18, "component": {"type": 4, "custom_id": "x", "value": text}}]


async def message_of(stage: Stage) -> Any:
    """Return a message of the bot's, for a component to stand in."""
    channel = stage.env.bot.get_channel(stage.channel.id)
    assert isinstance(channel, discord.TextChannel)
    row = discord.ui.ActionRow[Any](discord.ui.Button(label="x", custom_id="mz:x:0:0:"))
    view = discord.ui.LayoutView()
    view.add_item(row)
    view.stop()
    return await channel.send(view=view)


async def dispatch(
    stage: Stage, person: Any, kind: int, data: dict[str, Any], **changes: Any
) -> InteractionResult:
    """Hand an interaction to the bot as its gateway would, and return what was answered."""
    bot, backend = bot_of(stage), stage.env.backend
    record, payload = base_payload(
        backend,
        type=kind,
        channel_id=stage.channel.id,
        guild_id=stage.guild.id,
        user_id=person.id,
        data=data,
    )
    if kind in (COMPONENT, MODAL):
        source = await message_of(stage)
        stored = backend.get_message(stage.channel.id, source.id)
        payload["message"] = dict(serializers.message_payload(backend, stored))
        record.source_message_id = source.id
    payload.update(changes)
    bot.tree.pace = Pace()
    internals, tree = cast("Any", bot), cast("Any", bot.tree)
    interaction: Any = discord.Interaction(data=cast("Any", payload), state=internals._connection)
    if kind in (COMPONENT, MODAL):
        await bot.on_interaction(interaction)
    else:
        try:
            await tree._call(interaction)
        except app_commands.AppCommandError as error:
            await bot.tree.on_error(interaction, error)
    return InteractionResult(stage.env, record)


def said(result: InteractionResult) -> str:
    """Return all that a person reads in an answer."""
    shown = texts(result) if result.response else ""
    return f"{shown}\n{followup_text(result)}".strip()


def refs(stage: Stage, *things: Any) -> dict[str, Any]:
    """Return what Discord sends along with the ids of channels, roles and people."""
    resolved: dict[str, Any] = {}
    for thing in things or (stage.channel,):
        resolve_handle(stage.admin, thing, resolved, channel_id=stage.channel.id)
    return resolved
