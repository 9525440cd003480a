"""A message's body as text that can be stored, its files apart by their digests: parts and languages share a chart."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.newsletter.delivery import Body


class BodyError(Exception):
    """A stored body can't be read, or a file of it is missing."""


@dataclass(frozen=True, slots=True)
class Variant:
    """What makes two subscriptions get the same messages."""

    language: str
    category: str | None = None
    framework: str | None = None


def body_name(month: str, variant: Variant, part: int) -> str:
    """Return the name under which one part of an edition is frozen."""
    return f"edition/{month}/{variant.language}/{variant.category or ''}/{variant.framework or ''}/{part}"


def digest_of(content: bytes) -> str:
    """Return what a file is stored under."""
    return hashlib.blake2b(content, digest_size=20).hexdigest()


def dump_body(body: Body) -> str:
    """Return a body without its files' content as JSON."""
    return json.dumps(
        {
            "components": body.components,
            "files": [[name, digest_of(content)] for name, content in body.files],
            "title": body.title,
            "tags": body.tags,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def file_digests(text: str) -> list[str]:
    """Return the digests of a stored body's files.

    Raises:
        BodyError: the text is no body.
    """
    try:
        return [str(digest) for _, digest in json.loads(text)["files"]]
    except (LookupError, TypeError, ValueError) as error:
        raise BodyError(f"unreadable: {error!r}") from error


def load_body(text: str, files: Mapping[str, bytes]) -> Body:
    """Return a stored body with its files.

    Raises:
        BodyError: the text is none, or a file is missing.
    """
    try:
        content: dict[str, Any] = json.loads(text)
        return Body(
            tuple(dict(component) for component in content["components"]),
            tuple((str(name), files[digest]) for name, digest in content["files"]),
            str(content["title"]),
            tuple(map(str, content["tags"])),
        )
    except (LookupError, TypeError, ValueError) as error:
        raise BodyError(f"unreadable: {error!r}") from error
