"""An edition as JSON: every number in it and the rule that chose it, in a form that can be read for years."""

import json
from datetime import date
from typing import Any, cast

from bot.editions.edition import Edition, Line, Note, Section, SectionKind
from bot.editions.sources.material import Model
from bot.months import Month

FORMAT = 1

Record = dict[str, Any]


class RecordError(Exception):
    """The text is no edition that this program can read."""


def to_json(edition: Edition) -> str:
    """Return an edition as one JSON document; the same edition gives the same text."""
    return json.dumps(to_record(edition), ensure_ascii=False, indent=1)


def to_record(edition: Edition) -> Record:
    """Return an edition as plain JSON values. Each model is written in full once, under its name."""
    lines = [line for part in edition.sections for line in (*part.lines, *part.again)]
    models = {line.model.full_name: line.model for line in (*lines, *edition.held)}
    return {
        "format": FORMAT,
        "rules": edition.rules,
        "month": str(edition.month),
        "category": edition.category,
        "framework": edition.framework,
        "entries": edition.entries,
        "counted": edition.counted,
        "since": edition.since.isoformat() if edition.since else None,
        "until": edition.until.isoformat() if edition.until else None,
        "sections": [_section(section) for section in edition.sections],
        "held": [_line(line) for line in edition.held],
        "notes": [{"rule": note.rule, **note.figures} for note in edition.notes],
        "models": {name: _model(models[name]) for name in sorted(models)},
    }


def from_json(text: str) -> Edition:
    """Read what `to_json` wrote.

    Raises:
        RecordError: it is something else, or of a later format.
    """
    try:
        record = cast("Record", json.loads(text))
        if record["format"] != FORMAT:
            raise RecordError(f"format {record['format']} of an edition; {FORMAT} can be read")
        return _edition(record)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RecordError(f"no edition: {error!r}") from error


def _section(section: Section) -> Record:
    return {
        "kind": section.kind.value,
        **({"category": section.key} if section.key else {}),
        "lines": [_line(line) for line in section.lines],
        **({"again": [_line(line) for line in section.again]} if section.again else {}),
    }


def _line(line: Line) -> Record:
    return {
        "model": line.model.full_name,
        "rule": line.rule,
        "figures": dict(line.figures),
        **({"still": line.still} if line.still else {}),
        **({"seen": list(line.seen)} if line.seen else {}),
    }


def _model(model: Model) -> Record:
    return {
        "title": model.title,
        "url": model.url,
        "summary_en": model.summary_en,
        "summary_zh": model.summary_zh,
        "categories": list(model.categories),
        "frameworks": list(model.frameworks),
    }


def _edition(record: Record) -> Edition:
    models = {name: _read_model(name, facts) for name, facts in record["models"].items()}
    return Edition(
        Month.parse(record["month"]),
        record["entries"],
        record["counted"],
        _day(record["since"]),
        _day(record["until"]),
        tuple(_read_section(section, models) for section in record["sections"]),
        tuple(_read_line(line, models) for line in record["held"]),
        tuple(_read_note(note) for note in record["notes"]),
        record["rules"],
        record["category"],
        record["framework"],
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _read_model(name: str, facts: Record) -> Model:
    return Model(
        name,
        facts["title"],
        facts["summary_en"],
        facts["summary_zh"],
        tuple(facts["categories"]),
        tuple(facts["frameworks"]),
    )


def _read_section(section: Record, models: dict[str, Model]) -> Section:
    lines, again = (
        tuple(_read_line(line, models) for line in section.get(name, ()))
        for name in ("lines", "again")
    )
    return Section(SectionKind(section["kind"]), lines, again, section.get("category", ""))


def _read_line(line: Record, models: dict[str, Model]) -> Line:
    return Line(
        models[line["model"]],
        line["rule"],
        line["figures"],
        line.get("still", ""),
        tuple(line.get("seen", ())),
    )


def _read_note(note: Record) -> Note:
    return Note(note["rule"], {name: value for name, value in note.items() if name != "rule"})
