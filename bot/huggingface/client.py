"""Hugging Face over HTTP: one request at a time, inside its five-minute windows, with capped answers and typed errors.

The client never retries: it reports the failure and how long to wait, and its caller decides.
"""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus
from types import TracebackType
from typing import Self, cast
from urllib.parse import quote

import httpx

from bot.huggingface.checkpoint import Checkpoint
from bot.huggingface.errors import UnauthorizedError, UnavailableError
from bot.huggingface.limits import Limits
from bot.huggingface.payload import FIELDS, PayloadError, parse_model, parse_models

PUBLIC_HUB = "https://huggingface.co"
DEADLINE_S = 15.0
_MOST_BYTES = 8 * 1024 * 1024
_MOST_LISTED = 100
_MOST_REDIRECTS = 3
_REDIRECTS = (301, 302, 307, 308)
# Of the 500 requests that an address has in five minutes; people's own look-ups need some.
RESERVE = 100
_EXPAND = [("expand", name) for name in FIELDS]


def utc_now() -> datetime:
    """Return this moment in UTC."""
    return datetime.now(UTC)


class HuggingFaceClient:
    """An open connection to Hugging Face. Use as an async context manager."""

    def __init__(
        self,
        base_url: str = PUBLIC_HUB,
        token: str | None = None,
        *,
        deadline_s: float = DEADLINE_S,
        now: Callable[[], datetime] = utc_now,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.requests = 0
        self._limits = Limits(now)
        self._now = now
        self._deadline_s = deadline_s
        self._transport = transport
        self._http: httpx.AsyncClient | None = None
        self._turn = asyncio.Lock()
        self._headers = {"Accept": "application/json", "User-Agent": "modelzoo-bot"}
        if token:
            self._headers["Authorization"] = f"Bearer {token}"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._http is not None:
            await self._http.aclose()

    @property
    def remaining(self) -> int | None:
        """Return the requests left in this window; None where it isn't known."""
        return self._limits.remaining

    async def model(self, name: str, *, is_urgent: bool = False) -> Checkpoint | None:
        """Return one model; None where there is none, or it is private.

        Raises:
            HuggingFaceError: no answer can be used.
        """
        document = await self._get(
            f"/api/models/{quote(name, safe='/')}", _EXPAND, is_urgent=is_urgent
        )
        if document is None:
            return None
        try:
            return parse_model(document, self._now().date())
        except PayloadError as error:
            raise UnavailableError(f"{name}: {error}") from error

    async def of_paper(self, arxiv_id: str, *, is_urgent: bool = False) -> list[Checkpoint]:
        """Return the models tagged with a paper, the most downloaded first, a hundred at most.

        Raises:
            HuggingFaceError: no answer can be used.
        """
        return await self._list([("filter", f"arxiv:{arxiv_id}")], is_urgent=is_urgent)

    async def of_owner(
        self, owner: str, search: str, *, is_urgent: bool = False
    ) -> list[Checkpoint]:
        """Return an account's models with ``search`` in their id, the most downloaded first, a hundred at most.

        Raises:
            HuggingFaceError: no answer can be used.
        """
        return await self._list([("author", owner), ("search", search)], is_urgent=is_urgent)

    async def made_from(
        self, name: str, relation: str, *, is_urgent: bool = False
    ) -> list[Checkpoint]:
        """Return the models that state another as their base, the most downloaded first, a hundred at most.

        ``relation`` is quantized, finetune, adapter or merge.

        Raises:
            HuggingFaceError: no answer can be used.
        """
        return await self._list([("filter", f"base_model:{relation}:{name}")], is_urgent=is_urgent)

    async def _list(
        self, parameters: list[tuple[str, str]], *, is_urgent: bool
    ) -> list[Checkpoint]:
        asked = [*parameters, ("sort", "downloads"), ("limit", str(_MOST_LISTED)), *_EXPAND]
        document = await self._get("/api/models", asked, is_urgent=is_urgent)
        if document is None:
            return []
        try:
            return parse_models(document, self._now().date())
        except PayloadError as error:
            raise UnavailableError(str(error)) from error

    async def _get(
        self, path: str, parameters: list[tuple[str, str]], *, is_urgent: bool
    ) -> object | None:
        """Return an answer's document; None for 404, and for 401, behind which the Hub hides what is private."""
        async with self._turn:
            self._limits.permit(0 if is_urgent else RESERVE)
            self.requests += 1
            # Opening reads the machine's certificates, which takes a while: not on the loop.
            http = self._http = self._http or await asyncio.to_thread(self._open)
            try:
                async with asyncio.timeout(self._deadline_s):
                    response, body = await _fetch(http, self.base_url + path, parameters)
            except (httpx.TimeoutException, TimeoutError) as error:
                raise UnavailableError("no answer in time") from error
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise UnavailableError(str(error) or type(error).__name__) from error
            self._limits.note(response.headers)
            return self._document(response, body)

    def _document(self, response: httpx.Response, body: bytes) -> object | None:
        status = response.status_code
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            raise self._limits.refuse(response.headers)
        if status == HTTPStatus.UNAUTHORIZED and "Invalid" in response.headers.get(
            "x-error-message", ""
        ):
            raise UnauthorizedError("Hugging Face rejects the token")
        if status in (HTTPStatus.NOT_FOUND, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            return None
        if status != HTTPStatus.OK:
            raise UnavailableError(f"status {status}")
        try:
            return cast("object", json.loads(body))
        except (ValueError, RecursionError) as error:
            raise UnavailableError(f"not valid JSON: {error}") from error

    def _open(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            headers=self._headers,
            timeout=httpx.Timeout(self._deadline_s, connect=5.0),
            limits=httpx.Limits(max_connections=2),
            transport=self._transport,
        )


async def _fetch(
    http: httpx.AsyncClient, address: str, parameters: list[tuple[str, str]]
) -> tuple[httpx.Response, bytes]:
    """Return the answer; the address of a renamed model redirects, on the same host alone.

    Raises:
        HuggingFaceError: it redirects elsewhere, or without end.
    """
    url = httpx.URL(address, params=parameters)
    for _ in range(_MOST_REDIRECTS + 1):
        async with http.stream("GET", url) as response:
            body = await _read(response)
        location = response.headers.get("location")
        if response.status_code not in _REDIRECTS or not location:
            return response, body
        target = url.join(location)
        if (target.scheme, target.host, target.port) != (url.scheme, url.host, url.port):
            raise UnavailableError("a redirect to another host")
        url = target if target.query else target.copy_merge_params(url.params)
    raise UnavailableError("redirects without end")


async def _read(response: httpx.Response) -> bytes:
    """Read a body, unpacked, so far as it is not too long.

    Raises:
        HuggingFaceError: it is.
    """
    body = bytearray()
    async for chunk in response.aiter_bytes(64 * 1024):
        body += chunk
        if len(body) > _MOST_BYTES:
            raise UnavailableError("too long an answer")
    return bytes(body)
