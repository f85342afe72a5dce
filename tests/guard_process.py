"""A guard for tests as a process of its own, in front of an emulated plant that is reached by OPC UA."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from tests.emulated import ROOT, Served

from pulmu.adapters.guard_file import make_key, open_signer, public_key_text, sign_limits
from pulmu.bootstrap.guard import ask_console, open_desk
from pulmu.model import OutsideError
from pulmu.model.setpoint import Setpoint, SetpointGroup
from pulmu.services.control.desk import GuardDesk, GuardView
from pulmu.services.control.signed_proof import SignedProof, sign_proof
from pulmu.services.control.wire import Message
from pulmu.twin.control import Proof, commands_seal
from pulmu.twin.control.binding import model_of

HEATER, AGEING, RUN = "billet_heater/standby", "ageing/standby", "line/run"
LIMITS: dict[str, Any] = {
    "pulmu": "guard/1", "id": "tests", "plant": "extrusions", "version": 1, "made_by": "Han Ji-min",
    "made_on": "2026-11-28", "snapshot_age_s": 60, "model_age_s": 86400,
    "switch": {"tag": "control/remote"}, "watchdog": {"tag": "control/heartbeat"},
    "limits": [
        {"tag": HEATER, "kind": "truth", "safe": False}, {"tag": AGEING, "kind": "truth", "safe": False},
        {"tag": RUN, "kind": "truth", "safe": True},
    ],
    "interlocks": [{"id": "no_hold", "tag": "control/hold", "equals": False}],
}  # fmt: skip
"""Truths only: they have no rate, which counts as used up for a minute after a start."""
PEOPLE = {"park": ["operator"], "han": ["engineer"]}


def group_of(**values: Any) -> SetpointGroup:
    """Setpoints by tag; `__` stands for `/`."""
    return SetpointGroup(
        id="g", setpoints=tuple(Setpoint(tag=name.replace("__", "/"), value=value) for name, value in values.items())
    )


STANDBY = group_of(billet_heater__standby=True, ageing__standby=True, line__run=False)


@dataclass
class Guarded:
    """A guard in a process of its own, and everybody's keys.

    Parameters
    ----------
    tag_map, watched : Map it reads and writes through, and report of watching; none, if left out.
    """

    folder: Path
    plant: Served
    tag_map: Path | None = None
    watched: Path | None = None
    process: subprocess.Popen[str] | None = None
    desks: list[GuardDesk] = field(default_factory=list)

    def start(self) -> None:
        """Have it run, and wait until it takes requests."""
        command = [
            sys.executable, "-m", "pulmu", "guard", "serve", str(self.folder / "limits.yaml"), "--people",
            str(self.folder / "people.yaml"), "--trust", str(self.folder / "kim.pub"), "--plant", self.plant.address,
            "--keys", str(self.plant.keys / "client"), "--folder", str(self.folder / "guard"), "--lang", "en",
            *(() if self.tag_map is None else ("--map", str(self.tag_map))),
            *(() if self.watched is None else ("--watched", str(self.watched))),
        ]  # fmt: skip
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"}
        with (self.folder / "guard.err").open("a") as errors:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment)
        assert self.process.stdout is not None
        first = self.process.stdout.readline()
        if "runs" not in first:
            self.kill()
        assert "runs" in first, first + (self.folder / "guard.err").read_text()

    def kill(self) -> None:
        """End it at once, as a power cut does."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(timeout=20)
        if self.process.stdout is not None:
            self.process.stdout.close()

    def pause(self) -> None:
        """Have it stand still."""
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGCONT)

    def console(self, message: Message) -> GuardView:
        """Ask at the guard's own machine."""
        return ask_console(self.folder / "guard", message)

    def desk(self, who: str) -> GuardDesk:
        """The desk of a person, by their own key."""
        desk = open_desk(self.folder / "guard", str(self.folder / who))
        self.desks.append(desk)
        return desk

    def prove(self, group: SetpointGroup, view: GuardView, **changes: Any) -> SignedProof:
        """What a simulator of the tests says: nothing is simulated."""
        now, named = time.time(), view.profile.watched
        tied = {} if named is None else {
            "line": named.line, "bounds": "b" * 64, "report": named.report, "model": model_of(named.line, "b" * 64),
        }  # fmt: skip
        said: dict[str, Any] = {
            "commands": commands_seal(group), "snapshot": "a" * 64, "snapshot_at": now, "model": "b" * 64,
            "model_at": now, "profile": view.seal, "violations": 0,
            "tag_map": view.profile.tag_map or "", **tied,
        }  # fmt: skip
        name, sign = open_signer(str(self.folder / "office"))
        return sign_proof(Proof(**(said | changes)), (), key=name, sign=sign)

    def until(
        self, desk: GuardDesk, holds: Callable[[GuardView], bool], *, beats: str = "", seconds: float = 15.0
    ) -> GuardView:
        """Wait until the view shows something; who `beats` names is alive meanwhile."""
        end = time.monotonic() + seconds
        view: GuardView | None = None
        while time.monotonic() < end:
            try:
                if beats:
                    desk.beat(beats)
                view = desk.view()
                if holds(view):
                    return view
            except OutsideError:
                pass
            time.sleep(0.05)
        raise AssertionError(f"it never came to hold: {view}")

    def ready(self, desk: GuardDesk) -> GuardView:
        """Linked and switched on anew, with nothing in hand."""
        view = self.until(desk, lambda view: view.is_linked, seconds=30)
        for tag in view.in_hand:
            self.console(Message(ask="give_back", tag=tag))
        self.console(Message(ask="switch", is_on=False))
        self.console(Message(ask="switch", is_on=True))
        return self.until(
            desk, lambda view: view.is_linked and view.is_switched_on and view.interlocks[0].state == "met",
            beats="park", seconds=30,
        )  # fmt: skip

    def arm(self, desk: GuardDesk, group: SetpointGroup = STANDBY) -> tuple[str, str]:
        """Proposed by one, armed by another: binding and token."""
        proposed = desk.propose("park", group, self.prove(group, desk.view()))
        assert proposed.accepted, proposed.problems
        other = self.desk("han")
        other.beat("han")
        armed = other.arm("han", proposed.binding)
        assert armed.accepted, armed.problems
        return proposed.binding, armed.token

    def close(self) -> None:
        for desk in self.desks:
            desk.close()
        if self.process is not None and self.process.poll() is None:
            self.go_on()
            self.process.terminate()
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill()
        if self.process is not None and self.process.stdout is not None:
            self.process.stdout.close()


def write_papers(folder: Path, limits: dict[str, Any] = LIMITS, version: int = 1) -> None:
    """Limits and people with everybody's keys, signed by the engineer."""
    for name in ("kim", "park", "han", "office"):
        if not (folder / name).exists():
            make_key(str(folder / name))
    key = {name: public_key_text(str(folder / f"{name}.pub")) for name in ("park", "han", "office")}
    people = {
        "pulmu": "guard_people/1", "plant": limits["plant"], "version": version, "made_by": "Han Ji-min",
        "made_on": "2026-11-28", "people": [{"id": n, "roles": r, "key": key[n]} for n, r in PEOPLE.items()],
        "provers": [{"id": "office", "key": key["office"]}],
    }  # fmt: skip
    for name, content in (("limits.yaml", {**limits, "version": version}), ("people.yaml", people)):
        (folder / name).write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
        sign_limits(str(folder / name), str(folder / "kim"), by="Kim Seo-yeon", at=datetime.now(UTC))


@contextmanager
def guarding(
    folder: Path, plant: Served, limits: dict[str, Any] = LIMITS, tag_map: Path | None = None,
    watched: Path | None = None,
) -> Iterator[Guarded]:  # fmt: skip
    """A guard that runs in a folder, whose path should be short."""
    write_papers(folder, limits)
    made = Guarded(folder, plant, tag_map, watched)
    try:
        made.start()
        yield made
    finally:
        made.close()
