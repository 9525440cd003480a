"""Send one message, in discord.py's own way or, for a forum's post, in one try."""

import io
import json
from collections.abc import Iterator
from typing import Any

import discord
from discord.http import Route, handle_message_parameters

from bot.newsletter.channels import check, pick_tags, role_to_mention
from bot.newsletter.delivery import Body, Delivery, SendResult, SendStatus
from bot.newsletter.pacer import Begin, Turn
from bot.newsletter.requests.channel import channel_of


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


async def send(
    client: discord.Client, delivery: Delivery, body: Body, turn: Turn, begin: Begin
) -> SendResult:
    """Send a message once ``begin`` allows it, else it is WITHDRAWN.

    Raises:
        RequirementError: the channel doesn't allow it.
    """
    channel = await channel_of(client, delivery, turn)
    if channel is None:
        return SendResult(SendStatus.NOT_READY)
    check(channel, has_files=bool(body.files))
    role_id = role_to_mention(channel, delivery.role_id)
    view = FrozenView(_stamped(delivery, body, role_id))
    files = [discord.File(io.BytesIO(content), name) for name, content in body.files]
    mentions = _mentions(role_id)
    if isinstance(channel, discord.ForumChannel):
        title = body.title[:100] or delivery.month
        tags = pick_tags(channel, body.tags)
        if not await begin():
            return SendResult(SendStatus.WITHDRAWN)
        post_id = await _create_post(client, channel, title, tags, view, files, mentions)
        return SendResult(SendStatus.SENT, message_id=post_id)
    if not await begin():
        return SendResult(SendStatus.WITHDRAWN)
    message = await channel.send(
        nonce=delivery.nonce, view=view, files=files, allowed_mentions=mentions
    )
    return SendResult(SendStatus.SENT, message_id=message.id)


async def _create_post(
    client: discord.Client,
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
    post = await client.http.request(route, files=files, form=_Once(form))
    return int(post["id"])


def _stamped(delivery: Delivery, body: Body, role_id: int | None) -> list[dict[str, Any]]:
    first, *others = body.components
    shown = [{**first, "id": delivery.marker}, *(dict(other) for other in others)]
    if role_id is not None and delivery.part == 0:
        shown.insert(0, {"type": 10, "content": f"<@&{role_id}>"})
    return shown


def _mentions(role_id: int | None) -> discord.AllowedMentions:
    roles = [discord.Object(role_id)] if role_id is not None else False
    return discord.AllowedMentions(everyone=False, users=False, roles=roles, replied_user=False)
