"""Watchfulness over kept samples, and over those that are being kept."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pulmu.adapters.unusual_file import UnusualFile
    from pulmu.model.tag import Tag
    from pulmu.services.live.unusual import SecurityEvent, Watchman
    from pulmu.services.ports import KeptSamples
    from pulmu.twin.live.novelty import Unusual, Watch

DAY = 86_400.0
SAVED, SHARE = 60.0, 0.02
"""What was learned is saved this often [s], and no oftener than takes this part of the time: thousands of tags take a
while, and whoever keeps samples waits for it."""


@dataclass(slots=True)
class Watching:
    """A watch over one file of samples; what it finds goes into the log beside it, each event once."""

    watch: "Watch"
    man: "Watchman"
    file: "UnusualFile"
    cursor: int
    saved: float = 0.0
    took: float = 0.0

    def catch_up(self, store: "KeptSamples") -> "tuple[SecurityEvent, ...]":
        """Take in what was kept since the last time."""
        from pulmu.services.live.unusual import watch_kept

        fresh: list[SecurityEvent] = []
        for cursor, found in watch_kept(store, self.man, self.cursor):
            fresh += self.note(found)
            self.cursor = cursor
        if time.monotonic() - self.saved >= max(SAVED, self.took / SHARE):
            self.save()
        return tuple(fresh)

    def save(self) -> None:
        """Keep what was learned; what was not saved is taken in anew, and its events are known by their ids."""
        begun = time.monotonic()
        self.file.save(self.watch, self.cursor, self.man.losses.settled)
        self.saved = time.monotonic()
        self.took = self.saved - begun

    def note(self, found: "Sequence[Unusual]") -> "tuple[SecurityEvent, ...]":
        """Write down what is unusual; returns what was not known."""
        from pulmu.services.live.unusual import events

        return self.file.note(events(found)) if found else ()

    @property
    def learned_days(self) -> float:
        """How long it has learned, at most as long as it was told to."""
        last = max((item.heard for item in self.watch.habits.values() if item.heard == item.heard), default=None)
        return 0.0 if last is None else min(last - self.watch.begun, self.watch.learned) / DAY

    @property
    def is_learning(self) -> bool:
        return self.learned_days * DAY < self.watch.learned


def watching(
    kept: Path, store: "KeptSamples", *, budget: float, learn_days: float, anew: bool = False,
    offered: "Sequence[Tag] | None" = None,
) -> Watching:  # fmt: skip
    """The watch over a file of samples, as it was left; a new one where there is none or another time is to be learned.

    Parameters
    ----------
    offered : What the plant offers now; as the file describes it, if left out.

    Raises
    ------
    OutsideError  What was learned is damaged (`live.learned_damaged`).
    """
    from pulmu.adapters.unusual_file import UnusualFile
    from pulmu.services.live.unusual import Losses, watchman
    from pulmu.twin.live.novelty import Watch

    file = UnusualFile(kept)
    found = None if anew else file.load()
    if found is None or found[0].learned != learn_days * DAY:
        found = Watch(budget, learn_days * DAY), 0, 0
    watch, cursor, gaps = found
    watch.set_budget(budget)
    tags = store.tags() if offered is None else tuple(offered)
    made = Watching(watch, watchman(watch, tags), file, cursor)
    made.man.losses = Losses(gaps, gaps)
    if watch.begun == watch.begun:
        last = max((item.heard for item in watch.habits.values() if item.heard == item.heard), default=watch.begun)
        made.note(watch.meet(tags, last))
    else:
        watch.meet(tags, 0.0)
    return made


def noted(kept: Path) -> tuple[dict[str, Any], ...]:
    """All events in the log of a file of samples."""
    from pulmu.adapters.unusual_file import UnusualFile

    return UnusualFile(kept).rows()


def tree_of(event: "SecurityEvent") -> dict[str, Any]:
    """An event as it stands in the log."""
    from pulmu.adapters.unusual_file import event_tree

    return event_tree(event)
