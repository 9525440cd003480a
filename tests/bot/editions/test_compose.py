from dataclasses import replace
from datetime import date

import pytest

from bot.editions.compose import FEWEST_COUNTED, compose
from bot.editions.edition import TURNING, Edition, Line, SectionKind, select
from bot.editions.events import MOST_LISTED
from bot.editions.sources.material import (
    EditionEvent,
    EditionEventKind,
    Material,
    StarCount,
    Subject,
)
from bot.months import Month
from tests.bot.editions.samples import AUGUST, JULY, crowd, model, subject

JUNE = Month(2026, 6)


def _lines(edition: Edition, kind: SectionKind) -> list[tuple[str, str]]:
    section = select(edition).section(kind)
    return [(line.model.title, line.rule) for line in section.lines] if section else []


def _line(edition: Edition, kind: SectionKind, name: str) -> Line:
    section = edition.section(kind)
    assert section is not None
    return next(line for line in section.lines if line.model.title == name)


def _composed(*subjects: Subject, previous: Edition | None = None) -> Edition:
    return compose(JULY, Material(subjects), previous)


def test_risers_go_by_stars_and_need_ten_and_a_share_of_their_own() -> None:
    edition = _composed(
        *crowd(8, 9),
        subject("big", [90_000, 90_100]),
        subject("small", [100, 140]),
        subject("middle", [5_000, 5_080]),
    )
    assert _lines(edition, SectionKind.RISING) == [("middle", "gained"), ("small", "gained")]
    assert _line(edition, SectionKind.RISING, "middle").figures == {
        "gained": 80,
        "before": 5_000,
        "stars": 5_080,
        "since": "2026-07-01",
        "until": "2026-08-01",
        "rank": 1,
    }


def test_equal_gains_go_by_name() -> None:
    names = [name for name, _ in _lines(_composed(*reversed(crowd(9))), SectionKind.RISING)]
    assert names == [f"graphs-{number}" for number in range(6)]


def test_rounded_counts_and_counts_too_far_off_tell_no_gain() -> None:
    about_900 = StarCount(AUGUST.first_day, 900, is_rounded=True)
    rounded = Subject(model("rounded"), counts=(StarCount(JULY.first_day, 100), about_900))
    early = Subject(
        model("early"), counts=(StarCount(date(2026, 6, 23), 100), StarCount(AUGUST.first_day, 900))
    )
    near = Subject(
        model("near"), counts=(StarCount(date(2026, 6, 24), 100), StarCount(date(2026, 8, 8), 190))
    )
    edition = _composed(*crowd(8, 9), rounded, early, near)
    assert _lines(edition, SectionKind.RISING) == [("near", "gained")]
    assert (edition.entries, edition.counted) == (11, 9)


def test_fast_is_beside_the_same_field_and_age_and_beyond_chance() -> None:
    old, new = date(2015, 1, 1), date(2026, 1, 1)
    slow = [replace(one, created=old) for one in crowd(7, 10)]
    quick = [replace(one, created=new) for one in crowd(7, 100, "audio-speech")]
    risers = [subject(f"giant-{n}", [50_000, 51_000], "nlp") for n in range(6)]
    fast = subject("fast", [1_000, 1_040], created=old)
    edition = _composed(*slow, *quick, *risers, fast)
    assert _lines(edition, SectionKind.FAST) == [("fast", "pace")]
    figures = _line(edition, SectionKind.FAST, "fast").figures
    assert (figures["among"], figures["peers"], figures["pace"]) == ("age", 7, 4.0)
    # 15 where 10 are usual is a good month, and nothing more.
    chance = subject("chance", [1_000, 1_015], created=old)
    assert _lines(_composed(*slow, *quick, *risers, chance), SectionKind.FAST) == []


def test_a_field_of_few_is_measured_against_all() -> None:
    edition = _composed(*crowd(12, 10), subject("lone", [1_000, 1_050], "science"))
    assert _line(edition, SectionKind.FAST, "lone").figures["among"] == "all"


def test_who_rises_by_stars_is_not_told_again_for_its_pace() -> None:
    edition = _composed(*crowd(12, 10), subject("both", [1_000, 1_500]))
    assert ("both", "gained") in _lines(edition, SectionKind.RISING)
    assert _line(edition, SectionKind.FAST, "both").rule == "pace"
    assert _lines(edition, SectionKind.FAST) == []


def test_nobody_stands_twice_running_without_a_reason() -> None:
    steady = [subject(f"steady-{n}", [1_000, 1_100, 1_200, 1_300]) for n in range(7)]
    faster = subject("faster", [1_000, 1_150, 1_300, 1_600])
    june = compose(JUNE, Material((*steady, faster, *crowd(5))))
    july = compose(JULY, Material((*steady, faster, *crowd(5))), june)
    rising = select(july).section(SectionKind.RISING)
    assert rising is not None
    assert [line.model.title for line in rising.lines[:3]] == ["faster", "steady-5", "steady-6"]
    assert rising.lines[0].still == "sped-up"
    assert [line.model.title for line in rising.again] == [f"steady-{n}" for n in range(5)]


@pytest.mark.parametrize("scope", [(None, None), ("graphs", None), (None, "pytorch")])
def test_the_reason_rule_holds_in_every_selection(scope: tuple[str | None, str | None]) -> None:
    subjects = [
        subject(f"{category}-{n}", [1_000, 1_000 + 60 * n, 1_000 + 150 * n], category)
        for category in ("graphs", "science")
        for n in range(1, 9)
    ]
    june = compose(JUNE, Material(tuple(subjects)))
    july = compose(JULY, Material(tuple(subjects)), june)
    for kind in TURNING:
        before, now = select(june, *scope).section(kind), select(july, *scope).section(kind)
        seen = {line.model for line in (before.lines if before else ())}
        assert all(line.still for line in (now.lines if now else ()) if line.model in seen)


def test_the_best_month_in_half_a_year_is_told() -> None:
    stars = [1_000, 1_050, 1_100, 1_150, 1_200, 1_250, 1_320]
    edition = _composed(*crowd(), subject("best", stars))
    figures = _line(edition, SectionKind.RISING, "best").figures
    assert (figures["best_of"], figures["usual"], figures["last"]) == (6, 50, 50)


def test_the_slowest_month_in_half_a_year_is_told() -> None:
    stars = [1_000, 1_050, 1_100, 1_150, 1_200, 1_250, 1_280]
    figures = _line(_composed(*crowd(), subject("slow", stars)), SectionKind.RISING, "slow").figures
    assert (figures["slowest_of"], "best_of" in figures) == (6, False)


def test_unusual_growth_waits_for_a_curator_and_is_ranked_once_let_pass() -> None:
    leap = subject("leap", [1_000, 1_010, 1_020, 1_030, 9_000])
    loss = subject("loss", [5_000, 4_500])
    material = Material((*crowd(), leap, loss))
    edition = compose(JULY, material)
    assert [(line.model.title, line.rule) for line in edition.held] == [
        ("leap", "leapt"),
        ("loss", "lost"),
    ]
    ranked = [part for part in edition.sections if part.kind is not SectionKind.TOP]
    told = {line.model.title for part in ranked for line in part.lines}
    assert not told & {"leap", "loss"}
    passed = compose(JULY, replace(material, approved=frozenset({"lab/leap"})))
    assert _lines(passed, SectionKind.RISING)[0] == ("leap", "gained")


def test_a_strong_month_of_a_strong_model_is_not_held() -> None:
    strong = subject("strong", [1_000, 1_500, 2_000, 2_500, 5_000])
    assert _composed(*crowd(), strong).held == ()


def test_a_newcomers_growth_has_no_usual_and_is_ranked() -> None:
    assert _composed(*crowd(), subject("born", [10, 9_000])).held == ()


def test_milestones_are_passed_overtaken_or_near_and_stand_once() -> None:
    edition = _composed(
        *crowd(),
        subject("passed", [9_900, 10_100]),
        subject("near", [24_000, 24_600]),
        subject("racer", [5_100, 5_400]),
        subject("raced", [5_200, 5_300]),
        subject("lost", [10_010, 9_990]),
    )
    assert _lines(edition, SectionKind.MILESTONES) == [
        ("passed", "passed"),
        ("racer", "overtook"),
        ("near", "near"),
    ]
    assert _line(edition, SectionKind.MILESTONES, "racer").figures["other"] == "lab/raced"


def test_passing_a_model_of_few_stars_is_no_milestone() -> None:
    edition = _composed(*crowd(), subject("racer", [600, 640]), subject("raced", [610, 620]))
    assert _lines(edition, SectionKind.MILESTONES) == []


def test_a_catalogue_that_begins_to_count_has_no_hundred_new_models() -> None:
    began = date(2026, 1, 1)
    many = tuple(
        replace(subject(f"m{number}", [900]), counted_since=JULY.first_day)
        for number in range(MOST_LISTED + 1)
    )
    assert _lines(compose(JULY, Material(many, counted_since=began)), SectionKind.NEW) == []
    few = compose(JULY, Material(many[:-1], counted_since=began)).section(SectionKind.NEW)
    assert few is not None
    assert len(few.lines) == MOST_LISTED


def test_new_is_who_was_created_or_first_counted_in_the_month() -> None:
    began = date(2026, 1, 1)
    born = replace(subject("born", [40], created=date(2026, 7, 31)), counted_since=JULY.first_day)
    listed = replace(subject("listed", [900]), counted_since=date(2026, 7, 5))
    older = replace(subject("older", [900], created=date(2026, 6, 30)), counted_since=began)
    material = Material((born, listed, older), counted_since=began)
    assert _lines(compose(JULY, material), SectionKind.NEW) == [
        ("born", "created"),
        ("listed", "listed"),
    ]
    first = replace(material, counted_since=JULY.first_day)
    assert _lines(compose(JULY, first), SectionKind.NEW) == [("born", "created")]


def test_happenings_are_told_once_each_with_tag_and_successor() -> None:
    names = ("a", "b", "c")
    material = Material(
        tuple(subject(name, [100 * number]) for number, name in enumerate(names, start=1)),
        (
            EditionEvent("lab/a", EditionEventKind.RELEASED, date(2026, 7, 2), "v1"),
            EditionEvent("lab/a", EditionEventKind.RELEASED, date(2026, 7, 9), "v2"),
            EditionEvent("lab/b", EditionEventKind.RETURNED, date(2026, 7, 3)),
            EditionEvent("lab/b", EditionEventKind.RELEASED, date(2026, 7, 4), "v3"),
            EditionEvent("lab/c", EditionEventKind.ARCHIVED, date(2026, 7, 5)),
            EditionEvent("lab/unknown", EditionEventKind.GONE, date(2026, 7, 5)),
        ),
        successors={"lab/c": ("lab/a", "else/where")},
    )
    edition = compose(JULY, material)
    assert _lines(edition, SectionKind.RELEASES) == [("b", "returned"), ("a", "released")]
    assert _line(edition, SectionKind.RELEASES, "a").figures["tag"] == "v2"
    assert _line(edition, SectionKind.FAREWELL, "c").figures == {
        "day": "2026-07-05",
        "stars": 300,
        "successors": "lab/a else/where",
    }


def test_top_lists_tell_places_won_and_fall_back_on_rounded_counts() -> None:
    rounded = Subject(model("rounded"), counts=(StarCount(date(2026, 7, 14), 7_000, True),))  # noqa: FBT003  # rounded
    edition = _composed(subject("up", [5_000, 5_300]), subject("down", [5_100, 5_200]), rounded)
    section = edition.section(SectionKind.TOP)
    assert section is not None
    assert [(line.model.title, line.number("move")) for line in section.lines] == [
        ("rounded", 0),
        ("up", 1),
        ("down", -1),
    ]
    assert section.lines[0].figures["approximate"] == 1


def test_a_month_of_too_few_counts_says_so_instead_of_padding() -> None:
    edition = _composed(*crowd(FEWEST_COUNTED - 1))
    assert edition.section(SectionKind.RISING) is None
    assert edition.notes[0].rule == "few-counted"
    assert compose(JULY, Material()).is_empty


def test_the_order_of_the_material_does_not_matter() -> None:
    subjects = [*crowd(), subject("x", [10, 900]), subject("y", [900, 1_001], "science")]
    assert _composed(*subjects) == _composed(*reversed(subjects))


def test_a_model_stands_at_the_top_of_its_main_category_alone() -> None:
    both = subject("both", [9_000, 9_100])
    both = replace(both, model=replace(both.model, categories=("graphs", "science")))
    edition = _composed(both, *crowd(4), *crowd(4, category="science"))
    tops = {
        section.key: [line.model.title for line in section.lines]
        for section in edition.sections
        if section.kind is SectionKind.TOP
    }
    assert tops.keys() == {"graphs", "science"}
    assert tops["graphs"][0] == "both"
    assert "both" not in tops["science"]


def test_who_always_grows_fast_is_no_news() -> None:
    steady = subject("steady", [1_000, 1_100, 1_210, 1_330, 1_463])
    leaping = subject("leaping", [1_000, 1_100, 1_210, 1_330, 1_500])
    edition = _composed(steady, leaping, *crowd(12, 2))
    assert _lines(edition, SectionKind.FAST) == []  # both rise by stars already
    section = edition.section(SectionKind.FAST)
    assert section
    assert [line.model.title for line in section.lines] == ["leaping"]


def test_only_a_model_of_this_month_is_new_in_a_top_list() -> None:
    young = subject("young", [3_000], created=date(2026, 7, 9))
    old = subject("old", [2_000], created=date(2020, 1, 1))
    edition = _composed(young, old, *crowd(4))
    assert _line(edition, SectionKind.TOP, "young").number("entered") == 1
    assert "entered" not in _line(edition, SectionKind.TOP, "old").figures
