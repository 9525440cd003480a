"""An edition's rules and figures in the reader's words, for chat and files alike."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice

from bot.catalog.taxonomy import Taxonomy
from bot.editions.edition import Edition, Line, Section, SectionKind
from bot.i18n import Language
from bot.months import Month

# Makes outside text harmless for where it will stand.
Escape = Callable[[str], str]

MARK = {
    SectionKind.RISING: "📈",
    SectionKind.FAST: "⚡",
    SectionKind.MILESTONES: "🏁",
    SectionKind.NEW: "🌱",
    SectionKind.RELEASES: "🆕",
    SectionKind.FAREWELL: "📦",
    SectionKind.TOP: "🏆",
}
SUMMARIZED = (SectionKind.RISING, SectionKind.FAST, SectionKind.NEW, SectionKind.RELEASES)


def title_of(edition: Edition, language: Language, taxonomy: Taxonomy) -> str:
    """Return the edition's title: the month, and what it was selected by."""
    names = language.names_of(taxonomy.chosen(edition.category, edition.framework))
    return " · ".join([title_of_month(edition.month, language), *names])


def title_of_month(month: Month, language: Language) -> str:
    """Return the title of a month's whole edition."""
    return language("edition-title", month=language.month(month.first_day, is_whole=True))


def heading_of(section: Section, language: Language) -> str:
    """Return a section's heading."""
    return language(f"edition-{section.kind}")


def basis_of(edition: Edition, language: Language) -> list[str]:
    """Return what the edition rests on, in sentences: how many are counted, and what all of them gained."""
    lines = [
        language(
            "edition-counted",
            counted=language.number(edition.counted),
            entries=language.number(edition.entries),
        )
    ]
    pulse = next((note for note in edition.notes if note.rule == "pulse"), None)
    if pulse:
        gained, last = int(pulse.figures["gained"]), int(pulse.figures["last"])
        lines.append(
            language(
                "edition-pulse",
                gained=language.signed(gained),
                last=language.signed(last),
                models=language.number(int(pulse.figures["models"])),
            )
        )
    return lines


def headline_of(edition: Edition, language: Language, escape: Escape) -> str:
    """Return the month in a line: who gained most, whose best month it was, the first mark passed, the first new one."""
    shown: dict[str, str] = {}
    for name, line in _news(edition):
        # One thing of each model.
        shown.setdefault(line.model.full_name, _headline(name, line, language, escape))
    return " · ".join(shown.values())


def _news(edition: Edition) -> Iterator[tuple[str, Line]]:
    rising, marks, new = (
        edition.section(kind)
        for kind in (SectionKind.RISING, SectionKind.MILESTONES, SectionKind.NEW)
    )
    if rising:
        risers = (*rising.lines, *rising.again)
        yield "gained", max(risers, key=lambda line: line.number("gained"))
    if marks:
        yield from (("passed", line) for line in marks.lines[:1] if line.rule == "passed")
    if rising:
        best = (line for line in rising.lines if "best_of" in line.figures)
        yield from (("best", line) for line in islice(best, 1))
    if new:
        yield from (("new", line) for line in new.lines[:1])


def _headline(name: str, line: Line, language: Language, escape: Escape) -> str:
    return language(
        f"edition-headline-{name}",
        title=escape(line.model.title),
        gained=language.signed(line.number("gained")),
        months=language.number(line.number("best_of")),
        mark=language.number(line.number("mark")),
    )


def notes_of(edition: Edition, language: Language) -> list[str]:
    """Return what the reader should know of the edition's limits."""
    notes = [
        language(
            "edition-few",
            counted=language.number(int(note.figures["counted"])),
            needed=language.number(int(note.figures["needed"])),
        )
        for note in edition.notes
        if note.rule == "few-counted"
    ]
    if edition.is_empty:
        selected = edition.category or edition.framework
        notes.append(language("edition-nothing-selected" if selected else "edition-nothing"))
    return notes


def held_text(line: Line, language: Language, escape: Escape) -> str:
    """Return why a model waits for a person, neutrally."""
    return language(
        f"edition-held-{line.rule}",
        name=escape(line.model.full_name),
        gained=language.signed(line.number("gained")),
        usual=language.signed(line.number("usual")),
    )


def again_text(section: Section, language: Language, escape: Escape) -> str:
    """Return in one line the models shown here last month that have no news."""
    names = [
        language(
            "edition-again-one",
            name=escape(line.model.full_name),
            gained=language.signed(line.number("gained")),
            last=language.signed(line.number("last")),
        )
        for line in section.again
    ]
    return language("edition-again", names=" · ".join(names)) if names else ""


def fact_of(line: Line, language: Language, month: Month) -> str:
    """Return the figure that a line is about, short."""
    match line.rule:
        case "gained" | "pace":
            about = "≈ " if line.number("approximate") else ""
            return f"{about}{language.signed(line.number('gained'))} ★"
        case "passed" | "near":
            return f"{language.number(line.number('mark'))} ★"
        case "overtook" | "top":
            return _stars(line, language)
        case _:
            return language.day(date.fromisoformat(str(line.figures["day"])), month.first_day)


def detail_of(line: Line, language: Language, escape: Escape) -> str:
    """Return the reason for a line's place, with its figures."""
    parts = [_reason(line, language, escape), *_context(line, language)]
    return " · ".join(part for part in parts if part)


def _reason(line: Line, language: Language, escape: Escape) -> str:
    name = f"edition-why-{line.rule}"
    if line.rule == "pace":
        name += f"-{line.figures['among']}"
    if "tag" in line.figures:
        name += "-tag"
    numbers = {
        key: language.number(line.number(key))
        for key in ("before", "stars", "peers", "other_stars")
    }
    reason = language(
        name,
        **numbers,
        gained=language.signed(line.number("gained")),
        growth=_percent(line, "growth", language),
        typical=_percent(line, "typical", language),
        other=escape(str(line.figures.get("other", ""))),
        tag=escape(str(line.figures.get("tag", ""))),
    )
    to = str(line.figures.get("successors", "")).split()
    if to:
        names = language.join(map(escape, to))
        reason += f" · {language('edition-successors', names=names)}"
    return reason


def _context(line: Line, language: Language) -> list[str]:
    if line.rule in ("created", "listed", "released", "archived", "gone"):
        return [_stars(line, language)] if "stars" in line.figures else []
    if line.rule not in ("gained", "pace"):
        return []
    reasons: list[str] = []
    for name in ("best", "slowest"):
        if f"{name}_of" in line.figures:
            months = language.number(line.number(f"{name}_of"))
            reasons.append(language(f"edition-{name}", months=months))
    if not reasons and line.still == "sped-up":
        reasons.append(language("edition-sped-up", last=language.signed(line.number("last"))))
    if "usual" in line.figures:
        reasons.append(language("edition-usual", usual=language.signed(line.number("usual"))))
    return reasons


def move_of(line: Line, language: Language) -> str:
    """Return the places won or lost in a top list, as an arrow with their number, or that the model is new in it."""
    move = line.number("move")
    if move:
        return f"{'▲' if move > 0 else '▼'}{abs(move)}"
    return language("edition-entered") if line.number("entered") else ""


def has_moved(lines: Sequence[Line]) -> bool:
    """Tell whether any place of a top list changed."""
    return any(line.number("move") or line.number("entered") for line in lines)


def unmoved_text(names: Iterable[str], language: Language) -> str:
    """Return the sentence on the top lists without a change; ``names`` are each one's field and first place."""
    return language("edition-unmoved", names=" · ".join(names))


def top_text(line: Line, language: Language, escape: Escape) -> str:
    """Return a model's place in a top list, with the places it won or lost."""
    place = f"{line.number('rank')}. {escape(line.model.title)} {_stars(line, language)}"
    return f"{place} {move_of(line, language)}".rstrip()


def _stars(line: Line, language: Language) -> str:
    about = "≈ " if line.number("approximate") else ""
    return f"{about}{language.number(line.number('stars'))} ★"


def _percent(line: Line, name: str, language: Language) -> str:
    return language.percent(float(line.figures.get(name, 0)))
