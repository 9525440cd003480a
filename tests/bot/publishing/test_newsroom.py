import asyncio
from collections.abc import AsyncGenerator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch
from xml.etree import ElementTree as ET

import pytest

from bot.app import open_services
from bot.catalog.successors import Successor
from bot.config import CatalogueConfig, GitHubConfig, NewsletterConfig, shipped_folder
from bot.editions.edition import SectionKind
from bot.editions.sources.material import Material
from bot.editions.sources.store import MaterialStore
from bot.i18n import Locale
from bot.months import Month, MonthNotOverError
from bot.newsletter.bodies import Variant
from bot.newsletter.subscription import ChannelKind, FlawError, Reason, Settings
from bot.publishing.newsroom import Newsroom
from bot.services import newsroom_of
from bot.ui.edition_ref import EditionRef
from tests.conftest import NOWHERE
from tests.limits import problems_of

JULY = Month(2026, 7)


@asynccontextmanager
async def opened(
    catalogue: Path, folder: Path, now: datetime, feed: Path | None = None
) -> AsyncGenerator[Newsroom, None]:
    config = NewsletterConfig(
        f"sqlite+aiosqlite:///{folder}/state.sqlite3", feed=feed, feed_language="zh-CN"
    )
    async with open_services(
        CatalogueConfig(catalogue, shipped_folder()),
        GitHubConfig(base_url=NOWHERE),
        config,
        open_pool=lambda: ThreadPoolExecutor(1),
        now=lambda: now,
    ) as services:
        yield newsroom_of(services)


async def test_an_edition_is_the_same_for_ever(catalogue_copy: Path, tmp_path: Path) -> None:
    async with opened(catalogue_copy, tmp_path, datetime(2026, 9, 5, tzinfo=UTC)) as newsroom:
        first, again = await asyncio.gather(newsroom.edition(JULY), newsroom.edition(JULY))
        assert first == again
        assert first.section(SectionKind.RISING)
        frozen = await newsroom.store.edition(Month(2026, 7))
        await newsroom._material._database.write(  # pyright: ignore[reportPrivateUsage]  # history changes
            lambda db: db.execute(
                "UPDATE star_snapshot SET stars = stars + 5000 WHERE day >= '2026-08-01'"
            )
        )
    async with opened(catalogue_copy, tmp_path, datetime(2027, 9, 5, tzinfo=UTC)) as newsroom:
        assert await newsroom.store.edition(Month(2026, 7)) == frozen
        assert await newsroom.edition(JULY) == first


async def test_what_is_too_thin_may_still_grow(catalogue_copy: Path, tmp_path: Path) -> None:
    async with opened(catalogue_copy, tmp_path, datetime(2026, 11, 23, tzinfo=UTC)) as newsroom:
        assert await newsroom.span() == (Month(2016, 8), Month(2026, 8))
        thin = await newsroom.edition(Month(2026, 8))
        assert thin.section(SectionKind.RISING) is None
        assert await newsroom.store.edition(Month(2026, 8)) is None
        assert await newsroom.latest() == JULY
        for month in (Month(2026, 9), Month(2010, 1)):
            with pytest.raises(ValueError, match="no edition"):
                await newsroom.edition(month)


async def test_curators_have_two_days_before_an_edition_is_frozen(
    catalogue_copy: Path, tmp_path: Path
) -> None:
    async with opened(catalogue_copy, tmp_path, datetime(2026, 8, 2, 23, tzinfo=UTC)) as newsroom:
        await newsroom.keep_up()
        assert (await newsroom.edition(JULY)).section(SectionKind.RISING)
        assert await newsroom.months() == []
        assert await newsroom.approve(JULY, "openai/whisper", 1)
        assert await newsroom.approve(JULY, "openai/whisper", 1)
        assert await newsroom.store.approved(Month(2026, 7)) == {"openai/whisper"}
    async with opened(catalogue_copy, tmp_path, datetime(2026, 8, 3, tzinfo=UTC)) as newsroom:
        await newsroom.keep_up()
        assert await newsroom.months() == [JULY]
        assert not await newsroom.approve(JULY, "openai/whisper", 1)
        status = await newsroom.status()
        assert status.is_frozen
        assert (status.month, status.counts, status.failed) == (JULY, {}, [])


async def test_the_newest_edition_is_composed_once_and_from_one_reading(
    catalogue_copy: Path, tmp_path: Path
) -> None:
    read = MaterialStore.materials
    asked: list[list[Month]] = []

    async def reading(
        self: MaterialStore, months: list[Month], successors: dict[str, Successor]
    ) -> list[Material]:
        asked.append(months)
        return await read(self, months, successors)

    async with opened(catalogue_copy, tmp_path, datetime(2026, 8, 5, tzinfo=UTC)) as newsroom:
        with patch.object(MaterialStore, "materials", autospec=True, side_effect=reading):
            assert await newsroom.latest() == JULY
            assert await newsroom.months() == [JULY]
            assert (await newsroom.edition(JULY)).section(SectionKind.RISING)
    assert asked == [[JULY.plus(-back) for back in range(6, -1, -1)]]


async def test_unusual_growth_waits_until_it_is_approved(
    catalogue_copy: Path, tmp_path: Path
) -> None:
    async with opened(catalogue_copy, tmp_path, datetime(2026, 8, 1, 1, tzinfo=UTC)) as newsroom:
        await newsroom._material._database.write(  # pyright: ignore[reportPrivateUsage]  # a leap
            lambda db: db.execute(
                "UPDATE star_snapshot SET stars = stars + 90000 WHERE day >= '2026-08-01'"
                " AND entry_id = (SELECT id FROM entry WHERE full_name = 'openai/whisper')"
            )
        )
        held = (await newsroom.status()).held
        assert [line.model.full_name for line in held] == ["openai/whisper"]
        await newsroom.approve(JULY, "openai/whisper", 1)
        edition = await newsroom.edition(JULY)
        assert edition.held == ()
        rising = edition.section(SectionKind.RISING)
        assert rising
        assert rising.lines[0].model.full_name == "openai/whisper"


async def test_what_is_approved_while_somebody_reads_is_ranked_at_once(
    catalogue_copy: Path, tmp_path: Path
) -> None:
    async with opened(catalogue_copy, tmp_path, datetime(2026, 8, 1, 1, tzinfo=UTC)) as newsroom:
        await newsroom._material._database.write(  # pyright: ignore[reportPrivateUsage]  # a leap
            lambda db: db.execute(
                "UPDATE star_snapshot SET stars = stars + 90000 WHERE day >= '2026-08-01'"
                " AND entry_id = (SELECT id FROM entry WHERE full_name = 'openai/whisper')"
            )
        )
        original = Newsroom._composed  # pyright: ignore[reportPrivateUsage]  # held up below
        approving: list[asyncio.Task[bool]] = []

        async def slowly(self: Newsroom, month: Month) -> str:
            text = await original(self, month)
            approving.append(asyncio.create_task(self.approve(month, "openai/whisper", 1)))
            while not await self.store.approved(Month(2026, 7)):
                await asyncio.sleep(0)
            return text

        with patch.object(Newsroom, "_composed", autospec=True, side_effect=slowly):
            assert (await newsroom.edition(JULY)).held
        assert await approving[0]
        assert (await newsroom.edition(JULY)).held == ()


async def test_a_month_that_is_not_over_in_utc_is_composed_for_nobody(
    catalogue_copy: Path, tmp_path: Path
) -> None:
    last_moment = datetime(2026, 7, 31, 23, 59, 59, tzinfo=UTC)
    async with opened(catalogue_copy, tmp_path, last_moment) as newsroom:
        with pytest.raises(MonthNotOverError):
            await newsroom.compose(Month(2026, 7))
        with pytest.raises(ValueError, match="no edition"):
            await newsroom.edition(JULY)
        with pytest.raises(ValueError, match="no edition"):
            await newsroom.messages(EditionRef(JULY, Locale.ENGLISH))
        assert await newsroom.latest() < JULY
        await newsroom.keep_up()
        assert Month(2026, 7) not in await newsroom.months()
    midnight = datetime(2026, 8, 1, tzinfo=UTC)
    async with opened(catalogue_copy, tmp_path, midnight) as newsroom:
        assert await newsroom.compose(Month(2026, 7))


@pytest.mark.parametrize(
    ("variant", "reason"),
    [
        (Variant("tlh"), Reason.UNKNOWN_LANGUAGE),
        (Variant("en"), Reason.UNKNOWN_LANGUAGE),
        (Variant("en-US", "alchemy"), Reason.UNKNOWN_CATEGORY),
        (Variant("zh-CN", None, "abacus"), Reason.UNKNOWN_FRAMEWORK),
    ],
)
async def test_a_look_that_there_is_no_edition_in_has_its_reason(
    catalogue_copy: Path, tmp_path: Path, variant: Variant, reason: Reason
) -> None:
    async with opened(catalogue_copy, tmp_path, datetime(2026, 8, 2, tzinfo=UTC)) as newsroom:
        newsroom.check(Variant("en-US", "computer-vision", "pytorch"))
        newsroom.check(Variant(Settings(1, ChannelKind.TEXT).language))
        with pytest.raises(FlawError) as caught:
            newsroom.check(variant)
        assert caught.value.pause.reason is reason


@pytest.mark.parametrize("locale", list(Locale))
async def test_bodies_fit_discord_and_carry_the_chart(
    catalogue_copy: Path, tmp_path: Path, locale: Locale
) -> None:
    async with opened(catalogue_copy, tmp_path, datetime(2026, 8, 2, tzinfo=UTC)) as newsroom:
        text = await newsroom.compose(Month(2026, 7))
        whole = await newsroom.render(text, Month(2026, 7), Variant(locale))
        assert [name for name, _ in whole[0].files] == ["risers-2026-07.png"]
        assert whole[0].files[0][1].startswith(b"\x89PNG")
        assert "2026" in whole[0].title
        for body in whole:
            assert problems_of({"components": list(body.components)}) == []
        graphs = await newsroom.render(text, Month(2026, 7), Variant(locale, "graph-learning"))
        assert graphs != whole
        shown = await newsroom.messages(EditionRef(JULY, locale))
        assert [view.to_components() for view in shown] == [list(body.components) for body in whole]


async def test_the_feed_is_kept_up_to_date(catalogue_copy: Path, tmp_path: Path) -> None:
    feed = tmp_path / "public" / "modelzoo.xml"
    async with opened(catalogue_copy, tmp_path, datetime(2026, 8, 3, tzinfo=UTC), feed) as newsroom:
        await newsroom.keep_up()
        entries = ET.parse(feed).getroot().findall("{http://www.w3.org/2005/Atom}entry")  # noqa: S314  # our own file
        assert len(entries) == 1
        written = feed.stat().st_mtime_ns
        await newsroom.keep_up()
        assert feed.stat().st_mtime_ns == written
        await newsroom.edition(Month(2026, 6))
        await newsroom.keep_up()
        entries = ET.parse(feed).getroot().findall("{http://www.w3.org/2005/Atom}entry")  # noqa: S314  # our own file
        assert len(entries) == 2


async def test_a_feed_that_can_t_be_written_stops_nothing(
    catalogue_copy: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("in the way")
    feed = tmp_path / "file" / "modelzoo.xml"
    async with opened(catalogue_copy, tmp_path, datetime(2026, 8, 3, tzinfo=UTC), feed) as newsroom:
        await newsroom.keep_up()
        assert await newsroom.months() == [JULY]
    assert "can't be written" in caplog.text


async def test_a_frozen_edition_is_read_whatever_is_known_by_now(
    catalogue_copy: Path, tmp_path: Path
) -> None:
    feed = tmp_path / "modelzoo.xml"
    async with opened(catalogue_copy, tmp_path, datetime(2026, 8, 3, tzinfo=UTC), feed) as newsroom:
        frozen = await newsroom.edition(JULY)
    # The clock went back: by its calendar the month isn't over.
    async with opened(catalogue_copy, tmp_path, datetime(2026, 7, 3, tzinfo=UTC), feed) as newsroom:
        assert await newsroom.edition(JULY) == frozen
        await newsroom.keep_up()
        assert "2026-07" in feed.read_text()
