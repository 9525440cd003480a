"""Is this file the one that was used last? Decided when it is opened."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from bot.state.marker import UNREADABLE, Marker


@dataclass(frozen=True, slots=True)
class Lineage:
    """Which database this is, how far it got, and when it last was put back from a backup."""

    identity: str
    generation: int
    restored_at: datetime | None = None


class Verdict(Enum):
    """The result of comparing a file with its record."""

    NEW = auto()
    CONTINUED = auto()
    RESTORED = auto()
    LOST = auto()


def judge(known: Marker | None, found: Lineage | None, *, has_subscriptions: bool) -> Verdict:
    """Compare a file with its record. ``found`` is None before the first opening by a program that counts."""
    if known is None:
        # A copy on another host, or one whose marker was not copied: nothing says that it is the newest.
        if found is not None and has_subscriptions:
            return Verdict.RESTORED
        return Verdict.CONTINUED if found else Verdict.NEW
    if known.has_subscriptions and not has_subscriptions and not _is_newest(known, found):
        return Verdict.LOST
    if _is_newest(known, found):
        return Verdict.CONTINUED
    is_another = found is not None and found.identity != known.identity
    if is_another and known.identity != UNREADABLE and known.has_subscriptions:
        return Verdict.LOST
    return Verdict.RESTORED if has_subscriptions else Verdict.NEW


def _is_newest(known: Marker, found: Lineage | None) -> bool:
    return (
        found is not None
        and found.identity == known.identity
        and found.generation >= known.generation
    )
