"""What the documents name exists."""

import importlib
import re
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
DOCUMENTS = [
    TOP / "README.md",
    TOP / "README.zh-CN.md",
    TOP / "CONTRIBUTING.md",
    *(TOP / "docs").glob("*.md"),
]
NAME = re.compile(r"`((?:bot|cogs)\.[\w.]+)`")
FILE = re.compile(r"`((?:bot|cogs|tests|data|docs|bench)/[\w./-]+)`")
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
# Made by the bot itself.
MADE = ("data/catalogue.sqlite3", "data/state.sqlite3")


def _named(pattern: re.Pattern[str]) -> list[tuple[Path, str]]:
    return [
        (path, name)
        for path in DOCUMENTS
        if path.exists()
        for name in dict.fromkeys(pattern.findall(path.read_text(encoding="utf-8")))
    ]


@pytest.mark.parametrize(
    ("document", "name"), _named(NAME), ids=lambda value: str(value).rpartition("/")[2]
)
def test_a_named_function_exists(document: Path, name: str) -> None:
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for part in parts[length:]:
            assert hasattr(found, part), f"{document.name} names {name}"
            found = getattr(found, part)
        return
    pytest.fail(f"{document.name} names {name}")


@pytest.mark.parametrize(
    ("document", "name"), _named(FILE), ids=lambda value: str(value).rpartition("/")[2]
)
def test_a_named_file_exists(document: Path, name: str) -> None:
    assert name in MADE or (TOP / name).exists(), f"{document.name} names {name}"


@pytest.mark.parametrize(
    ("document", "name"), _named(LINK), ids=lambda value: str(value).rpartition("/")[2]
)
def test_a_link_leads_somewhere(document: Path, name: str) -> None:
    assert (document.parent / name).exists(), f"{document.name} links to {name}"
