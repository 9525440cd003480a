from dataclasses import replace

from bot.catalog.entry import Entry
from bot.catalog.suggest import suggest_frameworks
from bot.catalog.taxonomy import Taxonomy

ENTRY = Entry(1, "a/b", "B", "x", "某", (), ("jax",), ())


def test_topics_and_language_suggest_frameworks_that_are_not_set(taxonomy: Taxonomy) -> None:
    entry = replace(ENTRY, topics=("pytorch", "jax", "gan", "Tensor_Flow"), language="Python")
    assert {term.key for term in suggest_frameworks(entry, taxonomy)} == {"pytorch", "tensorflow"}
    assert suggest_frameworks(ENTRY, taxonomy) == []
