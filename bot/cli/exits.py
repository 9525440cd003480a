"""How a command ends: exit codes after sysexits.h, and the sentence for each fault."""

import errno

from bot.catalog.families import FamiliesError
from bot.catalog.faults import (
    AlreadyRunningError,
    BusyError,
    DatabaseError,
    NoSpaceError,
    NotWritableError,
)
from bot.catalog.shipped import ShippedError
from bot.catalog.successors import SuccessorsError
from bot.catalog.taxonomy import TaxonomyError
from bot.runtime.files import FileError

EX_USAGE = 2  # argparse's
EX_DATAERR, EX_CANTCREAT, EX_IOERR, EX_TEMPFAIL, EX_NOPERM, EX_CONFIG = 65, 73, 74, 75, 77, 78
EX_STOPPED = 130

# The first class that fits decides.
_CODES: tuple[tuple[type[Exception], int], ...] = (
    (AlreadyRunningError, EX_TEMPFAIL),
    (BusyError, EX_TEMPFAIL),
    (NoSpaceError, EX_IOERR),
    (NotWritableError, EX_NOPERM),
    (DatabaseError, EX_DATAERR),
    (ShippedError, EX_DATAERR),
    (TaxonomyError, EX_DATAERR),
    (FamiliesError, EX_DATAERR),
    (SuccessorsError, EX_DATAERR),
    (FileError, EX_DATAERR),
)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


class CommandError(Exception):
    """A command failed; the message says why."""

    def __init__(self, message: str, exit_code: int = EX_USAGE) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def exit_code_of(error: Exception) -> int | None:
    """Return the exit code of an error whose text is meant for people; None for any other."""
    if isinstance(error, CommandError):
        return error.exit_code
    return next((code for kind, code in _CODES if isinstance(error, kind)), None)


def system_fault(error: OSError) -> CommandError:
    """Return the system's refusal as a sentence."""
    reason = error.strerror or str(error)
    where = f"{error.filename} can't be used" if error.filename else "The output can't be written"
    code = EX_NOPERM if error.errno in _FORBIDDEN else EX_IOERR
    return CommandError(f"{where}: {reason}.", code)
