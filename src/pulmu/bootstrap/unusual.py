"""Watchfulness over kept samples, and over those that are being kept."""

import math
import queue
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pulmu.model import OutsideError, Problem

if TYPE_CHECKING:
    from pulmu.adapters.guard_ledger import GuardLedger
    from pulmu.adapters.unusual_file import UnusualFile
    from pulmu.model.tag import Sample, Tag
    from pulmu.services.live.explained import Explained
    from pulmu.services.live.unusual import SecurityEvent, Watchman
    from pulmu.services.ports import KeptSamples, Plant
    from pulmu.twin.live.novelty import Unusual, Watch

DAY = 86_400.0
SAVED, SHARE = 60.0, 0.02
"""What was learned is saved this often [s], and no oftener than takes this part of the time: thousands of tags take a
while, and whoever keeps samples waits for it."""


QUIET = 60.0
"""Where nothing comes for so long, tags may stand still. [s]"""


@dataclass(slots=True)
class GuardLog:
    """The log of a guard, read on as it grows.

    Parameters
    ----------
    place : How far it was read.
    trouble : Why it cannot be read further, as long as it cannot.
    """

    ledger: "GuardLedger"
    explained: "Explained"
    place: int = 0
    trouble: tuple[Problem, ...] = ()

    def read(self) -> None:
        """Take in what was added. What cannot be read explains nothing, so what is moved meanwhile is told."""
        try:
            self.place, entries = self.ledger.after(self.place)
        except OutsideError as error:
            self.trouble = error.problems
            return
        self.explained.read(entries)
        self.trouble = self.explained.problems


@dataclass(slots=True)
class Watching:
    """A watch over a plant or a file of samples; what it finds goes into the log beside it, each event once.

    Parameters
    ----------
    fresh : What was new as it began: tags that had come, gone or changed.
    told : How many events were new since it began.
    """

    watch: "Watch"
    man: "Watchman"
    file: "UnusualFile"
    cursor: int
    saved: float = 0.0
    took: float = 0.0
    guard: GuardLog | None = None
    fresh: "tuple[SecurityEvent, ...]" = ()
    told: int = 0

    @property
    def trouble(self) -> tuple[Problem, ...]:
        """What keeps the guard's log from being believed."""
        return () if self.guard is None else self.guard.trouble

    def catch_up(self, store: "KeptSamples") -> "tuple[SecurityEvent, ...]":
        """Take in what was kept since the last time."""
        from pulmu.services.live.unusual import watch_kept

        if self.guard is not None:
            self.guard.read()
        fresh: list[SecurityEvent] = []
        for cursor, found in watch_kept(store, self.man, self.cursor):
            fresh += self.note(found)
            self.cursor = cursor
        self._save_now_and_then()
        return tuple(fresh)

    def hear(self, samples: "Sequence[Sample]") -> "tuple[SecurityEvent, ...]":
        """Take in samples as a plant hands them over."""
        if self.guard is not None:
            self.guard.read()
        fresh = self.note(self.man.hear(sorted(samples, key=self.man.order)))
        self._save_now_and_then()
        return fresh

    def pass_time(self, seconds: float) -> "tuple[SecurityEvent, ...]":
        """Nothing came for so long: see which tags stand still. [s]"""
        heard = self.man.heard
        return () if heard is None else self.note(self.man.pass_time(heard + timedelta(seconds=seconds)))

    def _save_now_and_then(self) -> None:
        if time.monotonic() - self.saved >= max(SAVED, self.took / SHARE):
            self.save()

    def save(self) -> None:
        """Keep what was learned; what was not saved is taken in anew, and its events are known by their ids."""
        begun = time.monotonic()
        self.file.save(self.watch, self.cursor, self.man.losses.settled)
        self.saved = time.monotonic()
        self.took = self.saved - begun

    def note(self, found: "Sequence[Unusual]") -> "tuple[SecurityEvent, ...]":
        """Write down what is unusual; returns what was not known."""
        from pulmu.services.live.unusual import events

        fresh = self.file.note(events(found)) if found else ()
        self.told += len(fresh)
        return fresh

    @property
    def learned_days(self) -> float:
        """How long it has learned, at most as long as it was told to."""
        last = max((item.heard for item in self.watch.habits.values() if item.heard == item.heard), default=None)
        return 0.0 if last is None else min(last - self.watch.begun, self.watch.learned) / DAY

    @property
    def is_learning(self) -> bool:
        return self.learned_days * DAY < self.watch.learned


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How a plant is watched.

    Parameters
    ----------
    budget : Alarms a day that are wanted while nothing is wrong.
    anew : Whether what was learned is forgotten.
    guard : Folder of a guard whose log tells who moved setpoints.
    watchdog : Tag that the guard counts up, where the plant does not call it a heartbeat.
    """

    budget: float
    learn_days: float
    anew: bool = False
    guard: Path | None = None
    watchdog: str = ""


def watching(
    kept: Path, store: "KeptSamples | None", wish: Wish, *, offered: "Sequence[Tag] | None" = None
) -> Watching:  # fmt: skip
    """The watch over a file of samples, as it was left; a new one where there is none or another time is to be learned.

    Parameters
    ----------
    kept : What is learned, and the log, lie beside this file, whether it is there or not.
    offered : What the plant offers now; as the file describes it, if left out.

    Raises
    ------
    OutsideError  What was learned is damaged (`live.learned_damaged`), or no guard ran there (`outside.guard_place`).
    """
    from pulmu.adapters.unusual_file import UnusualFile
    from pulmu.services.live.unusual import Losses, watchman
    from pulmu.twin.live.novelty import Watch

    file = UnusualFile(kept)
    found = None if wish.anew else file.load()
    if found is None or found[0].learned != wish.learn_days * DAY:
        found = Watch(wish.budget, wish.learn_days * DAY), 0, 0
    watch, cursor, gaps = found
    watch.set_budget(wish.budget)
    known = store.tags() if store is not None else ()
    tags = known if offered is None else tuple(offered)
    made = Watching(watch, watchman(watch, tags), file, cursor)
    made.man.losses = Losses(gaps, gaps)
    if wish.guard is not None:
        made.guard = guard_log(wish.guard, wish.watchdog)
        made.man.guard = made.guard.explained
    if watch.begun == watch.begun:
        last = max((item.heard for item in watch.habits.values() if item.heard == item.heard), default=watch.begun)
        made.fresh = made.note(watch.meet(tags, last))
    else:
        watch.meet(tags, 0.0)
    return made


def guard_log(folder: Path, watchdog: str) -> GuardLog:
    """The log of the guard in a folder, from its beginning.

    Raises
    ------
    OutsideError  No guard ran there (`outside.guard_place`).
    """
    from pulmu.adapters.guard_ledger import GuardLedger
    from pulmu.adapters.guard_place import GuardPlace
    from pulmu.services.control.ledger import chain_name
    from pulmu.services.live.explained import Explained

    place = GuardPlace(folder)
    found = GuardLog(GuardLedger(place.ledger), Explained(chain_name(place.plant()), watchdog))
    found.read()
    return found


def watch_plant(
    plant: "Plant", names: "Sequence[str]", watch: Watching, *, every: float, seconds: float | None,
    tell: "Callable[[tuple[SecurityEvent, ...]], None]",
) -> None:  # fmt: skip
    """Watch a plant as its values come, until interrupted or for so long; nothing of them is kept.

    Parameters
    ----------
    tell : Called with what is new, which may be nothing, after each group of values and each minute without any.
    """
    arrived: queue.Queue[tuple[Sample, ...]] = queue.Queue()
    for name in names:
        watch.man.lose(name)  # what it did while nobody watched is not known
    subscription = plant.subscribe(names, arrived.put, every=every)
    end = math.inf if seconds is None else time.monotonic() + seconds
    came = time.monotonic()
    try:
        while (now := time.monotonic()) < end:
            try:
                group = arrived.get(timeout=min(QUIET, end - now))
            except queue.Empty:
                tell(watch.pass_time(time.monotonic() - came))
                continue
            came = time.monotonic()
            tell(watch.hear(group))
    except KeyboardInterrupt:
        pass
    finally:
        subscription.close()
        watch.save()


def noted(kept: Path) -> tuple[dict[str, Any], ...]:
    """All events in the log of a file of samples."""
    from pulmu.adapters.unusual_file import UnusualFile

    return UnusualFile(kept).rows()


def tree_of(event: "SecurityEvent") -> dict[str, Any]:
    """An event as it stands in the log."""
    from pulmu.adapters.unusual_file import event_tree

    return event_tree(event)
