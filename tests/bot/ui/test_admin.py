from dataclasses import replace
from datetime import date

import pytest

from bot.editions.edition import Line
from bot.editions.sources.material import Model
from bot.i18n import Languages, Locale
from bot.newsletter.delivery import State
from bot.newsletter.outbox.store import Trouble
from bot.newsletter.subscription import Reason
from bot.ui.admin import NewsletterState, newsletter_page
from bot.ui.text import fits
from tests.conftest import NOW
from tests.limits import problems_of

NAME = "o" * 39 + "/" + "_" * 99
TROUBLE = Trouble(1, "2026-07", "edition", 0, 2**62, 2**62, Reason.UNVERIFIABLE, "4" * 80, NOW)


@pytest.mark.parametrize("locale", list(Locale))
@pytest.mark.parametrize("is_paused", [False, True])
def test_the_worst_month_fits(languages: Languages, locale: Locale, *, is_paused: bool) -> None:
    names = [f"{NAME[:-2]}{number:02}" for number in range(30)]
    held = tuple(
        Line(Model(name, "t", "", ""), "leapt", {"gained": 10**7, "usual": 10**6}) for name in names
    )
    troubles = [replace(TROUBLE, delivery_id=n, is_paused=is_paused) for n in range(9)]
    counts = dict.fromkeys(State, 10**6)
    state = NewsletterState(
        date(2026, 7, 1), is_frozen=False, counts=counts, held=held, troubles=troubles
    )
    ids = {name: number for number, name in enumerate(names)}
    page = newsletter_page(state, ids, 2**63 - 1, languages[locale])
    assert fits(page)
    assert problems_of({"components": page.to_components()}) == []
    told = str(page.to_components())
    assert languages[locale]("admin-more-rows") in told
    assert ("nlresend" in told) is not is_paused
    assert told.count("'value': ") == 25
