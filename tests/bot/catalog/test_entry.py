from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.catalog.entry import Entry, Health, LicenseKind, health_of, license_kind

TODAY = date(2026, 11, 23)
ENTRY = Entry(1, "a/b", "B", "x", "某", (), (), ())


@pytest.mark.parametrize(
    ("days", "health"),
    [
        (0, Health.ACTIVE),
        (180, Health.ACTIVE),
        (181, Health.QUIET),
        (730, Health.QUIET),
        (731, Health.DORMANT),
    ],
)
def test_health_goes_by_the_last_push(days: int, health: Health) -> None:
    assert health_of(replace(ENTRY, pushed=TODAY - timedelta(days=days)), TODAY) is health


def test_archived_and_gone_win_over_the_last_push() -> None:
    pushed = replace(ENTRY, pushed=TODAY)
    assert health_of(replace(pushed, is_archived=True), TODAY) is Health.ARCHIVED
    assert health_of(replace(pushed, is_archived=True, is_gone=True), TODAY) is Health.GONE
    assert health_of(ENTRY, TODAY) is Health.UNKNOWN


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
