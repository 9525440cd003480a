"""The Discord side: send one message, look for one among our own, publish one. Says what it heard, decides nothing."""

import asyncio
import io
import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast

import discord
from discord.http import Route, handle_message_parameters

from bot.newsletter.channels import (
    NeedError,
    can_post,
    check,
    is_known,
    is_orphan,
    kind_of,
    pick_tags,
    role_to_mention,
    timed_out_until,
)
from bot.newsletter.delivery import NO_NEWS, Body, Delivery, Heard, Outcome
from bot.newsletter.pacer import Begin, ClosedError, Turn
from bot.newsletter.refusals import UNSENT, heard_of, unsent
from bot.newsletter.subscription import ChannelKind, Pause, Reason

_TIMEOUT_S = 60.0
# Snowflakes are Discord's clock and `first_try` is ours, which may have been set wrong by hours.
_CLOCK_MARGIN = timedelta(days=1)
_MOST_READ = 5000
_PAGE = 100
_ALREADY_PUBLISHED = 40033

Postable = discord.TextChannel | discord.Thread | discord.ForumChannel


class FrozenView(discord.ui.LayoutView):
    """Frozen components as a view, so that they take discord.py's own way: nonce, uploads, rate limits."""

    def __init__(self, components: list[dict[str, Any]]) -> None:
        super().__init__(timeout=None)
        self._frozen = components

    def to_components(self) -> list[dict[str, Any]]:
        """Return them as they are."""
        return self._frozen

    def has_components_v2(self) -> bool:
        """Say yes: the view itself has no items to tell by."""
        return True


class _Once(list[dict[str, Any]]):
    """A form that can be read once.

    discord.py repeats by itself what was answered with a 500, of which Discord may have made a post already.
    """

    _is_read = False

    def __iter__(self) -> Iterator[dict[str, Any]]:
        if self._is_read:
            raise ConnectionAbortedError
        self._is_read = True
        return super().__iter__()


async def _at_once() -> None:
    """Give a turn without waiting."""


async def _always() -> bool:
    return True


class Publisher:
    """A client that posts. No try takes more than a minute, none raises: what isn't understood is UNCLEAR.

    What ``turn`` raises, which is awaited before each request, is let through.
    """

    def __init__(self, client: discord.Client, *, timeout: float = _TIMEOUT_S) -> None:
        self._client = client
        self._timeout = timeout

    async def send(
        self, delivery: Delivery, body: Body, turn: Turn = _at_once, begin: Begin = _always
    ) -> Outcome:
        """Send a message with its nonce, once the channel's permissions and then ``begin`` allow it."""
        outcome = await self._attempt(lambda: self._send(delivery, body, turn, begin))
        if _is_in_post(delivery) and _says(outcome, Reason.CHANNEL_GONE):
            # Only the post is gone, which a moderator deleted; the forum still takes the next one.
            return Outcome(Heard.DELETED, code=outcome.code)
        return self._explained(delivery, outcome)

    async def find(self, delivery: Delivery, turn: Turn = _at_once) -> Outcome:
        """Look for a message among our own in its channel: SENT, NOT_FOUND, UNREADABLE, or GONE with its channel."""
        outcome = await self._attempt(lambda: self._find(delivery, turn), self._timeout * 2)
        if _says(outcome, Reason.CHANNEL_GONE):
            if _is_in_post(delivery):
                return Outcome(Heard.DELETED, code=outcome.code)
            # In an outage Discord may deny a channel that the gateway knows: that is looked at again.
            channel = self._client.get_channel(delivery.channel_id)
            is_gone = channel is None or is_orphan(channel)
            return replace(outcome, heard=Heard.GONE) if is_gone else outcome
        if outcome.heard in (Heard.REFUSED, Heard.REJECTED, Heard.DELETED):
            return Outcome(Heard.UNREADABLE, code=outcome.code)
        return outcome

    async def publish(self, delivery: Delivery, turn: Turn = _at_once) -> Outcome:
        """Publish a sent message of an announcement channel."""
        outcome = await self._attempt(lambda: self._publish(delivery, turn))
        return self._explained(delivery, outcome)

    def notice_channel(self, guild_id: int, avoiding: int) -> int | None:
        """Return where a server's moderators read notices, if we may write there."""
        guild = self._client.get_guild(guild_id)
        if guild is None or guild.unavailable:
            return None
        for channel in (guild.public_updates_channel, guild.system_channel):
            if channel is not None and channel.id != avoiding and can_post(channel):
                return channel.id
        return None

    async def _attempt(
        self, work: Callable[[], Awaitable[Outcome]], seconds: float | None = None
    ) -> Outcome:
        try:
            return await asyncio.wait_for(work(), seconds or self._timeout)
        except ClosedError:
            raise
        except NeedError as error:
            return unsent(error.pause, discord.utils.utcnow())
        except discord.RateLimited as error:
            return Outcome(Heard.BUSY, code="429", retry_after=timedelta(seconds=error.retry_after))
        except discord.HTTPException as error:
            return heard_of(error.status, error.code)
        except Exception as error:  # noqa: BLE001  # whatever it was, the message may have been sent
            return Outcome(Heard.UNCLEAR, code=type(error).__name__)

    async def _send(self, delivery: Delivery, body: Body, turn: Turn, begin: Begin) -> Outcome:
        channel = await self._channel(delivery, turn)
        if channel is None:
            return Outcome(Heard.NOT_READY)
        check(channel, has_files=bool(body.files))
        role_id = role_to_mention(channel, delivery.role_id)
        view = FrozenView(_stamped(delivery, body, role_id))
        files = [discord.File(io.BytesIO(content), name) for name, content in body.files]
        mentions = _mentions(role_id)
        if isinstance(channel, discord.ForumChannel):
            title = body.title[:100] or delivery.month
            tags = pick_tags(channel, body.tags)
            if not await begin():
                return Outcome(Heard.WITHDRAWN)
            post_id = await self._create_post(channel, title, tags, view, files, mentions)
            return Outcome(Heard.SENT, message_id=post_id)
        if not await begin():
            return Outcome(Heard.WITHDRAWN)
        message = await channel.send(
            nonce=delivery.nonce, view=view, files=files, allowed_mentions=mentions
        )
        return Outcome(Heard.SENT, message_id=message.id)

    async def _create_post(
        self,
        forum: discord.ForumChannel,
        title: str,
        tags: list[discord.ForumTag],
        view: FrozenView,
        files: list[discord.File],
        mentions: discord.AllowedMentions,
    ) -> int:
        """Create a post as `ForumChannel.create_thread` does, but in one try: a post has no nonce."""
        params = handle_message_parameters(
            view=view,
            files=files or discord.utils.MISSING,
            allowed_mentions=mentions,
            channel_payload={"name": title, "applied_tags": [tag.id for tag in tags]},
        )
        # The content type makes it multipart even without a file.
        document = {"name": "payload_json", "content_type": "application/json"}
        form = params.multipart or [{**document, "value": json.dumps(params.payload)}]
        route = Route("POST", "/channels/{channel_id}/threads", channel_id=forum.id)
        post = await self._client.http.request(route, files=files, form=_Once(form))
        return int(post["id"])

    async def _find(self, delivery: Delivery, turn: Turn) -> Outcome:
        channel = await self._channel(delivery, turn)
        if channel is None:
            return Outcome(Heard.NOT_READY)
        if is_orphan(channel):
            raise NeedError(Pause(Reason.CHANNEL_GONE))
        permissions = channel.permissions_for(channel.guild.me)
        if not (permissions.view_channel and permissions.read_message_history):
            return Outcome(Heard.UNREADABLE, code="read_message_history")
        since = delivery.since - _CLOCK_MARGIN
        if isinstance(channel, discord.ForumChannel):
            found = await self._find_post(channel, delivery.marker, since, turn)
            return Outcome(Heard.SENT, message_id=found) if found else Outcome(Heard.NOT_FOUND)
        return await self._find_message(channel, delivery.marker, since, turn)

    async def _find_message(
        self,
        channel: discord.TextChannel | discord.Thread,
        marker: int,
        since: datetime,
        turn: Turn,
    ) -> Outcome:
        oldest = discord.utils.time_snowflake(since)
        before = None
        for _ in range(_MOST_READ // _PAGE):
            await turn()
            page = [message async for message in channel.history(limit=_PAGE, before=before)]
            for message in page:
                if message.id < oldest:
                    return Outcome(Heard.NOT_FOUND)
                if self._is_ours(message, marker):
                    return Outcome(Heard.SENT, message_id=message.id)
            if len(page) < _PAGE:
                return Outcome(Heard.NOT_FOUND)
            before = page[-1]
        return Outcome(Heard.UNREADABLE)

    async def _find_post(
        self, forum: discord.ForumChannel, marker: int, since: datetime, turn: Turn
    ) -> int | None:
        await turn()
        for thread in await forum.guild.active_threads():
            if thread.parent_id == forum.id and await self._is_our_post(
                thread, marker, since, turn
            ):
                return thread.id
        before = None
        while True:
            await turn()
            page = [thread async for thread in forum.archived_threads(limit=_PAGE, before=before)]
            for thread in page:
                # The newest archived come first: what was archived before the first try isn't ours.
                if thread.archive_timestamp < since:
                    return None
                if await self._is_our_post(thread, marker, since, turn):
                    return thread.id
            if len(page) < _PAGE:
                return None
            before = page[-1].archive_timestamp

    async def _is_our_post(
        self, thread: discord.Thread, marker: int, since: datetime, turn: Turn
    ) -> bool:
        if thread.owner_id != self._me() or thread.id < discord.utils.time_snowflake(since):
            return False
        await turn()
        try:
            return self._is_ours(await thread.fetch_message(thread.id), marker)
        except discord.NotFound:
            return False

    def _is_ours(self, message: discord.Message, marker: int) -> bool:
        return message.author.id == self._me() and marker in _component_ids(message.components)

    def _me(self) -> int:
        return self._client.user.id if self._client.user else 0

    async def _publish(self, delivery: Delivery, turn: Turn) -> Outcome:
        channel = await self._channel(delivery, turn)
        if channel is None:
            return Outcome(Heard.NOT_READY)
        if kind_of(channel) is not ChannelKind.ANNOUNCEMENT or delivery.message_id is None:
            return Outcome(Heard.REJECTED, code=NO_NEWS)
        if until := timed_out_until(channel.guild):
            return unsent(Pause(Reason.TIMED_OUT, until=until), discord.utils.utcnow())
        await turn()
        try:
            message = cast("discord.TextChannel", channel).get_partial_message(delivery.message_id)
            await message.publish()
        except discord.HTTPException as error:
            if error.code != _ALREADY_PUBLISHED:
                raise
        return Outcome(Heard.SENT)

    async def _channel(self, delivery: Delivery, turn: Turn) -> Postable | None:
        """Return the channel to post to, None while Discord has not told about its server."""
        target = delivery.channel_id
        if delivery.channel_kind is ChannelKind.FORUM and delivery.part:
            target = delivery.post_id or target
        channel = self._client.get_channel(target)
        if channel is None:
            await turn()
            channel = await self._client.fetch_channel(target)
        if not isinstance(channel, Postable):
            raise NeedError(Pause(Reason.CHANNEL_KIND))
        return channel if is_known(channel.guild) else None

    def _explained(self, delivery: Delivery, outcome: Outcome) -> Outcome:
        """Say which permission Discord means, which it doesn't; it calls a timeout a missing one, too."""
        if outcome.code == UNSENT or not _says(outcome, Reason.MISSING_PERMISSIONS):
            return outcome
        # Of a thread that we were removed from, Discord says no more than this.
        pause = Pause(Reason.MISSING_PERMISSIONS, ("view_channel",), outcome.code)
        channel = self._client.get_channel(delivery.channel_id)
        if isinstance(channel, Postable) and is_known(channel.guild):
            pause = Pause(Reason.REFUSED, code=outcome.code)
            try:
                check(channel, has_files=True)
            except NeedError as error:
                if error.pause.until:
                    return unsent(error.pause, discord.utils.utcnow())
                pause = replace(error.pause, code=outcome.code)
        return replace(outcome, pause=pause)


def _is_in_post(delivery: Delivery) -> bool:
    return (
        delivery.channel_kind is ChannelKind.FORUM and delivery.part > 0 and bool(delivery.post_id)
    )


def _says(outcome: Outcome, reason: Reason) -> bool:
    return outcome.pause is not None and outcome.pause.reason is reason


def _stamped(delivery: Delivery, body: Body, role_id: int | None) -> list[dict[str, Any]]:
    first, *others = body.components
    shown = [{**first, "id": delivery.marker}, *(dict(other) for other in others)]
    if role_id is not None and delivery.part == 0:
        shown.insert(0, {"type": 10, "content": f"<@&{role_id}>"})
    return shown


def _mentions(role_id: int | None) -> discord.AllowedMentions:
    roles = [discord.Object(role_id)] if role_id is not None else False
    return discord.AllowedMentions(everyone=False, users=False, roles=roles, replied_user=False)


def _component_ids(components: list[Any]) -> Iterator[int]:
    # The marker is on a top-level component; where Discord puts none deeper, neither do we look.
    for component in components:
        if component.id is not None:
            yield component.id
