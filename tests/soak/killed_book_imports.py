"""Imports into a book that are killed at any moment leave each entry exactly once."""

from tests.soak.book_kills import run
from tests.soak.outcome import Outcome

KILLS = 200
_A_KILL_TAKES = 3.0
"""Seconds, about: for a campaign of limited time."""


def campaign(minutes: float | None) -> Outcome:
    """Kill imports, each then run again.

    Parameters
    ----------
    minutes : None for as many as are promised.
    """
    count = KILLS if minutes is None else max(5, int(minutes * 60 / _A_KILL_TAKES))
    told = run(count)
    did = (
        f"{told['kills']} imports killed, {told['whole']} of them after their transaction; {told['entries']:,} entries"
    )
    found = f"{told['wrong']} entries missing, twice or strange; {told['leftovers']} files left over"
    return Outcome(did, found, told["wrong"] == 0 and told["leftovers"] == 0)
