from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.catalog.taxonomy import Taxonomy
from bot.i18n import Language, Languages, Locale
from bot.months import Month
from bot.newsletter.delivery import NO_NEWS, State
from bot.newsletter.last_edition import LastEdition
from bot.newsletter.subscription import (
    PASSING,
    ChannelKind,
    Pause,
    Reason,
    RoleFault,
    Settings,
    Subscription,
)
from bot.ui.corrections import Correction, corrections_page
from bot.ui.newsletter import SubscriptionStatus, pause_text, status_page
from bot.ui.subscription_draft import Draft

NOW = datetime(2026, 8, 2, 9, tzinfo=UTC)
UNTIL = datetime(2026, 8, 5, tzinfo=UTC)
SUBSCRIPTION = Subscription(
    1, 1, Settings(10, ChannelKind.TEXT, role_id=77), NOW, 7, Month(2026, 7), NOW
)
TIMED_OUT = Pause(Reason.TIMED_OUT, until=UNTIL)
HELD = LastEdition(Month(2026, 7), State.PENDING, 1, 10, None, None, Reason.TIMED_OUT, None, None)


@pytest.fixture(params=list(Locale))
def language(request: pytest.FixtureRequest, languages: Languages) -> Language:
    return languages[request.param]


def shown(status: SubscriptionStatus, language: Language, taxonomy: Taxonomy) -> str:
    def texts(components: list[Any]) -> list[str]:
        return [
            text
            for component in components
            for text in [component.get("content", ""), *texts(component.get("components", []))]
        ]

    view = status_page([status], 0, 1, language, taxonomy)
    return "\n".join(texts(view.to_components()))


def test_every_reason_has_its_words_in_both_languages(language: Language) -> None:
    pauses = [Pause(reason, ("send_messages",), until=UNTIL) for reason in Reason]
    assert len({pause_text(pause, language) for pause in pauses}) == len(Reason)
    for reason in Reason:
        assert language(f"ended-{reason}")
    for reason in PASSING:
        assert language(f"held-{reason}")


def test_an_offset_is_shown_with_its_own_sign(language: Language, taxonomy: Taxonomy) -> None:
    settings = replace(SUBSCRIPTION.settings, timezone="Etc/GMT-8")
    status = SubscriptionStatus(replace(SUBSCRIPTION, settings=settings), None)
    text = shown(status, language, taxonomy)
    assert "`UTC+8`" in text
    assert "GMT" not in text
    corrections = [Correction("day", "There is no day 45.")]
    page = corrections_page(corrections, Draft(timezone="Etc/GMT+5"), 1, language, taxonomy)
    assert "timezone `UTC-5`" in str(page.to_components())


def test_a_timeout_is_shown_with_its_end_while_an_edition_waits(
    language: Language, taxonomy: Taxonomy
) -> None:
    waiting = SubscriptionStatus(SUBSCRIPTION, HELD, TIMED_OUT)
    text = shown(waiting, language, taxonomy)
    assert f"<t:{int(UNTIL.timestamp())}:f>" in text
    assert language("held-timed-out") in text
    # A pause says why nothing is sent, whatever else there is.
    paused = replace(SUBSCRIPTION, pause=Pause(Reason.BY_ADMIN))
    assert f"<t:{int(UNTIL.timestamp())}:f>" not in shown(
        SubscriptionStatus(paused, None, TIMED_OUT), language, taxonomy
    )
    left_out = replace(HELD, state=State.SKIPPED)
    assert language("ended-timed-out") in shown(
        SubscriptionStatus(SUBSCRIPTION, left_out), language, taxonomy
    )


def test_what_was_not_published_is_shown_with_its_reason(
    language: Language, taxonomy: Taxonomy
) -> None:
    sent = replace(HELD, state=State.SENT, reason=None, is_published=False, code="403/50013")
    assert language("delivery-unpublished") in shown(
        SubscriptionStatus(SUBSCRIPTION, sent), language, taxonomy
    )
    plain = replace(sent, code=NO_NEWS)
    assert language("delivery-unpublished-kind") in shown(
        SubscriptionStatus(SUBSCRIPTION, plain), language, taxonomy
    )
    waiting = replace(sent, is_published=None)
    assert language("delivery-sent") in shown(
        SubscriptionStatus(SUBSCRIPTION, waiting), language, taxonomy
    )


def test_a_role_that_reaches_nobody_is_shown_with_its_cure(
    language: Language, taxonomy: Taxonomy
) -> None:
    assert "🔔 <@&77>" in shown(SubscriptionStatus(SUBSCRIPTION, None), language, taxonomy)
    gone = shown(
        SubscriptionStatus(SUBSCRIPTION, None, role_fault=RoleFault.GONE), language, taxonomy
    )
    assert language("newsletter-role-gone") in gone
    assert "<@&77>" not in gone
    quiet = shown(
        SubscriptionStatus(SUBSCRIPTION, None, role_fault=RoleFault.UNMENTIONABLE),
        language,
        taxonomy,
    )
    assert "🔔 <@&77>" in quiet
    assert language("permission-mention_everyone") in quiet
