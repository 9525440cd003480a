"""The command line: ``python -m bot`` or ``modelzoo-bot``."""

import gc
import os
import sys
from collections.abc import Sequence

from bot.cli.commands import build_parser
from bot.cli.streams import discard_output, open_streams, say

_COLLECT_AFTER = 50_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    # Reading the shipped files makes many values that stay: looking through them for garbage costs a search a tenth of its time.
    gc.set_threshold(_COLLECT_AFTER)
    open_streams()
    try:
        try:
            return _main(arguments)
        finally:
            # Now, while what goes wrong can still be said.
            sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has enough: no traceback, and nothing more to flush.
        discard_output()
        return 0
    except OSError as error:
        discard_output()
        say(f"The output can't be written: {error.strerror or error}.")
        return 74


def _main(arguments: Sequence[str] | None) -> int:
    parser = build_parser()
    options = parser.parse_args(arguments)
    if options.command is None:
        parser.print_help(sys.stderr)
        return 2
    # Only now: help needs nothing of it.
    from bot.cli.program import run_command  # noqa: PLC0415

    return run_command(options, os.environ)


if __name__ == "__main__":
    sys.exit(main())
