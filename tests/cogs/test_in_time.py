"""Every command, button, menu, form and autocomplete is answered before a slow store has answered."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

import discord
import pytest
from simcord.backend import serializers

import bot.interactions.answers
from bot.catalog.database import Database
from bot.client import ModelZooBot
from bot.state.database import StateDatabase
from bot.ui.navigation import Control
from bot.ui.subscription_draft import Draft
from tests.cogs.raw import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    MODAL,
    bot_of,
    command_data,
    commands_of,
    component_data,
    dispatch,
    menus_of,
    message_of,
    modal_data,
    refs,
    routes_of,
    said,
    typed,
)
from tests.conftest import Stage

# What is slow: every way to the two databases, and asking Discord who owns the bot.
SLOW = [
    (Database, "fetch"),
    (Database, "write"),
    (Database, "search"),
    (StateDatabase, "read"),
    (StateDatabase, "write"),
    (ModelZooBot, "may_operate"),
]
ANSWERS = ("send_message", "edit_message", "defer", "send_modal", "autocomplete")
PATIENCE_S = 10  # real time, which only a failure takes
MODEL, OTHER = "matterport/Mask_RCNN", "facebookresearch/detectron2"
TEXTS = {"query": "mask r-cnn", "model": MODEL, "first": MODEL, "second": OTHER, "month": "2026-07"}


@dataclass
class Watch:
    """What happened, in order: ``answered`` by the bot, ``stored`` when a store was let answer."""

    events: list[str] = field(default_factory=list[str])
    answered: asyncio.Event = field(default_factory=asyncio.Event)


@asynccontextmanager
async def slow_stores() -> AsyncGenerator[Watch, None]:
    """Let no store answer before the interaction has had its first answer."""
    watch = Watch()

    def held(original: Callable[..., Any]) -> Callable[..., Any]:
        async def wait(*args: Any, **kwargs: Any) -> Any:
            await watch.answered.wait()
            watch.events.append("stored")
            return await original(*args, **kwargs)

        return wait

    def noted(original: Callable[..., Any]) -> Callable[..., Any]:
        async def note(*args: Any, **kwargs: Any) -> Any:
            result = await original(*args, **kwargs)
            watch.events.append("answered")
            watch.answered.set()
            return result

        return note

    with ExitStack() as stack:
        stack.enter_context(patch.object(bot.interactions.answers, "DEFER_AFTER_S", 0))
        stack.enter_context(patch.object(bot.interactions.answers, "OFFER_WITHIN_S", 0))
        for owner, name in SLOW:
            slow = held(getattr(owner, name))
            stack.enter_context(patch.object(owner, name, autospec=True, side_effect=slow))
        for name in ANSWERS:
            answer = noted(getattr(discord.InteractionResponse, name))
            stack.enter_context(
                patch.object(discord.InteractionResponse, name, autospec=True, side_effect=answer)
            )
        yield watch
        watch.answered.set()


async def in_time(stage: Stage, what: str, kind: int, data: dict[str, Any]) -> str:
    """Send an interaction to a bot with slow stores; return what was answered in the end."""
    async with slow_stores() as watch:
        task = asyncio.ensure_future(dispatch(stage, stage.admin, kind, data))
        done, _ = await asyncio.wait({task}, timeout=PATIENCE_S)
        waits = not done
        watch.answered.set()
        result = await task
    assert not waits, f"{what} asked a store before it answered"
    assert watch.events, f"{what} was not answered"
    assert watch.events[0] == "answered", f"{what}: {watch.events}"
    return said(result)


def options_of(stage: Stage, command: Any) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the options that a command needs, and what Discord sends along."""
    resolved = refs(stage)
    ids = {7: str(stage.channel.id)}
    options: list[dict[str, Any]] = []
    for parameter in command.parameters:
        if parameter.required or parameter.name in TEXTS:
            value = ids.get(parameter.type.value, TEXTS.get(parameter.name, "x"))
            options.append({"name": parameter.name, "type": parameter.type.value, "value": value})
    return options, resolved


@pytest.fixture
async def subscribed(stage: Stage) -> Stage:
    bot_of(stage).curators = frozenset({stage.admin.id})
    await stage.admin.slash(stage.channel, "newsletter subscribe", channel=stage.channel)
    return stage


async def test_every_command_is_answered_in_time(subscribed: Stage) -> None:
    stage = subscribed
    commands = commands_of(stage)
    assert len(commands) > 20
    for command in commands:
        options, resolved = options_of(stage, command)
        shown = await in_time(
            stage, command.qualified_name, COMMAND, command_data(command, options, resolved)
        )
        assert shown, command.qualified_name
        assert "on our side" not in shown, command.qualified_name


async def test_every_message_menu_is_answered_in_time(subscribed: Stage) -> None:
    stage = subscribed
    sent = await message_of(stage)
    stored = stage.env.backend.get_message(stage.channel.id, sent.id)
    payload = dict(serializers.message_payload(stage.env.backend, stored))
    payload["content"] = f"https://github.com/{MODEL}"
    for menu in menus_of(stage):
        data = {"id": "1", "name": menu.name, "type": menu.type.value, "target_id": str(sent.id)}
        resolved = {"messages": {str(sent.id): payload}}
        shown = await in_time(stage, menu.name, COMMAND, {**data, "resolved": resolved})
        assert "Mask" in shown


async def test_every_autocomplete_is_answered_in_time(subscribed: Stage) -> None:
    stage = subscribed
    asked = 0
    for command in commands_of(stage):
        for parameter in command.parameters:
            if parameter.autocomplete:
                option = {"name": parameter.name, "type": 3, "value": "a", "focused": True}
                what = f"{command.qualified_name} {parameter.name}"
                await in_time(stage, what, AUTOCOMPLETE, command_data(command, [option]))
                asked += 1
    assert asked > 20


async def test_every_control_is_answered_in_time(subscribed: Stage) -> None:
    stage = subscribed
    entry = await stage.services.catalog.find(MODEL)
    assert entry
    draft = Draft(channel=stage.channel.id, unread=frozenset({"timezone"}))
    states = [
        "",
        "q=mask",
        str(stage.channel.id),
        "2026-07;e;;",
        "2026-07",
        "30;;;a",
        draft.state(),
    ]
    states.append(f"{entry.id};mdl")
    actions = routes_of(stage)
    assert len(actions) > 40
    for action in actions:
        for state in states:
            page = entry.id if not state else 6
            custom_id = Control(action, stage.admin.id, page, state).custom_id
            sent = [(COMPONENT, component_data(custom_id, [MODEL]))]
            if state in ("q=mask", draft.state()):
                sent.append((MODAL, modal_data(custom_id, typed("1"))))
            for kind, data in sent:
                shown = await in_time(stage, custom_id, kind, data)
                assert "on our side" not in shown, custom_id
