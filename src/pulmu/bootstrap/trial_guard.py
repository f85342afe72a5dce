"""A plant, and the guard in front of it, as processes on this machine: to try setpoints on, without hardware."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pulmu.model import OutsideError

_ADDRESS = re.compile(r"opc\.tcp://\S+/pulmu")
_END = 20.0
"""How long a process may take to end. [s]"""


@dataclass(frozen=True, slots=True)
class TrialGuard:
    """Where everything is.

    Parameters
    ----------
    folder : Of the guard.
    client : Keys that reach the plant.
    """

    address: str
    folder: Path
    client: Path
    keys: Path

    def key(self, who: str) -> str:
        """File of somebody's private key."""
        return str(self.keys / who)


@contextmanager
def trial_guard(
    line: str, place: Path, limits: str, people: tuple[tuple[str, str], ...], *, speed: float
) -> Iterator[TrialGuard]:
    """Serve a sample line's plant, sign limits and people for it, and run its guard; both end with the block.

    Parameters
    ----------
    place : An empty folder, which only its owner can read.
    limits : Text of the limits file.
    people : Id and role of each; beside them there is a prover, `simulator`.
    speed : Seconds of the plant in one of the clock.

    Raises
    ------
    OutsideError  One of the processes did not start (`outside.trial`).
    """
    _sign(line, place, limits, people)
    emulate = ("plant", "emulate", line, "--port", "0", "--speed", str(speed), "--warm-up", "178",
               "--keys", str(place / "plant"))  # fmt: skip
    with _process(place, *emulate) as (first, _):
        found = _ADDRESS.search(first)
        if found is None:
            raise _not_started("pulmu plant emulate", first)
        address = found[0].rstrip(".")
        trial = TrialGuard(address, place / "guard", place / "plant" / "client", place / "keys")
        serve = ("guard", "serve", str(place / "limits.yaml"), "--people", str(place / "people.json"),
                 "--trust", str(place / "keys" / "engineer.pub"), "--plant", address, "--keys", str(trial.client),
                 "--folder", str(trial.folder))  # fmt: skip
        with _process(place, *serve) as (said, process):
            if process.poll() is not None or not said:
                raise _not_started("pulmu guard serve", said)
            yield trial


def _sign(line: str, place: Path, limits: str, people: tuple[tuple[str, str], ...]) -> None:
    import json

    from pulmu.bootstrap.control import new_key, public_key, sign_limits_file

    keys = place / "keys"
    keys.mkdir(mode=0o700)
    for who in ("engineer", "simulator", *(name for name, _ in people)):
        new_key(str(keys / who))
    (place / "limits.yaml").write_text(limits, encoding="utf-8")
    told = {
        "pulmu": "guard_people/1", "plant": line, "version": 1, "made_by": "Han Ji-min", "made_on": "2026-11-28",
        "people": [
            {"id": name, "roles": [role], "key": public_key(str(keys / f"{name}.pub"))} for name, role in people
        ],
        "provers": [{"id": "simulator", "key": public_key(str(keys / "simulator.pub"))}],
    }  # fmt: skip
    (place / "people.json").write_text(json.dumps(told), encoding="utf-8")
    for file in ("limits.yaml", "people.json"):
        sign_limits_file(
            str(place / file), str(keys / "engineer"), by="Han Ji-min", at=datetime.now(UTC), ask=lambda _: ""
        )


@contextmanager
def _process(place: Path, *arguments: str) -> "Iterator[tuple[str, subprocess.Popen[str]]]":
    """A command of Pulmu's in a process of its own, and the first line it says."""
    with (place / f"{arguments[1]}.log").open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(  # noqa: S603 - this very program, with arguments made here
            (sys.executable, "-m", "pulmu", *arguments, "--lang", "en"), stdout=subprocess.PIPE, stderr=errors,
            text=True, encoding="utf-8", env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )  # fmt: skip
        try:
            yield process.stdout.readline() if process.stdout is not None else "", process
        finally:
            process.terminate()
            try:
                process.wait(_END)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(_END)
            if process.stdout is not None:
                process.stdout.close()


def _not_started(what: str, said: str) -> OutsideError:
    return OutsideError.of(
        "outside.trial", what, f"it did not start: {said.strip()}", "start it by hand to see why", reason=said.strip()
    )
