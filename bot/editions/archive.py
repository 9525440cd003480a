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
    months = [month.plus(-back) for back in range(0 if previous else MONTHS_COMPOSED, -1, -1)]
    *earlier, material = await store.materials(months, successors)
    for past, known in zip(months, earlier, strict=False):
        previous = await asyncio.to_thread(compose, past, known, previous)
    material = replace(material, approved=approved)
    # A large catalogue takes half a second, which the event loop doesn't have.
    return await asyncio.to_thread(compose, month, material, previous)
