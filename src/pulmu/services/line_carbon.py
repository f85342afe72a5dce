"""What a tonne of a simulated shift carries: energy in won, certificates and footprint, three balances kept apart.

The year of the plant is computed anew by the carbon engine, once for each run, with the amounts the run used per tonne
in place of what stood before the simulated stations; nothing is computed here that the engine computes.
"""

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pulmu.carbon.costs import GoodCost
from pulmu.carbon.statement import Statement, state_emissions
from pulmu.model import Confidence, Figure, Plant, Problem
from pulmu.model.errors import warning
from pulmu.model.line import Line
from pulmu.services._line_balances import (
    MEASURES,
    Balances,
    balances_of,
    balances_of_run,
    cited,
    goods_of,
    stated,
)
from pulmu.services._line_intensity import intensity_of, mean_input, mean_used
from pulmu.services._line_plant import Rest, Setting, plant_with, setting_of, user_of, year_per_tonne
from pulmu.services.estimate import Estimate
from pulmu.services.legal_basis import WEAK, legal_basis
from pulmu.twin import LineResult
from pulmu.twin.interval import half_width

BALANCES = ("energy_won", "certificates", "footprint")
"""They move differently, and none stands for another."""
_MUCH_INSIDE = 0.1


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
    setting = setting_by_runs(plant, *((line, runs) if base is None else base), rest)
    goods = goods_of(line)
    each = tuple(balances_of_run(setting, line, run, goods, edition) for run in runs)
    today = () if base is None else tuple(balances_of_run(setting, base[0], run, goods, edition) for run in base[1])
    statement, costs = stated(plant, edition)
    return LineCarbon(
        line=line.id,
        seed=runs[0].seed,
        replications=len(runs),
        rest=rest,
        goods={good: _estimates([run[good] for run in each]) for good in goods},
        year=balances_of(plant, statement, costs, goods, edition),
        change={good: _changes([run[good] for run in each], [run[good] for run in today]) for good in goods if base},
        taken=taken_of(setting, line, runs),
        runs=each,
        confidence=confidence_of(statement, costs, goods),
        problems=(*missing_of(costs, goods), *much_inside(line, runs)),
    )  # fmt: skip


def setting_by_runs(plant: Plant, line: Line, runs: Sequence[LineResult], rest: Rest) -> Setting:
    """What stays of the plant's year beside the line that stands for it, by the mean of its runs."""
    found = [intensity_of(line, plant, run) for run in runs]
    return setting_of(plant, mean_used(found), mean_input(found), rest)


def figure_of_run(
    line: Line, run: LineResult, runs: Sequence[LineResult], plant: Plant, edition: str, good: str, rest: Rest = "auto"
) -> Figure:
    """The embedded emissions of a good in one run, as a figure that leads back to meters, law and the run itself."""
    setting = setting_by_runs(plant, line, runs, rest)
    changed = plant_with(setting, intensity_of(line, plant, run), cited(run))
    return state_emissions(changed, edition).goods[good].counted


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


def taken_of(setting: Setting, line: Line, runs: Sequence[LineResult]) -> tuple[Taken, ...]:
    """Which amounts of the plant's year a line's runs stand in place of."""
    used = mean_used([intensity_of(line, setting.plant, run) for run in runs])
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
        for row, simulated in used.items()
    )


def confidence_of(
    statement: Statement, costs: Mapping[str, GoodCost], goods: Sequence[str]
) -> dict[Confidence, tuple[str, ...]]:
    """Sources of law behind the figures that were not read in the act in force, by how they were read."""
    roots = [statement.goods[good].counted for good in goods]
    for good in goods:
        cost = costs.get(good)
        priced = (cost.certificates_per_tonne, cost.default_certificates_per_tonne) if cost else ()
        roots += [item for item in priced if item is not None]
    sources = legal_basis(roots).sources
    return {name: tuple(sorted({str(item) for item in sources[name]})) for name in WEAK if name in sources}


def missing_of(costs: Mapping[str, GoodCost], goods: Sequence[str]) -> list[Problem]:
    """What the certificates of the goods lack, as warnings."""
    wanted = ("specific_embedded_free_allocation", "default_value", "default_free_allocation")
    found = [item for good in goods if good in costs for name in wanted for item in costs[good].missing.get(name, ())]
    return [dataclasses.replace(item, severity="warning") for item in dict.fromkeys(found)]


def much_inside(line: Line, runs: Sequence[LineResult]) -> list[Problem]:
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
