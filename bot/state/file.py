"""The SQLite file under an open database: still in its place, and never behind its marker."""

import logging
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from bot.state import store
from bot.state.errors import EX_CONFIG, EX_TRY_AGAIN, StateLostError
from bot.state.lineage import Lineage, Verdict, judge
from bot.state.marker import Marker, MarkerFile
from bot.state.sqlite import mark_as_ours

log = logging.getLogger(__name__)


class StateFile:
    """Watches one file: at the opening, and in every transaction that writes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._marker = MarkerFile(path)
        self._known = self._marker.read()
        self._place: tuple[int, int] | None = None

    def require_content(self) -> None:
        """Check, before SQLite makes a file, that none is missing.

        Raises:
            StateLostError: there were subscriptions, and the file is missing or empty.
        """
        is_empty = not self.path.exists() or self.path.stat().st_size == 0
        if is_empty and self._known and self._known.has_subscriptions:
            raise self._lost("is missing" if not self.path.exists() else "is empty")

    def settle(
        self, connection: Connection, found: Lineage | None, now: datetime, *, accepts: bool
    ) -> tuple[Lineage, Verdict]:
        """Decide, in the transaction that opens the database, whether to go on with it; return its row.

        ``found`` is the row before migrations, ``accepts`` says that an operator wants this file whatever it is.

        Raises:
            StateLostError: it is not the file that was used last.
        """
        mark_as_ours(connection)
        is_used = store.has_subscriptions(connection)
        verdict = judge(self._known, found, has_subscriptions=is_used)
        if verdict is Verdict.LOST:
            if not accepts:
                raise self._lost("is another one, or a copy from before the first subscription")
            verdict = Verdict.RESTORED if is_used else Verdict.NEW
        known = self._known.generation if self._known else 0
        if found is None:
            found = Lineage(store.new_identity(), 0)
        if verdict is Verdict.RESTORED:
            found = Lineage(found.identity, max(found.generation, known), now)
        row = Lineage(found.identity, found.generation + 1, found.restored_at)
        store.write_lineage(connection, row)
        self._known = Marker(row.identity, row.generation, is_used)
        return row, verdict

    def opened(self) -> None:
        """Remember which file was opened, and write the marker."""
        status = self.path.stat()
        self._place = (status.st_dev, status.st_ino)
        if self._known:
            self._marker.write(self._known, is_durable=True)

    def require_in_place(self) -> None:
        """Check that the path still leads to the file that is open.

        Raises:
            StateLostError: it doesn't; nothing may be written or sent any more.
        """
        try:
            status = self.path.stat()
        except OSError as error:
            raise self._gone(f"can't be found any more ({error.strerror})") from error
        if (status.st_dev, status.st_ino) != self._place:
            raise self._gone("was replaced by another file")
        if status.st_size == 0:
            raise self._gone("was emptied")

    def advance(self, connection: Connection) -> Marker:
        """Count a transaction that changed something.

        Raises:
            StateLostError: the content of the file was exchanged.
        """
        marker = store.advance(connection)
        known = self._known
        if marker is None or (
            known and (marker.identity != known.identity or marker.generation <= known.generation)
        ):
            raise self._gone("was overwritten by another copy")
        return marker

    def keep(self, marker: Marker) -> None:
        """Write the marker of the commits so far."""
        is_durable = not self._known or marker.has_subscriptions != self._known.has_subscriptions
        self._known = marker
        try:
            self._marker.write(marker, is_durable=is_durable)
        except OSError:
            # The commit counts all the same; an older copy might go unrecognised until this succeeds.
            log.exception("state: %s can't be written", self._marker.path)

    def _lost(self, how: str) -> StateLostError:
        return StateLostError(
            f"The state database {self.path} {how}, but the bot had subscriptions there. Restore the last backup "
            "(docs/operating.md), or run `modelzoo-bot state accept` to go on with the file as it is now.",
            EX_CONFIG,
        )

    def _gone(self, how: str) -> StateLostError:
        return StateLostError(
            f"The state database {self.path} {how} while the bot was running. Nothing more is written or sent. "
            "Put the file back, or restore the last backup (docs/operating.md), then start the bot again.",
            EX_TRY_AGAIN,
        )
