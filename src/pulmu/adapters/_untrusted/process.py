"""Hands bytes to a reader in a process of its own and takes plain values back."""

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

LONGEST_LINE = 64_000_000


@dataclass(frozen=True, slots=True)
class Limit:
    """What a child may use. Memory is limited where the system can (POSIX).

    Parameters
    ----------
    seconds : By the clock; as much of processor time.
    memory : Address space. [bytes]
    """

    seconds: float = 60.0
    memory: int = 512_000_000


def ask_child(reader: Path, data: bytes, limit: Limit, arguments: Sequence[object] = ()) -> dict[str, Any]:
    """What a reader says of the bytes: a mapping, with `refused` (and `where`) if it does not read them.

    A child that dies, hangs or answers nothing is a refusal: `too_large` if a limit ended it, else `damaged`. The
    child is gone when this returns or raises: whoever cancels (an interrupt) leaves no process behind.

    Parameters
    ----------
    reader : A file of ours that imports nothing of Pulmu but its neighbour `guard.py`.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and file, no text of the user
            _command(reader, limit, arguments),
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_surroundings(),
            timeout=limit.seconds,
            check=False,
        )
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return {"refused": "too_large"}
    except ValueError:  # it died before it could answer
        return {"refused": "too_large" if done.returncode < 0 else "damaged"}
    return answer if isinstance(answer, dict) else {"refused": "damaged"}


def _command(reader: Path, limit: Limit, arguments: Sequence[object]) -> list[str]:
    # Not `-m`: the child is to load the fewest modules, and none from the folder it is started in.
    wanted = [str(limit.memory), str(int(limit.seconds) + 1), *map(str, arguments)]
    return [sys.executable, "-P", str(reader), *wanted]


def _surroundings() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key in ("PATH", "SYSTEMROOT", "TEMP", "TMP")}
    here = str(Path(__file__).parent)
    known = os.pathsep.join(str(Path(item).resolve()) for item in (*sys.path, here) if item)
    return {**kept, "PYTHONPATH": known, "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"}


@contextlib.contextmanager
def child_lines(reader: Path, limit: Limit, arguments: Sequence[object] = ()) -> Iterator[Iterator[dict[str, Any]]]:
    """What a reader prints, line by line: mappings, the last one with `refused` (and `where`) if it does not read on.

    Nothing of it stands in memory but the line at hand. The child is gone when the block ends, however it ends.

    Parameters
    ----------
    reader : As for `ask_child`; it prints with `print_lines`.
    """
    child = subprocess.Popen(  # noqa: S603 - our own interpreter and file; paths of the user are only opened
        _command(reader, limit, arguments),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_surroundings(),
    )
    watch = threading.Timer(limit.seconds, child.kill)
    watch.daemon = True
    watch.start()
    try:
        yield _lines(child, cast("IO[bytes]", child.stdout))
    finally:
        watch.cancel()
        child.kill()
        child.communicate()


def _lines(child: subprocess.Popen[bytes], printed: IO[bytes]) -> Iterator[dict[str, Any]]:
    while True:
        said = printed.readline(LONGEST_LINE)
        if not said.endswith(b"\n"):  # it died, or does not stop
            yield {"refused": "too_large" if said or child.wait() < 0 else "damaged"}
            return
        try:
            line = json.loads(said)
        except ValueError:
            line = None
        if not isinstance(line, dict):
            yield {"refused": "damaged"}
            return
        if "end" in line:
            return
        yield line
        if "refused" in line:
            return
