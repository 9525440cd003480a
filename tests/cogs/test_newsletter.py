import re
from datetime import timedelta
from typing import Any

import discord
import pytest

from bot.client import ModelZooBot
from bot.newsletter.subscription import Month, Pause, Reason, Subscription
from bot.newsroom import Newsroom
from tests.cogs.reading import control_id, controls, followup_text, texts
from tests.conftest import NOW, Stage


@pytest.fixture
def newsroom(stage: Stage) -> Newsroom:
    assert stage.services.newsroom
    return stage.services.newsroom


async def subscribe(stage: Stage, **options: Any) -> Any:
    options.setdefault("channel", stage.channel)
    return await stage.admin.slash(stage.channel, "newsletter subscribe", **options)


async def the_one(newsroom: Newsroom, stage: Stage) -> Subscription:
    (subscription,) = await newsroom.store.of_guild(stage.guild.id)
    return subscription


async def allow(stage: Stage, person: Any) -> None:
    """Let a member see the command, as a server's owner can."""
    bot = stage.env.bot
    assert isinstance(bot, ModelZooBot)
    ids = await bot.command_ids()
    stage.guild.set_command_permissions(ids["newsletter"], {person: True})


async def test_an_administrator_subscribes_a_channel(stage: Stage, newsroom: Newsroom) -> None:
    result = await subscribe(
        stage,
        language="zh-CN",
        category="computer-vision",
        day=31,
        hour=8,
        timezone="Asia/Shanghai",
    )
    assert result.ephemeral
    shown = texts(result)
    assert "Subscribed" in shown
    assert "中文 · Computer vision · on day 31 at 08:00, `Asia/Shanghai`" in shown
    assert "Next: the edition of October 2026" in shown
    saved = await the_one(newsroom, stage)
    assert saved.settings.category == "computer-vision"
    assert saved.created_by == stage.admin.id
    assert "Changed" in texts(await subscribe(stage, category="*"))
    saved = await the_one(newsroom, stage)
    assert saved.settings.category is None
    assert (saved.settings.day, saved.settings.hour) == (31, 8)


async def test_who_does_not_manage_the_server_is_refused(stage: Stage, newsroom: Newsroom) -> None:
    await allow(stage, stage.wei)
    for command in ("subscribe", "status", "preview", "pause", "resume", "unsubscribe", "test"):
        options = {"channel": stage.channel} if command == "subscribe" else {}
        refused = await stage.wei.slash(stage.channel, f"newsletter {command}", **options)
        assert refused.ephemeral
        assert "管理服务器" in texts(refused)
    assert await newsroom.store.of_guild(stage.guild.id) == []
    latest = await stage.wei.slash(stage.channel, "newsletter latest")
    assert "ModelZoo" in texts(latest)


async def test_a_missing_permission_is_named_and_nothing_saved(
    stage: Stage, newsroom: Newsroom
) -> None:
    quiet = stage.guild.create_text_channel("quiet")
    guild = stage.env.bot.get_guild(stage.guild.id)
    assert guild
    channel = guild.get_channel(quiet.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.set_permissions(guild.me, embed_links=False, attach_files=False)
    result = await subscribe(stage, channel=quiet)
    assert "Missing: **Embed Links**, **Attach Files**" in texts(result)
    assert await newsroom.store.of_guild(stage.guild.id) == []


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"timezone": "Atlantis"}, "There is no time zone `Atlantis`"),
        ({"category": "vegetables"}, "vegetables"),
        ({"publish": True}, "Only announcement channels can publish"),
    ],
)
async def test_what_can_t_be_is_explained(
    stage: Stage, newsroom: Newsroom, options: dict[str, Any], told: str
) -> None:
    assert told in texts(await subscribe(stage, **options))
    assert await newsroom.store.of_guild(stage.guild.id) == []


async def test_only_a_role_that_is_notified_can_be_chosen(stage: Stage, newsroom: Newsroom) -> None:
    silent = stage.guild.create_role("Silent")
    guild = stage.env.bot.get_guild(stage.guild.id)
    assert guild
    channel = guild.get_channel(stage.channel.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.set_permissions(guild.me, mention_everyone=False)
    refused = await subscribe(stage, role=silent)
    assert "Nobody would be notified" in texts(refused)
    everyone = await subscribe(stage, role=stage.guild.default_role)
    assert "can't be mentioned by an edition" in texts(everyone)
    assert await newsroom.store.of_guild(stage.guild.id) == []
    await channel.set_permissions(guild.me, mention_everyone=True)
    await subscribe(stage, role=silent)
    assert (await the_one(newsroom, stage)).settings.role_id == silent.id


async def test_status_pauses_and_resumes(stage: Stage, newsroom: Newsroom) -> None:
    await subscribe(stage)
    status = await stage.admin.slash(stage.channel, "newsletter status")
    await stage.admin.click(status.response, custom_id=control_id(status.response, "nlpause"))
    assert "Paused by someone who manages this server" in texts(status)
    saved = await the_one(newsroom, stage)
    assert saved.pause == Pause(Reason.BY_ADMIN)
    await stage.restart()
    await stage.admin.click(status.response, custom_id=control_id(status.response, "nlresume"))
    assert (await the_one(newsroom, stage)).pause is None
    paused = await stage.admin.slash(stage.channel, "newsletter pause", channel="#models")
    assert "⏸️" in texts(paused)
    resumed = await stage.admin.slash(stage.channel, "newsletter resume")
    assert "Next: " in texts(resumed)


async def test_unsubscribing_asks_first(stage: Stage, newsroom: Newsroom) -> None:
    await subscribe(stage)
    asked = await stage.admin.slash(stage.channel, "newsletter unsubscribe")
    assert "Send no more editions" in texts(asked)
    assert await newsroom.store.of_guild(stage.guild.id)
    await stage.admin.click(asked.response, custom_id=control_id(asked.response, "nlremove"))
    assert "gets no more editions" in texts(asked)
    assert await newsroom.store.of_guild(stage.guild.id) == []
    for command in ("status", "preview", "pause", "test"):
        result = await stage.admin.slash(stage.channel, f"newsletter {command}")
        assert "No channel of this server" in texts(result)


async def test_a_test_is_posted(stage: Stage) -> None:
    await subscribe(stage, language="zh-CN")
    result = await stage.admin.slash(stage.channel, "newsletter test")
    assert "Posted: https://discord.com/channels/" in texts(result)
    posted = stage.channel.last_message
    (container,) = posted.components
    assert "ModelZoo 月刊将发布在这里" in container.children[0].content


async def test_the_newest_edition_is_read_in_either_language(stage: Stage) -> None:
    await subscribe(stage, language="zh-CN")
    preview = await stage.admin.slash(stage.channel, "newsletter preview")
    assert preview.ephemeral
    assert "2026年7月" in texts(preview)
    latest = await stage.admin.slash(stage.channel, "newsletter latest")
    assert "July 2026" in texts(latest)
    other = await stage.admin.click(
        latest.response, custom_id=control_id(latest.response, "edlang")
    )
    assert "2026年7月" in texts(other)
    how = await stage.admin.click(latest.response, custom_id=control_id(latest.response, "edhow"))
    assert "How this edition is made" in texts(how)
    own = await stage.admin.click(latest.response, custom_id=control_id(latest.response, "edsub"))
    assert "/newsletter subscribe" in texts(own)


async def test_any_month_is_in_the_archive_and_stays_as_it_is(
    stage: Stage, newsroom: Newsroom
) -> None:
    result = await stage.admin.slash(stage.channel, "newsletter archive", month="2026-07")
    assert "July 2026" in texts(result)
    assert "Rising" in texts(result)
    frozen = await newsroom.store.edition(Month(2026, 7))
    assert frozen
    again = await stage.admin.slash(stage.channel, "newsletter archive", month="2026年7月")
    assert texts(again) == texts(result)
    menu = control_id(result.response, "edopen")
    choice = next(c for c in controls(result.response) if c.get("custom_id") == menu)["options"][0]
    card = await stage.admin.select(result.response, [choice["value"]], custom_id=menu)
    assert choice["value"] in texts(card).replace("\\", "")
    for month in ("2026-11", "1999-12", "soon", "2026-13"):
        refused = await stage.admin.slash(stage.channel, "newsletter archive", month=month)
        assert "There is no edition of" in texts(refused)
        assert "2026-08" in texts(refused)


async def test_leaving_and_coming_back_loses_nothing(stage: Stage, newsroom: Newsroom) -> None:
    await subscribe(stage)
    before = await the_one(newsroom, stage)
    await newsroom.store.guild_left(stage.guild.id, NOW)
    await newsroom.store.purge(NOW + timedelta(days=29))
    await newsroom.store.guild_joined(stage.guild.id)
    assert await the_one(newsroom, stage) == before


async def test_another_servers_subscription_can_t_be_reached(
    stage: Stage, newsroom: Newsroom
) -> None:
    await subscribe(stage)
    status = await stage.admin.slash(stage.channel, "newsletter status")
    saved = await the_one(newsroom, stage)
    await newsroom.store.remove(saved.id)
    await newsroom.store.subscribe(1, saved.settings, 1, NOW)
    result = await stage.admin.click(
        status.response, custom_id=control_id(status.response, "nlpause")
    )
    assert "no such subscription" in followup_text(result) or "no such subscription" in texts(
        result
    )
    other = await newsroom.store.get(saved.settings.channel_id)
    assert other
    assert other.pause is None


async def test_channels_zones_and_months_are_offered(stage: Stage) -> None:
    await subscribe(stage)
    offered = await stage.admin.autocomplete(stage.channel, "newsletter pause", "channel", "mod")
    assert [choice["name"] for choice in offered] == ["#models"]
    zones = await stage.admin.autocomplete(
        stage.channel, "newsletter subscribe", "timezone", "shang", channel=stage.channel
    )
    assert zones[0]["value"] == "Asia/Shanghai"
    months = await stage.admin.autocomplete(stage.channel, "newsletter archive", "month", "2026-0")
    assert re.fullmatch(r"2026-08 · Aug 2026", months[0]["name"])
