"""Names of fuels and materials in another language than that of the tables, for lists to choose from."""

import functools
from collections.abc import Mapping
from typing import Literal

from pulmu.reference.table import load_table


@functools.cache
def local_names(language: Literal["ko", "en"]) -> Mapping[str, str]:
    """The usual name of fuels and process materials by their name in the tables. They are English: none for it."""
    if language == "en":
        return {}
    found: dict[str, str] = {}
    for table in ("fuel_names", "process_names"):
        for row in load_table(table).rows:
            if row["language"] == language:
                found.setdefault(row["name"], row["alternative"])
    return found
