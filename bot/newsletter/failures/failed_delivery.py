"""A message that failed, and why it can't be sent again."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.newsletter.subscription import Reason


class ResendBlocker(StrEnum):
    """Why a message can't be sent again; worded by `bot.ui` in each language."""

    OVER = "over"
    UNSUBSCRIBED = "unsubscribed"
    PAUSED = "paused"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class FailedDelivery:
    """A message that failed, as operators see it."""

    delivery_id: int
    month: str
    kind: str
    part: int
    guild_id: int
    channel_id: int
    reason: Reason | None
    code: str | None
    last_try: datetime | None
    blocker: ResendBlocker | None = None
