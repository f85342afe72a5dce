"""Hands bytes to a reader in a process of its own and takes plain values back."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


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
    # Not `-m`: the child is to load the fewest modules, and none from the folder it is started in.
    kept = {key: value for key, value in os.environ.items() if key in ("PATH", "SYSTEMROOT", "TEMP", "TMP")}
    here = str(Path(__file__).parent)
    known = os.pathsep.join(str(Path(item).resolve()) for item in (*sys.path, here) if item)
    wanted = [str(limit.memory), str(int(limit.seconds) + 1), *map(str, arguments)]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and file, no text of the user
            [sys.executable, "-P", str(reader), *wanted],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**kept, "PYTHONPATH": known, "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"},
            timeout=limit.seconds,
            check=False,
        )
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return {"refused": "too_large"}
    except ValueError:  # it died before it could answer
        return {"refused": "too_large" if done.returncode < 0 else "damaged"}
    return answer if isinstance(answer, dict) else {"refused": "damaged"}
