"""GitHub over HTTP: one request at a time, inside its limits, with capped answers and typed errors.

The client never retries: it says what went wrong and until when to wait, and whoever asked decides.
"""

import asyncio
import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from importlib import resources
from types import TracebackType
from typing import Any, Self, cast

import httpx

from bot.github.payload import Batch, PayloadError, is_rate_limited, parse_batch

PUBLIC_API = "https://api.github.com"
DEADLINE_S = 30.0
_MOST_JSON = 8 * 1024 * 1024
_MOST_REDIRECTS = 3
_LEAST_WAIT = timedelta(seconds=60)  # without a word on how long, GitHub asks for a minute at least
_LONGEST_WAIT = timedelta(hours=2)
_SHARE_WITHOUT_TOKEN = 0.9
_SHORT = 64 * 1024
_FRAGMENTS = resources.files("bot.github").joinpath("repository.graphql").read_text("utf-8")


class GitHubError(Exception):
    """GitHub can't be asked, or doesn't answer as it should."""


class UnauthorizedError(GitHubError):
    """The token is refused."""


class TooHeavyError(GitHubError):
    """The query took more than GitHub gives one; the same again would fail again."""


class UnavailableError(GitHubError):
    """No answer, or none that can be used; it may be different in a while."""


class RateLimitedError(GitHubError):
    """GitHub asks to wait. ``until`` is by this machine's clock."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"rate limit until {until:%Y-%m-%d %H:%M:%S} UTC")
        self.until = until


@dataclass(frozen=True, slots=True)
class Rate:
    """What is left of an hour's budget; ``reset`` is by this machine's clock."""

    limit: int
    remaining: int
    reset: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer over REST. ``is_cut`` says that its body was longer than asked for."""

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
        return _parsed(self.body)


def utc_now() -> datetime:
    """Return this moment in UTC."""
    return datetime.now(UTC)


class GitHubClient:
    """An open connection to GitHub. Use as an async context manager.

    ``share`` of each hour's budget is for refreshes; what is left answers people. Requests go out one after
    another in the order in which they were made, so a person waits for one request of a refresh at the most.
    """

    def __init__(
        self,
        base_url: str = PUBLIC_API,
        token: str | None = None,
        *,
        share: float = 0.5,
        deadline_s: float = DEADLINE_S,
        now: Callable[[], datetime] = utc_now,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.has_token = token is not None
        # Of 60 requests an hour, half would be 22 hours for 661 entries.
        self.share = share if token else max(share, _SHARE_WITHOUT_TOKEN)
        self.requests = 0
        self.points = 0
        self._now = now
        self._transport = transport
        self._http: httpx.AsyncClient | None = None
        self._deadline_s = deadline_s
        self._headers = {
            "Accept": "application/vnd.github+json",
            "Accept-Encoding": "gzip",
            "User-Agent": "modelzoo-bot",
        }
        if self.base_url == PUBLIC_API:
            self._headers["X-GitHub-Api-Version"] = "2026-03-10"
        if token:
            self._headers["Authorization"] = f"Bearer {token}"
        self._rates: dict[str, Rate] = {}
        self._wait_until: datetime | None = None
        self._slow_downs = 0
        self._turn = asyncio.Lock()

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
    def graphql_url(self) -> str:
        """Return where GraphQL is asked: beside the REST API, or as GitHub Enterprise has it."""
        if self.base_url.endswith("/api/v3"):
            return self.base_url.removesuffix("/v3") + "/graphql"
        return f"{self.base_url}/graphql"

    def rate(self, resource: str) -> Rate | None:
        """Return what is left of ``core`` or ``graphql``; None before the first answer and after its reset."""
        rate = self._rates.get(resource)
        return rate if rate and rate.reset > self._now() else None

    async def nodes(self, node_ids: Sequence[str], *, is_urgent: bool = False) -> Batch:
        """Ask for repositories by node id.

        Raises:
            GitHubError: no answer can be used.
        """
        query = (
            "query($ids: [ID!]!) { rateLimit { ...Rate } nodes(ids: $ids) { ...Repo } }\n"
            + _FRAGMENTS
        )
        document = await self._graphql(query, {"ids": list(node_ids)}, is_urgent=is_urgent)
        return self._batch(document, [("nodes", number) for number in range(len(node_ids))])

    async def named(self, full_names: Sequence[str], *, is_urgent: bool = False) -> Batch:
        """Ask for repositories by owner/name; GitHub follows renames.

        Raises:
            GitHubError: no answer can be used.
        """
        numbers = range(len(full_names))
        variables = ", ".join(f"$o{n}: String!, $n{n}: String!" for n in numbers)
        fields = " ".join(
            f"r{n}: repository(owner: $o{n}, name: $n{n}, followRenames: true) {{ ...Repo }}"
            for n in numbers
        )
        query = f"query({variables}) {{ rateLimit {{ ...Rate }} {fields} }}\n{_FRAGMENTS}"
        values: dict[str, str] = {}
        for number, full_name in enumerate(full_names):
            values[f"o{number}"], _, values[f"n{number}"] = full_name.partition("/")
        document = await self._graphql(query, values, is_urgent=is_urgent)
        return self._batch(document, [(f"r{number}",) for number in numbers])

    async def get(
        self,
        path: str,
        *,
        etag: str | None = None,
        accept: str | None = None,
        most_bytes: int = _MOST_JSON,
        is_urgent: bool = False,
    ) -> Answer:
        """Ask over REST; 200, 304, 404, 410 and 451 are answers, all else is an error.

        A body longer than ``most_bytes`` is cut there. Redirects are followed on the same host.

        Raises:
            GitHubError: no answer can be used.
        """
        headers = {"If-None-Match": etag} if etag else {}
        if accept:
            headers["Accept"] = accept
        url = httpx.URL(self.base_url + path)
        for _ in range(_MOST_REDIRECTS + 1):
            response, body, is_cut = await self._send(
                "GET", url, headers, None, most_bytes, "core", is_urgent=is_urgent
            )
            location = response.headers.get("location")
            if response.status_code not in (301, 302, 307, 308) or not location:
                break
            target = url.join(location)
            if (target.scheme, target.host, target.port) != (url.scheme, url.host, url.port):
                raise UnavailableError(f"{path} redirects to another host")
            url = target
        else:
            raise UnavailableError(f"{path} redirects without end")
        status = _status(response, body)
        return Answer(status, body, response.headers.get("etag"), "next" in response.links, is_cut)

    async def _graphql(
        self, query: str, variables: Mapping[str, object], *, is_urgent: bool
    ) -> object:
        content = json.dumps({"query": query, "variables": variables})
        headers = {"Content-Type": "application/json"}
        response, body, is_cut = await self._send(
            "POST",
            httpx.URL(self.graphql_url),
            headers,
            content,
            _MOST_JSON,
            "graphql",
            is_urgent=is_urgent,
        )
        if response.status_code != HTTPStatus.OK or is_cut:
            raise TooHeavyError("too long an answer") if is_cut else _failure(response)
        try:
            document = _parsed(body)
        except PayloadError as error:
            raise UnavailableError(f"GraphQL's answer is {error}") from error
        if is_rate_limited(document):
            raise RateLimitedError(self._used_up(response, "graphql"))
        return document

    def _batch(self, document: object, places: Sequence[tuple[str | int, ...]]) -> Batch:
        try:
            batch = parse_batch(document, places)
        except PayloadError as error:
            raise UnavailableError(f"GraphQL's answer: {error}") from error
        self.points += batch.cost
        return batch

    async def _send(
        self,
        method: str,
        url: httpx.URL,
        headers: Mapping[str, str],
        content: str | None,
        most_bytes: int,
        resource: str,
        *,
        is_urgent: bool,
    ) -> tuple[httpx.Response, bytes, bool]:
        async with self._turn:
            self._permit(resource, is_urgent=is_urgent)
            self.requests += 1
            # Opening reads the machine's certificates, which takes a while: not before it is needed, nor on the loop.
            http = self._http = self._http or await asyncio.to_thread(self._open)
            try:
                async with (
                    asyncio.timeout(self._deadline_s),
                    http.stream(method, url, headers=headers, content=content) as response,
                ):
                    body, is_cut = await _read(response, most_bytes)
            except (httpx.TimeoutException, TimeoutError) as error:
                # GitHub ends a query after 10 s; one that takes longer still is no better than ended.
                fault = TooHeavyError if method == "POST" else UnavailableError
                raise fault("no answer in time") from error
            except (httpx.HTTPError, httpx.InvalidURL, zlib.error) as error:
                raise UnavailableError(f"{type(error).__name__}: {error}") from error
            self._note_rate(response, resource)
            self._check_limits(response, body, resource)
            return response, body, is_cut

    def _open(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            headers=self._headers,
            timeout=httpx.Timeout(DEADLINE_S, connect=10.0),
            limits=httpx.Limits(max_connections=2),
            transport=self._transport,
        )

    def _permit(self, resource: str, *, is_urgent: bool) -> None:
        now = self._now()
        if self._wait_until and now < self._wait_until:
            raise RateLimitedError(self._wait_until)
        rate = self.rate(resource)
        reserve = 0 if is_urgent else int(rate.limit * (1 - self.share)) if rate else 0
        if rate and rate.remaining <= reserve:
            raise RateLimitedError(rate.reset)

    def _note_rate(self, response: httpx.Response, resource: str) -> None:
        headers = response.headers
        try:
            limit, remaining, reset = (
                int(headers[f"x-ratelimit-{name}"]) for name in ("limit", "remaining", "reset")
            )
            at = datetime.fromtimestamp(reset, UTC) - self._skew(response)
        except (KeyError, ValueError, OverflowError, OSError):
            return
        named = headers.get("x-ratelimit-resource", resource)
        at = min(at, self._now() + _LONGEST_WAIT)
        self._rates[named] = Rate(limit, remaining, at)

    def _skew(self, response: httpx.Response) -> timedelta:
        """Return how far GitHub's clock is ahead of ours."""
        try:
            return parsedate_to_datetime(response.headers["date"]) - self._now()
        except (KeyError, ValueError, TypeError):
            return timedelta()

    def _check_limits(self, response: httpx.Response, body: bytes, resource: str) -> None:
        if response.status_code == HTTPStatus.UNAUTHORIZED:
            raise UnauthorizedError("GitHub refuses the token")
        if response.status_code in (403, 429) and not _is_blocked(body):
            if response.status_code == HTTPStatus.FORBIDDEN and not _speaks_of_limits(
                response, body
            ):
                raise UnavailableError("GitHub forbids it (403)")
            raise RateLimitedError(self._used_up(response, resource))
        if response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
            self._slow_downs = 0

    def _used_up(self, response: httpx.Response, resource: str) -> datetime:
        """Return until when to wait: by retry-after, by the budget's reset, else a minute, then twice as long."""
        now = self._now()
        after = response.headers.get("retry-after", "")
        rate = self.rate(resource)
        if after.isascii() and after.isdigit():
            wait = timedelta(seconds=min(int(after), 7_200))
        elif rate and not rate.remaining:
            wait = rate.reset - now
        else:
            wait = _LEAST_WAIT * 2**self._slow_downs
            self._slow_downs = min(self._slow_downs + 1, 6)
        until = now + min(max(wait, timedelta(seconds=1)), _LONGEST_WAIT)
        self._wait_until = until
        return until


def _parsed(body: bytes) -> object:
    try:
        return cast("object", json.loads(body))
    except (ValueError, RecursionError) as error:
        raise PayloadError(f"no JSON: {error}") from error


async def _read(response: httpx.Response, most_bytes: int) -> tuple[bytes, bool]:
    """Read a body, unpacked, up to a number of bytes; a small packed one can't fill the memory."""
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


def _status(response: httpx.Response, body: bytes) -> int:
    if response.status_code in (200, 304, 404, 410, 451):
        return response.status_code
    if _is_blocked(body):
        return 451
    raise _failure(response)


def _failure(response: httpx.Response) -> GitHubError:
    status = response.status_code
    if response.request.method == "POST" and status in (502, 504):
        return TooHeavyError(f"status {status}")
    return UnavailableError(f"status {status}")


def _is_blocked(body: bytes) -> bool:
    """Tell whether GitHub says that it blocked the repository: 451 for the law, 403 for its own terms."""
    document = _document(body)
    return isinstance(document.get("block"), Mapping)


def _speaks_of_limits(response: httpx.Response, body: bytes) -> bool:
    headers = response.headers
    if "retry-after" in headers or headers.get("x-ratelimit-remaining") == "0":
        return True
    return "rate limit" in str(_document(body).get("message", "")).lower()


def _document(body: bytes) -> Mapping[str, Any]:
    if len(body) > _SHORT:
        return {}
    try:
        document = _parsed(body)
    except PayloadError:
        return {}
    return cast("Mapping[str, Any]", document) if isinstance(document, Mapping) else {}
