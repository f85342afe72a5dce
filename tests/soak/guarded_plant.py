"""The control campaign over OPC UA: 2,000 forbidden attempts among 500 legitimate ones, in lots of their own seeds."""

import multiprocessing
import tempfile
import time
import traceback
from collections.abc import Collection, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from pathlib import Path

from tests.services.control.campaign.campaign import Tally
from tests.services.control.campaign.campaign import campaign as attempts_of
from tests.services.control.campaign.hall import LIMITS
from tests.soak.outcome import Outcome

LOTS, SEED = 10, 20_261_128
AT_THE_DESK = (3, 6, 9)
"""Lots of a guard in a process of its own, asked over its socket."""


def campaign(minutes: float | None, at_the_desk: Collection[int] = AT_THE_DESK, at_once: int = 1) -> Outcome:
    """Ten lots, or as many as are begun before the time is over.

    Parameters
    ----------
    at_the_desk : Lots whose guard is a process of its own.
    at_once : Lots that run beside each other, each with a server and a guard of its own.
    """
    total, lots = Tally(), 0
    for tally in tallies(minutes, at_the_desk, at_once):
        total.add(tally)
        lots += 1
    late = {name: span for name, span in total.spans.items() if span > LIMITS["safe_within_s"]}
    did = (
        f"{total.forbidden.total():,} forbidden attempts of {len(total.forbidden)} kinds among {total.legitimate} "
        f"legitimate ones, seeds {SEED} to {SEED + lots - 1}, {at_once} lot at once, each with a server and a guard "
        f"of its own, {sum(number in at_the_desk for number in range(lots))} of them with the guard as a process"
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


def tallies(minutes: float | None, at_the_desk: Collection[int], at_once: int) -> Iterator[Tally]:
    """What came of each lot, in the order in which they end."""
    begun, lots = time.monotonic(), 0
    under_way: set[Future[Tally]] = set()
    with ProcessPoolExecutor(at_once, multiprocessing.get_context("spawn")) as pool:
        while True:
            is_time = minutes is None or time.monotonic() - begun < minutes * 60
            while is_time and lots < LOTS and len(under_way) < at_once:
                under_way.add(pool.submit(lot, lots, lots in at_the_desk))
                lots += 1
            if not under_way:
                return
            ended, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            yield from (item.result() for item in ended)


def lot(number: int, is_distant: bool) -> Tally:
    """One lot; one that does not come to its end is a fault."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            return attempts_of(Path(folder), SEED + number, is_distant=is_distant)
    except Exception:
        return Tally(faults=[f"seed {SEED + number}: {traceback.format_exc(limit=-3)}"])
