from datetime import time
from pathlib import Path

import pytest

from bot.config import ConfigError, load_config

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"


def test_the_example_loads_and_names_every_key() -> None:
    config = load_config(EXAMPLE, {})
    assert config.discord.token is None
    assert config.catalogue.path == Path("data/catalogue.sqlite3")
    text = EXAMPLE.read_text(encoding="utf-8")
    keys = (
        "token",
        "shard_count",
        "curators",
        "home_guild",
        "base_url",
        "budget_percent",
        "refresh_at",
    )
    for key in (
        *keys,
        "path",
        "level",
        "state",
        "per_second",
        "feed",
        "feed_language",
        "feed_address",
    ):
        assert f"{key} = " in text


def test_the_environment_wins_and_tokens_are_not_shown(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[discord]\ntoken = "from-file"\n')
    config = load_config(
        path, {"DISCORD_TOKEN": "from-environment", "GITHUB_TOKEN": "github-secret"}
    )
    assert config.discord.token == "from-environment"  # noqa: S105  # not a real one
    assert "from-environment" not in repr(config)
    assert "github-secret" not in repr(config)


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert load_config(None, {}).log.level == "INFO"
    with pytest.raises(ConfigError, match=r"none\.toml"):
        load_config(tmp_path / "none.toml", {})


def test_one_error_lists_every_bad_key(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(
        '[discord]\ntoken = 7\nshard_count = "x"\ntokn = ""\n[log]\nlevel = "loud"\n[disc]\na = 1\n'
    )
    with pytest.raises(ConfigError) as caught:
        load_config(path, {})
    for part in (
        "discord.token must be text",
        "shard_count must be a whole number",
        "unknown key discord.tokn",
        "log.level must be one of",
        "unknown table [disc]",
    ):
        assert part in str(caught.value)


@pytest.mark.parametrize("text", ["[discord", "\xff", "discord = 3"])
def test_a_broken_file_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(ConfigError, match=r"config\.toml"):
        load_config(path, {})


def test_what_is_commented_out_in_the_example_loads_too(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line.removeprefix("# ") if " = " in line else line for line in lines))
    config = load_config(path, {})
    assert config.discord.curators == {123456789012345678}
    assert config.discord.home_guild == 123456789012345678
    assert (config.github.share, config.github.times) == (0.5, (time(3, 30),))


@pytest.mark.parametrize(
    "line",
    [
        'base_url = "ftp://x"',
        "budget_percent = 0",
        'refresh_at = "03:30"',
        "refresh_at = []",
        'refresh_at = ["25:00"]',
        'refresh_at = ["03:30+01:00"]',
    ],
)
def test_a_bad_key_of_github_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f"[github]\n{line}\n")
    with pytest.raises(ConfigError, match=f"github.{line.split(maxsplit=1)[0]} must be"):
        load_config(path, {})


@pytest.mark.parametrize("ids", ['["1"]', "[0]", "7", "[true]"])
def test_curators_are_a_list_of_ids(tmp_path: Path, ids: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f"[discord]\ncurators = {ids}\n")
    with pytest.raises(ConfigError, match=r"discord\.curators must be"):
        load_config(path, {})
