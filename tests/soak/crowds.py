"""A hundred at once for what only so many may have, again and again, at a served place on SQLite and on PostgreSQL."""

import tempfile
import time
from collections import Counter
from pathlib import Path

from tests import databases
from tests.soak.outcome import Outcome
from tests.surface.crew import Crew
from tests.surface.served import Served
from tests.surface.test_hundred_at_once import CROWD, OPENINGS, approved_and_shared, noted

ROUNDS = 20


def campaign(minutes: float | None) -> Outcome:
    """So many rounds on each database, or as many as the minutes allow."""
    did, faults = Counter[str](), list[str]()
    with tempfile.TemporaryDirectory() as folder, databases.server_to_stop() as server:
        for kind in ("SQLite", "PostgreSQL"):
            until = time.monotonic() + 30 * minutes if minutes is not None else None
            database = databases.new_database(server.url) if kind == "PostgreSQL" else ""
            crew = Crew(Path(folder) / kind, database)
            served = Served(crew.folder, "--no-limits", "--workers", "0", database=database)
            try:
                while did[kind] < ROUNDS and not (until is not None and time.monotonic() > until):
                    approved_and_shared(crew, served)
                    did[kind] += 1
            except AssertionError as error:
                faults.append(f"{kind}, round {did[kind] + 1}: {str(error).splitlines()[0]}")
            finally:
                served.end()
            said = Counter[str]()
            for (action, _), count in noted(crew).items():
                said[action] += count
            if (said["approve_report"], said["read_summary"]) != (did[kind], OPENINGS * did[kind]) and not faults:
                faults.append(f"{kind}: the audit says {dict(said)} after {did[kind]} rounds")
    told = (
        f"{', '.join(f'{count} rounds on {kind}' for kind, count in did.items())}, each of {CROWD} approvals at once "
    )
    told += f"and of {CROWD} openings of a link for {OPENINGS}"
    found = f"1 approval and {OPENINGS} openings each time; the audit holds exactly those, its chain whole"
    return Outcome(told, "; ".join(faults) or found, not faults and len(did) == 2)
