"""How large the catalogue is."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CatalogueSize:
    """How much the catalogue holds and how old its newest star counts are."""

    entries: int
    with_weights: int
    snapshots: int
    newest_count: date | None
