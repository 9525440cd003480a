"""Fields of GitHub's answers, each checked: a value outside the schema is refused, never guessed."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast

_FULL_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,99})/[A-Za-z0-9._-]{1,100}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_LONGEST_TEXT = 500
_LAST_DAY = date(2100, 1, 1)

JSON = Mapping[str, Any]


class PayloadError(Exception):
    """An answer is not as GitHub's schema says; the message names the place."""


class PrivateError(PayloadError):
    """The repository is private: the token sees it, and nobody else is to know of it."""

    def __init__(self) -> None:
        super().__init__("a private repository")


def mapping(value: object, name: str) -> JSON:
    """Return an object."""
    if not isinstance(value, Mapping):
        raise PayloadError(f"{name} is not an object")
    return cast("JSON", value)


def loose(value: object) -> JSON:
    """Return a mapping as one, and an empty one for anything else."""
    return cast("JSON", value) if isinstance(value, Mapping) else {}


def sequence(value: object, name: str) -> Sequence[Any]:
    """Return a list."""
    if not isinstance(value, list):
        raise PayloadError(f"{name} is not a list")
    return cast("list[Any]", value)


def text(facts: JSON, key: str) -> str:
    """Return a text that says something, not too long."""
    value = facts.get(key)
    if not isinstance(value, str) or not value:
        raise PayloadError(f"{key} is not text")
    return value[:_LONGEST_TEXT]


def free_text(value: object) -> str | None:
    """Return people's text in one line and not too long; None when it is empty."""
    if not isinstance(value, str):
        return None
    return _CONTROL.sub(" ", value).strip()[:_LONGEST_TEXT] or None


def full_name(facts: JSON, key: str) -> str:
    """Return a repository's ``owner/name``."""
    name = text(facts, key)
    if not _FULL_NAME.fullmatch(name) or name.partition("/")[2] in (".", ".."):
        raise PayloadError(f"{key} is not owner/name")
    return name


def whole(facts: JSON, key: str) -> int:
    """Return a whole number of at least 0."""
    value = facts.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 1 << 53:
        raise PayloadError(f"{key} is not a whole number")
    return value


def flag(facts: JSON, key: str) -> bool:
    """Return true or false."""
    value = facts.get(key)
    if not isinstance(value, bool):
        raise PayloadError(f"{key} is neither true nor false")
    return value


def day(facts: JSON, key: str) -> date:
    """Return the day of a time."""
    try:
        day = datetime.fromisoformat(text(facts, key)).date()
    except ValueError as error:
        raise PayloadError(f"{key} is not a time") from error
    if day > _LAST_DAY:
        raise PayloadError(f"{key} is not a time")
    return day
