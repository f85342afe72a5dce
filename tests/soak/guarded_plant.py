"""The control campaign over OPC UA: 2,000 forbidden attempts among 500 legitimate ones, in lots of their own seeds."""

import tempfile
import time
from pathlib import Path

from tests.services.control.campaign.campaign import Tally
from tests.services.control.campaign.campaign import campaign as lot
from tests.services.control.campaign.hall import LIMITS
from tests.soak.outcome import Outcome

LOTS, SEED = 10, 20_261_128
AT_THE_DESK = (2, 5, 8)
"""Lots of a guard in a process of its own, asked over its socket."""


def campaign(minutes: float | None) -> Outcome:
    """Ten lots, or as many as are begun before the time is over."""
    begun, total, lots = time.monotonic(), Tally(), 0
    while lots < LOTS and (minutes is None or time.monotonic() - begun < minutes * 60):
        with tempfile.TemporaryDirectory() as folder:
            total.add(lot(Path(folder), SEED + lots, is_distant=lots % 10 in AT_THE_DESK))
        lots += 1
    late = {name: span for name, span in total.spans.items() if span > LIMITS["safe_within_s"] and "itself" not in name}
    did = (
        f"{total.forbidden.total():,} forbidden attempts of {len(total.forbidden)} kinds among {total.legitimate} "
        f"legitimate ones, seeds {SEED} to {SEED + lots - 1}, each lot with a server and a guard of its "
        f"own, {sum(number in AT_THE_DESK for number in range(lots))} of them with the guard as a process"
    )
    refused = ", ".join(f"{name} {count}" for name, count in total.refused.most_common()) or "none"
    spans = ", ".join(f"{name} {span:.2f} s" for name, span in sorted(total.spans.items()))
    values = ", ".join(f"{count} {name}" for name, count in total.values.items())
    found = "; ".join((
        f"{len(total.faults)} faults",
        f"{total.verified} of {total.legitimate} legitimate verified, reasons of the others: {refused}",
        f"what reached the server: {values}", f"{total.entries:,} entries, each chain whole",
        f"longest to the safe state: {spans}",
    ))  # fmt: skip
    is_good = not total.faults and not late and total.verified >= 0.99 * total.legitimate
    return Outcome(did, "; ".join((found, *total.faults[:5])), is_good)
