"""The page on which one option of a subscription is changed and the others stay."""

import discord

from bot.catalog.taxonomy import Taxonomy
from bot.i18n import Language, Locale
from bot.newsletter.subscription import ChannelKind, Settings
from bot.newsletter.timezones import zone_label
from bot.ui.corrections import SET, TYPE, menu_of
from bot.ui.entries import ACCENT
from bot.ui.navigation import Control, Message, button, message
from bot.ui.newsletter import SILENCE, STATUS, settings_text
from bot.ui.subscription_draft import OPTIONS, Draft

_CHOSEN = ("language", "category", "framework", "hour", "role")
_CHOSEN_FOR_NEWS = (*_CHOSEN, "publish")

Item = discord.ui.Item[discord.ui.LayoutView]


def edit_page(
    settings: Settings,
    draft: Draft,
    owner: int,
    language: Language,
    taxonomy: Taxonomy,
    page: int = 0,
) -> Message:
    """Return the page; ``draft`` names the channel, and ``page`` is the one of the list to go back to."""
    text = f"### {language('edit-title')}\n{settings_text(settings, language, taxonomy)}"
    items: list[Item] = [discord.ui.TextDisplay(text)]
    shown = _shown(settings, language, taxonomy)
    is_news = settings.kind is ChannelKind.ANNOUNCEMENT
    for option in _CHOSEN_FOR_NEWS if is_news else _CHOSEN:
        control = Control(SET, owner, OPTIONS.index(option), draft.state())
        items += menu_of(option, control, _named(option, shown, language), language, taxonomy)
    typed = [
        button(
            Control(TYPE, owner, OPTIONS.index(option), draft.state()),
            _named(option, shown, language),
            emoji="⌨️",
        )
        for option in ("day", "timezone")
    ]
    others = [button(Control(STATUS, owner, page), language("newsletter-status"), emoji="📋")]
    if settings.role_id:
        silence = Control(SILENCE, owner, page, str(settings.channel_id))
        others.insert(0, button(silence, language("newsletter-silence"), emoji="🔕"))
    items.append(discord.ui.ActionRow(*typed))
    container = discord.ui.Container[discord.ui.LayoutView](*items, accent_colour=ACCENT)
    return message(container, discord.ui.ActionRow(*others))


def _named(option: str, shown: dict[str, str], language: Language) -> str:
    """Return an option's name with its present value, which a menu shows until something is chosen."""
    name = language(f"edit-{option}")
    return language("edit-now", name=name, value=shown[option]) if option in shown else name


def _shown(settings: Settings, language: Language, taxonomy: Taxonomy) -> dict[str, str]:
    """Return the present values in words; a role's name is Discord's to show."""
    category = taxonomy.categories.get(settings.category or "")
    framework = taxonomy.frameworks.get(settings.framework or "")
    return {
        "language": "中文" if settings.language == Locale.CHINESE else "English",
        "category": language.name_of(category) if category else language("menu-every-category"),
        "framework": language.name_of(framework) if framework else language("menu-every-framework"),
        "hour": f"{settings.hour:02}:00",
        "day": str(settings.day),
        "timezone": zone_label(settings.timezone),
        "publish": language("edit-publish-yes" if settings.publish else "edit-publish-no"),
    }
