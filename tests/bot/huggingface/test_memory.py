import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.huggingface.checkpoint import Checkpoint
from bot.huggingface.memory import GB, memory_of, read_space


def test_full_precision_is_reckoned_down() -> None:
    memory = memory_of(Checkpoint("a/b", parameters=8 * GB, dtypes={"BF16": 8 * GB}))
    assert memory.in_16_bits == memory.stored == 16 * GB
    assert memory.in_8_bits == round(8.48 * GB)
    assert memory.in_4_bits == memory.least == round(4.48 * GB)
    assert [memory.precision_for(size * GB) for size in (24, 16, 12, 8, 5, 4)] == [
        16, 16, 8, 4, 4, None,
    ]  # fmt: skip


def test_what_is_stored_in_32_bits_runs_in_16() -> None:
    memory = memory_of(Checkpoint("a/b", parameters=GB, dtypes={"F32": GB}))
    assert memory.stored == 4 * GB
    assert memory.in_16_bits == 2 * GB


def test_what_is_stored_in_8_bits_is_not_reckoned_up() -> None:
    memory = memory_of(Checkpoint("a/V3", parameters=671 * GB, dtypes={"F8_E4M3": 671 * GB}))
    assert memory.in_16_bits is None
    assert memory.in_8_bits == memory.stored == 671 * GB
    assert memory.precision_for(700 * GB) == 8


def test_packed_integers_hide_the_number_of_parameters() -> None:
    packed = Checkpoint(
        "a/X-7B-GPTQ", parameters=1_300_000_000, dtypes={"I32": GB, "F16": 300_000_000}
    )
    memory = memory_of(packed)
    assert memory.parameters == 7 * GB
    assert memory.is_named
    assert memory.stored == memory.least == round(4.6 * GB)
    assert memory.precision_for(5 * GB) == 0
    unnamed = Checkpoint("a/thing", parameters=100, dtypes={"U8": 90, "BF16": 10})
    assert memory_of(unnamed).parameters is None


def test_a_name_serves_where_nothing_else_is_known() -> None:
    memory = memory_of(Checkpoint("a/X-9B"))
    assert memory.is_named
    assert memory.stored is None
    assert memory.in_16_bits == 18 * GB
    assert memory_of(Checkpoint("a/X")).least is None


def test_an_unknown_type_leaves_the_stored_size_open() -> None:
    memory = memory_of(Checkpoint("a/b", parameters=GB, dtypes={"Q77": GB}))
    assert memory.stored is None
    assert memory.in_16_bits == 2 * GB


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("24", 24 * GB), ("24GB", 24 * GB), (" 8 gb ", 8 * GB), ("7.5 GiB", 7_500_000_000),
        ("7,5", 7_500_000_000), ("80G", 80 * GB), ("4096", 4096 * GB),
        ("0", None), ("-8", None), ("8 MB", None), ("4097", None), ("", None), ("much", None),
        ("8 GB please", None), ("1e9", None),
    ],
)  # fmt: skip
def test_the_memory_of_a_card_is_read(text: str, size: int | None) -> None:
    assert read_space(text) == size


@given(
    st.integers(1, 10**13),
    st.dictionaries(
        st.sampled_from(["BF16", "F32", "F8_E4M3", "I32", "U8", "odd"]), st.integers(1, 10**12)
    ),
    st.integers(1, 10**14),
)
def test_more_memory_never_fits_less(parameters: int, dtypes: dict[str, int], space: int) -> None:
    memory = memory_of(Checkpoint("a/b", parameters=parameters, dtypes=dtypes))
    fits, fits_more = memory.precision_for(space), memory.precision_for(2 * space)
    assert fits is None or fits_more is not None
    assert (fits or 0) <= (fits_more or 0) or fits_more == 0
    assert memory.least is None or (fits is not None) == (memory.least <= space)
