"""``show``: one entry's card, or its README."""

import argparse

from rich.markdown import Markdown
from rich.table import Table
from rich.text import Text

from bot.catalog.entry import Entry, Sign, signs_of
from bot.catalog.successors import successor_of
from bot.cli.documents import entry_document, readme_document
from bot.cli.exits import EX_TEMPFAIL, CommandError
from bot.cli.names import require_entry
from bot.cli.opened import open_for_reading
from bot.cli.options import LOCALES
from bot.cli.progress import opening, working
from bot.cli.streams import Output, print_json, say
from bot.config import Config
from bot.i18n import Language
from bot.open_catalogue import OpenCatalogue
from bot.readme.reading import Absence, Postponed, ReadmePage
from bot.ui.facts import gain_text, names_of, stars_text


async def run(config: Config, options: argparse.Namespace) -> int:
    """Show one entry. Exit code 1 when there is none of that name."""
    if options.readme:
        return await _show_readme(config, options)
    async with open_for_reading(config, options.lang) as catalogue:
        entry = await require_entry(catalogue, options.model)
        if options.json:
            print_json(entry_document(entry, catalogue))
        else:
            await _print_entry(entry, catalogue.languages[LOCALES[options.lang]], catalogue)
        return 0


async def _show_readme(config: Config, options: argparse.Namespace) -> int:
    """Show a README. Exit code 1 when there is none, 75 when GitHub is unavailable."""
    from bot.app import open_services  # noqa: PLC0415  # a card needs none of them

    opened = open_services(config.catalogue, config.github, only_reads=True)
    async with opening(opened, config.catalogue) as services:
        if services.notice:
            say(services.notice)
        entry = await require_entry(services, options.model)
        with working("Fetching the README …"):
            contents = await services.library.contents(entry, services.refresher.fetch_readmes)
        language = services.languages[LOCALES[options.lang]]
        if isinstance(contents, Postponed):
            when = f"{contents.until:%Y-%m-%d %H:%M} UTC"
            sentence = language("readme-postponed", when=when)
            raise CommandError(f"{sentence} ({contents.reason})", EX_TEMPFAIL)
        if isinstance(contents, Absence):
            code = EX_TEMPFAIL if contents is Absence.UNREACHABLE else 1
            raise CommandError(language(f"readme-{contents}"), code)
        pages = await services.library.pages(entry.id)
        if options.json:
            print_json(readme_document(entry, contents, pages))
        else:
            _print_readme(pages)
        return 0


def _print_readme(pages: list[ReadmePage]) -> None:
    console = Output()
    for page in pages:
        console.print(Markdown(page.text))
        for part in page.parts:
            for shown in part.pictures:
                console.print(Text(f"🖼 {shown.alt} {shown.url}", style="dim"))


async def _print_entry(entry: Entry, language: Language, catalogue: OpenCatalogue) -> None:
    console = Output()
    console.print(Text(entry.title, style="bold"))
    console.print(Text(language.summary_of(entry)))
    table = Table(box=None, pad_edge=False, show_header=False)
    papers = await _papers_text(entry, language, catalogue)
    for name, value in _facts(entry, papers, language, catalogue):
        if value:
            table.add_row(Text(name, style="dim"), Text(value))
    console.print(table)


async def _papers_text(entry: Entry, language: Language, catalogue: OpenCatalogue) -> str:
    titles = await catalogue.catalog.paper_titles(entry.arxiv)
    return "\n".join(
        f"arXiv {key} {titles.get(key, '')}".strip()
        + (f" ({language('paper-official')})" if key in entry.official else "")
        for key in entry.arxiv
    )


def _facts(
    entry: Entry, papers: str, language: Language, catalogue: OpenCatalogue
) -> list[tuple[str, str]]:
    today, taxonomy = catalogue.today(), catalogue.taxonomy
    successor = successor_of(entry, catalogue.successors)
    membership = catalogue.families.of(entry)
    family = membership.family.name if membership else ""
    if membership and membership.newer:
        family += f" · {language('family-newer', name=membership.newer)}"
    gains = language.join(gain_text(gain, language) for gain in entry.gains)
    signs = language.join(
        language(f"health-{sign}") for sign in signs_of(entry, today) if sign is not Sign.UNKNOWN
    )
    return [
        ("GitHub", entry.url),
        (language("fact-successor"), language.join(successor.to) if successor else ""),
        (language("fact-family"), family),
        (language("fact-stars"), stars_text(entry, language, today, has_gain=False)),
        (language("fact-gains"), gains),
        (language("fact-health"), signs),
        (language("fact-categories"), names_of(entry.categories, taxonomy.categories, language)),
        (language("fact-frameworks"), names_of(entry.frameworks, taxonomy.frameworks, language)),
        (language("fact-tasks"), names_of(entry.tasks, taxonomy.tasks, language)),
        (language("fact-papers"), papers),
        (language("fact-weights"), entry.weights_url or ""),
        (language("fact-license"), entry.license or ""),
    ]
