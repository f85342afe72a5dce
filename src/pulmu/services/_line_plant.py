"""The plant's year as it would have been with what a line used per tonne: other amounts, everything else as it is."""

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pulmu.carbon.activity import process_activity_level, process_mass
from pulmu.carbon.allocate import divide, share_out
from pulmu.carbon.consumption import mass_used
from pulmu.carbon.flows import Use, flows_of
from pulmu.carbon.functional import has_one_functional_unit
from pulmu.carbon.gather.electricity import is_dedicated
from pulmu.model import ElectricitySource, Figure, Plant, Process, Purchase, Quantity, Source, fact
from pulmu.services._line_intensity import Intensity
from pulmu.services._line_tie import ELECTRICITY, Row

Rest = Literal["auto", "keep", "drop"]
"""What becomes of what the plant's meters counted and the line does not show.

auto: kept where a meter stands before a whole process, dropped where it stands before the simulated equipment alone;
keep: always kept; drop: never, what is simulated is all.
"""


@dataclass(frozen=True, slots=True)
class Year:
    """What the plant's year says of the flows and processes a line is tied to.

    Parameters
    ----------
    mass : Good output of each process. [t]
    amounts : What each user of each flow took, reconciled, by flow and user. [unit of the flow]
    input : Precursors and scrap that went into each process. [t/t]
    """

    mass: Mapping[str, float]
    amounts: Mapping[str, Mapping[str, float]]
    input: Mapping[str, float]


def year_of(plant: Plant) -> Year:
    """The plant's year."""
    masses = {process.id: process_mass(process) for process in plant.processes}
    levels = {process.id: process_activity_level(process) for process in plant.processes}
    activity = levels if has_one_functional_unit(plant) else masses
    flows = flows_of(plant)
    amounts = {
        flow.stream.id: _rows(
            plant, fact(flow.stream.amount, "amount used"), flow.uses, activity, flow.stream.amount.unit
        )
        for flow in flows.streams
        if flow.uses
    }
    bought = [source.amount.to("MWh") for source in plant.electricity.sources]
    if bought and flows.electricity:
        total = Figure(math.fsum(bought), "MWh", "electricity", Source("given", "electricity"))
        amounts[ELECTRICITY] = _rows(plant, total, flows.electricity, activity, "MWh")
    mass = {name: figure.value for name, figure in masses.items()}
    taken = {process.id: _taken(plant, process) / mass[process.id] for process in plant.processes if mass[process.id]}
    return Year(mass, amounts, taken)


def _rows(
    plant: Plant, total: Figure, uses: tuple[Use, ...], activity: Mapping[str, Figure], unit: str
) -> dict[str, float]:
    """Amount by user; a furnace that serves several processes by what it serves, as a line may stand behind one."""
    serves = {source.id: source.serves for source in plant.emission_sources}
    found: dict[str, float] = {}
    for use, figure in share_out(total, uses, activity):
        several = len(use.parts) > 1
        parts = [part for _, part in divide(figure, use, activity)] if several else [figure]
        for name, part in zip(serves[use.consumer] if several else (use.consumer,), parts, strict=True):
            found[name] = found.get(name, 0.0) + part.to(unit)
    return found


def _taken(plant: Plant, process: Process) -> float:
    bought = [mass_used(item, process.id).to("t") for item in plant.purchases if process.id in item.used_by]
    own = [mass.to("t") for mass in process.own_precursors.values()]
    return math.fsum([*bought, *own, *(item.amount.to("t") for item in process.scrap_inputs)])


@dataclass(frozen=True, slots=True)
class Setting:
    """What a run is set into: the plant, its year, and what of it stays.

    Parameters
    ----------
    rest : What each row keeps beside what is simulated. [unit of the flow per tonne]
    input : What went into each process in the line that stands for the plant's year. [t/t]
    keeps_input : Whether a process takes what it took in the year, more or less by its line's yield.
    """

    plant: Plant
    year: Year
    rest: Mapping[Row, float]
    input: Mapping[str, float]
    keeps_input: bool


def setting_of(plant: Plant, used: Mapping[Row, float], taken: Mapping[str, float], rest: Rest) -> Setting:
    """What stays of the plant's year beside a line.

    Parameters
    ----------
    used, taken : Of the line as it runs today: mean use by row, mean input by process.
    """
    year = year_of(plant)
    kept = {row: max(0.0, year_per_tonne(year, row) - amount) if keeps(row, rest) else 0.0
            for row, amount in used.items()}  # fmt: skip
    return Setting(plant, year, kept, taken, rest != "drop")


def keeps(row: Row, rest: Rest) -> bool:
    """Whether what the plant's meter counted beyond the line's stations stays."""
    return rest == "keep" or (rest == "auto" and not row.is_whole)


def user_of(year: Year, row: Row) -> str:
    """Name under which a row stands among the users of its flow."""
    known = year.amounts.get(row.flow, {})
    return row.user if row.user in known else row.place


def year_per_tonne(year: Year, row: Row) -> float:
    """What a row took in the plant's year per tonne of its process."""
    return year.amounts.get(row.flow, {}).get(user_of(year, row), 0.0) / year.mass[row.process]


def plant_with(setting: Setting, run: Intensity, cited: str) -> Plant:
    """The plant's year with what a run used per tonne in place of what its meters counted.

    Parameters
    ----------
    cited : The run: line, seed, number; every amount that comes of it says so.
    """
    changed: dict[str, dict[str, Quantity]] = {}
    for row, used in run.used.items():
        # A row the reference line does not have comes on top: nothing of the year stands behind it.
        amount = (setting.rest.get(row, _kept_of_new(setting, row)) + used) * setting.year.mass[row.process]
        told = Quantity(
            amount, _unit(setting.plant, row.flow), f"simulated per tonne: {cited}", Source("simulated", cited)
        )
        changed.setdefault(row.flow, {})[user_of(setting.year, row)] = told
    plant = setting.plant
    streams = tuple(
        dataclasses.replace(item, **_flow(setting, item.id, item.amount.unit, changed[item.id]))
        if item.id in changed else item
        for item in plant.source_streams
    )  # fmt: skip
    electricity = plant.electricity
    if ELECTRICITY in changed:
        new = _flow(setting, ELECTRICITY, "MWh", changed[ELECTRICITY])
        sources = _sources(electricity.sources, new["amount"].value)
        electricity = dataclasses.replace(electricity, used_by=new["used_by"], sources=sources)
    plant = dataclasses.replace(plant, source_streams=streams, electricity=electricity)
    return _with_input(setting, plant, run, cited)


def _kept_of_new(setting: Setting, row: Row) -> float:
    same = [item for item in setting.rest if (item.flow, item.user, item.place) == (row.flow, row.user, row.place)]
    return setting.rest[same[0]] if same else 0.0


def _unit(plant: Plant, flow: str) -> str:
    return next((item.amount.unit for item in plant.source_streams if item.id == flow), "MWh")


def _flow(setting: Setting, flow: str, unit: str, changed: Mapping[str, Quantity]) -> dict[str, Any]:
    """Users and total of a flow; those the line does not touch keep their amounts of the year."""
    kept = {name: Quantity(value, unit, "the plant's year") for name, value in setting.year.amounts[flow].items()}
    users = kept | dict(changed)
    total = math.fsum(item.value for item in users.values())
    return {"used_by": users, "amount": Quantity(total, unit, "sum of its users, some of them simulated")}


def _sources(sources: tuple[ElectricitySource, ...], total: float) -> tuple[ElectricitySource, ...]:
    """Sources of electricity for another total: the grid gives what is more or less; without one, all alike."""
    before = [item.amount.to("MWh") for item in sources]
    change = total - math.fsum(before)
    grid = [item.kind == "grid" and not is_dedicated(item) for item in sources]
    moving = math.fsum(value for value, moves in zip(before, grid, strict=True) if moves)
    if moving + change <= 0:
        grid, moving = [True] * len(sources), math.fsum(before)
    factor = 1 + change / moving if moving else 1.0
    return tuple(
        dataclasses.replace(item, amount=dataclasses.replace(item.amount, value=item.amount.value * factor, cites=""))
        if moves else item
        for item, moves in zip(sources, grid, strict=True)
    )  # fmt: skip


def _with_input(setting: Setting, plant: Plant, run: Intensity, cited: str) -> Plant:
    """Precursors by the yield of the line: what goes in for a tonne that comes out."""
    before = setting.input if setting.keeps_input else setting.year.input
    factors = {name: value / before[name] for name, value in run.input.items() if before.get(name)}
    because = f"times what goes into the line per tonne out of it: {cited}"
    processes = tuple(_fed(item, factors[item.id], because) if item.id in factors else item for item in plant.processes)
    purchases = tuple(_bought(item, factors, because) for item in plant.purchases)
    return dataclasses.replace(plant, processes=processes, purchases=purchases)


def _fed(process: Process, factor: float, because: str) -> Process:
    own = {name: _times(mass, factor, because) for name, mass in process.own_precursors.items()}
    scrap = tuple(dataclasses.replace(item, amount=_times(item.amount, factor, because), pre_consumer=None
                                      if item.pre_consumer is None else _times(item.pre_consumer, factor, because))
                  for item in process.scrap_inputs)  # fmt: skip
    return dataclasses.replace(process, own_precursors=own, scrap_inputs=scrap)


def _bought(bought: Purchase, factors: Mapping[str, float], because: str) -> Purchase:
    if not factors.keys() & bought.used_by.keys():
        return bought
    users: dict[str, Quantity | Literal["rest"]] = {}
    for name, given in bought.used_by.items():
        amount = given if isinstance(given, Quantity) else Quantity(mass_used(bought, name).to("t"), "t", "the rest")
        users[name] = _times(amount, factors[name], because) if name in factors else amount
    return dataclasses.replace(bought, used_by=users)


def _times(amount: Quantity, factor: float, because: str) -> Quantity:
    evidence = "; ".join(filter(None, (amount.evidence, because)))
    return dataclasses.replace(amount, value=amount.value * factor, evidence=evidence, cites="")
