"""Why an entry is in a list, where its own words don't show it."""

from bot.catalog.taxonomy import Taxonomy, Term
from bot.characters import letters_of
from bot.i18n import Language
from bot.search.results import Hit, SearchPage


def reason_text(hit: Hit, page: SearchPage, language: Language, taxonomy: Taxonomy) -> str:
    """Return a reason that the entry's own words don't show: the authors' code, or the task that matched."""
    if page.paper and page.paper.arxiv_id in hit.entry.official:
        return language("why-official")
    if hit.is_relative:
        return shared_text(hit, language, taxonomy)
    # The typed words, and those of the header and the lines above, need no explanation.
    shown = " ".join(
        (page.shown.text, hit.entry.title, hit.entry.full_name, language.summary_of(hit.entry))
    )
    unsaid = set(hit.matched_terms) - set(page.understood)
    terms = [
        taxonomy.tasks[key] for key in hit.matched_terms if key in unsaid & set(taxonomy.tasks)
    ]
    hidden = [language.name_of(term) for term in terms if not _says(shown, term)]
    return language("why-task", names=language.join(hidden[:2])) if hidden else ""


def shared_text(hit: Hit, language: Language, taxonomy: Taxonomy) -> str:
    """Return the terms that a similar entry shares."""
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
