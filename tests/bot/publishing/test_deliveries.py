from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import discord
import pytest

from bot.client import ModelZooBot
from bot.editions.record import RecordError
from bot.months import Month
from bot.newsletter.bodies import Variant
from bot.newsletter.delivery import Body, Settlement, State
from bot.newsletter.outbox.store import Outbox
from bot.newsletter.planning.plan import Plan
from bot.newsletter.subscription import ChannelKind, Pause, Reason, Settings
from bot.publishing.deliveries import Deliveries
from bot.publishing.newsroom import Feed, Newsroom
from bot.services import newsroom_of
from tests.cogs.reading import control_id, controls, options, texts
from tests.conftest import Stage

JULY = Month(2026, 7)


class Clock:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(stage: Stage) -> Clock:
    clock = Clock(datetime(2026, 8, 1, tzinfo=UTC))
    newsroom_of(stage.services).now = clock
    return clock


@pytest.fixture
def newsroom(stage: Stage) -> Newsroom:
    return newsroom_of(stage.services)


@pytest.fixture
def deliveries(stage: Stage, newsroom: Newsroom) -> Deliveries:
    bot = stage.env.bot
    assert isinstance(bot, ModelZooBot)
    return Deliveries(newsroom, bot, rate=1_000, is_alone=True)


def posts(stage: Stage, channel: Any = None) -> list[Any]:
    """Return the bot's messages in a channel, the oldest first."""
    me = stage.env.bot.user
    assert me
    return [
        message
        for message in (channel or stage.channel).history()
        if message.author.id == me.id and not message.flags.ephemeral
    ]


def editions(stage: Stage, channel: Any = None) -> list[Any]:
    """Return the first message of each edition: a rich one takes several."""
    return [message for message in posts(stage, channel) if "# ModelZoo" in told(message)]


def told(message: Any) -> str:
    found: list[str] = []

    def walk(components: list[Any]) -> None:
        for component in components:
            if isinstance(component, discord.TextDisplay):
                found.append(component.content)
            walk(getattr(component, "children", []))

    walk(message.components)
    return "\n".join(found)


async def test_who_subscribes_gets_the_edition_once(
    stage: Stage, clock: Clock, deliveries: Deliveries
) -> None:
    await stage.admin.slash(stage.channel, "newsletter subscribe", channel=stage.channel)
    await deliveries.tick()
    assert posts(stage) == []
    clock.now = datetime(2026, 8, 2, 9, 1, tzinfo=UTC)
    await deliveries.tick()
    (post,) = editions(stage)
    assert "# ModelZoo, July 2026" in told(post)
    assert [attachment.filename for attachment in post.attachments] == ["risers-2026-07.png"]
    await deliveries.tick()
    clock.now += timedelta(days=3)
    await deliveries.tick()
    assert len(editions(stage)) == 1
    status = await stage.admin.slash(stage.channel, "newsletter status")
    assert f"[July 2026]({post.jump_url}), posted" in texts(status)
    assert "Next: the edition of August 2026" in texts(status)


async def test_trouble_with_the_archive_holds_up_no_delivery(
    stage: Stage, clock: Clock, deliveries: Deliveries, newsroom: Newsroom
) -> None:
    await stage.admin.slash(stage.channel, "newsletter subscribe", channel=stage.channel)
    clock.now = datetime(2026, 8, 2, 9, 1, tzinfo=UTC)
    await newsroom.store.freeze(Month(2026, 5), "{}", clock.now)
    newsroom._feed = Feed(Path("unused.xml"))  # pyright: ignore[reportPrivateUsage]  # a broken archive
    with pytest.raises(RecordError):
        await deliveries.tick()
    assert len(editions(stage)) == 1


async def test_the_chosen_role_and_nobody_else_is_notified(
    stage: Stage, clock: Clock, deliveries: Deliveries
) -> None:
    readers = stage.guild.create_role("Readers")
    await stage.admin.slash(
        stage.channel, "newsletter subscribe", channel=stage.channel, role=readers
    )
    clock.now = datetime(2026, 8, 2, 9, 1, tzinfo=UTC)
    await deliveries.tick()
    sent = [
        entry.json["allowed_mentions"]
        for entry in stage.env.http_requests
        if entry.method == "POST" and entry.path.endswith("/messages") and entry.json
    ]
    assert sent[-1] == {"parse": [], "roles": [readers.id]}
    (post,) = editions(stage)
    assert told(post).startswith(f"<@&{readers.id}>")


async def test_its_buttons_answer_after_a_restart(
    stage: Stage, clock: Clock, deliveries: Deliveries
) -> None:
    await stage.admin.slash(
        stage.channel, "newsletter subscribe", channel=stage.channel, language="zh-CN"
    )
    clock.now = datetime(2026, 8, 2, 10, tzinfo=UTC)
    await deliveries.tick()
    sent = posts(stage)
    assert "2026年7月" in told(sent[0])
    post = sent[-1]
    await stage.restart()
    ids = [
        str(child.custom_id)
        for component in post.components
        for child in getattr(component, "children", [])
        if isinstance(child, discord.Button)
    ]
    language = next(name for name in ids if name.startswith("mz:edlang:"))
    other = await stage.alice.click(post, custom_id=language)
    assert other.ephemeral
    assert "July 2026" in texts(other)
    opened = await stage.alice.click(
        post, custom_id=next(name for name in ids if name.startswith("mz:edhow:"))
    )
    assert "How this edition is made" in texts(opened)


async def test_a_missing_permission_pauses_with_one_notice_and_a_cure(
    stage: Stage, clock: Clock, deliveries: Deliveries, newsroom: Newsroom
) -> None:
    quiet = stage.guild.create_text_channel("quiet")
    await stage.admin.slash(stage.channel, "newsletter subscribe", channel=quiet)
    guild = stage.env.bot.get_guild(stage.guild.id)
    assert guild
    channel = guild.get_channel(quiet.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.set_permissions(guild.me, send_messages=False)
    for when in (timedelta(), timedelta(hours=1, minutes=1), timedelta(hours=26)):
        clock.now = datetime(2026, 8, 2, 9, 1, tzinfo=UTC) + when
        await deliveries.tick()
    assert posts(stage, quiet) == []
    (subscription,) = await newsroom.store.of_guild(stage.guild.id)
    assert subscription.pause
    assert subscription.pause.reason is Reason.MISSING_PERMISSIONS
    status = await stage.admin.slash(stage.channel, "newsletter status")
    assert "I lack a permission there: **Send Messages**" in texts(status)
    refused = await stage.admin.click(
        status.response, custom_id=control_id(status.response, "nlresume")
    )
    assert "Missing: **Send Messages**" in texts(refused)
    await channel.set_permissions(guild.me, send_messages=True)
    await stage.admin.click(status.response, custom_id=control_id(status.response, "nlresume"))
    await deliveries.tick()
    (post,) = editions(stage, quiet)
    assert "July 2026" in told(post)


async def test_subscribing_again_sends_what_had_failed(
    stage: Stage, clock: Clock, deliveries: Deliveries, newsroom: Newsroom
) -> None:
    quiet = stage.guild.create_text_channel("quiet")
    await stage.admin.slash(stage.channel, "newsletter subscribe", channel=quiet)
    guild = stage.env.bot.get_guild(stage.guild.id)
    assert guild
    channel = guild.get_channel(quiet.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.set_permissions(guild.me, send_messages=False)
    for when in (timedelta(), timedelta(hours=1, minutes=1), timedelta(hours=26)):
        clock.now = datetime(2026, 8, 2, 9, 1, tzinfo=UTC) + when
        await deliveries.tick()
    refused = await stage.admin.slash(stage.channel, "newsletter subscribe", channel=quiet)
    assert "Missing: **Send Messages**" in texts(refused)
    (subscription,) = await newsroom.store.of_guild(stage.guild.id)
    assert subscription.pause
    await channel.set_permissions(guild.me, send_messages=True)
    changed = await stage.admin.slash(stage.channel, "newsletter subscribe", channel=quiet, day=9)
    assert "Next: the edition of August 2026" in texts(changed)
    for _ in range(2):
        await deliveries.tick()
    (post,) = editions(stage, quiet)
    assert "July 2026" in told(post)


@pytest.mark.parametrize(
    ("language", "told_as"),
    [
        (
            "en-US",
            ("can't be posted in", "I lack a permission there: **Send Messages**", "**Resume**"),
        ),
        ("zh-CN", ("月刊无法发布到", "缺少权限：**发送消息**", "**恢复**")),
    ],
)
async def test_the_notice_comes_once_in_the_editions_language(
    stage: Stage, clock: Clock, deliveries: Deliveries, language: str, told_as: tuple[str, ...]
) -> None:
    quiet = stage.guild.create_text_channel("quiet")
    guild = stage.env.bot.get_guild(stage.guild.id)
    assert guild
    system = guild.get_channel(stage.channel.id)
    channel = guild.get_channel(quiet.id)
    assert isinstance(system, discord.TextChannel)
    assert isinstance(channel, discord.TextChannel)
    await guild.edit(system_channel=system)
    await stage.env.settle()
    await stage.admin.slash(stage.channel, "newsletter subscribe", channel=quiet, language=language)
    await channel.set_permissions(guild.me, send_messages=False)
    for hours in (0, 2, 26, 27, 50):
        clock.now = datetime(2026, 8, 2, 9, 1, tzinfo=UTC) + timedelta(hours=hours)
        await deliveries.tick()
    (notice,) = posts(stage)
    for text in told_as:
        assert text in told(notice)
    assert f"<#{quiet.id}>" in told(notice)


async def test_forum_thread_and_announcement_channels_get_theirs(
    stage: Stage, clock: Clock, deliveries: Deliveries, newsroom: Newsroom
) -> None:
    forum = stage.guild.create_forum_channel("forum")
    news = stage.guild.create_news_channel("news")
    for channel, given in ((forum, {}), (news, {"publish": True})):
        result = await stage.admin.slash(
            stage.channel, "newsletter subscribe", channel=channel, **given
        )
        assert "Subscribed" in texts(result)
    guild = stage.env.bot.get_guild(stage.guild.id)
    assert guild
    text = guild.get_channel(stage.channel.id)
    assert isinstance(text, discord.TextChannel)
    thread = await text.create_thread(name="models", type=discord.ChannelType.public_thread)
    settings = Settings(thread.id, ChannelKind.THREAD, language="en-US")
    await newsroom.store.subscribe(guild.id, settings, stage.admin.id, clock.now)
    clock.now = datetime(2026, 8, 2, 9, 1, tzinfo=UTC)
    await deliveries.tick()
    history = [message async for message in thread.history() if message.author == guild.me]
    (post,) = [message for message in history if "# ModelZoo" in told(message)]
    assert "July 2026" in told(post)
    published = posts(stage, news)
    assert published
    # SimCord marks the original as the copy is marked.
    assert all(message.flags.value & 0b11 for message in published)
    created = guild.get_channel(forum.id)
    assert isinstance(created, discord.ForumChannel)
    assert [found.name for found in created.threads] == ["ModelZoo, July 2026"]


async def test_operators_see_what_went_wrong_and_send_it_again(
    stage: Stage, clock: Clock, deliveries: Deliveries, newsroom: Newsroom
) -> None:
    bot = stage.env.bot
    assert isinstance(bot, ModelZooBot)
    bot.curators = frozenset({stage.admin.id})
    quiet = stage.guild.create_text_channel("quiet")
    await stage.admin.slash(stage.channel, "newsletter subscribe", channel=quiet)
    guild = bot.get_guild(stage.guild.id)
    assert guild
    channel = guild.get_channel(quiet.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.set_permissions(guild.me, attach_files=False)
    for when in (timedelta(), timedelta(hours=1, minutes=1), timedelta(hours=26)):
        clock.now = datetime(2026, 8, 2, 9, 1, tzinfo=UTC) + when
        await deliveries.tick()
    page = await stage.admin.slash(stage.channel, "admin newsletter")
    assert "Frozen" in texts(page)
    assert "not posted: a permission was missing" in texts(page)
    # Nothing goes to a paused channel, so there is no button that would pretend to.
    assert "Its subscription is paused" in texts(page)
    assert not [c for c in controls(page.response) if "nlresend" in c["custom_id"]]
    await channel.set_permissions(guild.me, attach_files=True)
    (subscription,) = await newsroom.store.of_guild(stage.guild.id)
    await newsroom.store.resume(subscription.id)
    page = await stage.admin.slash(stage.channel, "admin newsletter")
    older = await stage.admin.slash(stage.channel, "admin newsletter")
    resend = control_id(page.response, "nlresend")
    await stage.admin.click(page.response, custom_id=resend)
    assert "nothing failed" in texts(page)
    again = await stage.admin.click(older.response, custom_id=resend)
    assert "has been sent since" in texts(again)
    await deliveries.tick()
    assert len(editions(stage, quiet)) == 1


async def test_an_operator_says_what_was_sent_before_a_restore(
    stage: Stage, clock: Clock, newsroom: Newsroom
) -> None:
    bot = stage.env.bot
    assert isinstance(bot, ModelZooBot)
    quiet = stage.guild.create_text_channel("quiet")
    await stage.admin.slash(stage.channel, "newsletter subscribe", channel=quiet)
    guild = bot.get_guild(stage.guild.id)
    assert guild
    channel = guild.get_channel(quiet.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.set_permissions(guild.me, read_message_history=False)
    clock.now = datetime(2026, 8, 3, tzinfo=UTC)
    deliveries = Deliveries(newsroom, bot, rate=1_000, is_alone=True, restored_at=clock.now)
    await deliveries.tick()
    assert posts(stage, quiet) == []
    bot.curators = frozenset({stage.admin.id})
    page = await stage.admin.slash(stage.channel, "admin newsletter")
    assert "perhaps posted: the bot can't read the channel" in texts(page)
    was_sent = control_id(page.response, "nlwassent")
    older = await stage.admin.slash(stage.channel, "admin newsletter")
    bot.curators = frozenset()
    refused = await stage.admin.click(page.response, custom_id=was_sent)
    assert "owner and its curators" in texts(refused)
    bot.curators = frozenset({stage.admin.id})
    await stage.admin.click(page.response, custom_id=was_sent)
    assert "nothing failed" in texts(page)
    again = await stage.admin.click(older.response, custom_id=was_sent)
    assert "has been sent since" in texts(again)
    await deliveries.tick()
    assert posts(stage, quiet) == []
    status = await stage.admin.slash(stage.channel, "newsletter status")
    assert "July 2026, posted" in texts(status)


@pytest.mark.parametrize(
    ("what", "told_as"),
    [
        ("unsubscribed", "That channel is no longer subscribed"),
        ("paused", "Its subscription is paused"),
        ("left", "I am no longer in that server"),
    ],
)
async def test_what_nobody_waits_for_is_not_sent_again_and_why_is_said(
    stage: Stage, clock: Clock, newsroom: Newsroom, what: str, told_as: str
) -> None:
    bot = stage.env.bot
    assert isinstance(bot, ModelZooBot)
    bot.curators = frozenset({stage.admin.id})
    settings = Settings(5, ChannelKind.TEXT, language="en-US")
    saved = await newsroom.store.subscribe(1, settings, 1, clock.now)
    clock.now = datetime(2026, 8, 2, 9, 1, tzinfo=UTC)
    body = Body(({"type": 10, "content": "July"},))
    plan = Plan({JULY: await newsroom.compose(JULY)}, {(JULY, Variant("en-US")): (body,)}, 1000)
    outbox = Outbox(newsroom.state, "test")
    await outbox.plan(plan, clock.now)
    (delivery,) = await outbox.claim(clock.now, 1)
    dead = Settlement(State.DEAD, clock.now, 0, reason=Reason.REJECTED)
    await outbox.settle(delivery, dead, clock.now)
    page = await stage.admin.slash(stage.channel, "admin newsletter")
    resend = control_id(page.response, "nlresend")
    match what:
        case "unsubscribed":
            await newsroom.store.remove(saved.id)
        case "paused":
            await newsroom.store.pause(saved.id, Pause(Reason.BY_ADMIN), clock.now)
        case _:
            await newsroom.store.guild_left(1, clock.now)
    refused = await stage.admin.click(page.response, custom_id=resend)
    assert told_as in texts(refused)
    assert await outbox.counts(JULY) == {State.DEAD: 1}


async def test_unusual_growth_is_let_pass_by_a_curator(
    stage: Stage, clock: Clock, newsroom: Newsroom
) -> None:
    bot = stage.env.bot
    assert isinstance(bot, ModelZooBot)
    bot.curators = frozenset({stage.admin.id})
    await newsroom._material._database.write(  # pyright: ignore[reportPrivateUsage]  # a leap
        lambda db: db.execute(
            "UPDATE star_snapshot SET stars = stars + 90000 WHERE day >= '2026-08-01'"
            " AND entry_id = (SELECT id FROM entry WHERE full_name = 'openai/whisper')"
        )
    )
    page = await stage.admin.slash(stage.channel, "admin newsletter")
    assert "Not frozen yet" in texts(page)
    assert "openai/whisper: +" in texts(page)
    menu = control_id(page.response, "nlapprove")
    (option,) = options(page.response, "nlapprove")
    assert option["label"] == "openai/whisper"
    bot.curators = frozenset()
    refused = await stage.admin.select(page.response, [option["value"]], custom_id=menu)
    assert "owner and its curators" in texts(refused)
    bot.curators = frozenset({stage.admin.id})
    await stage.admin.select(page.response, [option["value"]], custom_id=menu)
    assert "openai/whisper" not in texts(page)


async def test_a_server_left_unseen_is_noticed_at_the_next_start(
    stage: Stage, newsroom: Newsroom, clock: Clock
) -> None:
    settings = Settings(5, ChannelKind.TEXT, language="en-US")
    await newsroom.store.subscribe(1, settings, 1, clock.now)
    await stage.admin.slash(stage.channel, "newsletter subscribe", channel=stage.channel)
    await newsroom.store.guild_left(stage.guild.id, clock.now)
    await stage.restart()
    await stage.env.settle()
    assert await newsroom.store.guild_ids() == {stage.guild.id}
    assert await newsroom.store.left_guild_ids() == {1}


async def test_leaving_and_losing_channels_is_noticed(stage: Stage, newsroom: Newsroom) -> None:
    other = stage.guild.create_text_channel("other")
    await stage.admin.slash(stage.channel, "newsletter subscribe", channel=other)
    guild = stage.env.bot.get_guild(stage.guild.id)
    assert guild
    channel = guild.get_channel(other.id)
    assert channel
    await channel.delete()
    await stage.env.settle()
    (subscription,) = await newsroom.store.of_guild(stage.guild.id)
    assert subscription.pause
    assert subscription.pause.reason is Reason.CHANNEL_GONE
    status = await stage.admin.slash(stage.channel, "newsletter status")
    assert "The channel is gone" in texts(status)
    await guild.leave()
    await stage.env.settle()
    (left,) = await newsroom.store.of_guild(stage.guild.id)
    assert left.left_at is not None
    assert replace(left, left_at=None) == replace(subscription, left_at=None)
