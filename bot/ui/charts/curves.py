"""Lines through counts, cut to a window: runs that are joined, and the gaps between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

SHORTEST_GAP = 45  # days: counts are taken monthly, and a month may be missed by some days
GAP_SHARE = 5  # a gap is also longer than this part of the window
_BUCKETS = 100  # of a window; at most four vertices are kept of each


class VertexKind(StrEnum):
    """The kind of a vertex; ``EDGE`` is where a line between two counts enters or leaves the window."""

    EXACT = "exact"
    ROUNDED = "rounded"
    EDGE = "edge"


class Vertex(NamedTuple):
    """A place on a curve: days (ordinal or age) and stars. A tuple, because plans are hashed on the event loop."""

    x: float
    y: float
    kind: VertexKind = VertexKind.EXACT


@dataclass(frozen=True, slots=True)
class Curve:
    """One series' line: whole ``runs`` with gaps between them."""

    name: str
    runs: tuple[tuple[Vertex, ...], ...]

    @property
    def counts(self) -> tuple[Vertex, ...]:
        """Return the vertices that are counts."""
        return tuple(
            vertex for run in self.runs for vertex in run if vertex.kind is not VertexKind.EDGE
        )

    @property
    def gaps(self) -> tuple[tuple[Vertex, Vertex], ...]:
        """Return the ends of every stretch without counts."""
        return tuple((left[-1], right[0]) for left, right in pairwise(self.runs))


def gap_limit(low: float, high: float) -> float:
    """Return the days between two counts above which no line joins them."""
    return max(SHORTEST_GAP, (high - low) / GAP_SHARE)


def runs_of(track: Sequence[Vertex], low: float, high: float) -> list[list[Vertex]]:
    """Cut a track to the window and at its gaps; lines over the window's border end there."""
    limit = gap_limit(low, high)
    runs: list[list[Vertex]] = []
    for before, vertex in pairwise([None, *track]):
        if vertex is None or vertex.x < low:
            continue
        is_joined = before is not None and vertex.x - before.x <= limit
        if vertex.x > high:
            if before is not None and is_joined and low <= before.x < high:
                runs[-1].append(_between(before, vertex, high))
            break
        if before is None or not is_joined:
            runs.append([vertex])
        elif before.x < low:
            runs.append([vertex] if vertex.x == low else [_between(before, vertex, low), vertex])
        else:
            runs[-1].append(vertex)
    return runs


def thinned(run: Sequence[Vertex], low: float, high: float) -> tuple[Vertex, ...]:
    """Keep the first, last, lowest and highest vertex of every bucket: no picture shows more."""
    if len(run) <= 2 * _BUCKETS:
        return tuple(run)
    buckets: dict[int, list[Vertex]] = {}
    for vertex in run:
        buckets.setdefault(int((vertex.x - low) / (high - low) * _BUCKETS), []).append(vertex)
    kept: set[Vertex] = set()
    for bucket in buckets.values():
        kept |= {bucket[0], bucket[-1]}
        kept |= {min(bucket, key=_height), max(bucket, key=_height)}
    return tuple(sorted(kept))


def _height(vertex: Vertex) -> float:
    return vertex.y


def _between(left: Vertex, right: Vertex, x: float) -> Vertex:
    share = (x - left.x) / (right.x - left.x)
    return Vertex(x, left.y + share * (right.y - left.y), VertexKind.EDGE)
