"""Where the emissions of a good come from: every stream, heat net and purchase behind it, adding up to its figure."""

import numpy as np

from pulmu.carbon.consumption import Consumption
from pulmu.carbon.flows import process_of_products
from pulmu.carbon.goods import counts_indirect
from pulmu.carbon.precursors import PrecursorValue
from pulmu.carbon.processes import ProcessStatement
from pulmu.carbon.statement import Statement
from pulmu.services.report import Contribution, Kind

_ROUNDING = 1e-12
"""Tonnes per tonne below which a need is an artefact of the linear solve."""

_KINDS: dict[str, Kind] = {
    "direct_fuel": "direct_fuel",
    "indirect": "indirect_electricity",
    "outsourced": "outsourced_step",
    "direct_process": "direct_process",
    "mass_balance": "mass_balance",
    "measurement": "measurement",
    "perfluorocarbons": "perfluorocarbons",
    "carbon_dioxide_transfer": "carbon_dioxide_transfer",
    "heat": "heat",
    "waste_gas": "waste_gas",
    "verified_actual": "precursor_verified",
    "default": "precursor_default",
    "unknown_origin": "precursor_default",
    "exempt_origin": "exempt_precursor",
}


def contributions(statement: Statement) -> dict[str, tuple[Contribution, ...]]:
    """Contributions to each good over its whole output, by product id. [t CO2e]"""
    names = list(statement.processes)
    parts = {name: _process_parts(statement, name) for name in names}
    needs = _requirements(statement, names)
    result: dict[str, tuple[Contribution, ...]] = {}
    for process, product in statement.plant.products():
        mass = _output(statement, process.id, product.id)
        row = needs[names.index(process.id)]
        result[product.id] = tuple(
            Contribution(kind, label, name, float(need) * mass * per_tonne)
            for name, need in zip(names, row, strict=True)
            for kind, label, per_tonne in parts[name]
            if abs(need) > _ROUNDING and per_tonne != 0.0
        )
    return result


def _requirements(statement: Statement, names: list[str]) -> "np.typing.NDArray[np.float64]":
    """Tonnes of process j's output behind one tonne of process i's: the inverse of (I - A)."""
    maker = process_of_products(statement.plant.processes)
    matrix = np.eye(len(names))
    for row, name in enumerate(names):
        for product, consumption in statement.own_consumption[name]:
            matrix[row, names.index(maker[product])] -= consumption.value
    return np.asarray(np.linalg.inv(matrix), dtype=np.float64)


def _output(statement: Statement, process: str, product: str) -> float:
    """Output of a good in functional units, as needs and parts are per tonne of those."""
    level = statement.processes[process].activity_level
    goods = statement.processes[process].process.goods
    return level.inputs[[good.id for good in goods].index(product)].figure.to("t")


def _process_parts(statement: Statement, name: str) -> list[tuple[Kind, str, float]]:
    return [
        *_own_parts(statement.processes[name]),
        *(part for used in statement.consumption[name] for part in _bought_parts(used)),
    ]


def _own_parts(process: ProcessStatement) -> list[tuple[Kind, str, float]]:
    """Own emissions per tonne; what exports and own power took out is taken from all parts alike."""
    gross = sum(part.figure.value for part in process.parts)
    kept = process.attributed_direct.value / gross if gross else 0.0
    per_tonne = kept / process.activity_level.value
    sums: dict[tuple[str, str], float] = {}
    for part in process.parts:
        sums[part.kind, part.label] = sums.get((part.kind, part.label), 0.0) + part.figure.value * per_tonne
    if counts_indirect(process.process) and process.attributed_indirect is not None:
        sums["indirect", "electricity"] = process.attributed_indirect.value / process.activity_level.value
    return [(_KINDS[kind], label, value) for (kind, label), value in sums.items()]


def _bought_parts(used: Consumption) -> list[tuple[Kind, str, float]]:
    received = sum(purchase.received.to("t") for purchase, _ in used.deliveries)
    return [
        (_KINDS[value.basis], _label(purchase.name or purchase.id, purchase.supplier),
         used.per_tonne.value * purchase.received.to("t") / received * _counted(value))
        for purchase, value in used.deliveries
    ]  # fmt: skip


def _counted(value: PrecursorValue) -> float:
    return value.direct.value + value.indirect_counted.value


def _label(name: str, supplier: str) -> str:
    return f"{name}, {supplier}" if supplier else name
