"""``config.toml`` and the environment, read once into frozen values."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class ConfigError(Exception):
    """The configuration is not usable; the message lists every bad key."""


@dataclass(frozen=True, slots=True)
class DiscordConfig:
    """How the bot signs in. ``shard_count`` None asks Discord."""

    token: str | None = field(default=None, repr=False)
    shard_count: int | None = None


@dataclass(frozen=True, slots=True)
class GitHubConfig:
    """How GitHub is asked."""

    token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class CatalogueConfig:
    """Where the catalogue is kept, and the shipped files that it is filled from."""

    path: Path
    shipped: Path


@dataclass(frozen=True, slots=True)
class LogConfig:
    """What is logged."""

    level: str = "INFO"


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that can be set."""

    discord: DiscordConfig
    github: GitHubConfig
    catalogue: CatalogueConfig
    log: LogConfig


def shipped_folder() -> Path:
    """Return where the shipped files are: inside an installed package, or at the top of a checkout."""
    package = Path(__file__).parent
    inside = package / "data"
    return inside if inside.is_dir() else package.parent / "data"


def load_config(path: Path | None, environment: Mapping[str, str]) -> Config:
    """Read the file, if one is given, then let the environment's tokens win.

    Raises:
        ConfigError: the file can't be read, or some of its keys are unknown or of the wrong type.
    """
    raw: dict[str, Any] = {}
    if path is not None:
        try:
            raw = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise ConfigError(f"{path}: {error}") from error
    reader = _Reader(raw)
    # Every key is read, also where the environment wins: what is left over is unknown.
    discord_token, github_token = reader.text("discord", "token"), reader.text("github", "token")
    path_text = reader.text("catalogue", "path")
    config = Config(
        discord=DiscordConfig(
            token=environment.get("DISCORD_TOKEN") or discord_token or None,
            shard_count=reader.whole("discord", "shard_count", 1, 10_000),
        ),
        github=GitHubConfig(environment.get("GITHUB_TOKEN") or github_token or None),
        catalogue=CatalogueConfig(
            Path(path_text or Path("data") / "catalogue.sqlite3"), shipped_folder()
        ),
        log=LogConfig(reader.one_of("log", "level", LOG_LEVELS) or "INFO"),
    )
    faults = reader.finish()
    if faults:
        raise ConfigError(f"{path}: " + "; ".join(faults))
    return config


class _Reader:
    """Takes keys out of the parsed file and collects what is wrong with them."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self._raw = raw
        self._known: dict[str, set[str]] = {}
        self._faults: list[str] = []

    def text(self, table: str, key: str) -> str | None:
        value = self._take(table, key)
        if value is not None and not isinstance(value, str):
            self._faults.append(f"{table}.{key} must be text in quotes")
            return None
        return value

    def whole(self, table: str, key: str, least: int, most: int) -> int | None:
        value = self._take(table, key)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            self._faults.append(f"{table}.{key} must be a whole number from {least} to {most}")
            return None
        return value

    def one_of(self, table: str, key: str, allowed: tuple[str, ...]) -> str | None:
        value = self._take(table, key)
        if value is not None and value not in allowed:
            self._faults.append(f"{table}.{key} must be one of {', '.join(allowed)}")
            return None
        return cast("str | None", value)

    def finish(self) -> list[str]:
        """Return every fault, unknown tables and keys included."""
        for table, content in self._raw.items():
            if table not in self._known:
                self._faults.append(f"unknown table [{table}]")
            elif isinstance(content, dict):
                keys = cast("dict[str, Any]", content)
                self._faults += [
                    f"unknown key {table}.{key}" for key in keys if key not in self._known[table]
                ]
            else:
                self._faults.append(f"[{table}] must be a table")
        return self._faults

    def _take(self, table: str, key: str) -> object:
        self._known.setdefault(table, set()).add(key)
        content = self._raw.get(table)
        return cast("dict[str, Any]", content).get(key) if isinstance(content, dict) else None
