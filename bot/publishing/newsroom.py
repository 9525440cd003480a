"""Where editions come from: composed once a month, frozen, then worded, drawn and written out for whoever reads them."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

from bot.catalog.successors import Successor
from bot.catalog.taxonomy import Taxonomy
from bot.editions.archive import edition_of
from bot.editions.edition import Edition, SectionKind, select
from bot.editions.feed import atom_feed
from bot.editions.files import write_file
from bot.editions.record import from_json, to_json
from bot.editions.sources.store import MaterialStore
from bot.editions.wording import title_of_month
from bot.i18n import Languages, Locale, locale_for
from bot.months import Month, require_over
from bot.newsletter.bodies import Variant
from bot.newsletter.delivery import Body
from bot.newsletter.failures.store import FailureStore
from bot.newsletter.outbox.store import Outbox
from bot.newsletter.sender import Composer, Sender
from bot.newsletter.service import Newsletter
from bot.newsletter.store import NewsletterStore
from bot.newsletter.subscription import FlawError, Pause, Reason, Subscription
from bot.publishing.chart_cache import ChartCache
from bot.runtime.worker import WorkerError
from bot.state.database import StateDatabase
from bot.ui.admin import MOST_FAILED, EditionStatus
from bot.ui.command_links import link_commands
from bot.ui.edition import chart_rows, edition_messages
from bot.ui.edition_ref import EditionRef
from bot.ui.navigation import Message
from bot.ui.newsletter import TAGS, notice_page

CURATORS_DAYS = timedelta(days=2)
_FAILED_SHOWN = timedelta(days=60)
_KEPT = 24
_MONTHS_TRIED = 6

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Feed:
    """The Atom file of all editions: where it is written, in which language, where it can be had."""

    path: Path
    locale: Locale = Locale.ENGLISH
    address: str | None = None


@dataclass(frozen=True, slots=True)
class _OpenEdition:
    """An edition that is not frozen: the day it was composed, and what curators had approved by then."""

    day: date
    approved: frozenset[str]
    text: str
    edition: Edition


class Newsroom:
    """Gives out editions. One is composed on first use and never changes again."""

    def __init__(
        self,
        state: StateDatabase,
        material: MaterialStore,
        successors: Mapping[str, Successor],
        taxonomy: Taxonomy,
        languages: Languages,
        charts: ChartCache,
        now: Callable[[], datetime],
        feed: Feed | None = None,
    ) -> None:
        self.store = NewsletterStore(state)
        self.outbox = Outbox(state, "operators")
        self.failures = FailureStore(state)
        self.state = state
        self.now = now
        # The registered commands' mentions by their names, for the notices; the client fills them in.
        self.mentions: Mapping[str, str] = {}
        self._material = material
        self._successors = successors
        self._taxonomy = taxonomy
        self._languages = languages
        self._charts = charts
        self._feed = feed
        self._editions: dict[Month, Edition] = {}
        # What is not frozen is composed once a day, or when a curator let something pass.
        self._open: dict[Month, _OpenEdition] = {}
        self._composing = asyncio.Lock()
        self._in_feed: list[Month] | None = None
        self._tried: Month | None = None

    async def span(self) -> tuple[Month, Month]:
        """Return the first and the last month that can have an edition: it is over, and counted."""
        over = Month.of(self.now()).plus(-1)
        first, last = await self.known() or (over, over)
        return min(first, over), min(last, over)

    async def known(self) -> tuple[Month, Month] | None:
        """Return the first and the last month that star counts are known of; None when none are."""
        return await self._material.months()

    async def has(self, month: Month) -> bool:
        """Tell whether a month can have an edition."""
        first, last = await self.span()
        return first <= month <= last

    async def latest(self) -> Month:
        """Return the newest month whose edition has gains, of the last months; else the last month."""
        first, last = await self.span()
        for back in range(_MONTHS_TRIED):
            month = last.plus(-back)
            if month >= first and _has_gains(await self.edition(month)):
                return month
        return last

    async def edition(self, month: Month) -> Edition:
        """Return a month's edition. One with gains is frozen; what is too thin may yet grow, until it is sent.

        Raises:
            ValueError: the month is not over, or before anything was counted.
        """
        async with self._composing:
            if month not in self._editions:
                text = await self.store.edition(month)
                if text is None:
                    # A frozen edition is read whatever the catalogue knows by now.
                    if not await self.has(month):
                        raise ValueError(f"there is no edition of {month}")
                    opened = await self._open_edition(month)
                    if not _has_gains(opened.edition) or not self._is_settled(month):
                        return opened.edition
                    text = await self.store.frozen(
                        month, partial(self._recomposed, month, opened), self.now()
                    )
                if len(self._editions) >= _KEPT:
                    self._editions.pop(next(iter(self._editions)))
                self._editions[month] = await asyncio.to_thread(from_json, text)
            return self._editions[month]

    async def _open_edition(self, month: Month) -> _OpenEdition:
        """Return an edition that is not frozen, composed once a day."""
        today = self.now().date()
        known = self._open.get(month)
        if known is None or known.day != today:
            approved = await self.store.approved(month)
            text = await self._composed(month)
            edition = await asyncio.to_thread(from_json, text)
            known = self._open[month] = _OpenEdition(today, approved, text, edition)
        return known

    async def _recomposed(self, month: Month, opened: _OpenEdition) -> str:
        """Return today's text of an edition; it is composed again only when a curator has approved something since."""
        approved = await self.store.approved(month)
        return opened.text if approved == opened.approved else await self._composed(month)

    def _is_settled(self, month: Month) -> bool:
        """Tell whether a month's edition may be frozen without having been sent: curators have had their days."""
        return self.now().date() >= month.plus(1).first_day + CURATORS_DAYS

    async def months(self) -> list[Month]:
        """Return the months with a frozen edition, the newest first."""
        return list(reversed(await self.store.months()))

    async def messages(self, ref: EditionRef) -> list[Message]:
        """Return an edition as messages.

        Raises:
            ValueError: there is no edition of that month.
        """
        return await self._messages(await self.edition(ref.month), ref)

    async def compose(self, month: Month) -> str:
        """Return a month's edition as JSON for the newsletter's machine.

        Raises:
            MonthNotOverError: the month isn't over.
        """
        return await self._composed(month)

    async def render(self, text: str, _month: Month, variant: Variant) -> list[Body]:
        """Return a frozen edition's messages for the newsletter's machine."""
        edition = await asyncio.to_thread(from_json, text)
        locale = Locale(variant.language)
        ref = EditionRef(edition.month, locale, variant.category, variant.framework)
        title = title_of_month(edition.month, self._languages[locale])
        return [
            Body(tuple(view.to_components()), tuple(view.pictures.items()), title, TAGS)
            for view in await self._messages(edition, ref)
        ]

    def check(self, variant: Variant) -> None:
        """Make sure that everything a variant names still exists.

        Raises:
            FlawError: its language, category or framework isn't known.
        """
        for reason, value, known in (
            (Reason.UNKNOWN_LANGUAGE, variant.language, set(Locale)),
            (Reason.UNKNOWN_CATEGORY, variant.category, self._taxonomy.categories),
            (Reason.UNKNOWN_FRAMEWORK, variant.framework, self._taxonomy.frameworks),
        ):
            if value is not None and value not in known:
                raise FlawError(Pause(reason, code=value[:40]))

    def machine(self, sender: Sender, application_id: int, *, rate: float) -> Newsletter:
        """Return the machine that delivers what this newsroom writes, at ``rate`` requests a second at the most."""
        composer = Composer(self.compose, self.render, self.word_notice, self.check)
        return Newsletter(self.state, sender, composer, application_id, rate=rate)

    def word_notice(self, subscription: Subscription, pause: Pause) -> Body:
        """Return the notice to those who can put a paused subscription right."""
        language = self._languages[locale_for(subscription.settings.language)]
        view = notice_page(subscription, pause, language)
        link_commands(view, self.mentions)
        return Body(tuple(view.to_components()), (), language("newsletter-title"), TAGS)

    async def status(self) -> EditionStatus:
        """Return the status of the last month's edition."""
        _, last = await self.span()
        # Nobody wants an edition of long ago any more.
        since = self.now() - _FAILED_SHOWN
        return EditionStatus(
            last,
            await self.store.edition(last) is not None,
            await self.outbox.counts(last),
            (await self.edition(last)).held,
            await self.failures.failed(MOST_FAILED, since),
            await self.failures.count(since),
            await self.outbox.posted_channels(last),
        )

    async def approve(self, month: Month, full_name: str, by: int) -> bool:
        """Let a model's unusual growth be ranked; False when the edition is frozen already."""
        is_approved = await self.store.approve(month, full_name, by, self.now())
        # What is being composed at this moment may not know of it.
        async with self._composing:
            self._open.pop(month, None)
        return is_approved

    async def keep_up(self) -> None:
        """Freeze the last month's edition once it is over, and bring the feed's file up to date."""
        _, last = await self.span()
        if last != self._tried and self._is_settled(last):
            self._tried = last
            await self.edition(last)
        if self._feed is None:
            return
        months = await self.store.months()
        if months == self._in_feed and self._feed.path.exists():
            return
        editions = [select(await self.edition(month)) for month in reversed(months[-_KEPT:])]
        language = self._languages[self._feed.locale]
        text = await asyncio.to_thread(
            atom_feed, editions, language, self._taxonomy, self._feed.address
        )
        try:
            await asyncio.to_thread(write_file, self._feed.path, text)
        except OSError:
            log.exception("newsletter: the feed %s can't be written", self._feed.path)
            return
        self._in_feed = months

    async def _composed(self, month: Month) -> str:
        require_over(month, self.now())
        before = await self.store.edition(month.plus(-1))
        previous = await asyncio.to_thread(from_json, before) if before else None
        approved = await self.store.approved(month)
        edition = await edition_of(self._material, self._successors, month, previous, approved)
        return await asyncio.to_thread(to_json, edition)

    async def _messages(self, edition: Edition, ref: EditionRef) -> list[Message]:
        rows = chart_rows(edition, ref)
        chart = None
        if rows:
            since = edition.since or edition.month.first_day
            until = edition.until or ref.month.plus(1).first_day
            try:
                chart = await self._charts.riser_chart(rows, since=since, until=until)
            except WorkerError:
                log.exception("newsletter: no chart of %s", edition.month)
        language = self._languages[ref.locale]
        return await asyncio.to_thread(
            edition_messages, edition, ref, language, self._taxonomy, chart=chart
        )


def _has_gains(edition: Edition) -> bool:
    return edition.section(SectionKind.RISING) is not None
