"""Whether the last try of a message can have got through."""

from datetime import datetime, timedelta

from bot.newsletter.delivery import WINDOW, Delivery, State
from bot.newsletter.subscription import ChannelKind


def state_unsent(delivery: Delivery) -> State:
    """Return the state to fall back to when the last try surely didn't get through."""
    if delivery.state is not State.SENDING:
        return delivery.state
    is_only_try = delivery.first_try == delivery.last_try
    return State.PENDING if is_only_try else State.UNSURE


def state_in_doubt(delivery: Delivery) -> State:
    """Return the state to fall back to when the last try, if there was one, may have got through."""
    return State.UNSURE if delivery.state is State.SENDING else delivery.state


def can_repeat_blindly(delivery: Delivery, now: datetime) -> bool:
    """Tell whether Discord still surely knows the nonce; a forum never does, nor is a clock set back trusted."""
    made_by_message = delivery.channel_kind is not ChannelKind.FORUM or delivery.part > 0
    first_try = delivery.first_try
    return made_by_message and first_try is not None and timedelta(0) <= now - first_try < WINDOW
