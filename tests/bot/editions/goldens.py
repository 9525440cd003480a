"""The editions of three real months: ``python -m tests.bot.editions.goldens`` writes them anew."""

import asyncio
import tempfile
from functools import partial
from pathlib import Path

from bot.catalog.database import Database
from bot.catalog.shipped import Shipped, load_shipped
from bot.catalog.store import merge_shipped
from bot.config import shipped_folder
from bot.editions.archive import edition_of
from bot.editions.edition import Edition
from bot.editions.record import to_json
from bot.editions.sources.store import MaterialStore
from bot.months import Month

FOLDER = Path(__file__).parent / "golden"
MONTHS = ("2019-04", "2022-10", "2026-07")


async def real_edition(shipped: Shipped, file: Path, month: str) -> Edition:
    """Return a month's edition from the shipped files; ``file`` is made when it is not there."""
    is_new = not file.exists()
    async with Database(file) as database:
        if is_new:
            await database.write(partial(merge_shipped, shipped=shipped))
        return await edition_of(MaterialStore(database), shipped.successors, Month.parse(month))


async def _write() -> None:
    shipped = load_shipped(shipped_folder())
    with tempfile.TemporaryDirectory() as folder:
        for month in MONTHS:
            edition = await real_edition(shipped, Path(folder) / "catalogue.sqlite3", month)
            (FOLDER / f"{month}.json").write_text(to_json(edition) + "\n", encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(_write())
