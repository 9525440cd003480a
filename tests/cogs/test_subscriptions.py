from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import discord

from bot.i18n import Locale
from bot.newsletter.subscription import ChannelKind, Pause, Reason
from bot.publishing.newsroom import Newsroom
from bot.ui.subscription_draft import Draft
from bot.ui.subscription_edit import edit_page
from bot.ui.text import fits
from tests.cogs.reading import control_id, controls, followup_text, texts
from tests.cogs.subscribing import channel_of, subscribe, the_one
from tests.conftest import NOW, Stage


async def test_a_role_is_taken_off_by_a_button(stage: Stage, newsroom: Newsroom) -> None:
    friends = stage.guild.create_role("Friends", mentionable=True)
    saved = await subscribe(stage, role=friends, day=5)
    assert f"<@&{friends.id}>" in texts(saved)
    silence = control_id(saved.response, "nlsilence")
    await stage.admin.click(saved.response, custom_id=silence)
    settings = (await the_one(newsroom, stage)).settings
    assert (settings.role_id, settings.day) == (None, 5)
    assert f"<@&{friends.id}>" not in texts(saved)
    assert not [c for c in controls(saved.response) if "nlsilence" in c["custom_id"]]


async def test_taking_a_role_off_leaves_what_is_due_as_it_is(
    stage: Stage, newsroom: Newsroom
) -> None:
    friends = stage.guild.create_role("Friends", mentionable=True)
    newsroom.now = lambda: datetime(2026, 8, 10, tzinfo=UTC)
    await subscribe(stage, day=28)
    newsroom.now = lambda: datetime(2026, 8, 25, tzinfo=UTC)
    # A day in the past lets the edition come at once, however late that day is by now.
    saved = await subscribe(stage, role=friends, day=2)
    before = await the_one(newsroom, stage)
    assert before.next_due == newsroom.now()
    await stage.admin.click(saved.response, custom_id=control_id(saved.response, "nlsilence"))
    after = await the_one(newsroom, stage)
    assert after == replace(before, settings=replace(before.settings, role_id=None))


async def test_only_who_manages_the_server_takes_a_role_off(
    stage: Stage, newsroom: Newsroom
) -> None:
    friends = stage.guild.create_role("Friends", mentionable=True)
    managers = stage.guild.create_role(
        "Managers", permissions=discord.Permissions(manage_guild=True)
    )
    manager = stage.guild.add_member(stage.env.create_user("mo"), roles=[managers])
    options = {"channel": stage.channel, "role": friends}
    saved = await manager.slash(stage.channel, "newsletter subscribe", **options)
    channel = channel_of(stage, stage.channel)
    member = channel.guild.get_member(manager.id) or await channel.guild.fetch_member(manager.id)
    await member.remove_roles(discord.Object(managers.id))
    await stage.env.settle()
    silence = control_id(saved.response, "nlsilence")
    refused = await manager.click(saved.response, custom_id=silence)
    assert "Manage Server" in texts(refused) + followup_text(refused)
    assert (await the_one(newsroom, stage)).settings.role_id == friends.id


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
    assert "no longer exists" in followup_text(result) or "no longer exists" in texts(result)
    other = await newsroom.store.get(saved.settings.channel_id)
    assert other
    assert other.pause is None


async def test_an_edit_changes_one_option_and_keeps_the_others(
    stage: Stage, newsroom: Newsroom
) -> None:
    await subscribe(stage, day=5, hour=8, category="computer-vision", timezone="Asia/Shanghai")
    before = (await the_one(newsroom, stage)).settings
    status = await stage.admin.slash(stage.channel, "newsletter status")
    await stage.restart()
    await stage.admin.click(status.response, custom_id=control_id(status.response, "nledit"))
    shown = {c.get("placeholder") or c.get("label") for c in controls(status.response)}
    assert {"Category: Computer vision", "Hour: 08:00", "Time zone: Asia/Shanghai"} <= shown
    assert "Day: 5" in shown
    menu = _choosing(status.response, "Hour: 08:00")
    await stage.admin.select(status.response, ["21"], custom_id=menu)
    assert "Changed" in texts(status)
    after = (await the_one(newsroom, stage)).settings
    assert after == replace(before, hour=21)
    await stage.admin.click(status.response, custom_id=control_id(status.response, "nledit"))
    typing = _choosing(status.response, "Day: 5")
    form = await stage.admin.click(status.response, custom_id=typing)
    await stage.admin.submit_modal(form, {_field(form): "17"})
    assert (await the_one(newsroom, stage)).settings == replace(after, day=17)


async def test_what_is_edited_wrong_can_be_put_right(stage: Stage, newsroom: Newsroom) -> None:
    await subscribe(stage, day=5)
    status = await stage.admin.slash(stage.channel, "newsletter status")
    await stage.admin.click(status.response, custom_id=control_id(status.response, "nledit"))
    form = await stage.admin.click(status.response, custom_id=_choosing(status.response, "Day: 5"))
    await stage.admin.submit_modal(form, {_field(form): "45"})
    assert "must be a whole number from 1 to 31" in texts(status)
    assert (await the_one(newsroom, stage)).settings.day == 5


async def test_whether_followers_get_it_is_edited_in_announcement_channels_alone(
    stage: Stage, newsroom: Newsroom
) -> None:
    await subscribe(stage)
    status = await stage.admin.slash(stage.channel, "newsletter status")
    await stage.admin.click(status.response, custom_id=control_id(status.response, "nledit"))
    assert not any("followers" in str(c.get("placeholder")) for c in controls(status.response))
    saved = await the_one(newsroom, stage)
    page = edit_page(
        replace(saved.settings, kind=ChannelKind.ANNOUNCEMENT, publish=True),
        Draft(channel=stage.channel.id),
        1,
        stage.services.languages[Locale.ENGLISH],
        stage.services.taxonomy,
    )
    assert "To followers: publish" in str(page.to_components())
    assert fits(page)


async def test_status_previews_tests_and_asks_before_it_unsubscribes(
    stage: Stage, newsroom: Newsroom
) -> None:
    await subscribe(stage, language="zh-CN", framework="pytorch")
    status = await stage.admin.slash(stage.channel, "newsletter status")
    labels = [c.get("label") for c in controls(status.response)]
    assert labels == ["Pause", "Edit", "Preview", "Test", "Unsubscribe"]
    preview = await stage.admin.click(
        status.response, custom_id=control_id(status.response, "nlpreview")
    )
    assert "ModelZoo 月刊 · 2026年7月 · PyTorch" in followup_text(preview) + texts(preview)
    await stage.admin.click(status.response, custom_id=control_id(status.response, "nltest"))
    assert "月刊将发布在这里" in str(stage.channel.last_message.components)
    await stage.admin.click(status.response, custom_id=control_id(status.response, "nlask"))
    assert "Send no more editions" in texts(status)
    await stage.admin.click(status.response, custom_id=control_id(status.response, "nlstatus"))
    assert "Next: " in texts(status)
    await stage.admin.click(status.response, custom_id=control_id(status.response, "nlask"))
    await stage.admin.click(status.response, custom_id=control_id(status.response, "nlremove"))
    assert await newsroom.store.of_guild(stage.guild.id) == []


async def test_who_no_longer_manages_the_server_edits_nothing(
    stage: Stage, newsroom: Newsroom
) -> None:
    managers = stage.guild.create_role(
        "Managers", permissions=discord.Permissions(manage_guild=True)
    )
    manager = stage.guild.add_member(stage.env.create_user("mo"), roles=[managers])
    await manager.slash(stage.channel, "newsletter subscribe", channel=stage.channel)
    saved = await the_one(newsroom, stage)
    status = await manager.slash(stage.channel, "newsletter status")
    channel = channel_of(stage, stage.channel)
    member = channel.guild.get_member(manager.id) or await channel.guild.fetch_member(manager.id)
    await member.remove_roles(discord.Object(managers.id))
    await stage.env.settle()
    for action in ("nledit", "nlpreview", "nlask", "nltest"):
        custom_id = control_id(status.response, action)
        refused = await manager.click(status.response, custom_id=custom_id)
        assert "Manage Server" in followup_text(refused) + texts(refused)
    assert await the_one(newsroom, stage) == saved


def _choosing(message: Any, text: str) -> str:
    """Return the custom_id of the menu or button that says ``text``."""
    return next(
        str(c["custom_id"])
        for c in controls(message)
        if text in (c.get("placeholder"), c.get("label"))
    )


def _field(form: Any) -> str:
    return str(form.modal["components"][0]["component"]["custom_id"])
