"""The local catalogue as lines of ``models.jsonl``: what people decided here, for everybody's catalogue."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.catalog.entry import Entry
from bot.catalog.facts import FIELD_TYPES, Facts, facts_of, plain_field

# Each host refreshes these by itself; a row that has them changes every day.
GITHUB_FIELDS = ("github_id", "license", "language", "created", "pushed")
# A name has to change in all files of the folder at once; star counts grow on each host alone.
_LINE_ENDS = re.compile("[\x85\u2028\u2029]")
_FIXED = ("repo", "aliases", "stars")


@dataclass(frozen=True, slots=True)
class Export:
    """The file's new lines, and the names of the rows that are new, changed or gone. ``changed_lines`` has the first two's."""

    lines: tuple[str, ...]
    changed_lines: tuple[str, ...]
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


def export_lines(
    lines: Sequence[str],
    listed: Sequence[Entry],
    shipped: Mapping[str, int],
    *,
    with_github: bool = False,
) -> Export:
    """Return the lines of the shipped file brought up to the listed entries; unchanged rows stay as they are written.

    ``shipped`` gives the number of each row's entry. ``with_github`` takes over what GitHub says as well.
    """
    entries = {entry.id: entry for entry in listed}
    fields = [
        key
        for key in FIELD_TYPES
        if key not in _FIXED and (with_github or key not in GITHUB_FIELDS)
    ]
    written: dict[str, str] = {}
    changed: dict[str, str] = {}
    removed: list[str] = []
    for line in lines:
        facts: Facts = json.loads(line)
        number = shipped.get(facts["repo"])
        if number is not None and number not in entries:
            removed.append(facts["repo"])
            continue
        current = facts if number is None else _updated(facts, entries[number], fields)
        if current is not facts:
            changed[facts["repo"]] = line_of(current)
        written[facts["repo"]] = changed.get(facts["repo"], line)
    known = set(shipped.values())
    added = {entry.full_name: line_of(_new_row(entry)) for entry in listed if entry.id not in known}
    return Export(
        in_file_order(written | added),
        in_file_order(changed | added),
        tuple(added),
        tuple(changed),
        tuple(removed),
    )


def line_of(facts: Facts) -> str:
    """Return a row as the file writes it, without fields that say nothing; required ones stay."""
    known = {key: value for key, value in facts.items() if value or key == "frameworks"}
    text = json.dumps(known, ensure_ascii=False)
    # What Python, and some editors, take for the end of a line.
    return _LINE_ENDS.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def in_file_order(lines: Mapping[str, str]) -> tuple[str, ...]:
    """Return lines by the names of their repositories, upper and lower case alike."""
    return tuple(lines[name] for name in sorted(lines, key=str.casefold))


def in_field_order(facts: Facts, before: Iterable[str] = ()) -> Facts:
    """Return a row whose fields come as in the row before, and new ones where the file usually has them."""
    order = [key for key in before if key in facts]
    usual = list(FIELD_TYPES)
    for key in facts:
        if key not in order:
            place = next(
                (at for at, other in enumerate(order) if usual.index(other) > usual.index(key)),
                len(order),
            )
            order.insert(place, key)
    return {key: facts[key] for key in order}


def _updated(facts: Facts, entry: Entry, fields: Iterable[str]) -> Facts:
    """Return the row itself where nothing changed."""
    current = facts_of(entry)
    changes = {
        key: current[key]
        for key in fields
        if plain_field(key, current[key]) != plain_field(key, facts.get(key))
    }
    return in_field_order({**facts, **changes}, facts) if changes else facts


def _new_row(entry: Entry) -> Facts:
    facts = facts_of(entry)
    if entry.stars:
        count: Facts = {"count": entry.stars.count, "day": entry.stars.day.isoformat()}
        facts["stars"] = [count | ({"approximate": True} if entry.stars.is_approximate else {})]
    return in_field_order(facts, FIELD_TYPES)
