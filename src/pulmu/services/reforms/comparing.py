"""What it takes to compare a reform: populations, rules, and what computes, which is loaded when it is needed."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from pulmu.model import Document
from pulmu.model.programme import Programme
from pulmu.model.reform import Reform
from pulmu.services.population_engine import PopulationEngine
from pulmu.services.populations import Populations
from pulmu.support.rules import Rulebook

Watching = Callable[[Callable[[], bool], Callable[[], object]], AbstractContextManager[object]]
"""While its block is at work, the second is called whenever the first says no."""


class Compare(Protocol):
    """Compares a reform over a population (`services.compare_reform`), and hands the effect on as a tree."""

    def __call__(
        self,
        reform: Reform,
        rulebook: Rulebook,
        engine: PopulationEngine,
        day: date,
        *,
        of_real_firms: bool,
        one_in: int,
        with_cliffs: bool,
        tell: Callable[[str], None],
    ) -> Any:
        """The effect, encoded in full."""
        ...


@dataclass(frozen=True, slots=True)
class Comparing:
    """What a process needs that compares reforms.

    Parameters
    ----------
    programmes, reforms : Those that come with Pulmu.
    watching : Sees whether the work is still wanted, and stops what computes where it is not.
    program : Version of Pulmu.
    """

    populations: Populations
    programmes: Callable[[], tuple[Programme, ...]]
    reforms: Callable[[], Mapping[str, Document]]
    compare: Compare
    watching: Watching
    program: str
