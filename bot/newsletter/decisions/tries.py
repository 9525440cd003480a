"""What follows from a try to send a message."""

from datetime import datetime, timedelta

from bot.newsletter.decisions.endings import again, ended, is_outage
from bot.newsletter.decisions.states import state_in_doubt, state_unsent
from bot.newsletter.decisions.waits import backoff, growing
from bot.newsletter.delivery import SETTLING, Delivery, SendResult, SendStatus, Settlement, State
from bot.newsletter.subscription import Pause, Reason

RETRIES_AFTER = (timedelta(hours=1), timedelta(hours=24))
_NOT_READY = timedelta(minutes=1)


def settle(delivery: Delivery, result: SendResult, now: datetime, chance: float) -> Settlement:
    """Return what follows from a try. ``chance`` is drawn from [0, 1)."""
    match result.status:
        case SendStatus.SENT:
            settlement = ended(delivery, State.SENT, result, now, None)
        case SendStatus.DELETED:
            settlement = ended(delivery, State.SENT, result, now, Reason.DELETED)
        case SendStatus.REFUSED:
            settlement = _refused(delivery, result, now)
        case SendStatus.REJECTED:
            settlement = ended(delivery, State.DEAD, result, now, Reason.REJECTED)
        case SendStatus.BUSY:
            # discord.py may have tried before it got this answer, and that try may have got through.
            settlement = again(delivery, state_in_doubt(delivery), result, now)
        case SendStatus.HELD | SendStatus.NOT_READY | SendStatus.LOGGED_OUT:
            settlement = _held(delivery, result, now)
        case SendStatus.CLOSED | SendStatus.WITHDRAWN:
            settlement = again(delivery, state_unsent(delivery), result, now)
        case SendStatus.GONE:
            settlement = _gone(delivery, result, now)
        case SendStatus.UNCLEAR | SendStatus.NOT_FOUND | SendStatus.UNREADABLE:
            settlement = _unclear(delivery, result, now, chance)
    return settlement


def _refused(delivery: Delivery, result: SendResult, now: datetime) -> Settlement:
    failures = delivery.permanent_failures + 1
    pause = result.pause or Pause(Reason.REFUSED, code=result.code)
    if failures > len(RETRIES_AFTER):
        return Settlement(State.DEAD, now, failures, result.code, pause.reason, pause=pause)
    return Settlement(
        state_unsent(delivery),
        now + RETRIES_AFTER[failures - 1],
        failures,
        result.code,
        pause.reason,
    )


def _held(delivery: Delivery, result: SendResult, now: datetime) -> Settlement:
    """Wait without an end of its own: a message that is still unsent ten days later is left out."""
    return Settlement(
        state_unsent(delivery),
        now + (result.retry_after or _NOT_READY),
        delivery.permanent_failures,
        result.code,
        result.pause.reason if result.pause else None,
    )


def _unclear(delivery: Delivery, result: SendResult, now: datetime, chance: float) -> Settlement:
    is_late = delivery.first_try is not None and now > delivery.expires_at
    if is_late or is_outage(delivery, now):
        return ended(delivery, State.DEAD, result, now, Reason.UNVERIFIABLE)
    if delivery.state is not State.SENDING:
        wait = growing(now - (delivery.last_try or delivery.due), chance)
    elif delivery.attempts > 1:
        wait = max(SETTLING, backoff(delivery.attempts - 1, chance))
    else:
        wait = SETTLING
    return again(delivery, state_in_doubt(delivery), result, now + wait)


def _gone(delivery: Delivery, result: SendResult, now: datetime) -> Settlement:
    # Whether it arrived before its channel went matters to nobody any more.
    pause, failures = result.pause, delivery.permanent_failures
    reason = pause.reason if pause else Reason.CHANNEL_GONE
    return Settlement(State.DEAD, now, failures, result.code, reason, pause=pause)
