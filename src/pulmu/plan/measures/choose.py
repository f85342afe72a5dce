"""The best plan of measures under a budget: a linear programme with one yes or no for each measure and year.

Savings of one use multiply. That is kept exactly: for each use and year there is one weight for each set of the
measures that act on it, and the set that is at work takes all of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import coo_array

from pulmu.model import InputError, SolveError
from pulmu.plan.measures.effect import Effect, amount_left, effect_of
from pulmu.plan.measures.measure import Balance, Choice, Measure, Use

MOST_ON_ONE_USE = 12
"""So many measures may act on one use: there are 4,096 sets of them."""
_INFEASIBLE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The best plan.

    Parameters
    ----------
    bound : No plan has a lower aim.
    """

    plan: dict[str, int]
    effect: Effect
    aim: float
    bound: float


@dataclass(frozen=True, slots=True)
class Most:
    """A balance that a plan has to bring down to this change, over all years."""

    balance: Balance
    change: float


def choose(choice: Choice, *, aim: Balance | None = None, most: tuple[Most, ...] = ()) -> Chosen | None:
    """The plan of the least present cost, or of the least of one balance; None where none keeps what is asked.

    Raises
    ------
    InputError  More measures act on one use than are looked at (`plan.too_many_on_one_use`).
    SolveError  The search was given up (`plan.not_solved`).
    """
    programme = _Programme(choice)
    cost = programme.present_cost() if aim is None else programme.total(aim)
    found = _solved(programme, cost, most)
    if found is None:
        return None
    plan = programme.plan(found.x)
    effect = effect_of(choice, plan)
    reached = effect.present_cost if aim is None else effect.total(aim)
    return Chosen(plan=plan, effect=effect, aim=reached, bound=float(found.mip_dual_bound))


def _solved(
    programme: "_Programme", cost: NDArray[np.float64], most: tuple[Most, ...]
) -> OptimizeResult | None:  # fmt: skip
    rows = [*programme.rows(), *(_limit(programme.total(item.balance), item.change) for item in most)]
    table = LinearConstraint(
        np.array([row for row, _, _ in rows]) if len(rows) < 2 else _stacked([row for row, _, _ in rows]),
        [low for _, low, _ in rows], [high for _, _, high in rows],
    )  # fmt: skip
    scale = float(np.abs(cost).max()) or 1.0
    found = milp(
        cost / scale, integrality=programme.integral, bounds=Bounds(0, 1), constraints=table,
        options={"mip_rel_gap": 0.0},
    )  # fmt: skip
    if found.status == _INFEASIBLE:
        return None
    if found.x is None or not found.success:
        raise SolveError.of("plan.not_solved", "", "the search for the best plan was given up",
                            "look at fewer measures or years at once")  # fmt: skip
    bound = found.fun if found.mip_dual_bound is None else found.mip_dual_bound  # nothing to choose: a plain programme
    found.mip_dual_bound = bound * scale
    return found


def _limit(row: NDArray[np.float64], most: float) -> "Row":
    """A row in numbers near one: the solver's tolerance is of that size."""
    scale = float(np.abs(row).max()) or 1.0
    return row / scale, -np.inf, most / scale


def _stacked(rows: list[NDArray[np.float64]]) -> coo_array:
    places = [np.flatnonzero(row) for row in rows]
    return coo_array(
        (np.concatenate([row[at] for row, at in zip(rows, places, strict=True)]),
         (np.repeat(np.arange(len(rows)), [len(at) for at in places]), np.concatenate(places))),
        shape=(len(rows), len(rows[0])),
    )  # fmt: skip


Row = tuple[NDArray[np.float64], float, float]


class _Programme:
    """Columns: a yes or no for each measure and year in which it is done; a weight for each use, year and set."""

    def __init__(self, choice: Choice) -> None:
        self.choice = choice
        self.done = {(item.id, year): place for place, (item, year) in enumerate(
            (item, year) for item in choice.measures for year in range(choice.years))}  # fmt: skip
        self.sets: list[tuple[Use, int, tuple[Measure, ...]]] = [
            (use, year, chosen) for use in choice.uses for chosen in _sets(choice, use) for year in range(choice.years)
        ]
        self.width = len(self.done) + len(self.sets)
        self.integral = np.concatenate([np.ones(len(self.done)), np.zeros(len(self.sets))])

    def row(self) -> NDArray[np.float64]:
        return np.zeros(self.width)

    def plan(self, values: NDArray[np.float64]) -> dict[str, int]:
        """The plan a solution says."""
        return {name: year for (name, year), place in self.done.items() if values[place] > 0.5}

    def total(self, balance: Balance) -> NDArray[np.float64]:
        """Change of a balance over all years."""
        found = self.row()
        for place, (use, year, working) in enumerate(self.sets, len(self.done)):
            found[place] = (amount_left(use, list(working)) - use.amount) * use.of(balance)[year]
        return found

    def present_cost(self) -> NDArray[np.float64]:
        """Capital, upkeep and what energy costs more or less, as won of today."""
        choice, weights = self.choice, self.choice.weights
        price = choice.certificate or (0.0,) * choice.years
        found = self.row()
        for item in choice.measures:
            for year in range(choice.years):
                kept = range(year + 1, min(year + item.life + 1, choice.years))
                found[self.done[item.id, year]] = item.capital * weights[year] + item.upkeep * sum(
                    weights[later] for later in kept
                )
        for place, (use, year, working) in enumerate(self.sets, len(self.done)):
            change = amount_left(use, list(working)) - use.amount
            found[place] = change * weights[year] * (use.won[year] + price[year] * use.certificates[year])
        return found

    def rows(self) -> Iterator[Row]:
        """What every plan keeps."""
        yield from self._once()
        yield from self._budget()
        yield from self._needs_and_exclusions()
        yield from self._one_set()

    def _once(self) -> Iterator[Row]:
        for item in self.choice.measures:
            row = self.row()
            row[[self.done[item.id, year] for year in range(self.choice.years)]] = 1.0
            yield row, 0.0, 1.0

    def _budget(self) -> Iterator[Row]:
        scale = max([item.capital for item in self.choice.measures], default=1.0) or 1.0
        for year in range(self.choice.years):
            row = self.row()
            for item in self.choice.measures:
                for earlier in range(year + 1):
                    row[self.done[item.id, earlier]] = item.capital / scale
            yield row, -np.inf, sum(self.choice.budget[: year + 1]) / scale

    def _needs_and_exclusions(self) -> Iterator[Row]:
        years = range(self.choice.years)
        for item in self.choice.measures:
            for other in item.needs:
                for year in years:
                    row = self.row()
                    for earlier in range(year + 1):
                        row[self.done[item.id, earlier]] += 1.0
                        row[self.done[other, earlier]] -= 1.0
                    yield row, -np.inf, 0.0
            for other in item.excludes:
                row = self.row()
                for year in years:
                    row[self.done[item.id, year]] = row[self.done[other, year]] = 1.0
                yield row, 0.0, 1.0

    def _one_set(self) -> Iterator[Row]:
        """For each use and year the weights are one in all, and those of a measure's sets say whether it works."""
        places: dict[tuple[str, int], list[int]] = {}
        for place, (use, year, _) in enumerate(self.sets, len(self.done)):
            places.setdefault((use.id, year), []).append(place)
        for (name, year), mine in places.items():
            row = self.row()
            row[mine] = 1.0
            yield row, 1.0, 1.0
            for item in acting(self.choice, name):
                row = self.row()
                for place in mine:
                    row[place] = 1.0 if item in self.sets[place - len(self.done)][2] else 0.0
                for done in range(max(year - item.life, 0), year):
                    row[self.done[item.id, done]] = -1.0
                yield row, 0.0, 0.0


def acting(choice: Choice, use: str) -> list[Measure]:
    """Measures that act on a use."""
    return [
        item for item in choice.measures
        if use in {part.use for part in item.savings} | {part.use for part in item.adds}
    ]  # fmt: skip


def _sets(choice: Choice, use: Use) -> Iterator[tuple[Measure, ...]]:
    """Sets of measures that may act on a use together."""
    mine = acting(choice, use.id)
    if len(mine) > MOST_ON_ONE_USE:
        raise InputError.of(
            "plan.too_many_on_one_use", use.id, f"{len(mine)} measures act on one use",
            f"give {MOST_ON_ONE_USE} at most, or part the use", count=len(mine), most=MOST_ON_ONE_USE,
        )  # fmt: skip
    for size in range(len(mine) + 1):
        for chosen in combinations(mine, size):
            names = {item.id for item in chosen}
            if not any(names & set(item.excludes) for item in chosen):
                yield chosen
