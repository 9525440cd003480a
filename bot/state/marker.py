"""A small file beside the state file that records the least that file must contain."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from bot.state.errors import EX_CONFIG, StateError

_SIZE = 256
# An unreadable marker belongs to some state file, but nobody knows which state.
UNREADABLE = ""


@dataclass(frozen=True, slots=True)
class Marker:
    """The newest that was seen of a state file."""

    identity: str
    generation: int
    has_subscriptions: bool


class MarkerFile:
    """The marker's file. Its name keeps it out of ``rm state.sqlite3*``."""

    def __init__(self, database: Path) -> None:
        self.path = database.with_name(f".{database.name}.marker")

    def read(self) -> Marker | None:
        """Return the record, None when there is no marker.

        Raises:
            StateError: the file can't be read.
        """
        try:
            raw = self.path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StateError(f"{self.path} can't be read: {error.strerror}.", EX_CONFIG) from error
        try:
            match json.loads(raw):
                case {
                    "identity": str(identity),
                    "generation": int(generation),
                    "has_subscriptions": bool(has_subscriptions),
                }:
                    return Marker(identity, generation, has_subscriptions)
                case _:
                    pass
        except (ValueError, RecursionError):
            pass
        return Marker(UNREADABLE, 0, has_subscriptions=True)

    def write(self, marker: Marker, *, is_durable: bool) -> None:
        """Overwrite the marker in place; it only ever grows. ``is_durable`` waits for the disk."""
        fields = {name: getattr(marker, name) for name in Marker.__slots__}
        # In place and of one length: no other way is as cheap, and each commit pays for it.
        file = os.open(self.path, os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
        try:
            os.write(file, json.dumps(fields).encode().ljust(_SIZE - 1) + b"\n")
            if is_durable:
                os.ftruncate(file, _SIZE)
                os.fsync(file)
        finally:
            os.close(file)
