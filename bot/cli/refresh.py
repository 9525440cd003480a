"""``refresh``: bring the catalogue up to date with GitHub."""

import argparse
import asyncio
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from bot.app import open_services
from bot.cli.exits import EX_CONFIG, EX_TEMPFAIL, CommandError
from bot.cli.names import require_entry
from bot.cli.progress import opening, working
from bot.cli.streams import Output, print_json, say
from bot.config import Config
from bot.github.errors import GitHubError, PostponedError, RateLimitedError, UnauthorizedError
from bot.github.refresh import Refresher, RefreshingAlreadyError
from bot.github.results import RunReport
from bot.services import Services

_ASKED_SLOWLY = """\
No GitHub token, so only 60 requests an hour: a full refresh takes half a day. A fine-grained token without any
permission is enough: put it into config.toml (key github.token) or the environment variable GITHUB_TOKEN."""
_BROKEN_OFF = {
    "unauthorized": "GitHub rejects the token: check github.token in config.toml, or GITHUB_TOKEN.",
    "unreachable": "GitHub became unreachable. What was fetched is stored; run the command again to continue.",
}


async def run(config: Config, options: argparse.Namespace) -> int:
    """Look at GitHub. Exit code 1 when some entries could not be looked at, 75 when GitHub or the file can't be had."""
    opened = open_services(config.catalogue, config.github)
    async with opening(opened, config.catalogue) as services:
        if not services.refresher.client.has_token:
            say(_ASKED_SLOWLY)
        try:
            report = await _refresh(services, options)
        except RefreshingAlreadyError as error:
            raise CommandError(
                "Another refresh is running on this catalogue.", EX_TEMPFAIL
            ) from error
        except PostponedError as error:
            reason = str(error).rstrip(".")
            what = "doesn't give this entry" if error.is_own else "can't be reached"
            raise CommandError(
                f"GitHub {what} ({reason}). Try again at {error.until:%H:%M} UTC.", EX_TEMPFAIL
            ) from error
        except RateLimitedError as limit:
            raise CommandError(
                f"GitHub's rate limit is used up. Try again at {limit.until:%H:%M} UTC.",
                EX_TEMPFAIL,
            ) from limit
        except UnauthorizedError as error:
            raise CommandError(_BROKEN_OFF["unauthorized"], EX_CONFIG) from error
        except GitHubError as error:
            raise CommandError(
                f"GitHub can't be reached ({error}). Try again later.", EX_TEMPFAIL
            ) from error
        if options.json:
            print_json(report_document(report))
        else:
            _print_report(report)
        if report.outcome == "complete":
            return 1 if report.failed else 0
        code = EX_CONFIG if report.outcome == "unauthorized" else EX_TEMPFAIL
        raise CommandError(_BROKEN_OFF[report.outcome or ""], code)


async def _refresh(services: Services, options: argparse.Namespace) -> RunReport:
    refresher = services.refresher
    if options.only:
        entries = [await require_entry(services, name) for name in options.only]
        with working("Fetching from GitHub …"):
            return await refresher.check([entry.id for entry in entries])
    task = asyncio.create_task(refresher.run("command line", everything=options.all))
    try:
        await _show_progress(refresher, task, is_quiet=options.json)
        return await task
    finally:
        # Stopped, the refresh notes so before the catalogue is closed.
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _show_progress(
    refresher: Refresher, task: "asyncio.Task[RunReport]", *, is_quiet: bool
) -> None:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[note]}"),
    )
    with Progress(*columns, console=Console(stderr=True), disable=is_quiet) as bars:
        shown: dict[str, TaskID] = {}
        while not task.done():
            await asyncio.wait({task}, timeout=0.2)
            state = refresher.progress
            if state is None or not state.total:
                continue
            if state.phase not in shown:
                for bar in shown.values():
                    bars.update(bar, completed=bars.tasks[bar].total or 0)
                shown[state.phase] = bars.add_task(state.phase, total=state.total, note="")
            note = (
                f"waiting for GitHub until {state.waiting_until:%H:%M} UTC"
                if state.waiting_until
                else ""
            )
            bars.update(shown[state.phase], completed=state.done, total=state.total, note=note)


def report_document(report: RunReport) -> dict[str, Any]:
    """Return how a refresh went as JSON values."""
    return {
        "outcome": report.outcome,
        "started": report.started.isoformat(),
        "finished": report.finished.isoformat() if report.finished else None,
        "checked": report.checked,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "readmes": report.readmes,
        "histories": report.histories,
        "requests": report.requests,
        "points": report.points,
        "counts": dict(report.counts),
        "names": {kind: list(names) for kind, names in report.names.items()},
    }


def _print_report(report: RunReport) -> None:
    console = Output()
    console.print(
        f"{report.checked} looked at, {report.updated} changed, {report.unchanged} as before;"
        f" {report.readmes} READMEs, {report.histories} star histories; {report.requests} requests"
    )
    for kind, names in report.names.items():
        console.print(Text(f"{kind} ({report.counts[kind]})", style="bold"))
        for name in names:
            console.print(Text(f"  {name}"))
