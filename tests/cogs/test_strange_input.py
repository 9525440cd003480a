"""What Discord's own clients would refuse is answered in a sentence all the same, and nothing is written by halves."""

from typing import Any

import discord
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from tests.cogs.raw import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    MODAL,
    command_data,
    commands_of,
    component_data,
    dispatch,
    menus_of,
    modal_data,
    refs,
    routes_of,
    said,
    typed,
)
from tests.conftest import Stage
from tests.examples import examples

FAULT = ("on our side", "我们这边")
strange_texts = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["", " ", "\0", "\ud800", "a\udfffb", "x" * 7000, "@everyone", "`", "9" * 5000, "NaN", "*"]
    ),
    st.text(st.characters(categories=["Cs", "Cc", "Lo", "Nd"]), max_size=20),
)
strange_numbers = st.one_of(
    st.integers(-(2**70), 2**70), st.sampled_from([0, -1, 32, 24, 2**31, 2**63, 10**400])
)
strange_floats = st.sampled_from([float("inf"), float("-inf"), float("nan"), 1e308, -0.0, 7.5])
strange_ids = st.one_of(
    strange_numbers.filter(lambda number: abs(number) < 2**80).map(str),
    st.sampled_from(["", "x", "-5", "0", "٣", "1" * 4000, "1e5"]),
)
anything = st.one_of(
    st.none(),
    st.booleans(),
    strange_texts,
    strange_numbers,
    strange_floats,
    st.just([]),
    st.just({}),
)
locales = st.sampled_from(["en-US", "zh-CN", "zh-TW", "de", "xx-unknown", ""])
few = examples(40, suppress_health_check=[HealthCheck.function_scoped_fixture])
SEEN_STATES = [
    "9223372036854775808",
    "-1",
    "q=yolo&m=99999999999999999999&s=x&h=y",
    "@deadbeef",
    "2026-13;e;;",
    "0000-00;e;;~",
    "1.2.3.99999999999;mdl",
    "99;;;a",
    "r99999",
    "?" * 58,
    "-" * 58,
    "zzzzzzzzzzzzz" * 3 + "-" * 19,
]


def check(result: Any) -> str:
    """Hold an answer to what it must be: there, short enough, and no fault of ours."""
    shown = said(result)
    assert shown
    assert not any(fault in shown for fault in FAULT), shown
    return shown


@st.composite
def strange_options(draw: st.DrawFn, command: Any, channel: int) -> list[dict[str, Any]]:
    """Return options of a command: all of their types, or one of them of none."""
    of_type = {
        3: strange_texts,
        4: strange_numbers | st.integers(1, 23),
        5: st.booleans(),
        7: st.just(str(channel)),
        10: strange_floats,
    }
    options: list[dict[str, Any]] = []
    for parameter in command.parameters:
        kind = parameter.type.value
        if parameter.required or draw(st.booleans()):
            value = draw(of_type.get(kind, strange_ids))
            options.append({"name": parameter.name, "type": kind, "value": value})
    if options and draw(st.booleans()):
        wrong = draw(st.sampled_from(options))
        wrong["value"] = draw(anything | strange_ids)
        wrong["type"] = draw(st.sampled_from([wrong["type"], 3, 4, 5, 6, 7, 8, 9, 10, 11, 99]))
    return options


@few
@given(data=st.data(), locale=locales)
async def test_any_option_is_answered(stage: Stage, data: st.DataObject, locale: str) -> None:
    command = data.draw(st.sampled_from(commands_of(stage)))
    options = data.draw(strange_options(command, stage.channel.id))
    sent = command_data(command, options, refs(stage))
    check(await dispatch(stage, stage.admin, COMMAND, sent, locale=locale))
    await expect_whole_subscriptions(stage)


async def expect_whole_subscriptions(stage: Stage) -> None:
    assert stage.services.newsroom
    for saved in await stage.services.newsroom.store.of_guild(stage.guild.id):
        assert saved.settings.channel_id == stage.channel.id
        assert saved.settings.day in range(1, 32)
        assert saved.settings.hour in range(24)
        await stage.services.newsroom.store.remove(saved.id)


@few
@given(data=st.data(), locale=locales)
async def test_any_control_is_answered(stage: Stage, data: st.DataObject, locale: str) -> None:
    action = data.draw(st.sampled_from(routes_of(stage)))
    state = data.draw(
        st.one_of(st.sampled_from(SEEN_STATES), st.integers(0, 2**70).map(str), strange_texts)
    )
    page = data.draw(st.sampled_from([0, 1, 2, 6, 9, 999_999]))
    owner = data.draw(st.sampled_from(["0", "1", "z" * 13, "3w5e11264sgsf"]))
    custom_id = f"mz:{action}:{owner}:{page}:{state[:64]}"
    kind = data.draw(st.sampled_from([COMPONENT, COMPONENT, MODAL]))
    sent = (
        modal_data(custom_id, data.draw(st.one_of(anything, anything.map(typed))))
        if kind == MODAL
        else component_data(custom_id, data.draw(st.one_of(anything, st.lists(anything))))
    )
    before = len(stage.env.http_requests)
    result = await dispatch(stage, stage.admin, kind, sent, locale=locale)
    shown = said(result)
    assert not any(fault in shown for fault in FAULT), shown
    assert [r for r in stage.env.http_requests[before:] if r.path.endswith("/callback")]
    await expect_whole_subscriptions(stage)


async def test_every_route_answers_what_is_broken_or_out_of_bounds(stage: Stage) -> None:
    for action in routes_of(stage):
        for state in SEEN_STATES:
            sent = component_data(f"mz:{action}:1:999999:{state}", ["9" * 30])
            shown = said(await dispatch(stage, stage.admin, COMPONENT, sent))
            assert not any(fault in shown for fault in FAULT), (action, state)


@pytest.mark.parametrize("resolved", [{}, {"messages": {}}, {"users": {}}])
async def test_a_message_menu_without_its_message_is_answered(
    stage: Stage, resolved: dict[str, Any]
) -> None:
    for menu in menus_of(stage):
        data = {"id": "1", "name": menu.name, "type": menu.type.value, "target_id": "5"}
        sent = {**data, "resolved": resolved}
        check(await dispatch(stage, stage.alice, COMMAND, sent))
    stage.expected_faults.append(discord.app_commands.AppCommandError)


@few
@given(custom_id=st.one_of(anything, st.from_regex(r"mz:[a-z]{1,12}:[0-9a-z]{0,14}:.*")))
async def test_any_custom_id_is_answered(stage: Stage, custom_id: Any) -> None:
    result = await dispatch(stage, stage.alice, COMPONENT, component_data(custom_id))
    assert result.response or result.followups
    assert not any(fault in said(result) for fault in FAULT)


@few
@given(data=st.data(), locale=locales)
async def test_any_typed_text_is_offered_something_or_nothing(
    stage: Stage, data: st.DataObject, locale: str
) -> None:
    command = data.draw(st.sampled_from(commands_of(stage)))
    offering = [parameter for parameter in command.parameters if parameter.autocomplete]
    options = data.draw(strange_options(command, stage.channel.id))
    for parameter in offering[:1]:
        typed_text = data.draw(anything)
        focused = {"name": parameter.name, "type": 3, "value": typed_text, "focused": True}
        others = [option for option in options if option["name"] != parameter.name]
        sent = command_data(command, [*others, focused])
        result = await dispatch(stage, stage.admin, AUTOCOMPLETE, sent, locale=locale)
        assert result.autocomplete_choices is not None


@pytest.mark.parametrize("action", ["nlpause", "nlresume", "nlremove", "nlsilence", "nltest"])
async def test_a_number_that_no_database_holds_is_nobody_s(stage: Stage, action: str) -> None:
    sent = component_data(f"mz:{action}:1:0:9223372036854775808")
    assert "subscription no longer exists" in check(
        await dispatch(stage, stage.admin, COMPONENT, sent)
    )


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("sort", "best", "`sort` can't be `best`. Choose one of `relevance`, `stars`"),
        ("health", "ill", "`health` can't be `ill`"),
        ("min_stars", -1, "`min_stars` must be a whole number from 0"),
        ("private", "yes", "I couldn't read `private`"),
    ],
)
async def test_the_option_that_can_t_be_used_is_named(
    stage: Stage, name: str, value: Any, told: str
) -> None:
    command = next(c for c in commands_of(stage) if c.qualified_name == "model search")
    kinds = {parameter.name: parameter.type.value for parameter in command.parameters}
    options = [
        {"name": "query", "type": 3, "value": "yolo"},
        {"name": name, "type": kinds[name], "value": value},
    ]
    shown = check(await dispatch(stage, stage.alice, COMMAND, command_data(command, options)))
    assert told in shown


async def test_a_missing_option_and_an_unknown_command_are_answered(stage: Stage) -> None:
    command = next(c for c in commands_of(stage) if c.qualified_name == "model search")
    missing = await dispatch(stage, stage.alice, COMMAND, command_data(command, []))
    assert "`query` is missing" in check(missing)
    gone = await dispatch(
        stage, stage.wei, COMMAND, {"id": "1", "name": "zoo", "type": 1, "options": []}
    )
    assert "重新加载 Discord" in check(gone)
    stage.expected_faults.append(discord.app_commands.CommandNotFound)
