"""Errors between the bot and GitHub, by their remedy."""

from datetime import datetime


class GitHubError(Exception):
    """GitHub is unavailable, or its answer is not as expected."""


class UnauthorizedError(GitHubError):
    """The token is refused."""


class TooHeavyError(GitHubError):
    """The query took more than GitHub gives one; the same again would fail again."""


class UnavailableError(GitHubError):
    """No answer, or none that can be used; it may be different in a while."""


class RefusedError(GitHubError):
    """GitHub refuses this one address, for a reason in its own words; others are not affected."""


class RateLimitedError(GitHubError):
    """GitHub asks to wait. ``until`` is by this machine's clock."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"rate limit until {until:%Y-%m-%d %H:%M:%S} UTC")
        self.until = until


class PostponedError(GitHubError):
    """GitHub failed to answer about one entry; nobody asks again before ``until``. The message is the reason.

    ``is_own``: GitHub has something against this entry, in its own words; otherwise it can't be reached at all.
    """

    def __init__(self, reason: str, until: datetime, *, is_own: bool = False) -> None:
        super().__init__(reason)
        self.until = until
        self.is_own = is_own
