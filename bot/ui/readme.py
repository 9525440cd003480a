"""A README in a message: page by page, with its sections as a menu; and its quick start."""

from collections.abc import Callable, Sequence

import discord
from discord.utils import format_dt

from bot.catalog.entry import Entry
from bot.i18n import Language
from bot.readme.reading import (
    Absence,
    Contents,
    PagePart,
    PagePicture,
    Postponed,
    QuickStart,
    ReadmePage,
    ReadmeSection,
    Snippet,
)
from bot.ui.entries import ACCENT, title_link
from bot.ui.markdown.fences import fence
from bot.ui.markdown.links import masked
from bot.ui.navigation import Control, Message, button, menu, message
from bot.ui.tabs import Tab, share_button, tab_row
from bot.ui.text import code, cut, plain

_MOST_OPTIONS = 25
_MOST_CHARACTERS = 3_300
_MOST_BYTES = 7_500
_LONGEST_ALT = 1_000
_LONGEST_LABEL = 80
_LONGEST_REASON = 300

Item = discord.ui.Item[discord.ui.LayoutView]


def readme_page(
    entry: Entry,
    contents: Contents,
    page: ReadmePage,
    number: int,
    owner: int,
    language: Language,
    *,
    is_private: bool,
) -> Message:
    """Return the message that shows a page; ``number`` counts from 0."""
    items: list[Item] = [discord.ui.TextDisplay(_header(entry, language))]
    items += [_part(part) for part in page.parts]
    items.append(discord.ui.Separator())
    if sections := _sections(contents, number):
        control = Control("rsection", owner, entry=entry.id)
        items.append(menu(control, language("readme-sections"), sections))
    items.append(_pager(entry, contents, number, owner, language))
    return _message(items, Tab.README, entry, owner, language, number, is_private=is_private)


def absence_page(
    entry: Entry,
    absence: Absence | Postponed,
    tab: Tab,
    owner: int,
    language: Language,
    *,
    is_private: bool,
) -> Message:
    """Return the message that explains a missing README, with a link to GitHub."""
    if isinstance(absence, Postponed):
        when = format_dt(absence.until, "R")
        reason = code(absence.reason, _LONGEST_REASON)
        name = "readme-refused" if absence.is_own else "readme-postponed"
        sentence = language(name, reason=reason, when=when)
    else:
        sentence = language(f"readme-{absence}")
    items: list[Item] = [
        discord.ui.TextDisplay(f"{_header(entry, language)}\n{sentence}"),
        discord.ui.ActionRow(_github(entry)),
    ]
    return _message(items, tab, entry, owner, language, is_private=is_private)


def quick_start_page(
    entry: Entry, found: QuickStart, owner: int, language: Language, *, is_private: bool
) -> Message:
    """Return the message with the quick start; text that doesn't fit is cut between lines."""
    head = f"### {language('quick-title')}\n{title_link(entry)} · {plain(entry.full_name)}"
    if not found:
        head += f"\n\n{language('quick-nothing')}"
    items: list[Item] = [discord.ui.TextDisplay(head)]
    budget = _Budget()
    for name, text in _findings(found, budget):
        items += [
            discord.ui.Separator(),
            discord.ui.TextDisplay(f"**{language(f'quick-{name}')}**\n{text}"),
        ]
    items += [
        discord.ui.Separator(),
        discord.ui.TextDisplay(f"-# {language('quick-source')}"),
        discord.ui.ActionRow(_github(entry)),
    ]
    return _message(items, Tab.QUICK_START, entry, owner, language, is_private=is_private)


def _message(
    items: Sequence[Item],
    tab: Tab,
    entry: Entry,
    owner: int,
    language: Language,
    page: int = 0,
    *,
    is_private: bool,
) -> Message:
    container = discord.ui.Container[discord.ui.LayoutView](*items, accent_colour=ACCENT)
    foot = discord.ui.ActionRow[discord.ui.LayoutView](
        share_button(entry.id, owner, language, tab, page, is_private=is_private)
    )
    return message(container, tab_row(tab, entry.id, owner, language), foot, is_foreign=True)


def _header(entry: Entry, language: Language) -> str:
    return f"-# {language('tab-readme')} · {title_link(entry)} · {plain(entry.full_name)}"


def _part(part: PagePart) -> Item:
    if part.text:
        return discord.ui.TextDisplay(part.text)
    return discord.ui.MediaGallery(*(_picture(shown) for shown in part.pictures))


def _picture(shown: PagePicture) -> discord.MediaGalleryItem:
    return discord.MediaGalleryItem(shown.url, description=cut(shown.alt, _LONGEST_ALT) or None)


def _github(entry: Entry) -> discord.ui.Button[discord.ui.LayoutView]:
    return discord.ui.Button(label="GitHub", url=f"{entry.url}#readme")


def _sections(contents: Contents, number: int) -> list[discord.SelectOption]:
    """Return the sections to jump to: of so many ranks as fit, else those around the page."""
    chosen = _chosen(contents.sections, number)
    before = [place for place, section in enumerate(chosen) if section.page <= number]
    here = [place for place in before if chosen[place].page == number]
    current = (here[:1] or before[-1:] or [-1])[0]
    if len(chosen) < 2 and contents.pages < 2:  # noqa: PLR2004  # nowhere to jump
        return []
    return [
        discord.SelectOption(
            label=cut("\u2003" * section.rank + section.title, 100),
            value=f"{section.page}.{place}",
            default=place == current,
        )
        for place, section in enumerate(chosen)
    ]


def _chosen(sections: Sequence[ReadmeSection], number: int) -> Sequence[ReadmeSection]:
    for rank in (5, 4, 3, 2, 1):
        fitting = [section for section in sections if section.rank <= rank]
        if len(fitting) <= _MOST_OPTIONS:
            return fitting
    highest = [section for section in sections if section.rank <= 1]
    before = sum(section.page < number for section in highest)
    start = max(0, min(before - _MOST_OPTIONS // 2, len(highest) - _MOST_OPTIONS))
    return highest[start : start + _MOST_OPTIONS]


def _pager(
    entry: Entry, contents: Contents, number: int, owner: int, language: Language
) -> discord.ui.ActionRow[discord.ui.LayoutView]:
    row = discord.ui.ActionRow[discord.ui.LayoutView]()
    last = contents.pages - 1
    if last > 0:
        before, after = max(0, number - 1), min(last, number + 1)
        shown = language(
            "button-page", page=language.number(number + 1), pages=language.number(last + 1)
        )
        row.add_item(_turner("rprev", before, entry, owner, emoji="◀️", disabled=number <= 0))
        row.add_item(_turner("rhere", number, entry, owner, label=shown, disabled=True))
        row.add_item(_turner("rnext", after, entry, owner, emoji="▶️", disabled=number >= last))
    row.add_item(_github(entry))
    return row


def _turner(
    action: str,
    page: int,
    entry: Entry,
    owner: int,
    *,
    label: str | None = None,
    emoji: str | None = None,
    disabled: bool,
) -> discord.ui.Button[discord.ui.LayoutView]:
    return button(
        Control(action, owner, state=f"{Tab.README}{page}", entry=entry.id),
        label,
        emoji=emoji,
        disabled=disabled,
    )


class _Budget:
    """The room left in a message's text."""

    def __init__(self) -> None:
        self._characters = _MOST_CHARACTERS
        self._bytes = _MOST_BYTES

    def take(self, lines: Sequence[str], most: int) -> list[str]:
        """Take as many whole lines as fit into ``most`` characters and the room left."""
        taken: list[str] = []
        for line in lines:
            size, weight = len(line) + 1, len(line.encode()) + 1
            most -= size
            if most < 0 or size > self._characters or weight > self._bytes:
                break
            self._characters -= size
            self._bytes -= weight
            taken.append(line)
        return taken


def _findings(found: QuickStart, budget: _Budget) -> list[tuple[str, str]]:
    """Return the quick start parts as Discord markdown, by name, within the limits."""
    # Half a BibTeX entry is of no use, so it takes its room first.
    citation = _whole(Snippet(found.citation, "bibtex"), budget, 1_000) if found.citation else ""
    weights = [f"- {masked(cut(link.words, _LONGEST_LABEL), link.url)}" for link in found.weights]
    parts: list[tuple[str, Callable[[], str]]] = [
        ("install", lambda: _code(found.install, budget, 700)),
        ("usage", lambda: _code(found.usage, budget, 1_500)),
        ("weights", lambda: "\n".join(budget.take(weights, 900))),
        ("results", lambda: "\n".join(budget.take(found.results, 900))),
        ("citation", lambda: citation),
    ]
    return [(name, text) for name, make in parts if (text := make())]


def _whole(snippet: Snippet, budget: _Budget, most: int) -> str:
    lines = snippet.text.split("\n")
    taken = budget.take(lines, most)
    return fence("\n".join(taken), snippet.language) if len(taken) == len(lines) else ""


def _code(snippet: Snippet | None, budget: _Budget, most: int) -> str:
    if snippet is None:
        return ""
    lines = snippet.text.split("\n")
    taken = budget.take(lines, most)
    if not any(line.strip() for line in taken):
        return ""
    rest = ["…"] if len(taken) < len(lines) else []
    return fence("\n".join([*taken, *rest]), snippet.language)
