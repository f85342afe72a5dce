"""Free allocation embedded in the goods of a plant, on draws of the masses it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pulmu.carbon.chain import Node
from pulmu.carbon.factorisation import Floats
from pulmu.carbon.flows import process_of_products
from pulmu.carbon.statement import Statement
from pulmu.carbon.uncertainty.elimination import Elimination


@dataclass(frozen=True, slots=True)
class _Bought:
    """A bought precursor in a good: its row of the tables, consumption as declared, and what each delivery brings."""

    good: int
    row: int
    consumption: float
    deliveries: slice
    masses: Floats
    values: Floats


class Allocations:
    """The free allocation of every good, of which benchmarks are taken as they are and masses are drawn.

    A good whose own or whose precursors' free allocation is not known has NaN.
    """

    def __init__(self, statement: Statement, nodes: Mapping[str, Node], known: Mapping[str, bool]) -> None:
        self.goods = list(nodes)
        number = {name: n for n, name in enumerate(self.goods)}
        place = {process.id: n for n, process in enumerate(statement.plant.processes)}
        maker = process_of_products(statement.plant.processes)
        self.process = np.array([place[maker[name]] for name in self.goods], dtype=np.int64)
        self.known = np.array([known[name] for name in self.goods], dtype=np.bool_)
        self.own = np.array([_value(nodes[name].own) for name in self.goods])
        self.inner = np.zeros(len(self.goods))
        self.bought: list[_Bought] = []
        rows = _rows(statement)
        inside: list[tuple[int, int, float, int]] = []
        exchange = _exchanges(statement)
        for name, node in nodes.items():
            process = maker[name]
            parts = rows[process]
            for (row, deliveries, masses, values), (consumption, _) in zip(parts, node.outside, strict=False):
                self.bought.append(_Bought(number[name], row, consumption.value, deliveries, masses, values))
            for consumption, value in node.outside[len(parts) :]:
                self.inner[number[name]] += consumption.value * _value(value)
            for other, consumption in node.inside:
                inside.append((number[name], number[other], consumption.value, exchange[process, other]))
        self.shares = np.array([item[2] for item in inside])
        self.exchange = np.array([item[3] for item in inside], dtype=np.int64)
        self.user = self.process[[item[0] for item in inside]] if inside else np.zeros(0, dtype=np.int64)
        self.system = Elimination([item[0] for item in inside], [item[1] for item in inside], len(self.goods))

    def __call__(self, activity: Floats, bought: Floats, delivered: Floats, own_masses: Floats) -> Floats:
        """Free allocation (draws, goods) from the factors on the rows they rest on, each (draws, rows). [t CO2e/t]"""
        carried = np.nan_to_num(self.own + self.inner / activity[:, self.process])
        for part in self.bought:
            mean = _mean(part, delivered[:, part.deliveries])
            use = part.consumption * bought[:, part.row] / activity[:, self.process[part.good]]
            carried[:, part.good] += use * mean
        shares = self.shares * own_masses[:, self.exchange] / activity[:, self.user]
        found = self.system.solve(np.ascontiguousarray(shares.T), np.ascontiguousarray(carried.T)[:, None])[:, 0].T
        return np.where(self.known, found, np.nan)


def _mean(part: _Bought, factors: Floats) -> Floats:
    weights = part.masses * factors
    return np.asarray(np.nan_to_num(weights @ part.values) / weights.sum(axis=1))


def _value(figure: object) -> float:
    return float(getattr(figure, "value", np.nan))


def _rows(statement: Statement) -> dict[str, list[tuple[int, slice, Floats, Floats]]]:
    """Of each process its bought precursors, in the order of the tables' rows."""
    result: dict[str, list[tuple[int, slice, Floats, Floats]]] = {}
    row = delivery = 0
    for process in statement.plant.processes:
        result[process.id] = []
        for part in statement.consumption[process.id]:
            end = delivery + len(part.deliveries)
            masses = np.array([purchase.received.to("t") for purchase, _ in part.deliveries])
            values = np.array([_value(value.free_allocation) for _, value in part.deliveries])
            result[process.id].append((row, slice(delivery, end), masses, values))
            row, delivery = row + 1, end
    return result


def _exchanges(statement: Statement) -> dict[tuple[str, str], int]:
    """Number of the exchange of a process and an own good, as the tables have them."""
    pairs = [(process.id, name) for process in statement.plant.processes for name in process.own_precursors]
    return {pair: number for number, pair in enumerate(pairs)}
