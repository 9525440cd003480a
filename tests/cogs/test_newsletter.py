import asyncio
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import discord
import pytest

import bot.interactions.answers
from bot.client import ModelZooBot
from bot.months import Month
from bot.newsletter.subscription import Pause, Reason
from bot.publishing.newsroom import Newsroom
from tests.cogs.reading import control_id, controls, texts
from tests.cogs.subscribing import channel_of, subscribe, the_one
from tests.conftest import NOW, Stage


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
    latest = await stage.wei.slash(stage.channel, "edition")
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
    assert "would notify nobody" in texts(refused)
    everyone = await subscribe(stage, role=stage.guild.default_role)
    assert "An edition can't mention" in texts(everyone)
    assert await newsroom.store.of_guild(stage.guild.id) == []
    await channel.set_permissions(guild.me, mention_everyone=True)
    await subscribe(stage, role=silent)
    assert (await the_one(newsroom, stage)).settings.role_id == silent.id


def a_manager(stage: Stage) -> Any:
    """Return a member who manages the server and may do nothing else in particular."""
    role = stage.guild.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
    return stage.guild.add_member(stage.env.create_user("mo"), roles=[role])


async def test_nobody_has_a_role_mentioned_that_they_can_t_mention(
    stage: Stage, newsroom: Newsroom
) -> None:
    friends = stage.guild.create_role("Friends")
    manager = a_manager(stage)
    channel = channel_of(stage, stage.channel)
    await channel.set_permissions(channel.guild.default_role, mention_everyone=False)
    await channel.set_permissions(channel.guild.me, mention_everyone=True)
    options = {"channel": stage.channel, "role": friends}
    refused = await manager.slash(stage.channel, "newsletter subscribe", **options)
    assert "can't mention" in texts(refused)
    assert "Mention @" in texts(refused)
    assert await newsroom.store.of_guild(stage.guild.id) == []
    member = channel.guild.get_member(manager.id) or await channel.guild.fetch_member(manager.id)
    await channel.set_permissions(member, mention_everyone=True)
    await manager.slash(stage.channel, "newsletter subscribe", **options)
    assert (await the_one(newsroom, stage)).settings.role_id == friends.id


async def test_in_a_thread_the_permission_for_threads_counts(
    stage: Stage, newsroom: Newsroom
) -> None:
    manager = a_manager(stage)
    channel = channel_of(stage, stage.channel)
    await channel.create_thread(name="news", type=discord.ChannelType.public_thread)
    (thread,) = stage.channel.threads
    everyone = channel.guild.default_role
    await channel.set_permissions(channel.guild.me, send_messages_in_threads=True)
    await channel.set_permissions(everyone, send_messages=True, send_messages_in_threads=False)
    options = {"channel": stage.channel, "thread": thread}
    refused = await manager.slash(stage.channel, "newsletter subscribe", **options)
    assert "can't post in" in texts(refused)
    assert await newsroom.store.of_guild(stage.guild.id) == []
    await channel.set_permissions(everyone, send_messages=False, send_messages_in_threads=True)
    await channel.set_permissions(
        channel.guild.me, send_messages=True, send_messages_in_threads=True
    )
    await manager.slash(stage.channel, "newsletter subscribe", **options)
    assert (await the_one(newsroom, stage)).settings.channel_id == thread.id


async def test_subscribing_again_ends_a_pause_that_a_failure_made(
    stage: Stage, newsroom: Newsroom
) -> None:
    await subscribe(stage)
    saved = await the_one(newsroom, stage)
    await newsroom.store.pause(saved.id, Pause(Reason.MISSING_PERMISSIONS, ("embed_links",)), NOW)
    changed = await subscribe(stage, day=9)
    assert "Next: " in texts(changed)
    assert (await the_one(newsroom, stage)).pause is None
    await newsroom.store.pause(saved.id, Pause(Reason.BY_ADMIN), NOW)
    changed = await subscribe(stage, day=10)
    assert "Paused by someone who manages this server" in texts(changed)
    assert "Next: " not in texts(changed)
    await stage.admin.click(changed.response, custom_id=control_id(changed.response, "nlresume"))
    assert (await the_one(newsroom, stage)).pause is None


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
        assert "No channel in this server" in texts(result)


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
    latest = await stage.admin.slash(stage.channel, "edition")
    assert "July 2026" in texts(latest)
    other = await stage.admin.click(
        latest.response, custom_id=control_id(latest.response, "edlang")
    )
    assert "2026年7月" in texts(other)
    how = await stage.admin.click(latest.response, custom_id=control_id(latest.response, "edhow"))
    assert "How this edition is made" in texts(how)
    last = latest.followups[-1]
    own = await stage.admin.click(last, custom_id=control_id(last, "edsub"))
    assert "/newsletter subscribe" in texts(own)


@pytest.mark.parametrize("command", ["edition", "newsletter preview"])
async def test_finding_the_newest_edition_may_take_its_time(stage: Stage, command: str) -> None:
    await subscribe(stage)
    original = Newsroom.latest
    asked = len(stage.env.http_requests)
    told: list[list[Any]] = []

    async def slow(self: Newsroom) -> Month:
        await asyncio.sleep(0.2)
        told.append([entry.json for entry in stage.env.http_requests[asked:]])
        return await original(self)

    with (
        patch.object(bot.interactions.answers, "DEFER_AFTER_S", 0.02),
        patch.object(Newsroom, "latest", autospec=True, side_effect=slow),
    ):
        result = await stage.admin.slash(stage.channel, command)
    # Discord has its first answer while the edition is being found.
    assert told == [[{"type": 5, "data": {"flags": 64}}]]
    assert "July 2026" in texts(result)


async def test_any_month_can_be_read_and_stays_as_it_is(stage: Stage, newsroom: Newsroom) -> None:
    result = await stage.admin.slash(stage.channel, "edition", month="2026-07")
    assert "July 2026" in texts(result)
    assert "Rising" in texts(result)
    frozen = await newsroom.store.edition(Month(2026, 7))
    assert frozen
    again = await stage.admin.slash(stage.channel, "edition", month="2026年7月")
    assert texts(again) == texts(result)
    for month in (
        "July 2026",
        "2026 年 7 月",
        "2026年七月",
        "jul 2026",
        "7/2026",
        "2026-07 · July",
    ):
        again = await stage.admin.slash(stage.channel, "edition", month=month)
        assert texts(again) == texts(result), month
    menu = control_id(result.response, "edopen")
    choice = next(c for c in controls(result.response) if c.get("custom_id") == menu)["options"][0]
    card = await stage.admin.select(result.response, [choice["value"]], custom_id=menu)
    assert choice["value"] in texts(card).replace("\\", "")
    for month in ("2026-11", "1999-12", "soon", "2026-13", "2026", "July"):
        refused = await stage.admin.slash(stage.channel, "edition", month=month)
        assert "There is no edition for" in texts(refused)
        assert "2026-08" in texts(refused)


async def test_leaving_and_coming_back_loses_nothing(stage: Stage, newsroom: Newsroom) -> None:
    await subscribe(stage)
    before = await the_one(newsroom, stage)
    await newsroom.store.guild_left(stage.guild.id, NOW)
    await newsroom.store.purge(NOW + timedelta(days=29))
    await newsroom.store.guild_joined(stage.guild.id)
    assert await the_one(newsroom, stage) == before


async def test_channels_zones_and_months_are_offered(stage: Stage) -> None:
    await subscribe(stage)
    offered = await stage.admin.autocomplete(stage.channel, "newsletter pause", "channel", "mod")
    assert [choice["name"] for choice in offered] == ["#models"]
    zones = await stage.admin.autocomplete(
        stage.channel, "newsletter subscribe", "timezone", "shang", channel=stage.channel
    )
    assert zones[0]["value"] == "Asia/Shanghai"
    months = await stage.admin.autocomplete(stage.channel, "edition", "month", "2026-0")
    assert re.fullmatch(r"2026-08 · Aug 2026", months[0]["name"])
    months = await stage.admin.autocomplete(stage.channel, "edition", "month", "2026 年 7 月")
    assert [choice["value"] for choice in months] == ["2026-07"]


async def test_status_shows_a_timeout_and_a_role_that_is_gone(
    stage: Stage, newsroom: Newsroom
) -> None:
    role = stage.guild.create_role("Readers", mentionable=True)
    await subscribe(stage, role=role)
    guild = stage.env.bot.get_guild(stage.guild.id)
    assert guild
    known = guild.get_role(role.id)
    assert known
    await known.delete()
    guild.me.timed_out_until = discord.utils.utcnow() + timedelta(days=2)
    status = texts(await stage.admin.slash(stage.channel, "newsletter status"))
    assert "I am timed out in this server until <t:" in status
    assert "no longer exists, so nobody is mentioned" in status
    assert f"<@&{role.id}>" not in status
    refused = await subscribe(stage)
    assert "I am timed out in this server until <t:" in texts(refused)
    assert (await the_one(newsroom, stage)).settings.role_id == role.id


async def test_status_says_how_a_subscription_that_can_t_be_planned_is_cured(
    stage: Stage, newsroom: Newsroom
) -> None:
    await subscribe(stage)
    saved = await the_one(newsroom, stage)
    flaw = Pause(Reason.UNKNOWN_TIMEZONE, code="Mars/Olympus_Mons")
    await newsroom.store.subscribe(
        saved.guild_id, replace(saved.settings, timezone="Mars/Olympus_Mons"), 1, NOW
    )
    await newsroom.store.pause(saved.id, flaw, NOW)
    status = texts(await stage.admin.slash(stage.channel, "newsletter status"))
    assert "I don't know this subscription's time zone" in status
    assert "`Mars/Olympus_Mons`" in status
    # Another option alone is saved, and leaves what was due as it was.
    assert "Changed" in texts(await subscribe(stage, day=3))
    assert (await the_one(newsroom, stage)).next_due == saved.next_due
    assert "Changed" in texts(await subscribe(stage, timezone="Europe/Berlin"))
    assert (await the_one(newsroom, stage)).pause is None
