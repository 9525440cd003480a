"""The house's rules: who may import whom, and where a third-party library lives."""

import ast
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
CODE = sorted(path for folder in ("bot", "cogs") for path in (TOP / folder).rglob("*.py"))

# A library → the files that may import it.
HOMES = {
    "aiosqlite": {"bot.catalog.database"},
    "sqlite3": {
        "bot.catalog.database",
        "bot.catalog.sql",
        "bot.catalog.faults",
        "bot.catalog.store",
        "bot.search.store",
        "bot.indexing.store",
        "bot.github.sql",
        "bot.readme.store",
        "bot.wal",
    },
    "sqlalchemy": {
        "bot.state",
        "bot.newsletter.schema",
        "bot.newsletter.rows",
        "bot.newsletter.store",
        "bot.newsletter.archive.store",
        "bot.newsletter.outbox.sql",
        "bot.newsletter.outbox.store",
        "bot.newsletter.planning.store",
    },
    "alembic": {"bot.state"},
    "apscheduler": {"bot.schedule"},
    "babel": {"bot.i18n", "bot.newsletter.timezones"},
    "fluent": {"bot.i18n"},
    "httpx": {"bot.github.answers", "bot.github.client", "bot.github.limits"},
    "opencc": {"bot.search.tokens"},
    "snowballstemmer": {"bot.search.tokens"},
    "rapidfuzz": {"bot.search.sql.words"},
    "lxml": {"bot.readme.parse"},
    "matplotlib": {"bot.ui.charts"},
    "simcord": {"bot.demo"},
    "filelock": {"bot.catalog.database"},
    "discord": {
        "bot.client",
        "bot.demo",
        "bot.cli.sign_in",
        "bot.answers",
        "bot.browsing",
        "bot.choices",
        "bot.channel_checks",
        "bot.edition_pages",
        "bot.option_checks",
        "bot.subscribing",
        "bot.newsletter.channels",
        "bot.newsletter.publisher",
        "bot.ui",
        "cogs",
    },
}

# A room → the rooms of ours that it may import. Arrows point down.
VALUES = {
    "bot.catalog.entry",
    "bot.catalog.successors",
    "bot.catalog.taxonomy",
    "bot.catalog.trends",
    "bot.search.query",
    "bot.search.results",
    "bot.readme.document",
    "bot.readme.reading",
    "bot.characters",
    "bot.i18n",
}
ARROWS = {
    "bot.wal": set[str](),
    "bot.catalog": {"bot.catalog", "bot.wal"},
    "bot.characters": set[str](),
    "bot.search": {"bot.catalog", "bot.characters", "bot.search"},
    "bot.search.store": {"bot.catalog", "bot.characters", "bot.search", "bot.indexing"},
    "bot.indexing": {"bot.catalog", "bot.search"},
    "bot.github.errors": set[str](),
    "bot.github.fields": set[str](),
    "bot.github.payload": {"bot.github.fields"},
    "bot.github.answers": {"bot.github.errors", "bot.github.fields"},
    "bot.github.limits": {"bot.github.answers", "bot.github.errors", "bot.github.fields"},
    "bot.github.client": {
        "bot.github.answers",
        "bot.github.errors",
        "bot.github.fields",
        "bot.github.limits",
        "bot.github.payload",
    },
    "bot.github.changes": {"bot.github.payload"},
    "bot.github.failures": set[str](),
    "bot.github.results": {"bot.github.changes", "bot.github.payload"},
    "bot.github.due": {"bot.github.results"},
    "bot.github.sql": {
        "bot.catalog",
        "bot.github.changes",
        "bot.github.failures",
        "bot.github.payload",
        "bot.github.results",
        "bot.github.sql",
    },
    "bot.github.store": {
        "bot.catalog",
        "bot.github.changes",
        "bot.github.failures",
        "bot.github.payload",
        "bot.github.results",
        "bot.github.sql",
    },
    "bot.github": {"bot.catalog.database", "bot.github"},
    "bot.readme": {"bot.readme"},
    "bot.readme.library": {"bot.catalog.entry", "bot.github.errors", "bot.readme", "bot.worker"},
    "bot.readme.store": {"bot.catalog.database", "bot.readme"},
    "bot.i18n": {"bot.catalog.files", "bot.catalog.taxonomy"},
    "bot.editions": {
        "bot.catalog.successors",
        "bot.catalog.taxonomy",
        "bot.catalog.trends",
        "bot.editions",
        "bot.i18n",
    },
    "bot.editions.sources.store": {"bot.catalog", "bot.editions.sources"},
    "bot.ui": {
        *VALUES,
        "bot.editions.edition",
        "bot.editions.rules",
        "bot.editions.sources.material",
        "bot.editions.wording",
        "bot.newsletter.delivery",
        "bot.newsletter.outbox.trouble",
        "bot.newsletter.rows.LastEdition",
        "bot.newsletter.subscription",
        "bot.newsletter.timezones",
        "bot.ui",
        "bot.search.tokens",
        "bot.worker",
        "bot.readme.parse",
        "bot.readme.quickstart",
        "bot.readme.stored",
        "bot.catalog.store.CatalogueSize",
        "bot.github.limits.Rate",
        "bot.github.refresh.Progress",
        "bot.github.results.RunReport",
    },
    "bot.open_catalogue": {"bot.catalog", "bot.config", "bot.i18n", "bot.search"},
    "bot.services": {
        "bot.github.refresh",
        "bot.newsroom",
        "bot.open_catalogue",
        "bot.readme.library",
        "bot.ui.chart_cache",
    },
    "bot.user_error": set[str](),
    "bot.typed": {
        *VALUES,
        "bot.open_catalogue",
        "bot.search.tokens",
        "bot.ui.text",
        "bot.user_error",
    },
    # The machine: it is handed its words and never sees the catalogue.
    "bot.newsletter": {"bot.newsletter", "bot.state"},
    "bot.newsroom": {
        *VALUES,
        "bot.editions",
        "bot.newsletter",
        "bot.state",
        "bot.ui",
        "bot.worker",
    },
    "bot.channel_checks": {"bot.answers", "bot.i18n", "bot.newsletter.channels", "bot.ui"},
    "bot.edition_pages": {
        "bot.answers",
        "bot.choices",
        "bot.editions.sources.material",
        "bot.i18n",
        "bot.newsroom",
        "bot.ui",
    },
    "bot.deliveries": {
        "bot.client",
        "bot.config",
        "bot.newsletter",
        "bot.newsroom",
        "bot.services",
    },
    "bot.worker": set[str](),
    "bot.state": {"bot.state", "bot.wal"},
    "bot.config": set[str](),
    "bot.logs": set[str](),
    "bot.schedule": {"bot.services"},
    "bot.answers": {
        "bot.catalog.successors",
        "bot.services",
        "bot.ui",
        "bot.i18n",
        "bot.search.query",
        "bot.user_error",
    },
    "bot.choices": {
        *VALUES,
        "bot.open_catalogue",
        "bot.typed",
        "bot.ui",
        "bot.search.tokens",
        "bot.user_error",
    },
    "bot.browsing": {*VALUES, "bot.answers", "bot.choices", "bot.services", "bot.ui"},
    "bot.entry_pages": {
        *VALUES,
        "bot.answers",
        "bot.readme.library",
        "bot.services",
        "bot.ui",
    },
    "bot.app": {
        "bot.catalog.database",
        "bot.config",
        "bot.github",
        "bot.i18n",
        "bot.readme",
        "bot.editions.sources",
        "bot.newsroom",
        "bot.open_catalogue",
        "bot.state",
        "bot.services",
        "bot.ui.chart_cache",
        "bot.ui.typesetting",
        "bot.worker",
    },
    "bot.client": {"bot.answers", "bot.i18n", "bot.services", "bot.ui"},
    "bot.demo": {
        "bot.app",
        "bot.deliveries",
        "bot.newsletter",
        "bot.newsroom",
        "bot.services",
        "bot.catalog.database",
        "bot.client",
        "bot.config",
        "bot.i18n",
        "bot.schedule",
        "bot.ui.pages",
    },
    # Who only reads loads neither Discord nor GitHub nor the state.
    "bot.cli": {
        *VALUES,
        "bot.catalog",
        "bot.choices",
        "bot.cli",
        "bot.config",
        "bot.logs",
        "bot.open_catalogue",
        "bot.typed",
        "bot.ui.facts",
    },
    "bot.cli.chart": {
        *VALUES,
        "bot.cli",
        "bot.config",
        "bot.ui.chart_cache",
        "bot.ui.chart_text",
        "bot.ui.compare",
        "bot.ui.curves",
        "bot.worker",
    },
    "bot.cli.compare": {"bot.cli", "bot.config", "bot.ui.compare"},
    "bot.cli.show": {
        *VALUES,
        "bot.app",
        "bot.cli",
        "bot.config",
        "bot.open_catalogue",
        "bot.readme.library",
        "bot.ui.facts",
    },
    "bot.cli.edition": {
        "bot.catalog.rescue",
        "bot.cli",
        "bot.config",
        "bot.editions",
        "bot.services",
    },
    "bot.cli.opened_state": {
        "bot.app",
        "bot.cli",
        "bot.config",
        "bot.services",
        "bot.state.database",
    },
    "bot.cli.sign_in": {"bot.cli"},
    "bot.cli.run": {
        "bot.app",
        "bot.catalog.database",
        "bot.cli",
        "bot.client",
        "bot.config",
        "bot.deliveries",
        "bot.schedule",
    },
    "bot.cli.sync": {"bot.cli", "bot.client", "bot.config"},
    "bot.cli.demo": {"bot.cli", "bot.config", "bot.demo"},
    "bot.cli.refresh": {"bot.app", "bot.cli", "bot.config", "bot.github", "bot.services"},
    "bot.__main__": {"bot.cli"},
    "bot": set[str](),
    "cogs": {
        *VALUES,
        "bot.catalog.suggest",
        "bot.github",
        "bot.answers",
        "bot.browsing",
        "bot.choices",
        "bot.channel_checks",
        "bot.edition_pages",
        "bot.entry_pages",
        "bot.editions.sources.material",
        "bot.newsletter",
        "bot.newsroom",
        "bot.option_checks",
        "bot.subscribing",
        "bot.client",
        "bot.services",
        "bot.ui",
        "bot.search.tokens",
    },
}


def _module(path: Path) -> str:
    return ".".join(path.relative_to(TOP).with_suffix("").parts).removesuffix(".__init__")


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _is_in(name: str, rooms: set[str]) -> bool:
    return any(name == room or name.startswith(room + ".") for room in rooms)


@pytest.mark.parametrize("path", CODE, ids=_module)
def test_third_party_libraries_stay_at_home(path: Path) -> None:
    for name in _imports(path):
        homes = HOMES.get(name.partition(".")[0])
        assert homes is None or _is_in(_module(path), homes), f"{_module(path)} imports {name}"


@pytest.mark.parametrize("path", CODE, ids=_module)
def test_imports_point_down(path: Path) -> None:
    rooms = [room for room in ARROWS if _is_in(_module(path), {room})]
    allowed = ARROWS[max(rooms, key=len)]
    for name in _imports(path):
        if name.partition(".")[0] in ("bot", "cogs"):
            # "from bot import choices" names a module, "from bot.x import Y" a name in one.
            assert _is_in(name, allowed), f"{_module(path)} imports {name}"


@pytest.mark.parametrize("path", CODE, ids=_module)
def test_a_folder_of_sql_is_its_stores_alone(path: Path) -> None:
    for name in _imports(path):
        room, is_sql, _ = name.partition(".sql.")
        if is_sql and room.startswith("bot."):
            assert _module(path).startswith(room + "."), f"{_module(path)} imports {name}"


@pytest.mark.parametrize("path", CODE, ids=_module)
def test_sql_stays_in_stores_and_files_stay_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    is_sql = path.name == "store.py" or path.parent.name == "sql"
    if not is_sql and _module(path) != "bot.catalog.database":
        for word in ("SELECT ", "INSERT INTO", "DELETE FROM", "UPDATE "):
            assert word not in text, f"SQL in {_module(path)}"
    assert path.name not in ("utils.py", "helpers.py", "constants.py", "models.py")


@pytest.mark.parametrize("path", CODE, ids=_module)
def test_every_public_thing_has_a_docstring(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
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
