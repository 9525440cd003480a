"""The edition of a month: a frozen value, and what each reader is shown of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bot.editions.sources.material import Model
from bot.months import Month

RULES = 2

Figures = Mapping[str, int | float | str]


class SectionKind(StrEnum):
    """The sections, in the order people read them."""

    RISING = "rising"
    FAST = "fast"
    MILESTONES = "milestones"
    NEW = "new"
    RELEASES = "releases"
    FAREWELL = "farewell"
    TOP = "top"


SHOWN = {
    SectionKind.RISING: 6,
    SectionKind.FAST: 4,
    SectionKind.MILESTONES: 8,
    SectionKind.NEW: 6,
    SectionKind.RELEASES: 8,
    SectionKind.FAREWELL: 6,
    SectionKind.TOP: 5,
}
# The sections in which the same models could appear month after month.
TURNING = (SectionKind.RISING, SectionKind.FAST)


@dataclass(frozen=True, slots=True)
class Line:
    """A model in a section: the rule that chose it and that rule's numbers.

    ``still`` is the rule by which it may be shown two months in a row; ``seen`` names the scopes that showed it last month:
    ``""`` for everyone's edition, a category's key, or ``~`` and a framework's.
    """

    model: Model
    rule: str
    figures: Figures
    still: str = ""
    seen: tuple[str, ...] = ()

    def number(self, name: str) -> int:
        """Return a whole figure; 0 when it has none of that name."""
        return int(self.figures.get(name, 0))


@dataclass(frozen=True, slots=True)
class Section:
    """Lines of one kind, the most important first; ``again`` holds what was shown here last month and has no news.

    ``key`` is a top list's category.
    """

    kind: SectionKind
    lines: tuple[Line, ...]
    again: tuple[Line, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A fact about the edition itself, such as too few counts for a section."""

    rule: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Edition:
    """A month's edition. It holds every line that qualifies; `select` makes of it what one channel is shown."""

    month: Month
    entries: int
    counted: int
    since: date | None
    until: date | None
    sections: tuple[Section, ...]
    held: tuple[Line, ...] = ()
    notes: tuple[Note, ...] = ()
    rules: int = RULES
    category: str | None = None
    framework: str | None = None

    def section(self, kind: SectionKind) -> Section | None:
        """Return the first section of a kind."""
        return next((section for section in self.sections if section.kind is kind), None)

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to report."""
        return not self.sections


def select(edition: Edition, category: str | None = None, framework: str | None = None) -> Edition:
    """Return what a reader of a category, a framework or both is shown, in the order of the whole.

    What the same selection showed last month moves to ``again`` unless a rule keeps it.
    """
    sections: list[Section] = []
    risers: set[str] = set()
    for section in edition.sections:
        if section.kind is SectionKind.TOP and category and section.key != category:
            continue
        shown = _shown(section, category, framework, risers)
        if section.kind is SectionKind.RISING:
            risers = {line.model.full_name for line in (*shown.lines, *shown.again)}
        if shown.lines or shown.again:
            sections.append(shown)
    return replace(
        edition,
        sections=tuple(sections),
        held=tuple(line for line in edition.held if _is_in(line, category, framework)),
        category=category,
        framework=framework,
    )


def main_category(model: Model) -> str:
    """Return the category under which a model stands in top lists, "" for none."""
    return model.categories[0] if model.categories else ""


def scopes_of(model: Model) -> tuple[str, ...]:
    """Return the scopes whose selections a model can be in."""
    return ("", *model.categories, *(f"~{key}" for key in model.frameworks))


def _shown(
    section: Section, category: str | None, framework: str | None, risers: set[str]
) -> Section:
    """Return one section's selection. Who rises by stars needs no second place for its pace."""
    lines = [
        line
        for line in section.lines
        if _is_in(line, category, framework)
        and not (section.kind is SectionKind.FAST and line.model.full_name in risers)
    ]
    scopes = {key for key in (category, f"~{framework}" if framework else None) if key} or {""}
    stays = [line for line in lines if line.still or not scopes & set(line.seen)]
    again = [line for line in lines if not line.still and scopes & set(line.seen)]
    most = SHOWN[section.kind]
    return replace(section, lines=tuple(stays[:most]), again=tuple(again[:most]))


def _is_in(line: Line, category: str | None, framework: str | None) -> bool:
    return (category is None or category in line.model.categories) and (
        framework is None or framework in line.model.frameworks
    )
