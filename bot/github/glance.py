"""A glance at a repository that is not listed: its facts as GitHub has them now, or why there are none."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.github.payload import Repository

_FULL_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,38}/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}")


class GlanceStatus(StrEnum):
    """What a glance came to. BUSY: the person asked for too many of them."""

    FOUND = "found"
    MISSING = "missing"
    UNREACHABLE = "unreachable"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class Glance:
    """A repository as somebody named it. ``repository`` holds its facts where it was found; it may be called otherwise by now."""

    full_name: str
    status: GlanceStatus
    repository: Repository | None = None

    @property
    def is_moved(self) -> bool:
        """Return whether GitHub knows it under another name."""
        known = self.repository
        return known is not None and known.full_name.casefold() != self.full_name.casefold()


def is_full_name(text: str) -> bool:
    """Return whether text is ``owner/name`` as GitHub allows it, and nothing else."""
    return bool(_FULL_NAME.fullmatch(text))
