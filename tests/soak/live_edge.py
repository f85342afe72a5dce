"""An edge node of Sparkplug B for the live campaign: many tags, each with a new value a second, and a list of them all.

Run in a process of its own: ``python -m tests.soak.live_edge FOLDER TAGS PORT``, with a broker at that port of this
machine. It says its address, and writes every value with its time to `truth.bin` before it is published. It makes new
values once `go` lies in the folder, stops once `stop` does, and stays connected until it is ended.
"""

import asyncio
import sys
import time
from pathlib import Path
from typing import BinaryIO

from tests.soak.live_server import RECORD, SLICES, value_of, wide_tags

from pulmu.adapters.sparkplug.broker import Broker
from pulmu.adapters.sparkplug.edge import Edge, Shown
from pulmu.adapters.sparkplug.publish import publish_edge

GROUP, NODE = "plant", "wide"


class Wide:
    """What the node shows: at each look the next group of tags has new values, which are written down first."""

    def __init__(self, folder: Path, count: int, truth: BinaryIO) -> None:
        self.folder, self.truth = folder, truth
        self.tags = wide_tags(count)
        self.step = 0
        self.latest: dict[str, Shown] = {}
        for part in range(SLICES):
            self._renew(part, 0)

    def look(self) -> dict[str, Shown]:
        """Everything as it is shown now."""
        if (self.folder / "go").exists() and not (self.folder / "stop").exists():
            self.step += 1
            self._renew(self.step % SLICES, self.step // SLICES + 1)
        return self.latest

    def _renew(self, part: int, tick: int) -> None:
        now = time.time_ns() // 1_000_000
        numbers = range(part, len(self.tags), SLICES)
        self.truth.write(b"".join(RECORD.pack(number, now * 1000, value_of(number, tick)) for number in numbers))
        self.truth.flush()
        for number in numbers:
            self.latest[self.tags[number].name] = (value_of(number, tick), "good", now)


async def serve(folder: Path, count: int, port: int) -> None:
    """Publish until ended."""
    with (folder / "truth.bin").open("wb") as truth:
        wide = Wide(folder, count, truth)
        sys.stdout.write(f"mqtt://127.0.0.1:{port}/{GROUP}/{NODE}\n")
        sys.stdout.flush()
        await publish_edge(Broker("127.0.0.1", port), Edge(GROUP, NODE, wide.tags), wide.look, 1 / SLICES)


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
