"""Corrections of a subscription that can't be saved as filled in: its faults, and a control for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bot.catalog.taxonomy import Taxonomy
from bot.i18n import Language, Locale
from bot.newsletter.timezones import zone_label
from bot.ui.entries import ACCENT
from bot.ui.navigation import Control, Message, button, menu, message
from bot.ui.subscription_draft import EVERY, OPTIONS, Draft
from bot.ui.text import CHOICE_LIMIT, code, cut

SET, OMIT, TYPE, TYPED, RETRY = "nlset", "nlomit", "nltype", "nltyped", "nlretry"
# What the menu of the option that publishes says for yes.
PUBLISH = "yes"
# Each takes up to seven of a message's 40 components.
MOST_SHOWN = 4
_MOST_OPTIONS = 25
TYPED_OPTIONS = ("timezone", "day", "hour")
# Options that may be right unchanged once the server's settings have changed.
_RETRIED = ("channel", "thread", "role")
_CHANNELS = [discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.forum]
_THREADS = [
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
    discord.ChannelType.news_thread,
]

Row = discord.ui.ActionRow[discord.ui.LayoutView]


@dataclass(frozen=True, slots=True)
class Correction:
    """An unusable option, the reason, and alternatives as name and value."""

    option: str
    sentence: str
    offered: Sequence[tuple[str, str]] = ()


def corrections_page(
    corrections: Sequence[Correction],
    draft: Draft,
    owner: int,
    language: Language,
    taxonomy: Taxonomy,
) -> Message:
    """Return the faults, with a menu or buttons for each; the other options are carried along."""
    items: list[discord.ui.Item[discord.ui.LayoutView]] = []
    for correction in corrections[:MOST_SHOWN]:
        control = Control(SET, owner, OPTIONS.index(correction.option), draft.state())
        items.append(discord.ui.TextDisplay(correction.sentence))
        placeholder = language("correction-choose", option=correction.option)
        items += menu_of(
            correction.option, control, placeholder, language, taxonomy, correction.offered
        )
        items += _buttons(correction.option, control, language)
    if kept := _kept(draft, [correction.option for correction in corrections], language):
        items.append(discord.ui.TextDisplay(f"-# {kept}"))
    return message(discord.ui.Container(*items, accent_colour=ACCENT))


def search_without_page(sentences: Sequence[str], control: Control, language: Language) -> Message:
    """Return the faults in a search's options, and the button that searches without those."""
    text = discord.ui.TextDisplay[discord.ui.LayoutView]("\n".join(sentences))
    label = language("correction-search", number=len(sentences))
    return message(text, Row(button(control, label, emoji="🔎")))


def correction_form(control: Control, option: str, language: Language) -> discord.ui.Modal:
    """Return the form in which an option is typed; its answer comes through the router."""
    form = discord.ui.Modal(
        title=language("correction-title"), custom_id=control.to(TYPED).custom_id
    )
    form.add_item(
        discord.ui.Label(
            text=language(f"correction-{option}"),
            component=discord.ui.TextInput(max_length=CHOICE_LIMIT),
        )
    )
    form.stop()
    return form


def _kept(draft: Draft, wrong: Sequence[str], language: Language) -> str:
    kept = [
        f"{name} {_shown(name, value)}"
        for name, value in draft.given().items()
        if name not in wrong
    ]
    return language("correction-kept", options=language.join(kept)) if kept else ""


def _shown(name: str, value: Any) -> str:  # noqa: ANN401  # any option's value
    if name in ("channel", "thread"):
        return f"<#{value}>"
    if name == "role":
        return f"<@&{value}>"
    if name == "timezone":
        return code(zone_label(value), 40)
    return code(str(value), 40)


def menu_of(
    option: str,
    control: Control,
    placeholder: str,
    language: Language,
    taxonomy: Taxonomy,
    offered: Sequence[tuple[str, str]] = (),
) -> list[Row]:
    """Return the menu in which an option is chosen, of ``offered`` values or all it can have; none where it is typed."""
    ids: dict[str, Any] = {"custom_id": control.custom_id, "placeholder": placeholder[:150]}
    match option:
        case "channel":
            return [Row(discord.ui.ChannelSelect(channel_types=_CHANNELS, **ids))]
        case "thread":
            return [Row(discord.ui.ChannelSelect(channel_types=_THREADS, **ids))]
        case "role":
            return [Row(discord.ui.RoleSelect(**ids))]
        case _:
            offered = offered or _offered(option, language, taxonomy)
            options = [
                discord.SelectOption(label=cut(name, CHOICE_LIMIT), value=value)
                for name, value in offered[:_MOST_OPTIONS]
            ]
            return [menu(control, placeholder, options)] if options else []


def _offered(option: str, language: Language, taxonomy: Taxonomy) -> list[tuple[str, str]]:
    match option:
        case "language":
            return [("English", Locale.ENGLISH.value), ("中文", Locale.CHINESE.value)]
        case "category" | "framework":
            terms = taxonomy.categories if option == "category" else taxonomy.frameworks
            named = [(language.name_of(term), key) for key, term in terms.items()]
            return [(language(f"menu-every-{option}"), EVERY), *named]
        case "hour":
            return [(f"{hour:02}:00", str(hour)) for hour in range(24)]
        case "publish":
            return [(language(f"edit-publish-{value}"), value) for value in (PUBLISH, "no")]
        case _:
            return []


def _buttons(option: str, control: Control, language: Language) -> list[Row]:
    buttons: list[discord.ui.Button[discord.ui.LayoutView]] = []
    if option in TYPED_OPTIONS:
        buttons.append(button(control.to(TYPE), language("correction-type"), emoji="⌨️"))
    if option in _RETRIED:
        buttons.append(button(control.to(RETRY), language("correction-retry"), emoji="🔁"))
    if option != "channel":
        buttons.append(button(control.to(OMIT), language("correction-omit"), emoji="➖"))
    return [Row(*buttons)]
