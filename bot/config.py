"""``config.toml`` and the environment, read once into frozen values."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

_LARGEST_ID = (1 << 63) - 1
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.:\[\]-]{1,253}(/[A-Za-z0-9._/-]{0,100})?")
PUBLIC_API = "https://api.github.com"
PUBLIC_HUB = "https://huggingface.co"
DAILY = (time(3, 30),)
STATE = "sqlite:///data/state.sqlite3"
FEED_LANGUAGES = ("en-US", "zh-CN")
MOST_PER_SECOND = 45  # Discord allows 50 requests a second in all
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class ConfigError(Exception):
    """The configuration is not usable; the message lists every bad key."""


@dataclass(frozen=True, slots=True)
class DiscordConfig:
    """The bot's sign-in, and the people and servers allowed ``/admin``. ``shard_count`` None asks Discord."""

    token: str | None = field(default=None, repr=False)
    shard_count: int | None = None
    curators: frozenset[int] = frozenset()
    home_guild: int | None = None


@dataclass(frozen=True, slots=True)
class GitHubConfig:
    """GitHub's address and token, the share of each hour's budget, and the times of refreshes in UTC."""

    token: str | None = field(default=None, repr=False)
    base_url: str = PUBLIC_API
    share: float = 0.5
    times: tuple[time, ...] = DAILY


@dataclass(frozen=True, slots=True)
class HuggingFaceConfig:
    """Hugging Face's address and an optional token."""

    token: str | None = field(default=None, repr=False)
    base_url: str = PUBLIC_HUB


@dataclass(frozen=True, slots=True)
class CatalogueConfig:
    """Where the catalogue is kept, and the shipped files that it is filled from."""

    path: Path
    shipped: Path


@dataclass(frozen=True, slots=True)
class NewsletterConfig:
    """Where subscriptions are kept (SQLAlchemy's URL), how fast editions are sent, and the Atom file of all of them."""

    state: str = STATE
    per_second: int = 20
    feed: Path | None = None
    feed_language: str = FEED_LANGUAGES[0]
    feed_address: str | None = None


@dataclass(frozen=True, slots=True)
class LogConfig:
    """The log's level."""

    level: str = "INFO"


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that can be set."""

    discord: DiscordConfig
    github: GitHubConfig
    catalogue: CatalogueConfig
    newsletter: NewsletterConfig
    log: LogConfig
    huggingface: HuggingFaceConfig = field(default_factory=HuggingFaceConfig)

    @property
    def secrets(self) -> tuple[str, ...]:
        """Return every token, none of which may reach a log."""
        tokens = (self.discord.token, self.github.token, self.huggingface.token)
        return tuple(token for token in tokens if token)


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
    reader = _Reader({} if path is None else _read(path))
    # Every key is read, also where the environment wins: the rest are unknown.
    discord_token, github_token = reader.text("discord", "token"), reader.text("github", "token")
    catalogue_path = reader.path("catalogue", "path")
    config = Config(
        discord=DiscordConfig(
            token=environment.get("DISCORD_TOKEN") or discord_token or None,
            shard_count=reader.whole("discord", "shard_count", 1, 10_000),
            curators=frozenset(reader.ids("discord", "curators")),
            home_guild=reader.whole("discord", "home_guild", 1, _LARGEST_ID),
        ),
        github=GitHubConfig(
            token=environment.get("GITHUB_TOKEN") or github_token or None,
            base_url=reader.address("github", "base_url") or PUBLIC_API,
            share=(reader.whole("github", "budget_percent", 1, 100) or 50) / 100,
            times=reader.times("github", "refresh_at") or DAILY,
        ),
        catalogue=CatalogueConfig(
            catalogue_path or Path("data") / "catalogue.sqlite3", shipped_folder()
        ),
        newsletter=NewsletterConfig(
            state=reader.text("newsletter", "state") or STATE,
            per_second=reader.whole("newsletter", "per_second", 1, MOST_PER_SECOND) or 20,
            feed=reader.path("newsletter", "feed"),
            feed_language=reader.one_of("newsletter", "feed_language", FEED_LANGUAGES)
            or FEED_LANGUAGES[0],
            feed_address=reader.address("newsletter", "feed_address"),
        ),
        log=LogConfig(reader.one_of("log", "level", LOG_LEVELS) or "INFO"),
        huggingface=_huggingface(reader, environment),
    )
    faults = reader.finish()
    if faults:
        raise ConfigError(f"{path}: " + "; ".join(faults))
    return config


def _huggingface(reader: "_Reader", environment: Mapping[str, str]) -> HuggingFaceConfig:
    token, base_url = reader.text("huggingface", "token"), reader.address("huggingface", "base_url")
    endpoint = environment.get("HF_ENDPOINT", "").rstrip("/")
    if endpoint and not _is_address(endpoint):
        reader.refuse("HF_ENDPOINT must be an address like https://huggingface.co")
    return HuggingFaceConfig(
        environment.get("HF_TOKEN") or token or None,
        base_url or endpoint or PUBLIC_HUB,
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        # Windows' editors begin a file with a mark that TOML does not know.
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{path} can't be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8 (byte {error.start}): save it as UTF-8.") from error
    except RecursionError as error:
        raise ConfigError(f"{path}: its values are nested too deeply.") from error
    except ValueError as error:
        # TOML's own faults, a number of thousands of digits, a name that no file can have.
        raise ConfigError(f"{path}: {error}") from error


class _Reader:
    """Takes keys out of the parsed file and collects their faults."""

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

    def path(self, table: str, key: str) -> Path | None:
        value = self.text(table, key)
        if value and any(unicodedata.category(character) == "Cc" for character in value):
            self._faults.append(f"{table}.{key} must be a path without control characters")
            return None
        return Path(value) if value else None

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

    def ids(self, table: str, key: str) -> list[int]:
        value = self._take(table, key)
        items = cast("list[object]", value) if isinstance(value, list) else [None]
        found = [item for item in items if type(item) is int and 0 < item <= _LARGEST_ID]
        if value is None:
            return []
        if len(found) != len(items):
            self._faults.append(f"{table}.{key} must be a list of Discord ids, without quotes")
        return found

    def times(self, table: str, key: str) -> tuple[time, ...]:
        value = self._take(table, key)
        if value is None:
            return ()
        try:
            times = [time.fromisoformat(str(item)) for item in cast("list[object]", value)]
        except (TypeError, ValueError):
            times = []
        if not isinstance(value, list) or not times or any(at.tzinfo for at in times):
            self._faults.append(f'{table}.{key} must be a list of times in UTC, like ["03:30"]')
            return ()
        return tuple(times)

    def address(self, table: str, key: str) -> str | None:
        value = self.text(table, key)
        if value and not _is_address(value):
            self._faults.append(f"{table}.{key} must be an address like https://api.github.com")
            return None
        return value

    def refuse(self, fault: str) -> None:
        """Note a fault of what came from elsewhere."""
        self._faults.append(fault)

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


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return bool(_ADDRESS.fullmatch(text) and parts.hostname and parts.port != 0)
    except ValueError:  # a port above 65535, half an IPv6 address
        return False
