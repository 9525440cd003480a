"""The operators' pages: the last refresh, a running one, and GitHub's remaining budget."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import discord
from discord.utils import format_dt

from bot.editions.edition import Line
from bot.editions.wording import held_text, title_of_month
from bot.github.results import Progress, Rate, RunReport
from bot.huggingface.checkpoint import WeightsStatus
from bot.i18n import Language
from bot.months import Month
from bot.newsletter.delivery import State
from bot.newsletter.failures.failed_delivery import FailedDelivery
from bot.newsletter.subscription import Reason
from bot.ui.entries import ACCENT
from bot.ui.navigation import Control, Message, button, menu, message
from bot.ui.text import code, cut, plain

_BAR = 16
_SHOWN_NAMES = 3
_LONGEST_NAME = 70
_LONGEST_FAILURE = 280  # GitHub's reason says what to do about it
_MOST_HELD = 8
MOST_FAILED = 5  # each is five of a message's 40 components at the most
_KINDS = (
    "failed",
    "gone",
    "returned",
    "archived",
    "unarchived",
    "renamed",
    "relicensed",
    "released",
)


@dataclass(frozen=True, slots=True)
class RefreshState:
    """Everything on the status page. ``rates`` holds GitHub's known budgets by resource."""

    has_token: bool
    last: RunReport | None
    progress: Progress | None
    next_run: datetime
    stale: int
    rates: Mapping[str, Rate | None] = field(default_factory=dict[str, Rate | None])


@dataclass(frozen=True, slots=True)
class EditionStatus:
    """The status of a month's edition: frozen or not, its messages by state, held models, and failed deliveries.

    Of ``held`` a page shows the first few, and ``failed`` are the first of ``all_failed``. ``channels`` counts those in
    which the edition has been posted whole.
    """

    month: Month
    is_frozen: bool
    counts: Mapping[State, int]
    held: Sequence[Line]
    failed: Sequence[FailedDelivery]
    all_failed: int
    channels: int = 0


def newsletter_page(
    state: EditionStatus, held_ids: Mapping[str, int], owner: int, language: Language
) -> Message:
    """Return the last edition's status; ``held_ids`` maps the names of waiting models to entries."""
    lines = [
        f"## {title_of_month(state.month, language)}",
        language("admin-edition-frozen" if state.is_frozen else "admin-edition-open"),
        *_sent_texts(state, language),
    ]
    items: list[discord.ui.Item[discord.ui.LayoutView]] = [discord.ui.TextDisplay("\n".join(lines))]
    if state.held:
        waiting = [f"⏳ {held_text(line, language, _short)}" for line in state.held[:_MOST_HELD]]
        items += [discord.ui.Separator(), discord.ui.TextDisplay("\n".join(waiting))]
    if held_ids and not state.is_frozen:
        control = Control("nlapprove", owner, 0, str(state.month))
        options = [
            discord.SelectOption(label=cut(name, 100), value=str(entry_id))
            for name, entry_id in held_ids.items()
        ]
        items.append(menu(control, language("admin-approve"), options))
    items += _more(len(state.held) - _MOST_HELD, language)
    for failure in state.failed[:MOST_FAILED]:
        text = _failed_text(failure, language)
        items.append(discord.ui.Separator())
        if failure.blocker:
            why = language(f"resend-{failure.blocker}")
            items.append(discord.ui.TextDisplay(f"{text}\n{why}"))
            continue
        again = button(
            Control("nlresend", owner, 0, str(failure.delivery_id)), language("admin-resend")
        )
        if failure.reason is not Reason.UNVERIFIABLE:
            items.append(discord.ui.Section(discord.ui.TextDisplay(text), accessory=again))
            continue
        was_sent = button(
            Control("nlwassent", owner, 0, str(failure.delivery_id)), language("admin-was-sent")
        )
        items += [discord.ui.TextDisplay(text), discord.ui.ActionRow(again, was_sent)]
    if not state.failed and not state.counts:
        items.append(discord.ui.TextDisplay(language("admin-no-troubles")))
    items += _more(state.all_failed - MOST_FAILED, language)
    return message(discord.ui.Container(*items, accent_colour=ACCENT))


def _sent_texts(state: EditionStatus, language: Language) -> list[str]:
    """Return how many channels have the edition and how many messages failed; then, unless all are sent, how many wait."""
    if not state.counts:
        return [language("admin-edition-unsent")]
    dead = state.counts.get(State.DEAD, 0)
    texts = [
        language(
            "admin-posted",
            number=state.channels,
            channels=language.number(state.channels),
            failed=dead,
            messages=language.number(dead),
        )
    ]
    if set(state.counts) != {State.SENT}:
        counted = language.join(
            f"{language(f'delivery-{name}')} {language.number(count)}"
            for name, count in state.counts.items()
        )
        texts.append(language("admin-messages", counts=counted))
    return texts


def _short(name: str) -> str:
    return plain(name, _LONGEST_NAME)


def _more(count: int, language: Language) -> list[discord.ui.TextDisplay[discord.ui.LayoutView]]:
    if count <= 0:
        return []
    more = language("admin-more", count=language.number(count))
    return [discord.ui.TextDisplay(f"-# {more}")]


def _failed_text(failure: FailedDelivery, language: Language) -> str:
    where = f"https://discord.com/channels/{failure.guild_id}/{failure.channel_id}"
    why = language(f"ended-{failure.reason}") if failure.reason else "–"
    facts = [f"⚠️ **{failure.month}** · {where}", why]
    if failure.code:
        facts[1] += f" ({code(failure.code, 40)})"
    if failure.last_try:
        facts.append(format_dt(failure.last_try, "f"))
    return "\n".join(facts)


def status_page(state: RefreshState, weights: WeightsStatus, language: Language) -> Message:
    """Return how the catalogue is kept up to date: the last run, the budget, the next run, and Hugging Face."""
    parts = [f"## {language('admin-title')}"]
    if not state.has_token:
        parts.append(f"⚠️ {language('admin-no-token')}")
    if state.progress:
        parts.append(_progress_text(state.progress, language))
    if state.last:
        parts.append(f"### {language('admin-last')}\n{_report_text(state.last, language)}")
    else:
        parts.append(language("admin-never"))
    parts.append(
        "\n".join(
            (
                f"**{language('admin-budget')}** {_budgets(state.rates, language)}",
                f"**{language('admin-stale')}** {language.number(state.stale)}",
                f"**{language('admin-next')}** {format_dt(state.next_run, 'R')}",
                f"**Hugging Face** {_weights_text(weights, language)}",
            )
        )
    )
    return _page(parts)


def _weights_text(weights: WeightsStatus, language: Language) -> str:
    texts = [
        language(
            "admin-weights",
            fetched=language.number(weights.fetched),
            due=language.number(weights.due),
        )
    ]
    if weights.remaining is not None:
        texts.append(language("admin-weights-left", left=language.number(weights.remaining)))
    if weights.failure:
        reason = code(weights.failure, _LONGEST_FAILURE)
        texts.append(f"⚠️ {language('admin-weights-failed', reason=reason)}")
    return " · ".join(texts)


def progress_page(progress: Progress, language: Language) -> Message:
    """Return how far a refresh is, as a bar."""
    return _page([f"## {language('admin-refreshing')}", _progress_text(progress, language)])


def report_page(report: RunReport, suggested: Sequence[str], language: Language) -> Message:
    """Return how a refresh went. ``suggested`` names frameworks that an entry's topics speak of and it lacks."""
    parts = [f"## {language('admin-done')}", _report_text(report, language)]
    if suggested:
        names = language.join(suggested)
        parts.append(f"💡 {language('admin-suggested', names=names)}")
    return _page(parts)


def _page(parts: Sequence[str]) -> Message:
    return message(
        discord.ui.Container(
            *(discord.ui.TextDisplay[discord.ui.LayoutView](part) for part in parts),
            accent_colour=ACCENT,
        )
    )


def _progress_text(progress: Progress, language: Language) -> str:
    share = progress.done / progress.total if progress.total else 0.0
    filled = round(share * _BAR)
    text = (
        f"{language(f'admin-phase-{progress.phase}')}\n`{'█' * filled}{'░' * (_BAR - filled)}`"
        f" {language.number(progress.done)} / {language.number(progress.total)}"
    )
    if progress.waiting_until:
        text += f"\n⏳ {language('admin-waiting', when=format_dt(progress.waiting_until, 'R'))}"
    return text


def _report_text(report: RunReport, language: Language) -> str:
    outcome = report.outcome or "running"
    lines = [
        " · ".join(
            (
                format_dt(report.started, "f"),
                language("admin-trigger-" + report.trigger.replace(" ", "-")),
                language(f"admin-outcome-{outcome}"),
            )
        ),
        language(
            "admin-counts",
            checked=language.number(report.checked),
            updated=language.number(report.updated),
            unchanged=language.number(report.unchanged),
        ),
        language(
            "admin-fetched",
            readmes=language.number(report.readmes),
            histories=language.number(report.histories),
            requests=language.number(report.requests),
        ),
    ]
    lines += [_names(kind, report, language) for kind in _KINDS if report.names.get(kind)]
    return "\n".join(lines)


def _names(kind: str, report: RunReport, language: Language) -> str:
    names = report.names[kind]
    longest = _LONGEST_FAILURE if kind == "failed" else _LONGEST_NAME
    # As code, which grows by no escapes: all kinds together fit into one message.
    shown = [code(name, longest) for name in names[:_SHOWN_NAMES]]
    more = report.counts[kind] - len(shown)
    if more > 0:
        shown.append(language("admin-more", count=language.number(more)))
    count = language.number(report.counts[kind])
    return f"**{language(f'admin-kind-{kind}')} ({count})** " + " · ".join(shown)


def _budgets(rates: Mapping[str, Rate | None], language: Language) -> str:
    facts = [
        language(
            "admin-rate",
            name=name,
            remaining=language.number(rate.remaining),
            limit=language.number(rate.limit),
            when=format_dt(rate.reset, "R"),
        )
        for name, rate in rates.items()
        if rate
    ]
    return " · ".join(facts) or language("admin-budget-unknown")
