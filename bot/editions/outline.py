"""An edition laid out as plain text in one language, before a file format dresses it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.catalog.taxonomy import Taxonomy
from bot.editions import wording
from bot.editions.edition import Edition, Line, Section, SectionKind
from bot.editions.rules import rules_text
from bot.i18n import Language

_MOST_IN_TOP = 5


@dataclass(frozen=True, slots=True)
class Item:
    """A line: a model with its figure, what it is, and why it is here. ``share`` is its bar's length."""

    title: str
    url: str
    fact: str
    summary: str
    detail: str
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Block:
    """A section with its heading; ``again`` names those shown here last month that have no news."""

    kind: SectionKind
    heading: str
    items: tuple[Item, ...]
    again: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """All texts of an edition; nothing in it is escaped."""

    title: str
    headline: str
    blocks: tuple[Block, ...]
    tops: tuple[Block, ...]
    tops_heading: str
    unmoved: str
    small: tuple[str, ...]
    rules: tuple[str, ...]


def outline_of(view: Edition, language: Language, taxonomy: Taxonomy) -> Outline:
    """Return the texts of a selected edition."""
    tops = [section for section in view.sections if section.kind is SectionKind.TOP]
    moved = [section for section in tops if len(tops) == 1 or wording.has_moved(_shown(section))]
    unmoved = [_first(section, language, taxonomy) for section in tops if section not in moved]
    held = [wording.held_text(line, language, str) for line in view.held]
    return Outline(
        wording.title_of(view, language, taxonomy),
        wording.headline_of(view, language, str),
        tuple(
            _block(section, view, language)
            for section in view.sections
            if section.kind is not SectionKind.TOP
        ),
        tuple(_top(section, view, language, taxonomy) for section in moved),
        language("edition-top"),
        wording.unmoved_text(unmoved, language) if unmoved else "",
        (
            *(f"{language('edition-held')} · {text}" for text in held),
            *wording.notes_of(view, language),
            " ".join(wording.basis_of(view, language)),
        ),
        tuple(rules_text(language).replace("**", "").splitlines()),
    )


def _block(section: Section, view: Edition, language: Language) -> Block:
    return Block(
        section.kind,
        wording.heading_of(section, language),
        tuple(
            _items(section.lines, view, language, has_summary=section.kind in wording.SUMMARIZED)
        ),
        wording.again_text(section, language, str),
    )


def _shown(section: Section) -> tuple[Line, ...]:
    return section.lines[:_MOST_IN_TOP]


def _first(section: Section, language: Language, taxonomy: Taxonomy) -> str:
    """Return a field with its most starred model."""
    return f"{_field(section, language, taxonomy)}: {section.lines[0].model.title}"


def _field(section: Section, language: Language, taxonomy: Taxonomy) -> str:
    term = taxonomy.categories.get(section.key)
    return language.name_of(term) if term else section.key


def _top(section: Section, view: Edition, language: Language, taxonomy: Taxonomy) -> Block:
    return Block(
        SectionKind.TOP,
        _field(section, language, taxonomy),
        tuple(_items(_shown(section), view, language, has_summary=False)),
    )


def _items(
    lines: Sequence[Line], view: Edition, language: Language, *, has_summary: bool
) -> list[Item]:
    most = max((line.number("gained") for line in lines), default=0)
    return [
        Item(
            line.model.title,
            line.model.url,
            wording.fact_of(line, language, view.month),
            language.summary_of(line.model) if has_summary else "",
            wording.move_of(line, language)
            if line.rule == "top"
            else wording.detail_of(line, language, str),
            max(0, line.number("gained")) / most if most > 0 else 0.0,
        )
        for line in lines
    ]
