from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.ui.charts.labels import cut_middle, short_names, spread


@given(st.lists(st.floats(0, 1), min_size=1, max_size=4))
def test_labels_never_collide(wanted: list[float]) -> None:
    places = sorted(spread(wanted, 0.165, 0.03, 0.98))
    assert all(high - low >= 0.165 - 1e-9 for low, high in pairwise(places))
    assert places[0] >= 0.03 - 1e-9
    assert places[-1] <= 0.98 + 1e-9


def test_owners_are_named_where_repositories_are_called_alike() -> None:
    assert short_names(["a/OpenFace", "b/openface", "c/bert"]) == [
        "a/OpenFace",
        "b/openface",
        "bert",
    ]


@given(st.text(max_size=80), st.integers(4, 40))
def test_names_become_short_ascii(name: str, limit: int) -> None:
    shown = cut_middle(name, limit)
    assert len(shown) <= limit
    assert shown.replace("…", "").isprintable()
    assert shown.replace("…", "").isascii()
