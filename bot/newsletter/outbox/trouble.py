"""What ended badly, for operators, and why some of it can't be sent again."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.newsletter.subscription import Reason


class Hindrance(StrEnum):
    """Why a message can't be sent again; the looks word it in each language."""

    OVER = "over"
    UNSUBSCRIBED = "unsubscribed"
    PAUSED = "paused"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Trouble:
    """A message that ended badly, for operators."""

    delivery_id: int
    month: str
    kind: str
    part: int
    guild_id: int
    channel_id: int
    reason: Reason | None
    code: str | None
    last_try: datetime | None
    hindrance: Hindrance | None = None
