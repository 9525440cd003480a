"""``python -m bench [relevance|speed|refresh|charts|readmes|newsletter|startup|structure] [--sizes 1000,10000] [--readmes FOLDER]``."""

import argparse
import asyncio
import sqlite3
import tempfile
from pathlib import Path

from rich.console import Console

from bench.charts import print_charts
from bench.newsletter import print_newsletter
from bench.quickstart import print_quick_starts
from bench.readmes import print_readmes
from bench.refresh import print_refresh, print_storage
from bench.relevance import (
    LAST_JUDGED,
    like_by_stars,
    plain_fts5,
    print_relevance,
    read_queries,
    staged,
)
from bench.speed import build, print_speed
from bench.startup import print_startup
from bench.structure import TOP, print_structure
from bot.catalog.shipped import load_shipped
from bot.config import shipped_folder
from bot.search.terms import TermIndex

QUERIES = Path(__file__).parents[1] / "tests" / "search"


def main() -> None:
    """Run the benches that are named, or all."""
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="Measure search, refreshes, charts, READMEs, the newsletter, the command line, the code.",
    )
    parser.add_argument(
        "what",
        nargs="?",
        choices=(
            "relevance",
            "speed",
            "refresh",
            "charts",
            "readmes",
            "newsletter",
            "startup",
            "structure",
            "all",
        ),
        default="all",
    )
    parser.add_argument(
        "--sizes", default="2700,10000,100000", help="numbers of entries (default: %(default)s)"
    )
    parser.add_argument(
        "--readmes",
        type=Path,
        default=Path("readmes"),
        help="folder with READMEs called owner__name.md, to measure quick starts on (default: %(default)s)",
    )
    parser.add_argument(
        "--tree",
        type=Path,
        default=TOP,
        help="checkout whose structure is measured (default: this one)",
    )
    options = parser.parse_args()
    console = Console(width=150)
    if options.what in ("structure", "all"):
        print_structure(options.tree, console)
    if options.what in ("startup", "all"):
        print_startup(console)
    if options.what in ("charts", "all"):
        print_charts(console)
    if options.what in ("readmes", "all"):
        print_readmes(console)
        print_quick_starts(options.readmes, console)
    shipped = load_shipped(shipped_folder())
    with tempfile.TemporaryDirectory() as folder:
        if options.what in ("relevance", "all"):
            path = Path(folder) / "shipped.sqlite3"
            terms = TermIndex(shipped.taxonomy, shipped.families)
            build(path, shipped, terms)
            connection = sqlite3.connect(path)
            for file in sorted(QUERIES.glob("*.jsonl")):
                last = LAST_JUDGED[file.name]
                rankers = {
                    "ours": staged(connection, terms, last=last),
                    "LIKE by stars": like_by_stars(connection, last=last),
                    "plain FTS5 bm25": plain_fts5(connection, last=last),
                }
                print_relevance(file.stem, read_queries(file), rankers, console)
            connection.close()
        if options.what in ("speed", "all"):
            sizes = sizes_of(options)
            queries = read_queries(QUERIES / "queries.jsonl")
            asyncio.run(print_speed(Path(folder), shipped, queries, sizes, console))
        if options.what in ("refresh", "all"):
            sizes = [len(shipped.entries), *(size for size in sizes_of(options) if size > 1_000)]
            asyncio.run(print_refresh(Path(folder), shipped, sizes, console))
            print_storage(Path(folder), shipped, console)
        if options.what in ("newsletter", "all"):
            path = Path(folder) / "searched.sqlite3"
            terms = TermIndex(shipped.taxonomy, shipped.families)
            build(path, shipped, terms)
            queries = read_queries(QUERIES / "queries.jsonl")
            asyncio.run(print_newsletter(Path(folder), path, terms, queries, console))


def sizes_of(options: argparse.Namespace) -> list[int]:
    """Return the sizes that were asked for."""
    return [int(size) for size in options.sizes.split(",")]


if __name__ == "__main__":
    main()
