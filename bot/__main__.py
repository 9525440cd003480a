"""The command line: ``python -m bot`` or ``modelzoo-bot``."""

import argparse
import asyncio
import logging
import os
import sys
from collections.abc import Callable, Coroutine, Sequence
from datetime import date
from pathlib import Path

from rich.console import Console

from bot import commands, edition_command, page_commands, run_command, state_command
from bot.catalog.database import AlreadyRunningError, DatabaseError
from bot.catalog.entry import GAIN_DAYS, Sign
from bot.catalog.files import FileError
from bot.catalog.shipped import ShippedError
from bot.catalog.successors import SuccessorsError
from bot.catalog.taxonomy import TaxonomyError
from bot.config import Config, ConfigError, load_config
from bot.editions.files import Format
from bot.editions.sources.material import read_month
from bot.logs import set_up_logging
from bot.search.query import MOST_STARS, Sort
from bot.state.errors import StateError
from bot.ui.curves import Align, Scale, Span

EX_DATAERR, EX_TEMPFAIL, EX_CONFIG, EX_INTERRUPTED = 65, 75, 78, 130
_EXIT_CODES: dict[type[Exception], int] = {
    AlreadyRunningError: EX_TEMPFAIL,
    DatabaseError: EX_DATAERR,
    ShippedError: EX_DATAERR,
    TaxonomyError: EX_DATAERR,
    SuccessorsError: EX_DATAERR,
    FileError: EX_DATAERR,
}

log = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        config = load_config(options.config or _default_config(), os.environ)
    except ConfigError as error:
        return _fail(str(error), EX_CONFIG)
    set_up_logging(
        config.log.level if options.command in ("run", "sync") else "WARNING",
        (config.discord.token, config.github.token),
    )
    try:
        return asyncio.run(_run(options, config))
    except tuple(_EXIT_CODES) as error:
        return _fail(str(error), _EXIT_CODES[type(error)])
    except (commands.CommandError, StateError) as error:
        return _fail(str(error), error.exit_code)
    except KeyboardInterrupt:
        is_refresh = options.command == "refresh"
        return _fail(commands.STOPPED if is_refresh else "", EX_INTERRUPTED)
    except BrokenPipeError:
        # Whoever read our output has enough: no traceback, and nothing more to flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


async def _run(options: argparse.Namespace, config: Config) -> int:
    runs: dict[str, Callable[[], Coroutine[None, None, int]]] = {
        "search": lambda: commands.search(config, options),
        "show": lambda: (
            page_commands.readme(config, options)
            if options.readme
            else commands.show(config, options)
        ),
        "compare": lambda: page_commands.compare(config, options),
        "trending": lambda: page_commands.trending(config, options),
        "chart": lambda: commands.chart(config, options),
        "edition": lambda: edition_command.edition(config, options),
        "run": lambda: run_command.run(config),
        "refresh": lambda: commands.refresh(config, options),
        "state": lambda: state_command.accept(config),
        "sync": lambda: run_command.sync(config, force=options.force),
        "demo": lambda: commands.demo(config, options),
        "check": lambda: commands.check(config),
        "number": lambda: commands.number(config),
    }
    return await runs[options.command]()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="modelzoo-bot", description="Find deep-learning models on GitHub, in Discord and here."
    )
    parser.add_argument(
        "--config", type=Path, help="configuration file (default: config.toml, if there is one)"
    )
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_search(subparsers.add_parser("search", help="search the catalogue"))
    show = subparsers.add_parser("show", help="show one entry")
    show.add_argument("model", help="owner/name, a name or a GitHub address")
    show.add_argument("--readme", action="store_true", help="show its README and quick start")
    show.add_argument("--json", action="store_true", help="print one JSON document")
    _add_language(show)
    compare = subparsers.add_parser("compare", help="show two to four entries side by side")
    compare.add_argument("model", nargs="+", help="owner/name, a name or a GitHub address")
    compare.add_argument("--json", action="store_true", help="print one JSON document")
    _add_language(compare)
    _add_trending(subparsers.add_parser("trending", help="list what gained the most stars"))
    _add_chart(subparsers.add_parser("chart", help="draw the stars of one to four entries"))
    _add_edition(subparsers.add_parser("edition", help="write a month's edition"))
    subparsers.add_parser("run", help="run the bot on Discord")
    demo = subparsers.add_parser("demo", help="run the bot on a local page: no account, no token")
    demo.add_argument(
        "--port",
        type=_number(0, 65_535),
        default=8765,
        help="port of the page (default: %(default)s)",
    )
    demo.add_argument("--no-browser", action="store_true", help="do not open the page")
    refresh = subparsers.add_parser("refresh", help="bring the catalogue up to date with GitHub")
    refresh.add_argument(
        "--all", action="store_true", help="look at every entry, not only at those that are due"
    )
    refresh.add_argument(
        "--only", action="append", metavar="NAME", help="look at this entry alone (may be repeated)"
    )
    refresh.add_argument("--json", action="store_true", help="print one JSON document")
    sync = subparsers.add_parser(
        "sync", help="register the commands with Discord when they changed"
    )
    sync.add_argument("--force", action="store_true", help="register them even if they did not")
    state = subparsers.add_parser("state", help="keep the state database in order")
    actions = state.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser(
        "accept", help="go on with the state file as it is, though the bot used another one before"
    )
    subparsers.add_parser("check", help="check the shipped catalogue files")
    subparsers.add_parser("number", help="number the rows of models.jsonl that have no number yet")
    return parser


def _add_chart(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("model", nargs="+", help="owner/name, a name or a GitHub address")
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FILE", help="the PNG file to write"
    )
    parser.add_argument("--span", choices=[span.value for span in Span], default="all")
    parser.add_argument("--by", choices=[align.value for align in Align], default="date")
    parser.add_argument("--scale", choices=[scale.value for scale in Scale], default="linear")
    _add_language(parser)


def _add_trending(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--period", type=int, choices=GAIN_DAYS, default=30, help="days (default: %(default)s)"
    )
    parser.add_argument("--category", help="only this category")
    parser.add_argument("--framework", help="only this framework")
    parser.add_argument(
        "--relative", action="store_true", help="beside the growth that is usual in the category"
    )
    parser.add_argument(
        "--limit", type=_number(1, 1_000), default=10, metavar="N", help="at most N (default: 10)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    _add_language(parser)


def _add_edition(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--month", type=_month, required=True, metavar="YYYY-MM", help="a month that is over"
    )
    parser.add_argument(
        "--format",
        choices=[one.value for one in Format],
        default=Format.MARKDOWN.value,
        help="the file's format (default: %(default)s)",
    )
    parser.add_argument("--json", action="store_true", help="the same as --format json")
    parser.add_argument("--category", help="only this category")
    parser.add_argument("--framework", help="only this framework")
    _add_language(parser)


def _add_search(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "query", nargs="*", help="words, a task, an arXiv id, a GitHub address, a description"
    )
    parser.add_argument("--category", help="only this category")
    parser.add_argument("--framework", help="only this framework")
    parser.add_argument("--task", help="only this task")
    parser.add_argument("--license", help="only this licence or kind of licence")
    parser.add_argument(
        "--health", choices=[sign.value for sign in Sign], help="only entries in this state"
    )
    parser.add_argument(
        "--min-stars",
        type=_number(0, MOST_STARS),
        metavar="N",
        help="only entries with at least N stars",
    )
    parser.add_argument(
        "--sort", choices=[sort.value for sort in Sort], default="relevance", help="order"
    )
    parser.add_argument(
        "--limit",
        type=_number(1, 1_000),
        default=10,
        metavar="N",
        help="at most N entries (default: 10)",
    )
    _add_language(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument(
        "--batch",
        action="store_true",
        help='read {"q", "category", "framework"} a line from standard input, write one result a line',
    )
    kind.add_argument("--complete", action="store_true", help="show what autocomplete would offer")


def _add_language(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--lang", choices=("en", "zh"), default="en", help="language (default: %(default)s)"
    )


def _default_config() -> Path | None:
    path = Path("config.toml")
    # Whatever has that name is meant: a folder or a broken link is a fault to report.
    return path if os.path.lexists(path) else None


def _month(text: str) -> date:
    month = read_month(text)
    if month is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no month such as 2026-07")
    return month


def _number(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if text.isascii() and text.isdigit() and least <= int(text) <= most:
            return int(text)
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from {least} to {most}")

    return read


def _fail(message: str, code: int) -> int:
    if message:
        Console(stderr=True, highlight=False, markup=False).print(message, soft_wrap=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
