"""Answers over HTTP: read with a cap, unpacked, and parsed."""

import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, cast

import httpx

from bot.github.errors import GitHubError, RefusedError, TooHeavyError, UnavailableError
from bot.github.fields import PayloadError

_SHORT = 64 * 1024
_LONGEST_MESSAGE = 280
_UNPRINTABLE = re.compile(r"[\x00-\x20\x7f]+")
_ANSWERS = (200, 304, 404, 410, 451)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer over REST. ``is_cut`` marks a body beyond the requested length."""

    status: int
    body: bytes
    etag: str | None = None
    has_next: bool = False
    is_cut: bool = False

    def json(self) -> object:
        """Return the body's document.

        Raises:
            PayloadError: it is no JSON.
        """
        return parse_json(self.body)


def parse_json(body: bytes) -> object:
    """Return a body's document.

    Raises:
        PayloadError: it is no JSON.
    """
    try:
        return cast("object", json.loads(body))
    except (ValueError, RecursionError) as error:
        raise PayloadError(f"not valid JSON: {error}") from error


async def read_body(response: httpx.Response, most_bytes: int) -> tuple[bytes, bool]:
    """Read a body, unpacked, up to a number of bytes, and whether it was cut; a small packed one can't fill the memory.

    Raises:
        UnavailableError: it is packed in another way, or broke off.
    """
    encoding = response.headers.get("content-encoding", "identity").lower()
    if encoding not in ("identity", "gzip"):
        raise UnavailableError(f"an answer packed as {encoding[:20]}")
    unpack = zlib.decompressobj(wbits=31) if encoding == "gzip" else None
    body = bytearray()
    async for chunk in response.aiter_raw():
        rest = chunk
        while rest and len(body) <= most_bytes:
            if unpack is None:
                body += rest
                break
            body += unpack.decompress(rest, most_bytes + 1 - len(body))
            rest = unpack.unconsumed_tail
        if len(body) > most_bytes:
            return bytes(body[:most_bytes]), True
    if unpack is not None and body and not unpack.eof:
        raise UnavailableError("the answer broke off")
    return bytes(body), False


def document_of(body: bytes, longest: int = _SHORT) -> Mapping[str, Any]:
    """Return the object that a body holds; an empty one for anything else, and for a long body."""
    if len(body) > longest:
        return {}
    try:
        document = parse_json(body)
    except PayloadError:
        return {}
    return cast("Mapping[str, Any]", document) if isinstance(document, Mapping) else {}


def is_blocked(body: bytes) -> bool:
    """Return whether GitHub blocked the repository: 451 for the law, 403 for its own terms."""
    return isinstance(document_of(body).get("block"), Mapping)


def status_of(response: httpx.Response, body: bytes) -> int:
    """Return the status of an answer over REST that means something: 200, 304, 404, 410 or 451.

    Raises:
        GitHubError: it has another status.
    """
    if response.status_code in _ANSWERS:
        return response.status_code
    if is_blocked(body):
        return 451
    raise failure_of(response, body)


def failure_of(response: httpx.Response, body: bytes) -> GitHubError:
    """Return the error in an answer, in GitHub's own words where it has any."""
    status = response.status_code
    if response.request.method == "POST" and status in (502, 504):
        return TooHeavyError(f"status {status}")
    message = document_of(body).get("message")
    words = _UNPRINTABLE.sub(" ", message).strip() if isinstance(message, str) else ""
    text = f"{words[:_LONGEST_MESSAGE]} (status {status})" if words else f"status {status}"
    if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return RefusedError(text)
    return UnavailableError(text)
