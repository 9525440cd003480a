"""Editions as files, to be read outside Discord."""

import os
import tempfile
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

from bot.catalog.taxonomy import Taxonomy
from bot.editions.edition import Edition
from bot.editions.feed import atom_feed
from bot.editions.markdown import markdown
from bot.editions.outline import outline_of
from bot.editions.page import page
from bot.editions.record import to_json
from bot.i18n import Language


class Format(StrEnum):
    """The kinds of files."""

    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    ATOM = "atom"


def file_text(edition: Edition, file_format: Format, language: Language, taxonomy: Taxonomy) -> str:
    """Return an edition, whole as JSON or selected as the others want it, as a file's text."""
    match file_format:
        case Format.MARKDOWN:
            return markdown(outline_of(edition, language, taxonomy))
        case Format.HTML:
            return page(outline_of(edition, language, taxonomy), language)
        case Format.JSON:
            return to_json(edition) + "\n"
        case Format.ATOM:
            return atom_feed([edition], language, taxonomy)


def write_file(path: Path, text: str) -> None:
    """Put text into a file at once: a reader sees the old one or the new one, whole.

    Raises:
        OSError: the folder or the disk does not let it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(number, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp lets only its owner read; a feed is there to be served.
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
