"""Leaves of a figure's tree that quote a table of law or a handbook, or a plain number of the plant."""

from typing import Any

from pulmu.model import Figure, Source
from pulmu.reference import Parameter


def quoted(parameter: Parameter, name: str, subject: str = "", because: str = "") -> Figure:
    """A number of a table as a figure, with the row it was read from."""
    return Figure(parameter.value, parameter.unit, name, parameter.source, because, subject=subject)


def given_number(
    owner: Any, value: float, field: str, name: str, because: str, unit: str = "1", beside: str = "amount"
) -> Figure:
    """A plain number of the plant; it carries no place: its field is named beside a quantity of its owner."""
    source = Source("given", field)
    place = getattr(owner, beside).source
    if place is not None:
        spot = place.place.rpartition(", ")[2].rpartition(".")[0]
        source = Source(place.act, f"{spot}.{field}", place.edition)
    return Figure(value, unit, name, source, because, subject=owner.name or owner.id)
