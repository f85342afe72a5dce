"""Leaves of a figure's tree that quote a table of law or a handbook."""

from pulmu.model import Figure
from pulmu.reference import Parameter


def quoted(parameter: Parameter, name: str, subject: str = "", because: str = "") -> Figure:
    """A number of a table as a figure, with the row it was read from."""
    return Figure(parameter.value, parameter.unit, name, parameter.source, because, subject=subject)
