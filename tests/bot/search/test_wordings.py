from pathlib import Path

from bot.catalog.taxonomy import Taxonomy
from bot.config import CatalogueConfig, shipped_folder
from bot.open_catalogue import open_catalogue
from bot.search.terms import TermIndex
from bot.search.wordings import read_wordings, wordings_from


def test_kept_wordings_come_back_as_they_were(taxonomy: Taxonomy) -> None:
    found = read_wordings(taxonomy)
    assert wordings_from(found.to_json()) == found


def test_an_index_of_kept_wordings_reads_texts_the_same(
    taxonomy: Taxonomy, terms: TermIndex
) -> None:
    kept = TermIndex(taxonomy, terms.families, wordings_from(read_wordings(taxonomy).to_json()))
    units = ["guess", "age", "photo", "face"]
    assert kept.describe(units) == terms.describe(units)
    assert kept.spoken == terms.spoken
    for text in ("speech", "图像", "obj"):
        assert kept.begun(text) == terms.begun(text)


async def test_a_search_after_the_first_start_reads_the_kept_wordings(
    catalogue_copy: Path,
) -> None:
    config = CatalogueConfig(catalogue_copy, shipped_folder())
    async with open_catalogue(config) as catalogue:
        before = await catalogue.catalog.meta("wordings")
    assert before
    # Another program's wordings are no use, and are replaced.
    async with open_catalogue(config) as catalogue:
        await catalogue.catalog.set_meta("wordings", "0:x\n{}")
    async with open_catalogue(config) as catalogue:
        assert await catalogue.catalog.meta("wordings") == before
