"""A solver that looks up: it is stopped soon after somebody wants it to end, whether or not it has found anything."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ortools.sat.python import cp_model

_LOOKS = 0.2
"""From one look to the next. [s]"""


@contextmanager
def stopping(solver: cp_model.CpSolver, is_over: Callable[[], bool]) -> Iterator[None]:
    """Stop a solver's search as soon as it is over, within part of a second; for as long as the context lasts."""
    done = threading.Event()

    def look() -> None:
        while not done.wait(_LOOKS):
            if is_over():
                solver.stop_search()

    looker = threading.Thread(target=look, daemon=True)
    looker.start()
    try:
        yield
    finally:
        done.set()
        looker.join()
