"""Populations of a place: made by who runs it, asked by everybody in it, changed by nobody."""

from dataclasses import dataclass
from typing import Protocol

from pulmu.model import InputError, Problem, problem
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


def problems_of_population(listed: ListedPopulation) -> tuple[Problem, ...]:
    """Why a population is not used in a place; none where it is.

    Real firms are not: each answer hides small numbers, but many workspaces could ask for many, and put them together.
    """
    if listed.manifest is not None and listed.manifest.kind == "register":
        said = "it holds real firms, and answers to many questions could be put together to tell of single ones"
        mend = "compare it on the command line (pulmu reform), or choose a synthetic population"
        return (problem("reform.register", listed.name, said, mend),)
    return listed.problems


def unknown_population(name: str) -> InputError:
    """That a place has no population of this name."""
    shown = name[:80]
    said, mend = f"this place has no population {shown!r}", "choose one of the list"
    return InputError.of("reform.population_unknown", "population", said, mend, name=shown)
