from dataclasses import fields
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


def test_hugging_face_is_set_in_the_file_or_by_the_ecosystems_variables(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[huggingface]\nbase_url = "https://mirror.example"\ntoken = "hf_file"\n')
    found = load_config(path, {"HF_ENDPOINT": "https://other.example/"}).huggingface
    assert (found.base_url, found.token) == ("https://mirror.example", "hf_file")
    found = load_config(
        None, {"HF_ENDPOINT": "https://other.example/", "HF_TOKEN": "hf_env"}
    ).huggingface
    assert (found.base_url, found.token) == ("https://other.example", "hf_env")
    assert "hf_env" not in repr(found)
    assert load_config(None, {}).huggingface.base_url == "https://huggingface.co"
    with pytest.raises(ConfigError, match="HF_ENDPOINT must be an address"):
        load_config(None, {"HF_ENDPOINT": "mirror"})


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


@pytest.mark.parametrize(
    "text",
    [
        "[discord",
        "\xff",
        "discord = 3",
        "a = " + "[" * 5_000,
        f"[discord]\nshard_count = {'9' * 5_000}",
    ],
)
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


@pytest.mark.parametrize("key", ["base_url", "feed_address"])
@pytest.mark.parametrize(
    "address", ["http://", "http://:80", "http://[::1", "http://host:port", "http://host:99999"]
)
def test_an_address_must_lead_somewhere(tmp_path: Path, key: str, address: str) -> None:
    table = "github" if key == "base_url" else "newsletter"
    path = tmp_path / "config.toml"
    path.write_text(f'[{table}]\n{key} = "{address}"\n')
    with pytest.raises(ConfigError, match=f"{table}.{key} must be an address"):
        load_config(path, {})


@pytest.mark.parametrize(
    "line", ['[catalogue]\npath = "a\\u0000b"', '[newsletter]\nfeed = "a\\nb"']
)
def test_a_path_that_no_file_can_have_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(line)
    with pytest.raises(ConfigError, match="without control characters"):
        load_config(path, {})


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[log]\nlevel = "ERROR"\n', encoding="utf-8-sig")
    assert load_config(path, {}).log.level == "ERROR"


def test_a_folder_in_the_place_of_the_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="can't be read: Is a directory"):
        load_config(tmp_path, {})
    with pytest.raises(ConfigError, match="null"):
        load_config(Path("a\0b"), {})


@pytest.mark.parametrize(
    "value", ["7", "true", "[]", "{}", "1979-05-27", "0.5", "nan", '"\\u0000"']
)
@pytest.mark.parametrize(
    "key",
    [
        "discord.shard_count",
        "discord.curators",
        "discord.home_guild",
        "github.base_url",
        "github.budget_percent",
        "github.refresh_at",
        "catalogue.path",
        "newsletter.per_second",
        "newsletter.feed",
        "newsletter.feed_language",
        "log.level",
    ],
)
def test_a_value_of_any_type_is_taken_or_named(tmp_path: Path, key: str, value: str) -> None:
    table, _, name = key.partition(".")
    path = tmp_path / "config.toml"
    path.write_text(f"[{table}]\n{name} = {value}\n")
    taken = {
        ("discord.shard_count", "7"),
        ("discord.home_guild", "7"),
        ("discord.curators", "[]"),
        ("github.budget_percent", "7"),
        ("newsletter.per_second", "7"),
    }
    if (key, value) in taken:
        load_config(path, {})
    else:
        with pytest.raises(ConfigError, match=f"{key} must be"):
            load_config(path, {})


def test_every_token_is_among_the_secrets() -> None:
    config = load_config(None, {"DISCORD_TOKEN": "one", "GITHUB_TOKEN": "two", "HF_TOKEN": "three"})
    assert config.secrets == ("one", "two", "three")
    tables = [getattr(config, field.name) for field in fields(config)]
    assert set(config.secrets) == {table.token for table in tables if hasattr(table, "token")}
    assert load_config(None, {}).secrets == ()
