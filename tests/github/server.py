"""A local server that answers as GitHub's published schemas say, keeps its state, and fails on demand.

GraphQL runs on the part of GitHub's schema that the product touches; every REST document is checked against GitHub's
JSON Schema before it is sent. ``faults`` are taken by the next requests, one each; an empty text lets one pass.
"""

import asyncio
import contextlib
import gzip
import json
from collections.abc import AsyncGenerator, Callable, Generator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from aiohttp import web
from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    build_schema,
    execute_sync,  # pyright: ignore[reportUnknownVariableType]  # typed in part
    parse,
    validate,
)
from jsonschema import Draft202012Validator

from tests.serving import beside, serve

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TOKEN = "ghp_" + "t" * 36
FAULTS = (
    "401",
    "403 retry-after",
    "403 secondary",
    "429",
    "500",
    "502",
    "503",
    "504",
    "hang",
    "endless",
    "bomb",
    "truncated",
    "no json",
    "reset",
    "graphql errors",
    "graphql rate limit",
    "graphql secondary limit",
    "partial",
    "emptied field",
)


@dataclass
class FakeRepository:
    """A repository's state. ``given`` are the stars given by day; ``state`` is public, gone or blocked.

    ``refusals`` are what is never given of it (``node``, ``readme``, ``history``), with a status and GitHub's words.
    """

    github_id: int
    full_name: str
    stars: int = 100
    created: str = "2017-05-01T10:00:00Z"
    pushed: str = "2026-11-01T10:00:00Z"
    spdx: str | None = "MIT"
    language: str | None = "Python"
    topics: tuple[str, ...] = ("deep-learning",)
    homepage: str | None = None
    is_archived: bool = False
    release: str | None = None
    released: str = "2026-10-01T10:00:00Z"
    head: str = "0" * 40
    readme: str | None = "<h1>Thing</h1>"
    given: dict[date, int] = field(default_factory=dict[date, int])
    state: str = "public"
    refusals: dict[str, tuple[int, str]] = field(default_factory=dict[str, tuple[int, str]])

    @property
    def node_id(self) -> str:
        return f"R_{self.github_id}"

    def node(self) -> dict[str, Any]:
        return {
            "__typename": "Repository",
            "id": self.node_id,
            "databaseId": self.github_id,
            "nameWithOwner": self.full_name,
            "description": "A thing",
            "homepageUrl": self.homepage,
            "stargazerCount": self.stars,
            "forkCount": 3,
            "isArchived": self.is_archived,
            "isPrivate": False,
            "createdAt": self.created,
            "pushedAt": self.pushed,
            "primaryLanguage": {"name": self.language} if self.language else None,
            "licenseInfo": {"key": "k", "spdxId": self.spdx} if self.spdx else None,
            "repositoryTopics": {"nodes": [{"topic": {"name": name}} for name in self.topics]},
            "latestRelease": {"tagName": self.release, "name": None, "publishedAt": self.released}
            if self.release
            else None,
            "defaultBranchRef": {
                "name": "main",
                "target": {"__typename": "Blob", "oid": self.head},
            },
        }


class _KindError(Exception):
    def __init__(self, kind: str, message: str = "") -> None:
        super().__init__(message or kind)
        self.kind = kind


class FakeGitHub:
    """The server. Repositories are found by id and by name, old names lead on."""

    def __init__(self, *, is_strict: bool = True, token: str | None = TOKEN) -> None:
        self.repositories: dict[int, FakeRepository] = {}
        self.redirects: dict[str, int] = {}
        self.faults: list[str] = []
        self.log: list[str] = []
        self.token = token
        self.skew = timedelta()
        self.now: Callable[[], datetime] = lambda: NOW
        self.limits = {"core": 5_000, "graphql": 5_000}
        self.used = {"core": 0, "graphql": 0}
        self.heaviest = 10_000
        self._resets_at = NOW + timedelta(minutes=40)
        self.url = ""
        self._is_strict = is_strict
        self._schema: GraphQLSchema = build_schema((HERE / "schema.graphql").read_text("utf-8"))
        self._documents: dict[str, DocumentNode] = {}
        self._names: dict[str, int] = {}
        self._validators: dict[str, Any] = {
            path.stem: Draft202012Validator(json.loads(path.read_text("utf-8")))
            for path in (HERE / "schemas").glob("*.json")
            if path.stem != "repo_example"
        }
        self._example = json.loads((HERE / "schemas" / "repo_example.json").read_text("utf-8"))

    def add(self, repository: FakeRepository) -> FakeRepository:
        self.repositories[repository.github_id] = repository
        self._names[repository.full_name.lower()] = repository.github_id
        return repository

    def rename(self, repository: FakeRepository, full_name: str) -> None:
        del self._names[repository.full_name.lower()]
        self.redirects[repository.full_name.lower()] = repository.github_id
        repository.full_name = full_name
        self._names[full_name.lower()] = repository.github_id

    def delete(self, repository: FakeRepository) -> None:
        repository.state = "gone"
        self._names.pop(repository.full_name.lower(), None)

    @contextlib.asynccontextmanager
    async def serving(self) -> AsyncGenerator[str, None]:
        """Serve on a free port of this machine; the address is yielded."""
        app = web.Application()
        app.router.add_post("/graphql", self._graphql)
        app.router.add_get("/{path:.*}", self._rest)
        async with serve(app) as self.url:
            yield self.url

    @contextlib.contextmanager
    def serving_beside(self) -> Generator[str, None, None]:
        """Serve from a thread of its own, for programs that run a loop themselves."""
        with beside(self.serving()) as url:
            yield url

    async def _graphql(self, request: web.Request) -> web.StreamResponse:  # noqa: C901, PLR0911  # a fault each
        asked = await request.json()
        count = len(asked["variables"].get("ids") or []) or len(asked["variables"]) // 2
        self.log.append(f"POST /graphql {count}")
        refused = await self._refuse(request, "graphql")
        if refused is not None:
            return refused
        if count > self.heaviest:
            return self._plain(502, "<html>502 Bad Gateway</html>", "graphql")
        fault = self._fault()
        if fault == "graphql errors":
            return self._json(
                {"data": None, "errors": [{"message": "Something went wrong"}]}, "graphql"
            )
        if fault == "graphql rate limit":
            self.used["graphql"] = self.limits["graphql"]
            return self._json({"errors": [{"type": "RATE_LIMITED", "message": "limit"}]}, "graphql")
        if fault == "graphql secondary limit":
            message = "API rate limit already exceeded for user ID 1."
            error = {"type": "RATE_LIMIT", "code": "graphql_rate_limit", "message": message}
            return self._json({"errors": [error]}, "graphql")
        if fault and fault not in ("partial", "emptied field"):
            return await self._fail(fault, request, "graphql")
        if len(asked["query"].encode()) > 100_000:
            return self._plain(400, "too long", "graphql")
        result = execute_sync(
            self._schema,
            self._document(asked["query"]),
            root_value={
                "rateLimit": {
                    "cost": 1,
                    "limit": self.limits["graphql"],
                    "remaining": self._left("graphql"),
                    "resetAt": "2026-11-23T13:00:00Z",
                },
                "nodes": self._nodes,
                "repository": self._named,
            },
            variable_values=asked["variables"],
        )
        document: dict[str, Any] = {"data": result.data}
        errors = [_error(error) for error in result.errors or []]
        if result.data and fault == "partial":
            errors += self._empty_half(result.data)
        if result.data and fault == "emptied field":
            errors += self._empty_field(result.data)
        if errors:
            document["errors"] = errors
        return self._json(document, "graphql")

    def _document(self, query: str) -> DocumentNode:
        """Return a query read and checked; a server does so once for each."""
        if query not in self._documents:
            document = parse(query)
            faults = validate(self._schema, document)
            assert not faults, faults
            self._documents[query] = document
        return self._documents[query]

    def _nodes(self, _info: object, ids: list[str]) -> list[Any]:
        found = [self.repositories.get(int(node_id.removeprefix("R_"))) for node_id in ids]
        return [
            _node(repository)
            if repository is not None and repository.state == "public"
            else _KindError("NOT_FOUND")
            for repository in found
        ]

    def _named(
        self,
        _info: object,
        owner: str,
        name: str,
        followRenames: bool = True,  # noqa: FBT002, N803  # GitHub's argument
    ) -> Any:
        key = f"{owner}/{name}".lower()
        github_id = self._names.get(key) or (self.redirects.get(key) if followRenames else None)
        repository = self.repositories.get(github_id or 0)
        if repository is None or repository.state != "public":
            raise _KindError("NOT_FOUND")
        node = _node(repository)
        if isinstance(node, _KindError):
            raise node
        return node

    def _empty_half(self, data: dict[str, Any]) -> list[dict[str, Any]]:
        """Leave out every second repository, as GitHub does when a query takes more than it gives one."""
        if "nodes" in data:
            places = range(1, len(data["nodes"]), 2)
            for place in places:
                data["nodes"][place] = None
            paths: list[list[str | int]] = [["nodes", place] for place in places]
        else:
            names = sorted(key for key in data if key.startswith("r") and key != "rateLimit")[1::2]
            for name in names:
                data[name] = None
            paths = [[name] for name in names]
        return [
            {"type": "RESOURCE_LIMITS_EXCEEDED", "path": path, "message": "limits"}
            for path in paths
        ]

    def _empty_field(self, data: dict[str, Any]) -> list[dict[str, Any]]:
        """Leave out one field of the first repository, with an error inside it."""
        if "nodes" in data:
            path: list[str | int] = ["nodes", 0]
            node = data["nodes"][0]
        else:
            path = ["r0"]
            node = data["r0"]
        if node:
            node["licenseInfo"] = node["latestRelease"] = None
        return [{"type": "SERVICE_UNAVAILABLE", "path": [*path, "licenseInfo"], "message": "oops"}]

    async def _rest(self, request: web.Request) -> web.StreamResponse:  # noqa: PLR0911  # an answer each
        self.log.append(f"GET {request.path}")
        refused = await self._refuse(request, "core")
        if refused is not None:
            return refused
        fault = self._fault()
        if fault and not fault.startswith(("graphql", "partial", "emptied")):
            return await self._fail(fault, request, "core")
        parts = request.path.strip("/").split("/")
        if parts[0] == "repositories":
            return self._repository(self.repositories.get(int(parts[1])))
        name = "/".join(parts[1:3]).lower()
        if name not in self._names and name in self.redirects:
            tail = "".join(f"/{part}" for part in parts[3:])
            where = f"{self.url}/repositories/{self.redirects[name]}{tail}"
            return web.json_response(
                {"message": "Moved Permanently"}, status=301, headers={"location": where}
            )
        repository = self.repositories.get(self._names.get(name, 0))
        if len(parts) == 3 or repository is None or repository.state != "public":
            return self._repository(repository)
        kind = "readme" if parts[3] == "readme" else "history"
        if refusal := repository.refusals.get(kind):
            return self._refusal(*refusal)
        answer = self._readme if kind == "readme" else self._history
        return answer(repository, request)

    def _refusal(self, status: int, message: str) -> web.Response:
        if not message:
            return self._plain(status, "<html>unicorn</html>", "core")
        return self._json({"message": message}, "core", "basic_error", status)

    def _repository(self, repository: FakeRepository | None) -> web.Response:
        if repository is None or repository.state == "gone":
            return self._json({"message": "Not Found", "status": "404"}, "core", "basic_error", 404)
        if repository.state == "blocked":
            block = {"reason": "dmca", "created_at": None, "html_url": None}
            return self._json(
                {"message": "Repository access blocked", "block": block},
                "core",
                "repo_blocked_451",
                451,
            )
        document = {
            **self._example,
            "id": repository.github_id,
            "node_id": repository.node_id,
            "full_name": repository.full_name,
            "name": repository.full_name.partition("/")[2],
            "stargazers_count": repository.stars,
            "forks_count": 3,
            "created_at": repository.created,
            "pushed_at": repository.pushed,
            "archived": repository.is_archived,
            "topics": list(repository.topics),
            "homepage": repository.homepage,
            "language": repository.language,
            "license": {
                "key": "k",
                "name": "n",
                "spdx_id": repository.spdx,
                "url": None,
                "node_id": "L",
            }
            if repository.spdx
            else None,
        }
        return self._json(document, "core", "repo")

    def _readme(self, repository: FakeRepository, request: web.Request) -> web.Response:
        if repository.readme is None:
            return self._json({"message": "Not Found", "status": "404"}, "core", "basic_error", 404)
        etag = f'W/"{hash(repository.readme) & 0xFFFFFFFF:x}"'
        if request.headers.get("if-none-match") == etag:
            if self.token:
                self.used["core"] -= 1  # a confirmed one is free, with a token
            return web.Response(status=304, headers={**self._headers("core"), "etag": etag})
        headers = {
            **self._headers("core"),
            "etag": etag,
            "content-type": "text/html; charset=utf-8",
        }
        return web.Response(body=repository.readme.encode(), headers=headers)

    def _history(self, repository: FakeRepository, request: web.Request) -> web.Response:
        page, size = int(request.query.get("page", 1)), int(request.query.get("per_page", 30))
        today = self.now().date()
        sunday = today - timedelta(days=(today.weekday() + 1) % 7)
        first = date.fromisoformat(repository.created[:10])
        weeks: list[dict[str, Any]] = []
        while sunday + timedelta(days=6) >= first:
            days = [repository.given.get(sunday + timedelta(days=n), 0) for n in range(7)]
            moment = datetime(sunday.year, sunday.month, sunday.day, tzinfo=UTC)
            weeks.append({"week": int(moment.timestamp()), "days": days, "total": sum(days)})
            sunday -= timedelta(days=7)
        shown = weeks[(page - 1) * size : page * size]
        response = self._json(shown, "core", "stargazers_history")
        if len(weeks) > page * size:
            response.headers["link"] = f'<{self.url}{request.path}?page={page + 1}>; rel="next"'
        return response

    async def _refuse(self, request: web.Request, resource: str) -> web.StreamResponse | None:
        given = request.headers.get("authorization")
        if given and given != f"Bearer {self.token}":
            return await self._fail("401", request, resource)
        if resource == "graphql" and not given:
            return await self._fail("401", request, resource)
        if self.now() >= self._resets_at:
            self._resets_at = self.now() + timedelta(minutes=40)
            self.used = dict.fromkeys(self.used, 0)
        if self._left(resource) <= 0:
            return self._json({"message": "API rate limit exceeded"}, resource, "basic_error", 403)
        self.used[resource] += 1
        return None

    def _fault(self) -> str:
        return self.faults.pop(0) if self.faults else ""

    async def _fail(  # noqa: PLR0911  # a fault each
        self, fault: str, request: web.Request, resource: str
    ) -> web.StreamResponse:
        match fault:
            case "401":
                return self._json({"message": "Bad credentials"}, resource, "basic_error", 401)
            case "403 retry-after":
                response = self._json({"message": "slow down"}, resource, "basic_error", 403)
                response.headers["retry-after"] = "7"
                return response
            case "403 secondary":
                message = {"message": "You have exceeded a secondary rate limit"}
                return self._json(message, resource, "basic_error", 403)
            case "429":
                return self._json({"message": "Too Many Requests"}, resource, "basic_error", 429)
            case "hang":
                await asyncio.Event().wait()
            case "reset":
                assert request.transport
                request.transport.abort()
            case _:
                pass
        if fault in ("endless", "bomb", "truncated"):
            return await self._long(fault, request, resource)
        if fault == "no json":
            return self._plain(200, "<html>hello</html>", resource)
        return self._plain(int(fault) if fault.isdigit() else 500, "<html>unicorn</html>", resource)

    async def _long(self, fault: str, request: web.Request, resource: str) -> web.StreamResponse:
        response = web.StreamResponse(headers=self._headers(resource))
        if fault == "truncated":
            response.headers["content-length"] = "1000"
        if fault == "bomb":
            response.headers["content-encoding"] = "gzip"
        await response.prepare(request)
        with contextlib.suppress(ConnectionError):
            if fault == "truncated":
                await response.write(b'{"data": {"nodes": [')
            elif fault == "bomb":
                await response.write(gzip.compress(b" " * 64_000_000))
            else:
                while True:
                    await response.write(b" " * 65_536)
        if fault == "truncated" and request.transport:
            request.transport.abort()
        return response

    def _json(
        self, document: Any, resource: str, schema: str = "", status: int = 200
    ) -> web.Response:
        if self._is_strict and schema:
            self._validators[schema].validate(document)
        body = gzip.compress(json.dumps(document).encode(), 1)
        headers = {
            **self._headers(resource),
            "content-type": "application/json",
            "content-encoding": "gzip",
        }
        return web.Response(status=status, body=body, headers=headers)

    def _plain(self, status: int, text: str, resource: str) -> web.Response:
        return web.Response(status=status, text=text, headers=self._headers(resource))

    def _headers(self, resource: str) -> dict[str, str]:
        now = self.now() + self.skew
        return {
            "date": format_datetime(now, usegmt=True),
            "x-ratelimit-limit": str(self.limits[resource]),
            "x-ratelimit-remaining": str(self._left(resource)),
            "x-ratelimit-reset": str(int((self._resets_at + self.skew).timestamp())),
            "x-ratelimit-resource": resource,
        }

    def _left(self, resource: str) -> int:
        return max(0, self.limits[resource] - self.used[resource])


def _node(repository: FakeRepository) -> dict[str, Any] | _KindError:
    refusal = repository.refusals.get("node")
    return _KindError("FORBIDDEN", refusal[1]) if refusal else repository.node()


def _error(error: GraphQLError) -> dict[str, Any]:
    kind = getattr(error.original_error, "kind", None)
    return {
        "message": error.message,
        "path": list(error.path or []),
        **({"type": kind} if kind else {}),
    }
