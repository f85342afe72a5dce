"""The guard as a process of its own, asked over its socket with the keys of people."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.emulated import ROOT
from tests.services.control.campaign.guarded import AUTHOR, ENGINEER, PROFILE, SEAL, Clock, proof_of
from tests.services.control.campaign.hall import LIMITS, SWITCH
from tests.services.control.campaign.plant_process import PlantProcess

from pulmu.adapters.guard_file import make_key, open_signer, public_key_text, sign_limits
from pulmu.adapters.guard_ledger import GuardLedger
from pulmu.bootstrap.guard import ask_console, open_desk
from pulmu.model import OutsideError, Problem
from pulmu.model.setpoint import SetpointGroup
from pulmu.services.control.desk import GuardView
from pulmu.services.control.signed_proof import SignedProof, sign_proof
from pulmu.services.control.wire import Message
from pulmu.services.records.audit import AuditEntry
from pulmu.twin.control import Person, Proof, binding_of

ROLES = {
    "park": ["operator"], "kim": ["engineer"], "choi": ["engineer", "operator"], "guest": ["viewer"],
}  # fmt: skip


@dataclass(frozen=True)
class Known:
    """What is seen of the guard at its desk, in the words of its state."""

    view: GuardView

    def __getattr__(self, name: str) -> Any:
        return getattr(self.view, name)

    @property
    def owed(self) -> list[str]:
        return [item.tag for item in self.view.engaged if item.is_owed]

    @property
    def is_killed(self) -> bool:
        return self.view.is_stopped

    @property
    def overridden(self) -> frozenset[str]:
        return frozenset(self.view.in_hand)

    @property
    def pending(self) -> tuple[()]:
        return ()


class OnDisk:
    """The ledger of the process, as its file is."""

    is_full = False

    def __init__(self, file: Path) -> None:
        self.file = file

    @property
    def all(self) -> list[AuditEntry]:
        return list(GuardLedger(self.file).entries())


class GuardProcess:
    """`pulmu guard serve` in front of the hall, and everybody's desk.

    Parameters
    ----------
    is_alive : Whether who commands gives signs of life.
    """

    def __init__(self, folder: Path, address: str, plant: PlantProcess, clock: Clock) -> None:
        self.folder, self.address, self.plant, self.clock = folder, address, plant, clock
        self.place = folder / "guard"
        self.ledger = OnDisk(self.place / "ledger.jsonl")
        self.told: list[tuple[float, Problem]] = []
        self.bindings: list[str] = []
        self.is_alive, self.number, self.lost = True, 0, 0
        self.process: Any = None
        self.beaten: list[float] = []
        self.is_ended = threading.Event()
        self._sign()
        self.prover, self.sign = open_signer(str(folder / "prover"))
        self.begin()
        threading.Thread(target=self._live, daemon=True).start()

    def _sign(self) -> None:
        """Keys of everybody; limits and people as the engineer signs them."""
        folder = self.folder
        for name in ("signer", "prover", "stranger", *ROLES):
            make_key(str(folder / name))
        (folder / "limits.json").write_text(json.dumps(LIMITS), encoding="utf-8")
        people = [
            {"id": name, "roles": roles, "key": public_key_text(str(folder / f"{name}.pub"))}
            for name, roles in ROLES.items()
        ]
        provers = [{"id": "twin", "key": public_key_text(str(folder / "prover.pub"))}]
        tree = {"pulmu": "guard_people/1", "plant": "hanbit", "version": 1, "made_by": "Kim", "made_on": "2026-11-28",
                "people": people, "provers": provers}  # fmt: skip
        (folder / "people.json").write_text(json.dumps(tree), encoding="utf-8")
        for name in ("limits.json", "people.json"):
            sign_limits(str(folder / name), str(folder / "signer"), by="Kim", at=datetime.now(UTC))

    def begin(self) -> None:
        """Begin, anew if need be: from what is on the disk."""
        folder = self.folder
        command = (
            sys.executable, "-m", "pulmu", "guard", "serve", str(folder / "limits.json"), "--plant", self.address,
            "--people", str(folder / "people.json"), "--trust", str(folder / "signer.pub"), "--folder",
            str(self.place), "--keys", str(folder / "keys" / "client"), "--lang", "en",
        )  # fmt: skip
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"}
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment, encoding="utf-8"
        )
        assert self.process.stdout.readline(), "the guard did not begin"
        self.desks = {name: open_desk(self.place, str(folder / name)) for name in (*ROLES, "stranger")}

    def desk(self, name: str) -> Any:
        """Somebody's desk; of whoever has no key, a stranger's."""
        return self.desks.get(name, self.desks["stranger"])

    def _live(self) -> None:
        while not self.is_ended.wait(0.2):
            if self.is_alive:
                self.beat()

    def beat(self) -> None:
        """A sign of life, by the connection that commits."""
        with contextlib.suppress(OutsideError):  # it may be dead just now
            self.desk("park").beat("park")
            self.beaten.append(time.monotonic())

    @property
    def alarms(self) -> list[tuple[float, Problem]]:
        """What was answered and told, in no order."""
        with contextlib.suppress(OutsideError):
            for item in self.desk("kim").view().alarms:
                if (item.at, item.problem) not in self.told:
                    self.told.append((item.at, item.problem))
        return self.told

    def settled(self) -> Any:
        """How it stands."""
        return Known(self.desk("kim").view())

    @property
    def state(self) -> Any:
        return self.settled()

    def wait(self, holds: Callable[[Any], bool], seconds: float) -> bool:
        """Wait until it shows something; whether it came to that."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with contextlib.suppress(OutsideError):
                if holds(self.settled()):
                    return True
            time.sleep(0.02)
        return False

    def kill(self) -> None:
        """SIGKILL."""
        self.process.kill()
        self._ended()

    def _ended(self) -> None:
        self.process.wait(timeout=20)
        self.process.stdout.close()

    def pause(self, seconds: float) -> None:
        """SIGSTOP, and on again after a while."""
        os.kill(self.process.pid, signal.SIGSTOP)
        time.sleep(seconds)
        os.kill(self.process.pid, signal.SIGCONT)

    def switch(self, is_on: bool) -> None:
        """The guard's own console; on as soon as the switch at the plant is seen to be on."""
        ask_console(self.place, Message(ask="switch", is_on=is_on))

    def stop(self) -> None:
        self._says(self.desk("kim").stop("kim"))

    def close(self) -> None:
        """Tell it to end; what it wrote falls back."""
        self.is_ended.set()
        for desk in self.desks.values():
            desk.close()
        if self.process.poll() is None:
            self.process.terminate()
            self._ended()

    # what people ask ------------------------------------------------------------------------------------------

    def _says(self, answer: Any) -> Any:
        self.told += [(time.time(), item) for item in answer.problems]
        return answer

    def proof(self, group: SetpointGroup, **changes: Any) -> Proof:
        return proof_of(group, self.clock().wall, **changes)

    def signed(self, proof: Proof) -> SignedProof:
        """The proof, signed by the simulator."""
        return sign_proof(proof, (), key=self.prover, sign=self.sign)

    def propose(self, group: SetpointGroup, proof: Any, by: Person = AUTHOR) -> str:
        said = proof if isinstance(proof, SignedProof) else self.signed(proof)
        self._says(self.desk(by.id).propose(by.id, group, said))
        self.bindings.append(binding_of(group, said.proof, PROFILE.plant, SEAL))
        return self.bindings[-1]

    def arm(self, binding: str, token: str, by: Person = ENGINEER) -> str:
        """Arm; the token of the guard, or the one given where there is none."""
        self.bindings.append(binding)
        return self._says(self.desk(by.id).arm(by.id, binding)).token or token

    def commit(self, binding: str, token: str, by: Person = AUTHOR) -> None:
        self._says(self.desk(by.id).commit(by.id, binding, token))

    def release(self) -> None:
        self._says(self.desk("kim").release("kim"))


def unsigned(proof: Proof) -> SignedProof:
    """A proof nobody signed."""
    return SignedProof(proof=proof)


assert replace and SWITCH
