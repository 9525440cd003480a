import json
import stat
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from bot.catalog.taxonomy import Taxonomy
from bot.editions.compose import compose
from bot.editions.edition import Edition, SectionKind, select
from bot.editions.feed import atom_feed
from bot.editions.files import Format, file_text, write_file
from bot.editions.record import from_json
from bot.editions.sources.material import EditionEvent, EditionEventKind, Material
from bot.editions.wording import has_moved
from bot.i18n import Language, Languages, Locale
from tests.bot.editions.goldens import FOLDER, MONTHS
from tests.bot.editions.samples import AUGUST, JULY, NASTY, crowd

ATOM = "{http://www.w3.org/2005/Atom}"
VOID = {"meta"}


def _xml(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314  # written by us


def _golden(month: str) -> Edition:
    return select(from_json((FOLDER / f"{month}.json").read_text(encoding="utf-8")))


def _nasty() -> Edition:
    """Return an edition whose every text is hostile."""
    subjects = [
        replace(
            one,
            model=replace(one.model, title=NASTY, summary_en=f"1. {NASTY}", summary_zh=NASTY),
        )
        for one in crowd()
    ]
    released = EditionEvent(
        subjects[0].model.full_name,
        EditionEventKind.RELEASED,
        JULY.first_day,
        "<script>alert(1)</script>",
    )
    return select(compose(JULY, Material(tuple(subjects), (released,))))


class _Reader(HTMLParser):
    """Collects tags and text, and whether every tag is closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.links: set[str] = set()
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links |= {value or "" for name, value in attrs if name in ("href", "src")}
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.fixture(params=list(Locale))
def language(request: pytest.FixtureRequest, languages: Languages) -> Language:
    return languages[request.param]


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize("file_format", [Format.MARKDOWN, Format.HTML, Format.ATOM])
def test_a_real_month_is_whole_in_every_format_and_language(
    month: str, file_format: Format, language: Language, taxonomy: Taxonomy
) -> None:
    edition = _golden(month)
    text = file_text(edition, file_format, language, taxonomy)
    tops = [section for section in edition.sections if section.kind is SectionKind.TOP]
    unmoved = [section for section in tops if not has_moved(section.lines[:5])]
    for section in edition.sections:
        if section in unmoved:
            assert section.lines[0].model.title in text
            continue
        for line in section.lines[:5]:
            assert line.model.url in text
    assert language("edition-rising") in text


def test_a_page_is_well_formed_loads_nothing_and_shows_hostile_text_as_text(
    language: Language, taxonomy: Taxonomy
) -> None:
    reader = _Reader()
    text = file_text(_nasty(), Format.HTML, language, taxonomy)
    reader.feed(text)
    assert reader.open == []
    assert not reader.tags & {"script", "img", "link", "iframe", "t"}
    assert all(link.startswith("https://github.com/lab/") for link in reader.links)
    assert NASTY in reader.text
    assert f'lang="{language.locale}"' in text


def test_markdown_shows_hostile_text_as_text(language: Language, taxonomy: Taxonomy) -> None:
    text = file_text(_nasty(), Format.MARKDOWN, language, taxonomy)
    assert "](https://evil.example)" not in text.replace("\\](", "")
    assert "\\<@1\\>" in text
    assert "\\`a\\`" in text
    if language.locale is Locale.ENGLISH:
        assert "\n  1\\. " in text


def test_json_is_the_edition_itself(language: Language, taxonomy: Taxonomy) -> None:
    edition = _golden("2022-10")
    text = file_text(edition, Format.JSON, language, taxonomy)
    assert from_json(text) == edition
    assert json.loads(text)["month"] == "2022-10"


def test_a_feed_has_the_newest_first_and_ids_that_stay(
    language: Language, taxonomy: Taxonomy
) -> None:
    editions = [_golden(month) for month in MONTHS]
    root = _xml(atom_feed(editions, language, taxonomy, "https://example.org/feed"))
    entries = root.findall(f"{ATOM}entry")
    updated = [entry.findtext(f"{ATOM}updated") for entry in entries]
    assert updated == ["2026-08-01T00:00:00Z", "2022-11-01T00:00:00Z", "2019-05-01T00:00:00Z"]
    assert root.findtext(f"{ATOM}updated") == updated[0]
    ids = [element.text for element in root.iter(f"{ATOM}id")]
    assert len(set(ids)) == 4
    # Another feed of fewer editions tells the same ids.
    (entry,) = _xml(atom_feed(editions[:1], language, taxonomy)).findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == ids[-1]
    for name in ("id", "title", "updated", "author"):
        assert root.find(f"{ATOM}{name}") is not None


def test_a_feed_stays_valid_whatever_a_title_holds(language: Language, taxonomy: Taxonomy) -> None:
    edition = _nasty()
    line = edition.sections[0].lines[0]
    bad = replace(line, model=replace(line.model, title="a\x00\x0b\ud800b & <c>"))
    section = replace(edition.sections[0], lines=(bad,))
    root = _xml(atom_feed([replace(edition, sections=(section,))], language, taxonomy))
    content = root.findtext(f"{ATOM}entry/{ATOM}content") or ""
    assert "ab &amp; &lt;c&gt;" in content
    reader = _Reader()
    reader.feed(content)
    assert reader.open == []


def test_feeds_of_other_languages_and_selections_have_other_ids(
    languages: Languages, taxonomy: Taxonomy
) -> None:
    edition = compose(JULY, Material(tuple(crowd())))
    feeds = [
        atom_feed([shown], languages[locale], taxonomy)
        for locale in Locale
        for shown in (select(edition), select(edition, "graphs"), select(edition, None, "pytorch"))
    ]
    ids = [element.text for feed in feeds for element in _xml(feed).iter(f"{ATOM}id")]
    assert len(set(ids)) == len(ids) == 12


def test_an_empty_feed_and_an_empty_month_are_still_readable(
    language: Language, taxonomy: Taxonomy
) -> None:
    assert _xml(atom_feed([], language, taxonomy)).findall(f"{ATOM}entry") == []
    empty = select(compose(AUGUST, Material()))
    for file_format in (Format.MARKDOWN, Format.HTML, Format.ATOM):
        assert language("edition-nothing") in file_text(empty, file_format, language, taxonomy)


def test_a_file_is_replaced_at_once_and_can_be_read_by_a_server(tmp_path: Path) -> None:
    path = tmp_path / "made" / "feed.atom"
    write_file(path, "one")
    write_file(path, "二")
    assert path.read_text(encoding="utf-8") == "二"
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert list(path.parent.iterdir()) == [path]


def test_a_write_that_fails_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "feed.atom"
    write_file(path, "old")

    def fail(_number: int) -> None:
        raise OSError("no space left")

    fsync: Callable[[int], None] = fail
    monkeypatch.setattr("os.fsync", fsync)
    with pytest.raises(OSError, match="no space left"):
        write_file(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]
