"""Local servers for tests: on this loop, or on a thread of their own beside programs that run a loop themselves."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncGenerator, Generator
from contextlib import AbstractAsyncContextManager

from aiohttp import web


@contextlib.asynccontextmanager
async def serve(app: web.Application) -> AsyncGenerator[str, None]:
    """Serve on a free port of this machine; the address is yielded."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    try:
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


@contextlib.contextmanager
def beside(serving: AbstractAsyncContextManager[str]) -> Generator[str, None, None]:
    """Serve from a thread with a loop of its own; the address is yielded."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield asyncio.run_coroutine_threadsafe(_enter(serving), loop).result(10)
    finally:
        asyncio.run_coroutine_threadsafe(_leave(serving), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _enter(serving: AbstractAsyncContextManager[str]) -> str:
    return await serving.__aenter__()


async def _leave(serving: AbstractAsyncContextManager[str]) -> None:
    await serving.__aexit__(None, None, None)
