import pytest

from bot.readme.links import Place, is_badge, link_url, picture_url, tex_of

PLACE = Place("a/b")


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("https://x.org/a(b)?q=1#f", "https://x.org/a%28b%29?q=1#f"),
        ("//x.org/a", "https://x.org/a"),
        ("docs/a b.md", "https://github.com/a/b/blob/HEAD/docs/a%20b.md"),
        ("../c", "https://github.com/a/b/blob/c"),
        ("#install", "#install"),
        ("https://例子.cn/模型", "https://xn--fsqu00a.cn/%E6%A8%A1%E5%9E%8B"),
        ("https://x.org/%7Ea", "https://x.org/%7Ea"),
    ],
)
def test_links_are_absolute(href: str, url: str) -> None:
    assert link_url(href, PLACE) == url


def test_pictures_come_from_github_alone() -> None:
    assert picture_url("https://x.org/a.png", PLACE) is None
    assert picture_url("https://github.com/a/b", PLACE) is None
    attached = "https://github.com/user-attachments/assets/1"
    assert picture_url(attached, PLACE) == attached
    assert picture_url("a.PDF", PLACE) is None


def test_a_picture_of_some_size_is_no_badge() -> None:
    assert not is_badge("https://x.org/result.png", "Results", "600", None)
    assert not is_badge("https://x.org/result.png", "", "79%", "auto")
    assert is_badge("https://[bad", "", None, None)


def test_formulas_drawn_as_pictures_are_tex() -> None:
    assert tex_of("https://latex.codecogs.com/svg.image?x%5E2") == "x^2"
    assert tex_of("https://render.githubusercontent.com/render/math?math=y_1&mode=inline") == "y_1"
    assert tex_of("https://x.org/a.png") is None
