"""``demo``: the bot on a simulated Discord, on a page of this machine."""

import argparse

from bot.cli.exits import CommandError
from bot.cli.options import whole_number
from bot.config import Config


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "--port",
        type=whole_number(0, 65_535),
        default=8765,
        help="port of the page (default: %(default)s)",
    )
    parser.add_argument("--no-browser", action="store_true", help="do not open the page")


async def run(config: Config, options: argparse.Namespace) -> int:
    """Run the bot on a simulated Discord until it is stopped."""
    try:
        from bot.demo import run_demo  # noqa: PLC0415  # an extra of the package
    except ImportError as error:
        raise CommandError(
            f"The demo needs its extra: pip install 'modelzoo-bot[demo]' ({error})"
        ) from error
    await run_demo(config, port=options.port, opens_browser=not options.no_browser)
    return 0
