from bot.ui.markdown.fences import fence


def test_nothing_in_a_fence_ends_it() -> None:
    assert fence("a ``` b\n@everyone", "python") == "```python\na ˋˋˋ b\n@everyone\n```"
    assert fence("x", "no language") == "```\nx\n```"
