"""How often the quick start is right, beside what a person found in the same READMEs.

A row of the truth gives a README, the set that it was added with, the year when its repository began, and for each kind
what a right answer contains: one of the texts, or for weights each link one of them. An empty text accepts that nothing
is shown, a text after "!" is wrong wherever it is contained.
"""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from rich.console import Console
from rich.table import Table

from bot.readme.document import text_of
from bot.readme.parse import parse_readme
from bot.readme.quickstart.finder import Found, quick_start
from tests.bot.readme.rendering import github_html

TRUTH = Path(__file__).with_name("quickstart_truth.jsonl")
_RECENT = 2023


@dataclass(slots=True)
class Score:
    """Right, wrong (something else, or something where nothing is) and missed findings, and rightly shown nothing."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    rightly_none: int = 0

    def count(self, found: Sequence[str], accepted: Iterable[str]) -> str:
        """Compare one finding's texts, which must all be right, with what is accepted; return what is wrong with it."""
        accepted = list(accepted)
        refused = [_same(text[1:]) for text in accepted if text.startswith("!")]
        wanted = [_same(text) for text in accepted if text and not text.startswith("!")]
        if not found:
            is_missed = bool(wanted) and "" not in accepted
            self.missed += is_missed
            self.rightly_none += not is_missed
            return "missed" if is_missed else ""
        for text in map(_same, found):
            if not any(part in text for part in wanted) or any(part in text for part in refused):
                self.wrong += 1
                return f"wrong: {text[:100]}"
        self.right += 1
        return ""

    @property
    def precision(self) -> str:
        """Return which share of what is shown is right."""
        return _share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> str:
        """Return of which share something right is shown, where something is to be found."""
        return _share(self.right, self.right + self.wrong + self.missed)


def _result(found: Found) -> list[str]:
    if found.results is None:
        return []
    rows = [found.results.header, *found.results.rows]
    names = next((row for row in rows if any(map(text_of, row))), rows[0])
    return [" | ".join(map(text_of, names))]


_FINDINGS: dict[str, Callable[[Found], list[str]]] = {
    "install": lambda found: [found.install.text] if found.install else [],
    "usage": lambda found: [found.usage.text] if found.usage else [],
    "weights": lambda found: [link.url for link in found.weights],
    "results": _result,
    "citation": lambda found: [found.citation] if found.citation else [],
}


def print_quick_starts(folder: Path, console: Console) -> None:
    """Print precision and recall by kind over the READMEs (Markdown files) in a folder, and what is not right."""
    truth = [
        cast("dict[str, Any]", json.loads(line)) for line in TRUTH.read_text("utf-8").splitlines()
    ]
    known = [case for case in truth if (folder / case["readme"]).is_file()]
    if not known:
        console.print(f"No README of {TRUTH.name} is in {folder}: fetch them there to measure.")
        return
    found = {case["readme"]: _find(folder / case["readme"]) for case in known}
    recent = [case for case in known if case["year"] >= _RECENT]
    _print_scores(f"Quick start in {len(known)} READMEs", known, found, console)
    _print_scores(f"… the {len(recent)} of {_RECENT} and later", recent, found, console)
    for case in known:
        for kind, tell in _FINDINGS.items():
            if fault := Score().count(tell(found[case["readme"]]), case[kind]):
                console.print(f"{case['readme']}: {kind} {fault}", markup=False, highlight=False)


def _find(path: Path) -> Found:
    owner, _, name = path.stem.partition("__")
    # A translation's file is called owner__name.zh.md or owner__name__README.zh.md.
    name = re.sub(r"\.(?:zh|en|cn|ja)$", "", name.partition("__")[0])
    return quick_start(parse_readme(github_html(path.read_text("utf-8")), f"{owner}/{name}"))


def _print_scores(
    title: str, cases: Sequence[dict[str, Any]], found: dict[str, Found], console: Console
) -> None:
    table = Table(title=title)
    for column in ("kind", "right", "wrong", "missed", "rightly nothing", "precision", "recall"):
        table.add_column(column, justify="right")
    for kind, tell in _FINDINGS.items():
        score = Score()
        for case in cases:
            score.count(tell(found[case["readme"]]), case[kind])
        counts = (score.right, score.wrong, score.missed, score.rightly_none)
        table.add_row(kind, *map(str, counts), score.precision, score.recall)
    console.print(table)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "–"


def _same(text: str) -> str:
    return " ".join(text.split()).casefold()
