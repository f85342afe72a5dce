"""A served place under programs whose disk fills up, whose files cannot be changed, whose database server goes away.

Three places, each served by one process from beginning to end: on a small disk that is filled to a random byte, in a
folder that is frozen, and on a PostgreSQL server that is stopped, in order or like a loss of power, or cuts its
connections. In each round two programs send plants and readings, each again until it is told that it was taken; the
outage begins at a random moment and lasts for a random while. After each round all that was taken is there, once; at
the end `verify` finds nothing wrong, and the process is the one of the beginning.
"""

import contextlib
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests import databases
from tests.disks import freezing, small_disk
from tests.soak.outcome import Outcome
from tests.surface.crew import Crew
from tests.surface.program import Program, at_work, differences, plants_of
from tests.surface.served import Served

from pulmu.bootstrap.place import open_place
from pulmu.services.care.verify import verify_place

ROUNDS, SEED, KINDS = 40, 20_261_127, ("full disk", "read-only", "lost server")
KNOWN = frozenset(
    {(201, ""), (200, ""), (507, "outside.store_full"), (503, "outside.store_read_only"), (503, "outside.store_lost")}
)
Begin, End = Callable[[], object], Callable[[], object]


def campaign(minutes: float | None) -> Outcome:
    """So many outages of each kind, or as many as the minutes allow."""
    return outages(ROUNDS, SEED, minutes)


def outages(rounds: int, seed: int, minutes: float | None = None) -> Outcome:
    """Outages of each kind this machine can have."""
    draw, did, faults, said = random.Random(seed), Counter[str](), list[str](), Counter[tuple[int, str]]()
    for kind in KINDS:
        until = time.monotonic() + 60 * minutes / len(KINDS) if minutes is not None else None
        try:
            with _place(kind, draw) as (crew, served, begin, end):
                for number in range(rounds):
                    if until is not None and time.monotonic() > until:
                        break
                    fault = _round(crew, served, f"{number}", draw, (begin, end), said)
                    did[kind] += 1
                    if fault:
                        faults.append(f"{kind}, round {number + 1}, seed {seed}: {fault}")
                        break
                faults += [f"{kind}: {fault}" for fault in _after(crew, served)]
        except pytest.skip.Exception as skipped:
            did[f"{kind} not tried ({skipped.msg})"] += 1
    strange = set(said) - KNOWN
    faults += [f"answers nobody knows: {sorted(strange)}"] if strange else []
    told = f"{', '.join(f'{count} {kind}' for kind, count in did.items())}; {sum(said.values())} requests, of them "
    told += ", ".join(f"{count} {status} {code}".strip() for (status, code), count in sorted(said.items()))
    whole = "all that was taken there, once; verify clean; nothing restarted"
    return Outcome(told, "; ".join(faults) or whole, not faults and all(did[kind] for kind in KINDS))


def _round(
    crew: Crew,
    served: Served,
    name: str,
    draw: random.Random,
    outage: tuple[Begin, End],
    said: Counter[tuple[int, str]],
) -> str:
    begin, end = outage
    with crew.at(served, "lee") as lee, crew.at(served, "kim") as kim:
        programs = [Program(lee, f"a{name}"), Program(kim, f"b{name}")]
        before = sum(1 for _ in plants_of(lee))
        with at_work(programs):
            time.sleep(draw.uniform(0.0, 1.5))
            begin()
            time.sleep(draw.uniform(0.0, 1.5))
            end()
        for program in programs:
            said.update(program.said)
        return differences(programs, lee, before)


def _after(crew: Crew, served: Served) -> Iterator[str]:
    if served.process.poll() is not None:
        yield "the process ended"
        return
    code, _, told = served.stop()
    if code or "Traceback" in told:
        yield f"it closed with {code}"
    place = open_place(crew.folder, crew.database)
    yield from (str(item) for item in verify_place(place).problems if item.severity == "error")
    place.close()


@contextlib.contextmanager
def _place(kind: str, draw: random.Random) -> Iterator[tuple[Crew, Served, Begin, End]]:
    """A served place, and how its outage begins and ends."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "disk"
        database = ""
        begin: Begin
        end: End
        if kind == "full disk":
            disk = stack.enter_context(small_disk(folder, 128))
            begin, end = lambda: disk.fill(draw.randrange(400_000)), disk.empty
        elif kind == "read-only":
            frozen = stack.enter_context(freezing(folder / "data"))
            begin, end = frozen.begin, frozen.end
        else:
            server = stack.enter_context(databases.server_to_stop())
            database = databases.new_database(server.url)
            begin, end = lambda: _take_away(server, draw), server.start
        crew = Crew(folder / "data", database)
        served = Served(crew.folder, "--no-limits", "--workers", "0", database=database)
        stack.callback(served.end)
        yield crew, served, begin, end


def _take_away(server: databases.ServerToStop, draw: random.Random) -> None:
    how = draw.choice(("cut", "fast", "immediate"))
    server.cut() if how == "cut" else server.stop(how)
