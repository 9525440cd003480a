"""The house's rules: who may import whom, where a third-party library lives, how long things may be."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
CODE = sorted(path for folder in ("bot", "cogs") for path in (TOP / folder).rglob("*.py"))
SQL = re.compile(r"\b(SELECT \S|INSERT INTO|DELETE FROM|UPDATE \w+ SET)")
LONGEST_FILE, LONGEST_CLASS, LONGEST_FUNCTION, MOST_NAMES = 300, 300, 50, 15

# A library → the rooms or files that may import it.
HOMES = {
    "aiosqlite": "bot.catalog.database",
    "sqlite3": "bot.catalog bot.search bot.github.sql bot.huggingface bot.readme.store bot.state bot.runtime",
    "sqlalchemy": "bot.state bot.newsletter bot.submissions",
    "alembic": "bot.state",
    "apscheduler": "bot.schedule",
    "babel": "bot.i18n bot.newsletter.timezones",
    "fluent": "bot.i18n",
    "httpx": "bot.github bot.huggingface",
    "opencc": "bot.search.tokens",
    "snowballstemmer": "bot.search.tokens",
    "rapidfuzz": "bot.search.sql",
    "lxml": "bot.readme.parse",
    "matplotlib": "bot.ui.charts.drawing",
    "simcord": "bot.demo",
    "filelock": "bot.catalog.database",
    "discord": "bot.cli bot.client bot.demo bot.interactions bot.newsletter bot.publishing bot.ui cogs",
}

# Values and pure functions of values: what may be shown. They know no client, store, parser or worker.
VALUES = """
    bot.characters bot.i18n bot.months
    bot.catalog.entry bot.catalog.families bot.catalog.size bot.catalog.successors bot.catalog.taxonomy bot.catalog.trends
    bot.search.letters bot.search.query bot.search.results
    bot.readme.document bot.readme.reading
    bot.huggingface.checkpoint bot.huggingface.memory
    bot.github.changes bot.github.fields bot.github.glance bot.github.payload bot.github.results
    bot.newsletter.delivery bot.newsletter.last_edition bot.newsletter.failures.failed_delivery bot.newsletter.places
    bot.newsletter.subscription bot.newsletter.timezones
    bot.editions.compose bot.editions.edition bot.editions.growth bot.editions.events bot.editions.ranking bot.editions.rules
    bot.editions.sources.material bot.editions.wording
    bot.catalog.curated bot.submissions.event bot.submissions.limits bot.submissions.submission
"""

# A room → the rooms of ours that it may import, itself apart. Arrows point down.
BASE = "bot.characters bot.months bot.runtime"
SHELVES = f"bot.catalog bot.state {BASE}"
ROOMS = {
    "bot.config": "",
    "bot.characters": "",
    "bot.months": "",
    "bot.runtime": "",
    "bot.i18n": "bot.runtime",
    "bot.catalog": BASE,
    "bot.state": BASE,
    "bot.search": f"{SHELVES} bot.huggingface.checkpoint bot.huggingface.memory",
    "bot.github": SHELVES,
    "bot.huggingface": SHELVES,
    "bot.readme": f"{SHELVES} bot.github",
    "bot.newsletter": SHELVES,
    "bot.editions": f"{SHELVES} bot.i18n",
    "bot.submissions": f"{SHELVES} bot.search bot.github.glance bot.github.payload",
    "bot.ui": VALUES,
    "bot.publishing": f"{VALUES} bot.editions bot.newsletter bot.readme bot.runtime bot.state bot.ui bot.config",
    "bot.open_catalogue": f"{SHELVES} bot.config bot.i18n bot.search",
    "bot.services": "bot.open_catalogue bot.github bot.huggingface bot.publishing bot.readme bot.submissions",
    "bot.interactions": f"{VALUES} bot.newsletter bot.open_catalogue bot.publishing bot.search bot.services bot.submissions bot.ui",
    "bot.app": f"{SHELVES} bot.config bot.editions bot.github bot.huggingface bot.i18n bot.open_catalogue bot.publishing"
    " bot.readme bot.search bot.services bot.submissions",
    "bot.client": "bot.interactions bot.services bot.ui",
    "bot.schedule": "bot.services bot.submissions",
    "bot.demo": "bot.app bot.catalog bot.client bot.config bot.i18n bot.newsletter bot.publishing bot.readme bot.schedule"
    " bot.services bot.ui",
    "bot.cli": f"{SHELVES} bot.app bot.client bot.config bot.demo bot.editions bot.github bot.huggingface bot.i18n bot.interactions"
    " bot.open_catalogue bot.publishing bot.readme bot.schedule bot.search bot.services bot.submissions bot.ui",
    "bot.__main__": "bot.cli bot.config bot.runtime",
    "bot": "",
    "cogs": f"{VALUES} bot.client bot.github bot.interactions bot.newsletter bot.publishing bot.services bot.ui"
    " bot.catalog bot.search",
}


def _module(path: Path) -> str:
    return ".".join(path.relative_to(TOP).with_suffix("").parts).removesuffix(".__init__")


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            # "from bot import client" names a module, "from bot.x import Y" a name in one.
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _ours(path: Path) -> set[str]:
    return {name for name in _imports(path) if name.partition(".")[0] in ("bot", "cogs")}


def _is_in(name: str, rooms: str) -> bool:
    return any(name == room or name.startswith(room + ".") for room in rooms.split())


def _room(name: str) -> str:
    return max((room for room in ROOMS if _is_in(name, room)), key=len)


@pytest.mark.parametrize("path", CODE, ids=_module)
def test_third_party_libraries_stay_at_home(path: Path) -> None:
    for name in _imports(path):
        homes = HOMES.get(name.partition(".")[0])
        assert homes is None or _is_in(_module(path), homes), f"{_module(path)} imports {name}"


@pytest.mark.parametrize("path", CODE, ids=_module)
def test_imports_point_down(path: Path) -> None:
    room = _room(_module(path))
    for name in _ours(path):
        is_allowed = _room(name) == room or _is_in(name, ROOMS[room])
        assert is_allowed, f"{_module(path)} imports {name}"


def test_no_two_rooms_import_each_other() -> None:
    arrows = {(_room(_module(path)), _room(name)) for path in CODE for name in _ours(path)}
    assert {pair for pair in arrows if pair[0] != pair[1] and pair[::-1] in arrows} == set()


@pytest.mark.parametrize("name", VALUES.split())
def test_what_is_shown_knows_no_store_client_parser_or_worker(name: str) -> None:
    path = TOP / (name.replace(".", "/") + ".py")
    for used in _ours(path):
        assert _is_in(used, f"{VALUES} bot.runtime.files"), f"{name} imports {used}"
    outside = {used.partition(".")[0] for used in _imports(path)}
    assert not outside & {"sqlite3", "sqlalchemy", "httpx", "lxml", "discord", "asyncio"}


def test_search_does_not_know_its_indexing() -> None:
    for path in CODE:
        if _is_in(_module(path), "bot.search") and "indexing" not in _module(path):
            assert not any("indexing" in name for name in _ours(path)), _module(path)


@pytest.mark.parametrize("path", CODE, ids=_module)
def test_a_folder_of_sql_is_its_stores_alone(path: Path) -> None:
    for name in _ours(path):
        folder, is_sql, _ = name.partition(".sql.")
        assert not is_sql or _is_in(_module(path), folder), f"{_module(path)} imports {name}"


@pytest.mark.parametrize("path", CODE, ids=_module)
def test_sql_stays_in_stores(path: Path) -> None:
    is_home = path.name == "store.py" or path.parent.name == "sql" or "migrations" in path.parts
    # These open a file and look at it before there is a store.
    if is_home or _module(path) in ("bot.catalog.database", "bot.catalog.rescue"):
        return
    texts = [
        node.value
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert [text for text in texts if SQL.search(text)] == []


@pytest.mark.parametrize("path", CODE, ids=_module)
def test_files_classes_and_functions_stay_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert path.name not in ("utils.py", "helpers.py", "constants.py", "models.py")
    assert len(text.splitlines()) <= LONGEST_FILE
    tree = _tree(path)
    for node in ast.walk(tree):
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        most = LONGEST_CLASS if isinstance(node, ast.ClassDef) else LONGEST_FUNCTION
        lines = (node.end_lineno or 0) - node.lineno + 1
        assert lines <= most, f"{node.name}: {lines} lines"
    exported = [name for name in map(_name, tree.body) if name and not name.startswith("_")]
    # Tables and constants name what there is; they are data.
    defined = [name for name in exported if not name.isupper()]
    assert len(defined) <= MOST_NAMES, defined


def _name(node: ast.stmt) -> str:
    return getattr(node, "name", "")


@pytest.mark.parametrize("path", CODE, ids=_module)
def test_every_public_thing_has_a_docstring(path: Path) -> None:
    tree = _tree(path)
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    public: list[ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef] = [tree]
    for node in tree.body:
        if isinstance(node, kinds) and not node.name.startswith("_"):
            public.append(node)
            public += [
                child
                for child in (node.body if isinstance(node, ast.ClassDef) else [])
                if isinstance(child, kinds) and not child.name.startswith("_")
            ]
    assert [
        getattr(node, "name", path.name) for node in public if not ast.get_docstring(node)
    ] == []
