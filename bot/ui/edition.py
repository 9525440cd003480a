"""The monthly edition in Discord: one message or a few, and the answers of its buttons."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import discord

from bot.catalog.taxonomy import Taxonomy
from bot.editions import wording
from bot.editions.edition import Edition, Line, Section, SectionKind, select
from bot.editions.rules import rules_text
from bot.editions.sources.material import Model
from bot.i18n import Language
from bot.months import Month
from bot.ui.edition_ref import HOW, LANGUAGE, OPEN, SUBSCRIBE, EditionRef
from bot.ui.entries import ACCENT
from bot.ui.navigation import Control, Message, button, menu, message
from bot.ui.text import MOST_BYTES, MOST_CHARACTERS, cut, label, link, plain

MOST_CHARTED = 10
_MOST_OPTIONS = 25
_MOST_VALUE = 100
_MOST_HELD = 5
_TOPS_SHOWN = 3
_LONGEST_NAME = 80  # longer than any name of today: names stay whole
_ROOM = 200  # for the characters that Discord counts beside the text

# The marker of a part, by which a delivery finds its own message again.
Marker = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A piece of text that stays whole, and the models it is about."""

    text: str
    models: tuple[Model, ...] = ()


def chart_rows(edition: Edition, ref: EditionRef) -> list[tuple[str, int]]:
    """Return the month's risers for `ChartCache.riser_chart`: names and gains; none when there are none."""
    return _risers(select(edition, ref.category, ref.framework))


def _risers(view: Edition) -> list[tuple[str, int]]:
    rising = view.section(SectionKind.RISING)
    if rising is None:
        return []
    lines = sorted((*rising.lines, *rising.again), key=lambda line: -line.number("gained"))
    return [(line.model.full_name, line.number("gained")) for line in lines[:MOST_CHARTED]]


def edition_messages(
    edition: Edition,
    ref: EditionRef,
    language: Language,
    taxonomy: Taxonomy,
    *,
    chart: bytes | None = None,
    marker: Marker | None = None,
) -> list[Message]:
    """Return the messages that show what ``ref`` selects of an edition, in order.

    ``language`` must be that of ``ref``; ``marker`` gives what each part carries in a button's custom_id.
    """
    view = select(edition, ref.category, ref.framework)
    parts = _parts(list(_groups(view, language, taxonomy)))
    pictures = {f"risers-{ref.month}.png": chart} if chart else {}
    messages: list[Message] = []
    for number, groups in enumerate(parts):
        items = _items(groups)
        if number == 0 and pictures:
            items[1:1] = _gallery(view, language, next(iter(pictures)))
        own = Control(OPEN, 0, number, ref.state(marker(number) if marker else ""))
        options = _options(groups)
        if options:
            items.append(menu(own, language("edition-open"), options))
        messages.append(
            message(
                discord.ui.Container(*items, accent_colour=ACCENT),
                _buttons(own, language, is_last=number == len(parts) - 1),
                pictures=pictures if number == 0 else None,
            )
        )
    return messages


def how_page(language: Language) -> Message:
    """Return how editions are made."""
    return message(discord.ui.TextDisplay(rules_text(language)))


def subscribe_page(language: Language, invite: str | None = None) -> Message:
    """Return how to get the edition in one's own server; ``invite`` is the address that adds the bot to it."""
    text = discord.ui.TextDisplay[discord.ui.LayoutView](language("edition-subscribe-text"))
    if invite is None:
        return message(text)
    return message(
        text,
        discord.ui.ActionRow(discord.ui.Button(label=language("edition-invite"), url=invite)),
    )


def _buttons(
    own: Control, language: Language, *, is_last: bool
) -> discord.ui.ActionRow[discord.ui.LayoutView]:
    buttons = [
        button(own.to(LANGUAGE), language("edition-other-language"), emoji="🌐"),
        button(own.to(HOW), language("edition-how"), emoji="🧮"),
    ]
    if is_last:
        buttons.append(button(own.to(SUBSCRIBE), language("edition-subscribe"), emoji="📬"))
    return discord.ui.ActionRow(*buttons)


def _gallery(
    view: Edition, language: Language, name: str
) -> list[discord.ui.Item[discord.ui.LayoutView]]:
    rows = language.join(
        f"{full_name} {language.signed(gained)}" for full_name, gained in _risers(view)
    )
    alt = language(
        "edition-chart-alt", month=language.month(view.month.first_day, is_whole=True), rows=rows
    )
    picture = discord.MediaGalleryItem(f"attachment://{name}", description=cut(alt, 1_000))
    return [discord.ui.MediaGallery(picture)]


def _items(groups: Sequence[Sequence[_Paragraph]]) -> list[discord.ui.Item[discord.ui.LayoutView]]:
    items: list[discord.ui.Item[discord.ui.LayoutView]] = []
    for group in groups:
        if items:
            items.append(discord.ui.Separator())
        items.append(discord.ui.TextDisplay("\n".join(paragraph.text for paragraph in group)))
    return items


def _options(groups: Sequence[Sequence[_Paragraph]]) -> list[discord.SelectOption]:
    models = dict.fromkeys(
        model for group in groups for paragraph in group for model in paragraph.models
    )
    return [
        discord.SelectOption(
            label=label(model.title),
            value=model.full_name,
            description=cut(model.full_name, _MOST_VALUE),
        )
        for model in models
        if len(model.full_name) <= _MOST_VALUE
    ][:_MOST_OPTIONS]


def _parts(groups: Sequence[Sequence[_Paragraph]]) -> list[list[list[_Paragraph]]]:
    """Lay out paragraphs over as few messages as hold them, in order."""
    parts: list[list[list[_Paragraph]]] = [[]]
    characters = octets = 0
    for group in groups:
        opened = False
        for paragraph in group:
            length, size = len(paragraph.text) + 1, len(paragraph.text.encode()) + 14
            if characters + length > MOST_CHARACTERS - _ROOM or octets + size > MOST_BYTES - _ROOM:
                parts.append([])
                characters = octets = 0
                opened = False
            if not opened:
                parts[-1].append([])
                opened = True
            parts[-1][-1].append(paragraph)
            characters += length
            octets += size
    return parts


def _groups(view: Edition, language: Language, taxonomy: Taxonomy) -> Iterator[list[_Paragraph]]:
    head = [f"# {wording.title_of(view, language, taxonomy)}"]
    headline = wording.headline_of(view, language, _short)
    head += [f"**{headline}**"] if headline else []
    yield [_Paragraph("\n".join(head))]
    tops = [section for section in view.sections if section.kind is SectionKind.TOP]
    for section in view.sections:
        if section.kind is not SectionKind.TOP:
            yield _section(section, view.month, language)
    if tops:
        yield _tops(tops, language, taxonomy)
    small = [
        f"-# {language('edition-held')} · {wording.held_text(line, language, _short)}"
        for line in view.held[:_MOST_HELD]
    ]
    small += [f"-# {note}" for note in wording.notes_of(view, language)]
    small.append(f"-# {' '.join(wording.basis_of(view, language))}")
    yield [_Paragraph(text) for text in small]


def _section(section: Section, month: Month, language: Language) -> list[_Paragraph]:
    heading = f"### {wording.MARK[section.kind]} {wording.heading_of(section, language)}"
    paragraphs = [_line(line, section, month, language) for line in section.lines]
    if section.again:
        again = f"-# {wording.again_text(section, language, _short)}"
        models = tuple(line.model for line in section.again)
        paragraphs.append(_Paragraph(again, models))
    first, *others = paragraphs
    return [replace(first, text=f"{heading}\n{first.text}"), *others]


def _line(line: Line, section: Section, month: Month, language: Language) -> _Paragraph:
    model = line.model
    title = f"**{link(model.title, model.url)}**"
    fact = wording.fact_of(line, language, month)
    detail = wording.detail_of(line, language, _short)
    if section.kind not in wording.SUMMARIZED:
        return _Paragraph(f"{title} · **{fact}** · {detail}", (model,))
    text = f"{title} · **{fact}**\n{plain(language.summary_of(model))}\n-# {detail}"
    return _Paragraph(text, (model,))


def _short(name: str) -> str:
    return plain(name, _LONGEST_NAME)


def _tops(tops: Sequence[Section], language: Language, taxonomy: Taxonomy) -> list[_Paragraph]:
    """Return the top lists: three of each category in a line, or all that are selected when it is one alone.

    Those without a change share the last line, each with its first place.
    """
    paragraphs = [_Paragraph(f"### {wording.MARK[SectionKind.TOP]} {language('edition-top')}")]
    most = _TOPS_SHOWN if len(tops) > 1 else None
    unmoved: list[Section] = []
    for section in tops:
        lines = section.lines[:most]
        if most and not wording.has_moved(lines):
            unmoved.append(section)
            continue
        places = " · ".join(wording.top_text(line, language, _short) for line in lines)
        models = tuple(line.model for line in lines)
        name = _field(section, language, taxonomy)
        paragraphs.append(_Paragraph(f"**{name}** — {places}", models))
    if unmoved:
        firsts = [
            f"{_field(section, language, taxonomy)}: {_short(section.lines[0].model.title)}"
            for section in unmoved
        ]
        models = tuple(section.lines[0].model for section in unmoved)
        paragraphs.append(_Paragraph(f"-# {wording.unmoved_text(firsts, language)}", models))
    return paragraphs


def _field(section: Section, language: Language, taxonomy: Taxonomy) -> str:
    term = taxonomy.categories.get(section.key)
    return language.name_of(term) if term else plain(section.key)
