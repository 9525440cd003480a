from datetime import date

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from bot.catalog.entry import Entry
from bot.i18n import Languages, Locale
from bot.publishing.readmes import set_readme
from bot.readme.parse import parse_readme
from bot.readme.reading import Absence, Contents, Postponed, QuickStart
from bot.readme.stored import contents_from_json
from bot.ui.readme import absence_page, quick_start_page, readme_page
from bot.ui.tabs import Tab
from bot.ui.typesetting.pages import typeset
from tests.bot.readme.rendering import github_html
from tests.bot.ui.typesetting.test_pages import ATTACKS
from tests.examples import examples
from tests.github.server import NOW
from tests.limits import problems_of

ENTRY = Entry(
    id=999_999,
    full_name="a-very-long-owner-name-of-39-characters/" + "a-name" * 16,
    title="Title " * 10,
    summary_en="",
    summary_zh="",
    categories=(),
    frameworks=(),
    tasks=(),
    created=date(2020, 1, 1),
)
OWNER = 2**63 - 1


def everything(markdown: str, languages: Languages, locale: Locale) -> list[str]:
    """Return what Discord would refuse of a README's messages."""
    html = github_html(markdown)
    pages, sections = typeset(parse_readme(html, "a/b"))
    contents = Contents(len(pages), sections, QuickStart())
    language = languages[locale]
    views = [
        readme_page(ENTRY, contents, page, number, OWNER, language, is_private=False)
        for number, page in enumerate(pages[:12])
    ]
    found = contents_from_json(set_readme(html, "a/b").contents).quick_start
    views.append(quick_start_page(ENTRY, found, OWNER, language, is_private=True))
    return [
        problem for view in views for problem in problems_of({"components": view.to_components()})
    ]


@pytest.mark.parametrize("locale", list(Locale))
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack[:20])
def test_hostile_readmes_make_messages_that_discord_takes(
    attack: str, locale: Locale, languages: Languages
) -> None:
    assert everything(f"# Title\n\n{attack}\n\n## Install\n\n{attack}", languages, locale) == []


@examples(60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(ATTACKS) | st.text(max_size=200), max_size=8))
def test_so_does_any(languages: Languages, parts: list[str]) -> None:
    assert everything("\n\n".join(parts), languages, Locale.CHINESE) == []


def test_a_readme_of_pictures_fits() -> None:
    markdown = "# T\n\n" + "".join(f"![picture {n}](p{n}.png)\n\ntext {n}\n\n" for n in range(40))
    pages, _ = typeset(parse_readme(github_html(markdown), "a/b"))
    assert sum(len(part.pictures) for page in pages for part in page.parts) == 40


def test_a_long_quick_start_is_cut_between_lines(languages: Languages) -> None:
    markdown = (
        "## Install\n```\n"
        "pip install "
        + "x" * 60
        + "\n" * 1
        + "```\n## Usage\n```python\nimport net\n"
        + "\n".join(f"net.step({n})  # {'说明' * 12}" for n in range(38))
        + "\n```\n"
    )
    found = contents_from_json(set_readme(github_html(markdown), "a/b").contents).quick_start
    view = quick_start_page(ENTRY, found, OWNER, languages[Locale.CHINESE], is_private=False)
    components = view.to_components()
    assert problems_of({"components": components}) == []
    text = str(components)
    assert "net.step(0)" in text
    assert "net.step(37)" not in text
    assert "…\\n```" in text


@pytest.mark.parametrize("absence", list(Absence))
@pytest.mark.parametrize("tab", [Tab.README, Tab.QUICK_START])
def test_every_absence_has_its_sentence(absence: Absence, tab: Tab, languages: Languages) -> None:
    for language in languages.values():
        view = absence_page(ENTRY, absence, tab, OWNER, language, is_private=True)
        assert problems_of({"components": view.to_components()}) == []
        assert language(f"readme-{absence}") in str(view.to_components())


def test_the_menu_holds_25_sections_around_the_page(languages: Languages) -> None:
    markdown = "# T\n\n" + "".join(
        f"## Part {n}\n\n" + "A sentence here. " * 80 + "\n\n" for n in range(60)
    )
    pages, sections = typeset(parse_readme(github_html(markdown), "a/b"))
    contents = Contents(len(pages), sections, QuickStart())
    for number in (0, len(pages) // 2, len(pages) - 1):
        view = readme_page(
            ENTRY,
            contents,
            pages[number],
            number,
            OWNER,
            languages[Locale.ENGLISH],
            is_private=False,
        )
        assert problems_of({"components": view.to_components()}) == []
        menu = next(
            item["components"][0]
            for item in view.to_components()[0]["components"]
            if item["type"] == 1 and item["components"][0]["type"] == 3
        )
        assert len(menu["options"]) == 25
        assert [
            option["value"].split(".")[0] for option in menu["options"] if option.get("default")
        ] == [str(number)]


def test_a_postponed_readme_says_why_and_until_when(languages: Languages) -> None:
    reason = "The `org` organization has an IP allow list. " + "说明" * 400
    postponed = Postponed(reason, NOW, is_own=True)
    for language in languages.values():
        view = absence_page(ENTRY, postponed, Tab.README, OWNER, language, is_private=True)
        assert problems_of({"components": view.to_components()}) == []
        text = str(view.to_components())
        assert "The ˋorgˋ organization has an IP allow list" in text
        assert f"<t:{int(NOW.timestamp())}:R>" in text


def test_a_github_that_can_t_be_reached_gives_no_details(languages: Languages) -> None:
    postponed = Postponed("Name or service not known", NOW)
    for language in languages.values():
        view = absence_page(ENTRY, postponed, Tab.README, OWNER, language, is_private=True)
        text = str(view.to_components())
        assert "Name or service" not in text
        assert f"<t:{int(NOW.timestamp())}:R>" in text
