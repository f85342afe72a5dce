"""What moved emissions were made of: an amount, and its factor."""

from collections.abc import Iterable

from pulmu.model import Figure


def moved_amount(figure: Figure, formulas: Iterable[str], parameter: str, unit: str) -> float:
    """Sum of the amounts by which emissions of these formulas moved.

    Parameters
    ----------
    figure : One moved emission, or a sum of them.
    formulas : The formulas an emission moves by.
    parameter : Their amount.
    """
    known = set(formulas)
    amount, left = 0.0, [figure]
    while left:
        item = left.pop()
        if item.formula in known:
            amount += next(given.figure.to(unit) for given in item.inputs if given.parameter == parameter)
        else:
            left += [given.figure for given in item.inputs]
    return amount


def factor_of(emissions: float, amount: float) -> float:
    """Emissions per amount; zero of nothing."""
    return emissions / amount if amount else 0.0
