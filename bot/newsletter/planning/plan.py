"""What a plan needs: which subscriptions are owed which months, in groups that are planned alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.months import Month
from bot.newsletter.bodies import Variant
from bot.newsletter.delivery import Body
from bot.newsletter.due import Owed, is_timezone, owed
from bot.newsletter.subscription import ChannelKind, FlawError, Pause, Reason, Settings

_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Group:
    """Due subscriptions that differ in nothing but their channels. ``next_month`` is as it is stored."""

    variant: Variant
    day: int
    hour: int
    timezone: str
    next_month: str
    next_due: datetime

    def owed(self, now: datetime) -> Owed | None:
        """Return what each of the group is owed.

        Raises:
            FlawError: the time zone isn't known here, or the month, day or hour is none.
        """
        if not is_timezone(self.timezone):
            raise FlawError(Pause(Reason.UNKNOWN_TIMEZONE, code=self.timezone[:_SHOWN]))
        settings = Settings(
            channel_id=0,
            kind=ChannelKind.TEXT,
            day=self.day,
            hour=self.hour,
            timezone=self.timezone,
        )
        try:
            return owed(settings, Month.parse(self.next_month), self.next_due, now)
        except (ValueError, OverflowError) as error:
            code = f"{self.next_month}, {self.day}, {self.hour}"
            raise FlawError(Pause(Reason.UNREADABLE, code=code[:_SHOWN])) from error


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything frozen that a plan writes: the editions' JSON by month, the bodies by month and variant."""

    editions: Mapping[Month, str]
    bodies: Mapping[tuple[Month, Variant], tuple[Body, ...]]
    application_id: int

    def covers(self, variant: Variant, due: Owed) -> bool:
        """Tell whether everything that is owed to a group is at hand."""
        return due.month is None or (due.month, variant) in self.bodies
