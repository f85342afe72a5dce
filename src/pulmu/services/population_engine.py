"""What services ask of that which computes expressions over a population: DuckDB here, Spark on many machines."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

import numpy as np

Arrays = Mapping[str, np.ndarray[Any, Any]]
"""Columns by name; one with missing values is a masked array."""
NeverNull = Mapping[tuple[str, str], tuple[int, int] | None]
"""Names of tables and columns that hold no NULL; of whole numbers the least and the most."""


class PopulationEngine(Protocol):
    """Tables of a population as Ibis tables, and what expressions over them come to.

    One at a time asks; `interrupt` and `progress` may come from another thread meanwhile. Whatever goes wrong is an
    `OutsideError`: no memory (`outside.engine_memory`), no room (`outside.store_full`), stopped by `interrupt`
    (`outside.engine_stopped`), a file that cannot be read (`outside.engine_file`), anything else (`outside.engine`).
    """

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of its tables, in order."""
        ...

    def table(self, name: str) -> Any:
        """A table as an Ibis table without a backend: what is built on it, any engine computes that has such a table.

        `InputError` (`input.no_table`) if the population has none of that name.
        """
        ...

    @property
    def never_null(self) -> NeverNull:
        """Columns of its tables in which nothing is missing, by what the files say: rules on them are computed once."""
        ...

    def keep(self, name: str, expression: Any) -> Any:
        """Compute a table once and hand it on, for what reads it several times; gone when the engine is closed."""
        ...

    def kept(self, name: str, asked: str, build: Callable[["PopulationEngine"], Any]) -> Any:
        """What is built as a table, as of `keep`; or as the same built it before, as of `answers`."""
        ...

    def to_columns(self, expression: Any) -> Arrays:
        """All rows of an expression, in no order that it does not ask for itself."""
        ...

    def answers(self, asked: str, build: Callable[["PopulationEngine"], Any]) -> Arrays:
        """All rows of what is built, or of what the same built before, perhaps in another process.

        Parameters
        ----------
        asked : `fingerprint` of all that `build` looks at beside the tables' columns: rules, day, outputs.
        build : Builds the expression on the tables of the engine it is given; it may keep tables between.
        """
        ...

    def write(self, expression: Any, path: Path) -> None:
        """Write the rows as Parquet where nothing stands yet: one file, or a folder of them; whole or not at all."""
        ...

    def interrupt(self) -> None:
        """Stop what it computes."""
        ...

    def progress(self) -> float | None:
        """How much of what it computes is done, from 0 to 1; None where it cannot tell."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...
