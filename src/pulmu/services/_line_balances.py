"""The three balances of one run of a line, or of the plant's year: by the engine of the report, and nothing else."""

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pulmu.carbon.consumption import own_mass_consumption
from pulmu.carbon.costs import GoodCost, state_costs
from pulmu.carbon.flows import process_of_products
from pulmu.carbon.statement import Statement, state_emissions
from pulmu.model import Figure, Plant
from pulmu.model.line import Line
from pulmu.services._line_intensity import Intensity, intensity_of
from pulmu.services._line_plant import Setting, plant_with
from pulmu.services.contributions import contributions
from pulmu.twin import LineResult

_PRECURSORS = ("precursor_verified", "precursor_default", "exempt_precursor")


@dataclass(frozen=True, slots=True, kw_only=True)
class Balances:
    """Of a tonne of a good in one run; None where the engine has no figure.

    Parameters
    ----------
    own : Emissions of the installation's processes, as the CBAM figure counts them. [t CO2e/t]
    precursors : Of bought precursors, as it counts them. [t CO2e/t]
    electricity : Of own electricity through the chain, whether it counts or not. [t CO2e/t]
    embedded : The CBAM figure. [t CO2e/t]
    certificates, default_certificates : By actual and by default values. [certificate/t]
    footprint : Own emissions with the steps the law leaves out, precursors without mark-up, electricity. [t CO2e/t]
    energy_won : Cost of the energy of the line's stations, by the prices of the line. [KRW/t]
    """

    own: float
    precursors: float
    electricity: float | None
    embedded: float
    certificates: float | None
    default_certificates: float | None
    footprint: float | None
    energy_won: float | None


MEASURES: tuple[str, ...] = tuple(item.name for item in dataclasses.fields(Balances))


UNITS = {name: "KRW/t" if name == "energy_won" else "certificate/t" if "certificates" in name else "t CO2e/t"
         for name in MEASURES}  # fmt: skip


def cited(run: LineResult) -> str:
    """How a simulated amount names the run it comes from."""
    return f"line {run.line}, seed {run.seed}, replication {run.replication}, {run.hours:g} h"


def goods_of(line: Line) -> tuple[str, ...]:
    """The plant's goods that a line makes, each once."""
    return tuple(dict.fromkeys(product.good for product in line.products))


def balances_of_run(
    setting: Setting, line: Line, run: LineResult, goods: Sequence[str], edition: str
) -> dict[str, Balances]:
    """Of each of some goods, by the plant's year with what the run used.

    Raises
    ------
    InputError  Nothing good left the line (`line.no_output`).
    """
    used = intensity_of(line, setting.plant, run)
    plant = plant_with(setting, used, cited(run))
    statement, costs = stated(plant, edition)
    return balances_of(plant, statement, costs, goods, edition, used)


def balances_of(
    plant: Plant,
    statement: Statement,
    costs: Mapping[str, GoodCost],
    goods: Sequence[str],
    edition: str,
    run: Intensity | None = None,
) -> dict[str, Balances]:
    """Of each good of a plant as it was stated; energy costs nothing where no run tells it."""
    whole = _footprint(plant, edition)
    return {good: _balances(statement, costs, whole, good, run) for good in goods}


def stated(plant: Plant, edition: str) -> tuple[Statement, dict[str, GoodCost]]:
    """What the report of a plant says."""
    statement = state_emissions(plant, edition)
    return statement, state_costs(statement, edition)


def _footprint(plant: Plant, edition: str) -> Statement:
    """The plant without the mark-up, which is no emission, and with the steps that the law leaves out."""
    decisions = dataclasses.replace(plant.decisions, markup_on_precursor_defaults=False)
    processes = tuple(
        dataclasses.replace(item, goods=tuple(
            dataclasses.replace(good, unlisted_route=good.unlisted_route or "all steps") for good in item.goods
        ))
        for item in plant.processes
    )  # fmt: skip
    return state_emissions(dataclasses.replace(plant, decisions=decisions, processes=processes), edition)


def _balances(
    statement: Statement, costs: Mapping[str, GoodCost], whole: Statement, good: str, run: Intensity | None
) -> Balances:
    stated, cost, total = statement.goods[good], costs.get(good), whole.goods[good]
    made = statement.processes[stated.process].mass
    names = [item.id for item in statement.processes[stated.process].process.goods]
    tonnes = made.inputs[names.index(good)].figure.to("t")
    parts = contributions(statement)[good]
    bought = math.fsum(item.emissions for item in parts if item.kind in _PRECURSORS) / tonnes
    return Balances(
        own=stated.counted.value - bought,
        precursors=bought,
        electricity=None if stated.indirect is None else stated.indirect.value,
        embedded=stated.counted.value,
        certificates=_value(cost.certificates_per_tonne if cost else None),
        default_certificates=_value(cost.default_certificates_per_tonne if cost else None),
        footprint=None if total.indirect is None else total.direct.value + total.indirect.value,
        energy_won=None if run is None else _won(statement, stated.process, run),
    )


def _value(figure: Figure | None) -> float | None:
    return None if figure is None else figure.value


def _won(statement: Statement, process: str, run: Intensity) -> float:
    """Cost of energy through the chain: of the process, and of the own goods it takes."""
    names = list(statement.processes)
    maker = process_of_products(statement.plant.processes)
    system = np.eye(len(names))
    for row, item in enumerate(statement.processes.values()):
        for product, consumption in own_mass_consumption(item.process, item.mass):
            system[row, names.index(maker[product])] -= consumption.value
    each = np.linalg.solve(system, np.array([run.won.get(name, 0.0) for name in names]))
    return float(each[names.index(process)]) + run.common_won
