"""Starts `pulmu` in processes of their own, each forked from one that has loaded what they run.

To load it takes a process five seconds of a processor. What is forked is a process like any other: it has its own
number and exit code, can be killed, and starts workers of its own as it does elsewhere.
"""

import contextlib
import functools
import importlib
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, TextIO

from tests.surface.command import environment

ROOT = Path(__file__).parents[2]
LOADED = ("uvicorn", "pulmu.main", "pulmu.api.app", "pulmu.web.app", "pulmu.cli.serve", "pulmu.bootstrap.place")
_LONGEST = 65_536


def begin(
    arguments: list[str], known: dict[str, str], log: int | None = None, *, module: str = "pulmu"
) -> "Forked | subprocess.Popen[str]":
    """A process that runs `pulmu`; where none can be forked, it loads all by itself.

    Parameters
    ----------
    known : Its environment.
    log : What it says of errors goes to this file, and the rest to who reads it; None where nobody listens.
    module : What runs, as by `python -m`; another one than `pulmu` where it adds to it.
    """
    if hasattr(os, "fork"):
        return Forked(module, arguments, known, log)
    command = [sys.executable, "-m", module, *arguments]
    out = subprocess.DEVNULL if log is None else subprocess.PIPE
    return subprocess.Popen(
        command, env=known, stdout=out, stderr=subprocess.DEVNULL if log is None else log, text=True
    )


class Forked:
    """A process that another one forked, as `subprocess.Popen` shows its own; the other one is asked for its end."""

    def __init__(self, module: str, arguments: list[str], known: dict[str, str], log: int | None) -> None:
        self.stdout: TextIO | None = None
        if log is None:
            out = log = os.open(os.devnull, os.O_WRONLY)
        else:
            read, out = os.pipe()
            self.stdout = os.fdopen(read, encoding="utf-8")
        self.returncode: int | None = None
        self._opener = _opener(os.getpid())
        order = {"module": module, "arguments": arguments, "environment": known, "folder": str(Path.cwd())}
        try:
            self.pid = int(self._opener.ask(order, out, log))
        finally:
            os.close(out)

    def poll(self) -> int | None:
        """Its exit code, negative where a signal killed it; None while it runs."""
        if self.returncode is None:
            self.returncode = self._opener.ask({"number": self.pid})
        return self.returncode

    def wait(self, timeout: float = 60) -> int:
        """Its exit code, when it has ended."""
        until = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired("pulmu", timeout)
            time.sleep(0.02)
        return code

    def communicate(self, timeout: float = 60) -> tuple[str, None]:
        """What it said, when it has ended."""
        self.wait(timeout)
        assert self.stdout is not None
        with self.stdout:
            return self.stdout.read(), None

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it still runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)


class Opener:
    """The process that has it loaded, and how it is asked."""

    def __init__(self) -> None:
        self._asked, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            number = theirs.fileno()
            command = [sys.executable, "-m", "tests.surface.opener", str(number)]
            self._process = subprocess.Popen(command, cwd=ROOT, env=environment(), pass_fds=[number])

    def ask(self, order: dict[str, Any], *files: int) -> Any:
        """What it answers."""
        socket.send_fds(self._asked, [json.dumps(order).encode()], list(files))
        return json.loads(self._asked.recv(_LONGEST))

    def close(self) -> None:
        """End it; what it started ends by itself, or was ended."""
        self._asked.close()
        self._process.wait(30)


@functools.cache
def _opener(_: int) -> Opener:
    """The one of a process, begun when it is first needed."""
    return Opener()


def close() -> None:
    """End the one of this process, if there is one."""
    if _opener.cache_info().currsize:
        _opener(os.getpid()).close()
        _opener.cache_clear()


def main(number: int) -> None:
    """Fork for every order; the child goes on from here as `python -m` does."""
    for name in LOADED:
        importlib.import_module(name)
    with socket.socket(fileno=number) as asked:
        while data := socket.recv_fds(asked, _LONGEST, 2):
            said, files, *_ = data
            if not said:
                return
            order = json.loads(said)
            if "number" in order:
                asked.send(json.dumps(_ended(order["number"])).encode())
                continue
            child = os.fork()
            if child == 0:
                break
            for file in files:
                os.close(file)
            asked.send(json.dumps(child).encode())
    _become(order, *files)


def _ended(number: int) -> int | None:
    done, status = os.waitpid(number, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if done else None


def _become(order: dict[str, Any], out: int, log: int) -> None:
    """Be the process that was ordered."""
    for mine, wanted in ((out, 1), (log, 2)):
        os.dup2(mine, wanted)
        os.close(mine)
    sys.stdout = sys.__stdout__ = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = sys.__stderr__ = open(  # noqa: SIM115 - of these files, and not of those they stood for
        2, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False
    )
    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update(order["environment"])
    sys.argv = [order["module"], *order["arguments"]]
    runpy.run_module(order["module"], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main(int(sys.argv[1]))
