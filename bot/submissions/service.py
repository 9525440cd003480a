"""What people suggest and curators decide, opened once for all commands."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.submissions.curation.store import CurationStore
from bot.submissions.drafts.store import DraftStore
from bot.submissions.following import Following
from bot.submissions.store import SubmissionStore


@dataclass(frozen=True, slots=True)
class Curation:
    """The submissions, the decisions, and this host's catalogue on their heels; ``now`` is the clock of both."""

    submissions: SubmissionStore
    drafts: DraftStore
    decisions: CurationStore
    following: Following
    now: Callable[[], datetime]
