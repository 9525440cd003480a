"""READMEs that ship with the demo, for entries whose own was never fetched."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

from bot.readme.library import Library
from bot.readme.store import Source

# A file's first line says whose README it is, and at which commit.
_ORIGIN = re.compile(rb"<!-- (\S+/\S+) ([0-9a-f]{40}) [^\n]*-->\n")


async def fill_shelf(library: Library, folder: Path) -> None:
    """Offer every README in ``folder`` to the library; what GitHub gave is left as it is."""
    await library.offer(await asyncio.to_thread(lambda: list(read_shelf(folder))))


def read_shelf(folder: Path) -> Iterator[Source]:
    """Yield the READMEs in a folder, by their names.

    Raises:
        ValueError: a file doesn't begin with its origin.
    """
    for path in sorted(folder.glob("*.html")):
        content = path.read_bytes()
        origin = _ORIGIN.match(content)
        if origin is None:
            raise ValueError(f"{path.name} doesn't say where it is from")
        yield Source(origin[1].decode(), origin[2].decode(), content[origin.end() :])
