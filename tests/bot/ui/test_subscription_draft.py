import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalog.taxonomy import Taxonomy
from bot.newsletter.timezones import every_zone
from bot.ui.corrections import TYPED
from bot.ui.navigation import STATE_LIMIT, Control
from bot.ui.subscription_draft import EVERY, OPTIONS, Draft, read_draft

ids = st.none() | st.integers(1, 2**63 - 1)


@given(data=st.data())
def test_a_draft_survives_its_control(taxonomy: Taxonomy, data: st.DataObject) -> None:
    def one_of(*keys: str) -> st.SearchStrategy[str | None]:
        return st.none() | st.sampled_from(sorted(keys))

    draft = Draft(
        channel=data.draw(ids),
        thread=data.draw(ids),
        role=data.draw(ids),
        language=data.draw(one_of("en-US", "zh-CN")),
        category=data.draw(one_of(EVERY, *taxonomy.categories)),
        framework=data.draw(one_of(EVERY, *taxonomy.frameworks)),
        timezone=data.draw(one_of(*every_zone())),
        day=data.draw(st.none() | st.integers(1, 31)),
        hour=data.draw(st.none() | st.integers(0, 23)),
        publish=data.draw(st.none() | st.booleans()),
    ).without(data.draw(st.sets(st.sampled_from(OPTIONS))))
    assert read_draft(draft.state(), taxonomy) == draft
    assert len(draft.state()) <= STATE_LIMIT
    assert len(Control(TYPED, 2**64 - 1, len(OPTIONS) - 1, draft.state()).custom_id) <= 100


def test_what_is_no_more_has_to_be_chosen_again(taxonomy: Taxonomy) -> None:
    draft = Draft(channel=5, category="a category of long ago", day=3)
    read = read_draft(draft.state(), taxonomy)
    assert read == Draft(channel=5, day=3, unread=frozenset({"category"}))


@pytest.mark.parametrize("state", ["", "x", "-" * 57, "-" * 59])
def test_a_broken_draft_is_none(taxonomy: Taxonomy, state: str) -> None:
    assert read_draft(state, taxonomy) is None
