"""A number as it is told outside: with its unit, its article, how sure that is, and why it is what it is."""

from dataclasses import dataclass

from pulmu.model import Figure
from pulmu.model.source import Confidence


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit, its article, and why it is what it is.

    Parameters
    ----------
    confidence : How sure we are of the article's text; None where no law says it.
    """

    value: float
    unit: str
    act: str
    place: str
    because: str
    confidence: Confidence | None = None


def known_amount(figure: Figure) -> Amount:
    """A figure as a number that is told."""
    source = figure.source
    return Amount(figure.value, figure.unit, source.act, source.place, figure.because, source.confidence)


def amount(figure: Figure | None) -> Amount | None:
    """A figure as a number that is told; None where it is missing."""
    return None if figure is None else known_amount(figure)
