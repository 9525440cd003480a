"""Whatever dies and whenever: one message per edition, channel and part, nothing lost, all alike."""

import asyncio
import json
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Generator
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.newsletter.schema import deliveries
from bot.newsletter.store import NewsletterStore
from bot.newsletter.subscription import ChannelKind, Settings
from bot.state.database import open_state
from tests.bot.newsletter.child import Life
from tests.discord_api.server import FORUM, NEWS, READ_HISTORY, TEXT, FakeChannel, FakeDiscord

BEFORE = datetime(2026, 7, 10, tzinfo=UTC)
DUE = datetime(2026, 8, 2, 9, tzinfo=UTC)
TYPES = {ChannelKind.TEXT: TEXT, ChannelKind.ANNOUNCEMENT: NEWS, ChannelKind.FORUM: FORUM}
# Ticks inside the nonce's window, and long after it.
SOON = (0.0, 6.0, 20.0, 40.0)
# The event at which a first life has just written its plan.
PLANNED = 20
# Without `make test-long`, one event of so many is tried, another one in each case.
STRIDE = 7
LATER = (600.0, 10.0, 100.0, 2000.0, 2000.0, 4000.0, 4000.0)


class Nursery:
    """The program that forks bots."""

    def __init__(self) -> None:
        self._program = subprocess.Popen(
            [sys.executable, "-m", "tests.bot.newsletter.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def live(self, *lives: Life) -> list[int]:
        """Let bots live at once; return how each ended: 0, or -9 when it was killed."""
        assert self._program.stdin
        assert self._program.stdout
        self._program.stdin.write(json.dumps([asdict(life) for life in lives]) + "\n")
        self._program.stdin.flush()
        codes = json.loads(self._program.stdout.readline())
        assert set(codes) <= {0, -9}, codes
        return codes

    def close(self) -> None:
        with self._program:
            assert self._program.stdin
            self._program.stdin.close()


@pytest.fixture(scope="module")
def nursery() -> Generator[Nursery, None, None]:
    with closing(Nursery()) as opened:
        yield opened


@dataclass
class World:
    """A Discord, a database, and the bots that come and go."""

    server: FakeDiscord
    path: Path
    nursery: Nursery
    settings: list[Settings] = field(default_factory=list[Settings])

    @property
    def url(self) -> str:
        return f"sqlite+aiosqlite:///{self.path}"

    def life(self, start: datetime = DUE, steps: tuple[float, ...] = SOON, **changes: Any) -> Life:
        base = Life(self.url, self.server.url, start.isoformat(), steps)
        return replace(base, **changes)

    def live(self, *lives: Life) -> list[int]:
        return self.nursery.live(*(lives or (self.life(),)))

    def populate(self, count: int, **changes: Any) -> None:
        """Subscribe channels of every kind, a fifth of them to two parts."""
        kinds = list(TYPES)
        for number in range(count):
            kind = kinds[number % 3] if number % 10 == 0 else ChannelKind.TEXT
            settings = Settings(
                channel_id=10_000 + number,
                kind=kind,
                language="zh" if number % 5 == 0 else "en",
                publish=kind is ChannelKind.ANNOUNCEMENT,
            )
            settings = replace(settings, **changes)
            self.settings.append(settings)
            self.server.add(FakeChannel(10_000 + number, 1 + number // 60, TYPES[settings.kind]))
        asyncio.run(self._subscribe())

    async def _subscribe(self) -> None:
        async with open_state(self.url) as state:
            store = NewsletterStore(state)
            for number, settings in enumerate(self.settings):
                await store.subscribe(1 + number // 60, settings, 7, BEFORE)

    def rows(self) -> list[Any]:
        async def read() -> list[Any]:
            async with open_state(self.url) as state:
                return await state.read(
                    lambda connection: list(connection.execute(deliveries.select()))
                )

        return asyncio.run(read())

    def restore(self, copy: Path) -> None:
        """Put a copy of the database in its place."""
        for suffix in ("-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        shutil.copy(copy, self.path)

    def faults(self) -> list[str]:
        """Return what isn't as it should be: a message too few or too many, or different ones."""
        found: list[str] = []
        shown: dict[tuple[str, int], set[str]] = {}
        for settings in self.settings:
            parts = 2 if settings.language == "zh" else 1
            messages = self.server.sent(settings.channel_id)
            seen: Counter[int] = Counter()
            for message in messages:
                text = text_of(message)
                part = int(text.rsplit(" ", 1)[1])
                seen[part] += 1
                shown.setdefault((settings.language, part), set()).add(text)
            if seen != Counter(range(parts)):
                found.append(f"{settings.channel_id} ({settings.kind}): {dict(seen)}")
        found += [
            f"{key} in {len(texts)} wordings" for key, texts in shown.items() if len(texts) > 1
        ]
        return found + self.server.problems


def text_of(message: dict[str, Any]) -> str:
    return message["components"][0]["components"][0]["content"]


@pytest.fixture
def world(nursery: Nursery, tmp_path: Path) -> Generator[World, None, None]:
    server = FakeDiscord()
    with server.serving_beside():
        yield World(server, tmp_path / "state.sqlite3", nursery)


def states(world: World) -> Counter[str]:
    return Counter(row.state for row in world.rows())


def test_an_edition_reaches_every_channel_once_and_is_published(world: World) -> None:
    world.populate(30)
    world.live()
    assert world.faults() == []
    assert {(row.state, row.reason, row.code) for row in world.rows()} == {("sent", None, None)}
    news = [s.channel_id for s in world.settings if s.publish]
    assert news
    assert all(m["flags"] & 1 for channel in news for m in world.server.sent(channel))


@pytest.mark.parametrize("seed", [1, 2])
def test_hundreds_of_channels_survive_kills_and_faults(
    world: World, seed: int, *, is_long: bool
) -> None:
    dice = random.Random(seed)  # noqa: S311  # a test's dice
    channels = 500 if is_long else 150
    world.server.fault_rate = 0.15
    world.populate(channels)
    start, kills = DUE, 0
    for _ in range(8):
        life = world.life(start, kill_at=dice.randrange(1, channels * 7 // 5))
        kills += world.live(life).count(-9)
        # The next life begins inside the window, or after it.
        start += timedelta(seconds=dice.choice([67, 80, 1200]))
    world.live(world.life(start, SOON + LATER))
    assert world.faults() == []
    assert states(world) == {"sent": channels * 6 // 5}
    assert kills >= 6


@pytest.mark.parametrize(("rest", "first"), [(67.0, 1), (1200.0, 4)])
def test_it_may_die_at_every_event_and_again_at_the_same(
    nursery: Nursery, tmp_path: Path, rest: float, first: int, *, is_long: bool
) -> None:
    # Inside the window, or after it.
    for event in range(1, 500) if is_long else range(first, 500, STRIDE):
        server = FakeDiscord()
        with server.serving_beside():
            world = World(server, tmp_path / f"{event}.sqlite3", nursery)
            world.populate(1, kind=ChannelKind.ANNOUNCEMENT, publish=True)
            died = world.live(world.life(steps=(0.0,), kill_at=event)) == [-9]
            start = DUE + timedelta(seconds=rest)
            world.live(world.life(start, (0.0,), kill_at=event))
            world.live(world.life(start + timedelta(seconds=rest), (0.0, 6.0, 100.0, 2000.0)))
            assert world.faults() == [], event
            assert states(world) == {"sent": 2}, event
        if not died:
            assert event > 50
            return
    pytest.fail("it never came to its end")


@pytest.mark.parametrize("event", [3, 4, 5])
def test_it_may_die_while_its_database_is_made(world: World, event: int) -> None:
    assert world.live(world.life(kill_at=event)) == [-9]
    world.populate(5)
    world.live()
    assert world.faults() == []


@pytest.mark.parametrize(
    ("kind", "fault"),
    [
        (kind, fault)
        for kind in (ChannelKind.TEXT, ChannelKind.FORUM)
        for fault in ("500 before", "500 after", "503 after", "reset before", "reset after", "429")
    ],
)
def test_a_fault_costs_no_message_and_makes_none_twice(
    world: World, kind: ChannelKind, fault: str
) -> None:
    world.populate(1, kind=kind)
    world.server.faults = [fault]
    world.live(world.life(steps=SOON + LATER))
    assert world.faults() == []
    assert states(world) == {"sent": 2}


def test_two_processes_share_one_database(world: World) -> None:
    world.server.fault_rate = 0.1
    world.populate(100)
    both = world.life(is_alone=False)
    world.live(both, both)
    world.live(world.life(DUE + timedelta(hours=1), SOON + LATER))
    assert world.faults() == []
    assert states(world) == {"sent": 120}


def test_two_hosts_with_databases_of_their_own_send_the_same_nonce(world: World) -> None:
    world.populate(60)
    forums = [s.channel_id for s in world.settings if s.kind is ChannelKind.FORUM]
    other = world.path.with_name("other.sqlite3")
    shutil.copy(world.path, other)
    world.live(world.life(), world.life(url=f"sqlite+aiosqlite:///{other}"))
    # A post has no nonce: there two hosts must share their database.
    assert [fault for fault in world.faults() if int(fault.split()[0]) not in forums] == []
    assert world.server.requests["known nonce"] > 40


@pytest.mark.parametrize("design", ["", "greedy"])
def test_what_cannot_be_read_back_is_sent_once_at_most_and_only_what_was_tried_is_in_doubt(
    world: World, design: str
) -> None:
    world.populate(24, kind=ChannelKind.TEXT, language="en")
    fresh = world.path.with_name("fresh")
    shutil.copy(world.path, fresh)
    most = 0
    for kill_at in range(40, 121, 16):
        for channel in world.server.channels.values():
            channel.denied = READ_HISTORY
            channel.messages.clear()
        world.restore(fresh)
        world.server.forget_nonces()
        assert world.live(world.life(kill_at=kill_at, mutant=design)) == [-9]
        world.live(world.life(DUE + timedelta(minutes=2), SOON + LATER, mutant=design))
        counts = [len(world.server.sent(settings.channel_id)) for settings in world.settings]
        assert set(counts) <= {0, 1}
        left = [row for row in world.rows() if row.state != "sent"]
        assert {(row.state, row.reason) for row in left} <= {("dead", "unverifiable")}
        most = max(most, len(left))
    # Six are in flight at a time.
    assert most >= 1
    assert (most > 6) == bool(design)


def test_what_cannot_be_read_back_is_repeated_while_its_nonce_is_known(world: World) -> None:
    world.populate(1, kind=ChannelKind.TEXT, language="en")
    world.server.channels[10_000].denied = READ_HISTORY
    world.server.faults = ["reset after"]
    world.live(world.life())
    assert world.faults() == []
    assert world.server.requests["known nonce"] == 1


def test_a_message_deleted_before_it_was_known_to_be_sent_is_not_sent_again(world: World) -> None:
    world.populate(1, kind=ChannelKind.TEXT, language="en")
    channel = world.server.channels[10_000]
    channel.denied = READ_HISTORY
    world.server.faults = ["reset after"]
    world.live(world.life(steps=(0.0,)))
    channel.messages.clear()
    world.live(world.life(DUE + timedelta(seconds=20)))
    assert channel.messages == []
    assert [(row.state, row.reason) for row in world.rows()] == [("sent", "deleted")]


def test_a_message_is_found_behind_hundreds_of_others(world: World) -> None:
    world.populate(1, kind=ChannelKind.TEXT, language="en")
    world.server.faults = ["reset after"]
    world.live(world.life(steps=(0.0,)))
    channel = world.server.channels[10_000]
    for _ in range(250):
        world.server.post(channel, {"content": "chat"})
    world.live(world.life(DUE + timedelta(hours=1)))
    ours = [message for message in channel.messages if message["components"]]
    assert len(ours) == 1
    assert states(world) == {"sent": 1}


def test_a_deleted_channel_is_tried_three_times_over_a_day_and_paused(world: World) -> None:
    world.populate(3, kind=ChannelKind.TEXT, language="en")
    world.server.channels[10_001].is_deleted = True
    steps = (0.0, 1800.0, 1801.0, 3600.0, 86400.0, 86400.0)
    world.live(world.life(steps=steps))
    assert world.server.requests["get_channel"] == 3
    assert states(world) == {"sent": 2, "dead": 1}
    gone = next(row for row in world.rows() if row.state == "dead")
    assert (gone.channel_id, gone.reason) == (10_001, "channel-gone")
    # A month later it is left alone.
    world.live(world.life(DUE + timedelta(days=31), SOON))
    assert world.server.requests["get_channel"] == 3


def test_three_missed_months_bring_one_edition(world: World) -> None:
    world.populate(20)
    world.live(world.life(DUE + timedelta(days=62), SOON))
    assert {row.month for row in world.rows() if row.state == "sent"} == {"2026-09"}
    assert {row.month for row in world.rows() if row.state == "skipped"} == {"2026-07", "2026-08"}
    assert world.faults() == []


def test_eleven_days_late_is_too_late(world: World) -> None:
    world.populate(5)
    world.live(world.life(DUE + timedelta(days=11), SOON))
    assert states(world) == {"skipped": 5}
    assert world.server.requests["create"] == 0


def test_a_clock_that_jumps_sends_nothing_twice(world: World) -> None:
    world.populate(50)
    world.live(world.life(kill_at=150))
    world.live(world.life(DUE + timedelta(hours=5), kill_at=100))
    world.live(world.life(DUE - timedelta(hours=3), SOON))
    world.live(world.life(DUE + timedelta(hours=6), SOON + LATER))
    assert world.faults() == []
    assert states(world) == {"sent": 60}


@pytest.mark.parametrize(
    ("design", "window_s", "denied"),
    [
        ("", 180, READ_HISTORY),
        ("", 3, 0),
        ("mark before send", 180, 0),
        ("random nonce", 180, READ_HISTORY),
        ("no read-back", 3, 0),
    ],
)
def test_wrong_designs_are_caught(world: World, design: str, window_s: int, denied: int) -> None:
    world.server.window = timedelta(seconds=window_s)
    world.populate(30, kind=ChannelKind.TEXT, language="en")
    for channel in list(world.server.channels.values())[:10]:
        channel.denied = denied
    world.server.faults = ["reset before", "reset after"] * 4
    world.live(world.life(steps=(0.0, 6.0), mutant=design))
    world.live(world.life(DUE + timedelta(hours=1), SOON + LATER, mutant=design))
    assert bool(world.faults()) == bool(design), world.faults()


@pytest.mark.parametrize("design", ["", "stored decision"])
def test_answers_lost_at_the_head_of_a_queue_longer_than_the_window(
    world: World, design: str
) -> None:
    world.server.window = timedelta(seconds=65)
    world.populate(160, kind=ChannelKind.TEXT, language="en")
    for channel in list(world.server.channels.values())[:20]:
        channel.denied = READ_HISTORY
    world.server.faults = ["reset after"] * 20
    world.live(world.life(steps=(0.0, 30.0, 30.0), rate=2, mutant=design))
    assert bool(world.faults()) == bool(design), world.faults()
    assert states(world) == {"sent": 160}


@pytest.mark.parametrize("seed", [3, 4])
def test_a_queue_longer_than_the_window_survives_kills(
    world: World, seed: int, *, is_long: bool
) -> None:
    dice = random.Random(seed)  # noqa: S311  # a test's dice
    world.server.window, world.server.fault_rate = timedelta(seconds=65), 0.1
    world.populate(120, language="en")
    unreadable = {settings.channel_id for settings in world.settings[::4]}
    for channel_id in unreadable:
        world.server.channels[channel_id].denied = READ_HISTORY
    start = DUE
    for _ in range(5 if is_long else 3):
        world.live(world.life(start, (0.0, 30.0, 30.0), rate=2, kill_at=dice.randrange(20, 250)))
        start = world.server.now + timedelta(seconds=dice.choice([1, 20, 600]))
    world.live(world.life(start, SOON + LATER))
    counts = {s.channel_id: len(world.server.sent(s.channel_id)) for s in world.settings}
    assert {counts[channel_id] for channel_id in counts.keys() - unreadable} == {1}
    assert {counts[channel_id] for channel_id in unreadable} <= {0, 1}
    dead = {row.channel_id for row in world.rows() if row.state != "sent"}
    missing = {channel_id for channel_id in unreadable if counts[channel_id] == 0}
    assert missing <= dead <= unreadable
    assert len(dead) < len(unreadable)


@pytest.mark.parametrize("design", ["", "no settling"])
def test_a_post_that_is_seen_late_is_not_made_twice_after_a_restart(
    world: World, design: str, *, is_long: bool
) -> None:
    world.server.lag = timedelta(seconds=4)
    world.populate(5, kind=ChannelKind.FORUM, language="en")
    fresh = world.path.with_name("fresh")
    shutil.copy(world.path, fresh)
    found: list[str] = []
    for kill_at in range(26, 42, 1 if is_long else STRIDE):
        threads = [c.id for c in world.server.channels.values() if c.parent_id]
        for thread in threads:
            del world.server.channels[thread]
        world.restore(fresh)
        assert world.live(world.life(steps=(0.0,), kill_at=kill_at)) == [-9]
        start = DUE + timedelta(seconds=1)
        world.live(world.life(start, (0.0, *[2.0] * 8), mutant=design))
        found += world.faults()
    assert bool(found) == bool(design), found


@pytest.mark.parametrize("design", ["", "trusting"])
@pytest.mark.parametrize("is_planned", [True, False])
def test_a_restored_backup_posts_nothing_again(world: World, design: str, is_planned: bool) -> None:
    world.populate(25)
    if is_planned:
        # Dead as soon as the plan was written.
        assert world.live(world.life(kill_at=PLANNED)) == [-9]
        assert set(states(world)) == {"pending"}
    backup = world.path.with_name("backup")
    world.rows()
    shutil.copy(world.path, backup)
    world.live(world.life(DUE + timedelta(seconds=1)))
    assert world.faults() == []
    posted = sum(len(world.server.sent(s.channel_id)) for s in world.settings)
    world.restore(backup)
    later = DUE + timedelta(hours=1)
    # Killed while it looks, too.
    for kill_at in (0,) if design else (60, 61, 62, 0):
        world.live(world.life(later, SOON + LATER, kill_at=kill_at, mutant=design))
        later += timedelta(minutes=10)
    assert bool(world.faults()) == bool(design), world.faults()
    if not design:
        assert sum(len(world.server.sent(s.channel_id)) for s in world.settings) == posted
        assert set(states(world)) == {"sent"}


def test_after_a_restore_what_cannot_be_read_waits_for_an_operator(world: World) -> None:
    world.populate(25)
    backup = world.path.with_name("backup")
    shutil.copy(world.path, backup)
    world.live()
    world.restore(backup)
    unreadable = {settings.channel_id for settings in world.settings[::3]}
    for channel_id in unreadable:
        world.server.channels[channel_id].denied = READ_HISTORY
    later = DUE + timedelta(days=1)
    world.live(world.life(later, SOON + LATER))
    assert world.faults() == []
    waiting = [row for row in world.rows() if row.state != "sent" and row.part == 0]
    assert {row.channel_id for row in waiting} == unreadable
    assert {(row.state, row.reason) for row in waiting} == {("dead", "unverifiable")}
