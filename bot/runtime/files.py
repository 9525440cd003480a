"""Reading the files that the program ships with."""

from pathlib import Path


class FileError(Exception):
    """A shipped file can't be read; the text names it and the cure."""


def read_shipped(path: Path) -> str:
    """Return a shipped file's text.

    Raises:
        FileError: it is not there, not readable, or not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        reason = error.strerror or str(error)
    except UnicodeDecodeError as error:
        reason = f"byte {error.start} is not UTF-8"
    raise FileError(
        f"{path} can't be read: {reason}. It belongs to the program: restore it, or install the program again."
    )
