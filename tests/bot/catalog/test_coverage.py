from bot.catalog.coverage import coverage_lines, coverage_of
from bot.catalog.shipped import Shipped
from bot.catalog.taxonomy import Taxonomy, Term, TermKind


def _term(kind: TermKind, key: str) -> dict[str, Term]:
    return {key: Term(kind, key, key, key)}


def test_what_is_known_is_counted_and_what_is_empty_is_not() -> None:
    taxonomy = Taxonomy(_term(TermKind.CATEGORY, "graphs"), _term(TermKind.FRAMEWORK, "jax"), {})
    entries = [
        {"categories": ["graphs"], "frameworks": ["jax"], "license": "MIT", "arxiv": []},
        {"categories": ["graphs"], "frameworks": [], "words": ["gnn"]},
        {"categories": ["graphs"], "frameworks": []},
    ]
    coverage = coverage_of(entries, taxonomy)
    assert coverage.categories == {"graphs": 3}
    assert coverage.frameworks == {"jax": 1}
    assert coverage.facts["license"] == 1
    assert coverage.facts["arxiv"] == 0
    lines = coverage_lines(coverage)
    assert "fact       license       1 (33 %)" in lines
    assert "category   graphs        3" in lines


def test_the_shipped_catalogue_knows_most_papers_licences_and_stars(shipped: Shipped) -> None:
    coverage = coverage_of(shipped.entries, shipped.taxonomy)
    assert coverage.facts["arxiv"] >= 0.75 * coverage.entries
    assert coverage.facts["license"] >= 0.55 * coverage.entries
    assert coverage.facts["stars"] >= 0.75 * coverage.entries
    assert min(coverage.categories.values()) > 0


def test_an_empty_catalogue_has_a_table() -> None:
    taxonomy = Taxonomy(_term(TermKind.CATEGORY, "graphs"), {}, {})
    assert "fact      weights       0 (0 %)" in coverage_lines(coverage_of([], taxonomy))
