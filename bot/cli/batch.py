"""``search --batch``: one question a line, one answer a line."""

import argparse
import asyncio
import json
import re
from functools import partial
from typing import Any, TextIO, cast

from bot.catalog.entry import Sign
from bot.cli.documents import search_document
from bot.cli.exits import EX_DATAERR, CommandError
from bot.cli.names import decodable, query_of
from bot.cli.streams import say
from bot.open_catalogue import OpenCatalogue
from bot.search.query import EARLIEST_YEAR, LATEST_YEAR, MOST_STARS, Sort
from bot.search.results import SearchPage

_KEYS: dict[str, type] = {
    "q": str,
    "category": str,
    "framework": str,
    "task": str,
    "license": str,
    "health": str,
    "min_stars": int,
    "weights": bool,
    "paper": bool,
    "since": int,
    "code": str,
    "fits": str,
    "sort": str,
}
_NAMES: dict[type, str] = {str: "text", int: "a whole number", bool: "true or false"}
_STRAY_BYTES = re.compile("[\udc80-\udcff]")
_BOM = "\ufeff"


async def answer_batch(
    catalogue: OpenCatalogue, options: argparse.Namespace, source: TextIO, target: TextIO
) -> int:
    """Answer every line that can be read and name the others; exit code 65 when there were such."""
    reader = partial(asyncio.to_thread, source.readline)
    number, code = 0, 0
    while line := await reader():
        number += 1
        if not line.strip().removeprefix(_BOM):
            continue
        try:
            page = await _answer(catalogue, options, line.removeprefix(_BOM))
        except (ValueError, RecursionError, CommandError) as error:
            say(f"line {number}: {error}")
            code = EX_DATAERR
            continue
        target.write(json.dumps(search_document(page, catalogue), ensure_ascii=False) + "\n")
        target.flush()
    return code


async def _answer(catalogue: OpenCatalogue, options: argparse.Namespace, line: str) -> SearchPage:
    asked = _parse(line)
    query = await query_of(catalogue, decodable(asked["q"]), {**vars(options), **asked})
    return await catalogue.search.search(query, limit=options.limit)


def _parse(line: str) -> dict[str, Any]:
    """Return the known keys of a line that are set.

    Raises:
        ValueError: it is not UTF-8, no object, has no text ``q``, or a key of the wrong kind.
    """
    if _STRAY_BYTES.search(line):
        raise ValueError("a line must be UTF-8")
    parsed: object = json.loads(line)
    if not isinstance(parsed, dict):
        raise ValueError("a line must be an object")  # noqa: TRY004  # the input's fault, not ours
    given = cast("dict[str, Any]", parsed)
    asked = {key: given[key] for key in _KEYS if given.get(key) is not None}
    for key, value in asked.items():
        wanted = _KEYS[key]
        if type(value) is not wanted:
            raise ValueError(f"{key} must be {_NAMES[wanted]}")
    if "q" not in asked:
        raise ValueError('a line must have a text "q"')
    if asked.get("min_stars", 0) not in range(MOST_STARS + 1):
        raise ValueError(f"min_stars must be from 0 to {MOST_STARS}")
    if asked.get("since", EARLIEST_YEAR) not in range(EARLIEST_YEAR, LATEST_YEAR + 1):
        raise ValueError(f"since must be from {EARLIEST_YEAR} to {LATEST_YEAR}")
    if asked.get("health", Sign.ACTIVE) not in set(Sign):
        raise ValueError(f"health must be one of {', '.join(Sign)}")
    if asked.get("sort", Sort.RELEVANCE) not in set(Sort):
        raise ValueError(f"sort must be one of {', '.join(Sort)}")
    return asked
