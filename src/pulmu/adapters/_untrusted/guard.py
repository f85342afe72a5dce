"""Runs inside a child: sets its limits, shuts what it has no business with, and prints one answer.

Imported by its file's name; it imports nothing of Pulmu.
"""

import contextlib
import json
import os
import sys
from collections.abc import Callable, Iterable
from typing import Any

LARGEST_ANSWER = 120_000_000
_SHUT = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.startfile", "ctypes.dlopen")
_CHANGES = ("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.chmod", "os.link", "os.symlink", "os.truncate")


class RefusedError(Exception):
    """Why the content is not read: a reason the parent knows, and where."""

    def __init__(self, reason: str, where: str = "") -> None:
        super().__init__(reason, where)
        self.reason, self.where = reason, where


def answer(read: Callable[[bytes], dict[str, Any]], ready: Callable[[], object] = lambda: None) -> None:
    """Read standard input under the limits given as the first two arguments; print one line of JSON.

    Parameters
    ----------
    ready : Loads what the reader needs, before files and processes are shut off.
    """
    _limit(int(sys.argv[1]), int(sys.argv[2]))
    try:
        data = sys.stdin.buffer.read()
        ready()
        sys.addaudithook(_refuse_deeds)
        said = json.dumps(read(data))
        if len(said) > LARGEST_ANSWER:
            raise RefusedError("too_large")
    except RefusedError as error:
        said = json.dumps({"refused": error.reason, "where": error.where})
    except MemoryError:
        said = json.dumps({"refused": "too_large", "where": ""})
    except Exception:  # a damaged container fails in many ways; all of them mean the same to its owner
        said = json.dumps({"refused": "damaged", "where": ""})
    sys.stdout.write(said)


def print_lines(read: Callable[[], Iterable[dict[str, Any]]], ready: Callable[[], object] = lambda: None) -> None:
    """Print a line of JSON for each that is read, under the limits that `answer` has too; `end` at the end."""
    _limit(int(sys.argv[1]), int(sys.argv[2]))
    said: dict[str, Any] = {"end": True}
    try:
        ready()
        sys.addaudithook(_refuse_deeds)
        for line in read():
            _print_line(line)
    except RefusedError as error:
        said = {"refused": error.reason, "where": error.where}
    except MemoryError:
        said = {"refused": "too_large", "where": ""}
    except Exception:  # as above
        said = {"refused": "damaged", "where": ""}
    _print_line(said)


def _print_line(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def _limit(memory: int, seconds: int) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - POSIX only

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _refuse_deeds(event: str, given: tuple[Any, ...]) -> None:
    """No network, no other program, no file written: a reader of bytes needs none of them."""
    if event.startswith(_SHUT) or event in _CHANGES:
        raise RefusedError("damaged")
    if event == "open" and len(given) > 2 and isinstance(given[2], int):
        writes = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
        if given[2] & writes:
            raise RefusedError("damaged")
