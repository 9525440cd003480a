import pytest

from bot.ui.markdown.escaping import escape


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("snake_case *x* ~~y~~ ||z||", "snake\\_case \\*x\\* \\~\\~y\\~\\~ \\|\\|z\\|\\|"),
        ("[good](https://evil.example)", "\\[good\\](https:\u2060//evil.example)"),
        ("@everyone @here <@1> <@&2> <#3>", "@\u200beveryone @\u200bhere ‹@1> ‹@&2> ‹#3>"),
        ("<t:0:R> <:x:1> </cmd:1> <id:guide>", "‹t:0:R> ‹:x:1> ‹/cmd:1> ‹id:guide>"),
        ("discord.gg/abc discord.com/invite/x", "discord\u2060.gg/abc discord\u2060.com/invite/x"),
        ("evil\u202egnp.exe a\u200bb\ufeffc", "evilgnp.exe abc"),
        ("`code` \\* back", "\\`code\\` \\\\\\* back"),
        ("模型 下载：好", "模型 下载：好"),
    ],
)
def test_nothing_in_text_comes_alive(text: str, shown: str) -> None:
    assert escape(text) == shown


def test_less_than_is_left_where_nothing_follows_that_would_live() -> None:
    assert escape("numpy <3, 1<2, i <b> <@1>") == "numpy <3, 1<2, i ‹b> ‹@1>"
