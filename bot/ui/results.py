"""Result lists: what was found, page by page, with menus to sort and to narrow further."""

from collections.abc import Mapping
from datetime import date

import discord

from bot.catalog.entry import LicenseKind, Sign
from bot.catalog.successors import Successor
from bot.catalog.taxonomy import Taxonomy, Term
from bot.characters import letters_of
from bot.i18n import Language
from bot.search.query import SearchQuery, Sort
from bot.search.results import Hit, SearchPage
from bot.ui.entries import (
    ACCENT,
    arxiv_url,
    line_of,
    openable,
    sign_text,
    successor_text,
    title_link,
)
from bot.ui.navigation import Control, Message, button, menu, message, remove_button
from bot.ui.text import code, cut, link, plain

PER_PAGE = 5
ALL = "*"
_MOST_OPTIONS = 24


def pages_in(page: SearchPage) -> int:
    """Return how many pages a result has; an empty one has one."""
    return max(1, -(-page.total // PER_PAGE))


def result_list(
    page: SearchPage,
    control: Control,
    language: Language,
    taxonomy: Taxonomy,
    today: date,
    *,
    successor: Successor | None = None,
    is_private: bool = False,
) -> Message:
    """Return the message for one page of a result. ``control`` carries the list's owner, page and state.

    ``successor`` is what follows the entry that the list is like.
    """
    text = _header(page, language, taxonomy)
    if successor:
        text += f"\n**{language('fact-successor')}** {successor_text(successor, language)}"
    header = discord.ui.TextDisplay[discord.ui.LayoutView](text)
    if not page.total:
        return _nothing(page, header, control, language, is_private=is_private)
    entries: list[discord.ui.Item[discord.ui.LayoutView]] = []
    for place, hit in enumerate(page.hits, start=page.offset + 1):
        text = line_of(
            hit.entry, place, language, taxonomy, today, _why(hit, page, language, taxonomy)
        )
        entries.append(openable(text, hit.entry, control.owner, language))
    container = discord.ui.Container[discord.ui.LayoutView](
        header,
        discord.ui.Separator(),
        *entries,
        discord.ui.Separator(),
        *_menus(page, control, language, taxonomy),
        accent_colour=ACCENT,
    )
    return message(container, _footer(control, language, is_private=is_private))


def _header(page: SearchPage, language: Language, taxonomy: Taxonomy) -> str:
    query = page.query
    lines = [f"## {_title(query, language, taxonomy)}"]
    if page.paper:
        lines = (
            [f"## {link(page.paper.title, arxiv_url(page.paper.arxiv_id))}"]
            if page.paper.title
            else lines
        )
        lines.append(language("result-paper", id=page.paper.arxiv_id))
    count = language.number(page.total) + ("+" if page.is_capped else "")
    facts = [language("result-count", count=count, number=page.total)]
    # Without words the first filter is the title already.
    facts += filters_of(query, language, taxonomy)[0 if query.text or query.like else 1 :]
    if page.total:
        facts.append(language("result-sorted", sort=language(f"sort-{_shown_sort(query)}")))
    lines.append(" · ".join(facts))
    if page.corrected:
        lines.append(
            "-# " + language("result-corrected", text=code(page.corrected), typed=code(query.text))
        )
    if page.understood:
        names = language.join(language.name_of(taxonomy.tasks[key]) for key in page.understood)
        lines.append("-# " + language("result-understood", names=names))
    if not page.is_sorted:
        lines.append("-# " + language("result-unsorted"))
    if page.missing:
        names = language.join(language.name_of(taxonomy.frameworks[key]) for key in page.missing)
        lines.append("-# " + language("result-missing", names=names))
    if crossed := _crossed(page, language, taxonomy):
        lines.append("-# " + crossed)
    return "\n".join(lines)


def _title(query: SearchQuery, language: Language, taxonomy: Taxonomy) -> str:
    if query.text:
        return code(query.text)
    if query.like:
        return language("result-like", name=plain(query.like))
    return next(iter(_term_names(query, language, taxonomy)), language("result-all"))


def filters_of(query: SearchQuery, language: Language, taxonomy: Taxonomy) -> list[str]:
    """Return the filters in words, in the order of the command's options."""
    named = _term_names(query, language, taxonomy)
    if query.license:
        kinds = {kind.value for kind in LicenseKind}
        named.append(
            language(f"license-{query.license}") if query.license in kinds else plain(query.license)
        )
    if query.health:
        named.append(sign_text(Sign(query.health), language))
    if query.min_stars:
        named.append(f"≥ {language.number(query.min_stars)} ★")
    return named


def _term_names(query: SearchQuery, language: Language, taxonomy: Taxonomy) -> list[str]:
    task = taxonomy.tasks.get(query.task or "")
    named = language.names_of(taxonomy.chosen(query.category, query.framework))
    return [*named, language.name_of(task)] if task else named


def _shown_sort(query: SearchQuery) -> Sort:
    if query.sort is Sort.RELEVANCE and not query.text and not query.like:
        return Sort.STARS
    return query.sort


def _crossed(page: SearchPage, language: Language, taxonomy: Taxonomy) -> str:
    """Return a browse page's counts along the other axis."""
    query = page.query
    if (query.text or query.like or not page.total) and not page.paper:
        return ""
    if page.paper or (query.category and not query.framework):
        counts, terms = page.frameworks, taxonomy.frameworks
    elif query.framework and not query.category:
        counts, terms = page.categories, taxonomy.categories
    else:
        return ""
    ordered = sorted(counts.items(), key=lambda pair: -pair[1])
    return " · ".join(
        f"{language.name_of(terms[key])} {language.number(count)}" for key, count in ordered
    )


def _why(hit: Hit, page: SearchPage, language: Language, taxonomy: Taxonomy) -> str:
    """Say what an entry's own words don't show: that it is the authors' code, or through which task it was found."""
    if page.paper and page.paper.arxiv_id in hit.entry.official:
        return language("why-official")
    if hit.is_relative:
        return shared_text(hit, language, taxonomy)
    # What was typed, or stands in the header or the lines above, needs no explanation.
    shown = " ".join(
        (page.query.text, hit.entry.title, hit.entry.full_name, language.summary_of(hit.entry))
    )
    unsaid = set(hit.matched_terms) - set(page.understood)
    terms = [
        taxonomy.tasks[key] for key in hit.matched_terms if key in unsaid & set(taxonomy.tasks)
    ]
    hidden = [language.name_of(term) for term in terms if not _says(shown, term)]
    return language("why-task", names=language.join(hidden[:2])) if hidden else ""


def shared_text(hit: Hit, language: Language, taxonomy: Taxonomy) -> str:
    """Say what an entry that is like another shares with it."""
    names = [
        language.name_of(terms[key])
        for key in hit.matched_terms
        for terms in (taxonomy.tasks, taxonomy.categories, taxonomy.frameworks)
        if key in terms
    ]
    return language("why-shared", names=language.join(names[:3])) if names else ""


def _says(text: str, term: Term) -> bool:
    said = letters_of(text)
    return letters_of(term.name_en) in said or letters_of(term.name_zh) in said


def _menus(
    page: SearchPage, control: Control, language: Language, taxonomy: Taxonomy
) -> list[discord.ui.Item[discord.ui.LayoutView]]:
    rows: list[discord.ui.Item[discord.ui.LayoutView]] = []
    last = pages_in(page) - 1
    if last:
        rows.append(_pager(control, last, language))
    query = page.query
    rows.append(
        menu(
            control.to("sort", 0),
            language("menu-sort"),
            [
                discord.SelectOption(
                    label=language("menu-sorted", sort=language(f"sort-{sort}")),
                    value=sort.value,
                    default=sort is _shown_sort(query),
                )
                for sort in Sort
                if sort is not Sort.RELEVANCE or query.text or query.like
            ],
        )
    )
    for action, chosen, counts, terms in (
        ("category", query.category, page.categories, taxonomy.categories),
        ("framework", query.framework, page.frameworks, taxonomy.frameworks),
    ):
        options = _options(action, chosen, counts, terms, language)
        if len(options) > 1:
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


def _footer(
    control: Control, language: Language, *, is_private: bool
) -> discord.ui.ActionRow[discord.ui.LayoutView]:
    if is_private:
        return discord.ui.ActionRow(
            button(control.to("share"), language("button-share"), emoji="📣")
        )
    return discord.ui.ActionRow(remove_button(control, language))


def _nothing(
    page: SearchPage,
    header: discord.ui.TextDisplay[discord.ui.LayoutView],
    control: Control,
    language: Language,
    *,
    is_private: bool,
) -> Message:
    """Return the message for an empty result: which filter to drop, or the nearest names."""
    items: list[discord.ui.Item[discord.ui.LayoutView]] = [header, discord.ui.Separator()]
    if page.without:
        items.append(discord.ui.TextDisplay(language("nothing-without")))
        items.append(
            discord.ui.ActionRow(
                *(
                    button(
                        control.to(f"drop{_DROPS[name]}", 0),
                        language(f"drop-{name.replace('_', '-')}", count=language.number(count)),
                        style=discord.ButtonStyle.primary,
                    )
                    for name, count in page.without.items()
                )
            )
        )
    elif page.suggestions:
        names = "\n".join(
            f"• {title_link(entry)} · {plain(entry.full_name)}" for entry in page.suggestions
        )
        items.append(discord.ui.TextDisplay(language("nothing-nearest") + "\n" + names))
        items.append(
            discord.ui.ActionRow(
                *(
                    button(Control("open", control.owner, entry=entry.id), cut(entry.title, 34))
                    for entry in page.suggestions[:5]
                )
            )
        )
    else:
        items.append(discord.ui.TextDisplay(language("nothing-advice")))
    container = discord.ui.Container[discord.ui.LayoutView](*items, accent_colour=ACCENT)
    return message(container, _footer(control, language, is_private=is_private))


_DROPS = {
    "all": "a",
    "category": "c",
    "framework": "f",
    "task": "t",
    "license": "l",
    "health": "h",
    "min_stars": "m",
}
DROPPED = {f"drop{letter}": name for name, letter in _DROPS.items()}
