"""Values as JSON, for ``--json`` and ``--batch``."""

from dataclasses import asdict
from typing import Any

from bot.catalog.entry import Entry, StarGain, health_of, license_kind, signs_of
from bot.catalog.successors import successor_of
from bot.catalog.trends import Trend
from bot.open_catalogue import OpenCatalogue
from bot.readme.reading import Contents, QuickStart, ReadmePage
from bot.search.results import Hit, SearchPage


def search_document(page: SearchPage, catalogue: OpenCatalogue) -> dict[str, Any]:
    """Return a search's result; ``read`` is the query as it was understood, where that differs from ``q``."""
    document: dict[str, Any] = {
        "q": page.query.text,
        "total": page.total,
        "corrected": page.corrected,
        "entries": [_hit_document(hit, catalogue) for hit in page.hits],
    }
    if page.shown != page.query:
        read = {name: value for name, value in asdict(page.shown).items() if value}
        document["read"] = read
    if page.family:
        document["family"] = page.family
    if page.ignored:
        document["ignored"] = list(page.ignored)
    if page.unlisted:
        document["unlisted"] = page.unlisted
    return document


def _hit_document(hit: Hit, catalogue: OpenCatalogue) -> dict[str, Any]:
    entry = hit.entry
    return {
        "repo": entry.full_name,
        "url": entry.url,
        "title": entry.title,
        "summary": {"en": entry.summary_en, "zh": entry.summary_zh},
        "stars": entry.stars.count if entry.stars else None,
        "stars_on": entry.stars.day.isoformat() if entry.stars else None,
        "license": entry.license,
        "license_kind": license_kind(entry.license),
        "health": health_of(entry, catalogue.today()),
        "created": entry.created.isoformat() if entry.created else None,
        "pushed": entry.pushed.isoformat() if entry.pushed else None,
        "categories": list(entry.categories),
        "frameworks": list(entry.frameworks),
        "tasks": list(entry.tasks),
        "score": round(hit.score, 4),
    }


def entry_document(entry: Entry, catalogue: OpenCatalogue) -> dict[str, Any]:
    """Return everything known of an entry as JSON values."""
    today = catalogue.today()
    membership = catalogue.families.of(entry)
    successor = successor_of(entry, catalogue.successors)
    return {
        "repo": entry.full_name,
        "url": entry.url,
        "title": entry.title,
        "summary": {"en": entry.summary_en, "zh": entry.summary_zh},
        "categories": list(entry.categories),
        "frameworks": list(entry.frameworks),
        "tasks": list(entry.tasks),
        "stars": entry.stars.count if entry.stars else None,
        "stars_on": entry.stars.day.isoformat() if entry.stars else None,
        "stars_approximate": entry.stars.is_approximate if entry.stars else None,
        "gains": [_gain_document(gain) for gain in entry.gains],
        "arxiv": list(entry.arxiv),
        "official": list(entry.official),
        "weights": entry.weights_url,
        "license": entry.license,
        "license_kind": license_kind(entry.license),
        "language": entry.language,
        "created": entry.created.isoformat() if entry.created else None,
        "pushed": entry.pushed.isoformat() if entry.pushed else None,
        "health": health_of(entry, today),
        "signs": list(signs_of(entry, today)),
        "checked": entry.checked.isoformat() if entry.checked else None,
        "topics": list(entry.topics),
        "homepage": entry.homepage,
        "release": entry.release.tag if entry.release else None,
        "released": entry.release.published.isoformat() if entry.release else None,
        "moved_from": entry.moved.before if entry.moved else None,
        "license_before": entry.relicensed.before if entry.relicensed else None,
        "aliases": list(entry.aliases),
        "successors": list(successor.to) if successor else [],
        "family": membership.family.name if membership else None,
        "newer": membership.newer if membership else None,
    }


def _gain_document(gain: StarGain) -> dict[str, Any]:
    return {
        "days": gain.days,
        "gained": gain.gained,
        "since": gain.since.isoformat(),
        "until": gain.until.isoformat(),
        "approximate": gain.is_approximate,
    }


def readme_document(entry: Entry, contents: Contents, pages: list[ReadmePage]) -> dict[str, Any]:
    """Return a README as JSON values; the pages' text is Discord's markdown."""
    return {
        "repo": entry.full_name,
        "sections": [asdict(section) for section in contents.sections],
        "quick_start": quick_start_document(contents.quick_start),
        "pages": [
            {
                "text": page.text,
                "pictures": [asdict(shown) for part in page.parts for shown in part.pictures],
            }
            for page in pages
        ],
    }


def quick_start_document(found: QuickStart) -> dict[str, Any]:
    """Return a quick start as JSON values; unknown parts are null or empty."""
    return {
        "install": found.install.text if found.install else None,
        "usage": found.usage.text if found.usage else None,
        "weights": [asdict(link) for link in found.weights],
        "results": list(found.results),
        "citation": found.citation,
    }


def trend_document(trend: Trend, entry: Entry) -> dict[str, Any]:
    """Return a trend as JSON values; ``pace`` is how many times the growth usual in its category it is."""
    return {
        "repo": entry.full_name,
        "title": entry.title,
        "gained": trend.gainer.gained,
        "before": trend.gainer.before,
        "approximate": trend.gainer.is_approximate,
        "pace": round(trend.pace, 2),
        "new": trend.is_new,
    }
