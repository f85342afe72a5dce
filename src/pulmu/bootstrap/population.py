"""Populations of firms, and what computes over them."""

import contextlib
import functools
import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pulmu.model import OutsideError

if TYPE_CHECKING:
    from datetime import date

    from pulmu.adapters.population_store import StoredPopulation
    from pulmu.model.reform import Reform
    from pulmu.services.place import Place
    from pulmu.services.population import PopulationManifest
    from pulmu.services.population import Tell as TellParts
    from pulmu.services.population_engine import PopulationEngine
    from pulmu.services.populations import Populations
    from pulmu.services.reforms.comparing import Comparing, Watching
    from pulmu.services.register_map import RegisterMap
    from pulmu.support.population import Assumptions
    from pulmu.support.rules import Rulebook


PLACE_ENGINE = "duckdb://?threads=2&memory=2GB"
"""What computes over the populations of a place where nothing else is said: other people work beside it."""


def open_population(folder: Path, engine: str = "duckdb://") -> "PopulationEngine":
    """The tables of a population in a folder, for expressions of Ibis that DuckDB or Spark computes; `close` it.

    Parameters
    ----------
    engine : ``duckdb://``, with ``?threads=2&memory=6GB`` or without, ``local[2]`` or ``spark://host:7077``.

    Raises
    ------
    InputError  There is no such engine (`input.engine_address`), or no population (`input.no_population`).
    OutsideError  Packages for it are not installed (`outside.engine_not_installed`), or it does not open.
    """
    from pulmu.adapters._engine.address import DuckAddress, engine_address

    address = engine_address(engine)
    extra, needed = ("population", ["ibis"]) if isinstance(address, DuckAddress) else ("spark", ["ibis", "pyspark"])
    missing = ", ".join(name for name in needed if importlib.util.find_spec(name) is None)
    if missing:
        said, mend = f"packages for this engine are not installed: {missing}", f'install Pulmu as ".[{extra}]"'
        raise OutsideError.of("outside.engine_not_installed", engine, said, mend, missing=missing, extra=extra)
    if isinstance(address, DuckAddress):
        from pulmu.adapters.population_engine import DuckEngine

        return DuckEngine(folder, address)
    from pulmu.adapters.spark_engine import SparkEngine

    return SparkEngine(folder, address)


def populations_in(folder: Path, engine: str = "") -> "Populations":
    """The populations of a place; nothing that computes is loaded before one is opened.

    Raises
    ------
    InputError  There is no such engine (`input.engine_address`).
    """
    from pulmu.adapters._engine.address import engine_address
    from pulmu.adapters.population_folder import FolderPopulations

    engine = engine or PLACE_ENGINE
    engine_address(engine)
    return FolderPopulations(
        folder / "populations",
        read=lambda home: population_in(home).manifest,
        read_through=lambda home: population_in(home, check_hashes=True).manifest,
        opened=functools.partial(open_population, engine=engine),
    )


def comparing_of(place: "Place", watching: "Watching") -> "Comparing":
    """What a process needs that compares reforms of a place; what computes is loaded with the first comparison."""
    import pulmu
    from pulmu.services.reforms.comparing import Comparing

    return Comparing(
        populations=place.populations, programmes=place.programmes, reforms=place.reforms, compare=_compare,
        watching=watching, program=f"pulmu {pulmu.__version__}",
    )  # fmt: skip


def _compare(
    reform: "Reform", rulebook: "Rulebook", engine: "PopulationEngine", day: "date", *, of_real_firms: bool,
    one_in: int,
    with_cliffs: bool, tell: Callable[[str], None],
) -> object:  # fmt: skip
    from pulmu.model import encode
    from pulmu.services.compare_reform import compare_reform

    effect = compare_reform(
        reform, rulebook, engine, day, of_real_firms=of_real_firms, one_in=one_in, with_cliffs=with_cliffs, tell=tell
    )
    return encode(effect, full=True)


def make_population_in(
    folder: Path, *, one_in: int, seed: int, assumed: "Assumptions | None" = None, tell: "TellParts | None" = None
) -> "PopulationManifest":
    """Make a population of firms that do not exist in a new folder, all of it or nothing.

    Raises
    ------
    InputError  As for `make_population`, or there is something of that name (`input.population_exists`).
    OutsideError  It cannot be written.
    """
    import pulmu
    from pulmu.adapters.population_store import new_population
    from pulmu.services.population import make_population

    opened = functools.partial(new_population, folder)
    return make_population(opened, program=pulmu.__version__, one_in=one_in, seed=seed, assumed=assumed, tell=tell)


@contextlib.contextmanager
def passing_population(
    *, one_in: int, seed: int, assumed: "Assumptions", engine: str = "duckdb://"
) -> "Iterator[PopulationEngine]":
    """A population made for one comparison, in a folder of its own for passing files: nothing of it stays."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="pulmu-population-") as home:
        folder = Path(home) / "population"
        make_population_in(folder, one_in=one_in, seed=seed, assumed=assumed)
        with contextlib.closing(open_population(folder, engine)) as opened:
            yield opened


def import_register_in(
    folder: Path, file: Path, *, day: "date", map_file: Path, links: Path | None = None, skip_bad: bool = False
) -> "PopulationManifest":
    """Import a register of firms into a new folder, all of it or nothing.

    Raises
    ------
    InputError  The file, its map or its rows are wrong (`input.register_text`, `input.register_value`, ...).
    OutsideError  A file cannot be read or written.
    """
    import pulmu
    from pulmu.adapters.population_store import new_population
    from pulmu.adapters.register_file import read_map, read_register
    from pulmu.services.import_register import import_register

    opened, rows = functools.partial(new_population, folder), read_register(file)
    held = None if links is None else read_register(links)
    return import_register(
        opened, rows, read_map(map_file), day=day, program=pulmu.__version__, links=held, skip_bad=skip_bad
    )


def propose_register_map(file: Path, map_file: Path) -> "RegisterMap":
    """Guess what each column of a register means, and write that for the user to look at.

    Raises
    ------
    InputError  The file cannot be read (`input.register_text`), or the map is there already (`input.file_exists`).
    """
    from pulmu.adapters.register_file import read_register, sample_of, write_map
    from pulmu.services.register_map import propose_map

    rows = read_register(file)
    proposed = propose_map(rows.heads, sample_of(rows))
    write_map(map_file, proposed)
    return proposed


def population_in(folder: Path, *, check_hashes: bool = False) -> "StoredPopulation":
    """The population in a folder.

    Raises
    ------
    InputError  There is none, or its files are not those of its manifest (`input.population_damaged`).
    """
    from pulmu.adapters.population_store import read_population

    return read_population(folder, check_hashes=check_hashes)
