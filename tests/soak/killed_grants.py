"""Decisions on one budget by many at once, in processes that are killed: never more is granted than there is.

In each round four processes with five threads each grant money to applications of one call as fast as they can, and
tell each decision that was acknowledged; all are killed at a random moment. Then every acknowledged decision must be
there once, what is committed must be what the decisions say, and it must be within the budget.
"""

import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from tests.places import Place
from tests.records import HANBIT
from tests.services.calls.agency import CALL, CLOSED, OFFICER, PACKAGED, received, with_call
from tests.soak.outcome import Outcome

from pulmu.model import InputError
from pulmu.services.calls.decide import DecisionWish, decide
from pulmu.services.calls.shelf import find_call
from pulmu.services.calls.stages import go_on

KILLS, SEED = 200, 20_261_128
PROCESSES, THREADS, APPLICATIONS = 4, 5, 100
BUDGET = 2_000_000
LONGEST = 2.5
"""The latest moment of a kill after the processes are told to begin. [s]"""


def campaign(minutes: float | None) -> Outcome:
    """Kill 200 times, or as often as the minutes allow."""
    with tempfile.TemporaryDirectory() as folder:
        until = time.monotonic() + 60 * minutes if minutes is not None else None
        return kill_grants(Path(folder), KILLS, SEED, until)


def kill_grants(folder: Path, kills: int, seed: int, until: float | None = None) -> Outcome:
    """Kill, and look at what is left."""
    draw, said, faults = random.Random(seed), Counter[str](), list[str]()
    for number in range(kills):
        if until is not None and time.monotonic() > until:
            break
        home = folder / f"place-{number}"
        _begin(home)
        acknowledged = _grant_and_kill(home, draw.uniform(0, LONGEST))
        fault = _compare(home, acknowledged)
        faults += [f"kill {number + 1}, seed {seed}: {fault}"] if fault else []
        said["kills"] += 1
        said["granted"] += len(acknowledged)
        said["none"] += not acknowledged
        said["all"] += _left(home) < 10_000
    did = (
        f"{said['kills']} kills of {PROCESSES} processes with {THREADS} threads each, seed {seed}: "
        f"{said['granted']} decisions acknowledged, {said['none']} before the first, {said['all']} with all spent"
    )
    good = said["kills"] > 0 and not faults
    return Outcome(did, "; ".join(faults) or "each acknowledged one there, once; never over the budget", good)


def _begin(home: Path) -> None:
    place = Place(home).with_companies()
    with_call(place, budget_krw=BUDGET, places=None)
    with place.store.writing(HANBIT) as work:
        for number in range(APPLICATIONS):
            work.add_received(received(f"a{number}"))
    place.at = CLOSED
    call = find_call(place.gate, OFFICER, PACKAGED, CALL).call
    for stage in ("taking", "reviewing"):
        go_on(place.gate, OFFICER, call, stage, reason="x")  # type: ignore[arg-type]
    place.store.close()


def _grant_and_kill(home: Path, after: float) -> list[tuple[str, int]]:
    """Decisions that were acknowledged before the kill."""
    command = [sys.executable, "-m", "tests.soak.killed_grants", str(home)]
    processes = [
        subprocess.Popen([*command, str(number)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for number in range(PROCESSES)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("begin\n")
        process.stdin.flush()
    time.sleep(after)
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
    told = []
    for process in processes:
        out, _ = process.communicate()
        told += [line.split() for line in out.split("\n")[:-1]]  # half a line was not told
    return [(name, int(amount)) for name, amount in told]


def _compare(home: Path, acknowledged: list[tuple[str, int]]) -> str:
    """How the store differs from what was acknowledged; empty if it does not."""
    place = Place(home)
    with place.store.reading(HANBIT) as work:
        state, made = work.call_state(CALL), work.decisions(CALL)
    place.store.close()
    assert state is not None
    there = Counter((item.application, item.amount_krw) for item in made)
    missing = Counter(acknowledged) - there
    if missing or max(there.values(), default=0) > 1:
        return f"acknowledged and not there {missing}, or there twice"
    granted = sum(item.amount_krw for item in made)
    if state.committed_krw != granted or state.taken != len(made):
        return f"{state.committed_krw} committed, {granted} granted"
    return f"{granted} granted of {BUDGET}" if granted > BUDGET else ""


def _left(home: Path) -> int:
    place = Place(home)
    with place.store.reading(HANBIT) as work:
        state = work.call_state(CALL)
    place.store.close()
    assert state is not None
    return BUDGET - state.committed_krw


def _work(home: Path, process: int) -> None:
    """Grant until nothing is left to decide, and tell each."""
    place = Place(home)
    place.at = CLOSED
    mine = range(process, APPLICATIONS, PROCESSES)
    telling = threading.Lock()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()

    def grant(numbers: range) -> None:
        for number in numbers:
            amount = 10_000 + 10_000 * (number % 7)
            try:
                decide(place.gate, OFFICER, CALL, [DecisionWish(
                    application=f"a{number}", outcome="selected", amount_krw=amount)])  # fmt: skip
            except InputError:
                continue
            with telling:
                sys.stdout.write(f"a{number} {amount}\n")
                sys.stdout.flush()

    threads = [threading.Thread(target=grant, args=(mine[part::THREADS],)) for part in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    _work(Path(sys.argv[1]), int(sys.argv[2]))
