"""Editions as messages: within Discord's limits whatever they hold, and alive for years by their custom_ids."""

from typing import Any

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalog.taxonomy import Taxonomy
from bot.config import shipped_folder
from bot.editions.compose import compose
from bot.editions.edition import Edition, Line, Section, SectionKind, select
from bot.editions.record import from_json
from bot.editions.sources.material import Material, Model
from bot.i18n import Languages, Locale, load_languages
from bot.ui.edition import chart_rows, edition_messages, how_page, subscribe_page
from bot.ui.edition_ref import (
    HOW,
    LANGUAGE,
    OPEN,
    SUBSCRIBE,
    EditionRef,
    read_edition_ref,
)
from bot.ui.navigation import Message, parse_control
from bot.ui.text import fits
from tests.bot.editions.goldens import FOLDER, MONTHS
from tests.bot.editions.samples import JULY, NASTY
from tests.examples import examples
from tests.limits import problems_of

PICTURE = b"a picture"


def _golden(month: str) -> Edition:
    return from_json((FOLDER / f"{month}.json").read_text(encoding="utf-8"))


def _check(view: Message) -> None:
    assert fits(view)
    assert problems_of({"components": view.to_components()}) == []


def _texts(view: Message) -> str:
    items = view.walk_children()
    return "\n".join(item.content for item in items if isinstance(item, discord.ui.TextDisplay))


def _custom_ids(view: Message) -> list[str]:
    controls = (discord.ui.Button, discord.ui.Select)
    return [
        item.custom_id
        for item in view.walk_children()
        if isinstance(item, controls) and item.custom_id
    ]


def _nasty_model(number: int, title: str, summary: str) -> Model:
    name = f"{'o' * 39}/{'_' * 90}{number}"
    return Model(name, title, summary, summary, ("natural-language-processing",), ("paddlepaddle",))


def _crammed(title: str, summary: str) -> Edition:
    """Return an edition with every section full of the longest lines."""
    rules: dict[SectionKind, tuple[str, dict[str, int | float | str]]] = {
        SectionKind.RISING: ("gained", {"gained": 10**6, "best_of": 13, "usual": 10**6, "last": 5}),
        SectionKind.FAST: ("pace", {"among": "all", "growth": 99.99, "typical": 1.0, "peers": 9}),
        SectionKind.MILESTONES: (
            "overtook",
            {"other": f"{'o' * 39}/{'_' * 100}", "other_stars": 10**6},
        ),
        SectionKind.NEW: ("created", {"day": "2026-07-05", "stars": 10**6}),
        SectionKind.RELEASES: ("released", {"day": "2026-07-05", "tag": title}),
        SectionKind.FAREWELL: (
            "gone",
            {"day": "2026-07-05", "successors": " ".join([f"{'o' * 39}/{'_' * 100}"] * 3)},
        ),
    }
    models = [_nasty_model(number, title, summary) for number in range(30)]
    sections = [
        Section(
            kind,
            tuple(
                Line(model, rule, figures, seen=("",) if number > 15 else ())
                for number, model in enumerate(models)
            ),
        )
        for kind, (rule, figures) in rules.items()
    ]
    tops = [
        Section(
            SectionKind.TOP,
            tuple(Line(model, "top", {"rank": 1, "move": -9}) for model in models),
            (),
            key,
        )
        for key in ("natural-language-processing", *"abcdefghij")
    ]
    held = tuple(Line(model, "leapt", {"gained": 10**6, "usual": 1}) for model in models)
    return Edition(JULY, 10**5, 10**5, JULY.first_day, JULY.first_day, (*sections, *tops), held)


@pytest.mark.parametrize("locale", list(Locale))
@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize(
    "scope", [(None, None), ("audio-speech", None), (None, "pytorch"), ("graphs", "cntk")]
)
def test_real_months_fit_in_few_messages(
    languages: Languages,
    taxonomy: Taxonomy,
    locale: Locale,
    month: str,
    scope: tuple[str | None, str | None],
) -> None:
    edition = _golden(month)
    ref = EditionRef(edition.month, locale, *scope)
    parts = edition_messages(edition, ref, languages[locale], taxonomy, chart=PICTURE)
    assert 1 <= len(parts) <= 2
    for part in parts:
        _check(part)
    assert languages[locale].month(edition.month.first_day, is_whole=True) in _texts(parts[0])


@examples(40)
@given(
    title=st.one_of(st.just(NASTY), st.just("汉" * 120), st.text(min_size=1, max_size=120)),
    summary=st.one_of(
        st.just(NASTY), st.just("_*" * 70), st.just("汉" * 140), st.text(max_size=140)
    ),
    locale=st.sampled_from(Locale),
)
def test_whatever_names_hold_every_part_fits_and_nothing_comes_alive(
    title: str, summary: str, locale: Locale
) -> None:
    # Not the fixtures: hypothesis would write out the whole taxonomy.
    languages, taxonomy = load_languages(shipped_folder() / "locales"), Taxonomy()
    edition = _crammed(title, summary)
    ref = EditionRef(edition.month, locale)
    parts = edition_messages(
        edition, ref, languages[locale], taxonomy, marker=lambda part: f"nl:2026-07:{part}"
    )
    assert len(parts) <= 10
    for part in parts:
        _check(part)
        text = _texts(part)
        assert "<@" not in text
        assert "<t:" not in text
        assert "](https://evil" not in text


def test_every_part_carries_its_marker_and_controls_that_can_be_read(
    languages: Languages, taxonomy: Taxonomy
) -> None:
    edition = _crammed("title", "summary" * 20)
    ref = EditionRef(JULY, Locale.CHINESE, "natural-language-processing", "paddlepaddle")
    parts = edition_messages(
        edition, ref, languages[ref.locale], taxonomy, marker=lambda part: f"nl:2026-07:{part}"
    )
    assert len(parts) > 1
    for number, part in enumerate(parts):
        ids = _custom_ids(part)
        assert all(one.endswith(f"nl:2026-07:{number}") for one in ids)
        controls = [parse_control(one) for one in ids]
        assert all(one and read_edition_ref(one.state) == ref for one in controls)
        assert {one.page for one in controls if one} == {number}
        assert {LANGUAGE, HOW} <= {one.action for one in controls if one}
    last = [parse_control(one) for one in _custom_ids(parts[-1])]
    assert SUBSCRIBE in {one.action for one in last if one}


def test_any_entry_shown_can_be_opened_by_its_name(
    languages: Languages, taxonomy: Taxonomy
) -> None:
    edition = _golden("2019-04")
    ref = EditionRef(edition.month)
    parts = edition_messages(edition, ref, languages[ref.locale], taxonomy)
    chooser, *_ = [
        item
        for part in parts
        for item in part.walk_children()
        if isinstance(item, discord.ui.Select)
    ]
    control = parse_control(chooser.custom_id)
    assert control is not None
    assert control.action == OPEN
    values = {
        option.value
        for part in parts
        for item in part.walk_children()
        if isinstance(item, discord.ui.Select)
        for option in item.options
    }
    rising = select(edition).section(SectionKind.RISING)
    assert rising is not None
    assert {line.model.full_name for line in (*rising.lines, *rising.again)} <= values


def test_the_chart_shows_all_risers_and_its_description_says_the_numbers(
    languages: Languages, taxonomy: Taxonomy
) -> None:
    edition = _golden("2026-07")
    ref = EditionRef(edition.month)
    rows = chart_rows(edition, ref)
    assert rows[0] == ("opendatalab/MinerU", 3_745)
    assert ("openai/whisper", 2_368) in rows
    parts = edition_messages(edition, ref, languages[ref.locale], taxonomy, chart=PICTURE)
    galleries = [
        item for item in parts[0].walk_children() if isinstance(item, discord.ui.MediaGallery)
    ]
    described = str(galleries[0].items[0].description)
    assert all(f"{name} {gained:+,}" in described for name, gained in rows)
    assert [file.filename for file in parts[0].files()] == ["risers-2026-07.png"]


def test_a_month_of_too_little_says_so_in_both_languages(
    languages: Languages, taxonomy: Taxonomy
) -> None:
    edition = compose(JULY, Material())
    for locale, words in ((Locale.ENGLISH, "Too little is known"), (Locale.CHINESE, "数据太少")):
        (part,) = edition_messages(edition, EditionRef(JULY, locale), languages[locale], taxonomy)
        _check(part)
        assert words in _texts(part)


@pytest.mark.parametrize("locale", list(Locale))
def test_what_buttons_answer_fits_and_leaves_no_gap(languages: Languages, locale: Locale) -> None:
    for page in (how_page(languages[locale]), subscribe_page(languages[locale])):
        _check(page)
        assert "{" not in _texts(page)
    invited: Any = subscribe_page(languages[locale], "https://discord.com/oauth2/authorize")
    _check(invited)
    rules = _texts(how_page(languages[locale]))
    assert all(languages[locale](f"edition-{kind}") in rules for kind in ("rising", "fast"))
    assert len(rules.splitlines()) == 9
