"""What follows from an attempt to publish a sent message."""

from datetime import datetime

from bot.newsletter.decisions.waits import backoff
from bot.newsletter.delivery import Delivery, PublishSettlement, SendResult, SendStatus


def settle_publishing(
    delivery: Delivery, result: SendResult, now: datetime, chance: float
) -> PublishSettlement:
    """Return what follows from an attempt to publish; publishing twice does no harm, so anything unclear is retried."""
    match result.status:
        case SendStatus.SENT:
            return PublishSettlement(None, is_published=True)
        case SendStatus.BUSY | SendStatus.CLOSED:
            return PublishSettlement(now + result.retry_after, is_published=False, code=result.code)
        case SendStatus.HELD if now < delivery.expires_at:
            return PublishSettlement(now + result.retry_after, is_published=False, code=result.code)
        case SendStatus.UNCLEAR | SendStatus.NOT_READY | SendStatus.LOGGED_OUT if (
            now < delivery.expires_at
        ):
            return PublishSettlement(
                now + backoff(delivery.publish_attempts, chance),
                is_published=False,
                code=result.code,
            )
        case _:
            return PublishSettlement(None, is_published=False, code=result.code or result.status)
