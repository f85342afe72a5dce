"""A served place that is killed while people save plants, submit and approve: what was acknowledged is there, once.

In each round a place is served, a plant is saved, and a draft is handed in and approved, which freezes it, by another
person over REST; the server is killed at a random moment of it all, or of one of the steps. Then every acknowledged
step must be in the store, none may be there twice, and `verify` must find nothing wrong.
"""

import http.client
import json
import random
import signal
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.places import PASSWORD, person
from tests.soak.outcome import Outcome
from tests.surface.command import environment
from tests.surface.opener import Forked, begin
from tests.surface.served import free_port

from pulmu.adapters.samples import read_sample, sample_text
from pulmu.bootstrap.place import open_place
from pulmu.bootstrap.reports import report_files
from pulmu.services.accounts import second_factor
from pulmu.services.accounts.identify import by_session, today
from pulmu.services.accounts.log_in import log_in
from pulmu.services.accounts.members import Engagement, accept_as_new, invite
from pulmu.services.accounts.one_time_code import code_of, step_of
from pulmu.services.accounts.sign_up import found_workspace
from pulmu.services.care.verify import verify_place
from pulmu.services.place import Place
from pulmu.services.workspaces.plants import add_plant
from pulmu.services.workspaces.reports import ReportWish, prepare_report

KILLS, SEED = 200, 20_261_127
STEPS = ("save", "submit", "approve")
MOMENTS = ("", "save", "submit", "submit")
"""What was acknowledged before the moment is drawn: nothing, or a step, so that the next one is under way."""
ROUNDS = 15
"""Rounds of one place: `verify` computes every frozen report anew."""


def campaign(minutes: float | None) -> Outcome:
    """Kill 200 times, or as often as the minutes allow."""
    with tempfile.TemporaryDirectory() as folder:
        until = time.monotonic() + 60 * minutes if minutes is not None else None
        return kill_decisions(Path(folder), KILLS, SEED, until)


def kill_decisions(folder: Path, kills: int, seed: int, until: float | None = None) -> Outcome:
    """Kill a served place, and look at what it left."""
    draw, said, faults = random.Random(seed), Counter[str](), list[str]()
    for number in range(kills):
        if until is not None and time.monotonic() > until:
            break
        if number % ROUNDS == 0:
            town = Town(folder / f"place-{number}")
            times = town.measure()
        round_, since = town.begin(), MOMENTS[number % len(MOMENTS)]
        lasts = times[STEPS.index(since) + 1] if since else sum(times)
        town.serve_and_kill(round_, draw.uniform(0, lasts), since=since)
        said[f"during {STEPS[len(round_.acknowledged)]}" if len(round_.acknowledged) < len(STEPS) else "after all"] += 1
        if fault := town.compare(round_):
            faults.append(f"kill {number + 1}, seed {seed}: {fault}")
        said["kills"] += 1
    when = ", ".join(f"{said[moment]} {moment}" for moment in (*(f"during {step}" for step in STEPS), "after all"))
    did = f"{said['kills']} kills of a served place, seed {seed}: {when}"
    return Outcome(
        did, "; ".join(faults) or "all of it there, once, and verify clean", said["kills"] > 0 and not faults
    )


@dataclass
class Round:
    """One life of the server."""

    plant: str
    report: str
    acknowledged: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)


class Town:
    """A company with a preparer and an approver, each with a session that a browser holds."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.base = folder, ""
        place = self._open()
        _, room = found_workspace(place.door, person("kim"), "한빛볼트", "company", today(place.door))
        self.workspace = room.id
        self.kim = self._enter(place, "kim")
        admin = by_session(place.door, self.kim, self.workspace)
        for user, role in (("lee", "preparer"), ("boss", "approver")):
            address = invite(place.door, place.gate, admin, f"{user}@hanbit.example", Engagement(role=role))  # type: ignore[arg-type]
            accept_as_new(place.door, address, person(user))
        self.lee, self.boss = self._enter(place, "lee"), self._enter(place, "boss")
        place.close()

    def begin(self) -> Round:
        """A plant, and a draft of its report."""
        place = self._open()
        lee = by_session(place.door, self.lee, self.workspace)
        plant = add_plant(place.gate, lee, "안산공장", read_sample("fasteners")).record.id
        wish = ReportWish(year=2026, edition="2026-08")
        made = prepare_report(place.gate, lee, plant, wish, lambda item: item, lambda item: report_files(item, "en"))
        assert made.version is not None
        place.close()
        return Round(plant, made.version.report)

    def measure(self) -> list[float]:
        """How long each of the steps takes that nobody kills. [s]"""
        round_ = self.begin()
        self.serve_and_kill(round_, 60, until_done=True)
        assert (round_.acknowledged, self.compare(round_)) == (list(STEPS), "")
        return round_.times

    def serve_and_kill(self, round_: Round, after: float, *, since: str = "", until_done: bool = False) -> None:
        """Serve, let people work, and kill so long after it opened, or after a step, or when they are done."""
        self.base = f"http://127.0.0.1:{(port := free_port())}"
        arguments = ["serve", "--data", str(self.folder), "--port", str(port), "--workers", "0"]
        process = begin(arguments, environment())
        try:
            self._wait(process)
            worker = threading.Thread(target=self._work, args=(round_,))
            worker.start()
            while since and since not in round_.acknowledged and worker.is_alive():
                time.sleep(0.001)
            worker.join(after) if until_done else time.sleep(after)
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait(60)
        worker.join()

    def compare(self, round_: Round) -> str:
        """How the store differs from what was acknowledged; empty if it does not."""
        place = self._open()
        try:
            with place.store.reading(self.workspace) as work:
                plant, version = work.plant(round_.plant), work.report_version(round_.report, 1)
                saved = [item.number for item in work.plant_versions(round_.plant)]
                deeds = Counter(item.action for item in work.entries() if round_.report in item.about)
            assert plant is not None
            assert version is not None
            if (
                saved not in ([1], [2, 1])
                or plant.version != saved[0]
                or ("save" in round_.acknowledged) > (len(saved) - 1)
            ):
                return f"versions {saved} of the plant, acknowledged {round_.acknowledged}"
            least = {"approve": ("frozen",), "submit": ("submitted", "frozen")}
            for step, states in least.items():
                if step in round_.acknowledged and version.state not in states:
                    return f"{step} was acknowledged, and the report is {version.state}"
            expected = {"draft": (0, 0), "submitted": (1, 0), "frozen": (1, 1)}[version.state]
            if (deeds["submit_report"], deeds["approve_report"]) != expected:
                return f"{version.state}, and the audit says {dict(deeds)}"
            wrong = [item for item in verify_place(place).problems if item.severity == "error"]
            return str(wrong[0]) if wrong else ""
        finally:
            place.close()

    def _work(self, round_: Round) -> None:
        room = f"/api/v1/workspaces/{self.workspace}"
        report = f"{room}/reports/{round_.report}/versions/1"
        content = sample_text("fasteners").encode()
        steps: list[tuple[str, str, str, str, bytes]] = [
            ("save", "PUT", f"{room}/plants/{round_.plant}", self.lee, content),
            ("submit", "POST", f"{report}/submit", self.lee, b""),
            ("approve", "POST", f"{report}/approve", self.boss, json.dumps({"reason": "ok"}).encode()),
        ]
        for step, method, path, session, body in steps:
            begun = time.monotonic()
            if self._ask(method, path, session, body) != 200:
                return
            round_.acknowledged.append(step)
            round_.times.append(time.monotonic() - begun)

    def _ask(self, method: str, path: str, session: str, body: bytes) -> int:
        base = self.base
        kind = "application/json" if body.startswith(b"{") else "application/octet-stream"
        headers = {"Cookie": f"pulmu_session={session}", "Origin": base, "Content-Type": kind}
        headers |= {"If-Match": '"1"'} if method == "PUT" else {}
        try:
            with urllib.request.urlopen(urllib.request.Request(base + path, body, headers, method=method)) as answer:
                answer.read()
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except (OSError, http.client.HTTPException):  # killed; half an answer is none
            return 0

    def _wait(self, process: "Forked | subprocess.Popen[str]") -> None:
        for _ in range(600):
            try:
                with urllib.request.urlopen(f"{self.base}/healthz"):
                    return
            except OSError:
                assert process.poll() is None
                time.sleep(0.05)
        raise AssertionError("it does not open")

    def _open(self) -> Place:
        return open_place(self.folder)

    def _enter(self, place: Place, user: str) -> str:
        session: Any = log_in(place.door, f"{user}@hanbit.example", PASSWORD).secret
        secret = second_factor.set_up(place.door, session).secret
        return second_factor.confirm(place.door, session, code_of(secret, step_of(place.gate.world.now()))).secret
