import os
import signal
import time
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

import pytest

from bot.runtime.worker import Worker, WorkerError, working_process


class Broken(Executor):
    """A process that ends at every piece of work."""

    opened = 0

    def __init__(self) -> None:
        type(self).opened += 1

    def submit(self, *_args: Any, **_kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_exception(BrokenProcessPool())
        return future


def end_process() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_the_worker_is_a_process_of_its_own() -> None:
    with working_process() as pool:
        assert pool.submit(os.getpid).result() != os.getpid()


async def test_work_is_done_and_its_faults_are_raised() -> None:
    async with Worker(lambda: ThreadPoolExecutor(1)) as worker:
        assert await worker.run(divmod, 7, 2) == (3, 1)
        with pytest.raises(ZeroDivisionError):
            await worker.run(divmod, 7, 0)


async def test_what_ends_its_process_is_tried_twice_and_the_next_goes_well() -> None:
    async with Worker() as worker:
        with pytest.raises(WorkerError, match="end_process"):
            await worker.run(end_process)
        assert await worker.run(divmod, 7, 2) == (3, 1)


async def test_a_process_that_always_ends_is_opened_twice_for_a_piece_of_work() -> None:
    Broken.opened = 0
    async with Worker(Broken) as worker:
        with pytest.raises(WorkerError):
            await worker.run(divmod, 7, 2)
    assert Broken.opened == 2


async def test_what_takes_too_long_ends_and_the_next_goes_well() -> None:
    async with Worker(within_s=2) as worker:
        with pytest.raises(WorkerError, match="sleep ended its process"):
            await worker.run(time.sleep, 60)
        assert await worker.run(divmod, 7, 2) == (3, 1)
