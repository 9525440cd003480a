from dataclasses import replace
from datetime import UTC, datetime

import discord

from bot.newsletter.subscription import Pause, Reason
from bot.publishing.newsroom import Newsroom
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
