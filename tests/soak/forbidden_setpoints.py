"""One million random commands to the guard of setpoints, most of them forbidden: none outside is written."""

import time
from collections import Counter

from tests.soak.outcome import Outcome
from tests.twin.control.campaign import campaign as attempts_of
from tests.twin.control.taken_out import CONTROLS, TABLES, taken_out
from tests.twin.control.test_campaign import FOUND_ELSEWHERE

COMMANDS = 1_000_000
LOT = 2000
SEED = 20261128


def campaign(minutes: float | None) -> Outcome:
    """Attempts by the lot, each of its own seed, until there were a million commands or the time is over."""
    begun = time.monotonic()
    commands, attempts, verified, faults, seed = 0, Counter[str](), Counter[str](), list[str](), SEED
    while commands < COMMANDS and (minutes is None or time.monotonic() - begun < minutes * 60):
        tally = attempts_of(LOT, seed)
        commands, seed = commands + tally.commands, seed + 1
        attempts, verified, faults = attempts + tally.attempts, verified + tally.verified, faults + tally.faults
    unseen = [name for name in sorted(CONTROLS.keys() - FOUND_ELSEWHERE.keys()) if not _is_found(name)]
    did = (
        f"{commands:,} commands (proposals, armings, commits, releases) in {attempts.total():,} attempts with "
        f"{len(attempts)} kinds of faults, seeds {SEED} to {seed - 1}; {len(CONTROLS)} controls of {len(TABLES)} tables"
    )
    right = f"{verified['none']:,} of {attempts['none']:,} attempts with nothing wrong verified"
    found = f"{len(faults)} unsafe; {right}; {len(unseen)} controls not missed when taken out"
    return Outcome(did, "; ".join((found, *faults[:5], *unseen)), not faults and not unseen)


def _is_found(name: str) -> bool:
    with taken_out(name):
        return any(attempts_of(400, seed, CONTROLS[name], stops=True).faults for seed in range(1, 6))
