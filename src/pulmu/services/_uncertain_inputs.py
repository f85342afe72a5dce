"""What makes the inputs of a plant uncertain, as its operator states it: factors of the draws."""

import dataclasses
from collections.abc import Sequence

from pulmu.carbon.plant_draws import Uncertainty
from pulmu.carbon.uncertainty import Factor, Law
from pulmu.carbon.uncertainty.laws import MOST
from pulmu.carbon.uncertainty.leaves import Leaf
from pulmu.model import InputError, Problem, problem
from pulmu.model.uncertain import StatedUncertainty
from pulmu.services._stated_inputs import stated_factors

FEWEST = 2


def factors_of(
    leaves: Sequence[Leaf], stated: Uncertainty, inputs: StatedUncertainty | None = None
) -> tuple[Factor, ...]:
    """A factor for each entry of what is stated of inputs, and for each kind that is stated and that the plant has
    other inputs of; those of a kind are independent of each other.

    Raises
    ------
    InputError  An uncertainty that cannot be (`carbon.uncertainty_value`).
    """
    kinds = dataclasses.asdict(stated)
    wrong = [name for name, value in kinds.items() if not 0 <= value <= MOST["lognormal"]]
    if wrong:
        raise InputError(*(_out_of_range(name) for name in wrong))
    found = list(stated_factors(leaves, inputs)) if inputs is not None else []
    taken = {leaf for factor in found for leaf in factor.leaves}
    for name, value in kinds.items():
        members = tuple(number for number, leaf in enumerate(leaves) if leaf.kind == name and number not in taken)
        if value > 0 and members:
            found.append(Factor(name, members, Law("lognormal", value), 0.0))
    return tuple(found)


def check_draws(draws: int) -> None:
    """Refuse a number of draws that tells no spread.

    Raises
    ------
    InputError  `carbon.uncertainty_value`.
    """
    if draws < FEWEST:
        raise InputError(_out_of_range("draws"))


def _out_of_range(name: str) -> Problem:
    return problem(
        "carbon.uncertainty_value",
        name,
        f"{name} is out of its range",
        "give uncertainties from 0 to 2 (200 %), one draw at least, and quantiles from 0 to 1",
        name=name,
    )
