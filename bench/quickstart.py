"""How often the quick start is right, beside what a person found in the same READMEs."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from markdown_it import MarkdownIt
from rich.console import Console
from rich.table import Table

from bot.readme.document import text_of
from bot.readme.parse import parse_readme
from bot.readme.quickstart import Found, quick_start

TRUTH = Path(__file__).with_name("quickstart_truth.jsonl")
_MARKDOWN = MarkdownIt("gfm-like", {"html": True})


@dataclass(slots=True)
class Score:
    """Right, wrong (something else, or something where nothing is) and missed findings, and rightly shown nothing."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    rightly_none: int = 0

    def count(self, found: str, accepted: Iterable[str]) -> None:
        """Compare one finding with what is accepted."""
        wanted = list(accepted)
        if not found:
            self.missed += bool(wanted)
            self.rightly_none += not wanted
        elif any(_same(text) in _same(found) for text in wanted):
            self.right += 1
        else:
            self.wrong += 1


_FINDINGS: dict[str, Callable[[Found], str]] = {
    "install": lambda found: found.install.text if found.install else "",
    "usage": lambda found: found.usage.text if found.usage else "",
    "weights": lambda found: " ".join(link.url for link in found.weights),
    "results": lambda found: (
        " | ".join(text_of(cell) for cell in (found.results.header)) if found.results else ""
    ),
    "citation": lambda found: found.citation or "",
}


def print_quick_starts(folder: Path, console: Console) -> None:
    """Print the hit rate by kind over the READMEs (Markdown files) in a folder."""
    truth = [
        cast("dict[str, Any]", json.loads(line)) for line in TRUTH.read_text("utf-8").splitlines()
    ]
    scores = {kind: Score() for kind in _FINDINGS}
    number = 0
    for case in truth:
        path = folder / case["readme"]
        if not path.is_file():
            continue
        number += 1
        html = _MARKDOWN.render(path.read_text("utf-8")).encode()
        owner, _, name = case["readme"].removesuffix(".md").partition("__")
        found = quick_start(parse_readme(html, f"{owner}/{name.partition('__')[0]}"))
        for kind, tell in _FINDINGS.items():
            scores[kind].count(tell(found), case[kind])
    if not number:
        console.print(f"No README of {TRUTH.name} is in {folder}: fetch them there to measure.")
        return
    table = Table(title=f"Quick start in {number} READMEs")
    for column in ("kind", "right", "wrong", "missed", "rightly nothing", "right of what is shown"):
        table.add_column(column, justify="right")
    for kind, score in scores.items():
        shown = score.right + score.wrong
        share = f"{score.right / shown:.0%}" if shown else "–"
        table.add_row(
            kind,
            str(score.right),
            str(score.wrong),
            str(score.missed),
            str(score.rightly_none),
            share,
        )
    console.print(table)


def _same(text: str) -> str:
    return " ".join(text.split()).casefold()
