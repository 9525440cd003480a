"""Where the state database is: ``newsletter.state``, read once and checked."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.state.errors import EX_CONFIG, StateError

EXAMPLE = "sqlite:///data/state.sqlite3"
# aiosqlite was the driver once; addresses of that time go on working.
_SQLITE = ("", "pysqlite", "aiosqlite")
_POSTGRESQL = ("", "psycopg")


@dataclass(frozen=True, slots=True)
class Address:
    """An address for SQLAlchemy's synchronous engine; ``path`` is the SQLite file, every symbolic link followed."""

    url: URL
    path: Path | None


def read_address(text: str) -> Address:
    """Return the database that ``text`` names.

    Raises:
        StateError: it names none that this program can use.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise _refusal(f"is not the address of a database such as {EXAMPLE}") from error
    backend, _, driver = url.drivername.partition("+")
    if backend == "sqlite" and driver in _SQLITE:
        path = _file(url)
        return Address(URL.create("sqlite+pysqlite", database=str(path)), path)
    if backend == "postgresql" and driver in _POSTGRESQL:
        return Address(url.set(drivername="postgresql+psycopg"), None)
    raise _refusal(
        f"names {url.drivername}, which is not supported; write {EXAMPLE} or postgresql+psycopg://…"
    )


def _file(url: URL) -> Path:
    name = url.database or ""
    if name in ("", ":memory:") or name.startswith("file:") or url.host or url.query:
        raise _refusal(
            f"must name a file and nothing else; it looks like {EXAMPLE}, with four slashes for an absolute path"
        )
    try:
        # A NUL, a loop of links, a name that is too long.
        return Path(name).resolve()
    except (OSError, ValueError, RuntimeError) as error:
        raise _refusal(f"names {name!r}, which can't be a file: {error}") from error


def _refusal(why: str) -> StateError:
    return StateError(f"newsletter.state {why}.", EX_CONFIG)
