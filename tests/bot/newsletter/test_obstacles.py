"""What keeps a message from being posted without being a missing permission, in a simulated Discord."""

from datetime import datetime, timedelta
from typing import Any

import discord
import pytest
from sqlalchemy import select

from bot.months import Month
from bot.newsletter.channels import (
    RequirementError,
    can_post,
    check,
    missing_in,
    role_fault,
    timeout_in,
)
from bot.newsletter.decisions.tries import settle
from bot.newsletter.delivery import Body, SendStatus, State
from bot.newsletter.publisher import Publisher
from bot.newsletter.schema import deliveries
from bot.newsletter.subscription import ChannelKind, Pause, Reason, RoleFault, Settings
from tests.bot.newsletter.town import DUE, Town, text_of

JULY = Month(2026, 7)
BODY = Body(({"type": 10, "content": "July"},))


def real(town: Town) -> discord.Guild:
    guild = town.client.get_guild(town.guild.id)
    assert guild
    return guild


def time_out(town: Town, until: datetime | None) -> None:
    real(town).me.timed_out_until = until


async def rows(town: Town) -> list[Any]:
    state = town.newsletter.store._database  # pyright: ignore[reportPrivateUsage]  # rows as they are
    found = select(deliveries).order_by(deliveries.c.part)
    return await state.read(lambda connection: list(connection.execute(found).all()))


async def pause_of(town: Town, channel_id: int) -> Pause | None:
    subscription = await town.newsletter.store.get(channel_id)
    assert subscription
    return subscription.pause


@pytest.mark.parametrize("kind", list(ChannelKind))
async def test_what_a_timeout_held_up_is_sent_when_it_ends(town: Town, kind: ChannelKind) -> None:
    handle: Any
    match kind:
        case ChannelKind.ANNOUNCEMENT:
            handle = town.guild.create_news_channel("x")
        case ChannelKind.FORUM:
            handle = town.guild.create_forum_channel("x")
        case _:
            handle = town.guild.create_text_channel("x")
    channel: Any = town.client.get_channel(handle.id)
    if kind is ChannelKind.THREAD:
        channel = await channel.create_thread(name="y", type=discord.ChannelType.public_thread)
    await town.subscribe(channel, publish=kind is ChannelKind.ANNOUNCEMENT)
    until = DUE + timedelta(days=4)
    time_out(town, until)
    assert missing_in(channel) == ()
    with pytest.raises(RequirementError) as caught:
        check(channel, has_files=True)
    assert caught.value.pause == Pause(Reason.TIMED_OUT, until=until)
    asked = len(town.env.http_requests)
    for hours in (0, 1, 26, 51, 95):
        await town.newsletter.tick(DUE + timedelta(hours=hours))
    assert len(town.env.http_requests) == asked
    held, _ = await rows(town)
    assert (held.state, held.reason, held.attempts) == (State.PENDING, Reason.TIMED_OUT, 0)
    assert (held.permanent_failures, held.first_try) == (0, None)
    assert await pause_of(town, channel.id) is None
    time_out(town, None)
    await town.newsletter.tick(until)
    assert await town.newsletter.outbox.counts(JULY) == {State.SENT: 2}
    assert [row.attempts for row in await rows(town)] == [1, 1]


async def test_a_timeout_that_is_lifted_early_is_noticed_within_minutes(town: Town) -> None:
    channel = town.guild.create_text_channel("news")
    await town.subscribe(channel)
    time_out(town, DUE + timedelta(days=20))
    await town.newsletter.tick(DUE)
    time_out(town, None)
    await town.newsletter.tick(DUE + timedelta(minutes=6))
    assert len(await town.posted(channel.id)) == 2


async def test_an_edition_held_up_for_ten_days_says_what_held_it_and_the_next_one_comes(
    town: Town,
) -> None:
    channel = town.guild.create_text_channel("news")
    subscription = await town.subscribe(channel)
    time_out(town, DUE + timedelta(days=25))
    for day in range(12):
        await town.newsletter.tick(DUE + timedelta(days=day))
    last = await town.newsletter.store.last_edition(subscription)
    assert last
    assert (last.state, last.reason) == (State.SKIPPED, Reason.TIMED_OUT)
    assert await pause_of(town, channel.id) is None
    time_out(town, None)
    await town.newsletter.tick(DUE + timedelta(days=31))
    assert text_of((await town.posted(channel.id))[0]) == "edition of 2026-08 (en-US)"


async def test_waiting_long_uses_up_none_of_the_tries_that_an_outage_gets(town: Town) -> None:
    channel = town.guild.create_text_channel("news")
    await town.subscribe(channel)
    time_out(town, DUE + timedelta(days=4))
    for hours in range(0, 96, 6):
        await town.newsletter.tick(DUE + timedelta(hours=hours))
    time_out(town, None)
    town.env.inject_error("POST", f"/channels/{channel.id}/messages", status=500)
    await town.newsletter.tick(DUE + timedelta(days=4))
    assert await town.newsletter.outbox.counts(JULY) == {State.UNSURE: 1, State.PENDING: 1}
    await town.newsletter.tick(DUE + timedelta(days=4, minutes=1))
    assert len(await town.posted(channel.id)) == 2


async def test_a_timeout_that_only_discord_knows_of_yet_is_called_one(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = town.guild.create_text_channel("news")
    await town.subscribe(channel)
    await town.newsletter.plan(DUE)
    (first,) = await town.newsletter.outbox.claim(DUE, 5)
    body = await town.newsletter.outbox.body(first.body_id)
    publisher = Publisher(town.client)
    messages = f"/channels/{channel.id}/messages"
    town.env.inject_error("POST", messages, status=403, code=50013)
    refused = await publisher.send(first, body)
    # We lack nothing that we know of: no permission is named that is granted.
    assert refused.pause == Pause(Reason.REFUSED, code="403/50013")
    original = discord.abc.Messageable.send

    async def send_late(self: discord.abc.Messageable, **options: Any) -> discord.Message:
        time_out(town, DUE + timedelta(days=1))
        return await original(self, **options)

    monkeypatch.setattr(discord.abc.Messageable, "send", send_late)
    town.env.inject_error("POST", messages, status=403, code=50013)
    assert (await publisher.send(first, body)).status is SendStatus.HELD


async def test_full_threads_are_waited_for_and_pause_nothing(town: Town) -> None:
    forum = town.guild.create_forum_channel("forum")
    await town.subscribe(forum)
    town.env.inject_error("POST", f"/channels/{forum.id}/threads", status=400, code=160006, times=4)
    for hours in (0, 2, 27, 30):
        await town.newsletter.tick(DUE + timedelta(hours=hours))
    assert await pause_of(town, forum.id) is None
    await town.newsletter.tick(DUE + timedelta(hours=32))
    assert await town.newsletter.outbox.counts(JULY) == {State.SENT: 2}


async def test_a_timed_out_bot_writes_no_notices_anywhere(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = town.guild.create_text_channel("moderators")
    guild = real(town)
    await guild.edit(system_channel=discord.Object(system.id))  # type: ignore[arg-type]
    publisher = Publisher(town.client)
    assert publisher.notice_channel(guild.id, 1) == system.id
    time_out(town, DUE + timedelta(days=1))
    assert publisher.notice_channel(guild.id, 1) is None
    assert timeout_in(guild) == Pause(Reason.TIMED_OUT, until=DUE + timedelta(days=1))
    # Whoever administers a server can't be timed out in it.
    (default,) = [role for role in guild.roles if role.is_default()]
    monkeypatch.setattr(default, "_permissions", discord.Permissions(administrator=True).value)
    assert timeout_in(guild) is None
    target = town.client.get_channel(system.id)
    assert isinstance(target, discord.TextChannel)
    assert can_post(target)


async def test_a_deleted_role_is_left_out_and_the_edition_comes(town: Town) -> None:
    channel = town.guild.create_text_channel("news")
    role = town.guild.create_role("Readers", mentionable=True)
    subscription = await town.subscribe(channel, role_id=role.id)
    assert role_fault(real(town), subscription.settings) is None
    known = real(town).get_role(role.id)
    assert known
    await known.delete()
    await town.newsletter.tick(DUE)
    first, second = await town.posted(channel.id)
    assert text_of(first) == "edition of 2026-07 (en-US)"
    assert second.components
    sends: list[Any] = [entry.json for entry in town.env.http_requests if entry.method == "POST"]
    assert [body["allowed_mentions"].get("roles", []) for body in sends] == [[], []]
    assert role_fault(real(town), subscription.settings) is RoleFault.GONE


async def test_a_role_that_notifies_nobody_any_more_is_a_fault_that_stops_nothing(
    town: Town,
) -> None:
    bot = town.client.user
    assert bot
    quiet = discord.PermissionOverwrite(mention_everyone=False)
    channel = town.guild.create_text_channel("news", overwrites={bot: quiet})
    role = town.guild.create_role("Readers", mentionable=False)
    subscription = await town.subscribe(channel, role_id=role.id)
    assert role_fault(real(town), subscription.settings) is RoleFault.UNMENTIONABLE
    await town.newsletter.tick(DUE)
    first, _ = await town.posted(channel.id)
    assert text_of(first) == f"<@&{role.id}>"


@pytest.mark.parametrize("kind", ["text", "forum"])
async def test_a_deleted_channel_whose_send_was_cut_off_ends_as_gone(town: Town, kind: str) -> None:
    handle = getattr(town.guild, f"create_{kind}_channel")("news")
    await town.subscribe(handle)
    town.env.inject_error("POST", f"/channels/{handle.id}/*", status=500)
    await town.newsletter.tick(DUE)
    assert (await rows(town))[0].state == State.UNSURE
    channel = town.client.get_channel(handle.id)
    assert isinstance(channel, discord.abc.GuildChannel)
    await channel.delete()
    await town.newsletter.tick(DUE + timedelta(minutes=2))
    first, second = await rows(town)
    assert (first.state, first.reason) == (State.DEAD, Reason.CHANNEL_GONE)
    assert (second.state, second.reason) == (State.SKIPPED, Reason.EARLIER_PART)
    paused = await pause_of(town, handle.id)
    assert paused
    assert paused.reason is Reason.CHANNEL_GONE


async def test_a_thread_that_lost_its_channel_while_it_was_sent_to_ends_as_gone(
    town: Town,
) -> None:
    channel = town.client.get_channel(town.guild.create_text_channel("news").id)
    assert isinstance(channel, discord.TextChannel)
    thread = await channel.create_thread(name="y", type=discord.ChannelType.public_thread)
    await town.subscribe(thread)
    town.env.inject_error("POST", f"/channels/{thread.id}/messages", status=500)
    await town.newsletter.tick(DUE)
    known = town.client.get_channel(thread.id)
    assert isinstance(known, discord.Thread)
    known.parent_id = 1
    await town.newsletter.tick(DUE + timedelta(minutes=2))
    first, _ = await rows(town)
    assert (first.state, first.reason) == (State.DEAD, Reason.CHANNEL_GONE)


async def test_a_channel_that_discord_denies_but_the_gateway_knows_is_looked_at_again(
    town: Town,
) -> None:
    channel = town.guild.create_text_channel("news")
    await town.subscribe(channel)
    messages = f"/channels/{channel.id}/messages"
    town.env.inject_error("POST", messages, status=500)
    await town.newsletter.tick(DUE)
    (first,) = await town.newsletter.outbox.claim(DUE + timedelta(seconds=6), 5)
    town.env.inject_error("GET", messages, status=404, code=10003)
    publisher = Publisher(town.client)
    denied = await publisher.find(first)
    assert denied.status is SendStatus.REFUSED
    again = settle(first, denied, DUE, 0.5)
    assert (again.state, again.pause) == (State.UNSURE, None)
    assert (await publisher.find(first)).status is SendStatus.NOT_FOUND


async def test_a_channel_of_an_unavailable_server_that_discord_denies_is_not_gone(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = town.guild.create_text_channel("news")
    await town.subscribe(channel)
    town.env.inject_error("POST", f"/channels/{channel.id}/messages", status=500)
    await town.newsletter.tick(DUE)
    (first,) = await town.newsletter.outbox.claim(DUE + timedelta(seconds=6), 5)
    # Since a start without its server, the bot knows none of its channels.
    monkeypatch.setattr(town.client, "get_channel", dict[int, object]().get)
    monkeypatch.setattr(real(town), "unavailable", True)
    town.env.inject_error("GET", f"/channels/{channel.id}", status=404, code=10003)
    publisher = Publisher(town.client)
    assert (await publisher.find(first)).status is SendStatus.NOT_READY
    assert (await publisher.send(first, BODY)).status is SendStatus.NOT_READY
    assert (await publisher.publish(first)).status is SendStatus.NOT_READY


@pytest.mark.parametrize(("status", "code"), [(500, 0), (400, 20028)])
async def test_a_deleted_post_ends_its_edition_and_not_the_forum_s_subscription(
    town: Town, status: int, code: int
) -> None:
    forum = town.guild.create_forum_channel("forum")
    await town.subscribe(forum)
    # The second part is looked for, or sent, when its post is gone already.
    town.env.inject_error("POST", "/channels/*/messages", status=status, code=code)
    await town.newsletter.tick(DUE)
    first, _ = await rows(town)
    post = town.client.get_channel(first.message_id)
    assert isinstance(post, discord.Thread)
    await post.delete()
    await town.newsletter.tick(DUE + timedelta(minutes=11))
    assert [(row.state, row.reason) for row in await rows(town)] == [
        (State.SENT, None),
        (State.SENT, Reason.DELETED),
    ]
    assert await pause_of(town, forum.id) is None


async def test_a_thread_without_its_channel_is_gone_at_once_and_not_unclear(town: Town) -> None:
    handle = town.guild.create_text_channel("news")
    channel = town.client.get_channel(handle.id)
    assert isinstance(channel, discord.TextChannel)
    thread = await channel.create_thread(name="y", type=discord.ChannelType.public_thread)
    thread.parent_id = 1
    with pytest.raises(RequirementError) as caught:
        check(thread, has_files=True)
    assert caught.value.pause == Pause(Reason.CHANNEL_GONE)
    assert not can_post(thread)
    settings = Settings(thread.id, ChannelKind.THREAD, role_id=5)
    assert role_fault(real(town), settings) is RoleFault.GONE


async def test_a_message_is_published_once_its_server_is_there_again(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = town.guild.create_news_channel("announcements")
    await town.subscribe(channel, publish=True)
    town.env.inject_error("POST", f"/channels/{channel.id}/messages/*", status=500, times=2)
    await town.newsletter.tick(DUE)
    monkeypatch.setattr(real(town), "unavailable", True)
    await town.newsletter.tick(DUE + timedelta(hours=1))
    assert all(row.publish_not_before for row in await rows(town))
    monkeypatch.setattr(real(town), "unavailable", False)
    time_out(town, DUE + timedelta(hours=3))
    await town.newsletter.tick(DUE + timedelta(hours=2))
    assert all(row.publish_not_before for row in await rows(town))
    time_out(town, None)
    await town.newsletter.tick(DUE + timedelta(hours=4))
    assert all(row.published_at for row in await rows(town))


async def test_a_channel_that_no_longer_announces_ends_publishing(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    handle = town.guild.create_news_channel("announcements")
    await town.subscribe(handle, publish=True)
    town.env.inject_error("POST", f"/channels/{handle.id}/messages/*", status=500, times=2)
    await town.newsletter.tick(DUE)
    channel = town.client.get_channel(handle.id)
    assert isinstance(channel, discord.TextChannel)
    # SimCord changes no channel's type.
    monkeypatch.setattr(channel, "_type", discord.ChannelType.text.value)
    await town.newsletter.tick(DUE + timedelta(hours=1))
    assert {(row.publish_not_before, row.published_at) for row in await rows(town)} == {
        (None, None)
    }
    assert {row.code for row in await rows(town)} == {"no-announcement-channel"}


async def test_an_unavailable_server_loses_no_edition(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = town.guild.create_text_channel("news")
    await town.subscribe(channel)
    monkeypatch.setattr(real(town), "unavailable", True)
    for hours in (0, 20, 60):
        await town.newsletter.tick(DUE + timedelta(hours=hours))
    monkeypatch.setattr(real(town), "unavailable", False)
    await town.newsletter.tick(DUE + timedelta(hours=61))
    assert len(await town.posted(channel.id)) == 2
