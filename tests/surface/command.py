"""Runs the command line: in this process where that is enough, in one of its own where streams and signals count."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.loops import no_loop

from pulmu.adapters.samples import sample_text
from pulmu.main import main

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "pulmu")
HANGUL = re.compile("[가-힣]")


@dataclass(frozen=True)
class Answer:
    """What a command left behind."""

    code: int
    out: str
    err: str

    def problems(self) -> list[dict[str, Any]]:
        """The problems of an answer in JSON."""
        found: list[dict[str, Any]] = json.loads(self.out)["problems"]
        return found


Pulmu = Callable[..., Answer]


def in_process(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Pulmu:
    """`pulmu` as a function of its arguments."""

    def call(*arguments: object) -> Answer:
        monkeypatch.setattr(sys, "argv", ["pulmu", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended, no_loop():
            main()
        shown = capsys.readouterr()
        code = ended.value.code
        assert isinstance(code, int)
        return Answer(code, shown.out, shown.err)

    return call


def environment(**more: str) -> dict[str, str]:
    """A plain environment, in English, with Pulmu on the path."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "SYSTEMROOT", "TEMP")}
    return {**kept, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8", "LANG": "C.UTF-8", **more}


def in_subprocess(*arguments: object, timeout: float = 30, encoding: str = "utf-8", **more: str) -> Answer:
    """`pulmu` as a user starts it; never longer than the timeout, never a traceback."""
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)], capture_output=True, env=environment(**more), timeout=timeout, check=False
    )
    answer = Answer(done.returncode, done.stdout.decode(encoding), done.stderr.decode(encoding))
    assert "Traceback" not in answer.err
    return answer


def write_sample(folder: Path, name: str = "fasteners") -> Path:
    """A sample plant as a file of the user's."""
    file = folder / f"{name}.yaml"
    file.write_text(sample_text(name), encoding="utf-8")
    return file


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
