"""Trends as a message: ranked apart from the event loop, drawn for one person."""

import asyncio

from bot.catalog.trends import LEAST_GAINED, rank_trends
from bot.i18n import Language
from bot.interactions.answers import View
from bot.services import Services
from bot.ui.trending import MOST_SHOWN, TrendQuery, trending_page


async def draw_trends(
    query: TrendQuery, services: Services, owner: int, language: Language, *, private: bool
) -> View:
    """Return the message of what gains the most stars, or the most for its field."""
    today = services.today()
    chosen = (query.category, query.framework)
    gainers = await services.catalog.gainers(query.days, today, *chosen)
    known_days = await services.catalog.gain_periods(today, LEAST_GAINED, *chosen)
    trends = await asyncio.to_thread(rank_trends, gainers, today, is_relative=query.is_relative)
    shown = [trend.gainer.entry_id for trend in trends[:MOST_SHOWN]]
    entries = {entry.id: entry for entry in await services.catalog.get_many(shown)}
    return trending_page(
        trends,
        entries,
        query,
        owner,
        language,
        services.taxonomy,
        today,
        known_days=known_days,
        is_private=private,
    )
