"""Report jobs while the place that serves them, or a worker, is killed at random moments: each job once, none lost.

A program orders reports with a key for each order, and sends an order again until it is answered. Meanwhile a worker is
killed at what it does, the place, the place while it answers an order, or all of it at once. In the end every order
must have one job, every job one version of the report, every version all of its files and the figures of its document;
the queue must be empty, and the audit whole.
"""

import itertools
import json
import os
import random
import signal
import socket
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.places import actor
from tests.soak.outcome import Outcome
from tests.surface.command import environment
from tests.surface.opener import begin

from pulmu.adapters.samples import read_sample
from pulmu.bootstrap.place import open_place
from pulmu.services.accounts.identify import today
from pulmu.services.accounts.sign_up import Person, found_workspace
from pulmu.services.accounts.tokens import TokenWish, add_token
from pulmu.services.jobs.desk import jobs
from pulmu.services.place import Place
from pulmu.services.records.audit import check_chain
from pulmu.services.workspaces.plants import add_plant
from pulmu.services.workspaces.reports import check_frozen, read_reports

KILLS, SEED = 200, 20_261_127
WAITING, MOST_WAITING = 3, 12
"""Jobs that are kept waiting or at work, and how many there may be: a place takes twenty."""
RECOMPUTED = 10
"""Versions that are computed anew in the end."""
MOMENTS = ("a worker", "a worker", "the place", "the place at an order", "all at once")


def campaign(minutes: float | None) -> Outcome:
    """Kill 200 times, or for as long as the minutes allow."""
    with tempfile.TemporaryDirectory() as folder:
        until = time.monotonic() + 60 * minutes if minutes is not None else None
        return kill_jobs(Path(folder), KILLS, SEED, until)


def kill_jobs(
    folder: Path, kills: int, seed: int, until: float | None = None, moments: Sequence[str] = MOMENTS
) -> Outcome:
    """Kill while reports are computed, and look at what came of every order."""
    draw = random.Random(seed)
    place = open_place(folder)
    try:
        firm = Firm(place)
        served = Served(folder, firm)
        done: Counter[str] = Counter()
        try:
            life = served.measure()
            while sum(done.values()) < kills and (until is None or time.monotonic() < until):
                served.keep_busy()
                time.sleep(draw.uniform(0, 2 * life))
                done.update([served.kill(draw.choice(moments), draw)])
            served.finish()
        finally:
            served.stop()
        faults = served.faults + _look(place, firm, served)
    finally:
        place.close()
    where = ", ".join(f"{count} of {moment}" for moment, count in sorted(done.items()))
    did = f"{sum(done.values())} SIGKILLs (seed {seed}: {where}) during {len(served.answered)} orders of a report"
    again = f"{served.given_up} given up after three lost workers and asked for again"
    whole = f"{len(served.answered)} jobs, each with one version and all of its files; none lost, none twice; {again}"
    return Outcome(did, "; ".join(f"{fault} (seed {seed})" for fault in faults) or whole, not faults)


class Firm:
    """A company with a plant, and the token of a program."""

    def __init__(self, place: Place) -> None:
        person = Person(email="kim@hanbit.example", name="김하나", password="용광로 옆 푸른 자전거")
        account, room = found_workspace(place.door, person, "한빛체결", "company", today(place.door))
        self.workspace, self.kim = room.id, actor(account.id, "preparer", "company_admin", workspace=room.id)
        self.plant = add_plant(place.gate, self.kim, "안산공장", read_sample("fasteners")).record.id
        wish = TokenWish(name="ERP", scopes=("start_job", "read_job", "prepare_report"), days=9)
        self.token = add_token(place.door, place.gate, self.kim, wish)[1]


@dataclass
class Served:
    """The place as a process, and the program that orders reports from it."""

    folder: Path
    firm: Firm
    answered: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    given_up: int = 0

    def __post_init__(self) -> None:
        self._numbers = itertools.count(1)
        self._orders: list[str] = []
        self._start()

    def measure(self) -> float:
        """How long a job takes that nobody kills. [s]"""
        begun = time.monotonic()
        self._orders.append(f"order-{next(self._numbers)}")
        self._order(self._orders[-1])
        while self._open():
            time.sleep(0.3)
        return time.monotonic() - begun

    def keep_busy(self) -> None:
        """Have some jobs wait; send again what was not answered."""
        for key in [item for item in self._orders if item not in self.answered]:
            self._order(key)
        while self._open() < WAITING:
            self._orders.append(f"order-{next(self._numbers)}")
            self._order(self._orders[-1])

    def kill(self, moment: str, draw: random.Random) -> str:
        """Kill something, and open the place again if that was it; what was killed."""
        workers = _children(self._process.pid)
        if moment == "the place at an order" and self._open() >= MOST_WAITING:
            moment = "the place"
        if moment == "a worker" and workers:
            _kill(draw.choice(workers))
            return moment
        if moment == "the place at an order":
            self._orders.append(f"order-{next(self._numbers)}")
            order = threading.Thread(target=self._try, args=(self._orders[-1],))
            order.start()
            time.sleep(draw.uniform(0, 0.05))
        self._process.kill()
        for worker in workers if moment == "all at once" else ():
            _kill(worker)
        self._process.wait(60)
        if moment == "the place at an order":
            order.join()
        self._start()
        return moment if moment != "a worker" else "the place"

    def finish(self) -> None:
        """Until every job has ended; one that was given up is asked for again, as a person would."""
        for key in [item for item in self._orders if item not in self.answered]:
            self._order(key)
        until = time.monotonic() + 600
        while open_ones := [job for job in self._jobs() if job["state"] != "done"]:
            for job in open_ones:
                if job["state"] == "failed":
                    codes = [item["code"] for item in job["problems"]]
                    if codes != ["job.given_up"]:
                        self.faults.append(f"job {job['id']} failed: {codes}")
                        return
                    self.given_up += 1
                    self._ask("POST", f"/jobs/{job['id']}/retry")
            if time.monotonic() > until:
                self.faults.append(f"{len(open_ones)} jobs did not end")
                return
            time.sleep(0.5)
        for key, body in self.answered.items():
            again = self._ask("POST", f"/plants/{self.firm.plant}/reports", key)
            if again != body:
                self.faults.append(f"{key} was answered otherwise when it was sent again")

    def stop(self) -> None:
        """Close the place in order."""
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(60)

    def _start(self) -> None:
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self._port = int(found.getsockname()[1])
        order = ("serve", "--data", str(self.folder), "--port", str(self._port), "--workers", "2")
        self._process = begin(list(order), environment())
        for _ in range(1200):
            try:
                self._ask("GET", "/jobs?limit=1")
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError("the place does not open")

    def _order(self, key: str) -> None:
        body = self._ask("POST", f"/plants/{self.firm.plant}/reports", key)
        if body is not None:
            self.answered[key] = body

    def _try(self, key: str) -> None:
        try:
            self._order(key)
        except (OSError, ValueError):  # it was killed while it answered
            return

    def _open(self) -> int:
        return sum(job["state"] in ("queued", "running") for job in self._jobs())

    def _jobs(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._ask("GET", "/jobs?limit=500")["items"]
        return found

    def _ask(self, method: str, path: str, key: str = "") -> Any:
        """What is answered."""
        address = f"http://127.0.0.1:{self._port}/api/v1/workspaces/{self.firm.workspace}{path}"
        data = json.dumps({"year": 2026}).encode() if key else None
        headers = {"Authorization": f"Bearer {self.firm.token}", "Content-Type": "application/json"}
        headers |= {"Idempotency-Key": key} if key else {}
        request = urllib.request.Request(address, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.loads(answer.read())
        except urllib.error.HTTPError as error:
            self.faults.append(f"{method} {path}: {error.code} {error.read().decode()[:300]}")
            return None


def _look(place: Place, firm: Firm, served: Served) -> list[str]:
    """What is not as it must be."""
    kept = {job.id: job for job in jobs(place.gate, firm.kim, 0, 10_000)}
    ordered = [body["id"] for body in served.answered.values()]
    faults = [f"{len(ordered) - len(set(ordered))} orders share a job"] if len(set(ordered)) < len(ordered) else []
    faults += [f"job {name} is lost" for name in ordered if name not in kept]
    faults += [f"job {name} is of no order" for name in kept if name not in ordered]
    versions = [version for _, found in read_reports(place.gate, firm.kim) for version in found]
    made = Counter(version.job for version in versions)
    faults += [f"job {name} has {made[name]} versions" for name in kept if made[name] != 1]
    faults += [f"a version is of {name}" for name in made if name not in kept]
    if sorted(version.number for version in versions) != list(range(1, len(versions) + 1)):
        faults.append("versions are not numbered without a hole")
    whole: set[str] | None = None
    for number, version in enumerate(versions):
        with place.store.reading(firm.workspace) as work:
            files = work.report_files(version.report, version.number)
        names = {file.name for file in files}
        whole = whole or names
        sizes = [len(place.objects.get(firm.workspace, file.sha256)) == file.size for file in files]
        if not (all(sizes) and names == whole and "report.ko.pdf" in names):
            faults.append(f"version {version.number} is half: {sorted(names)}")
        if number < RECOMPUTED:
            found = check_frozen(place.gate, firm.workspace, version, files)
            faults += [f"version {version.number}: {item.code}" for item in found]
    with place.store.place_reading() as records, place.store.reading(firm.workspace) as work:
        faults += [f"the queue still leads to {item.id}" for item in records.queued_jobs()]
        faults += [str(item) for item in check_chain(work.entries(), firm.workspace, records.head(firm.workspace))]
    return faults


def _children(process: int) -> list[int]:
    """Workers of a process, as Linux knows them."""
    try:
        found = [int(item) for item in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
        return [item for item in found if b"spawn_main" in Path(f"/proc/{item}/cmdline").read_bytes()]
    except OSError:
        return []


def _kill(process: int) -> None:
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return


if __name__ == "__main__":
    sys.stdout.write(f"{campaign(float(sys.argv[1]) if len(sys.argv) > 1 else None)}\n")
