from hypothesis import given
from hypothesis import strategies as st

from bot.editions.compose import compose
from bot.editions.edition import SHOWN, Edition, SectionKind, select
from bot.editions.record import from_json, to_json
from bot.editions.sources.material import Material, Subject
from tests.bot.editions.samples import JULY, subject

CATEGORIES = ("graphs", "science", "nlp")
FRAMEWORKS = ("pytorch", "jax")
_STARS = st.lists(st.integers(0, 50_000), min_size=1, max_size=5)
_SUBJECTS = st.lists(
    st.tuples(_STARS, st.sampled_from(CATEGORIES), st.sampled_from(FRAMEWORKS)), max_size=30
)


def _subjects(drawn: list[tuple[list[int], str, str]]) -> tuple[Subject, ...]:
    return tuple(
        subject(f"m{number}", stars, category, framework=framework)
        for number, (stars, category, framework) in enumerate(drawn)
    )


def _names(edition: Edition) -> dict[tuple[SectionKind, str], list[str]]:
    return {
        (part.kind, part.key): [line.model.full_name for line in part.lines]
        for part in edition.sections
    }


@given(_SUBJECTS)
def test_no_entry_stands_twice_in_a_section_and_none_shows_more_than_its_room(
    drawn: list[tuple[list[int], str, str]],
) -> None:
    edition = compose(JULY, Material(_subjects(drawn)))
    for names in _names(edition).values():
        assert len(names) == len(set(names))
    for section in select(edition).sections:
        assert len(section.lines) <= SHOWN[section.kind]


@given(_SUBJECTS, st.sampled_from((None, *CATEGORIES)), st.sampled_from((None, *FRAMEWORKS)))
def test_a_selection_keeps_lines_and_order_of_the_whole(
    drawn: list[tuple[list[int], str, str]], category: str | None, framework: str | None
) -> None:
    edition = compose(JULY, Material(_subjects(drawn)))
    whole = _names(edition)
    for key, names in _names(select(edition, category, framework)).items():
        assert [name for name in whole[key] if name in names] == names
    for section in select(edition, category, framework).sections:
        for line in (*section.lines, *section.again):
            assert category is None or category in line.model.categories
            assert framework is None or framework in line.model.frameworks


@given(_SUBJECTS)
def test_an_edition_is_the_same_after_it_was_stored(
    drawn: list[tuple[list[int], str, str]],
) -> None:
    subjects = _subjects(drawn)
    edition = compose(JULY, Material(subjects), compose(JULY, Material(subjects)))
    assert from_json(to_json(edition)) == edition
    shown = select(edition, "graphs")
    assert from_json(to_json(shown)) == shown


def test_a_category_has_its_own_top_list_alone() -> None:
    subjects = [
        subject(f"{category}-{n}", [n, n + 1], category)
        for category in CATEGORIES
        for n in range(5)
    ]
    edition = compose(JULY, Material(tuple(subjects)))
    tops = [part.key for part in select(edition, "nlp").sections if part.kind is SectionKind.TOP]
    assert tops == ["nlp"]
