"""A local Discord that keeps its state while the bot dies: messages, nonces, posts, publishing, and faults.

Its clock is set by whoever tests (`/test/clock`). Faults are drawn for each request that changes or reads messages.
"""

import asyncio
import contextlib
import json
import random
from collections import Counter, defaultdict
from collections.abc import AsyncGenerator, Callable, Generator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from tests.limits import problems_of
from tests.serving import beside, serve

BOT_ID = 1000
EPOCH_MS = 1420070400000
TEXT, NEWS, PUBLIC_THREAD, FORUM = 0, 5, 11, 15
# View, send, embed, attach, history, in threads, publish: what the bot asks for.
ALLOWED = 1 << 10 | 1 << 11 | 1 << 14 | 1 << 15 | 1 << 16 | 1 << 38
READ_HISTORY = 1 << 16
COMPONENTS_V2 = 1 << 15
FAULTS = ("429", "500 before", "500 after", "503 after", "reset before", "reset after")


@dataclass
class FakeChannel:
    """A channel and its messages, oldest first."""

    id: int
    guild_id: int
    type: int = TEXT
    parent_id: int | None = None
    denied: int = 0
    messages: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    is_deleted: bool = False


@dataclass
class FakeDiscord:
    """The server. ``window`` is how long a nonce is honoured, ``rate`` a limit a second over all requests.

    Who reads sees what was posted ``lag`` later.
    """

    window: timedelta = timedelta(minutes=3)
    lag: timedelta = timedelta(0)
    fault_rate: float = 0.0
    rate: int = 0
    seed: int = 1
    now: datetime = datetime(2026, 8, 2, 9, tzinfo=UTC)
    channels: dict[int, FakeChannel] = field(default_factory=dict[int, FakeChannel])
    faults: list[str] = field(default_factory=list[str])
    requests: Counter[str] = field(default_factory=Counter[str])
    problems: list[str] = field(default_factory=list[str])
    url: str = ""

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311  # a test's dice
        self._nonces: dict[str, tuple[datetime, FakeChannel, int]] = {}
        self._sequence = 0
        self._arrivals: dict[int, int] = defaultdict(int)

    def add(self, channel: FakeChannel) -> FakeChannel:
        self.channels[channel.id] = channel
        return channel

    def sent(self, channel_id: int) -> list[dict[str, Any]]:
        """Return what the bot posted in a channel, its threads included."""
        places = [
            channel
            for channel in self.channels.values()
            if channel_id in (channel.id, channel.parent_id)
        ]
        return [message for place in places for message in place.messages]

    def forget_nonces(self) -> None:
        self._nonces.clear()

    def snowflake(self) -> int:
        self._sequence += 1
        return (int(self.now.timestamp() * 1000) - EPOCH_MS) << 22 | self._sequence % (1 << 22)

    def guilds(self) -> list[dict[str, Any]]:
        """Return what the gateway would tell of every server."""
        found: dict[int, list[FakeChannel]] = defaultdict(list)
        for channel in self.channels.values():
            if not channel.is_deleted and channel.type != PUBLIC_THREAD:
                found[channel.guild_id].append(channel)
        return [self._guild(guild_id, channels) for guild_id, channels in found.items()]

    def _guild(self, guild_id: int, channels: list[FakeChannel]) -> dict[str, Any]:
        roles = [
            {
                "id": str(guild_id),
                "name": "@everyone",
                "permissions": str(ALLOWED),
                "color": 0,
                "hoist": False,
                "position": 0,
                "managed": False,
                "mentionable": False,
                "flags": 0,
                "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            }
        ]
        member: dict[str, Any] = {
            "user": self._bot(),
            "roles": [],
            "joined_at": "2026-01-01T00:00:00+00:00",
            "deaf": False,
            "mute": False,
            "flags": 0,
        }
        return {
            "id": str(guild_id),
            "name": f"server {guild_id}",
            "owner_id": "7",
            "roles": roles,
            "members": [member],
            "channels": [self._channel(channel) for channel in channels],
            "threads": [],
            "emojis": [],
            "features": [],
            "member_count": 2,
            "system_channel_flags": 0,
            "system_channel_id": None,
            "public_updates_channel_id": None,
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "nsfw_level": 0,
            "premium_tier": 0,
            "preferred_locale": "en-US",
            "afk_timeout": 300,
        }

    def _channel(self, channel: FakeChannel) -> dict[str, Any]:
        overwrites = [
            {"id": str(channel.guild_id), "type": 0, "allow": "0", "deny": str(channel.denied)}
        ]
        described: dict[str, Any] = {
            "id": str(channel.id),
            "type": channel.type,
            "guild_id": str(channel.guild_id),
            "name": f"channel-{channel.id}",
            "position": 0,
            "permission_overwrites": overwrites,
            "nsfw": False,
            "parent_id": str(channel.parent_id) if channel.parent_id else None,
        }
        if channel.type == PUBLIC_THREAD:
            described |= self._thread(channel)
        if channel.type == FORUM:
            described |= {"available_tags": [], "flags": 0, "default_auto_archive_duration": 1440}
        return described

    def _thread(self, channel: FakeChannel) -> dict[str, Any]:
        return {
            "owner_id": str(BOT_ID),
            "message_count": 0,
            "member_count": 1,
            "thread_metadata": {
                "archived": False,
                "auto_archive_duration": 1440,
                "archive_timestamp": self.now.isoformat(),
                "locked": False,
                "create_timestamp": self.now.isoformat(),
            },
        }

    def _bot(self) -> dict[str, Any]:
        return {
            "id": str(BOT_ID),
            "username": "hub",
            "discriminator": "0",
            "avatar": None,
            "bot": True,
            "global_name": None,
        }

    # --- serving ---

    @contextlib.asynccontextmanager
    async def serving(self) -> AsyncGenerator[str, None]:
        """Serve on a free port of this machine; the API's base address is yielded."""
        app = web.Application()
        app.router.add_put("/test/clock", self._set_clock)
        app.router.add_get("/test/guilds", self._tell_guilds)
        app.router.add_get("/api/users/@me", self._tell_bot)
        app.router.add_get("/api/channels/{channel}", self._route(self._get_channel))
        app.router.add_get("/api/channels/{channel}/messages", self._route(self._history))
        app.router.add_post("/api/channels/{channel}/messages", self._route(self._create))
        app.router.add_get("/api/channels/{channel}/messages/{id}", self._route(self._message))
        app.router.add_post(
            "/api/channels/{channel}/messages/{id}/crosspost", self._route(self._crosspost)
        )
        app.router.add_post("/api/channels/{channel}/threads", self._route(self._create_post))
        app.router.add_get(
            "/api/channels/{channel}/threads/archived/public", self._route(self._archived)
        )
        app.router.add_get("/api/guilds/{guild}/threads/active", self._route(self._active))
        async with serve(app) as self.url:
            yield self.url

    @contextlib.contextmanager
    def serving_beside(self) -> Generator[str, None, None]:
        """Serve from a thread of its own, so that bots in other processes may live and die."""
        with beside(self.serving()) as url:
            yield url

    def _route(
        self, answer: Callable[[web.Request, dict[str, Any]], tuple[int, Any]]
    ) -> Callable[[web.Request], Any]:
        async def handle(request: web.Request) -> web.StreamResponse:
            body = await _body(request)
            name = answer.__name__.strip("_")
            self.requests[name] += 1
            if self._is_over_limit():
                self.requests["over the limit"] += 1
                return _json(429, {"message": "limited", "retry_after": 0.05, "global": True})
            fault = self._fault()
            if fault == "429":
                return _json(429, {"message": "limited", "retry_after": 0.01, "global": False})
            if fault == "500 before":
                return _json(500, {"message": "fault", "code": 0})
            if fault == "reset before":
                return self._reset(request)
            status, document = answer(request, body)
            if fault in ("500 after", "503 after"):
                return _json(int(fault[:3]), {"message": "fault", "code": 0})
            return self._reset(request) if fault == "reset after" else _json(status, document)

        return handle

    def _is_over_limit(self) -> bool:
        second = int(asyncio.get_running_loop().time())
        self._arrivals[second] += 1
        return bool(self.rate) and self._arrivals[second] > self.rate

    def _fault(self) -> str | None:
        if self.faults:
            return self.faults.pop(0) or None
        if self._random.random() < self.fault_rate:
            return self._random.choice(FAULTS)
        return None

    def _reset(self, request: web.Request) -> web.StreamResponse:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    async def _set_clock(self, request: web.Request) -> web.StreamResponse:
        self.now = datetime.fromisoformat((await request.json())["now"])
        return _json(200, {})

    async def _tell_guilds(self, request: web.Request) -> web.StreamResponse:
        return _json(200, self.guilds())

    async def _tell_bot(self, request: web.Request) -> web.StreamResponse:
        return _json(200, self._bot())

    # --- what the routes answer ---

    def _find(self, request: web.Request) -> FakeChannel | None:
        channel = self.channels.get(int(request.match_info["channel"]))
        return None if channel is None or channel.is_deleted else channel

    def _get_channel(self, request: web.Request, body: dict[str, Any]) -> tuple[int, Any]:
        channel = self._find(request)
        return (200, self._channel(channel)) if channel else _UNKNOWN_CHANNEL

    def _create(self, request: web.Request, body: dict[str, Any]) -> tuple[int, Any]:
        channel = self._find(request)
        if channel is None:
            return _UNKNOWN_CHANNEL
        if channel.type == FORUM:
            return 400, {"message": "Cannot send messages in a non-text channel", "code": 50008}
        self._inspect(body)
        nonce = str(body["nonce"]) if body.get("enforce_nonce") else None
        if nonce is not None and len(nonce) > 25:
            self.problems.append(f"nonce {nonce}")
        if nonce in self._nonces:
            made, place, message_id = self._nonces[nonce]
            if timedelta(0) <= self.now - made < self.window:
                self.requests["known nonce"] += 1
                known = [message for message in place.messages if int(message["id"]) == message_id]
                return (200, known[0]) if known else _UNKNOWN_MESSAGE
        message = self.post(channel, body)
        if nonce is not None:
            self._nonces[nonce] = (self.now, channel, int(message["id"]))
        return 200, message

    def _inspect(self, body: dict[str, Any]) -> None:
        self.problems += problems_of(body)
        if not body.get("flags", 0) & COMPONENTS_V2:
            self.problems.append("V2 components without their flag")
        if body["allowed_mentions"]["parse"]:
            self.problems.append("mentions are allowed")

    def post(
        self, channel: FakeChannel, body: dict[str, Any], message_id: int | None = None
    ) -> dict[str, Any]:
        message: dict[str, Any] = {
            "id": str(message_id or self.snowflake()),
            "channel_id": str(channel.id),
            "author": self._bot(),
            "content": body.get("content") or "",
            "timestamp": self.now.isoformat(),
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [],
            "embeds": [],
            "pinned": False,
            "type": 0,
            "flags": body.get("flags") or 0,
            "components": body.get("components") or [],
        }
        channel.messages.append(message)
        return message

    def _history(self, request: web.Request, body: dict[str, Any]) -> tuple[int, Any]:
        channel = self._find(request)
        if channel is None:
            return _UNKNOWN_CHANNEL
        if channel.denied & READ_HISTORY:
            return 200, []
        before = int(request.query.get("before", 1 << 63))
        limit = int(request.query.get("limit", 50))
        newest = [
            message
            for message in reversed(channel.messages)
            if int(message["id"]) < before and self._can_be_seen(int(message["id"]))
        ]
        return 200, newest[:limit]

    def _can_be_seen(self, snowflake: int) -> bool:
        posted = datetime.fromtimestamp(((snowflake >> 22) + EPOCH_MS) / 1000, UTC)
        return posted + self.lag <= self.now

    def _message(self, request: web.Request, body: dict[str, Any]) -> tuple[int, Any]:
        channel = self._find(request)
        if channel is None:
            return _UNKNOWN_CHANNEL
        for message in channel.messages:
            if message["id"] == request.match_info["id"]:
                return 200, message
        return _UNKNOWN_MESSAGE

    def _crosspost(self, request: web.Request, body: dict[str, Any]) -> tuple[int, Any]:
        status, message = self._message(request, body)
        if status != 200:
            return status, message
        if message["flags"] & 1:
            return 400, {"message": "already crossposted", "code": 40033}
        message["flags"] |= 1
        return 200, message

    def _create_post(self, request: web.Request, body: dict[str, Any]) -> tuple[int, Any]:
        forum = self._find(request)
        if forum is None:
            return _UNKNOWN_CHANNEL
        self._inspect(body["message"])
        thread = self.add(
            FakeChannel(self.snowflake(), forum.guild_id, PUBLIC_THREAD, parent_id=forum.id)
        )
        message = self.post(thread, body["message"], thread.id)
        return 201, {**self._channel(thread), "name": body["name"], "message": message}

    def _active(self, request: web.Request, body: dict[str, Any]) -> tuple[int, Any]:
        guild_id = int(request.match_info["guild"])
        threads = [
            self._channel(channel)
            for channel in self.channels.values()
            if channel.guild_id == guild_id
            and channel.type == PUBLIC_THREAD
            and self._can_be_seen(channel.id)
        ]
        return 200, {"threads": threads, "members": []}

    def _archived(self, request: web.Request, body: dict[str, Any]) -> tuple[int, Any]:
        return 200, {"threads": [], "members": [], "has_more": False}


_UNKNOWN_CHANNEL = (404, {"message": "Unknown Channel", "code": 10003})
_UNKNOWN_MESSAGE = (404, {"message": "Unknown Message", "code": 10008})


async def _body(request: web.Request) -> dict[str, Any]:
    if request.content_type.startswith("multipart/"):
        form = await request.post()
        document = form["payload_json"]
        assert isinstance(document, (str, bytes, bytearray)), document
        return json.loads(document)
    return await request.json() if request.can_read_body else {}


def _json(status: int, document: Any) -> web.Response:
    # discord.py compares the type with "application/json" and takes no charset.
    response = web.Response(status=status, body=json.dumps(document).encode())
    response.headers["Content-Type"] = "application/json"
    if status == 429:
        response.headers["Retry-After"] = str(document["retry_after"])
        response.headers["Via"] = "1.1 google"
    return response
