"""What became of the newest edition in a channel."""

from dataclasses import dataclass
from datetime import datetime

from bot.months import Month
from bot.newsletter.delivery import State
from bot.newsletter.subscription import Reason


@dataclass(frozen=True, slots=True)
class LastEdition:
    """What became of the newest edition in a channel; ``message_id`` leads to it, in a forum to the post.

    ``is_published`` None: it needn't be, or not yet; False: Discord refused, see ``code``.
    """

    month: Month
    state: State
    guild_id: int
    channel_id: int
    message_id: int | None
    sent_at: datetime | None
    reason: Reason | None
    code: str | None
    is_published: bool | None
