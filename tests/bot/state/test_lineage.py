import pytest

from bot.state.lineage import Lineage, Verdict, judge
from bot.state.marker import UNREADABLE, Marker

KNOWN = Marker("a", 5, has_subscriptions=True)
UNUSED = Marker("a", 5, has_subscriptions=False)
ILLEGIBLE = Marker(UNREADABLE, 0, has_subscriptions=True)
A5, A4, A6, B5 = Lineage("a", 5), Lineage("a", 4), Lineage("a", 6), Lineage("b", 5)


@pytest.mark.parametrize(
    ("known", "found", "has_subscriptions", "verdict"),
    [
        # The first start, and the first one after an update.
        (None, None, False, Verdict.NEW),
        (None, None, True, Verdict.NEW),
        # A copy on another host: nobody knows what was sent after it was made.
        (None, A5, True, Verdict.RESTORED),
        (None, A5, False, Verdict.CONTINUED),
        (KNOWN, A5, True, Verdict.CONTINUED),
        # Killed between a commit and its marker; everybody unsubscribed meanwhile.
        (KNOWN, A6, True, Verdict.CONTINUED),
        (KNOWN, A6, False, Verdict.CONTINUED),
        (KNOWN, A4, True, Verdict.RESTORED),
        # A backup of an older program has no row.
        (KNOWN, None, True, Verdict.RESTORED),
        (KNOWN, None, False, Verdict.LOST),
        (KNOWN, A4, False, Verdict.LOST),
        (KNOWN, B5, True, Verdict.LOST),
        (KNOWN, B5, False, Verdict.LOST),
        # Nobody was subscribed: nothing is lost.
        (UNUSED, None, False, Verdict.NEW),
        (UNUSED, A4, False, Verdict.NEW),
        (UNUSED, B5, False, Verdict.NEW),
        (UNUSED, B5, True, Verdict.RESTORED),
        (ILLEGIBLE, A5, True, Verdict.RESTORED),
        (ILLEGIBLE, A5, False, Verdict.LOST),
        (ILLEGIBLE, None, False, Verdict.LOST),
    ],
)
def test_what_a_file_turns_out_to_be(
    known: Marker | None,
    found: Lineage | None,
    has_subscriptions: bool,
    verdict: Verdict,
) -> None:
    assert judge(known, found, has_subscriptions=has_subscriptions) is verdict
