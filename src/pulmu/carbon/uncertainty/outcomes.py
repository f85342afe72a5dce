"""Figure, free allocation, certificates and cost of a plant's goods, all from the same draws of its inputs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pulmu.carbon.batch import compute, own_shares
from pulmu.carbon.certificates import certificate_cost, certificates, certificates_per_tonne
from pulmu.carbon.costs import GoodCost, state_costs
from pulmu.carbon.factorisation import Floats
from pulmu.carbon.free_allocation import allocation_nodes, embedded_free_allocation
from pulmu.carbon.functional import content_figure
from pulmu.carbon.repeat import repeated
from pulmu.carbon.statement import state_emissions
from pulmu.carbon.tables import tabulate
from pulmu.carbon.tables.rows import Tables
from pulmu.carbon.uncertainty.allocations import Allocations
from pulmu.carbon.uncertainty.elimination import Elimination
from pulmu.carbon.uncertainty.factors import Factor, Inputs
from pulmu.carbon.uncertainty.leaves import leaves_of_plant
from pulmu.model import Plant

_NUMBERS_OF_A_BLOCK = 800_000


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """Draws of every good, each (draws, goods); NaN where a number is not known of the declared value either.

    Parameters
    ----------
    embedded, free_allocation : [t CO2e/t]
    certificates : Per tonne of good.
    cost : Of all that is sent to the EU. [EUR]
    """

    embedded: Floats
    free_allocation: Floats
    certificates: Floats
    cost: Floats


class PlantModel:
    """A plant whose inputs can be drawn: it has passed its checks, and its declared figures are what one draw of
    factors that are all one gives.

    Raises
    ------
    RuleError  A factor or default value is in no table; no scenario of that name.
    """

    def __init__(self, plant: Plant, edition: str, scenario: str | None = None) -> None:
        statement = state_emissions(plant, edition)
        costs = state_costs(statement, edition, scenario)
        self.tables = tabulate([plant], edition)
        self.leaves = leaves_of_plant(plant, self.tables)
        nodes = allocation_nodes(statement)[0]
        solved = embedded_free_allocation(statement)[0]
        self.goods = tuple(nodes)
        self.allocations = Allocations(statement, nodes, {name: solved[name] is not None for name in nodes})
        contents = [content_figure(product) for _, product in statement.plant.products()]
        self.content = np.array([1.0 if item is None else item.value for item in contents])
        of_goods = [costs.get(name) for name in self.goods]
        self.priced = np.array([item is not None and item.cost is not None for item in of_goods])
        self.quarters = _quarters(of_goods)
        self.system = Elimination(self.tables.own_row, self.tables.own_column, len(self.tables.activity_level))

    def draw(self, factors: Sequence[Factor], draws: int, seed: int) -> Outcomes:
        """So many draws; the same seed draws the same, and the first hundred of a thousand are those of a hundred.

        Raises
        ------
        SolveError  Nothing leaves a loop of the plant in a draw (`carbon.loop_not_solvable`).
        """
        inputs = Inputs(self.leaves, factors)
        size = self.block_size()
        parts = [
            self.of_normal(inputs, inputs.normal((seed,), start, min(start + size, draws)))
            for start in range(0, draws, size)
        ]
        return joined(parts)

    def of_normal(self, inputs: Inputs, normal: Floats) -> Outcomes:
        """Outcomes of standard normal numbers (draws, numbers), in one block."""
        return self.of_factors(inputs, inputs.of_columns(inputs.correlated(normal)))

    def of_factors(self, inputs: Inputs, factors: Floats) -> Outcomes:
        """Outcomes of factors (draws, columns) on the inputs, in one block."""
        drawn = inputs.apply(repeated(self.tables, len(factors)), factors)
        per_functional_unit = compute(drawn, self._solve).counted.reshape(len(factors), -1)
        embedded = per_functional_unit[:, self.allocations.process] * self.content
        allocation = self.allocations(
            *(
                inputs.rows_of((name,), len(getattr(self.tables, name)), factors)
                for name in ("activity_level", "bought_mass", "delivery_mass", "own_mass")
            )
        )
        needed = np.asarray(certificates_per_tonne(embedded, allocation))
        return Outcomes(embedded, allocation, needed, self._cost(needed))

    def block_size(self) -> int:
        """Draws that stay in the processor's cache together."""
        tables = self.tables
        rows = len(tables.streams.flow) + len(tables.parts.use) + len(tables.heat.flow) + len(tables.electricity.flow)
        rows += len(tables.own_mass) + 6 * len(tables.activity_level)
        return max(16, min(2_000, _NUMBERS_OF_A_BLOCK // rows))

    def _solve(self, tables: Tables, activity: Floats, carried: Floats) -> Floats:
        if not self.system.place:
            return carried
        draws = len(activity) // self.system.size
        shares = own_shares(tables, activity).reshape(draws, -1).T
        own = np.ascontiguousarray(carried.reshape(draws, self.system.size, -1).transpose(1, 2, 0))
        solved = self.system.solve(np.ascontiguousarray(shares), own)
        return np.ascontiguousarray(solved.transpose(2, 0, 1)).reshape(carried.shape)

    def _cost(self, needed: Floats) -> Floats:
        result = np.where(self.priced, np.zeros_like(needed), np.nan)
        for mass, price in self.quarters:
            result += certificate_cost(certificates(mass, needed), price)
        return result


def _quarters(costs: Sequence[GoodCost | None]) -> list[tuple[Floats, Floats]]:
    """Mass and price per good of every quarter, zero where a good has none. (goods,) [t, EUR/t CO2e]"""
    found: dict[str, tuple[Floats, Floats]] = {}
    for number, cost in enumerate(costs):
        for quarter in cost.quarters if cost is not None and cost.cost is not None else ():
            if quarter.price is not None:
                mass, price = found.setdefault(quarter.quarter, (np.zeros(len(costs)), np.zeros(len(costs))))
                mass[number], price[number] = quarter.mass.value, quarter.price.value
    return list(found.values())


def joined(parts: Sequence[Outcomes]) -> Outcomes:
    """Blocks of draws one after the other."""
    return Outcomes(
        np.concatenate([part.embedded for part in parts]),
        np.concatenate([part.free_allocation for part in parts]),
        np.concatenate([part.certificates for part in parts]),
        np.concatenate([part.cost for part in parts]),
    )
