"""What a tonne of a simulated shift carries: energy in won, certificates and footprint, three balances kept apart.

The year of the plant is computed anew by the carbon engine, once for each run, with the amounts the run used per tonne
in place of what stood before the simulated stations; nothing is computed here that the engine computes.
"""

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pulmu.carbon.consumption import own_mass_consumption
from pulmu.carbon.costs import GoodCost, state_costs
from pulmu.carbon.flows import process_of_products
from pulmu.carbon.statement import Statement, state_emissions
from pulmu.model import Confidence, Figure, Plant, Problem
from pulmu.model.errors import warning
from pulmu.model.line import Line
from pulmu.services._line_intensity import Intensity, intensity_of, mean_input, mean_used
from pulmu.services._line_plant import Rest, Setting, plant_with, setting_of, user_of, year_per_tonne
from pulmu.services.contributions import contributions
from pulmu.services.estimate import Estimate
from pulmu.services.legal_basis import WEAK, legal_basis
from pulmu.twin import LineResult
from pulmu.twin.interval import half_width

BALANCES = ("energy_won", "certificates", "footprint")
"""They move differently, and none stands for another."""
_PRECURSORS = ("precursor_verified", "precursor_default", "exempt_precursor")
_MUCH_INSIDE = 0.1


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Where the amount of a user of a flow comes from. [unit of the flow per tonne of the process]

    Parameters
    ----------
    year : As the plant's meters counted it.
    simulated : Mean over the runs.
    kept : What of the year stays beside it.
    """

    flow: str
    user: str
    process: str
    unit: str
    stations: tuple[str, ...]
    year: float
    simulated: float
    kept: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCarbon:
    """A simulated line in its plant.

    Parameters
    ----------
    goods : Of each good of the line, by measure.
    year : The same by the plant's year as it was; no cost of energy, which the plant does not tell.
    change : Against the line as it is today, run for run; empty without one.
    taken : Which amounts are simulated; all others are the plant's year.
    runs : Of each run, by good.
    confidence : Sources of law behind the figures that were not read in the act in force, by how they were read.
    """

    line: str
    seed: int
    replications: int
    rest: Rest
    goods: dict[str, dict[str, Estimate]]
    year: dict[str, Balances]
    change: dict[str, dict[str, Estimate]]
    taken: tuple[Taken, ...]
    runs: tuple[dict[str, Balances], ...]
    confidence: dict[Confidence, tuple[str, ...]]
    problems: tuple[Problem, ...]


def line_carbon(
    line: Line,
    runs: Sequence[LineResult],
    plant: Plant,
    edition: str,
    *,
    base: tuple[Line, Sequence[LineResult]] | None = None,
    rest: Rest = "auto",
) -> LineCarbon:
    """The three balances of each good of a line, with intervals over its runs.

    Parameters
    ----------
    line, plant : Checked, each by itself and together (`check_line_in_plant`).
    base : The line that stands for the plant's year, with runs of the same seed; the line itself, if left out.
    rest : What becomes of what the plant's meters counted beyond the line's stations.

    Raises
    ------
    InputError  Nothing good left a line (`line.no_output`).
    RuleError, SolveError  As of the carbon engine.
    """
    found = [intensity_of(line, plant, run) for run in runs]
    before = found if base is None else [intensity_of(base[0], plant, run) for run in base[1]]
    setting = setting_of(plant, mean_used(before), mean_input(before), rest)
    goods = tuple(dict.fromkeys(product.good for product in line.products))
    each = tuple(_of_run(setting, item, _cited(run), goods, edition) for item, run in zip(found, runs, strict=True))
    today = () if base is None else tuple(
        _of_run(setting, item, _cited(run), goods, edition) for item, run in zip(before, base[1], strict=True)
    )  # fmt: skip
    statement, costs = _stated(plant, edition)
    return LineCarbon(
        line=line.id,
        seed=runs[0].seed,
        replications=len(runs),
        rest=rest,
        goods={good: _estimates([run[good] for run in each]) for good in goods},
        year={good: _balances(statement, costs, _footprint(plant, edition), good, None) for good in goods},
        change={good: _changes([run[good] for run in each], [run[good] for run in today]) for good in goods if base},
        taken=_taken(setting, found),
        runs=each,
        confidence=_confidence(statement, costs, goods),
        problems=(*_missing(costs, goods), *_much_inside(line, runs)),
    )  # fmt: skip


def figure_of_run(
    line: Line, run: LineResult, runs: Sequence[LineResult], plant: Plant, edition: str, good: str, rest: Rest = "auto"
) -> Figure:
    """The embedded emissions of a good in one run, as a figure that leads back to meters, law and the run itself."""
    found = [intensity_of(line, plant, item) for item in runs]
    setting = setting_of(plant, mean_used(found), mean_input(found), rest)
    changed = plant_with(setting, intensity_of(line, plant, run), _cited(run))
    return state_emissions(changed, edition).goods[good].counted


def _cited(run: LineResult) -> str:
    return f"line {run.line}, seed {run.seed}, replication {run.replication}, {run.hours:g} h"


def _of_run(setting: Setting, run: Intensity, cited: str, goods: Sequence[str], edition: str) -> dict[str, Balances]:
    plant = plant_with(setting, run, cited)
    statement, costs = _stated(plant, edition)
    whole = _footprint(plant, edition)
    return {good: _balances(statement, costs, whole, good, run) for good in goods}


def _stated(plant: Plant, edition: str) -> tuple[Statement, dict[str, GoodCost]]:
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


def _estimates(runs: Sequence[Balances]) -> dict[str, Estimate]:
    columns: dict[str, list[float | None]] = {name: [getattr(item, name) for item in runs] for name in MEASURES}
    known = {name: [value for value in column if value is not None] for name, column in columns.items()}
    return {name: _estimate(values) for name, values in known.items() if len(values) == len(runs)}


def _estimate(values: Sequence[float]) -> Estimate:
    return Estimate(mean=math.fsum(values) / len(values), half_width=half_width(values))


def _changes(runs: Sequence[Balances], today: Sequence[Balances]) -> dict[str, Estimate]:
    """Paired: run by run of the same random numbers."""
    found: dict[str, Estimate] = {}
    for name in MEASURES:
        pairs = [(getattr(one, name), getattr(other, name)) for one, other in zip(runs, today, strict=True)]
        if all(None not in pair for pair in pairs):
            found[name] = _estimate([one - other for one, other in pairs])
    return found


def _taken(setting: Setting, runs: Sequence[Intensity]) -> tuple[Taken, ...]:
    units = {item.id: item.amount.unit for item in setting.plant.source_streams}
    return tuple(
        Taken(
            flow=row.flow,
            user=user_of(setting.year, row),
            process=row.process,
            unit=f"{units.get(row.flow, 'MWh')}/t",
            stations=tuple(dict.fromkeys(name for name, _ in row.stations)),
            year=year_per_tonne(setting.year, row),
            simulated=simulated,
            kept=setting.rest.get(row, 0.0),
        )
        for row, simulated in mean_used(runs).items()
    )


def _confidence(
    statement: Statement, costs: Mapping[str, GoodCost], goods: Sequence[str]
) -> dict[Confidence, tuple[str, ...]]:
    roots = [statement.goods[good].counted for good in goods]
    for good in goods:
        cost = costs.get(good)
        priced = (cost.certificates_per_tonne, cost.default_certificates_per_tonne) if cost else ()
        roots += [item for item in priced if item is not None]
    sources = legal_basis(roots).sources
    return {name: tuple(sorted({str(item) for item in sources[name]})) for name in WEAK if name in sources}


def _missing(costs: Mapping[str, GoodCost], goods: Sequence[str]) -> list[Problem]:
    wanted = ("specific_embedded_free_allocation", "default_value", "default_free_allocation")
    found = [item for good in goods if good in costs for name in wanted for item in costs[good].missing.get(name, ())]
    return [dataclasses.replace(item, severity="warning") for item in dict.fromkeys(found)]


def _much_inside(line: Line, runs: Sequence[LineResult]) -> list[Problem]:
    """A line that holds much of what it makes was counted too short for a balance per tonne."""
    inside = math.fsum(run.inside / (run.good + run.scrap) for run in runs) / len(runs)
    if inside < _MUCH_INSIDE:
        return []
    percent = f"{100 * inside:.0f}"
    return [
        warning(
            "line.much_inside", line.id,
            f"the line holds {percent} % of what left it: energy per tonne is that of a line that fills or empties",
            "let it run for longer, and give a warm-up", percent=percent,
        )
    ]  # fmt: skip
