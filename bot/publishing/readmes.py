"""A README from GitHub's HTML to what is kept of it: parsed, set in pages, its quick start found."""

from bot.readme.parse import parse_readme
from bot.readme.quickstart.finder import quick_start
from bot.readme.reading import Contents, PreparedReadme, QuickStart
from bot.readme.stored import Packed, pack
from bot.ui.markdown.tables import table_pieces
from bot.ui.typesetting.pages import typeset

_MOST_RESULTS = 12


def set_readme(html: bytes, full_name: str) -> Packed:
    """Return GitHub's HTML of a README as it is kept to be read."""
    document = parse_readme(html, full_name)
    pages, sections = typeset(document)
    found = quick_start(document)
    results = tuple(table_pieces(found.results)) if found.results else ()
    quick = QuickStart(
        found.install, found.usage, found.weights, results[:_MOST_RESULTS], found.citation
    )
    return pack(PreparedReadme(pages, Contents(len(pages), sections, quick)))
