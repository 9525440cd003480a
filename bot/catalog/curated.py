"""What curators decided about one repository: an entry that they added, changes to a shipped one, or its removal."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, cast

from bot.catalog.taxonomy import Taxonomy

# The fields that curators may change; the rest is GitHub's.
EDITABLE = (
    *("title", "summary_en", "summary_zh", "categories", "frameworks", "tasks"),
    *("arxiv", "official", "weights", "words", "hugging_face"),
)


@dataclass(frozen=True, slots=True)
class Curated:
    """The decisions about a repository, as they add up. ``number`` is that of an entry that people added.

    ``facts`` are those of a shipped row: all of an added entry's, the changed ones alone of a shipped entry.
    """

    full_name: str
    number: int | None = None
    added_on: date | None = None
    removed_on: date | None = None
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def with_facts(self, changes: Mapping[str, Any]) -> "Curated":
        """Return the decisions with some fields changed."""
        return replace(self, facts={**self.facts, **changes})

    def to_json(self) -> str:
        """Return the decisions as text; equal ones have equal texts."""
        values: dict[str, Any] = {
            "full_name": self.full_name,
            "number": self.number,
            "added_on": self.added_on.isoformat() if self.added_on else None,
            "removed_on": self.removed_on.isoformat() if self.removed_on else None,
            "facts": dict(self.facts),
        }
        known = {key: value for key, value in values.items() if value is not None}
        return json.dumps(known, ensure_ascii=False, sort_keys=True)


def with_known_terms(curated: Curated, taxonomy: Taxonomy) -> Curated:
    """Return the decisions without the words that the taxonomy lacks: it may have changed since."""
    changes = {
        axis: [key for key in cast("list[str]", curated.facts[axis]) if key in known]
        for axis, known in taxonomy.by_field.items()
        if axis in curated.facts
    }
    return curated.with_facts(changes)


def curated_from(text: str) -> Curated:
    """Read what `Curated.to_json` wrote.

    Raises:
        ValueError: it is something else.
    """
    try:
        values = cast("dict[str, Any]", json.loads(text))
        return Curated(
            values["full_name"],
            values.get("number"),
            _day(values.get("added_on")),
            _day(values.get("removed_on")),
            dict(values["facts"]),
        )
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"no curated entry: {text[:80]!r}") from error


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
