"""A place in a process of its own, as people start it."""

import json
import signal
import socket
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from tests.surface.command import environment
from tests.surface.opener import begin


def free_port() -> int:
    """A port nothing listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Served:
    """A running place."""

    def __init__(self, data: Path, *more: str, database: str = "") -> None:
        """Start it, its records in the folder or in a database, and wait until it answers."""
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        arguments = ["serve", "--data", str(data), "--port", str(self.port), *more]
        self.log = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - a pipe nobody reads is full one day
        known = environment(**{"PULMU_DATABASE": database} if database else {})
        self.process = begin(arguments, known, self.log.fileno())
        for _ in range(300):
            try:
                self.ask("GET", "/healthz")
            except OSError:
                assert self.process.poll() is None, self.told()
                time.sleep(0.1)
            else:
                return
        raise AssertionError("it does not open")

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """What is answered."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", "Origin": self.base}
        request = urllib.request.Request(self.base + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            return json.loads(error.read())

    def stop(self) -> tuple[int, str, str]:
        """Ask it to close, and what it said."""
        self.process.send_signal(signal.SIGTERM if sys.platform != "win32" else signal.CTRL_BREAK_EVENT)
        out, _ = self.process.communicate(timeout=30)
        said = self.told()
        self.end()
        return self.process.returncode, out, said

    def told(self) -> str:
        """What it wrote into its log."""
        self.log.seek(0)
        return self.log.read()

    def end(self) -> None:
        """End it, whatever it does."""
        if self.process.poll() is None:
            self.process.kill()
        if self.process.stdout and not self.process.stdout.closed:
            self.process.communicate()
        self.log.close()
