from pathlib import Path

import pytest

from bot.catalog.database import Database
from bot.catalog.store import CatalogStore
from bot.config import shipped_folder
from bot.github.store import RefreshStore, Target
from bot.readme.reading import Contents
from bot.readme.shelf import fill_shelf, read_shelf
from tests.bot.readme.rendering import github_html
from tests.bot.readme.test_library import NOW, opened

FOLDER = shipped_folder() / "readmes"
MOST_BYTES = 400_000


async def test_shipped_readmes_can_be_read_without_a_network(catalogue_copy: Path) -> None:
    async with opened(catalogue_copy) as world:
        await fill_shelf(world.library, FOLDER)
        async with Database(catalogue_copy) as database:
            for source in read_shelf(FOLDER):
                entry = await CatalogStore(database).find(source.full_name)
                assert entry, source.full_name
                contents = await world.library.contents(entry)
                assert isinstance(contents, Contents), source.full_name
                assert contents.pages > 1
                found = contents.quick_start
                assert found.usage or found.weights, source.full_name
                assert found.install or found.citation, source.full_name


async def test_what_github_gave_is_left_as_it_is(catalogue_copy: Path) -> None:
    async with opened(catalogue_copy) as world, Database(catalogue_copy) as database:
        entries = CatalogStore(database)
        first, second, *_ = [await entries.find(each.full_name) for each in read_shelf(FOLDER)]
        assert first
        assert second
        refreshes = RefreshStore(database)
        own = github_html("# Own")
        await refreshes.store_readme(
            Target(first.id, first.full_name, None, None, head="1"), own, None, NOW
        )
        await refreshes.store_readme(
            Target(second.id, second.full_name, None, None, head="1"), None, None, NOW
        )
        await fill_shelf(world.library, FOLDER)
        await fill_shelf(world.library, FOLDER)
        source = await world.store.source(first.id)
        assert source
        assert source.html == own
        assert await world.store.source(second.id) is None


def test_a_file_without_its_origin_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a__b.html").write_text("<p>Hello</p>", "utf-8")
    with pytest.raises(ValueError, match=r"a__b\.html doesn't say where it is from"):
        list(read_shelf(tmp_path))


def test_every_shipped_readme_has_its_licence_beside_it() -> None:
    licences = (FOLDER / "LICENSES.md").read_text("utf-8")
    sources = list(read_shelf(FOLDER))
    assert 3 <= len(sources) <= 5
    for source in sources:
        row = next(line for line in licences.splitlines() if f"[{source.full_name}]" in line)
        assert source.head in row
        assert row.endswith(("| MIT |", "| Apache-2.0 |"))
        headings = [line for line in licences.splitlines() if line.startswith("## ")]
        assert any(source.full_name in heading for heading in headings)
    assert "Permission is hereby granted, free of charge" in licences
    assert "TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION" in licences
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < MOST_BYTES
