"""What a live link tells of its plant at this moment, for who runs the line ahead from it."""

from dataclasses import dataclass
from typing import Protocol

from pulmu.model import OutsideError
from pulmu.model.emulation import Emulation
from pulmu.services.lines.shelf import KeptLine
from pulmu.services.live.following import PlantSnapshot
from pulmu.services.records.live_link import LiveLink
from pulmu.twin import Engine
from pulmu.twin.counts import Ask, Counts
from pulmu.twin.plan import Plan


@dataclass(frozen=True, slots=True)
class Followed:
    """A plant as it stands, by its kept samples, and what its controllers do."""

    snapshot: PlantSnapshot
    settings: Emulation


class Follow(Protocol):
    """Takes the state of a plant from the samples of its link; the plant itself is not asked."""

    def __call__(self, link: LiveLink, kept: KeptLine, engine: Engine) -> Followed:
        """How it stands.

        Raises
        ------
        InputError  Nothing that was kept lately counts (`live.nothing_seen`), or its settings are wrong.
        OutsideError  The file of samples cannot be read.
        """
        ...


def follow_nothing(link: LiveLink, kept: KeptLine, engine: Engine) -> Followed:
    """Where no samples can be reached.

    Raises
    ------
    OutsideError  Always (`outside.no_samples`).
    """
    del kept, engine
    raise OutsideError.of(
        "outside.no_samples", f"live plant {link.id}", "the kept values of live plants cannot be reached from here",
        "have jobs done where the files of samples are",
    )  # fmt: skip


class CountingEngine:
    """An engine that tells of each run; whoever is told may end the work."""

    def __init__(self, engine: Engine, tell: "Tell") -> None:
        self._engine, self._tell, self._done = engine, tell, 0

    def __call__(self, plan: Plan, ask: Ask, replication: int) -> Counts:
        """One replication."""
        self._done += 1
        self._tell(self._done)
        return self._engine(plan, ask, replication)


class Tell(Protocol):
    """Hears how many runs were begun."""

    def __call__(self, done: int) -> None:
        """So many."""
        ...
