"""How a query was understood: its units, each with all that satisfies it, and what lifts documents."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.catalog.taxonomy import Term
from bot.search.stop_words import STOP_WORDS

_MOST_STOPS = 1


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to satisfy a unit: every token present in one field (a tag token: among the tags)."""

    tokens: tuple[str, ...]
    quality: float
    is_prefix: bool = False
    is_tag: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """A word, or a taxonomy word of several, with everything that counts as saying it."""

    text: str
    weight: float
    readings: tuple[Reading, ...]
    term: Term | None = None


@dataclass(frozen=True, slots=True)
class Interpretation:
    """How a query was understood.

    ``units`` must be found, ``soft`` frameworks lift what has them, ``described`` tasks are guesses from everyday words,
    the first with a sureness of ``sure``.
    ``corrections`` maps words as typed to the words searched. ``name`` is the key of the entry that the query begins
    to name, ``dropped`` what was typed beside it that nothing is known of, ``hints`` and ``wishes`` what only lifts;
    ``owner`` is whose it is, in an id like ``owner/name``.
    """

    units: tuple[Unit, ...]
    soft: tuple[Term, ...]
    described: tuple[tuple[Term, float], ...]
    corrections: Mapping[str, str]
    key: str
    text: str
    name: str = ""
    sure: float = 0.0
    is_all_names: bool = False
    is_family: bool = False
    has_name: bool = False
    is_id: bool = False
    owner: str = ""
    dropped: tuple[str, ...] = ()
    hints: tuple[Unit, ...] = ()
    wishes: tuple[Unit, ...] = ()

    @property
    def is_small_talk(self) -> bool:
        """Return whether it is a sentence in which no task and no name was recognized."""
        stops = sum(1 for word in self.text.split() if word in STOP_WORDS)
        is_about = self.described or self.has_name or any(unit.term for unit in self.units)
        return stops > _MOST_STOPS and not is_about
