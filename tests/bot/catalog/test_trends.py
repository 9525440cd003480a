from datetime import date

from bot.catalog.trends import Gainer, rank_trends

TODAY = date(2026, 11, 23)


def _names(gainers: list[Gainer], *, is_relative: bool) -> list[int]:
    trends = rank_trends(gainers, TODAY, is_relative=is_relative)
    return [trend.gainer.entry_id for trend in trends]


def test_stars_count_or_what_they_are_for_the_field() -> None:
    usual = [Gainer(number, 10, 1_000, "graphs") for number in range(10, 15)]
    busy = [Gainer(number, 500, 1_000, "nlp") for number in range(20, 25)]
    riser = Gainer(1, 100, 1_000, "graphs")
    assert _names([*usual, *busy, riser], is_relative=False)[:5] == [20, 21, 22, 23, 24]
    assert _names([*usual, *busy, riser], is_relative=True)[0] == 1
    (first, *_) = rank_trends([*usual, *busy, riser], TODAY, is_relative=True)
    assert round(first.pace, 6) == 10


def test_a_handful_of_stars_is_no_boom_and_a_loss_no_trend() -> None:
    gainers = [
        Gainer(1, 4, 0, "a"),
        Gainer(2, -50, 900, "a"),
        Gainer(3, 5, 0, "a"),
        Gainer(4, 90, 400, "a"),
    ]
    assert _names(gainers, is_relative=True) == [4, 3]


def test_newcomers_are_marked() -> None:
    gainers = [
        Gainer(1, 9, 9, "a", date(2026, 3, 1)),
        Gainer(2, 8, 9, "a", date(2019, 3, 1)),
        Gainer(3, 7, 9, "a"),
    ]
    trends = rank_trends(gainers, TODAY, is_relative=False)
    assert [trend.is_new for trend in trends] == [True, False, False]
    assert rank_trends([], TODAY, is_relative=True) == []
