"""Requests drawn from the description of the API, many more than the suite sends; every answer must be as described."""

import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.soak.outcome import Outcome
from tests.surface.api.described import PEOPLE, Explorer

ROUNDS, EXAMPLES = 10, 10


def campaign(minutes: float | None) -> Outcome:
    """Ten rounds over every route, or as many as the minutes allow, each in a place of its own."""
    until = time.monotonic() + 60 * minutes if minutes is not None else None
    begun = int(time.time())
    faults: Counter[str] = Counter()
    sent = rounds = 0
    while rounds < ROUNDS and (until is None or time.monotonic() < until):
        with tempfile.TemporaryDirectory() as folder:
            explorer = Explorer(Path(folder))
            for operation in explorer.operations():
                faults.update(
                    " ".join(line.split())[:300] for line in explorer.explore(operation, EXAMPLES, begun + rounds)
                )
            sent += explorer.sent
        rounds += 1
    did = f"{sent:,} requests as {len(PEOPLE)} people, seeds from {begun}, {rounds} rounds"
    found = "; ".join(f"{line} ({count} times)" for line, count in faults.items())
    return Outcome(did, found or "no answer but as described", not faults and sent > 0)
