"""A curator's decision about an entry: who, when, what, before and after."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.catalog.curated import Curated


class EventKind(StrEnum):
    """The decisions about entries."""

    ADDED = "added"
    EDITED = "edited"
    REMOVED = "removed"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class CurationEvent:
    """One decision. ``before`` and ``after`` are None where nothing was, or is, decided about the repository."""

    id: int
    at: datetime
    person_id: int
    kind: EventKind
    full_name: str
    before: Curated | None
    after: Curated | None
    submission_id: int | None = None
    undoes: int | None = None
