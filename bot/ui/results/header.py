"""The lines above a result list's entries: the query in words, the count, the order, corrections."""

from collections.abc import Iterator

from bot.catalog.entry import LicenseKind, Sign
from bot.catalog.taxonomy import Taxonomy
from bot.i18n import Language
from bot.search.query import SearchQuery, Sort
from bot.search.results import SearchPage
from bot.ui.entries import (
    arxiv_url,
    sign_text,
)
from bot.ui.text import code, link, plain


def header_text(page: SearchPage, language: Language, taxonomy: Taxonomy) -> str:
    """Return the lines above the entries."""
    query = page.shown
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
        facts.append(language("result-sorted", sort=language(f"sort-{shown_sort(query)}")))
    lines.append(" · ".join(facts))
    lines += (f"-# {note}" for note in _notes(page, language, taxonomy))
    if crossed := _crossed(page, language, taxonomy):
        lines.append("-# " + crossed)
    return "\n".join(lines)


def _notes(page: SearchPage, language: Language, taxonomy: Taxonomy) -> Iterator[str]:
    """Yield how the query was read, then what was left out."""
    if page.query.text and (page.shown.text, page.shown.like) != (page.query.text, page.query.like):
        yield language("result-read", typed=code(page.query.text))
    if year := page.shown.preferred_year:
        yield language("result-years", year=str(year))
    if page.shown.prefers_small:
        yield language("result-small")
    if page.family:
        yield language("result-family", name=plain(page.family))
    if page.versus:
        names = language.join(plain(entry.title) for entry in page.versus)
        yield language("result-versus", names=names)
    yield from _left_out(page, language, taxonomy)


def _left_out(page: SearchPage, language: Language, taxonomy: Taxonomy) -> Iterator[str]:
    """Yield what of the words was changed or passed over, and what the list leaves out."""
    if page.corrected:
        yield language("result-corrected", text=code(page.corrected), typed=code(page.shown.text))
    if page.unlisted:
        yield language("result-unlisted", name=code(page.unlisted))
    if page.ignored:
        yield language("result-ignored", words=language.join(map(code, page.ignored)))
    if page.understood:
        names = language.join(language.name_of(taxonomy.tasks[key]) for key in page.understood)
        yield language("result-understood", names=names)
    if shown_sort(page.shown) is Sort.STARS and any(hit.entry.stars is None for hit in page.hits):
        yield language("result-uncounted")
    if not page.is_sorted:
        yield language("result-unsorted")
    if page.hidden:
        yield language("result-hidden", parts=language.join(hidden_parts(page, language)))
    if page.missing:
        names = language.join(language.name_of(taxonomy.frameworks[key]) for key in page.missing)
        yield language("result-missing", names=names)


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
    named += [language(f"filter-{name}") for name in ("weights", "paper") if getattr(query, name)]
    if query.since:
        named.append(language("filter-since", year=str(query.since)))
    if query.language:
        named.append(plain(query.language))
    if query.fits:
        named.append(language("filter-fits", size=str(query.fits)))
    return named


def hidden_parts(page: SearchPage, language: Language) -> list[str]:
    """Return what each filter hides, in words."""
    return [
        language(f"hidden-{name}", count=language.number(count))
        for name, count in page.hidden.items()
    ]


def _term_names(query: SearchQuery, language: Language, taxonomy: Taxonomy) -> list[str]:
    task = taxonomy.tasks.get(query.task or "")
    named = language.names_of(taxonomy.chosen(query.category, query.framework))
    return [*named, language.name_of(task)] if task else named


def shown_sort(query: SearchQuery) -> Sort:
    """Return the order that a list is in: without words there is no relevance."""
    if query.sort is Sort.RELEVANCE and not query.text and not query.like:
        return Sort.STARS
    return query.sort


def _crossed(page: SearchPage, language: Language, taxonomy: Taxonomy) -> str:
    """Return a browse page's counts along the other axis."""
    query = page.shown
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
