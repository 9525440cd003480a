from dataclasses import replace

import pytest

from bot.editions.edition import Line
from bot.editions.sources.material import Model
from bot.i18n import Languages, Locale
from bot.months import Month
from bot.newsletter.delivery import State
from bot.newsletter.failures.failed_delivery import FailedDelivery, ResendBlocker
from bot.newsletter.subscription import Reason
from bot.ui.admin import MOST_FAILED, EditionStatus, newsletter_page
from bot.ui.navigation import Message
from bot.ui.text import fits
from tests.conftest import NOW
from tests.limits import problems_of

NAME = "o" * 39 + "/" + "_" * 99
FAILED = FailedDelivery(
    1, "2026-07", "edition", 0, 2**62, 2**62, Reason.UNVERIFIABLE, "4" * 80, NOW
)


def page_of(
    languages: Languages, locale: Locale, *, held: int, failed: int, blocker: ResendBlocker | None
) -> Message:
    names = [f"{NAME[:-3]}{number:03}" for number in range(held)]
    lines = tuple(
        Line(Model(name, "t", "", ""), "leapt", {"gained": 10**7, "usual": 10**6}) for name in names
    )
    state = EditionStatus(
        Month(2026, 7),
        is_frozen=False,
        counts=dict.fromkeys(State, 10**6),
        held=lines,
        failed=[
            replace(FAILED, delivery_id=10**9 + n, blocker=blocker)
            for n in range(min(failed, MOST_FAILED))
        ],
        all_failed=failed,
    )
    ids = {name: number for number, name in enumerate(names)}
    return newsletter_page(state, ids, 2**63 - 1, languages[locale])


@pytest.mark.parametrize("locale", list(Locale))
@pytest.mark.parametrize("blocker", [None, *ResendBlocker])
def test_the_worst_month_fits(
    languages: Languages, locale: Locale, blocker: ResendBlocker | None
) -> None:
    page = page_of(languages, locale, held=999, failed=10**6, blocker=blocker)
    assert fits(page)
    assert problems_of({"components": page.to_components()}) == []
    told = str(page.to_components())
    for more in (999 - 8, 10**6 - MOST_FAILED):
        language = languages[locale]
        assert language("admin-more", count=language.number(more)) in told
    assert told.count("'value': ") == 25
    assert ("nlresend" in told) is (blocker is None)
    if blocker:
        assert languages[locale](f"resend-{blocker}") in told


def test_only_what_may_have_been_posted_can_be_said_to_have_been(languages: Languages) -> None:
    language = languages[Locale.ENGLISH]
    refused = replace(FAILED, reason=Reason.REJECTED)
    state = EditionStatus(
        Month(2026, 7),
        is_frozen=True,
        counts={},
        held=(),
        failed=[FAILED, refused],
        all_failed=2,
    )
    told = str(newsletter_page(state, {}, 1, language).to_components())
    assert (told.count("nlresend"), told.count("nlwassent")) == (2, 1)


@pytest.mark.parametrize("locale", list(Locale))
def test_what_is_shown_whole_has_no_more(languages: Languages, locale: Locale) -> None:
    page = page_of(languages, locale, held=8, failed=MOST_FAILED, blocker=None)
    told = str(page.to_components())
    assert "-# " not in told
    assert told.count("nlresend") == told.count("nlwassent") == MOST_FAILED
    assert told.count("'value': ") == 8


@pytest.mark.parametrize(
    ("counts", "channels", "told"),
    [
        ({State.SENT: 3}, 1, "Posted in 1 channel; nothing failed."),
        ({State.SENT: 3, State.DEAD: 1}, 2, "Posted in 2 channels; 1 message failed."),
        ({State.PENDING: 6}, 0, "Posted in 0 channels; nothing failed."),
    ],
)
def test_channels_are_counted_and_failures_named(
    languages: Languages, counts: dict[State, int], channels: int, told: str
) -> None:
    state = EditionStatus(
        Month(2026, 7),
        is_frozen=True,
        counts=counts,
        held=(),
        failed=(),
        all_failed=0,
        channels=channels,
    )
    shown = str(newsletter_page(state, {}, 1, languages[Locale.ENGLISH]).to_components())
    assert told in shown
    assert ("Messages: " in shown) is (set(counts) != {State.SENT})
