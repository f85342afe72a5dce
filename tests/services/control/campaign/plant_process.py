"""The hall's process and the cable to it, as the campaign has them in hand."""

import contextlib
import itertools
import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from tests.emulated import ROOT, free_port


class PlantProcess:
    """The server of the hall. What arrives there is in `arrived.jsonl`, also of servers that were killed.

    Parameters
    ----------
    stands_by : Whether another process stands by for when it is killed.
    is_as_begun : Whether nobody set anything by hand or put a fault in: then there is nothing to put right.
    """

    def __init__(self, folder: Path, *, stands_by: bool = True) -> None:
        self.folder, self.port, self.stands_by = folder, free_port(), stands_by
        self.is_as_begun = True
        self.record = folder / "arrived.jsonl"
        self._ids = itertools.count(1)
        self._read = 0
        self.spare: Any = None
        self.start()

    def start(self) -> None:
        """Begin, anew if need be; at the same port. Where another process stands by, this takes no time."""
        self.process, self.spare = self.spare or self._made(), None
        self.process.stdin.write("begin\n")
        self.process.stdin.flush()
        self.said: queue.Queue[dict[str, Any]] = queue.Queue()
        self.held: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._hear, args=(self.process, self.said, self.held), daemon=True).start()
        assert "address" in self.said.get(timeout=180)
        self.is_as_begun = True
        self.spare = self._made() if self.stands_by else None

    def _made(self) -> Any:
        command = (sys.executable, "-m", "tests.services.control.campaign.served", str(self.folder), str(self.port))
        environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "PYTHONIOENCODING": "utf-8"}
        return subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, encoding="utf-8",
            cwd=ROOT,
        )  # fmt: skip

    @staticmethod
    def _hear(process: Any, said: Any, held: Any) -> None:
        for line in process.stdout:
            tree = json.loads(line)
            (held if "held" in tree else said).put(tree.get("held", tree))

    def do(self, **order: Any) -> dict[str, Any]:
        """Have something done at the plant; answered when it is so."""
        self.is_as_begun &= order.keys().isdisjoint(("hand", "faults"))
        number = next(self._ids)
        self.process.stdin.write(json.dumps({"id": number, **order}) + "\n")
        self.process.stdin.flush()
        while True:
            answer = self.said.get(timeout=30)
            if answer.get("done") == number:
                return answer["values"]

    def values(self) -> dict[str, Any]:
        """What stands in the plant, by itself."""
        return self.do(look=True)

    def hold(self, number: int, *, answer: bool = False) -> None:
        """Hold back the n-th write from now on, until `go`; or its answer, when the plant has taken it."""
        while not self.held.empty():
            self.held.get()
        self.do(hold_at=number, answer=answer)

    def is_held(self, seconds: float) -> bool:
        """Whether a write came that is held back; False if none came in time."""
        try:
            self.held.get(timeout=seconds)
        except queue.Empty:
            return False
        return True

    def go(self) -> None:
        """Let it go on."""
        self.do(go=True)

    def arrived(self) -> list[dict[str, Any]]:
        """What came since this was asked last."""
        with self.record.open("rb") as file:
            file.seek(self._read)
            data = file.read()
        whole = data[: data.rfind(b"\n") + 1]
        self._read += len(whole)
        return [json.loads(line) for line in whole.splitlines()]

    def kill(self) -> None:
        """SIGKILL."""
        _kill(self.process)

    def pause(self, seconds: float) -> None:
        """SIGSTOP, and on again after a while."""
        os.kill(self.process.pid, signal.SIGSTOP)
        time.sleep(seconds)
        os.kill(self.process.pid, signal.SIGCONT)

    def close(self) -> None:
        """End it, and the one that stands by."""
        _kill(self.process)
        if self.spare is not None:
            _kill(self.spare)


def _kill(process: Any) -> None:
    process.kill()
    process.wait(timeout=20)
    for stream in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):
            stream.close()


class Cable:
    """A line to the plant that can be cut, so that both ends see it, and pulled, so that neither does."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.is_whole, self.is_pulled = True, False
        self.ends: list[socket.socket] = []
        self.lock = threading.Lock()
        self.port = 0
        self._open()

    def _open(self) -> None:
        self.door = socket.create_server(("127.0.0.1", self.port))
        self.port = int(self.door.getsockname()[1])
        threading.Thread(target=self._let_in, args=(self.door,), daemon=True).start()

    def _let_in(self, door: socket.socket) -> None:
        while True:
            try:
                near, _ = door.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self.target), timeout=5)
            except OSError:
                near.close()
                continue
            for one in (near, far):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                one.settimeout(None)
            with self.lock:
                self.ends += [near, far]
            for ends in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=ends, daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                while self.is_pulled:
                    time.sleep(0.01)
                target.sendall(data)
        for one in (source, target):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def cut(self) -> None:
        """Cut it: both ends are told, and nobody gets through any more."""
        self.is_whole = False
        with contextlib.suppress(OSError):
            self.door.shutdown(socket.SHUT_RDWR)
        self.door.close()
        with self.lock:
            ends, self.ends = self.ends, []
        for one in ends:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """Whole again."""
        if not self.is_whole:
            self._open()
        self.is_whole, self.is_pulled = True, False

    def close(self) -> None:
        """Take it away."""
        self.cut()
