"""How much may be suggested: by a person, from a server, and in all."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

PERIOD = timedelta(days=1)
COOLDOWN = timedelta(seconds=30)
MOST_OPEN_EACH = 10
MOST_EACH = 20
MOST_OF_GUILD = 100
MOST_OPEN = 500


class Refusal(StrEnum):
    """Why a submission is not taken."""

    BLOCKED = "blocked"
    KNOWN = "known"
    COOLDOWN = "cooldown"
    PERSON = "person"
    OPEN = "open"
    GUILD = "guild"
    QUEUE = "queue"


@dataclass(frozen=True, slots=True)
class Load:
    """What was suggested so far: by the person, from their server in the last day, and what the queue holds.

    ``queued`` counts repositories; ``is_queued`` tells whether this one is among them.
    """

    is_blocked: bool = False
    is_known: bool = False
    is_queued: bool = False
    is_cooling: bool = False
    open_of_person: int = 0
    lately_of_person: int = 0
    lately_of_guild: int = 0
    queued: int = 0


def refusal_of(load: Load) -> Refusal | None:
    """Return why one more submission is too many; None when it is not."""
    checks = (
        (load.is_blocked, Refusal.BLOCKED),
        (load.is_known, Refusal.KNOWN),
        (load.is_cooling, Refusal.COOLDOWN),
        (load.lately_of_person >= MOST_EACH, Refusal.PERSON),
        (load.open_of_person >= MOST_OPEN_EACH, Refusal.OPEN),
        (load.lately_of_guild >= MOST_OF_GUILD, Refusal.GUILD),
        # A repository that waits already makes the queue no longer.
        (load.queued >= MOST_OPEN and not load.is_queued, Refusal.QUEUE),
    )
    return next((refusal for holds, refusal in checks if holds), None)
