from datetime import date
from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from bot.editions.growth import FEWEST_PEERS, MonthGain, Peers, gains_of
from bot.editions.sources.material import StarCount, Subject
from tests.bot.editions.samples import AUGUST, JULY, model, subject


def _gain(name: str, gained: int, created: date | None = None) -> MonthGain:
    return MonthGain(
        model(name),
        created,
        StarCount(JULY.first_day, 1_000),
        StarCount(AUGUST.first_day, 1_000 + gained),
    )


@given(st.lists(st.integers(-50, 500), min_size=FEWEST_PEERS + 1, max_size=40))
def test_what_is_typical_is_the_median_of_the_others(gained: list[int]) -> None:
    gains = [_gain(str(number), stars) for number, stars in enumerate(gained)]
    typical = Peers(gains).typical(gains[0])
    assert typical is not None
    expected = max(0.001, median(gain.growth for gain in gains[1:]))
    assert abs(typical.growth - expected) < 1e-12
    assert (typical.among, typical.peers) == ("field", len(gained) - 1)


def test_five_others_are_peers_and_four_are_not() -> None:
    gains = [_gain(str(number), 10) for number in range(FEWEST_PEERS + 1)]
    assert Peers(gains).typical(gains[0]) is not None
    assert Peers(gains[1:]).typical(gains[1]) is None


def test_past_months_are_told_up_to_the_first_that_is_unknown() -> None:
    counts = [StarCount(date(2026, month, 1), 100 * month) for month in (2, 4, 5, 6, 7, 8)]
    (gain,) = gains_of([Subject(model("gap"), counts=tuple(counts))], JULY)
    assert gain.past == (100, 100, 100)
    assert gain.usual == 100


def test_the_usual_month_needs_three_and_is_of_twelve_at_most() -> None:
    short, long = (
        gains_of([subject("a", list(range(0, 10 * length, 10)))], JULY)[0] for length in (4, 20)
    )
    assert (len(short.past), short.usual) == (2, None)
    assert (len(long.past), long.usual) == (12, 10)


def test_a_large_loss_is_unusual_and_a_small_one_is_not() -> None:
    assert not _gain("small", -199).is_unusual
    assert _gain("large", -200).is_unusual
