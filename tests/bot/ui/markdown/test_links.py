import pytest

from bot.ui.markdown.links import masked


@pytest.mark.parametrize(
    ("words", "url", "shown"),
    [
        ("the paper", "https://x.org/p.pdf", "[the paper](https://x.org/p.pdf)"),
        ("https://good.com", "https://evil.com/a", "[evil.com](https://evil.com/a)"),
        ("good.com", "https://evil.com/a", "[evil.com](https://evil.com/a)"),
        ("www.same.org/x", "https://same.org/x", "[www.same.org/x](https://same.org/x)"),
        ("https://same.org/x", "https://same.org/x", "[same.org/x](https://same.org/x)"),
        ("netv9.pt", "https://x.org/netv9.pt", "[netv9.pt](https://x.org/netv9.pt)"),
        ("tools/run.py", "https://x.org/r", "[tools/run.py](https://x.org/r)"),
        ("[a](https://good.com)", "https://evil.com", "[evil.com](https://evil.com)"),
        (
            "a] **b** <@1> @everyone",
            "https://x.org",
            "[a) ∗∗b∗∗ ‹@1> @\u200beveryone](https://x.org)",
        ),
        ("\u200b\u202e", "https://x.org", "[–](https://x.org)"),
        ("раураl.com", "https://evil.com", "[evil.com](https://evil.com)"),
        ("//good.com", "https://evil.com", "[evil.com](https://evil.com)"),
        ("@good.com", "https://evil.com", "[evil.com](https://evil.com)"),
        ("a/good.com", "https://evil.com", "[evil.com](https://evil.com)"),
        ("go\u200bod\u2060.com", "https://evil.com", "[evil.com](https://evil.com)"),
        ("good\u2024com", "https://evil.com", "[evil.com](https://evil.com)"),
        ("ｇｏｏｄ．ｃｏｍ", "https://evil.com", "[evil.com](https://evil.com)"),
        ("evil.com@good.com", "https://evil.com", "[evil.com](https://evil.com)"),
        ("evil.com.good.com", "https://evil.com", "[evil.com](https://evil.com)"),
        ("evil.com good.com", "https://evil.com", "[evil.com](https://evil.com)"),
        ("see same.org.", "https://same.org/x", "[see same.org.](https://same.org/x)"),
        ("same.org/x.io/y", "https://www.same.org/", "[same.org/x.io/y](https://www.same.org/)"),
        ("good.net", "https://evil.com", "[evil.com](https://evil.com)"),
        ("good.pt", "https://evil.com", "[evil.com](https://evil.com)"),
        ("README.md", "https://x.org/b/README.md", "[README.md](https://x.org/b/README.md)"),
        ("repo/tool.git", "https://x.org/r", "[repo/tool.git](https://x.org/r)"),
    ],
)
def test_a_label_names_no_other_address(words: str, url: str, shown: str) -> None:
    assert masked(words, url) == shown
