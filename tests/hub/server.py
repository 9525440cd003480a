"""A local Hugging Face: models by name, paper, account and base, with the rate limit's headers, failing on demand.

``faults`` are taken by the next requests, one each; an empty text lets one pass.
"""

import asyncio
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from aiohttp import web

FAULTS = ("401", "429", "500", "hang", "truncated", "no json", "reset", "endless", "elsewhere")


def model(name: str, **facts: Any) -> dict[str, Any]:
    """Return a model as the Hub gives it with the fields that the bot expands."""
    return {
        "_id": "0" * 24,
        "id": name,
        "modelId": name,
        "author": name.partition("/")[0],
        "downloads": 10,
        "likes": 1,
        "gated": False,
        "lastModified": "2026-06-01T10:00:00.000Z",
        "tags": [],
        **facts,
    }


@dataclass
class FakeHub:
    """The models, what was asked, and what goes wrong next."""

    models: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    renamed: dict[str, str] = field(default_factory=dict[str, str])
    asked: list[str] = field(default_factory=list[str])
    faults: list[str] = field(default_factory=list[str])
    remaining: int = 500
    reset_s: int = 120
    tokens: list[str] = field(default_factory=list[str])

    def app(self) -> web.Application:
        """Return the server."""
        app = web.Application()
        app.router.add_get("/api/models", self._list)
        app.router.add_get("/api/models/{owner}/{name}", self._one)
        app.middlewares.append(self._middleware)
        return app

    @web.middleware
    async def _middleware(self, request: web.Request, handler: Any) -> web.StreamResponse:
        self.asked.append(request.path_qs)
        self.tokens.append(request.headers.get("Authorization", ""))
        self.remaining -= 1
        fault = self.faults.pop(0) if self.faults else ""
        response = await self._fail(request, fault) if fault else await handler(request)
        response.headers["RateLimit"] = f'"api";r={max(0, self.remaining)};t={self.reset_s}'
        response.headers["RateLimit-Policy"] = '"fixed window";"api";q=500;w=300'
        return response

    async def _fail(self, request: web.Request, fault: str) -> web.StreamResponse:
        match fault:
            case "hang":
                await asyncio.sleep(60)
            case "reset":
                assert request.transport
                request.transport.abort()
            case "truncated":
                return web.Response(text='[{"id": "a/b"', content_type="application/json")
            case "no json":
                return web.Response(text="<html>Sorry</html>", content_type="text/html")
            case "endless":
                return web.Response(body=b" " * (9 * 1024 * 1024))
            case "elsewhere":
                raise web.HTTPTemporaryRedirect("https://elsewhere.example/api/models")
            case "401":
                return web.json_response(
                    {"error": "Invalid credentials"},
                    status=401,
                    headers={"X-Error-Message": "Invalid credentials in Authorization header"},
                )
            case _:
                return web.Response(text="<html></html>", status=int(fault))
        return web.Response(status=HTTPStatus.INTERNAL_SERVER_ERROR)

    async def _one(self, request: web.Request) -> web.Response:
        name = f"{request.match_info['owner']}/{request.match_info['name']}"
        if name in self.renamed:
            raise web.HTTPTemporaryRedirect(f"/api/models/{self.renamed[name]}")
        assert "expand" in request.query, "only named fields are wanted"
        for each in self.models:
            if each["id"].casefold() == name.casefold():
                return web.json_response(each)
        # The Hub answers so about what is private and about what is not there.
        return web.json_response({"error": "Repository not found"}, status=401)

    async def _list(self, request: web.Request) -> web.Response:
        assert request.query["sort"] == "downloads"
        wanted = request.query.getall("filter", [])
        author = request.query.get("author")
        search = request.query.get("search", "").casefold()
        found = [
            each
            for each in self.models
            if all(tag in each["tags"] for tag in wanted)
            and (author is None or each["author"] == author)
            and search in each["id"].casefold()
        ]
        found.sort(key=lambda each: -each["downloads"])
        return web.json_response(found[: int(request.query["limit"])])
