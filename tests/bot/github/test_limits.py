import json
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest

from bot.github.errors import RateLimitedError
from bot.github.limits import Limits, is_limit
from tests.github.server import NOW

USED_UP = {"x-ratelimit-remaining": "0"}
SAML = "Resource protected by organization SAML enforcement. You must grant your token access."


def _errors(**error: object) -> dict[str, Any]:
    return {"errors": [error]}


@pytest.mark.parametrize(
    "document",
    [
        _errors(type="RATE_LIMITED", message="limit"),
        _errors(type="RATE_LIMIT", code="graphql_rate_limit", message="already exceeded"),
        _errors(code="graphql_rate_limit", message="already exceeded"),
        _errors(code="secondary-rate-limit"),
        _errors(message="API rate limit already exceeded for user ID 1."),
        _errors(message="You have exceeded a secondary rate limit. Please wait a few minutes."),
        _errors(message="You have triggered an abuse detection mechanism."),
        _errors(message="no", extensions={"code": "RATE_LIMITED"}),
        {"data": {"nodes": [None]}, "errors": [{"type": "RATE_LIMITED", "path": ["nodes", 0]}]},
        {"message": "You have exceeded a secondary rate limit and have been temporarily blocked"},
        {"message": "Wait", "documentation_url": "https://docs.github.com/en/rest#rate-limiting"},
    ],
    ids=str,
)
@pytest.mark.parametrize("status", [200, 403, 429])
def test_every_word_for_a_limit_is_known(document: dict[str, Any], status: int) -> None:
    assert is_limit(status, {}, json.dumps(document).encode(), "graphql")


@pytest.mark.parametrize(
    "document",
    [
        _errors(type="FORBIDDEN", path=["nodes", 0], message=SAML),
        _errors(type="NOT_FOUND", message="Could not resolve to 'someone/rate limit'."),
        _errors(type="RESOURCE_LIMITS_EXCEEDED", message="Resource limits for this query exceeded"),
        _errors(message="Something went wrong"),
        {"message": SAML},
        {"data": {"nodes": [{"description": "A rate limit for models", "errors": 1}]}},
        {"errors": "rate"},
        {"errors": [7, None]},
        {},
    ],
    ids=str,
)
@pytest.mark.parametrize("status", [200, 403, 404, 422])
def test_other_errors_are_no_limit(document: dict[str, Any], status: int) -> None:
    assert not is_limit(status, {}, json.dumps(document).encode(), "graphql")


def test_a_used_up_budget_says_so_whatever_the_error_is_called() -> None:
    body = json.dumps({"data": None, **_errors(type="NEW_WORD", message="?")}).encode()
    assert is_limit(200, USED_UP, body, "graphql")
    assert is_limit(200, {"retry-after": "5"}, body, "graphql")
    assert not is_limit(200, {}, body, "graphql")
    assert is_limit(403, USED_UP, b"<html>", "core")
    # The last request of the hour is answered, and so is one that finds nothing.
    whole = json.dumps({"data": {"nodes": []}}).encode()
    assert not is_limit(200, USED_UP, whole, "graphql")
    assert not is_limit(404, USED_UP, b"{}", "core")


def test_a_readme_about_rate_limits_is_none() -> None:
    assert not is_limit(200, USED_UP, b'{"message": "rate limit", "errors": []}', "core")


def _limited(limits: Limits, **headers: str) -> datetime:
    response = httpx.Response(
        200, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    with pytest.raises(RateLimitedError) as caught:
        limits.note(response, b'{"errors": [{"type": "RATE_LIMIT"}]}', "graphql")
    return caught.value.until


def test_each_wait_without_a_word_is_twice_as_long_over_graphql_too() -> None:
    limits = Limits(lambda: NOW)
    waits = [_limited(limits) - NOW for _ in range(3)]
    assert waits == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    limits.note(httpx.Response(200), b'{"data": {}}', "graphql")
    assert _limited(limits) - NOW == timedelta(minutes=1)


def test_a_time_to_wait_may_be_seconds_or_a_date() -> None:
    limits = Limits(lambda: NOW)
    assert _limited(limits, retry_after="30") == NOW + timedelta(seconds=30)
    later = format_datetime(NOW + timedelta(minutes=5), usegmt=True)
    assert _limited(limits, retry_after=later) == NOW + timedelta(minutes=5)
    assert _limited(limits, retry_after="soon") == NOW + timedelta(minutes=1)
    assert _limited(limits, retry_after="9" * 40) == NOW + timedelta(hours=2)
