"""What an engineer looks for first, found in a README by its headings and its code; nothing where that is unsure."""

from dataclasses import dataclass

from bot.readme.document import Document, Table
from bot.readme.quickstart.citation import find_citation
from bot.readme.quickstart.install import find_install
from bot.readme.quickstart.names import names_of
from bot.readme.quickstart.places import codes_of
from bot.readme.quickstart.results import find_results
from bot.readme.quickstart.usage import find_usage
from bot.readme.quickstart.weights import find_weights
from bot.readme.reading import Link, Snippet


@dataclass(frozen=True, slots=True)
class Found:
    """A README's quick start before it is laid out."""

    install: Snippet | None = None
    usage: Snippet | None = None
    weights: tuple[Link, ...] = ()
    results: Table | None = None
    citation: str | None = None


def quick_start(document: Document) -> Found:
    """Return what the README clearly says of installing, using, weights, results and citing."""
    names = names_of(document)
    codes = codes_of(document)
    install = find_install(codes, names)
    return Found(
        install,
        find_usage(codes, names, install),
        find_weights(document, names),
        find_results(document),
        find_citation(document),
    )
