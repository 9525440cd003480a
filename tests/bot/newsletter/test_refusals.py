from datetime import UTC, datetime, timedelta

import pytest

from bot.newsletter.delivery import SendStatus
from bot.newsletter.refusals import result_of, unsent
from bot.newsletter.subscription import PASSING, Pause, Reason

NOW = datetime(2026, 8, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "code", "reason"),
    [
        (404, 10003, Reason.CHANNEL_GONE),
        (404, 10004, Reason.GUILD_LEFT),
        (403, 40007, Reason.GUILD_LEFT),
        (403, 50001, Reason.MISSING_PERMISSIONS),
        (400, 50008, Reason.CHANNEL_KIND),
        (400, 50024, Reason.CHANNEL_KIND),
        (400, 50083, Reason.THREAD_LOCKED),
        (400, 40066, Reason.TAG_REQUIRED),
        (400, 200000, Reason.AUTOMOD),
        (400, 200001, Reason.AUTOMOD),
        (400, 240000, Reason.FILTERED),
        (400, 20009, Reason.FILTERED),
        (403, 400001, Reason.UPLOADS_LIMITED),
        (403, 60003, Reason.ACCOUNT),
        (403, 50009, Reason.ACCOUNT),
        (403, 20001, Reason.REFUSED),
    ],
)
def test_what_somebody_has_to_cure_has_a_reason_of_its_own(
    status: int, code: int, reason: Reason
) -> None:
    result = result_of(status, code)
    assert result.status is SendStatus.REFUSED
    assert result.pause == Pause(reason, code=f"{status}/{code}")
    assert reason not in PASSING


@pytest.mark.parametrize(
    ("status", "code", "reason", "wait"),
    [
        (400, 160006, Reason.THREADS_FULL, timedelta(hours=1)),
        (400, 160007, Reason.THREADS_FULL, timedelta(hours=1)),
        (400, 20016, Reason.SLOWED, timedelta(minutes=10)),
        (400, 20028, Reason.SLOWED, timedelta(minutes=10)),
        (403, 40004, Reason.SLOWED, timedelta(minutes=10)),
        (403, 40006, Reason.SLOWED, timedelta(minutes=10)),
    ],
)
def test_what_passes_by_itself_has_its_own_time_to_try_again(
    status: int, code: int, reason: Reason, wait: timedelta
) -> None:
    result = result_of(status, code)
    assert (result.status, result.retry_after) == (SendStatus.HELD, wait)
    assert result.pause == Pause(reason, code=f"{status}/{code}")
    assert reason in PASSING


@pytest.mark.parametrize(("status", "code"), [(503, 130000), (500, 20028), (400, 0)])
def test_what_a_proxy_or_a_failing_server_says_is_unclear(status: int, code: int) -> None:
    assert result_of(status, code).status is SendStatus.UNCLEAR


def test_a_block_by_cloudflare_is_no_word_about_one_channel() -> None:
    assert result_of(403, 40333).status is SendStatus.BUSY


@pytest.mark.parametrize(
    ("left", "wait"),
    [
        (timedelta(minutes=2), timedelta(minutes=2)),
        (timedelta(days=3), timedelta(minutes=5)),
        (-timedelta(minutes=2), timedelta(0)),
    ],
)
def test_a_timeout_is_looked_at_again_when_it_ends_and_meanwhile(
    left: timedelta, wait: timedelta
) -> None:
    result = unsent(Pause(Reason.TIMED_OUT, until=NOW + left), NOW)
    assert (result.status, result.retry_after) == (SendStatus.HELD, wait)
    assert unsent(Pause(Reason.THREAD_LOCKED), NOW).status is SendStatus.REFUSED
