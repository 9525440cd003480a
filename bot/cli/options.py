"""Options that several commands share, and their values."""

import argparse
from collections.abc import Callable

from bot.i18n import Locale

LOCALES = {"en": Locale.ENGLISH, "zh": Locale.CHINESE}


def add_language(parser: argparse.ArgumentParser) -> None:
    """Add ``--lang``."""
    parser.add_argument(
        "--lang", choices=tuple(LOCALES), default="en", help="language (default: %(default)s)"
    )


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add ``--json``."""
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def add_models(parser: argparse.ArgumentParser, *, several: bool = False) -> None:
    """Add the entry, or the entries, that a command is about."""
    parser.add_argument(
        "model", nargs="+" if several else None, help="owner/name, a name or a GitHub address"
    )


def add_terms(parser: argparse.ArgumentParser) -> None:
    """Add ``--category`` and ``--framework``."""
    parser.add_argument("--category", help="only this category")
    parser.add_argument("--framework", help="only this framework")


def add_limit(parser: argparse.ArgumentParser) -> None:
    """Add ``--limit``."""
    parser.add_argument(
        "--limit",
        type=whole_number(1, 1_000),
        default=10,
        metavar="N",
        help="at most N entries (default: 10)",
    )


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """Return a reader of whole numbers in a range, for argparse."""

    def read(text: str) -> int:
        if text.isascii() and text.isdigit() and least <= int(text) <= most:
            return int(text)
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {least} to {most}")

    return read
