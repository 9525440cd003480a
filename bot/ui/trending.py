"""The list of trending models."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import discord

from bot.catalog.entry import GAIN_DAYS, Entry
from bot.catalog.taxonomy import Taxonomy
from bot.catalog.trends import LEAST_GAINED, NEW_FOR, SMOOTHING, Trend
from bot.i18n import Language
from bot.ui.entries import ACCENT, line_of, openable
from bot.ui.facts import trend_texts
from bot.ui.navigation import Control, Message, button, message, remove_button

MOST_SHOWN = 6


@dataclass(frozen=True, slots=True)
class TrendQuery:
    """A trend's days, filters, and whether gains are relative to the usual."""

    days: int = 30
    category: str | None = None
    framework: str | None = None
    is_relative: bool = False

    def state(self) -> str:
        """Return the query as a control carries it."""
        parts = (str(self.days), self.category or "", self.framework or "", "ar"[self.is_relative])
        return ";".join(parts)


def read_trend_query(state: str) -> TrendQuery | None:
    """Read what `TrendQuery.state` wrote; None when it is not whole."""
    parts = state.split(";")
    if len(parts) != 4 or parts[3] not in ("a", "r"):  # noqa: PLR2004  # as written above
        return None
    if parts[0] not in map(str, GAIN_DAYS):
        return None
    return TrendQuery(int(parts[0]), parts[1] or None, parts[2] or None, parts[3] == "r")


def trending_page(
    trends: Sequence[Trend],
    entries: Mapping[int, Entry],
    query: TrendQuery,
    owner: int,
    language: Language,
    taxonomy: Taxonomy,
    today: date,
    *,
    known_days: Collection[int],
    is_private: bool,
) -> Message:
    """Return the message; ``entries`` holds those of the first trends by id.

    Of the periods, those in ``known_days`` have gains to show; the others can't be pressed.
    """
    own = Control("trend", owner, 0, query.state())
    items: list[discord.ui.Item[discord.ui.LayoutView]] = [
        discord.ui.TextDisplay(_head(query, language, taxonomy)),
        discord.ui.Separator(),
    ]
    for place, trend in enumerate(trends[:MOST_SHOWN], start=1):
        entry = entries[trend.gainer.entry_id]
        why = _why(trend, entry, query, language, today)
        text = line_of(entry, place, language, taxonomy, today, why, has_stars=False)
        items.append(openable(text, entry, owner, language))
    if unknown := _unknown(query, known_days, language):
        items.append(discord.ui.TextDisplay(unknown))
    periods = [_period(days, query, own, known_days, language) for days in GAIN_DAYS]
    other = replace(query, is_relative=not query.is_relative)
    periods.append(
        button(
            replace(own, state=other.state()),
            language("trending-relative" if other.is_relative else "trending-absolute"),
        )
    )
    rows = [discord.ui.ActionRow[discord.ui.LayoutView](*periods)]
    about = button(own.to("formula"), language("trending-how"), emoji="🧮")
    rows.append(
        discord.ui.ActionRow(about)
        if is_private
        else discord.ui.ActionRow(about, remove_button(own, language))
    )
    return message(discord.ui.Container(*items, accent_colour=ACCENT), *rows)


def formula_page(language: Language) -> Message:
    """Return how the list is made."""
    text = language(
        "trending-formula",
        least=str(LEAST_GAINED),
        smoothing=str(SMOOTHING),
        days=str(NEW_FOR.days),
    )
    return message(discord.ui.TextDisplay(text))


def _head(query: TrendQuery, language: Language, taxonomy: Taxonomy) -> str:
    names = language.names_of(taxonomy.chosen(query.category, query.framework))
    kind = language("trending-by-pace" if query.is_relative else "trending-by-stars")
    facts = [language("trending-days", days=str(query.days)), kind, *names]
    return f"## {language('trending-title')}\n{' · '.join(facts)}"


def _unknown(query: TrendQuery, known_days: Collection[int], language: Language) -> str:
    """Return which periods have nothing to show; the chosen one in a sentence of its own."""
    if query.days not in known_days:
        return language("trending-none", days=str(query.days))
    unknown = [str(days) for days in GAIN_DAYS if days not in known_days]
    if not unknown:
        return ""
    return f"-# {language('trending-unknown', days=language.join(unknown))}"


def _period(
    days: int,
    query: TrendQuery,
    own: Control,
    known_days: Collection[int],
    language: Language,
) -> discord.ui.Button[discord.ui.LayoutView]:
    is_chosen = days == query.days
    return button(
        replace(own, state=replace(query, days=days).state()),
        language("trending-days", days=str(days)),
        style=discord.ButtonStyle.primary if is_chosen else discord.ButtonStyle.secondary,
        disabled=is_chosen or days not in known_days,
    )


def _why(trend: Trend, entry: Entry, query: TrendQuery, language: Language, today: date) -> str:
    gained, *others = trend_texts(trend, entry, query.days, language, today)
    facts = [f"**{gained}**", *others]
    if trend.is_new:
        facts.append(f"🌱 {language('trending-new')}")
    return " · ".join(facts)
