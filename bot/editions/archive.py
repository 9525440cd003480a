"""Any month's edition from the catalogue, where none was stored."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from bot.catalog.successors import Successor
from bot.editions.compose import compose
from bot.editions.edition import Edition
from bot.editions.sources.store import MaterialStore
from bot.months import Month

# What a section showed last month depends on the month before it, and so on; half a year is enough to agree.
MONTHS_COMPOSED = 6


async def edition_of(
    store: MaterialStore,
    successors: Mapping[str, Successor],
    month: Month,
    previous: Edition | None = None,
    approved: frozenset[str] = frozenset(),
) -> Edition:
    """Return a month's edition; without ``previous`` the months before it are composed first.

    ``approved`` names models whose unusual growth a curator let pass.
    """
    if previous is None:
        for back in range(MONTHS_COMPOSED, 0, -1):
            earlier = month.plus(-back)
            material = await store.material(earlier, successors)
            previous = await asyncio.to_thread(compose, earlier, material, previous)
    material = await store.material(month, successors)
    material = replace(material, approved=approved)
    # A large catalogue takes half a second, which the event loop doesn't have.
    return await asyncio.to_thread(compose, month, material, previous)
