"""The conditions inside a programme or a call, each with its path."""

import dataclasses
from collections.abc import Iterator

from pulmu.model.document import Path
from pulmu.model.programme import Condition


def conditions_in(document: object) -> Iterator[tuple[Path, Condition]]:
    """Every condition, the trees and their parts, outermost first."""
    yield from _inside(document, ())


def _inside(value: object, path: Path) -> Iterator[tuple[Path, Condition]]:
    if isinstance(value, Condition):
        yield path, value
    if isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _inside(item, (*path, number))
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from _inside(getattr(value, field.name), (*path, field.name))
