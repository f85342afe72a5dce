"""A figure of a simulated plant without and with setpoints."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenFigure:
    """A figure until the end of what is looked at, without the setpoints and with them.

    Parameters
    ----------
    figure : good, good.PRODUCT, inside (at the end), scrap_share (of what is worked on), peak_kw, energy.CARRIER,
        cost_krw.
    before, after : Ends and middle: one in ten is below the first and above the last.
    change, half_width : Mean of the difference of runs of the same random numbers, and half its 95 % interval.
    """

    figure: str
    unit: str
    before: tuple[float, float, float]
    after: tuple[float, float, float]
    change: float
    half_width: float
