"""What is measured while a plant is kept: memory and work of processes, and how late a reader of the store sees."""

import math
import os
import sqlite3
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

PAGE_SIZE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


@dataclass
class Load:
    """Memory of a process over time, and how much of a core it takes. Linux only."""

    pid: int
    times: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    work: list[float] = field(default_factory=list)

    def look(self) -> None:
        """Take one measurement; none once the process is gone."""
        try:
            pages = int(Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()[1])
            words = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        except (OSError, IndexError):
            return
        self.times.append(time.monotonic())
        self.memory.append(pages * PAGE_SIZE / 1e6)
        self.work.append((int(words[11]) + int(words[12])) / TICKS)

    def cores(self, start: float, end: float) -> float:
        """Cores it took from one moment to another."""
        inside = [(at, done) for at, done in zip(self.times, self.work, strict=True) if start <= at <= end]
        if len(inside) < 2:
            return math.nan
        return (inside[-1][1] - inside[0][1]) / (inside[-1][0] - inside[0][0])

    def slope(self, start: float, end: float) -> tuple[float, float]:
        """Growth of its memory and half the width of its 95 % interval. [MB/min]

        Means of ten stretches, which hardly depend on each other as single measurements do; Student's t with 8 degrees.
        """
        inside = [(at, size) for at, size in zip(self.times, self.memory, strict=True) if start <= at <= end]
        parts = [inside[len(inside) * part // 10 : len(inside) * (part + 1) // 10] for part in range(10)]
        if not all(parts):
            return math.nan, math.nan
        points = [(_mean([at for at, _ in part]) / 60, _mean([size for _, size in part])) for part in parts]
        x, y = _mean([at for at, _ in points]), _mean([size for _, size in points])
        spread = sum((at - x) ** 2 for at, _ in points)
        slope = sum((at - x) * (size - y) for at, size in points) / spread
        rest = sum((size - y - slope * (at - x)) ** 2 for at, size in points) / 8
        return slope, 2.306 * math.sqrt(rest / spread)


class Reader:
    """Reads a store as a page does, a few times a second, and notes how old what it sees is by its time stamp."""

    def __init__(
        self, file: Path, tags: Sequence[str], every: float = 0.1, *, dated_by: Literal["received", "at"] = "received"
    ) -> None:  # fmt: skip
        self.file, self.every, self.dated_by = file, every, dated_by
        self.seen: dict[str, list[tuple[float, float]]] = {name: [] for name in tags}
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._go_on, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._is_over.set()
        self._thread.join(timeout=10)

    def ages(self, gaps: Mapping[str, Sequence[tuple[float, float]]]) -> list[float]:
        """How old values were when they were seen, in order; those that the beginning of a link hands over are old. [s]

        Parameters
        ----------
        gaps : Start and end of the gaps of each tag; a value that was made within one waited for its link.
        """
        return sorted(
            seen - made
            for name, found in self.seen.items()
            for made, seen in found[1:]
            if not any(start <= made <= end for start, end in gaps.get(name, ()))
        )

    def _go_on(self) -> None:
        while not self.file.exists() and not self._is_over.wait(self.every):
            pass
        base = sqlite3.connect(f"{self.file.as_uri()}?mode=ro", uri=True)
        query = f"SELECT seq, tag, {self.dated_by} FROM sample WHERE seq > ? ORDER BY seq"
        last, names = 0, dict[int, str]()
        while not self._is_over.wait(self.every):
            try:
                rows = base.execute(query, (last,)).fetchall()
                names = names or dict(base.execute("SELECT id, name FROM tag"))
            except sqlite3.OperationalError:
                continue  # its tables are being made
            now = time.time()
            last = rows[-1][0] if rows else last
            for _, tag, received in rows:
                if tag not in names:
                    names = dict(base.execute("SELECT id, name FROM tag"))
                if names[tag] in self.seen and received is not None:
                    self.seen[names[tag]].append((received / 1e6, now))
        base.close()


def share(ages: Sequence[float], part: float) -> float:
    """So large a part of what was seen, in order, was not older than this. [s]"""
    return ages[min(int(part * len(ages)), len(ages) - 1)] if ages else math.nan


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers)
