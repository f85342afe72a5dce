"""Makes a synthetic national population and has it kept, with how near it comes to the nation."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from pulmu.model import InputError
from pulmu.reference import list_facts, load_table
from pulmu.services.register_map import RegisterColumn
from pulmu.support.population import (
    AS_OF,
    CLOSED_ON,
    PARTS,
    Assumption,
    Assumptions,
    Fit,
    Part,
    Plan,
    Tally,
    make_parts,
    plan_nation,
)

FORMAT: Literal["pulmu.population/1"] = "pulmu.population/1"
LEAST_PART = 1000
"""A population is the nation, or one firm of so many at the least."""
_TABLES = ("population_margins", "population_assumptions", "size_limits", "size_parameters")


@dataclass(frozen=True, slots=True)
class KeptFile:
    """One file of a population: its name within the folder, its rows and the hash of its bytes."""

    name: str
    rows: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class TableUsed:
    """A packaged table a population was made with, and its hash."""

    name: str
    edition: str
    sha256: str


@dataclass(frozen=True, slots=True)
class MissingShare:
    """Which part of the firms of a register a fact is not known of, 0 to 1."""

    fact: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterSource:
    """The file that a register of real firms was read from, and how.

    Parameters
    ----------
    rows, skipped : Rows of the file, and those left out because something was wrong in them.
    columns : What each column was confirmed to mean.
    """

    file: str
    sha256: str
    rows: int
    skipped: int
    columns: tuple[RegisterColumn, ...]
    missing: tuple[MissingShare, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PopulationManifest:
    """What stands beside the files of a population: none of the firms of a synthetic one exists.

    Parameters
    ----------
    one_in : How many firms of the nation one of it stands for; each counts so often in a national sum.
    as_of : Day for which it is asked.
    closed_on : End of the last business year; the accounts carry the sums of `margins_year`, as no later are known.
    unknown_facts : Facts rules may ask that no column says: to be read as unknown.
    kind : `register` where the firms are real: no statistic of it may tell of single ones (`hide_small_cells`).
    fit : Every published sum beside what was reached.
    assumptions : What no statistic says.
    """

    format: Literal["pulmu.population/1"]
    is_synthetic: bool
    program: str
    seed: int
    one_in: int
    as_of: date
    closed_on: date | None
    margins_year: int | None
    firms: int
    links: int
    files: tuple[KeptFile, ...]
    tables: tuple[TableUsed, ...]
    unknown_facts: tuple[str, ...]
    fit: tuple[Fit, ...]
    assumptions: tuple[Assumption, ...]
    kind: Literal["synthetic", "register"] = "synthetic"
    register: RegisterSource | None = None


class PopulationWriter(Protocol):
    """Keeps a population that is being made; nothing of it is there before `finish`."""

    def add(self, part: Part) -> tuple[KeptFile, ...]:
        """Write one part."""
        ...

    def finish(self, manifest: PopulationManifest) -> None:
        """Have all of it there at once."""
        ...


Opened = Callable[[], AbstractContextManager[PopulationWriter]]
Tell = Callable[[int, int, str], None]
"""Is told how many parts are done, of how many, and the last one. What it raises ends the work; nothing stays."""


def make_population(
    opened: Opened,
    *,
    program: str,
    one_in: int = 1,
    seed: int = 1,
    assumed: Assumptions | None = None,
    tell: Tell | None = None,
) -> PopulationManifest:
    """Make a population, one part in memory at a time, and keep it.

    Parameters
    ----------
    program : Version of Pulmu.
    one_in : 1 for the nation, 1000 for a thousandth of it.
    assumed : None for the packaged ones; others to see what a result owes to one.

    Raises
    ------
    InputError  Another part of the nation than can be made (`input.population_part`), no such seed
        (`input.population_seed`), or what the writer refuses.
    """
    plan = plan_nation(scale=1 / _checked_part(one_in), seed=_checked_seed(seed), assumed=assumed)
    tally, columns = Tally(plan), set[str]()
    files: list[KeptFile] = []
    with opened() as writer:
        for done, part in enumerate(make_parts(plan), start=1):
            tally.add(part.firms, part.links)
            files += writer.add(part)
            columns |= set(part.firms)
            if tell is not None:
                tell(done, PARTS, part.name)
        manifest = _manifest(plan, tally, tuple(files), columns, program, one_in)
        writer.finish(manifest)
    return manifest


def _manifest(
    plan: Plan, tally: Tally, files: tuple[KeptFile, ...], columns: set[str], program: str, one_in: int
) -> PopulationManifest:
    metas = [load_table(name).meta for name in _TABLES]
    return PopulationManifest(
        format=FORMAT,
        is_synthetic=True,
        program=program,
        seed=plan.seed,
        one_in=one_in,
        as_of=AS_OF,
        closed_on=CLOSED_ON,
        margins_year=2023,
        firms=tally.firms,
        links=tally.links,
        files=files,
        tables=tuple(TableUsed(name, meta.edition, meta.sha256) for name, meta in zip(_TABLES, metas, strict=True)),
        unknown_facts=tuple(item.name for item in list_facts() if not item.is_derived and item.name not in columns),
        fit=tally.fit(),
        assumptions=plan.assumed.rows,
    )


def part_of(text: str) -> int:
    """How many firms one stands for, of a part written as 1 or 1/1000.

    Raises
    ------
    InputError  It is written otherwise, or cannot be made (`input.population_part`).
    """
    found = re.fullmatch(r"\s*1\s*(?:/\s*([0-9]{1,6})\s*)?", text)
    if found is None:
        raise _no_part(text)
    return _checked_part(int(found[1] or 1))


def _checked_part(one_in: int) -> int:
    if not 1 <= one_in <= LEAST_PART:
        raise _no_part(f"1/{one_in}")
    return one_in


def _no_part(text: str) -> InputError:
    return InputError.of("input.population_part", "", f"{text!r} is not a part of the nation that can be made",
                         f"ask for the whole nation (1) or a part of it down to 1/{LEAST_PART}, such as 1/100",
                         text=text, least=LEAST_PART)  # fmt: skip


def _checked_seed(seed: int) -> int:
    if not 0 <= seed < 2**63:
        raise InputError.of("input.population_seed", "", f"{seed} is no seed",
                            "give a whole number from 0 to 9223372036854775807", seed=seed)  # fmt: skip
    return seed
