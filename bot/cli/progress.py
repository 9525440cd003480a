"""What a command is doing, on a terminal's standard error, once it takes longer than a second."""

import threading
from collections.abc import AsyncGenerator, Generator
from contextlib import (
    AbstractAsyncContextManager,
    AsyncExitStack,
    asynccontextmanager,
    contextmanager,
)
from typing import TypeVar

from rich.console import Console

from bot.config import CatalogueConfig

SHOWN_AFTER_S = 1.0
T = TypeVar("T")


@contextmanager
def working(what: str, after_s: float = SHOWN_AFTER_S) -> Generator[None, None, None]:
    """Show ``what`` with a sign that turns until the block ends; files and pipes get nothing of it."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    status = console.status(what)
    # Its own thread turns the sign, also while the event loop computes.
    later = threading.Timer(after_s, status.start)
    later.daemon = True
    later.start()
    try:
        yield
    finally:
        later.cancel()
        later.join()
        status.stop()


@asynccontextmanager
async def opening(
    opened: AbstractAsyncContextManager[T], config: CatalogueConfig
) -> AsyncGenerator[T, None]:
    """Enter what opens the catalogue, and show that while it takes long: the first time, it is built and indexed."""
    is_there = config.path.exists()
    what = (
        "Opening the catalogue …" if is_there else "Building the catalogue from the shipped files …"
    )
    async with AsyncExitStack() as stack:
        with working(what):
            entered = await stack.enter_async_context(opened)
        yield entered
