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
        facts.append(language("result-sorted", sort=language(f"sort-{shown_sort(query)}")))
    lines.append(" · ".join(facts))
    lines += (f"-# {note}" for note in _notes(page, language, taxonomy))
    if crossed := _crossed(page, language, taxonomy):
        lines.append("-# " + crossed)
    return "\n".join(lines)


def _notes(page: SearchPage, language: Language, taxonomy: Taxonomy) -> Iterator[str]:
    """Yield how the query was read, and what the list leaves out."""
    if page.corrected:
        yield language("result-corrected", text=code(page.corrected), typed=code(page.query.text))
    if page.unlisted:
        yield language("result-unlisted", name=code(page.unlisted))
    if page.ignored:
        yield language("result-ignored", words=language.join(map(code, page.ignored)))
    if page.understood:
        names = language.join(language.name_of(taxonomy.tasks[key]) for key in page.understood)
        yield language("result-understood", names=names)
    if shown_sort(page.query) is Sort.STARS and any(hit.entry.stars is None for hit in page.hits):
        yield language("result-uncounted")
    if not page.is_sorted:
        yield language("result-unsorted")
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
    return named


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
