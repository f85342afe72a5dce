"""The plan of Korea: margins, assumptions and limits from the packaged tables."""

import functools

from pulmu.reference import load_table, population_margins, size_limit, size_limits, size_parameter
from pulmu.support.population.assumptions import Assumptions, assumptions_from
from pulmu.support.population.plan import AS_OF, CLOSED_ON, Limits, Plan, plan_population
from pulmu.support.population.targets import targets_from


@functools.cache
def stated_assumptions() -> Assumptions:
    """The packaged assumptions."""
    return assumptions_from(load_table("population_assumptions").rows)


def plan_nation(*, scale: float = 1.0, seed: int = 1, assumed: Assumptions | None = None) -> Plan:
    """What is to be made of Korea.

    Raises
    ------
    ValueError  The scale is below a thousandth or above one.
    """
    return plan_population(
        targets_from(population_margins()),
        assumed or stated_assumptions(),
        _limits(),
        _asset_cap(),
        scale=scale,
        seed=seed,
    )


def _limits() -> dict[int, Limits]:
    """Limits of every industry that has some, for accounts of the last business year."""
    found = (size_limit(row, CLOSED_ON) for row in {item.limit_row for item in size_limits()})
    return {
        item.limit_row: Limits(float(item.medium_max_krw), float(item.small_max_krw), item.micro_employees_below)
        for item in found
        if item is not None and item.medium_max_krw is not None and item.small_max_krw is not None
    }


def _asset_cap() -> float:
    known = size_parameter("size.asset_cap_krw", AS_OF)
    if known is None or not isinstance(known.value, int):
        raise ValueError("the cap of total assets is not known for that day")
    return float(known.value)
