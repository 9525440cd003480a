"""Reading and replacing whole text files, and reading those that the program ships with."""

from pathlib import Path


class FileError(Exception):
    """A file can't be read; the text names it, and the cure where it is a shipped one."""


def read_text(path: Path) -> str:
    """Return a file's text, without a byte order mark.

    Raises:
        FileError: it is not there, not readable, or not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        reason = error.strerror or str(error)
    except UnicodeDecodeError as error:
        reason = f"byte {error.start} is not UTF-8"
    raise FileError(f"{path} can't be read: {reason}.")


def read_shipped(path: Path) -> str:
    """Return a shipped file's text.

    Raises:
        FileError: it is not there, not readable, or not UTF-8.
    """
    try:
        return read_text(path)
    except FileError as error:
        raise FileError(
            f"{error} It belongs to the program: restore it, or install the program again."
        ) from error


def replace_text(path: Path, text: str) -> None:
    """Replace a file by a text that is written beside it first: a full disk must not cut the file short."""
    whole = path.with_name(f"{path.name}.new")
    whole.write_text(text, encoding="utf-8", newline="")
    whole.replace(path)
