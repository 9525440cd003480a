"""An edition composed from its material: the same material, the same edition."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from bot.editions.edition import (
    TURNING,
    Edition,
    Line,
    Note,
    Section,
    SectionKind,
    scopes_of,
    select,
)
from bot.editions.events import farewell, news, releases
from bot.editions.growth import FEWEST_PEERS, MonthGain, gains_of
from bot.editions.ranking import fast, milestones, rising, top_lists
from bot.editions.sources.material import Material
from bot.months import Month

FEWEST_COUNTED = 8


def compose(month: Month, material: Material, previous: Edition | None = None) -> Edition:
    """Return the edition of a month; ``previous`` is last month's."""
    gains = gains_of(material.subjects, month)
    held = [
        gain for gain in gains if gain.is_unusual and gain.model.full_name not in material.approved
    ]
    waiting = {gain.model.full_name for gain in held}
    ranked = [gain for gain in gains if gain.model.full_name not in waiting]
    enough = len(ranked) >= FEWEST_COUNTED
    sections = [
        Section(SectionKind.RISING, tuple(rising(ranked)) if enough else ()),
        Section(SectionKind.FAST, tuple(fast(ranked)) if enough else ()),
        Section(SectionKind.MILESTONES, tuple(milestones(ranked))),
        Section(SectionKind.NEW, tuple(news(material, month))),
        Section(SectionKind.RELEASES, tuple(releases(material))),
        Section(SectionKind.FAREWELL, tuple(farewell(material))),
        *top_lists(material, month, ranked),
    ]
    composed = Edition(
        month,
        len(material.subjects),
        len(gains),
        min((gain.start.day for gain in gains), default=None),
        max((gain.end.day for gain in gains), default=None),
        tuple(section for section in sections if section.lines),
        tuple(_held_line(gain) for gain in sorted(held, key=lambda gain: gain.model.full_name)),
        tuple(_notes(ranked)),
    )
    return _marked(composed, previous) if previous else composed


def _marked(edition: Edition, previous: Edition) -> Edition:
    """Note on every line in which selections it was shown last month."""
    shown = _shown_before(previous)
    return replace(
        edition,
        sections=tuple(
            replace(
                section,
                lines=tuple(_marked_line(line, section.kind, shown) for line in section.lines),
            )
            for section in edition.sections
        ),
    )


def _marked_line(
    line: Line, kind: SectionKind, shown: Callable[[SectionKind, str, str], bool]
) -> Line:
    scopes = tuple(
        scope for scope in scopes_of(line.model) if shown(kind, scope, line.model.full_name)
    )
    return replace(line, seen=scopes, still=line.still if scopes else "")


def _shown_before(previous: Edition) -> Callable[[SectionKind, str, str], bool]:
    kept: dict[str, set[tuple[SectionKind, str]]] = {}

    def shown(kind: SectionKind, scope: str, full_name: str) -> bool:
        if kind not in TURNING:
            return False
        if scope not in kept:
            kept[scope] = set(_names_in(_selection(previous, scope)))
        return (kind, full_name) in kept[scope]

    return shown


def _selection(edition: Edition, scope: str) -> Edition:
    if scope.startswith("~"):
        return select(edition, framework=scope[1:])
    return select(edition, category=scope or None)


def _names_in(edition: Edition) -> Iterable[tuple[SectionKind, str]]:
    for section in edition.sections:
        for line in section.lines:
            yield section.kind, line.model.full_name


def _held_line(gain: MonthGain) -> Line:
    figures = {
        "gained": gain.gained,
        "before": gain.start.stars,
        "stars": gain.end.stars,
        "usual": gain.usual or 0,
    }
    return Line(gain.model, "lost" if gain.gained < 0 else "leapt", figures)


def _notes(ranked: list[MonthGain]) -> Iterable[Note]:
    if len(ranked) < FEWEST_COUNTED:
        yield Note("few-counted", {"counted": len(ranked), "needed": FEWEST_COUNTED})
    steady = [gain for gain in ranked if gain.past]
    if len(steady) >= FEWEST_COUNTED:
        gained, last = sum(gain.gained for gain in steady), sum(gain.past[0] for gain in steady)
        yield Note("pulse", {"gained": gained, "last": last, "models": len(steady)})
    fields: dict[str, int] = {}
    for gain in ranked:
        for key in gain.model.categories[:1]:
            fields[key] = fields.get(key, 0) + 1
    thin = sorted(key for key, known in fields.items() if known <= FEWEST_PEERS)
    if thin and len(ranked) >= FEWEST_COUNTED:
        yield Note("thin-fields", {"fields": ",".join(thin), "needed": FEWEST_PEERS})
