"""Electrolysis cells and CO2 that is handed on."""

import math
from collections.abc import Iterator

from pulmu.carbon.boundary import is_primary_aluminium
from pulmu.carbon.check.common import Place, good_of, ignored_field, placed, processes_reached, produced_tonnes
from pulmu.carbon.perfluorocarbons import FALL_BACK, electrolysis_factors
from pulmu.carbon.transfer import missing_of
from pulmu.model import CarbonDioxideTransfer, Electrolysis, Path, Plant, Problem, PulmuError, problem, warning

_NEEDED = {
    "slope": ("anode_effect_frequency", "anode_effect_duration"),
    "overvoltage": ("anode_effect_overvoltage", "current_efficiency"),
}
_OWN = {"slope": "slope_factor", "overvoltage": "overvoltage_coefficient"}
_METAL_TOLERANCE = 0.05


def check_electrolysis(plant: Plant, place: Place) -> Iterator[Problem]:
    """Problems of cells, and of primary aluminium without any."""
    for n, cells in enumerate(plant.electrolysis):
        path: Path = ("electrolysis", n)
        yield from _check_fields(cells, place, path)
        yield from _check_factors(cells, place, path)
        yield from _check_process(plant, cells, place, path)
    yield from _check_metal(plant, place)


def _check_fields(cells: Electrolysis, place: Place, path: Path) -> Iterator[Problem]:
    name = cells.name or cells.id
    other = "overvoltage" if cells.method == "slope" else "slope"
    for field in _NEEDED[cells.method]:
        if getattr(cells, field) is None:
            yield problem(
                "carbon.cells_incomplete",
                place((*path, field)),
                f"{name}: the {cells.method} method needs {field}",
                "give it from the records of the pot control, as the mean of the period",
                source=name,
                field=field,
                method=cells.method,
            )
    for field in (*_NEEDED[other], _OWN[other]):
        if getattr(cells, field) is not None:
            yield ignored_field(place((*path, field)), field, name, "delete it, or correct the method")


def _check_factors(cells: Electrolysis, place: Place, path: Path) -> Iterator[Problem]:
    name = cells.name or cells.id
    own = [field for field in (_OWN[cells.method], "weight_fraction") if getattr(cells, field) is not None]
    if own and not cells.factor_evidence:
        yield warning(
            "carbon.cell_factor_without_evidence",
            place((*path, own[0])),
            f"{name}: own factors without evidence are not used; those of the technology are",
            "give factor_evidence: a measurement of at most 15 % uncertainty that is at most three years old",
            source=name,
            field=own[0],
        )
    try:
        electrolysis_factors(cells)
    except PulmuError as error:
        yield from placed(error, place((*path, "method")))
        return
    if cells.technology in FALL_BACK and (len(own) < 2 or not cells.factor_evidence):
        yield warning(
            "carbon.cell_technology_fall_back",
            place((*path, "technology")),
            f"{name}: {cells.technology} without measured factors counts with those of {FALL_BACK[cells.technology]}",
            "measure slope_factor and weight_fraction, and give factor_evidence",
            source=name,
            technology=cells.technology,
            other=FALL_BACK[cells.technology],
        )


def _check_process(plant: Plant, cells: Electrolysis, place: Place, path: Path) -> Iterator[Problem]:
    reached = processes_reached(plant, [cells.process])
    goods = [good for process in plant.processes if process.id in reached for good in process.goods]
    known = [(found, product) for product in goods if (found := good_of(product)) is not None]
    if known and not any(is_primary_aluminium(found, product.route) for found, product in known):
        yield problem(
            "carbon.cells_outside_primary",
            place((*path, "process")),
            f"{cells.name or cells.id}: perfluorocarbons count for primary aluminium only; {cells.process} makes none"
            " (M2547 Annex I 3.17, Annex II B.7)",
            "name the process of primary aluminium, with route K",
            source=cells.name or cells.id,
            process=cells.process,
        )


def _check_metal(plant: Plant, place: Place) -> Iterator[Problem]:
    for n, process in enumerate(plant.processes):
        primary = [
            product
            for product in process.goods
            if (good := good_of(product)) is not None and is_primary_aluminium(good, product.route)
        ]
        cells = [item for item in plant.electrolysis if process.id in processes_reached(plant, [item.process])]
        if primary and not cells:
            yield problem(
                "carbon.perfluorocarbons_missing",
                place(("processes", n, "goods", process.goods.index(primary[0]), "cn_code")),
                f"primary aluminium ({primary[0].cn_code}, route K) needs the perfluorocarbons of its cells",
                "add its cells to electrolysis",
                cn_code=primary[0].cn_code,
            )
        made = math.fsum(item.aluminium.to("t") for item in cells if item.aluminium.dimension == "mass")
        sold = math.fsum(produced_tonnes(product) for product in primary)
        if cells and primary and made < sold * (1 - _METAL_TOLERANCE):
            yield warning(
                "carbon.cells_make_less",
                place(("processes", n)),
                f"process {process.id}: its cells made {made:,.6g} t, its goods are {sold:,.6g} t",
                "add the cells that are missing; metal that was added is a precursor or scrap",
                process=process.id,
                made=f"{made:,.6g}",
                sold=f"{sold:,.6g}",
            )


def check_transfers(plant: Plant, place: Place) -> Iterator[Problem]:
    """Problems of CO2 that is handed on."""
    for n, transfer in enumerate(plant.carbon_dioxide_transfers):
        yield from _check_transfer(transfer, place, ("carbon_dioxide_transfers", n))


def _check_transfer(transfer: CarbonDioxideTransfer, place: Place, path: Path) -> Iterator[Problem]:
    name, missing = transfer.name or transfer.id, missing_of(transfer)
    if missing == ("purpose",):
        yield warning(
            "carbon.transfer_counts_as_emitted",
            place((*path, "purpose")),
            f"{name}: CO2 handed on counts as emitted unless it is stored or bound for good (M2547 Annex II B.8)",
            "nothing, if that is right; the report tells the amount and the receiver",
            transfer=name,
        )
    elif missing:
        yield warning(
            "carbon.transfer_without_evidence",
            place((*path, missing[0])),
            f"{name}: without {', '.join(missing)} the CO2 counts as emitted (M2547 Annex II B.8)",
            "name the receiver, how it monitors the CO2, and the proof of its way",
            transfer=name,
            fields=", ".join(missing),
        )
