"""Imports into a book that are killed at any moment: each entry is there once after the import is run again.

python -m tests.soak.book_kills 200
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from pulmu.adapters.book_store import FolderBookStore
from pulmu.metering import standing

ROOT = Path(__file__).parents[2]
ROWS = 400
"""Rows that each further export brings."""


def run(count: int, *, seed: int = 1) -> dict[str, int]:
    """Kill `count` imports of ever longer exports, every other one while it writes, the rest at random moments.

    Returns
    -------
    How many were killed before (`nothing`) and after (`whole`) their transaction, how many ended before their kill
    (`ended`), entries in the book and how many of them are missing, twice, or not of any export (`wrong`).
    """
    draw = random.Random(seed)
    told = {"kills": 0, "nothing": 0, "whole": 0, "ended": 0, "entries": 0, "wrong": 0}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store, length = FolderBookStore(folder / "store"), 0.0
        for number in range(1, count + 1):
            file = _export(folder, number)
            started = time.monotonic()
            if number <= 2:  # let to their end, to learn how long one takes
                ended = _import(folder, file)
                length = time.monotonic() - started
            elif number % 2:
                ended = _import(folder, file, lambda: _writes(folder), draw.uniform(0, 0.004))
            else:
                ended = _import(folder, file, lambda: True, draw.uniform(0.3, 1.05) * length)
            told["ended" if ended else "kills"] += 1
            held = _numbers(store)
            if not ended:
                told["whole" if len(held) == number * ROWS else "nothing"] += 1
            told["wrong"] += _wrong(held, (number, number - 1))
            _import(folder, file)
            told["wrong"] += _wrong(_numbers(store), (number,))
        _import(folder, _export(folder, count + 1))  # sweeps what the last kill left
        told["wrong"] += _wrong(_numbers(store), (count + 1,))
        told["entries"] = sum(_numbers(store).values())
        told["leftovers"] = len(list((folder / "store" / "books" / "wire").glob(".*.tmp")))
    return told


def _export(folder: Path, number: int) -> Path:
    """An export that holds all rows of those before, as people draw them from January on."""
    rows = (f"2026-{row % 12 + 1:02d}-{row % 28 + 1:02d},V-{row},선재,{row % 97 + 1}" for row in range(number * ROWS))
    file = folder / "입고.csv"
    file.write_text("입고일,전표번호,품명,수량(kg)\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return file


def _writes(folder: Path) -> bool:
    """Whether a part is being written."""
    return any((folder / "store" / "books" / "wire").glob(".*.tmp"))


def _import(folder: Path, file: Path, is_time: Callable[[], bool] | None = None, then: float = 0.0) -> bool:
    """Run an import, killed some seconds after it is time; whether it ended by itself.

    The first one is confirmed by the code that it prints.
    """
    base = [sys.executable, "-m", "pulmu", "books", "import", str(file), "--book", "wire", "--store"]
    base.append(str(folder / "store"))
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "LANG": "C.UTF-8"}
    process = subprocess.Popen(base, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment)
    if is_time is not None:
        while process.poll() is None and not is_time():
            time.sleep(0.0002)
        time.sleep(then)
        process.send_signal(signal.SIGKILL)
    _, err = process.communicate()
    if process.returncode == -signal.SIGKILL:
        return False
    code = err.decode().partition("--confirm ")[2][:8]
    if code and is_time is None:
        subprocess.run([*base, "--confirm", code], check=True, capture_output=True, env=environment)
    elif process.returncode:
        raise RuntimeError(err.decode())
    return True


def _numbers(store: FolderBookStore) -> Counter[str]:
    """Vouchers of the book and how often each counts."""
    entries = standing(file.change for part in store.read("wire") for file in part.files)
    return Counter(entry.number for entry in entries)


def _wrong(held: Counter[str], lengths: tuple[int, ...]) -> int:
    """Vouchers that are missing, twice, or of no export, against the nearest whole export."""
    wanted = [Counter({f"V-{row}": 1 for row in range(number * ROWS)}) for number in lengths]
    return min(((held - one) + (one - held)).total() for one in wanted)


if __name__ == "__main__":
    print(run(int(sys.argv[1]) if len(sys.argv) > 1 else 50))  # noqa: T201
