"""The settlements that several decisions share."""

from datetime import datetime, timedelta

from bot.newsletter.delivery import Delivery, SendResult, Settlement, State
from bot.newsletter.subscription import Reason

_OUTAGE = timedelta(hours=48)
_OUTAGE_ATTEMPTS = 8


def is_outage(delivery: Delivery, now: datetime) -> bool:
    """Tell whether a message was tried so long and so often that trying it again makes no sense."""
    # Both: a clock set forward alone must not end a message that was hardly tried.
    first_try = delivery.first_try
    is_old = first_try is not None and now - first_try > _OUTAGE
    return is_old and delivery.attempts >= _OUTAGE_ATTEMPTS


def again(delivery: Delivery, state: State, result: SendResult, not_before: datetime) -> Settlement:
    """Have a message tried or looked for again."""
    not_before += result.retry_after
    return Settlement(state, not_before, delivery.permanent_failures, result.code)


def ended(
    delivery: Delivery, state: State, result: SendResult, now: datetime, reason: Reason | None
) -> Settlement:
    """End a message's way in a final state."""
    return Settlement(
        state, now, delivery.permanent_failures, result.code, reason, result.message_id
    )
