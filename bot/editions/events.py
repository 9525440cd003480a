"""The sections of events: new repositories, releases, farewells."""

from collections.abc import Iterator
from datetime import date

from bot.editions.edition import Line
from bot.editions.sources.material import (
    EditionEvent,
    EditionEventKind,
    Material,
    Subject,
    count_near,
)
from bot.months import Month

# So many new ones at once are a catalogue that begins to count, not news.
MOST_LISTED = 40
MOST_SHOWN = 100
_BACK = (EditionEventKind.RELEASED, EditionEventKind.UNARCHIVED, EditionEventKind.RETURNED)
_AWAY = (EditionEventKind.ARCHIVED, EditionEventKind.GONE)


def news(material: Material, month: Month) -> list[Line]:
    """Return what appeared on GitHub in the month, then what the catalogue counts since then; by stars, then name."""
    first, after = month.first_day, month.plus(1).first_day
    born = [one for one in material.subjects if one.created and first <= one.created < after]
    listed = [
        one
        for one in material.subjects
        if not (one.created and first <= one.created < after)
        and one.counted_since
        and first <= one.counted_since < after
        and material.counted_since
        and material.counted_since < first
    ]
    if len(listed) > MOST_LISTED:
        listed = []
    lines: list[Line] = []
    for rule, found in (("created", born), ("listed", listed)):
        shown = [_new_line(rule, one, after) for one in found]
        lines += sorted(shown, key=lambda line: (-line.number("stars"), line.model.full_name))
    return lines[:MOST_SHOWN]


def _new_line(rule: str, subject: Subject, after: date) -> Line:
    day = subject.created if rule == "created" else subject.counted_since
    figures: dict[str, int | str] = {"day": day.isoformat() if day else ""}
    if subject.created:
        figures["created"] = subject.created.isoformat()
    count = count_near(subject.counts, after)
    if count:
        figures["stars"] = count.stars
    return Line(subject.model, rule, figures)


def releases(material: Material) -> list[Line]:
    """Return who came back or released something, the most starred first; one line for each, of its last release."""
    return _latest(material, _BACK)


def farewell(material: Material) -> list[Line]:
    """Return who was archived or vanished, with what follows it where known, the most starred first."""
    return _latest(material, _AWAY)


def _latest(material: Material, kinds: tuple[EditionEventKind, ...]) -> list[Line]:
    subjects = {one.model.full_name: one for one in material.subjects}
    # Coming back outweighs a release, and vanishing being archived; else the latest counts.
    last: dict[str, EditionEvent] = {}
    events = [one for one in material.events if one.kind in kinds]
    for one in sorted(events, key=lambda one: (kinds.index(one.kind), one.day)):
        last[one.full_name] = one
    lines = [_line(subjects[name], one, material) for name, one in last.items() if name in subjects]
    lines.sort(key=lambda line: (-line.number("stars"), line.model.full_name))
    return lines[:MOST_SHOWN]


def _line(subject: Subject, one: EditionEvent, material: Material) -> Line:
    return Line(subject.model, one.kind.value, dict(_figures(subject, one, material)))


def _figures(
    subject: Subject, one: EditionEvent, material: Material
) -> Iterator[tuple[str, int | str]]:
    yield "day", one.day.isoformat()
    if one.detail and one.kind is EditionEventKind.RELEASED:
        yield "tag", one.detail
    if subject.counts:
        yield "stars", subject.counts[-1].stars
    to = material.successors.get(subject.model.full_name.casefold())
    if to and one.kind in _AWAY:
        yield "successors", " ".join(to)
