"""An engine that nobody waits for: nothing is compiled for what the oracle does sooner."""

import importlib.util
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pulmu.bootstrap.twin import keep_compiled_code, line_engine

if TYPE_CHECKING:
    from pulmu.twin.counts import Ask, Counts, Engine
    from pulmu.twin.plan import Plan

PATIENCE = 20.0
"""Work of the oracle that is not worth compiling for, which takes up to a minute. [s]"""
_FIRST_LOOK, _LOOK = 2.0**-20, 0.05
"""Part of a run that is tried first, and how long a try must take to say how long the run would. [s]"""


def ready_engine(tell: Callable[[], None] | None = None) -> "Engine":
    """The kernel where it was compiled before, the oracle where nothing compiles; else one that compiles when worth it.

    Parameters
    ----------
    tell : Called just before something is compiled.
    """
    keep_compiled_code()
    cache = Path(os.environ.get("NUMBA_CACHE_DIR", os.devnull))
    if importlib.util.find_spec("numba") is None or any(cache.glob("**/loop.run-*.nbi")):
        return line_engine()
    return PatientEngine(tell)


@dataclass(slots=True)
class PatientEngine:
    """The oracle up to `PATIENCE` seconds of work in all, then the kernel: both give the same digits.

    Parameters
    ----------
    rate : Seconds of the oracle for a simulated second, or for a piece, of the plan it ran last.
    """

    tell: Callable[[], None] | None = None
    spent: float = 0.0
    rate: float = 0.0
    plan: "Plan | None" = None
    compiled: "Engine | None" = field(default=None, repr=False)

    def __call__(self, plan: "Plan", ask: "Ask", replication: int) -> "Counts":
        """One replication."""
        if self.compiled is None and self._is_soon_done(plan, ask):
            return self._plainly(plan, ask, replication)
        if self.compiled is None:
            if self.tell is not None:
                self.tell()
            self.compiled = line_engine()
        return self.compiled(plan, ask, replication)

    def _is_soon_done(self, plan: "Plan", ask: "Ask") -> bool:
        if plan is not self.plan:
            self.plan, self.rate = plan, self._rate(plan, ask)
        return self.spent + self.rate * _size(ask) <= PATIENCE

    def _rate(self, plan: "Plan", ask: "Ask") -> float:
        """Of the shortest beginning of a run that takes long enough to tell."""
        part = _FIRST_LOOK
        while True:
            pieces = None if ask.pieces is None else max(1, int(ask.pieces * part))
            began = time.perf_counter()
            self._plainly(plan, replace(ask, horizon=ask.horizon * part, warm_up=0.0, pieces=pieces, trace=False), 0)
            taken = time.perf_counter() - began
            if taken > _LOOK or part >= 1:
                return taken / part / _size(ask)
            part *= 4

    def _plainly(self, plan: "Plan", ask: "Ask", replication: int) -> "Counts":
        from pulmu.twin.oracle import run_plainly

        began = time.perf_counter()
        counts = run_plainly(plan, ask, replication)
        self.spent += time.perf_counter() - began
        return counts


def _size(ask: "Ask") -> float:
    """What a run's length goes by: its pieces where it ends with them, else its time."""
    return max(float(ask.pieces), 1.0) if ask.pieces is not None else max(ask.horizon, 1.0)
