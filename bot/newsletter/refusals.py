"""What a refusal means for a message: refused until somebody acts, held up for a while, or unclear."""

from datetime import datetime, timedelta
from http import HTTPStatus

from bot.newsletter.delivery import SendResult, SendStatus
from bot.newsletter.subscription import Pause, Reason

# The code of what was known without a request.
UNSENT = "unsent"
_CLOUDFLARE_PAUSE = timedelta(minutes=10)

# By Discord's table of JSON error codes. Bots have no slow mode and AutoMod passes them over, so far.
_REFUSALS = {
    10003: Reason.CHANNEL_GONE,
    10004: Reason.GUILD_LEFT,
    10087: Reason.TAG_REQUIRED,
    20009: Reason.FILTERED,
    40002: Reason.ACCOUNT,
    40007: Reason.GUILD_LEFT,
    40058: Reason.CHANNEL_KIND,
    40066: Reason.TAG_REQUIRED,
    40067: Reason.TAG_REQUIRED,
    50001: Reason.MISSING_PERMISSIONS,
    50008: Reason.CHANNEL_KIND,
    50009: Reason.ACCOUNT,
    50013: Reason.MISSING_PERMISSIONS,
    50024: Reason.CHANNEL_KIND,
    50083: Reason.THREAD_LOCKED,
    50178: Reason.ACCOUNT,
    60003: Reason.ACCOUNT,
    160005: Reason.THREAD_LOCKED,
    200000: Reason.AUTOMOD,
    200001: Reason.AUTOMOD,
    240000: Reason.FILTERED,
    400001: Reason.UPLOADS_LIMITED,
}
# What passes by itself, and when it is worth another try.
_SLOWED = (Reason.SLOWED, timedelta(minutes=10))
_THREADS_FULL = (Reason.THREADS_FULL, timedelta(hours=1))
_HOLDS = {
    **dict.fromkeys((20016, 20028, 20029, 40004, 40006, 40062, 110001, 130000), _SLOWED),
    **dict.fromkeys((160006, 160007), _THREADS_FULL),
}
# A timeout can be lifted before it ends; looking costs no request.
_TIMEOUT_CHECKED_EVERY = timedelta(minutes=5)
_CLOUDFLARE_BLOCKS = 40333
_UNKNOWN_MESSAGE = 10008
_SURE_STATUSES = (400, 403, 404, 405, 413)


def result_of(status: int, code: int) -> SendResult:
    """Read an error of Discord's by its HTTP status and its own code. Without a code it is a proxy's, which knows nothing of the message."""
    text = f"{status}/{code}"
    if status == HTTPStatus.UNAUTHORIZED:
        result = SendResult(SendStatus.LOGGED_OUT, code=text)
    elif status == HTTPStatus.TOO_MANY_REQUESTS or code == _CLOUDFLARE_BLOCKS:
        result = SendResult(SendStatus.BUSY, code=text, retry_after=_CLOUDFLARE_PAUSE)
    elif code == _UNKNOWN_MESSAGE:
        result = SendResult(SendStatus.DELETED, code=text)
    elif code in _REFUSALS:
        result = SendResult(SendStatus.REFUSED, code=text, pause=Pause(_REFUSALS[code], code=text))
    elif status not in _SURE_STATUSES or not code:
        result = SendResult(SendStatus.UNCLEAR, code=text)
    elif code in _HOLDS:
        reason, wait = _HOLDS[code]
        pause = Pause(reason, code=text)
        result = SendResult(SendStatus.HELD, code=text, pause=pause, retry_after=wait)
    elif status == HTTPStatus.FORBIDDEN:
        result = SendResult(SendStatus.REFUSED, code=text, pause=Pause(Reason.REFUSED, code=text))
    else:
        result = SendResult(SendStatus.REJECTED, code=text)
    return result


def unsent(pause: Pause, now: datetime) -> SendResult:
    """Return what follows from what is known of a channel without asking Discord."""
    if pause.until is None:
        return SendResult(SendStatus.REFUSED, code=UNSENT, pause=pause)
    left = max(timedelta(0), pause.until - now)
    wait = min(left, _TIMEOUT_CHECKED_EVERY)
    return SendResult(SendStatus.HELD, code=UNSENT, pause=pause, retry_after=wait)
