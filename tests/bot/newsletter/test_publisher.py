"""The machine in a simulated Discord: what each kind of channel gets, what a missing permission leads to."""

from datetime import timedelta
from typing import Any

import discord
import pytest

from bot.newsletter.channels import RequirementError, check, missing_to_subscribe, needed, pick_tags
from bot.newsletter.delivery import SendResult, SendStatus
from bot.newsletter.publisher import Publisher
from bot.newsletter.service import LoggedOutError
from bot.newsletter.subscription import ChannelKind, Pause, Reason
from tests.bot.newsletter.town import DUE, Town, text_of


async def test_a_text_channel_gets_both_parts_with_the_chart(town: Town) -> None:
    channel = town.guild.create_text_channel("news")
    await town.subscribe(channel, language="zh")
    await town.newsletter.tick(DUE - timedelta(seconds=1))
    assert await town.posted(channel.id) == []
    await town.newsletter.tick(DUE)
    await town.newsletter.tick(DUE)
    first, second = await town.posted(channel.id)
    assert text_of(first) == "edition of 2026-07 (zh)"
    assert [file.filename for file in first.attachments] == ["chart.png"]
    assert second.components
    assert first.flags.components_v2


async def test_a_role_is_mentioned_once_and_nobody_else(town: Town) -> None:
    channel = town.guild.create_text_channel("news")
    role = town.guild.create_role("Readers", mentionable=True)
    await town.subscribe(channel, role_id=role.id)
    await town.newsletter.tick(DUE)
    first, second = await town.posted(channel.id)
    assert text_of(first) == f"<@&{role.id}>"
    sends: list[Any] = [entry.json for entry in town.env.http_requests if entry.method == "POST"]
    assert [body["allowed_mentions"]["parse"] for body in sends] == [[], []]
    assert [body["allowed_mentions"]["roles"] for body in sends] == [[role.id], [role.id]]
    assert not [part for part in second.components if isinstance(part, discord.TextDisplay)]


async def test_an_announcement_is_published(town: Town) -> None:
    channel = town.guild.create_news_channel("announcements")
    subscription = await town.subscribe(channel, publish=True)
    assert subscription.settings.kind is ChannelKind.ANNOUNCEMENT
    await town.newsletter.tick(DUE)
    paths = [entry.path for entry in town.env.http_requests]
    messages = await town.posted(channel.id)
    assert [path.split("/")[-2] for path in paths if path.endswith("/crosspost")] == [
        str(message.id) for message in messages
    ]
    assert len(messages) == 2


async def test_a_forum_gets_a_post_with_both_parts(town: Town) -> None:
    forum = town.guild.create_forum_channel("forum")
    await town.subscribe(forum)
    await town.newsletter.tick(DUE)
    channel = town.client.get_channel(forum.id)
    assert isinstance(channel, discord.ForumChannel)
    (thread,) = await channel.guild.active_threads()
    assert thread.name == "Edition 2026-07"
    first, second = [message async for message in thread.history(oldest_first=True)]
    assert text_of(first) == "edition of 2026-07 (en-US)"
    assert [file.filename for file in first.attachments] == ["chart.png"]
    assert second.components


async def test_a_forum_that_demands_a_tag_gets_the_one_of_that_name_or_nothing(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    forum = town.client.get_channel(town.guild.create_forum_channel("forum").id)
    assert isinstance(forum, discord.ForumChannel)
    await forum.edit(available_tags=[discord.ForumTag(name=name) for name in ("Jobs", "NEWS")])
    # SimCord knows no channel flags.
    monkeypatch.setattr(forum, "_flags", discord.flags.ChannelFlags(require_tag=True).value)
    assert [tag.name for tag in pick_tags(forum, ("News", "other"))] == ["NEWS"]
    with pytest.raises(RequirementError) as caught:
        pick_tags(forum, ("other",))
    assert caught.value.pause == Pause(Reason.TAG_REQUIRED)
    await town.subscribe(forum)
    await town.newsletter.tick(DUE)
    (thread,) = await forum.guild.active_threads()
    assert [tag.name for tag in thread.applied_tags] == ["NEWS"]


async def test_a_thread_gets_messages_until_it_is_locked(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = town.client.user
    assert bot is not None
    handle = town.guild.create_text_channel(
        "news", overwrites={bot: discord.PermissionOverwrite(manage_threads=False)}
    )
    channel = town.client.get_channel(handle.id)
    assert isinstance(channel, discord.TextChannel)
    thread = await channel.create_thread(name="letters", type=discord.ChannelType.public_thread)
    subscription = await town.subscribe(thread)
    assert subscription.settings.kind is ChannelKind.THREAD
    await town.newsletter.tick(DUE)
    shown = [message for message in await town.posted(thread.id) if message.components]
    assert len(shown) == 2
    monkeypatch.setattr(thread, "locked", True)
    with pytest.raises(RequirementError) as caught:
        check(thread, has_files=True)
    assert caught.value.pause == Pause(Reason.THREAD_LOCKED, ("manage_threads",))


def test_every_kind_of_channel_has_its_permissions() -> None:
    assert needed(ChannelKind.TEXT, has_files=False) == (
        "view_channel",
        "send_messages",
        "embed_links",
    )
    assert "send_messages_in_threads" in needed(ChannelKind.THREAD)
    assert "send_messages" not in needed(ChannelKind.THREAD)
    assert {"send_messages", "send_messages_in_threads"} <= set(needed(ChannelKind.FORUM))
    assert all(name in discord.Permissions.VALID_FLAGS for name in needed(ChannelKind.FORUM))


async def test_a_missing_permission_is_named_after_a_day_where_moderators_read(
    town: Town,
) -> None:
    bot = town.client.user
    assert bot is not None
    muted = discord.PermissionOverwrite(send_messages=False, read_message_history=False)
    channel = town.guild.create_text_channel("news", overwrites={bot: muted})
    system = town.guild.create_text_channel("moderators")
    guild = town.client.get_guild(town.guild.id)
    assert guild is not None
    await guild.edit(system_channel=discord.Object(system.id))  # type: ignore[arg-type]
    target = town.client.get_channel(channel.id)
    assert isinstance(target, discord.TextChannel)
    # Who may not send may not embed either: what is named is what has to be granted.
    assert missing_to_subscribe(target) == ("send_messages", "read_message_history")
    await town.subscribe(channel)
    for hours in (0, 2, 27, 28):
        await town.newsletter.tick(DUE + timedelta(hours=hours))
    paused = await town.newsletter.store.get(channel.id)
    assert paused is not None
    assert paused.pause == Pause(Reason.MISSING_PERMISSIONS, ("send_messages",))
    (notice,) = await town.posted(system.id)
    assert text_of(notice) == f"<#{channel.id}>: missing-permissions send_messages"
    # Discord was asked nothing that it would have refused.
    posts = [entry.path for entry in town.env.http_requests if entry.method == "POST"]
    assert [path for path in posts if str(channel.id) in path] == []


async def test_our_own_message_is_found_by_its_marker_and_no_other(town: Town) -> None:
    channel = town.guild.create_text_channel("news")
    await town.subscribe(channel)
    await town.newsletter.plan(DUE)
    (first,) = await town.newsletter.outbox.claim(DUE, 5)
    publisher = Publisher(town.client)
    assert (await publisher.find(first)).status is SendStatus.NOT_FOUND
    body = await town.newsletter.outbox.body(first.body_id)
    sent = await publisher.send(first, body)
    assert await publisher.find(first) == SendResult(SendStatus.SENT, message_id=sent.message_id)


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (401, 0, SendStatus.LOGGED_OUT),
        (403, 50001, SendStatus.REFUSED),
        (403, 50013, SendStatus.REFUSED),
        (403, 0, SendStatus.UNCLEAR),
        (403, 20001, SendStatus.REFUSED),
        (404, 10003, SendStatus.REFUSED),
        (404, 10008, SendStatus.DELETED),
        (400, 50035, SendStatus.REJECTED),
        (429, 0, SendStatus.BUSY),
        (500, 0, SendStatus.UNCLEAR),
        (503, 0, SendStatus.UNCLEAR),
    ],
)
async def test_what_discord_says_is_understood(
    town: Town, status: int, code: int, expected: SendStatus
) -> None:
    channel = town.guild.create_text_channel("news")
    await town.subscribe(channel)
    await town.newsletter.plan(DUE)
    (first,) = await town.newsletter.outbox.claim(DUE, 5)
    body = await town.newsletter.outbox.body(first.body_id)
    town.env.inject_error("POST", f"/channels/{channel.id}/messages", status=status, code=code)
    assert (await Publisher(town.client).send(first, body)).status is expected


async def test_a_refused_token_stops_the_machine(town: Town) -> None:
    channel = town.guild.create_text_channel("news")
    await town.subscribe(channel)
    town.env.inject_error("POST", f"/channels/{channel.id}/messages", status=401, code=0)
    with pytest.raises(LoggedOutError):
        await town.newsletter.tick(DUE)
    # Nothing was lost: with a good token it goes out.
    await town.newsletter.tick(DUE + timedelta(minutes=2))
    assert len(await town.posted(channel.id)) == 2
