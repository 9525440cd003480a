"""The arguments of every command, apart from the commands: help and mistakes in typing load none of them."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from bot.catalog.entry import GAIN_DAYS, Sign
from bot.cli.options import (
    add_json,
    add_language,
    add_limit,
    add_models,
    add_terms,
    whole_number,
)
from bot.months import Month, read_month
from bot.search.query import EARLIEST_YEAR, LATEST_YEAR, MOST_STARS, Sort
from bot.ui.charts.series import Align, Scale, TimeRange

Adding = Callable[[argparse.ArgumentParser], None]


def _search(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "query", nargs="*", help="words, a task, an arXiv id, a GitHub address, a description"
    )
    add_terms(parser)
    parser.add_argument("--task", help="only this task")
    parser.add_argument("--license", help="only this licence or kind of licence")
    parser.add_argument(
        "--health", choices=[sign.value for sign in Sign], help="only entries in this state"
    )
    parser.add_argument(
        "--min-stars",
        type=whole_number(0, MOST_STARS),
        metavar="N",
        help="only entries with at least N stars",
    )
    parser.add_argument(
        "--weights", action="store_true", help="only entries with pretrained weights"
    )
    parser.add_argument("--paper", action="store_true", help="only entries with a paper")
    parser.add_argument(
        "--since",
        type=whole_number(EARLIEST_YEAR, LATEST_YEAR),
        metavar="YEAR",
        help="only entries made in YEAR or later",
    )
    parser.add_argument(
        "--fits",
        metavar="SIZE",
        help="only entries with weights that fit a card of this memory, as 8GB",
    )
    parser.add_argument("--code", metavar="LANGUAGE", help="only code in this programming language")
    parser.add_argument(
        "--sort", choices=[sort.value for sort in Sort], default="relevance", help="order"
    )
    add_limit(parser)
    add_language(parser)
    add_json(parser)
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument(
        "--batch",
        action="store_true",
        help='read {"q", "category", "framework"} a line from standard input, write one result a line',
    )
    kind.add_argument("--complete", action="store_true", help="show what autocomplete would offer")


def _show(parser: argparse.ArgumentParser) -> None:
    add_models(parser)
    parser.add_argument("--readme", action="store_true", help="show its README and quick start")
    add_json(parser)
    add_language(parser)


def _weights(parser: argparse.ArgumentParser) -> None:
    add_models(parser)
    parser.add_argument(
        "--fits", metavar="SIZE", help="only those whose weights fit a card of this memory, as 8GB"
    )
    add_json(parser)
    add_language(parser)


def _compare(parser: argparse.ArgumentParser) -> None:
    add_models(parser, several=True)
    add_json(parser)
    add_language(parser)


def _trending(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--period", type=int, choices=GAIN_DAYS, default=30, help="days (default: %(default)s)"
    )
    add_terms(parser)
    parser.add_argument(
        "--relative", action="store_true", help="compare with the usual growth in the category"
    )
    add_limit(parser)
    add_json(parser)
    add_language(parser)


def _chart(parser: argparse.ArgumentParser) -> None:
    add_models(parser, several=True)
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FILE", help="the PNG file to write"
    )
    parser.add_argument(
        "--span", choices=[time_range.value for time_range in TimeRange], default="all"
    )
    parser.add_argument("--by", choices=[align.value for align in Align], default="date")
    parser.add_argument("--scale", choices=[scale.value for scale in Scale], default="linear")
    add_language(parser)


def _edition(parser: argparse.ArgumentParser) -> None:
    from bot.editions.files import Format  # noqa: PLC0415  # no other command writes files

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
    add_terms(parser)
    add_language(parser)


def _demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--port",
        type=whole_number(0, 65_535),
        default=8765,
        help="port of the page (default: %(default)s)",
    )
    parser.add_argument("--no-browser", action="store_true", help="do not open the page")


def _refresh(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--all", action="store_true", help="refresh every entry, not only those that are due"
    )
    parser.add_argument(
        "--only", action="append", metavar="NAME", help="refresh only this entry (may be repeated)"
    )
    add_json(parser)


def _sync(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--force", action="store_true", help="register them even if they did not change"
    )


def _state(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(
        dest="action", required=True, metavar="ACTION", parser_class=argparse.ArgumentParser
    )
    actions.add_parser(
        "accept", help="accept the state file as it is, although the bot used another one before"
    )


def _catalog(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(
        dest="action", required=True, metavar="ACTION", parser_class=argparse.ArgumentParser
    )
    stats = actions.add_parser(
        "stats", help="count entries by category and framework, known fields and ages"
    )
    add_json(stats)
    export = actions.add_parser(
        "export", help="write the listed entries as lines of models.jsonl, local ones included"
    )
    export.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="the file (default: standard output)"
    )
    export.add_argument(
        "--changed", action="store_true", help="only the rows that are new or differ from the file"
    )
    export.add_argument(
        "--github", action="store_true", help="also licence, language, dates and id as on GitHub"
    )
    taken = actions.add_parser("import", help="merge the rows of a file into models.jsonl")
    taken.add_argument("file", type=Path, metavar="FILE", help="lines as in models.jsonl")
    taken.add_argument(
        "--base",
        type=Path,
        metavar="FILE",
        help="models.jsonl as it was when both began: what one side alone changed is then that side's",
    )
    taken.add_argument(
        "--replace",
        action="store_true",
        help="where both say something else, take the file's instead of keeping what is here",
    )
    taken.add_argument(
        "--dry-run", action="store_true", help="say what would be done, write nothing"
    )
    add_json(taken)


def _month(text: str) -> Month:
    month = read_month(text)
    if month is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not a month such as 2026-07")
    return month


# Commands that are not here take none.
ARGUMENTS: Mapping[str, Adding] = {
    "search": _search,
    "show": _show,
    "weights": _weights,
    "compare": _compare,
    "trending": _trending,
    "chart": _chart,
    "edition": _edition,
    "demo": _demo,
    "refresh": _refresh,
    "sync": _sync,
    "state": _state,
    "catalog": _catalog,
}
