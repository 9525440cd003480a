from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalog.entry import (
    Change,
    Entry,
    LicenseKind,
    Release,
    Sign,
    StarCount,
    StarGain,
    comparable_gain,
    health_of,
    license_kind,
    next_change,
    signs_of,
)

TODAY = date(2026, 11, 23)
ENTRY = Entry(1, "a/b", "B", "x", "某", (), (), ())


@pytest.mark.parametrize(
    ("days", "health"),
    [
        (0, Sign.ACTIVE),
        (180, Sign.ACTIVE),
        (181, Sign.QUIET),
        (730, Sign.QUIET),
        (731, Sign.DORMANT),
    ],
)
def test_health_goes_by_the_last_push(days: int, health: Sign) -> None:
    assert health_of(replace(ENTRY, pushed=TODAY - timedelta(days=days)), TODAY) is health


def test_archived_and_gone_win_over_the_last_push() -> None:
    pushed = replace(ENTRY, pushed=TODAY)
    assert health_of(replace(pushed, is_archived=True), TODAY) is Sign.ARCHIVED
    assert health_of(replace(pushed, is_archived=True, is_gone=True), TODAY) is Sign.GONE
    assert health_of(ENTRY, TODAY) is Sign.UNKNOWN


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("MIT", LicenseKind.PERMISSIVE),
        ("Apache-2.0", LicenseKind.PERMISSIVE),
        ("BSD-3-Clause", LicenseKind.PERMISSIVE),
        ("AGPL-3.0", LicenseKind.COPYLEFT),
        ("MPL-2.0", LicenseKind.COPYLEFT),
        ("CC-BY-NC-4.0", LicenseKind.NON_COMMERCIAL),
        ("CC-BY-4.0", LicenseKind.PERMISSIVE),
        ("CC-BY-SA-4.0", LicenseKind.COPYLEFT),
        ("NVIDIA Source Code License", LicenseKind.OTHER),
        ("NONE", LicenseKind.NONE),
        (None, LicenseKind.UNKNOWN),
    ],
)
def test_licences_fall_into_plain_groups(name: str | None, kind: LicenseKind) -> None:
    assert license_kind(name) is kind


@pytest.mark.parametrize(
    ("entry", "sign", "days"),
    [
        (replace(ENTRY, moved=Change("o/b", TODAY)), Sign.MOVED, 90),
        (replace(ENTRY, relicensed=Change("MIT", TODAY)), Sign.RELICENSED, 180),
        (replace(ENTRY, release=Release("v1", "One", TODAY)), Sign.RELEASED, 30),
    ],
)
def test_what_happened_shows_for_a_while(entry: Entry, sign: Sign, days: int) -> None:
    assert signs_of(entry, TODAY + timedelta(days=days)) == (Sign.UNKNOWN, sign)
    assert signs_of(entry, TODAY + timedelta(days=days + 1)) == (Sign.UNKNOWN,)


DAYS = st.integers(0, 900).map(lambda back: TODAY - timedelta(days=back))


@given(
    entry=st.builds(
        Entry,
        *(st.just(value) for value in (1, "a/b", "B", "x", "y", (), (), ())),
        pushed=st.none() | DAYS,
        moved=st.none() | st.builds(Change, st.just("o/b"), DAYS),
        relicensed=st.none() | st.builds(Change, st.just("MIT"), DAYS),
        release=st.none() | st.builds(Release, st.just("v1"), st.just("v1"), DAYS),
        is_archived=st.booleans(),
        stars=st.builds(StarCount, st.just(5), DAYS),
        gains=st.just(()) | DAYS.map(lambda day: (StarGain(3, day, day),)),
    )
)
def test_the_day_of_the_next_change_is_told(entry: Entry) -> None:
    def told(after: int) -> tuple[object, ...]:
        day = TODAY + timedelta(days=after)
        return signs_of(entry, day), comparable_gain(entry, day)

    change = next_change(entry, TODAY)
    until = (change - TODAY).days if change else 800
    assert until > 0
    assert {told(after) for after in range(until)} == {told(0)}
    assert change is None or told(until) != told(until - 1)
