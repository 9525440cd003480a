"""GitHub over HTTP: one request at a time, inside its limits, with capped answers and typed errors.

The client never retries: it reports the failure and how long to wait, and its caller decides.
"""

import asyncio
import json
import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from importlib import resources
from types import TracebackType
from typing import Self

import httpx

from bot.github.answers import Answer, failure_of, parse_json, read_body, status_of
from bot.github.errors import RefusedError, TooHeavyError, UnavailableError
from bot.github.fields import PayloadError
from bot.github.limits import Limits
from bot.github.payload import Batch, parse_batch
from bot.github.results import Rate

PUBLIC_API = "https://api.github.com"
DEADLINE_S = 30.0
_MOST_JSON = 8 * 1024 * 1024
_MOST_REDIRECTS = 3
_SHARE_WITHOUT_TOKEN = 0.9
_SYSTEM_NUMBER = re.compile(r"^\[Errno -?[0-9]+\] ")
_PROBE = "query { rateLimit { cost } }"
_FRAGMENTS = resources.files("bot.github").joinpath("repository.graphql").read_text("utf-8")


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
        # Of 60 requests an hour, half would be 41 hours for 1,232 entries.
        self.share = share if token else max(share, _SHARE_WITHOUT_TOKEN)
        self._limits = Limits(now)
        self.requests = 0
        self.points = 0
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
        """Return GraphQL's address: beside the REST API, or at GitHub Enterprise's path."""
        if self.base_url.endswith("/api/v3"):
            return self.base_url.removesuffix("/v3") + "/graphql"
        return f"{self.base_url}/graphql"

    def rate(self, resource: str) -> Rate | None:
        """Return the remaining budget of ``core`` or ``graphql``; None before the first answer and after its reset."""
        return self._limits.rate(resource)

    async def probe(self, resource: str) -> None:
        """Send a request that costs nothing, to learn whether ``core`` or ``graphql`` answers at all.

        Raises:
            GitHubError: it doesn't.
        """
        if resource == "graphql":
            await self._graphql(_PROBE, {}, is_urgent=False)
            return
        try:
            await self.get("/rate_limit")
        except RefusedError:
            return  # it answers; a GitHub Enterprise without limits has no such address

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
        status = status_of(response, body)
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
            raise TooHeavyError("too long an answer") if is_cut else failure_of(response, body)
        try:
            return parse_json(body)
        except PayloadError as error:
            raise UnavailableError(f"GraphQL's answer is {error}") from error

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
            self._limits.permit(resource, 1.0 if is_urgent else self.share)
            self.requests += 1
            # Opening reads the machine's certificates, which takes a while: not before it is needed, nor on the loop.
            http = self._http = self._http or await asyncio.to_thread(self._open)
            try:
                async with (
                    asyncio.timeout(self._deadline_s),
                    http.stream(method, url, headers=headers, content=content) as response,
                ):
                    body, is_cut = await read_body(response, most_bytes)
            except (httpx.TimeoutException, TimeoutError) as error:
                # GitHub ends a query after 10 s; one that takes longer still is no better than ended.
                fault = TooHeavyError if method == "POST" else UnavailableError
                raise fault("no answer in time") from error
            except (httpx.HTTPError, httpx.InvalidURL, zlib.error) as error:
                raise UnavailableError(_reason_of(error)) from error
            self._limits.note(response, body, resource)
            return response, body, is_cut

    def _open(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            headers=self._headers,
            timeout=httpx.Timeout(DEADLINE_S, connect=10.0),
            limits=httpx.Limits(max_connections=2),
            transport=self._transport,
        )


def _reason_of(error: Exception) -> str:
    """Return an error's own words, without the system's number and the full stop; its kind where it has none."""
    return _SYSTEM_NUMBER.sub("", str(error)).rstrip(".") or type(error).__name__
