"""A server of a simulated Discord with a running newsletter, and what it writes."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import discord
import simcord

from bot.months import Month
from bot.newsletter.bodies import Variant
from bot.newsletter.channels import kind_of
from bot.newsletter.delivery import Body
from bot.newsletter.service import Newsletter
from bot.newsletter.subscription import Pause, Settings, Subscription

BEFORE = datetime(2026, 7, 10, tzinfo=UTC)
DUE = datetime(2026, 8, 2, 9, tzinfo=UTC)


async def compose(month: Month) -> str:
    return f"edition of {month}"


async def render(edition: str, month: Month, variant: Variant) -> list[Body]:
    first = {"type": 10, "content": f"{edition} ({variant.language})"}
    chart = {"type": 12, "items": [{"media": {"url": "attachment://chart.png"}}]}
    return [
        Body((first, chart), (("chart.png", b"png"),), f"Edition {month}", ("News",)),
        Body(({"type": 17, "components": [{"type": 10, "content": "more"}]},)),
    ]


def word_notice(subscription: Subscription, pause: Pause) -> Body:
    text = f"<#{subscription.settings.channel_id}>: {pause.reason} {' '.join(pause.missing)}"
    return Body(({"type": 10, "content": text},))


@dataclass
class Town:
    """A server of a simulated Discord with a running newsletter."""

    env: simcord.Env
    client: discord.Client
    guild: Any
    newsletter: Newsletter

    async def subscribe(self, channel: Any, **changes: Any) -> Subscription:
        kind = kind_of(self.client.get_channel(channel.id))
        assert kind is not None
        settings = Settings(channel.id, kind, **changes)
        return await self.newsletter.store.subscribe(self.guild.id, settings, 7, BEFORE)

    async def posted(self, channel_id: int) -> list[discord.Message]:
        channel = self.client.get_channel(channel_id)
        assert isinstance(channel, discord.TextChannel | discord.Thread)
        return [message async for message in channel.history(oldest_first=True)]


def text_of(message: discord.Message) -> str:
    (text, *_) = [part for part in message.components if isinstance(part, discord.TextDisplay)]
    return text.content
