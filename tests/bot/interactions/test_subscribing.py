"""A subscription with an option that can't be used: nothing is lost, nothing is saved by halves."""

from typing import Any

from bot.publishing.newsroom import Newsroom
from tests.cogs.raw import (
    COMMAND,
    COMPONENT,
    MODAL,
    bot_of,
    command_data,
    commands_of,
    component_data,
    dispatch,
    modal_data,
    refs,
    said,
    typed,
)
from tests.cogs.reading import control_id, controls, options, texts
from tests.cogs.subscribing import channel_of, subscribe
from tests.conftest import Stage


async def settings_of(newsroom: Newsroom, stage: Stage) -> Any:
    (subscription,) = await newsroom.store.of_guild(stage.guild.id)
    return subscription.settings


async def test_a_zone_that_is_none_is_typed_again_and_the_rest_is_kept(
    stage: Stage, newsroom: Newsroom
) -> None:
    role = stage.guild.create_role("Friends", mentionable=True)
    refused = await subscribe(
        stage,
        language="zh-CN",
        category="computer-vision",
        framework="pytorch",
        day=31,
        hour=0,
        timezone="Xyzzy",
        role=role,
    )
    assert refused.ephemeral
    assert "There is no time zone `Xyzzy`" in texts(refused)
    assert "day `31`" in texts(refused)
    assert await newsroom.store.of_guild(stage.guild.id) == []
    # The buttons carry everything, so they outlive the bot.
    await stage.restart()
    form = await stage.admin.click(
        refused.response, custom_id=control_id(refused.response, "nltype")
    )
    field = form.modal["components"][0]["component"]["custom_id"]
    again = await stage.admin.submit_modal(form, {field: "Atlantropa"})
    assert "There is no time zone `Atlantropa`" in texts(refused), again
    form = await stage.admin.click(
        refused.response, custom_id=control_id(refused.response, "nltype")
    )
    field = form.modal["components"][0]["component"]["custom_id"]
    await stage.admin.submit_modal(form, {field: "北京"})
    assert "Subscribed" in texts(refused)
    saved = await settings_of(newsroom, stage)
    assert (saved.language, saved.category, saved.framework) == (
        "zh-CN",
        "computer-vision",
        "pytorch",
    )
    assert (saved.day, saved.hour, saved.timezone) == (31, 0, "Asia/Shanghai")
    assert saved.role_id == role.id


async def test_an_ambiguous_zone_is_chosen_in_a_menu(stage: Stage, newsroom: Newsroom) -> None:
    refused = await subscribe(stage, timezone="IST", day=7)
    assert "more than one time zone" in texts(refused)
    offered = [option["value"] for option in options(refused.response, "nlset")]
    assert offered == ["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"]
    await stage.admin.select(
        refused.response, ["Europe/Dublin"], custom_id=control_id(refused.response, "nlset")
    )
    assert (await settings_of(newsroom, stage)).timezone == "Europe/Dublin"
    assert (await settings_of(newsroom, stage)).day == 7


async def test_two_wrong_options_are_put_right_one_after_the_other(
    stage: Stage, newsroom: Newsroom
) -> None:
    refused = await subscribe(stage, category="vegetables", timezone="IST", hour=5)
    assert "There is no category `vegetables`" in texts(refused)
    menus = [c["custom_id"] for c in controls(refused.response) if c["type"] == 3]
    assert len(menus) == 2
    await stage.admin.select(refused.response, ["graphs"], custom_id=menus[0])
    assert await newsroom.store.of_guild(stage.guild.id) == []
    assert "Choose `timezone` again" in texts(refused)
    omit = control_id(refused.response, "nlomit")
    await stage.admin.click(refused.response, custom_id=omit)
    saved = await settings_of(newsroom, stage)
    assert (saved.category, saved.hour, saved.timezone) == ("graphs", 5, "UTC")


async def test_a_channel_that_is_closed_to_us_is_tried_again(
    stage: Stage, newsroom: Newsroom
) -> None:
    handle = stage.guild.create_text_channel("quiet")
    quiet = channel_of(stage, handle)
    await quiet.set_permissions(quiet.guild.me, embed_links=False)
    refused = await subscribe(stage, channel=handle, day=9)
    assert "**Embed Links**" in texts(refused)
    retry = control_id(refused.response, "nlretry")
    await stage.admin.click(refused.response, custom_id=retry)
    assert "**Embed Links**" in texts(refused)
    await quiet.set_permissions(quiet.guild.me, embed_links=True)
    await stage.admin.click(refused.response, custom_id=retry)
    saved = await settings_of(newsroom, stage)
    assert (saved.channel_id, saved.day) == (quiet.id, 9)


async def test_another_role_or_none_is_chosen(stage: Stage, newsroom: Newsroom) -> None:
    friends = stage.guild.create_role("Friends", mentionable=True)
    refused = await subscribe(stage, role=stage.guild.default_role, day=9)
    assert "can't mention" in texts(refused)
    menu = control_id(refused.response, "nlset")
    await stage.admin.select(refused.response, [friends], custom_id=menu)
    assert (await settings_of(newsroom, stage)).role_id == friends.id
    refused = await subscribe(stage, role=stage.guild.default_role, day=10)
    omit = control_id(refused.response, "nlomit")
    await stage.admin.click(refused.response, custom_id=omit)
    saved = await settings_of(newsroom, stage)
    assert (saved.role_id, saved.day) == (friends.id, 10)


async def test_publishing_is_left_out_where_it_can_t_be(stage: Stage, newsroom: Newsroom) -> None:
    refused = await subscribe(stage, publish=True, hour=3)
    await stage.admin.click(refused.response, custom_id=control_id(refused.response, "nlomit"))
    saved = await settings_of(newsroom, stage)
    assert (saved.publish, saved.hour) == (False, 3)


def _subscribe_data(stage: Stage, **extra: tuple[int, Any]) -> dict[str, Any]:
    command = next(c for c in commands_of(stage) if c.qualified_name == "newsletter subscribe")
    given = {"channel": (7, str(stage.channel.id)), **extra}
    sent = [{"name": name, "type": kind, "value": value} for name, (kind, value) in given.items()]
    return command_data(command, sent, refs(stage))


async def test_what_discord_would_refuse_is_put_right_too(stage: Stage, newsroom: Newsroom) -> None:
    data = _subscribe_data(stage, day=(4, 99), hour=(4, 3), language=(3, "tlh"))
    refused = await dispatch(stage, stage.admin, COMMAND, data)
    assert "`day` must be a whole number from 1 to 31" in said(refused)
    assert "`language` can't be `tlh`" in said(refused)
    kinds = {c["custom_id"].split(":")[3]: c["custom_id"] for c in controls(refused.response)}
    language, day = kinds["3"], kinds["7"]
    later = await dispatch(
        stage,
        stage.admin,
        COMPONENT,
        component_data(language.replace("nlomit", "nlset"), ["zh-CN"]),
    )
    assert await newsroom.store.of_guild(stage.guild.id) == []
    day = next(c["custom_id"] for c in controls(_source(stage, later)) if ":7:" in c["custom_id"])
    form = modal_data(day.replace("nlomit", "nltyped").replace("nltype:", "nltyped:"), typed("31"))
    await dispatch(stage, stage.admin, MODAL, form)
    saved = await settings_of(newsroom, stage)
    assert (saved.day, saved.hour, saved.language) == (31, 3, "zh-CN")


def _source(stage: Stage, result: Any) -> Any:
    """Return the message that an interaction changed."""
    return stage.env.backend.get_message(stage.channel.id, result._interaction.source_message_id)


async def test_a_server_that_has_only_the_commands_is_told_to_invite_the_bot(
    stage: Stage, newsroom: Newsroom
) -> None:
    other = "1456074443980899999"
    data = _subscribe_data(stage, timezone=(3, "Berlin"))
    guild: dict[str, Any] = {"id": other, "locale": "zh-CN", "features": []}
    sent: list[dict[str, Any]] = [{"guild_id": other, "guild": guild}, {"guild_id": other}]
    for changes in sent:
        refused = await dispatch(stage, stage.admin, COMMAND, data, **changes)
        assert "not a member of this server" in said(refused)
        assert bot_of(stage).invite_url in said(refused)
    assert await newsroom.store.of_guild(int(other)) == []


async def test_a_channel_or_role_of_elsewhere_is_refused(stage: Stage, newsroom: Newsroom) -> None:
    elsewhere = stage.env.create_guild("Elsewhere")
    foreign = elsewhere.create_text_channel("foreign")
    data = _subscribe_data(stage, channel=(7, str(foreign.id)))
    assert "isn't in this server" in said(await dispatch(stage, stage.admin, COMMAND, data))
    data["resolved"]["channels"][str(foreign.id)] = {
        **data["resolved"]["channels"][str(stage.channel.id)],
        "id": str(foreign.id),
    }
    assert "I can't see" in said(await dispatch(stage, stage.admin, COMMAND, data))
    role = _subscribe_data(stage, role=(8, str(elsewhere.default_role.id)))
    assert "isn't in this server" in said(await dispatch(stage, stage.admin, COMMAND, role))
    assert await newsroom.store.of_guild(stage.guild.id) == []


async def test_only_who_manages_the_server_goes_on(stage: Stage, newsroom: Newsroom) -> None:
    refused = await subscribe(stage, timezone="IST")
    for action in ("nlset", "nlomit", "nltype"):
        sent = component_data(control_id(refused.response, action), ["UTC"])
        assert "管理服务器" in said(await dispatch(stage, stage.wei, COMPONENT, sent))
    assert await newsroom.store.of_guild(stage.guild.id) == []


async def test_it_is_put_right_in_chinese(stage: Stage) -> None:
    data = _subscribe_data(stage, timezone=(3, "亚特兰蒂斯"), day=(4, 0))
    refused = said(await dispatch(stage, stage.admin, COMMAND, data, locale="zh-CN"))
    assert "没有名为 `亚特兰蒂斯` 的时区" in refused
    assert "`day` 必须是 1 到 31 之间的整数" in refused
