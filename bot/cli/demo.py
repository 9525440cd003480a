"""``demo``: the bot on a simulated Discord, on a page of this machine."""

import argparse

from bot.cli.exits import CommandError
from bot.cli.progress import opening
from bot.config import Config


async def run(config: Config, options: argparse.Namespace) -> int:
    """Run the bot on a simulated Discord until it is stopped."""
    try:
        from bot.demo import run_demo  # noqa: PLC0415  # an extra of the package
    except ImportError as error:
        raise CommandError(
            f"The demo needs its extra: pip install 'modelzoo-bot[demo]' ({error})"
        ) from error
    await run_demo(config, port=options.port, opens_browser=not options.no_browser, opening=opening)
    return 0
