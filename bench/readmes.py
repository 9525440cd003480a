"""How long a README takes from GitHub's HTML to its pages, and what the event loop feels of it."""

import asyncio
import statistics
import time
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor

from rich.console import Console
from rich.table import Table

from bench.stalls import p99, time_stalls
from bot.app import switch_threads_often
from bot.publishing.readmes import set_readme
from bot.readme.parse import MOST_BYTES
from bot.readme.stored import Packed
from bot.runtime.worker import Worker, working_process

ROUNDS = 7
_SECTION = (
    "<div class='markdown-heading'><h2 class='heading-element'>Part {number}</h2></div>"
    "<p>Some <b>words</b> with <code>code</code>, a <a href='docs/{number}.md'>link</a> and H<sub>2</sub>O. 中文也有。</p>"
    "<ul><li>one</li><li>two<ul><li>three</li></ul></li></ul>"
    "<div class='highlight highlight-source-python'><pre><span>import</span> net\nnet.run({number})</pre></div>"
    "<table><tr><th>model</th><th>AP</th></tr><tr><td><a href='w.pth'>net</a></td><td>51.{number}</td></tr></table>"
)


def cases() -> dict[str, bytes]:
    """Return a usual README, the longest that is read, and two that are meant to hurt."""
    many = "".join(_SECTION.format(number=number) for number in range(2_000)).encode()
    return {
        "20 kB": many[:20_000],
        "512 kB": many[:MOST_BYTES],
        "512 kB of open lists": (b"<ul><li>" * MOST_BYTES)[:MOST_BYTES],
        "512 kB of brackets": (b"[" * MOST_BYTES),
    }


def print_readmes(console: Console) -> None:
    """Print times by kind of README, and the loop's stalls with a thread and with a process."""
    switch_threads_often()
    table = Table(title="READMEs, from HTML to pages")
    for column in ("kind", "p50 / max, ms", "pages", "kB kept"):
        table.add_column(column, justify="right")
    for name, html in cases().items():
        packed = set_readme(html, "a/b")
        durations = [_time(html) for _ in range(ROUNDS)]
        size = sum(map(len, packed.pages)) + len(packed.contents)
        table.add_row(
            name,
            f"{statistics.median(durations):.0f} / {max(durations):.0f}",
            str(len(packed.pages)),
            f"{size / 1000:.0f}",
        )
    console.print(table)
    stalls = Table(title="The event loop's stalls, ms, while READMEs of 512 kB are set")
    for column in ("set in", "p99", "longest"):
        stalls.add_column(column, justify="right")
    for name, open_pool in (
        ("a process", working_process),
        ("a thread", lambda: ThreadPoolExecutor(1)),
    ):
        late = asyncio.run(_measure(open_pool))
        stalls.add_row(name, f"{p99(late):.1f}", f"{late[-1]:.1f}")
    console.print(stalls)


def _time(html: bytes) -> float:
    started = time.perf_counter()
    set_readme(html, "a/b")
    return (time.perf_counter() - started) * 1000


async def _measure(open_pool: Callable[[], Executor]) -> list[float]:
    async with Worker(open_pool) as worker:
        html = cases()["512 kB"]
        await worker.run(set_readme, html, "a/b")

        async def set_some() -> None:
            for _ in range(ROUNDS):
                packed: Packed = await worker.run(set_readme, html, "a/b")
                assert packed.pages  # noqa: S101  # a bench

        return await time_stalls(set_some)
