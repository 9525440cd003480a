import discord

from bot.ui.command_links import link_commands
from bot.ui.navigation import message
from bot.ui.pages import notice

MENTIONS = {"newsletter subscribe": "</newsletter subscribe:7>", "edition": "</edition:8>"}


def linked(text: str) -> str:
    view = notice(text)
    link_commands(view, MENTIONS)
    (item,) = view.children
    assert isinstance(item, discord.ui.TextDisplay)
    return item.content


def test_commands_that_stand_alone_become_mentions() -> None:
    assert linked("Use `/newsletter subscribe` or `/edition`.") == (
        "Use </newsletter subscribe:7> or </edition:8>."
    )


def test_what_can_t_be_run_so_stays_as_it_is() -> None:
    for text in (
        "`/newsletter` is a group",
        "`/nothing here`",
        "`/edition month:2026-07` has an option",
        "```\n/edition\n```",
        "/edition without code",
    ):
        assert linked(text) == text


def test_texts_inside_containers_are_linked_and_too_long_ones_left() -> None:
    inner = discord.ui.TextDisplay[discord.ui.LayoutView]("`/edition`")
    view = message(discord.ui.Container(inner))
    link_commands(view, MENTIONS)
    assert inner.content == "</edition:8>"
    long = "`/edition` " * 350
    assert linked(long) == long
