"""The buttons and menus of a result list."""

from collections.abc import Mapping

import discord

from bot.catalog.taxonomy import Taxonomy, Term
from bot.i18n import Language
from bot.search.query import SearchQuery, Sort
from bot.search.results import SearchPage
from bot.ui.navigation import Control, button, menu, remove_button
from bot.ui.results.header import hidden_parts, shown_sort
from bot.ui.text import cut

PER_PAGE = 5
ALL = "*"
_MOST_OPTIONS = 24
_MOST_SHOWN = 3
DROPS = {
    "all": "a",
    "category": "c",
    "framework": "f",
    "task": "t",
    "license": "l",
    "health": "h",
    "min_stars": "m",
    "weights": "w",
    "paper": "p",
    "since": "y",
    "language": "g",
    "fits": "b",
}
DROPPED = {f"drop{letter}": name for name, letter in DROPS.items()}


def pages_in(page: SearchPage) -> int:
    """Return how many pages a result has; an empty one has one."""
    return max(1, -(-page.total // PER_PAGE))


def control_rows(
    page: SearchPage, control: Control, language: Language, taxonomy: Taxonomy
) -> list[discord.ui.Item[discord.ui.LayoutView]]:
    """Return the buttons to turn pages, and the menus to sort and to narrow a result further."""
    rows: list[discord.ui.Item[discord.ui.LayoutView]] = []
    last = pages_in(page) - 1
    if last:
        rows.append(_pager(control, last, language))
    query = page.shown
    is_alone = page.total == 1
    if not is_alone:
        rows.append(_sorting(control, query, language))
    if page.hidden:
        parts = hidden_parts(page, language)
        rows.append(
            discord.ui.ActionRow(
                *(
                    button(
                        control.to(f"drop{DROPS[name]}", 0),
                        cut(language("hidden-show", parts=part), 80),
                    )
                    for name, part in list(zip(page.hidden, parts, strict=True))[:_MOST_SHOWN]
                )
            )
        )
    for action, chosen, counts, terms in (
        ("category", query.category, page.categories, taxonomy.categories),
        ("framework", query.framework, page.frameworks, taxonomy.frameworks),
    ):
        options = _options(action, chosen, counts, terms, language)
        # One result is neither sorted nor narrowed; a filter that was chosen can be taken off.
        if len(options) > 1 and (chosen or not is_alone):
            rows.append(menu(control.to(action, 0), language(f"menu-{action}"), options))
    return rows


def _options(
    action: str,
    chosen: str | None,
    counts: Mapping[str, int],
    terms: Mapping[str, Term],
    language: Language,
) -> list[discord.SelectOption]:
    keys = [key for key in terms if counts.get(key)] if not chosen else [chosen]
    everything = discord.SelectOption(
        label=language(f"menu-every-{action}"), value=ALL, default=not chosen
    )
    return [
        everything,
        *(
            discord.SelectOption(
                label=cut(language.name_of(terms[key]), 100),
                value=key,
                description=language(
                    "menu-count",
                    count=language.number(counts.get(key, 0)),
                    number=counts.get(key, 0),
                ),
                default=key == chosen,
            )
            for key in keys[:_MOST_OPTIONS]
            if key in terms
        ),
    ]


def _sorting(
    control: Control, query: SearchQuery, language: Language
) -> discord.ui.Item[discord.ui.LayoutView]:
    return menu(
        control.to("sort", 0),
        language("menu-sort"),
        [
            discord.SelectOption(
                label=language("menu-sorted", sort=language(f"sort-{sort}")),
                value=sort.value,
                default=sort is shown_sort(query),
            )
            for sort in Sort
            if sort is not Sort.RELEVANCE or query.text or query.like
        ],
    )


def _pager(
    control: Control, last: int, language: Language
) -> discord.ui.ActionRow[discord.ui.LayoutView]:
    here = control.page
    return discord.ui.ActionRow(
        button(control.to("first", 0), emoji="⏮️", disabled=here == 0),
        button(control.to("prev", max(0, here - 1)), emoji="◀️", disabled=here == 0),
        button(
            control.to("jump", last),
            language(
                "button-page", page=language.number(here + 1), pages=language.number(last + 1)
            ),
            style=discord.ButtonStyle.primary,
        ),
        button(control.to("next", min(last, here + 1)), emoji="▶️", disabled=here >= last),
        button(control.to("last", last), emoji="⏭️", disabled=here >= last),
    )


def footer(
    control: Control, language: Language, *, is_private: bool
) -> discord.ui.ActionRow[discord.ui.LayoutView]:
    """Return the button below a list: to share it, or to remove it."""
    if is_private:
        return discord.ui.ActionRow(
            button(control.to("share"), language("button-share"), emoji="📣")
        )
    return discord.ui.ActionRow(remove_button(control, language))
