import asyncio
import logging
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.schedule import Schedule

NOW: dict[str, Any] = {"seconds": 3_600, "next_run_time": datetime(2026, 1, 1, tzinfo=UTC)}


async def test_a_tick_in_flight_finishes_before_the_schedule_stops(
    caplog: pytest.LogCaptureFixture,
) -> None:
    started, may_end = asyncio.Event(), asyncio.Event()
    ended: list[bool] = []

    async def tick() -> None:
        started.set()
        await may_end.wait()
        ended.append(True)

    schedule = Schedule(grace_s=60)
    schedule.add(tick, "interval", **NOW)
    schedule.start()
    await started.wait()
    stopping = asyncio.create_task(schedule.stop())
    await asyncio.sleep(0)
    assert not stopping.done()
    may_end.set()
    await stopping
    assert ended == [True]
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_a_tick_that_goes_on_is_cancelled_without_an_error(
    caplog: pytest.LogCaptureFixture,
) -> None:
    started = asyncio.Event()
    handed_back: list[bool] = []

    async def tick() -> None:
        started.set()
        try:
            await asyncio.Event().wait()
        finally:
            handed_back.append(True)

    schedule = Schedule(grace_s=0)
    schedule.add(tick, "interval", **NOW)
    schedule.start()
    await started.wait()
    await schedule.stop()
    await schedule.stop()
    assert handed_back == [True]
    (record,) = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert record.levelno == logging.WARNING
    assert record.getMessage().endswith("tick was cut short")


async def test_a_tick_that_fails_is_logged_with_its_trace(
    caplog: pytest.LogCaptureFixture,
) -> None:
    started = asyncio.Event()

    async def tick() -> None:
        started.set()
        raise ValueError("broken tick")

    schedule = Schedule()
    schedule.add(tick, "interval", **NOW)
    schedule.start()
    await started.wait()
    await schedule.stop()
    (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert record.exc_info
    assert "broken tick" in str(record.exc_info[1])
