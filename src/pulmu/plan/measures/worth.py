"""What a measure is worth by itself: simple payback and net present value, of numbers or of arrays of draws."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def present_worth_of_a_won(discount: float, years: int) -> float:
    """One won at the end of each of some years, as won of today."""
    return sum((1.0 + discount) ** -year for year in range(1, years + 1))


def net_present_value(capital: Numbers, saved: Numbers, upkeep: float, discount: float, life: int) -> Numbers:
    """What is saved in each year of a life less what it costs, as won of today.

    Parameters
    ----------
    capital : Paid today. [KRW]
    saved : At the end of each year. [KRW/year]
    upkeep : Likewise. [KRW/year]
    """
    return (saved - upkeep) * present_worth_of_a_won(discount, life) - capital


def simple_payback(capital: Numbers, saved: Numbers) -> Numbers:
    """Years until the saving has paid the capital; infinite where nothing is saved."""
    with np.errstate(divide="ignore", invalid="ignore"):
        years = np.where(saved > 0, capital / np.where(saved > 0, saved, 1.0), np.inf)
    return np.asarray(years, dtype=np.float64)
