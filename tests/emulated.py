"""An emulated plant for tests: as an object, and as a process of its own that is reached by OPC UA."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pulmu.bootstrap.live import emulated_line
from pulmu.services.live.emulated import EmulatedPlant

ROOT = Path(__file__).parents[1]
_ADDRESS = re.compile(r"opc\.tcp://127\.0\.0\.1:\d+/pulmu")
HOUR = 3600.0


def emulated(name: str = "extrusions", *, warm_up: float = 178 * HOUR, seed: int = 0) -> EmulatedPlant:
    """A sample plant on a Monday at ten in the morning or thereabouts."""
    made = emulated_line(name, None, seed=seed, warm_up=warm_up)
    assert made.plant is not None, made.problems
    return made.plant


def free_port() -> int:
    """A port nobody listens at."""
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return int(made.getsockname()[1])


@dataclass
class Served:
    """An emulated plant in a process of its own."""

    address: str
    keys: Path
    faults: Path
    process: subprocess.Popen[str]

    def kill(self) -> None:
        """End it at once, as a power cut does."""
        self.process.kill()
        self.process.wait(timeout=20)

    def pause(self) -> None:
        """Have it stand still: the port stays open, and nobody answers."""
        os.kill(self.process.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        os.kill(self.process.pid, signal.SIGCONT)

    @property
    def port(self) -> int:
        return int(self.address.rsplit(":", 1)[1].split("/")[0])


@contextmanager
def serving(
    folder: Path, name: str = "extrusions", *arguments: str, port: int = 0, every: float = 0.2
) -> Iterator[Served]:
    """Serve a sample plant from a folder, at any free port unless one is named."""
    faults = folder / "faults.txt"
    command: Sequence[str] = (
        sys.executable, "-m", "pulmu", "plant", "emulate", name, "--port", str(port), "--keys", str(folder / "keys"),
        "--faults", str(faults), "--every", str(every), "--lang", "en", *arguments,
    )  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, encoding="utf-8"
    )
    try:
        assert process.stdout is not None
        first = process.stdout.readline()
        found = _ADDRESS.search(first)
        assert found, first + (process.stderr.read() if process.stderr else "")
        yield Served(found[0], folder / "keys", faults, process)
    finally:
        if process.poll() is None:
            os.kill(process.pid, signal.SIGCONT)
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(timeout=20)
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()
