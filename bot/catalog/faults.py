"""Why a catalogue's file can't be used, in a sentence that names the file and the cure."""

import contextlib
import errno
import os
import sqlite3
from collections.abc import Generator
from enum import IntEnum
from pathlib import Path
from typing import cast

APPLICATION_ID = 0x4D5A4F4F  # "MZOO"

_ID_OFFSET = 68  # of the application's id in a file's header
_CURE = "name another file in catalogue.path"
_PLACES = (errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.ELOOP)
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


class _Code(IntEnum):
    """SQLite's primary result codes."""

    PERM = 3
    BUSY = 5
    LOCKED = 6
    READONLY = 8
    INTERRUPT = 9
    IOERR = 10
    CORRUPT = 11
    FULL = 13
    CANTOPEN = 14
    NOTADB = 26


class DatabaseError(Exception):
    """The file can't be used; the message gives the reason and the remedy."""


class AlreadyRunningError(DatabaseError):
    """Another process holds the file's instance lock."""


class BusyError(DatabaseError):
    """Another program holds the file for longer than is worth waiting."""


class NotWritableError(DatabaseError):
    """This user may not write the file or its folder."""


class NoSpaceError(DatabaseError):
    """The disk is full, or fails."""


class DamagedError(DatabaseError):
    """The file at ``path`` is a catalogue with damaged pages."""

    def __init__(self, path: Path, reason: object) -> None:
        super().__init__(f"{path} is damaged: {reason}.")
        self.path = path


@contextlib.contextmanager
def explained(path: Path) -> Generator[None, None, None]:
    """Raise errors about the catalogue at ``path`` as a `DatabaseError`; other faults pass as they are."""
    try:
        yield
    except (sqlite3.Error, OSError, BaseExceptionGroup) as error:
        fault = fault_of(path, error)
        if fault is None:
            raise
        raise fault from error


def fault_of(path: Path, error: BaseException) -> DatabaseError | None:
    """Return the fault behind an error of the catalogue at ``path``; None when it is not about that file."""
    if isinstance(error, BaseExceptionGroup):
        # One of several tasks failed, and the others with it.
        tasks = cast("BaseExceptionGroup[BaseException]", error)
        return fault_of(path, tasks.exceptions[0])
    if isinstance(error, sqlite3.Error):
        return _fault_of_sqlite(path, error)
    if isinstance(error, OSError) and _is_about(path, error):
        return _fault_of_system(path, error)
    return None


def _is_about(path: Path, error: OSError) -> bool:
    """Return whether a file beside the catalogue, or a folder above it, caused the failure."""
    if not isinstance(error.filename, str):
        return False
    named = Path(error.filename).absolute()
    return named.parent == path.absolute().parent or named in path.absolute().parents


def _fault_of_sqlite(path: Path, error: sqlite3.Error) -> DatabaseError | None:
    fault: DatabaseError | None = None
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case _Code.PERM | _Code.READONLY | _Code.CANTOPEN:
            fault = _misplaced(path) or NotWritableError(f"{path} can't be written: {_owner(path)}")
        case _Code.FULL | _Code.IOERR:
            fault = _no_space(path, str(error))
        case _Code.BUSY | _Code.LOCKED:
            fault = BusyError(
                f"{path} is in use by another program: try again when that program has ended."
            )
        case _Code.INTERRUPT:
            fault = BusyError("The search took too long and was stopped: try fewer words.")
        case _Code.CORRUPT if is_catalogue(path):
            fault = DamagedError(path, error)
        case _Code.CORRUPT | _Code.NOTADB:
            fault = DatabaseError(
                f"{path} is not a usable catalogue: {error}. Move it away, and it is built again; or {_CURE}."
            )
        case _:
            pass
    return fault


def _fault_of_system(path: Path, error: OSError) -> DatabaseError:
    if error.errno in _FULL:
        return _no_space(path, error.strerror)
    if error.errno in _FORBIDDEN:
        return NotWritableError(f"{path} can't be written: {_owner(path)}")
    if error.errno in _PLACES and (fault := _misplaced(path)):
        return fault
    return DatabaseError(f"{path} can't be opened: {error.strerror}. Perhaps {_CURE}.")


def _misplaced(path: Path) -> DatabaseError | None:
    """Return the fault of a file where a folder should be, or the other way round."""
    if path.is_dir():
        return DatabaseError(f"{path} can't be opened: it is a folder. Please {_CURE}.")
    for folder in path.parents:
        if folder.is_file():
            return DatabaseError(
                f"{path} can't be opened: {folder} is a file where a folder is needed. Move it away, or {_CURE}."
            )
    return None


def _no_space(path: Path, reason: str | None) -> NoSpaceError:
    return NoSpaceError(
        f"{path} can't be written: {reason}. Make room on its disk, or {_CURE}; then start again."
    )


def _owner(path: Path) -> str:
    """Return who may write the file, and the remedy."""
    place = path if path.exists() and not os.access(path, os.W_OK) else _nearest_folder(path)
    if hasattr(os, "statvfs") and os.statvfs(place).f_flag & os.ST_RDONLY:
        return f"{place} is on a read-only file system. Please {_CURE}."
    try:
        owner = place.owner()
    except (KeyError, NotImplementedError, OSError):
        owner = "another user"
    return f"{place} belongs to {owner}. Run this as {owner}, or {_CURE}."


def _nearest_folder(path: Path) -> Path:
    return next((folder for folder in path.parents if folder.is_dir()), Path())


def is_catalogue(path: Path) -> bool:
    """Return whether a file's header is that of a catalogue, however damaged the rest is."""
    try:
        with path.open("rb") as file:
            file.seek(_ID_OFFSET)
            return file.read(4) == APPLICATION_ID.to_bytes(4, "big")
    except OSError:
        return False
