"""The sizes of the code and the depth of its imports, of this checkout or of another."""

import ast
from collections import defaultdict
from functools import cache
from pathlib import Path
from statistics import mean, median

from rich.console import Console
from rich.table import Table

TOP = Path(__file__).parents[1]


def print_structure(tree: Path, console: Console) -> None:
    """Print how large files, classes and functions are, and how deep and how entangled imports."""
    paths = sorted(path for folder in ("bot", "cogs") for path in (tree / folder).rglob("*.py"))
    texts = {_module(path, tree): path.read_text(encoding="utf-8") for path in paths}
    lines = [len(text.splitlines()) for text in texts.values()]
    nodes = [node for text in texts.values() for node in ast.walk(ast.parse(text))]
    classes = [_length(node) for node in nodes if isinstance(node, ast.ClassDef)]
    functions = [
        _length(node) for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    arrows = _arrows(texts)
    rooms: defaultdict[str, set[str]] = defaultdict(set)
    for module, others in arrows.items():
        rooms[_room(module)] |= {_room(one) for one in others} - {_room(module)}
    mutual = [
        (a, b) for a, others in list(rooms.items()) for b in others if a in rooms[b] and a < b
    ]
    loose = sum(1 for path in paths if path.parent == tree / "bot") - 1  # without __init__.py
    table = Table("figure", "", title=f"The code of {tree.resolve().name}")
    for name, value in (
        ("files", len(lines)),
        ("lines", sum(lines)),
        ("mean file", round(mean(lines))),
        ("largest file", max(lines)),
        ("largest class", max(classes)),
        ("median and longest function", f"{median(functions):.0f}, {max(functions)}"),
        ("files directly in bot/", loose),
        ("import depth, by file", _depth(arrows)),
        ("import depth, by room", _depth(rooms)),
        ("arrows between rooms", sum(map(len, rooms.values()))),
        ("rooms that import each other", len(mutual)),
    ):
        table.add_row(name, str(value))
    console.print(table)


def _module(path: Path, tree: Path) -> str:
    return ".".join(path.relative_to(tree).with_suffix("").parts).removesuffix(".__init__")


def _length(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _room(module: str) -> str:
    """Return the folder below ``bot``, or the file that is loose in it, or ``cogs``."""
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == "bot" else parts[0]


def _arrows(texts: dict[str, str]) -> dict[str, set[str]]:
    """Return which module imports which."""
    arrows: defaultdict[str, set[str]] = defaultdict(set)
    for module, text in texts.items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    inner = f"{node.module}.{alias.name}"
                    named = inner if inner in texts else node.module
                    if named in texts and named != module:
                        arrows[module].add(named)
    return arrows


def _depth(arrows: dict[str, set[str]]) -> int:
    """Return the length of the longest chain of imports, in modules."""
    under_way: set[str] = set()

    @cache
    def below(module: str) -> int:
        under_way.add(module)
        deepest = max(
            (below(one) for one in arrows.get(module, ()) if one not in under_way), default=0
        )
        under_way.discard(module)
        return deepest + 1

    return max((below(module) for module in list(arrows)), default=0)
