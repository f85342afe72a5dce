"""A place that is killed while a program sends readings, files, exports, documents and plants: all of it there, once.

Seven senders work at the same time. The place is killed at a random moment, or ends itself at a chosen point of its
work (a file half written, flushed, before and after it gets its name, before and after a transaction ends), or only a
process that works for it is killed. After each kill everything that was answered must be there once, what was not
answered whole or not at all, and `verify` must find nothing wrong; then all that was not answered is sent again, and
must be answered as what is there calls for. On a folder, and on PostgreSQL.
"""

import contextlib
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests import databases
from tests.places import person
from tests.soak.fault import POINTS
from tests.soak.outcome import Outcome
from tests.soak.senders import Answer, Sender, Told, senders
from tests.surface.command import environment
from tests.surface.opener import Forked, begin
from tests.surface.served import free_port

from pulmu.adapters.object_store import FolderObjectStore
from pulmu.bootstrap.place import open_place
from pulmu.services.access.actor import Actor, Grant
from pulmu.services.accounts.identify import today
from pulmu.services.accounts.sign_up import found_workspace
from pulmu.services.accounts.tokens import TokenWish, add_token
from pulmu.services.care.verify import verify_place

KILLS, SEED = 200, 20_261_127
MOMENTS = ("at any moment", "at a point", "at a point", "all at once", "a reader")
SCOPES = ("write_readings", "read_readings", "write_evidence", "write_plant", "read_plant")


def campaign(minutes: float | None) -> Outcome:
    """Kill 200 times, half of them on PostgreSQL where it is installed; or for as long as the minutes allow."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "files").mkdir()
        until = None if minutes is None else begun + 30 * minutes
        found = [kill_takings(folder / "files", KILLS // 2, SEED, until=until)]
        with contextlib.suppress(pytest.skip.Exception):  # it is not installed
            for url in databases.server_url():
                (folder / "served").mkdir()
                until = None if minutes is None else begun + 60 * minutes
                address = databases.new_database(url)
                found.append(kill_takings(folder / "served", KILLS // 2, SEED + 1, until=until, database=address))
    did = "; on PostgreSQL ".join(item.did for item in found)
    return Outcome(did, "; ".join(dict.fromkeys(item.found for item in found)), all(item.is_good for item in found))


def kill_takings(
    folder: Path,
    kills: int,
    seed: int,
    *,
    moments: Sequence[str] = MOMENTS,
    until: float | None = None,
    database: str = "",
) -> Outcome:
    """Kill while things are taken in, and look at what is there."""
    draw, done = random.Random(seed), Counter[str]()
    firm = Firm(folder, database)
    told = firm.told
    sending = senders(told, seed)
    if {"at any moment", "all at once"}.intersection(moments):
        firm.measure(sending)
    while sum(done.values()) < kills and (until is None or time.monotonic() < until) and not told.faults:
        moment = moments[sum(done.values()) % len(moments)]
        point = POINTS[draw.randrange(len(POINTS))] if moment == "at a point" else ""
        done.update([firm.live(sending, moment, point, draw)])
        firm.compare(sending)
        told.faults[:] = [f"kill {sum(done.values())} {moment} {point}: {fault}" for fault in told.faults]
    if not told.faults:
        firm.finish(sending)
    where = ", ".join(f"{count} {moment}" for moment, count in sorted(done.items()))
    what = ", ".join(f"{count:,} {name}" for name, count in told.answered.items())
    late = told.again.total()
    did = f"{sum(done.values())} SIGKILLs (seed {seed}: {where}) while {what} were taken in"
    did += f"; {late} of them there before an answer"
    whole = "all that was answered is there, once; what was not, whole or not at all; sent again it is not doubled"
    return Outcome(did, "; ".join(f"{fault} (seed {seed})" for fault in told.faults) or whole, not told.faults)


@dataclass
class Life:
    """One life of the place."""

    port: int
    token: str
    workspace: str
    ended: threading.Event = field(default_factory=threading.Event)

    def ask(
        self, method: str, path: str, body: bytes = b"", *, headers: Mapping[str, str] = {}, **query: str
    ) -> Answer:
        """What is answered; `OSError` where it was killed before it had."""
        if self.ended.is_set():
            raise ConnectionError("it is over")
        address = f"http://127.0.0.1:{self.port}/api/v1/workspaces/{self.workspace}{path}?"
        carried = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/octet-stream", **headers}
        request = urllib.request.Request(address + urllib.parse.urlencode(query), body, carried, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return Answer(answer.status, json.loads(answer.read()))
        except urllib.error.HTTPError as error:
            return Answer(error.code, json.loads(error.read()))
        except http.client.HTTPException as error:  # half an answer is none
            raise ConnectionError("it was killed") from error


class Firm:
    """A company, and a program that sends what it has."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder, self.database, self.told = folder / "data", database, Told()
        self._order, self._life = folder / "order", 1.0
        place = open_place(self.folder, database)
        account, room = found_workspace(place.door, person("kim"), "한빛볼트", "company", today(place.door))
        self.workspace = room.id
        grants = (Grant("preparer", ()), Grant("company_admin", ()))
        kim = Actor(
            id=account.id, name="kim", workspace=room.id, grants=grants, via="session", second_factor=True
        )  # fmt: skip
        self.token = add_token(place.door, place.gate, kim, TokenWish(name="ERP", scopes=SCOPES, days=9))[1]
        place.close()
        self._old = folder / "data" / "workspaces" / room.id / "objects" / f".{'0' * 16}.tmp"
        self._old.parent.mkdir(parents=True, exist_ok=True)
        self._old.write_bytes(b"half of a file")
        os.utime(self._old, (0, 0))

    def measure(self, sending: Sequence[Sender]) -> None:
        """Take in one of each, and see how long that takes: a life is up to twice as long."""
        process, life = self._open("0")
        begun = time.monotonic()
        for sender in sending:
            sender.send(life.ask)
        self._life = 2 * (time.monotonic() - begun)
        process.kill()
        process.wait()
        self.compare(sending)

    def live(self, sending: Sequence[Sender], moment: str, point: str, draw: random.Random) -> str:
        """Serve, take in, and kill; how it was killed."""
        self._order.unlink(missing_ok=True)
        process, life = self._open("1" if moment == "all at once" else "0")
        if point:
            self._order.write_text(f"{point} {draw.randrange(1, 12)}", encoding="utf-8")
        threads = [threading.Thread(target=self._send_on, args=(sender, life)) for sender in sending]
        for thread in threads:
            thread.start()
        try:
            if moment == "a reader" and not _kill_reader(process.pid):
                moment = "at any moment"
            if point:
                process.wait(60)
                return f"with {point.replace('_', ' ')}"
            time.sleep(draw.uniform(0, self._life))
            return moment
        finally:
            helpers = _children(process.pid)
            process.kill()
            for helper in helpers if moment == "all at once" else ():
                _kill(helper)
            life.ended.set()
            process.wait()
            for thread in threads:
                thread.join()

    def finish(self, sending: Sequence[Sender]) -> None:
        """Send what was not answered, close in order, and look once more; nothing that was begun lies about."""
        self._order.unlink(missing_ok=True)
        process, life = self._open("0")
        for sender in sending:
            sender.send(life.ask)
        process.send_signal(signal.SIGTERM)
        self.told.expect("the place closed with", process.wait(60), 0)
        self.told.expect("what was left long ago is still there", self._old.exists(), False)
        FolderObjectStore(self.folder).sweep(0)
        self.told.expect("files half written", [str(item) for item in self.folder.rglob("*.tmp")], [])
        self.compare(sending)

    def compare(self, sending: Sequence[Sender]) -> None:
        """Whether all is there as it was answered, and the place is whole."""
        place = open_place(self.folder, self.database)
        try:
            with place.store.reading(self.workspace) as work:
                for sender in sending:
                    sender.compare(place, work)
            wrong = [str(item) for item in verify_place(place).problems if item.severity == "error"]
            self.told.expect("verify", wrong, [])
        finally:
            place.close()

    def _send_on(self, sender: Sender, life: Life) -> None:
        try:
            while not life.ended.is_set() and not self.told.faults:
                sender.send(life.ask)
        except OSError:  # it was killed
            return
        except Exception:
            self.told.faults.append(traceback.format_exc(limit=-2))

    def _open(self, workers: str) -> tuple["Forked | subprocess.Popen[str]", Life]:
        life = Life(free_port(), self.token, self.workspace)
        order = ["serve", "--data", str(self.folder), "--port", str(life.port), "--workers", workers, "--no-limits"]
        known = environment(PULMU_DATABASE=self.database)
        process = begin([str(self._order), *order], known, module="tests.soak.fault")
        for _ in range(1200):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{life.port}/healthz", timeout=10).close()
            except OSError:
                if process.poll() is not None:
                    break
                time.sleep(0.05)
            else:
                return process, life
        raise RuntimeError("the place does not open")


def _kill_reader(process: int) -> bool:
    """Kill the first process that reads a file for the place; whether there was one within some seconds."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        for helper in _children(process):
            _kill(helper)
            return True
        time.sleep(0.001)
    return False


def _children(process: int) -> list[int]:
    """Processes of the place, as Linux knows them, whichever of its threads started them."""
    found: list[int] = []
    for file in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            found += map(int, file.read_text().split())
        except OSError:
            continue
    return found


def _kill(process: int) -> None:
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return


if __name__ == "__main__":
    sys.stdout.write(f"{campaign(float(sys.argv[1]) if len(sys.argv) > 1 else None)}\n")
