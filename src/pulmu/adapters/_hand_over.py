"""Samples handed to whoever subscribed, from a thread of their own: who is slow holds up nobody else."""

import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace

from pulmu.model.tag import Sample

MOST_WAITING = 4096
"""Groups of samples that wait for one who is slow."""
TOO_SLOW = "samples were lost: they were taken too slowly"


class HandOver:
    """A thread that hands over groups of samples, in order.

    Where more come than are taken, some are lost, and that is said: each tag that lost one is handed over as bad.
    """

    def __init__(self, take: Callable[[tuple[Sample, ...]], None], most: int = MOST_WAITING) -> None:
        self.take = take
        self.waiting: queue.Queue[tuple[Sample, ...] | None] = queue.Queue(most)
        self.lost: dict[str, Sample] = {}
        self.is_closed = threading.Event()
        self.thread = threading.Thread(target=self._go_on, name="pulmu-plant-samples", daemon=True)
        self.thread.start()

    def put(self, samples: Sequence[Sample]) -> None:
        """Hand these over when it is their turn; it never waits."""
        if self.is_closed.is_set():
            return
        gaps = tuple(replace(item, value=None, quality="bad", because=TOO_SLOW) for item in self.lost.values())
        try:
            self.waiting.put_nowait((*gaps, *samples))
            self.lost = {}
        except queue.Full:
            self.lost.update({item.tag: item for item in samples})

    def _go_on(self) -> None:
        while (group := self.waiting.get()) is not None and not self.is_closed.is_set():
            self.take(group)

    def close(self) -> None:
        """Hand nothing over any more."""
        self.is_closed.set()
        try:
            self.waiting.put_nowait(None)
        except queue.Full:
            self.waiting.get_nowait()
            self.waiting.put_nowait(None)
        if threading.current_thread() is not self.thread:
            self.thread.join(timeout=10)
