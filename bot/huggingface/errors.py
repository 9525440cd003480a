"""Errors between the bot and Hugging Face, by their remedy."""

from datetime import datetime


class HuggingFaceError(Exception):
    """Hugging Face is unavailable, or its answer is not as expected."""


class UnauthorizedError(HuggingFaceError):
    """The token is refused."""


class UnavailableError(HuggingFaceError):
    """No answer, or none that can be used; it may be different in a while."""


class RateLimitedError(HuggingFaceError):
    """Hugging Face asks to wait. ``until`` is by this machine's clock."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"rate limit until {until:%Y-%m-%d %H:%M:%S} UTC")
        self.until = until
