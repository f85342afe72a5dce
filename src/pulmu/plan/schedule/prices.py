"""What power costs, step by step, and what the highest of it costs."""

from dataclasses import dataclass
from math import inf

from pulmu.model import InputError, Problem, problem

_QUARTER = 15


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices of the steps that a plan may take.

    Parameters
    ----------
    won_per_kwh : (steps,)  A plan ends with the last of them. [KRW/kWh]
    minutes_per_step : A divisor or a multiple of 15. [min]
    demand_won_per_kw : For the highest mean of 15 minutes. [KRW/kW]
    base_kw : (steps,)  What is drawn besides the plan; empty for nothing. [kW]
    billed_kw : Demand that is billed whatever is planned, as of an earlier month. [kW]
    won_per_person_hour : (steps,)  Of people that are kept busy; empty for nothing. [KRW/h]

    Raises
    ------
    InputError  `plan.price_range`, `plan.price_steps`, `plan.price_minutes`.
    """

    won_per_kwh: tuple[float, ...]
    minutes_per_step: int
    demand_won_per_kw: float = 0.0
    base_kw: tuple[float, ...] = ()
    billed_kw: float = 0.0
    won_per_person_hour: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        found = [*_of_range(self), *_of_steps(self), *_of_minutes(self)]
        if found:
            raise InputError(*found)

    @property
    def hours(self) -> float:
        """Length of a step. [h]"""
        return self.minutes_per_step / 60.0

    @property
    def steps_of_mean(self) -> int:
        """Steps over which power is averaged before the highest is looked for."""
        return max(1, _QUARTER // self.minutes_per_step)

    @property
    def free_kw(self) -> float:
        """Demand that no plan can be billed less than. [kW]"""
        return max([self.billed_kw, *means(self.base_kw, self.steps_of_mean)])


def means(power: tuple[float, ...], steps: int) -> list[float]:
    """Mean of each run of so many values; of what is left at the end too, as if nothing was drawn after it."""
    return [sum(power[at : at + steps]) / steps for at in range(0, len(power), steps)]


def _of_range(prices: Prices) -> list[Problem]:
    power = (prices.demand_won_per_kw, *prices.base_kw, prices.billed_kw)
    told = (*prices.won_per_kwh, *power, *prices.won_per_person_hour)
    wrong = [value for value in told if not 0.0 <= value < inf]
    if not wrong:
        return []
    return [problem("plan.price_range", "prices", f"{wrong[0]:g} is no price and no power of a plan",
                    "give numbers from 0 on", value=f"{wrong[0]:g}")]  # fmt: skip


def _of_steps(prices: Prices) -> list[Problem]:
    steps = len(prices.won_per_kwh)
    told = (len(prices.base_kw), len(prices.won_per_person_hour))
    return [problem("plan.price_steps", "prices", f"the base load or the wage has {count} steps, the price {steps}",
                    "give all for the same steps", base=count, steps=steps)
            for count in told if count not in {0, steps}]  # fmt: skip


def _of_minutes(prices: Prices) -> list[Problem]:
    minutes = prices.minutes_per_step
    if minutes > 0 and (_QUARTER % minutes == 0 or minutes % _QUARTER == 0):
        return []
    return [problem("plan.price_minutes", "prices", f"steps of {minutes} minutes do not fit into quarters of an hour",
                    "choose 1, 3, 5, 15, 30 or 60 minutes", minutes=minutes)]  # fmt: skip
