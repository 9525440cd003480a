"""Targets of a fetch, its result, and the report of a refresh."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.github.changes import Event
from bot.github.payload import Repository

Phase = Literal["repositories", "readmes", "histories"]


@dataclass(frozen=True, slots=True)
class Target:
    """An entry to ask GitHub about."""

    id: int
    full_name: str
    node_id: str | None
    github_id: int | None
    etag: str | None = None
    head: str | None = None


@dataclass(frozen=True, slots=True)
class FetchResult:
    """A request's result by entry: repositories, those missing on GitHub, failures, and refusals."""

    found: Mapping[int, Repository] = field(default_factory=dict[int, Repository])
    missing: Mapping[int, str] = field(default_factory=dict[int, str])
    failed: Mapping[int, str] = field(default_factory=dict[int, str])
    refused: Mapping[int, str] = field(default_factory=dict[int, str])

    @property
    def handled(self) -> list[int]:
        """Return the entries that need no further request."""
        return [*self.found, *self.missing, *self.failed, *self.refused]


@dataclass(frozen=True, slots=True)
class Stored:
    """The effect of storing a result: changed entries, their events, and rejected answers."""

    updated: int = 0
    events: tuple[tuple[int, Event], ...] = ()
    failed: Mapping[int, str] = field(default_factory=dict[int, str])


@dataclass(frozen=True, slots=True)
class RunReport:
    """The report of a refresh; ``names`` lists the entries by their events, 200 of a kind at most.

    A fetch for single entries is reported alike; it is no run, its ``id`` is 0 and its trigger ``one``.
    """

    id: int
    trigger: str
    started: datetime
    finished: datetime | None
    outcome: str | None
    checked: int
    updated: int
    readmes: int
    histories: int
    requests: int
    points: int
    counts: Mapping[str, int]
    names: Mapping[str, tuple[str, ...]]

    @property
    def unchanged(self) -> int:
        """Return how many were fetched and were as before."""
        return max(0, self.checked - self.updated)

    @property
    def failed(self) -> int:
        """Return how many could not be fetched."""
        return self.counts.get("failed", 0)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a refresh is. ``waiting_until`` is set while GitHub asks to wait."""

    phase: Phase = "repositories"
    done: int = 0
    total: int = 0
    waiting_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """The remainder of an hour's budget; ``reset`` is by this machine's clock."""

    limit: int
    remaining: int
    reset: datetime
