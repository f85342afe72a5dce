"""The formulas of a bill of electricity."""

import math
from collections.abc import Sequence
from typing import Annotated

from pulmu.model import Percent, Ratio, Source, formula, total, unit
from pulmu.model.formula import Number

KilowattHour = Annotated[Number, unit("kWh")]
Kilowatt = Annotated[Number, unit("kW")]
Won = Annotated[Number, unit("KRW")]
WonPerKilowattHour = Annotated[Number, unit("KRW/kWh")]
WonPerKilowatt = Annotated[Number, unit("KRW/kW")]

TERMS = "한국전력공사 기본공급약관"
_ENERGY = Source(TERMS, "제67조, 별표 1", confidence="secondary")
_DEMAND = Source(TERMS, "제68조", confidence="secondary")
_FACTOR = Source(TERMS, "제43조", confidence="secondary")


@formula(_DEMAND)
def billed_demand(highest_demand: Sequence[Kilowatt], contracted_power: Kilowatt, least_part: Ratio) -> Kilowatt:
    """The highest demand of this month and of those remembered, and at least a part of the contracted power."""
    return max([*highest_demand, contracted_power * least_part])


@formula(_ENERGY)
def basic_charge(billed: Kilowatt, rate: WonPerKilowatt, part_of_month: Ratio) -> Won:
    """Charge for the billed demand."""
    return billed * rate * part_of_month


@formula(_ENERGY)
def energy_charge(energy: KilowattHour, rate: WonPerKilowattHour) -> Won:
    """Charge for energy of one band and season, or for every kWh."""
    return energy * rate


@formula(_ENERGY)
def energy_discount(energy: KilowattHour, rate: WonPerKilowattHour, part: Ratio) -> Won:
    """What is not paid of an energy charge: below zero."""
    return -energy * rate * part


@formula(_FACTOR)
def power_factor_points(power_factor: Percent, standard: Percent, cap: Percent, floor: Percent) -> Percent:
    """Percentage points below the standard, or above it (below zero); none better or worse counts."""
    return standard - min(max(power_factor, floor), cap)


@formula(_FACTOR)
def power_factor_charge(basic: Won, points: Percent, rate: Ratio) -> Won:
    """What is added to the basic charge for the power factor, or taken off (below zero)."""
    return basic * points * rate


@formula(_ENERGY)
def charge(parts: Sequence[Won]) -> Won:
    """All charges before tax."""
    return total(parts)


@formula(Source("부가가치세법", "제30조", confidence="secondary"))
def levy(charge: Won, part: Ratio, step: Won) -> Won:
    """A tax or levy on the charge, rounded to the nearest step: half a step goes up."""
    return step * math.floor(round(charge * part / step, 6) + 0.5)


@formula(Source("전기사업법 시행령", "제36조", confidence="secondary"))
def levy_rounded_down(charge: Won, part: Ratio, step: Won) -> Won:
    """A levy on the charge, cut to whole steps."""
    return step * math.floor(round(charge * part / step, 6))


@formula(_ENERGY)
def amount_to_pay(charge: Won, levies: Sequence[Won]) -> Won:
    """What is to be paid, to the nearest won."""
    return math.floor(round(charge + total(levies), 6) + 0.5)
