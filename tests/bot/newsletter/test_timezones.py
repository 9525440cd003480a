from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.interactions.choices import MOST_CHOICES, read_zone, zone_choices
from bot.newsletter.places import PRIMARY, places
from bot.newsletter.timezones import canonical, every_zone, matches, near, suggestions, zones

WINTER = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe / BERLIN", "Europe/Berlin"),
        ("berlin", "Europe/Berlin"),
        ("Istanbul", "Europe/Istanbul"),
        ("Nicosia", "Asia/Nicosia"),
        ("Buenos Aires", "America/Argentina/Buenos_Aires"),
        ("America/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("Cordoba", "America/Argentina/Cordoba"),
        ("Mendoza", "America/Argentina/Mendoza"),
        ("Indianapolis", "America/Indiana/Indianapolis"),
        ("Louisville", "America/Kentucky/Louisville"),
        ("Knox, Indiana", "America/Indiana/Knox"),
        ("Kiev", "Europe/Kyiv"),
        ("São Paulo", "America/Sao_Paulo"),
        ("saopaulo", "America/Sao_Paulo"),
        ("São Paulo, Brazil", "America/Sao_Paulo"),
        ("Bogotá", "America/Bogota"),
        ("Zürich", "Europe/Zurich"),
        ("Reykjavík", "Atlantic/Reykjavik"),
        ("İstanbul", "Europe/Istanbul"),
        ("St. Johns", "America/St_Johns"),
        ("Saint John's", "America/St_Johns"),
        ("Port au Prince", "America/Port-au-Prince"),
        ("Beijing", "Asia/Shanghai"),
        ("Beijing time", "Asia/Shanghai"),
        ("北京", "Asia/Shanghai"),
        ("北京时间", "Asia/Shanghai"),
        ("上海市", "Asia/Shanghai"),
        ("台北", "Asia/Taipei"),
        ("臺北", "Asia/Taipei"),
        ("圣保罗", "America/Sao_Paulo"),
        ("日本", "Asia/Tokyo"),
        ("中国", "Asia/Shanghai"),
        ("Germany", "Europe/Berlin"),
        ("San Francisco", "America/Los_Angeles"),
        ("UTC", "UTC"),
        ("gmt", "UTC"),
        ("CET", "Europe/Berlin"),
        ("EST", "America/New_York"),
        ("PST", "America/Los_Angeles"),
        ("Pacific Time", "America/Los_Angeles"),
        ("JST", "Asia/Tokyo"),
        ("UTC+8", "Etc/GMT-8"),
        ("GMT+8", "Etc/GMT-8"),
        ("utc + 08:00", "Etc/GMT-8"),
        ("UTC＋８", "Etc/GMT-8"),
        ("+0800", "Etc/GMT-8"),
        ("UTC8", "Etc/GMT-8"),
        ("东八区", "Etc/GMT-8"),
        ("UTC−5", "Etc/GMT+5"),
        ("西五区", "Etc/GMT+5"),
        ("UTC+0", "UTC"),
        ("UTC+5:45", "Asia/Kathmandu"),
        ("Etc/GMT-8", "Etc/GMT-8"),
        ("etc/gmt-8", "Etc/GMT-8"),
    ],
)
def test_what_people_type_is_understood(typed: str, zone: str) -> None:
    assert matches(typed, WINTER) == (zone,)
    assert read_zone(typed) == zone
    assert zone in [choice.value for choice in zone_choices(typed)]


@pytest.mark.parametrize(
    ("typed", "likely"),
    [
        ("IST", ["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"]),
        ("CST", ["Asia/Shanghai", "America/Chicago"]),
        ("Georgia", ["Asia/Tbilisi", "America/New_York"]),
        ("USA", ["America/New_York", "America/Los_Angeles"]),
        ("美国", ["America/New_York", "America/Los_Angeles"]),
        ("UTC+5:30", ["Asia/Kolkata", "Asia/Colombo"]),
        ("UTC-3:30", ["America/St_Johns"]),
        ("Berln", ["Europe/Berlin"]),
        ("Paris, Texas", ["Europe/Paris"]),
    ],
)
def test_what_may_mean_several_is_offered(typed: str, likely: list[str]) -> None:
    assert len(matches(typed, WINTER)) != 1
    assert set(likely) <= set(near(typed, WINTER)[:MOST_CHOICES])


@pytest.mark.parametrize(
    "typed", ["", " ", "/", "8", "UTC+20", "xyzzyx", "\0", "\ud800", "a" * 5000]
)
def test_what_is_no_zone_is_none(typed: str) -> None:
    assert matches(typed, WINTER) == ()


def test_an_offset_is_offered_with_its_own_sign_and_the_regions_that_have_it_now() -> None:
    offered = zone_choices("UTC+8")
    assert (offered[0].name, offered[0].value) == ("UTC+8 (Etc/GMT-8)", "Etc/GMT-8")
    assert "Asia/Shanghai" in [choice.value for choice in offered]
    assert "Etc/GMT+8" not in [choice.value for choice in offered]


@given(st.integers(-12, 14))
def test_a_whole_offset_is_the_zone_that_is_so_far_from_utc(hours: int) -> None:
    (zone,) = matches(f"UTC{hours:+d}", WINTER)
    assert WINTER.astimezone(ZoneInfo(zone)).utcoffset() == timedelta(hours=hours)


@given(st.sampled_from(sorted(zones())))
def test_every_zone_is_found_by_its_own_name(zone: str) -> None:
    assert matches(zone, WINTER) == (zone,)
    assert zone in suggestions(zone, WINTER)
    assert matches(zone.lower().replace("_", " "), WINTER) == (zone,)


@given(st.text(max_size=200))
def test_any_text_is_read_and_what_is_offered_can_be_chosen(typed: str) -> None:
    for zone in (
        *matches(typed, WINTER),
        *near(typed, WINTER)[:5],
        *suggestions(typed, WINTER)[:5],
    ):
        assert zone in every_zone()
        assert matches(zone, WINTER) == (zone,)


def test_the_places_lie_in_zones_that_exist() -> None:
    for name, found in places():
        for zone in found:
            assert zone in zones(), name
            assert canonical(zone) == zone
    assert set(PRIMARY.values()) <= zones()
    assert every_zone() <= available_timezones()
