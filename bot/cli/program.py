"""One command from its options to its exit code: stopped by signals, its faults in sentences."""

import argparse
import asyncio
import contextlib
import os
import signal
from collections.abc import Mapping
from pathlib import Path

from bot.catalog.faults import DamagedError, explained
from bot.catalog.rescue import set_aside
from bot.cli.commands import load_command
from bot.cli.exits import EX_CONFIG, EX_STOPPED, EX_TEMPFAIL, exit_code_of, system_fault
from bot.cli.streams import say, set_encodings
from bot.config import Config, ConfigError, load_config
from bot.runtime.logs import set_up_logging

_SERVES = ("run", "demo")
_LOGS = ("run", "sync")
_STOPPED = {"refresh": "Stopped. What was fetched is stored; run the command again to continue."}


def run_command(options: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Run one command and return its exit code; errors go to standard error."""
    set_encodings(is_data=_writes_data(options))
    try:
        config = load_config(options.config or _default_config(), environment)
    except ConfigError as error:
        say(str(error))
        return EX_CONFIG
    level = config.log.level if options.command in _LOGS else "WARNING"
    set_up_logging(level, config.secrets)
    try:
        return _run_and_rebuild(options, config)
    except (KeyboardInterrupt, asyncio.CancelledError):
        # Ctrl-C is how a command without an end is stopped.
        if options.command in _SERVES:
            return 0
        if message := _STOPPED.get(options.command):
            say(message)
        return EX_STOPPED
    except BrokenPipeError:
        raise
    except OSError as error:
        fault = system_fault(error)
        say(str(fault))
        return fault.exit_code
    except Exception as error:
        code = exit_code_of(error)
        if code is None:
            raise
        say(str(error))
        return code


def _run_and_rebuild(options: argparse.Namespace, config: Config) -> int:
    """Run a command; a damaged catalogue is moved aside, and the command runs again on a new one."""
    try:
        return _run(options, config)
    except DamagedError as error:
        aside = set_aside(error.path)
        say(
            f"{error} It is kept as {aside}, and a new one is built from the shipped files. Data fetched from GitHub"
            " since, such as daily star counts, is only in the old file; a refresh fetches what GitHub still has."
        )
    if getattr(options, "batch", False):
        say("Some lines of the batch were read already: run the command again.")
        return EX_TEMPFAIL
    return _run(options, config)


def _run(options: argparse.Namespace, config: Config) -> int:
    async def supervised() -> int:
        task = asyncio.current_task()
        if task:
            # As Ctrl-C does: whatever is open gets closed.
            with contextlib.suppress(NotImplementedError):  # Windows
                asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        return await load_command(options.command).run(config, options)

    with explained(config.catalogue.path):
        return asyncio.run(supervised())


def _writes_data(options: argparse.Namespace) -> bool:
    """Return whether a program reads the output, and not a person."""
    is_export = (options.command, getattr(options, "action", "")) == ("catalog", "export")
    return (
        is_export
        or options.command == "edition"
        or any(getattr(options, name, False) for name in ("json", "batch"))
    )


def _default_config() -> Path | None:
    path = Path("config.toml")
    # Whatever has that name is meant: a folder or a broken link is a fault to report.
    return path if os.path.lexists(path) else None
