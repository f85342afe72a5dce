"""Processes that are begun often and killed: each is forked from one that has loaded what they run.

To load it takes a Python process two seconds of a processor, and what is killed is a process like any other.
"""

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.surface.command import environment

ROOT = Path(__file__).parents[1]


class Preloaded:
    """Runs the `main` of a module with texts, time after time, each time in a process of its own."""

    def __init__(self, module: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.preloaded", module], cwd=ROOT, env=environment(), text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def run(self, *arguments: object) -> int:
        """What a process came to: its exit code, negative where a signal killed it."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([str(item) for item in arguments]) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.process.communicate(timeout=60)


def main(name: str) -> None:
    """Fork for every line; what the children print goes where errors go, for the answers are codes."""
    module = importlib.import_module(name)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            module.main(*json.loads(line))
            os._exit(0)
        answers.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
        answers.flush()


if __name__ == "__main__":
    main(sys.argv[1])
