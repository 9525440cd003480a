"""One to four entries beside each other: their facts, and their stars as curves."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import discord

from bot.catalog.entry import Entry
from bot.catalog.taxonomy import Taxonomy
from bot.i18n import Language
from bot.ui.charts.series import Align, ChartSpec, Scale, TimeRange
from bot.ui.entries import ACCENT, health_text, license_text, title_link
from bot.ui.facts import gain_text, names_of, stars_text
from bot.ui.navigation import Control, Message, button, message, remove_button
from bot.ui.tabs import Tab, share_button, tab_row
from bot.ui.text import plain

MOST_COMPARED = 4
_NUMBER = re.compile(r"[0-9]{1,12}")
_PICTURE = "stars.png"
_LONGEST_LINE = 72
# The chart's four colours, as signs that text can show.
_SIGNS = ("🟧", "🟦", "🟩", "🟪")
_TIME_RANGES = {"m": TimeRange.MONTH, "y": TimeRange.YEAR, "a": TimeRange.ALL}
_ALIGNS = {"d": Align.DATE, "g": Align.AGE}
_SCALES = {"n": Scale.LINEAR, "o": Scale.LOG}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Which entries are compared, and how their curves are drawn.

    ``are_rows`` says that the ids are those of rows, as controls carried them before entries had numbers.
    """

    entry_ids: tuple[int, ...]
    spec: ChartSpec = ChartSpec()  # noqa: RUF009  # frozen
    are_rows: bool = False

    def state(self) -> str:
        """Return the comparison as a control carries it: numbers, each behind a 0, then a letter for each choice."""
        letters = "".join(
            next(letter for letter, value in choices.items() if value is chosen)
            for choices, chosen in (
                (_TIME_RANGES, self.spec.time_range),
                (_ALIGNS, self.spec.align),
                (_SCALES, self.spec.scale),
            )
        )
        sign = "" if self.are_rows else "0"
        return ".".join(f"{sign}{entry_id}" for entry_id in self.entry_ids) + f";{letters}"


def read_comparison(state: str) -> Comparison | None:
    """Read what `Comparison.state` wrote; None when it is not whole."""
    ids, _, letters = state.partition(";")
    numbers = ids.split(".")
    known = [_TIME_RANGES, _ALIGNS, _SCALES]
    if len(letters) != len(known) or not 1 <= len(numbers) <= MOST_COMPARED:
        return None
    if not all(_NUMBER.fullmatch(number) for number in numbers):
        return None
    if any(letter not in choices for letter, choices in zip(letters, known, strict=True)):
        return None
    spec = ChartSpec(_TIME_RANGES[letters[0]], _ALIGNS[letters[1]], _SCALES[letters[2]])
    are_rows = not all(number.startswith("0") for number in numbers)
    return Comparison(tuple(map(int, numbers)), spec, are_rows)


def comparison_page(
    entries: Sequence[Entry],
    comparison: Comparison,
    picture: bytes | None,
    description: str,
    owner: int,
    language: Language,
    taxonomy: Taxonomy,
    today: date,
    *,
    is_private: bool,
) -> Message:
    """Return the message. ``picture`` is the chart, None where no entry has a count; ``description`` says its numbers."""
    items: list[discord.ui.Item[discord.ui.LayoutView]] = [
        discord.ui.TextDisplay(_head(entries, language))
    ]
    if len(entries) > 1:
        facts = "\n".join(_facts(entries, language, taxonomy, today))
        items += [discord.ui.Separator(), discord.ui.TextDisplay(facts)]
    if picture:
        shown = discord.MediaGalleryItem(f"attachment://{_PICTURE}", description=description)
        items.append(discord.ui.MediaGallery(shown))
    else:
        items.append(discord.ui.TextDisplay(language("compare-no-counts")))
    container = discord.ui.Container[discord.ui.LayoutView](*items, accent_colour=ACCENT)
    own = Control("chart", owner, 0, comparison.state())
    rows = [_time_ranges(comparison, own, language)] if picture else []
    if len(entries) == 1:
        rows.append(tab_row(Tab.STARS, entries[0].id, owner, language))
        foot = share_button(entries[0].id, owner, language, Tab.STARS, is_private=is_private)
        rows.append(discord.ui.ActionRow(foot))
    elif not is_private:
        rows.append(discord.ui.ActionRow(remove_button(own, language)))
    return message(container, *rows, pictures={_PICTURE: picture} if picture else {})


def _head(entries: Sequence[Entry], language: Language) -> str:
    if len(entries) == 1:
        entry = entries[0]
        return f"## {language('compare-stars')}\n{title_link(entry)} · {plain(entry.full_name)}"
    lines = [
        f"{sign} {title_link(entry)} · {plain(entry.full_name)}"
        for sign, entry in zip(_SIGNS, entries, strict=False)
    ]
    return "\n".join((f"## {language('compare-title')}", *lines))


def _facts(
    entries: Sequence[Entry], language: Language, taxonomy: Taxonomy, today: date
) -> list[str]:
    rows = facts_of(entries, language, taxonomy, today)
    return [_row(language(name), _marked(values)) for name, values in rows.items() if any(values)]


def facts_of(
    entries: Sequence[Entry], language: Language, taxonomy: Taxonomy, today: date
) -> dict[str, list[str]]:
    """Return the compared facts by the name of their message: a text for each entry, empty where unknown."""
    return {
        "fact-stars": [stars_text(entry, language, today, has_gain=False) for entry in entries],
        "fact-gains": [
            language.join(gain_text(gain, language) for gain in entry.gains) for entry in entries
        ],
        "fact-created": [
            language.month(entry.created) if entry.created else "" for entry in entries
        ],
        "fact-health": [health_text(entry, language, today) for entry in entries],
        "fact-license": [license_text(entry, language) for entry in entries],
        "fact-frameworks": [
            names_of(entry.frameworks, taxonomy.frameworks, language) for entry in entries
        ],
        "fact-weights": [language("weights-yes") if entry.weights_url else "" for entry in entries],
        "fact-release": [
            f"{plain(entry.release.tag, 40)} · {language.day(entry.release.published, today)}"
            if entry.release
            else ""
            for entry in entries
        ],
    }


def _row(name: str, values: Sequence[str]) -> str:
    """Return a fact in one line, or in one for each value where that would be too long to read across."""
    line = f"**{name}** " + "\u2003".join(values)
    return line if len(line) <= _LONGEST_LINE else f"**{name}**\n" + "\n".join(values)


def _marked(values: Sequence[str]) -> list[str]:
    """Return values under their signs; equal ones appear once, under all of theirs."""
    signs: dict[str, str] = {}
    for sign, value in zip(_SIGNS, values, strict=False):
        signs[value or "–"] = signs.get(value or "–", "") + sign
    return [f"{sign} {value}" for value, sign in signs.items()]


def _time_ranges(
    comparison: Comparison, control: Control, language: Language
) -> discord.ui.ActionRow[discord.ui.LayoutView]:
    """Return the buttons that redraw the chart; those of the present choice are disabled."""
    spec = comparison.spec

    def change(text: str, changed: ChartSpec) -> discord.ui.Button[discord.ui.LayoutView]:
        state = replace(comparison, spec=changed).state()
        return button(replace(control, state=state), text, disabled=changed == spec)

    buttons = [
        change(language(f"span-{time_range}"), replace(spec, time_range=time_range))
        for time_range in _TIME_RANGES.values()
    ]
    scale = Scale.LINEAR if spec.scale is Scale.LOG else Scale.LOG
    buttons.append(change(language(f"scale-{scale}"), replace(spec, scale=scale)))
    if len(comparison.entry_ids) > 1:
        align = Align.DATE if spec.align is Align.AGE else Align.AGE
        buttons.append(change(language(f"align-{align}"), replace(spec, align=align)))
    return discord.ui.ActionRow(*buttons)
