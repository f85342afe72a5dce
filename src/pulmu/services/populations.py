"""Populations of a place: made by who runs it, asked by everybody in it, changed by nobody."""

from dataclasses import dataclass
from typing import Protocol

from pulmu.model import InputError, Problem
from pulmu.services.population import PopulationManifest
from pulmu.services.population_engine import PopulationEngine


@dataclass(frozen=True, slots=True)
class ListedPopulation:
    """A population of a place, or what keeps it from being used.

    Parameters
    ----------
    sha256 : Of its manifest, which names every file with its hash; empty where it cannot be read.
    """

    name: str
    sha256: str
    manifest: PopulationManifest | None
    problems: tuple[Problem, ...] = ()


class Populations(Protocol):
    """The populations of a place."""

    def known(self) -> tuple[ListedPopulation, ...]:
        """All of them, by name."""
        ...

    def find(self, name: str) -> ListedPopulation:
        """One of them; `InputError` (`reform.population_unknown`) if there is none of that name."""
        ...

    def open(self, name: str) -> PopulationEngine:
        """What computes over one, its files as they were written; to be closed.

        Raises
        ------
        InputError  There is none (`reform.population_unknown`), or a file is not as it was written
            (`input.population_damaged`).
        OutsideError  Packages for it are not installed (`outside.engine_not_installed`), or it does not open.
        """
        ...


class NoPopulations:
    """Where a place has none."""

    def known(self) -> tuple[ListedPopulation, ...]:
        """None."""
        return ()

    def find(self, name: str) -> ListedPopulation:
        """None."""
        raise unknown_population(name)

    def open(self, name: str) -> PopulationEngine:
        """None."""
        raise unknown_population(name)


def unknown_population(name: str) -> InputError:
    """That a place has no population of this name."""
    shown = name[:80]
    said, mend = f"this place has no population {shown!r}", "choose one of the list"
    return InputError.of("reform.population_unknown", "population", said, mend, name=shown)
