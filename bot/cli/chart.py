"""``chart``: the stars of one to four entries as a picture and in words."""

import argparse
import asyncio

from rich.text import Text

from bot.cli.exits import EX_CANTCREAT, CommandError
from bot.cli.names import require_entry
from bot.cli.opened import open_for_reading
from bot.cli.options import LOCALES
from bot.cli.progress import working
from bot.cli.streams import Output
from bot.config import Config
from bot.publishing.chart_cache import ChartCache
from bot.runtime.worker import Worker
from bot.ui.charts.description import describe
from bot.ui.charts.series import Align, ChartSpec, Scale, TimeRange, series_of
from bot.ui.compare import MOST_COMPARED


async def run(config: Config, options: argparse.Namespace) -> int:
    """Draw the stars of one to four entries into a PNG file and say its numbers."""
    if len(options.model) > MOST_COMPARED:
        raise CommandError("Name one to four entries.")
    async with open_for_reading(config, options.lang) as catalogue:
        entries = [await require_entry(catalogue, name) for name in options.model]
        counts = await catalogue.catalog.star_counts([entry.id for entry in entries])
        series = series_of(entries, counts)
        if not any(line.counts for line in series):
            raise CommandError("No star counts are known yet.", 1)
        spec = ChartSpec(TimeRange(options.span), Align(options.by), Scale(options.scale))
        today = catalogue.today()
        with working("Drawing the chart …"):
            async with Worker() as worker, ChartCache(worker) as charts:
                picture = await charts.star_chart(series, spec, today=today)
        try:
            await asyncio.to_thread(options.output.write_bytes, picture)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise CommandError(
                f"{options.output} can't be written: {reason}.", EX_CANTCREAT
            ) from error
        language = catalogue.languages[LOCALES[options.lang]]
        Output().print(Text(describe(series, spec, language, today)))
        return 0
