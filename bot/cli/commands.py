"""The table of commands, and a parser that loads their arguments only when one is named, and its module once it runs."""

import argparse
import sys
from collections.abc import Awaitable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, cast

from bot.config import Config

COMMANDS = {
    "search": "search the catalogue",
    "show": "show one entry",
    "weights": "list an entry's checkpoints and the memory that they take",
    "compare": "show two to four entries side by side",
    "trending": "list the entries that gained the most stars",
    "chart": "draw the stars of one to four entries",
    "edition": "write a month's edition",
    "run": "run the bot on Discord",
    "demo": "run the bot on a local page: no account, no token",
    "refresh": "bring the catalogue up to date with GitHub",
    "sync": "register the commands with Discord when they changed",
    "state": "accept a replaced state file",
    "catalog": "count the catalogue, export its entries, or import others",
    "check": "check the shipped catalogue files",
    "number": "give new rows of models.jsonl their numbers",
}


class Command(Protocol):
    """A module of this folder that is a command."""

    def run(self, config: Config, options: argparse.Namespace) -> Awaitable[int]:
        """Run the command and return the exit code."""
        ...


def load_command(name: str) -> Command:
    """Return a command's module."""
    return cast("Command", import_module(f"bot.cli.{name}"))


class CommandParser(argparse.ArgumentParser):
    """One command's parser, filled when the command is parsed."""

    name = ""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:  # noqa: ANN401  # pyright: ignore[reportIncompatibleMethodOverride]  # argparse's has overloads
        """Add the command's arguments, then parse."""
        from bot.cli.arguments import ARGUMENTS  # noqa: PLC0415  # only once a command is named

        if add := ARGUMENTS.get(self.name):
            add(self)
        return super().parse_known_args(args, namespace)


class Version(argparse.Action):
    """Prints the version, and finds it, which takes a while, only then."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        _namespace: argparse.Namespace,
        _values: str | Sequence[Any] | None,
        _option: str | None = None,
    ) -> None:
        """Print and leave."""
        from importlib import metadata  # noqa: PLC0415  # see above

        try:
            version = metadata.version("modelzoo-bot")
        except metadata.PackageNotFoundError:
            version = "(not installed)"
        sys.stdout.write(f"modelzoo-bot {version}\n")
        parser.exit()


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = argparse.ArgumentParser(
        prog="modelzoo-bot", description="Find deep-learning models on GitHub, in Discord and here."
    )
    parser.add_argument(
        "--config", type=Path, help="configuration file (default: config.toml, if there is one)"
    )
    parser.add_argument("--version", action=Version, nargs=0, help="show the version and exit")
    subparsers = parser.add_subparsers(
        dest="command", metavar="COMMAND", parser_class=CommandParser
    )
    for name, about in COMMANDS.items():
        description = f"{about[0].upper()}{about[1:]}."
        subparsers.add_parser(name, help=about, description=description).name = name
    return parser
