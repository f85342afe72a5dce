"""What a plan of measures does, exactly: year by year, in each balance."""

from collections.abc import Mapping
from dataclasses import dataclass

from pulmu.plan.measures.measure import BALANCES, Balance, Choice, Measure, Use

Plan = Mapping[str, int]
"""Year in which each measure of a plan is done, from 0; what is not in it is not done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a plan does against doing nothing.

    Parameters
    ----------
    yearly : Change of each balance, year by year; of won without capital and upkeep.
    spent : Capital, year by year. [KRW]
    upkeep : Year by year. [KRW]
    present_cost : All of it as won of today, what is saved taken off: below zero where the plan pays. With certificates
        where the choice names what they cost. [KRW]
    """

    yearly: dict[Balance, tuple[float, ...]]
    spent: tuple[float, ...]
    upkeep: tuple[float, ...]
    present_cost: float

    def total(self, balance: Balance) -> float:
        """Change over all years, not discounted."""
        return sum(self.yearly[balance])


def effect_of(choice: Choice, plan: Plan) -> Effect:
    """What a plan does. It need not keep budgets, needs or exclusions."""
    done = [item for item in choice.measures if item.id in plan]
    yearly = {balance: [0.0] * choice.years for balance in BALANCES}
    for use in choice.uses:
        for year in range(choice.years):
            change = amount_left(use, [item for item in done if works(item, plan[item.id], year)]) - use.amount
            for balance in BALANCES:
                yearly[balance][year] += change * use.of(balance)[year]
    spent = tuple(sum(item.capital for item in done if plan[item.id] == year) for year in range(choice.years))
    upkeep = tuple(
        sum(item.upkeep for item in done if works(item, plan[item.id], year)) for year in range(choice.years)
    )
    price = choice.certificate or (0.0,) * choice.years
    present = sum(
        weight * (spent[year] + upkeep[year] + yearly["won"][year] + price[year] * yearly["certificates"][year])
        for year, weight in enumerate(choice.weights)
    )
    return Effect(
        yearly={balance: tuple(values) for balance, values in yearly.items()}, spent=spent, upkeep=upkeep,
        present_cost=present,
    )  # fmt: skip


def works(measure: Measure, done: int, year: int) -> bool:
    """Whether a measure that is done in one year works in another."""
    return done < year <= done + measure.life


def amount_left(use: Use, working: list[Measure]) -> float:
    """What is used with measures at work: their savings multiply, what they add is added."""
    left = use.amount
    for measure in working:
        for saving in measure.savings:
            if saving.use == use.id:
                left *= 1.0 - saving.share
    return left + sum(item.amount for measure in working for item in measure.adds if item.use == use.id)


def breaches(choice: Choice, plan: Plan) -> tuple[str, ...]:
    """What a plan does not keep: `budget YEAR`, `ID needs OTHER`, `ID excludes OTHER`."""
    found, spent, given = [], 0.0, 0.0
    by_id = {item.id: item for item in choice.measures}
    for year in range(choice.years):
        spent += sum(by_id[name].capital for name, done in plan.items() if done == year)
        given += choice.budget[year]
        if spent > given * (1 + 1e-9):
            found.append(f"budget {year}")
    for name, done in plan.items():
        found += [f"{name} needs {other}" for other in by_id[name].needs if plan.get(other, choice.years) > done]
        found += [f"{name} excludes {other}" for other in by_id[name].excludes if other in plan]
    return tuple(found)
