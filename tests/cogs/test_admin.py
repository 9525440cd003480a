import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, cast

import discord
import pytest

from bot.client import ModelZooBot
from bot.demo import speaking
from tests.cogs.reading import control_id, texts
from tests.conftest import Stage
from tests.github.server import NOW, TOKEN, FakeGitHub, FakeRepository


@asynccontextmanager
async def _github(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, *, token: str | None = TOKEN
) -> AsyncGenerator[FakeGitHub, None]:
    """Let the stage's refresher ask a local GitHub that has every entry, with the administrator as a curator."""
    fake = FakeGitHub(token=token)
    refresher = stage.services.refresher
    found = await stage.services.catalog.get_many(range(1, 700))
    for entry in found:
        fake.add(
            FakeRepository(
                entry.id, entry.full_name, stars=entry.id, created="2012-01-01T00:00:00Z"
            )
        )
    async with fake.serving() as url:
        client: Any = refresher.client
        monkeypatch.setattr(client, "base_url", url)
        monkeypatch.setattr(client, "has_token", token is not None)
        monkeypatch.setattr(client, "share", 1.0)
        headers = {**client._headers, **({"Authorization": f"Bearer {token}"} if token else {})}
        monkeypatch.setattr(client, "_headers", headers)
        cast("ModelZooBot", stage.env.bot).curators = frozenset({stage.admin.id})
        yield fake


CHAT = discord.AppCommandType.chat_input


async def test_only_operators_may_use_it(stage: Stage) -> None:
    refused = await stage.admin.slash(stage.channel, "admin status")
    assert refused.ephemeral
    assert "owner and its curators" in texts(refused)
    bot = cast("ModelZooBot", stage.env.bot)
    bot.curators = frozenset({stage.admin.id})
    allowed = await stage.admin.slash(stage.channel, "admin status")
    assert allowed.ephemeral
    assert "No refresh has run yet" in texts(allowed)
    assert "No GitHub token is set" in texts(allowed)


async def test_one_model_is_looked_at_and_what_changed_is_told(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with _github(stage, monkeypatch) as fake:
        entry = await stage.services.catalog.find("matterport/Mask_RCNN")
        assert entry
        repository = fake.repositories[entry.id]
        repository.topics = ("pytorch", "mask-rcnn")
        fake.rename(repository, "somebody/mask-rcnn")
        result = await stage.admin.slash(
            stage.channel, "admin refresh", model="Mask_RCNN matterport"
        )
        assert "exactly one model" in texts(result)
        result = await stage.admin.slash(
            stage.channel, "admin refresh", model="matterport/Mask_RCNN"
        )
        shown = texts(result)
        assert "1 checked: 1 changed" in shown
        assert "Renamed (1)" in shown
        assert "somebody/mask" in shown
        assert "mention PyTorch" in shown
        again = await stage.services.catalog.find("somebody/mask-rcnn")
        assert again
        assert again.frameworks == entry.frameworks


async def test_what_is_wrong_with_github_is_said(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with _github(stage, monkeypatch) as fake:
        for fault, model, sentence in (
            ("500", "matterport/Mask_RCNN", "GitHub can't be reached. Try again <t:"),
            ("", "matterport/Mask_RCNN", "GitHub can't be reached. Try again <t:"),
            ("401", "openai/whisper", "rejects the token"),
            ("403 retry-after", "openai/whisper", "rate limit is used up. Try again <t:"),
        ):
            fake.faults = [fault] if fault else []
            result = await stage.admin.slash(stage.channel, "admin refresh", model=model)
            assert sentence in texts(result)
        assert len(fake.log) == 3


@pytest.mark.parametrize("chinese", [False, True])
async def test_a_refresh_of_everything_shows_how_it_goes(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, *, chinese: bool
) -> None:
    async with _github(stage, monkeypatch):
        # Only a few are due, so that it is over soon.
        await stage.services.catalog._database.write(  # pyright: ignore[reportPrivateUsage]  # to set the scene
            lambda db: db.execute(
                "UPDATE entry SET checked_at = '2030-01-01T00:00:00Z', backfilled_on = '2030-01-01' WHERE id > 3"
            )
        )
        admins = stage.guild.create_role(
            "Helpers", permissions=discord.Permissions(administrator=True)
        )
        person = stage.guild.add_member(stage.env.create_user("lin"), roles=[admins])
        cast("ModelZooBot", stage.env.bot).curators = frozenset({person.id})
        with speaking({person.id: "zh-CN"} if chinese else {}):
            result = await person.slash(stage.channel, "admin refresh")
            assert result.ephemeral
            while stage.services.refresher.is_busy:
                await asyncio.sleep(0.01)
            await stage.env.advance_time(8)
            assert ("更新结果" if chinese else "Refreshed") in texts(result)
            status = texts(await person.slash(stage.channel, "admin status"))
        assert ("检查了 3 个" if chinese else "3 checked") in status
        assert "GraphQL" in status
        assert "<t:" in status


async def test_the_status_shows_why_github_refuses_a_repository(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with _github(stage, monkeypatch) as fake:
        await stage.services.catalog._database.write(  # pyright: ignore[reportPrivateUsage]  # to set the scene
            lambda db: db.execute(
                "UPDATE entry SET checked_at = '2030-01-01T00:00:00Z', backfilled_on = '2030-01-01' WHERE id > 2"
            )
        )
        words = "Resource protected by `SAML`. You must grant @everyone access_to_it. " + "x" * 400
        fake.repositories[1].refusals["node"] = (200, words)
        await stage.services.refresher.run("admin")
        status = texts(await stage.admin.slash(stage.channel, "admin status"))
        assert "Resource protected by ˋSAMLˋ. You must grant" in status
        assert "x…`" in status


async def test_about_says_how_github_is_asked(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "no token is set" in texts(await stage.alice.slash(stage.channel, "about"))
    async with _github(stage, monkeypatch):
        assert "no complete refresh yet" in texts(await stage.alice.slash(stage.channel, "about"))
        await stage.services.refresher.store.finish_run(
            await stage.services.refresher.store.start_run("timer", NOW - timedelta(hours=1)),
            "complete",
            NOW,
        )
        shown = texts(await stage.alice.slash(stage.channel, "about"))
        assert f"<t:{int(NOW.timestamp())}:R>" in shown


async def test_help_shows_admin_commands_to_those_who_see_them(stage: Stage) -> None:
    assert "/admin" not in texts(await stage.alice.slash(stage.channel, "help")).replace("</", "/")
    result = await stage.admin.slash(stage.channel, "help")
    await stage.admin.click(result.response, custom_id=control_id(result.response, "helpnext"))
    assert "/admin status" in texts(result).replace("</", "/")


async def test_with_a_home_server_admin_and_curate_are_registered_there_alone(stage: Stage) -> None:
    home = int(stage.guild.id)
    bot = ModelZooBot(stage.services, shard_count=1, home_guild=home)
    await stage.env.restart_bot(bot)
    assert {command.name for command in bot.tree.get_commands(type=CHAT)} == {
        "model",
        "category",
        "framework",
        "newsletter",
        "edition",
        "paper",
        "help",
        "about",
    }
    at_home = sorted(command.name for command in bot.tree.get_commands(guild=bot.home))
    assert at_home == ["admin", "curate"]
