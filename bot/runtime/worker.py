"""One process beside the bot, for work that holds the interpreter for longer than the event loop may wait.

Charts are drawn there and READMEs are set. Only that process imports what such work needs.
"""

import asyncio
import faulthandler
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from typing import ParamSpec, Self, TypeVar

WITHIN_S = 20.0

P = ParamSpec("P")
T = TypeVar("T")


class WorkerError(Exception):
    """The work took longer than it may, or ended its process twice."""


def working_process() -> Executor:
    """Return one process for work; it starts with its first piece and ends with this program."""
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_settle_in)


class Worker:
    """Does one piece of work after the other, off the event loop. Use as an async context manager."""

    def __init__(
        self, open_pool: Callable[[], Executor] = working_process, within_s: float = WITHIN_S
    ) -> None:
        self._open_pool = open_pool
        self._within_s = within_s
        self._pool: Executor | None = None
        # Starting a process takes milliseconds too: this thread does it, and waits for the work.
        self._thread = ThreadPoolExecutor(1, "worker")
        self._closing = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exc: object) -> None:
        self._closing = True
        self._thread.shutdown(wait=False, cancel_futures=True)
        await asyncio.to_thread(self._close)

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do a piece of work; its arguments and result go through pickle.

        Raises:
            WorkerError: it took longer than ``within_s`` seconds, or ended its process twice.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: self._do(work, *args, **kwargs))

    def _do(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        # Something may end the process, say for want of memory: once more in a new one.
        for is_last in (False, True):
            self._pool = self._pool or self._open_pool()
            started = time.monotonic()
            try:
                return self._pool.submit(_in_time, self._within_s, work, *args, **kwargs).result()
            except BrokenProcessPool as error:
                self._pool.shutdown()
                self._pool = None
                took = time.monotonic() - started
                if is_last or took >= self._within_s or self._closing:
                    raise WorkerError(
                        f"{work.__name__} ended its process after {took:.0f} s"
                    ) from error
        raise AssertionError

    def _close(self) -> None:
        self._thread.shutdown()
        if self._pool:
            self._pool.shutdown(cancel_futures=True)


def _in_time(within_s: float, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do the work; in a process of its own, end that process when the time is over."""
    if parent_process() is None:
        return work(*args, **kwargs)
    faulthandler.dump_traceback_later(within_s, exit=True)
    try:
        return work(*args, **kwargs)
    finally:
        faulthandler.cancel_dump_traceback_later()


def _settle_in() -> None:
    """Yield the processor to the bot, leave Ctrl-C to it, and don't outlive it when it is killed."""
    if hasattr(os, "nice"):  # not on Windows
        os.nice(5)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=[parent.join], daemon=True).start()


def _end_after(wait: Callable[[], object]) -> None:
    wait()
    os._exit(1)
