import re
from pathlib import Path
from typing import Any, cast

import discord
import pytest
from discord import app_commands

from bot.client import ModelZooBot
from bot.i18n import Locale
from bot.months import Month
from bot.newsletter.subscription import ChannelKind, Pause, Reason, Settings, Subscription
from bot.services import newsroom_of
from tests.cogs.reading import control_id, controls, texts
from tests.conftest import NOW, Stage

README = Path(__file__).parents[2] / "README.md"


def _commands(stage: Stage) -> list[app_commands.Command[Any, ..., Any]]:
    tree = cast("ModelZooBot", stage.env.bot).tree
    return [
        command for command in tree.walk_commands() if isinstance(command, app_commands.Command)
    ]


async def test_help_names_every_command_with_options_and_an_example(stage: Stage) -> None:
    result = await stage.alice.slash(stage.channel, "help")
    assert result.ephemeral
    shown = texts(result)
    for command in _commands(stage):
        if command.qualified_name.startswith(("admin", "curate", "newsletter")):
            continue
        assert f"{command.qualified_name}:" in shown
        assert command.description in shown
        for option in command.parameters:
            assert option.name in shown
    assert "```\n/model search query:" in shown


async def test_help_shows_those_who_manage_a_server_their_commands(stage: Stage) -> None:
    result = await stage.admin.slash(stage.channel, "help")
    assert "model search:" in texts(result)
    assert "newsletter subscribe:" not in texts(result)
    await stage.admin.click(result.response, custom_id=control_id(result.response, "helpnext"))
    shown = texts(result)
    assert "newsletter subscribe:" in shown
    assert "admin refresh:" in shown
    await stage.restart()
    await stage.admin.click(result.response, custom_id=control_id(result.response, "helpprev"))
    assert "model search:" in texts(result)


async def test_help_has_one_page_for_who_manages_nothing(stage: Stage) -> None:
    result = await stage.alice.slash(stage.channel, "help")
    assert not [c for c in controls(result.response) if "helpnext" in str(c.get("custom_id"))]


async def test_help_is_in_the_readers_language(stage: Stage) -> None:
    shown = texts(await stage.wei.slash(stage.channel, "help"))
    assert "按名称、任务、论文或一句话描述搜索模型" in shown
    assert "复制示例" in shown


@pytest.mark.parametrize("reader", ["alice", "wei"])
async def test_about_tells_size_age_and_what_is_stored(stage: Stage, reader: str) -> None:
    result = await getattr(stage, reader).slash(stage.channel, "about")
    shown = texts(result)
    size = await stage.services.catalog.size()
    assert result.ephemeral
    assert f"{size.entries:,}" in shown
    assert ("What is stored about you" if reader == "alice" else "保存了哪些关于你的信息") in shown


async def test_every_command_is_in_the_readme(stage: Stage) -> None:
    text = README.read_text(encoding="utf-8")
    for command in _commands(stage):
        assert f"/{command.qualified_name}" in text


async def test_commands_work_everywhere_and_describe_themselves_in_chinese(stage: Stage) -> None:
    bot = cast("ModelZooBot", stage.env.bot)
    translator = bot.tree.translator
    assert translator is not None
    for command in bot.tree.get_commands(type=discord.AppCommandType.chat_input):
        payload: Any = await command.get_translated_payload(bot.tree, translator)
        in_servers = command.name in ("admin", "curate", "newsletter")
        assert payload["contexts"] == ([0] if in_servers else [0, 1, 2])
        assert payload["integration_types"] == ([0] if command.name == "newsletter" else [0, 1])
        assert "name_localizations" not in payload or not payload["name_localizations"]
        assert _described(payload) == []


def _described(node: dict[str, Any]) -> list[str]:
    chinese: dict[str, str] = node.get("description_localizations") or {}
    faults = [] if chinese.get("zh-CN") and chinese.get("zh-TW") else [node["name"]]
    faults += [
        text for text in (node["description"], *chinese.values()) if not 1 <= len(text) <= 100
    ]
    for option in node.get("options", []):
        faults += _described(option)
    return faults


async def test_commands_are_registered_only_when_they_changed(stage: Stage) -> None:
    def registrations() -> int:
        return sum(1 for entry in stage.env.http_requests if entry.method == "PUT")

    assert registrations() == 1
    await stage.restart()
    assert registrations() == 1
    bot = cast("ModelZooBot", stage.env.bot)
    assert await bot.register_commands(force=True)
    assert registrations() == 2


async def test_the_bot_asks_for_no_privilege(stage: Stage) -> None:
    bot = cast("ModelZooBot", stage.env.bot)
    assert bot.intents == discord.Intents(guilds=True)
    assert bot.allowed_mentions is not None
    assert bot.allowed_mentions.to_dict() == {"parse": []}
    assert "permissions=274878024704" in bot.invite_url


async def test_commands_answer_in_direct_messages(stage: Stage) -> None:
    user = stage.env.create_user("dora")
    result = await user.slash("model search", query="bert")
    assert "google-research/bert" in texts(result)


def test_there_is_no_message_that_a_language_lacks(stage: Stage) -> None:
    folder = Path(__file__).parents[2] / "data" / "locales"
    names = {
        locale: {
            line.split(" =")[0]
            for line in (folder / f"{locale}.ftl").read_text("utf-8").splitlines()
            if " =" in line and not line.startswith(("#", " "))
        }
        for locale in Locale
    }
    described = {name for name in names[Locale.CHINESE] if name.startswith(("cmd-", "opt-"))}
    assert names[Locale.CHINESE] - described == names[Locale.ENGLISH]


async def test_commands_named_in_messages_can_be_clicked(stage: Stage) -> None:
    for _ in range(2):  # registered, then known from before
        empty = texts(await stage.admin.slash(stage.channel, "newsletter status"))
        assert re.search(r"Choose one with </newsletter subscribe:\d+>\.", empty)
        await stage.restart()
    assert newsroom_of(stage.services).mentions["edition"].startswith("</edition:")


async def test_a_notice_in_a_channel_names_commands_that_can_be_clicked(stage: Stage) -> None:
    newsroom = newsroom_of(stage.services)
    settings = Settings(10, ChannelKind.TEXT)
    one = Subscription(1, 1, settings, NOW, 7, Month(2026, 7), NOW)
    body = newsroom.word_notice(one, Pause(Reason.CHANNEL_KIND))
    assert "</newsletter status:" in str(body.components)
    assert "`/newsletter" not in str(body.components)
