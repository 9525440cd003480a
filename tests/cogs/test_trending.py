import sqlite3

from tests.cogs.reading import control_id, controls, texts
from tests.conftest import Stage


def _grow(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM star_gain")
    rows = [("openai/whisper", 900, 90_000), ("nagadomi/waifu2x", 300, 1_000)]
    for name, gained, stars in rows:
        connection.execute(
            "UPDATE entry SET (stars, stars_on) = (?, '2026-11-22') WHERE full_name = ?",
            (stars, name),
        )
        connection.execute(
            "INSERT INTO star_gain SELECT id, 30, ?, '2026-10-23', 1 FROM entry WHERE full_name = ?"
            " ON CONFLICT DO UPDATE SET gained = excluded.gained",
            (gained, name),
        )


async def test_the_most_gained_come_first_or_the_most_for_their_field(stage: Stage) -> None:
    await stage.services.catalog._database.write(_grow)  # pyright: ignore[reportPrivateUsage]  # to set the scene
    result = await stage.alice.slash(stage.channel, "model trending", period=30)
    shown = texts(result)
    assert shown.index("openai/whisper") < shown.index("nagadomi/waifu2x")
    line = next(line for line in shown.splitlines() if "+900" in line)
    assert "· **≈ +900 ★ in 30 days** · " in line
    assert line.endswith(" × the usual · now 90,000")
    assert line.count("★") == 1
    await stage.restart()
    pace = next(c for c in controls(result.response) if c.get("label") == "By pace for its field")
    await stage.alice.click(result.response, custom_id=pace["custom_id"])
    shown = texts(result)
    assert shown.index("nagadomi/waifu2x") < shown.index("openai/whisper")
    narrowed = await stage.wei.slash(
        stage.channel, "model trending", period=30, category="audio", framework="PyTorch"
    )
    assert "waifu2x" not in texts(narrowed)
    assert "近 30 天 ≈ +900 ★" in texts(narrowed)
    assert texts(narrowed).count("现有 90,000") == 1


async def test_the_formula_is_told(stage: Stage) -> None:
    await stage.services.catalog._database.write(  # pyright: ignore[reportPrivateUsage]  # to set the scene
        lambda connection: connection.execute("DELETE FROM star_gain WHERE days = 7")
    )
    result = await stage.wei.slash(stage.channel, "model trending", period=7)
    assert "尚无 7 天的新增星标数据" in texts(result)
    assert "暂无" not in texts(result)
    told = await stage.alice.click(
        result.response, custom_id=control_id(result.response, "formula")
    )
    assert told.ephemeral
    assert "median of the category" in texts(told)


async def test_periods_without_gains_can_t_be_pressed_and_are_named(stage: Stage) -> None:
    await stage.services.catalog._database.write(_grow)  # pyright: ignore[reportPrivateUsage]  # to set the scene
    result = await stage.alice.slash(stage.channel, "model trending")
    disabled = {c["label"]: bool(c.get("disabled")) for c in controls(result.response)}
    assert disabled["7 days"]
    assert disabled["30 days"]  # the one that is shown
    assert disabled["365 days"]
    assert "No gains are known yet over 7, 365 days." in texts(result)
    chinese = await stage.wei.slash(stage.channel, "model trending", period=7)
    assert not next(c for c in controls(chinese.response) if c.get("label") == "30 天")["disabled"]


async def test_a_count_of_long_ago_is_given_with_its_day(stage: Stage) -> None:
    def set_back(connection: sqlite3.Connection) -> None:
        _grow(connection)
        connection.execute("UPDATE entry SET stars_on = '2026-09-30' WHERE stars = 90000")

    await stage.services.catalog._database.write(set_back)  # pyright: ignore[reportPrivateUsage]  # to set the scene
    shown = texts(await stage.alice.slash(stage.channel, "model trending"))
    assert "the usual · 90,000 on 30 Sep" in shown
    assert "now 90,000" not in shown
