"""The Discord side of the newsletter: sends, finds or publishes one message and reports the result; decides nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import discord

from bot.newsletter.channels import (
    RequirementError,
    can_post,
    check,
    is_known,
    is_orphan,
)
from bot.newsletter.delivery import Body, Delivery, SendResult, SendStatus
from bot.newsletter.pacer import Begin, ClosedError, Turn
from bot.newsletter.refusals import UNSENT, result_of, unsent
from bot.newsletter.requests import publishing, searching, sending
from bot.newsletter.requests.channel import Postable, is_in_post
from bot.newsletter.subscription import Pause, Reason

_TIMEOUT_S = 60.0


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
    ) -> SendResult:
        """Send a message with its nonce, once the channel's permissions and then ``begin`` allow it."""
        result = await self._attempt(
            lambda: sending.send(self._client, delivery, body, turn, begin)
        )
        if is_in_post(delivery) and _says(result, Reason.CHANNEL_GONE):
            # Only the post is gone, which a moderator deleted; the forum still takes the next one.
            return SendResult(SendStatus.DELETED, code=result.code)
        return self._explained(delivery, result)

    async def find(self, delivery: Delivery, turn: Turn = _at_once) -> SendResult:
        """Look for a message among our own in its channel: SENT, NOT_FOUND, UNREADABLE, or GONE with its channel."""
        result = await self._attempt(
            lambda: searching.find(self._client, delivery, turn), self._timeout * 2
        )
        if _says(result, Reason.CHANNEL_GONE):
            if is_in_post(delivery):
                return SendResult(SendStatus.DELETED, code=result.code)
            # In an outage Discord may deny a channel that the gateway knows: that is looked at again.
            channel = self._client.get_channel(delivery.channel_id)
            is_gone = channel is None or is_orphan(channel)
            return replace(result, status=SendStatus.GONE) if is_gone else result
        if result.status in (SendStatus.REFUSED, SendStatus.REJECTED, SendStatus.DELETED):
            return SendResult(SendStatus.UNREADABLE, code=result.code)
        return result

    async def publish(self, delivery: Delivery, turn: Turn = _at_once) -> SendResult:
        """Publish a sent message of an announcement channel."""
        result = await self._attempt(lambda: publishing.publish(self._client, delivery, turn))
        return self._explained(delivery, result)

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
        self, work: Callable[[], Awaitable[SendResult]], seconds: float | None = None
    ) -> SendResult:
        try:
            return await asyncio.wait_for(work(), seconds or self._timeout)
        except ClosedError:
            raise
        except RequirementError as error:
            return unsent(error.pause, discord.utils.utcnow())
        except discord.RateLimited as error:
            return SendResult(
                SendStatus.BUSY, code="429", retry_after=timedelta(seconds=error.retry_after)
            )
        except discord.HTTPException as error:
            return result_of(error.status, error.code)
        except Exception as error:  # noqa: BLE001  # whatever it was, the message may have been sent
            return SendResult(SendStatus.UNCLEAR, code=type(error).__name__)

    def _explained(self, delivery: Delivery, result: SendResult) -> SendResult:
        """Say which permission Discord means, which it doesn't; it calls a timeout a missing one, too."""
        if result.code == UNSENT or not _says(result, Reason.MISSING_PERMISSIONS):
            return result
        # Of a thread that we were removed from, Discord says no more than this.
        pause = Pause(Reason.MISSING_PERMISSIONS, ("view_channel",), result.code)
        channel = self._client.get_channel(delivery.channel_id)
        if isinstance(channel, Postable) and is_known(channel.guild):
            pause = Pause(Reason.REFUSED, code=result.code)
            try:
                check(channel, has_files=True)
            except RequirementError as error:
                if error.pause.until:
                    return unsent(error.pause, discord.utils.utcnow())
                pause = replace(error.pause, code=result.code)
        return replace(result, pause=pause)


def _says(result: SendResult, reason: Reason) -> bool:
    return result.pause is not None and result.pause.reason is reason
