"""An entry's checkpoints in a message: the makers' own, conversions, fine-tunes, each with size, memory and licence."""

from collections.abc import Iterator, Sequence
from datetime import date

import discord

from bot.catalog.entry import Entry
from bot.huggingface.checkpoint import Checkpoint, EntryWeights, Gate, Origin, Placed
from bot.huggingface.memory import GB, LARGEST_GB, Memory, fitting, memory_of
from bot.i18n import Language
from bot.ui.entries import ACCENT, license_text, title_link
from bot.ui.facts import gigabytes, parameters_text
from bot.ui.navigation import Control, Message, button, menu, message
from bot.ui.tabs import Tab, share_button, tab_button, tab_row
from bot.ui.text import link, plain

PER_PAGE = 5
CARDS_GB = (8, 12, 16, 24, 48, 80)
_PAGES = 100
_MOST_DTYPES = 2

Item = discord.ui.Item[discord.ui.LayoutView]


def side_number(fits_gb: int, page: int) -> int:
    """Return the number that a control carries: the card's memory in GB, 0 for any, and the page from 0."""
    return min(fits_gb, LARGEST_GB) * _PAGES + min(page, _PAGES - 1)


def read_number(number: int) -> tuple[int, int]:
    """Read what `side_number` wrote."""
    return min(number // _PAGES, LARGEST_GB), number % _PAGES


def weights_page(
    entry: Entry,
    weights: EntryWeights,
    number: int,
    owner: int,
    language: Language,
    today: date,
    *,
    is_private: bool,
) -> Message:
    """Return the message that lists an entry's checkpoints; ``number`` is one of `side_number`."""
    fits_gb, page = read_number(number)
    shown = fitting(weights.placed, fits_gb * GB or None)
    pages = max(1, -(-len(shown) // PER_PAGE))
    page = min(page, pages - 1)
    items: list[Item] = [discord.ui.TextDisplay(_head(entry, weights, shown, fits_gb, language))]
    start = page * PER_PAGE
    items += _listed(shown[start : start + PER_PAGE], start, fits_gb, language, today)
    if notes := list(_notes(weights, language, today)):
        items += [
            discord.ui.Separator(),
            discord.ui.TextDisplay("\n".join(f"-# {note}" for note in notes)),
        ]
    if weights.placed:
        control = Control("wfits", owner, entry=entry.id)
        items.append(menu(control, language("weights-fits"), _sizes(fits_gb, language)))
    items.append(_links(entry, fits_gb, page, pages, owner, language))
    container = discord.ui.Container[discord.ui.LayoutView](*items, accent_colour=ACCENT)
    foot = discord.ui.ActionRow[discord.ui.LayoutView](
        tab_button(Tab.WEIGHTS, entry.id, owner, language, is_open=True),
        button(Control("wlegend", owner, entry=entry.id), language("weights-legend"), emoji="❔"),
        share_button(
            entry.id,
            owner,
            language,
            Tab.WEIGHTS,
            side_number(fits_gb, page),
            is_private=is_private,
        ),
    )
    return message(container, tab_row(Tab.WEIGHTS, entry.id, owner, language), foot)


def weights_legend(language: Language) -> Message:
    """Return what the estimate of memory means and where it ends."""
    lines = [f"### {language('weights-legend')}", language("weights-legend-text")]
    return message(
        discord.ui.Container[discord.ui.LayoutView](
            discord.ui.TextDisplay("\n".join(lines)), accent_colour=ACCENT
        )
    )


def checkpoint_line(
    checkpoint: Checkpoint, place: int, fits_gb: int, language: Language, today: date
) -> str:
    """Return a checkpoint's lines in a list."""
    memory = memory_of(checkpoint)
    facts = [parameters_text(memory.parameters)] if memory.parameters else []
    if memory.parameters and memory.is_named:
        facts = [language("weights-by-name", parameters=facts[0])]
    facts += [plain(dtype) for dtype in _main_dtypes(checkpoint)]
    facts += [name for name in checkpoint.formats if name != "safetensors" or not facts[1:]]
    lines = [
        " · ".join([f"**{place}.** **{link(checkpoint.id, checkpoint.url)}**", *facts]),
    ]
    size = _memory_text(memory, fits_gb, language)
    about = _about(checkpoint, language, today)
    return "\n".join([*lines, *(f"-# {text}" for text in (size, about) if text)])


def _head(
    entry: Entry, weights: EntryWeights, shown: Sequence[Placed], fits_gb: int, language: Language
) -> str:
    lines = [
        f"### {language('weights-title')}",
        f"{title_link(entry)} · {plain(entry.full_name)}",
    ]
    if code := license_text(entry, language):
        lines.append(f"-# {language('weights-code-license', license=code)}")
    if not weights.placed:
        known = language("weights-elsewhere") if entry.weights_url else language("weights-none")
        lines.append(language("weights-unasked") if weights.is_unreachable else known)
    elif fits_gb:
        counts = {"count": len(shown), "all": language.number(len(weights.placed))}
        lines.append(language("weights-fitting", size=str(fits_gb), **counts))
    return "\n".join(lines)


def _listed(
    shown: Sequence[Placed], start: int, fits_gb: int, language: Language, today: date
) -> Iterator[Item]:
    """Yield the checkpoints of a page, each group under its name."""
    before: Origin | None = None
    for place, each in enumerate(shown, start=start + 1):
        text = checkpoint_line(each.checkpoint, place, fits_gb, language, today)
        if each.origin is not before:
            yield discord.ui.Separator()
            text = f"**{language(f'weights-{each.origin}')}**\n{text}"
        before = each.origin
        yield discord.ui.TextDisplay(text)


def _main_dtypes(checkpoint: Checkpoint) -> list[str]:
    ordered = sorted(checkpoint.dtypes.items(), key=lambda pair: -pair[1])
    return [dtype for dtype, _ in ordered[:_MOST_DTYPES]]


def _memory_text(memory: Memory, fits_gb: int, language: Language) -> str:
    sizes = [
        language(f"weights-{bits}-bits", size=gigabytes(size, language))
        for bits, size in (
            (16, memory.in_16_bits),
            (8, memory.in_8_bits),
            (4, memory.in_4_bits),
        )
        if size is not None
    ]
    if memory.stored is not None and memory.in_16_bits is None:
        sizes.insert(0, language("weights-stored", size=gigabytes(memory.stored, language)))
    if not sizes:
        return ""
    text = language("weights-memory", sizes=language.join(sizes))
    bits = memory.precision_for(fits_gb * GB) if fits_gb else None
    if bits:
        text = f"✅ {language('weights-fits-in', bits=str(bits), size=str(fits_gb))} · {text}"
    return text


def _about(checkpoint: Checkpoint, language: Language, today: date) -> str:
    facts: list[str] = []
    if checkpoint.license:
        facts.append(plain(checkpoint.license))
    if checkpoint.gate in (Gate.AUTO, Gate.MANUAL):
        facts.append(f"🔒 {language(f'weights-gate-{checkpoint.gate}')}")
    if checkpoint.downloads is not None:
        count = language.number(checkpoint.downloads)
        facts.append(language("weights-downloads", count=count))
    if checkpoint.likes:
        facts.append(language("weights-likes", count=language.number(checkpoint.likes)))
    if checkpoint.modified:
        facts.append(language("weights-changed", day=language.day(checkpoint.modified, today)))
    return " · ".join(facts)


def _notes(weights: EntryWeights, language: Language, today: date) -> Iterator[str]:
    if weights.is_unreachable:
        yield language("weights-unreachable")
    if weights.fetched:
        yield language("weights-as-of", day=language.day(weights.fetched, today))
    if any(memory_of(each.checkpoint).least for each in weights.placed):
        yield language("weights-alone")


def _sizes(fits_gb: int, language: Language) -> list[discord.SelectOption]:
    sizes = sorted({0, *CARDS_GB, fits_gb})
    return [
        discord.SelectOption(
            label=language("weights-size", size=str(size)) if size else language("weights-any"),
            value=str(size),
            default=size == fits_gb,
        )
        for size in sizes
    ]


def _links(
    entry: Entry, fits_gb: int, page: int, pages: int, owner: int, language: Language
) -> discord.ui.ActionRow[discord.ui.LayoutView]:
    row = discord.ui.ActionRow[discord.ui.LayoutView]()
    if pages > 1:
        here = language("button-page", page=language.number(page + 1), pages=language.number(pages))
        for action, to, text, emoji, is_off in (
            ("wprev", page - 1, None, "◀️", page <= 0),
            ("where", page, here, None, True),
            ("wnext", page + 1, None, "▶️", page >= pages - 1),
        ):
            state = f"{Tab.WEIGHTS}{side_number(fits_gb, max(0, to))}"
            control = Control(action, owner, state=state, entry=entry.id)
            row.add_item(button(control, text, emoji=emoji, disabled=is_off))
    row.add_item(discord.ui.Button(label="GitHub", url=entry.url))
    return row
