"""What follows from a search for a message in its channel."""

from datetime import datetime

from bot.newsletter.decisions.endings import again, ended, is_outage
from bot.newsletter.decisions.states import can_repeat_blindly
from bot.newsletter.decisions.tries import settle
from bot.newsletter.delivery import Delivery, SendResult, SendStatus, Settlement, State
from bot.newsletter.subscription import Reason


def settle_search(
    delivery: Delivery,
    result: SendResult,
    now: datetime,
    chance: float,
    restored_at: datetime | None = None,
) -> Settlement | None:
    """Return what follows from a search in the channel; None: the message is to be sent now.

    ``restored_at``: what was due until then may have been sent without the database knowing it.
    """
    match result.status:
        case SendStatus.NOT_FOUND:
            return _missing(delivery, result, now)
        case SendStatus.UNREADABLE if delivery.first_try is None:
            return _unseen(delivery, result, now, restored_at)
        case SendStatus.UNREADABLE:
            if delivery.subscription_id is not None and can_repeat_blindly(delivery, now):
                return None
            return ended(delivery, State.DEAD, result, now, Reason.UNVERIFIABLE)
        case _:
            return settle(delivery, result, now, chance)


def _missing(delivery: Delivery, result: SendResult, now: datetime) -> Settlement | None:
    if unwanted := _unwanted(delivery, result, now):
        return unwanted
    if is_outage(delivery, now):
        return ended(delivery, State.DEAD, result, now, Reason.OUTAGE)
    return None


def _unseen(
    delivery: Delivery, result: SendResult, now: datetime, restored_at: datetime | None
) -> Settlement | None:
    """Decide about a message that was never tried, as far as the database knows, in a channel that can't be read."""
    if unwanted := _unwanted(delivery, result, now):
        return unwanted
    if restored_at is not None and delivery.due <= restored_at:
        return ended(delivery, State.DEAD, result, now, Reason.UNVERIFIABLE)
    if delivery.state is State.PENDING:
        # What the readable channels show says whether a backup was restored, so this one waits for them.
        return again(delivery, State.UNSURE, result, now)
    return None


def _unwanted(delivery: Delivery, result: SendResult, now: datetime) -> Settlement | None:
    if delivery.subscription_id is None:
        return ended(delivery, State.SKIPPED, result, now, Reason.BY_ADMIN)
    if now > delivery.expires_at:
        return ended(delivery, State.SKIPPED, result, now, Reason.LATE)
    return None
