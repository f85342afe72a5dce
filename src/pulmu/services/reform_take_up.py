"""What a programme costs at stated rates of take-up: assumptions to read beside each other, none of them a forecast."""

from pulmu.services.reform_effect import TakeUp

OF_TODAY = (("today", 1.0), ("half", 0.5), ("double", 2.0))
"""The rates looked at: that of today, half of it and double; and all that may apply."""


def take_up(
    may_apply: tuple[int | None, int | None],
    most_krw: float | None,
    budget_krw: tuple[float | None, float | None],
    projects: float | None,
    one_in: int,
) -> tuple[TakeUp, ...]:
    """The cost at each rate.

    Parameters
    ----------
    may_apply : Firms of the population before and after.
    most_krw : What all that may apply after could get at the ceilings, where bounded.
    projects : Awards of a year, before.

    Returns
    -------
    Without a number of projects there is no rate of today, and only all firms are looked at. No rate is above all.
    """
    before, after = may_apply
    if before is None or after is None:
        return ()
    mean = None if budget_krw[0] is None or not projects else budget_krw[0] / projects
    rates = [] if not projects or not before else [
        (name, min(1.0, factor * projects / (before * one_in))) for name, factor in OF_TODAY
    ]  # fmt: skip
    return tuple(
        _at(name, rate, after * one_in, mean, None if most_krw is None else most_krw * one_in, budget_krw[1])
        for name, rate in (*rates, ("all", 1.0))
    )


def _at(
    name: str, rate: float, firms: int, mean: float | None, most: float | None, budget: float | None
) -> TakeUp:  # fmt: skip
    cost = None if mean is None else rate * firms * mean
    ceilings = None if most is None else rate * most
    return TakeUp(
        at=name,  # type: ignore[arg-type]
        rate=rate,
        firms=rate * firms,
        cost_krw=cost,
        at_ceilings_krw=ceilings,
        covered=None if budget is None or not cost else budget / cost,
        covered_at_ceilings=None if budget is None or not ceilings else budget / ceilings,
    )
