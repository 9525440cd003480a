"""What a server's managers see of its newsletter: subscriptions, pauses and their remedies, notices."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import discord
from discord.utils import format_dt

from bot.catalog.taxonomy import Taxonomy
from bot.i18n import Language, Locale
from bot.months import Month
from bot.newsletter.delivery import NO_NEWS, OPEN, State
from bot.newsletter.last_edition import LastEdition
from bot.newsletter.subscription import (
    PASSING,
    ChannelKind,
    Pause,
    RoleFault,
    Settings,
    Subscription,
)
from bot.newsletter.timezones import zone_label
from bot.ui.entries import ACCENT
from bot.ui.navigation import Control, Message, button, message
from bot.ui.text import code

PAUSE, RESUME, REMOVE, TEST, STATUS = "nlpause", "nlresume", "nlremove", "nltest", "nlstatus"
SILENCE, EDIT, PREVIEW, ASK = "nlsilence", "nledit", "nlpreview", "nlask"
MOST_SHOWN = 4  # each is eight of a message's 40 components
# A forum's tag of one of these names is put on its posts.
TAGS = ("newsletter", "modelzoo", "news", "月刊", "月报", "通讯", "新闻")

Item = discord.ui.Item[discord.ui.LayoutView]


@dataclass(frozen=True, slots=True)
class SubscriptionStatus:
    """A subscription, the newest edition's delivery to its channel, and the obstacles that Discord shows now."""

    subscription: Subscription
    last: LastEdition | None
    obstacle: Pause | None = None
    role_fault: RoleFault | None = None


def subscribed_page(
    subscription: Subscription,
    owner: int,
    language: Language,
    taxonomy: Taxonomy,
    *,
    is_new: bool,
) -> Message:
    """Return the saved subscription, and the date of the next edition or the reason there is none."""
    settings = subscription.settings
    channel = settings.channel_id
    title = language("newsletter-subscribed" if is_new else "newsletter-changed")
    text = "\n".join(
        (
            f"### {title}",
            settings_text(settings, language, taxonomy),
            _what_comes(subscription, language),
        )
    )
    buttons = [
        button(_control(EDIT, owner, channel), language("newsletter-edit"), emoji="✏️"),
        button(_control(TEST, owner, channel), language("newsletter-test"), emoji="🧪"),
        button(_control(STATUS, owner, 0), language("newsletter-status"), emoji="📋"),
    ]
    if settings.role_id:
        silence = _control(SILENCE, owner, channel)
        buttons.append(button(silence, language("newsletter-silence"), emoji="🔕"))
    if subscription.pause:
        resume = _control(RESUME, owner, channel)
        buttons.insert(0, button(resume, language("newsletter-resume"), emoji="▶️"))
    row = discord.ui.ActionRow[discord.ui.LayoutView](*buttons)
    return message(_framed(discord.ui.TextDisplay(text)), row)


def status_page(
    statuses: Sequence[SubscriptionStatus],
    page: int,
    owner: int,
    language: Language,
    taxonomy: Taxonomy,
) -> Message:
    """Return a server's subscriptions, four a page, each with the buttons that change, show, test and end it."""
    if not statuses:
        return message(_framed(discord.ui.TextDisplay(language("newsletter-none"))))
    last = (len(statuses) - 1) // MOST_SHOWN
    page = min(page, last)
    items: list[Item] = [discord.ui.TextDisplay(f"### {language('newsletter-title')}")]
    for status in statuses[page * MOST_SHOWN : (page + 1) * MOST_SHOWN]:
        items += [
            discord.ui.Separator(),
            discord.ui.TextDisplay(_status_text(status, language, taxonomy)),
            _status_buttons(status.subscription, owner, page, language),
        ]
    container = _framed(*items)
    if not last:
        return message(container)
    own = Control(STATUS, owner)
    turners = discord.ui.ActionRow[discord.ui.LayoutView](
        button(own.to(STATUS, max(0, page - 1)), emoji="◀️", disabled=page == 0),
        button(
            own.to("nlhere", page),
            language(
                "button-page", page=language.number(page + 1), pages=language.number(last + 1)
            ),
            disabled=True,
        ),
        button(own.to("nlnext", min(last, page + 1)), emoji="▶️", disabled=page == last),
    )
    return message(container, turners)


def _status_buttons(
    subscription: Subscription, owner: int, page: int, language: Language
) -> discord.ui.ActionRow[discord.ui.LayoutView]:
    first = (RESUME, "newsletter-resume") if subscription.pause else (PAUSE, "newsletter-pause")
    channel = subscription.settings.channel_id
    return discord.ui.ActionRow(
        *(
            button(_control(action, owner, channel, page), language(name))
            for action, name in (
                first,
                (EDIT, "newsletter-edit"),
                (PREVIEW, "newsletter-preview"),
                (TEST, "newsletter-test"),
                (ASK, "newsletter-remove"),
            )
        )
    )


def confirm_page(
    subscription: Subscription, owner: int, language: Language, page: int = 0
) -> Message:
    """Return the question before a subscription is deleted; ``page`` is the one of the list to go back to."""
    channel = subscription.settings.channel_id
    text = discord.ui.TextDisplay[discord.ui.LayoutView](
        language("newsletter-confirm", channel=f"<#{channel}>")
    )
    sure = button(
        _control(REMOVE, owner, channel),
        language("newsletter-remove"),
        style=discord.ButtonStyle.danger,
    )
    back = button(Control(STATUS, owner, page), language("newsletter-status"), emoji="📋")
    return message(text, discord.ui.ActionRow(sure, back))


def test_page(subscription: Subscription, language: Language) -> Message:
    """Return the message that shows in a channel that editions can be posted there."""
    text = f"### {language('newsletter-test-title')}\n{_next(subscription, language)}"
    return message(_framed(discord.ui.TextDisplay(text)))


def notice_page(subscription: Subscription, pause: Pause, language: Language) -> Message:
    """Return the single notice to the people who can fix a paused subscription."""
    channel = subscription.settings.channel_id
    text = "\n".join(
        (
            f"### {language('newsletter-notice', channel=f'<#{channel}>')}",
            pause_text(pause, language),
            language("newsletter-notice-then"),
        )
    )
    return message(_framed(discord.ui.TextDisplay(text)))


def pause_text(pause: Pause, language: Language) -> str:
    """Return why nothing is sent, and the remedy."""
    text = language(f"pause-{pause.reason}", **pause_values(pause, language))
    return f"{text} ({code(pause.code, 40)})" if pause.code else text


def pause_values(pause: Pause, language: Language) -> dict[str, str]:
    """Return the variables of a pause's sentence."""
    names = language.join(permission_name(name, language) for name in pause.missing)
    until = f"{format_dt(pause.until, 'f')} ({format_dt(pause.until, 'R')})" if pause.until else ""
    return {"names": names or "–", "until": until or "–"}


def permission_name(name: str, language: Language) -> str:
    """Return a permission as Discord calls it in its settings."""
    return f"**{language(f'permission-{name}')}**"


def month_name(month: Month, language: Language) -> str:
    """Return a month in words."""
    return language.month(month.first_day, is_whole=True)


def _framed(*items: Item) -> discord.ui.Container[discord.ui.LayoutView]:
    return discord.ui.Container(*items, accent_colour=ACCENT)


def _control(action: str, owner: int, channel: int, page: int = 0) -> Control:
    return Control(action, owner, page, str(channel))


def _status_text(status: SubscriptionStatus, language: Language, taxonomy: Taxonomy) -> str:
    subscription = status.subscription
    settings, fault = subscription.settings, status.role_fault
    if fault is RoleFault.GONE:
        lines = [settings_text(replace(settings, role_id=None), language, taxonomy)]
    else:
        lines = [settings_text(settings, language, taxonomy)]
    if status.last:
        lines.append(_last(status.last, language))
    lines.append(_what_comes(subscription, language))
    if status.obstacle and not subscription.pause:
        lines.append(f"⚠️ {pause_text(status.obstacle, language)}")
    if fault:
        names = permission_name("mention_everyone", language)
        role = f"<@&{settings.role_id}>"
        lines.append(f"⚠️ {language(f'newsletter-role-{fault}', role=role, names=names)}")
    return "\n".join(lines)


def _what_comes(subscription: Subscription, language: Language) -> str:
    if subscription.pause:
        return f"⏸️ {pause_text(subscription.pause, language)}"
    return _next(subscription, language)


def settings_text(settings: Settings, language: Language, taxonomy: Taxonomy) -> str:
    """Return a subscription's channel and options in one line."""
    spoken = "中文" if settings.language == Locale.CHINESE else "English"
    chosen = language.names_of(taxonomy.chosen(settings.category, settings.framework))
    facts = [
        f"**<#{settings.channel_id}>**",
        spoken,
        *(chosen or [language("newsletter-everything")]),
        language(
            "newsletter-when",
            day=str(settings.day),
            hour=f"{settings.hour:02}:00",
            zone=code(zone_label(settings.timezone), 40),
        ),
    ]
    if settings.role_id:
        facts.append(f"🔔 <@&{settings.role_id}>")
    if settings.publish:
        facts.append(f"📣 {language('newsletter-publishes')}")
    if settings.kind is ChannelKind.FORUM:
        facts.append(language("newsletter-posts"))
    return " · ".join(facts)


def _next(subscription: Subscription, language: Language) -> str:
    # Not relative to this moment: the newsletter's clock may be another, as in the demo.
    return language(
        "newsletter-next",
        month=month_name(subscription.next_month, language),
        when=format_dt(subscription.next_due, "f"),
    )


def _last(last: LastEdition, language: Language) -> str:
    name = month_name(last.month, language)
    if last.message_id:
        name = f"[{name}](https://discord.com/channels/{last.guild_id}/{last.channel_id}/{last.message_id})"
    words = language(f"delivery-{last.state}")
    if last.state is State.SENT and last.is_published is False:
        words = language(f"delivery-unpublished{'-kind' if last.code == NO_NEWS else ''}")
    if last.state is not State.SENT and last.reason:
        is_held = last.state in OPEN and last.reason in PASSING
        words = language(f"{'held' if is_held else 'ended'}-{last.reason}")
    return language("newsletter-last", month=name, state=words)
