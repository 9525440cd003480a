import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.query import SearchQuery, Sort
from bot.ui.navigation import STATE_LIMIT, Control, parse_control, read_state, write_state

words = st.text(max_size=80)
queries = st.builds(
    SearchQuery,
    text=words,
    category=st.none() | st.sampled_from(["graphs", "computer-vision"]),
    framework=st.none() | st.sampled_from(["jax", "c&a=b%"]),
    task=st.none() | words.filter(bool),
    license=st.none() | words.filter(bool),
    min_stars=st.none() | st.integers(1, 10_000_000),
    sort=st.sampled_from(Sort),
    like=st.none() | words.filter(bool),
)


@given(queries)
def test_a_query_survives_its_state(query: SearchQuery) -> None:
    assert read_state(write_state(query)) == query


@given(
    action=st.from_regex(r"[a-z]{1,12}", fullmatch=True),
    owner=st.integers(0, 2**64 - 1),
    page=st.integers(0, 999_999),
    state=st.text(max_size=STATE_LIMIT),
)
def test_a_control_survives_its_custom_id(action: str, owner: int, page: int, state: str) -> None:
    control = Control(action, owner, page, state)
    assert len(control.custom_id) <= 100
    assert parse_control(control.custom_id) == control


@given(
    action=st.sampled_from(["open", "tab", "publish", "like", "rsection", "legend", "soon"]),
    owner=st.integers(0, 2**64 - 1),
    entry=st.integers(1, 2**24),
    state=st.text(max_size=STATE_LIMIT),
)
def test_an_entrys_number_survives_its_custom_id(
    action: str, owner: int, entry: int, state: str
) -> None:
    control = Control(action, owner, state=state, entry=entry)
    assert len(control.custom_id) <= 100
    assert parse_control(control.custom_id) == control


def test_a_page_an_entry_and_a_row_of_before_are_told_apart() -> None:
    assert parse_control("mz:next:a:7:q=x") == Control("next", 10, 7, "q=x")
    assert parse_control("mz:open:a:07:") == Control("open", 10, entry=7)
    assert parse_control("mz:open:a:7:") == Control("open", 10, row=7)
    assert parse_control("mz:tab:a:661:c") == Control("tab", 10, state="c", row=661)
    assert parse_control("mz:chart:a:0:01.02;adn") == Control("chart", 10, 0, "01.02;adn")


@given(st.text(max_size=120))
def test_foreign_custom_ids_are_no_controls_or_whole_ones(text: str) -> None:
    control = parse_control(text)
    assert control is None or control.custom_id


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mz:",
        "mz:go:1:2",
        "xx:go:1:2:",
        "mz:GO:1:2:",
        "mz:go:1:-2:",
        "mz:go:1:2:" + "x" * 99,
        "mz:open:1:1234567:",
        "mz:open:1:0123456789:",
    ],
)
def test_broken_custom_ids_are_refused(text: str) -> None:
    assert parse_control(text) is None


@pytest.mark.parametrize("state", ["m=x", "m=²", "s=none", "z=1&&=", "q"])
def test_broken_states_are_read_as_far_as_they_go(state: str) -> None:
    query = read_state(state)
    assert query.min_stars is None
    assert query.sort is Sort.RELEVANCE
