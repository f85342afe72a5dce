"""Metallic charge behind the steel of every process: pig iron, direct reduced iron and scrap, through all own steps."""

from collections.abc import Mapping
from typing import Literal

import numpy as np
from scipy.sparse import csc_array
from scipy.sparse.linalg import splu

from pulmu.carbon.activity import production
from pulmu.carbon.consumption import mass_used
from pulmu.carbon.flows import process_of_products
from pulmu.model import Plant, Process, PulmuError
from pulmu.reference import find_good, parameter

Charge = Literal["blast_furnace", "direct_reduction", "scrap", "unknown"]
CRUDE_STEEL = "Crude steel"
STEEL = (CRUDE_STEEL, "Iron or steel products")
KINDS: tuple[Charge, ...] = ("blast_furnace", "direct_reduction", "scrap", "unknown")
_CHARGE: Mapping[str, Charge] = {"Pig iron": "blast_furnace", "DRI": "direct_reduction"}

Masses = dict[Charge, float]
"""Tonnes by kind."""


def metallic_charges(plant: Plant) -> dict[str, Masses]:
    """Tonnes of pig iron, direct reduced iron and scrap behind the steel of each process, by its id.

    Steel of another own process counts with the mix of that, also where processes feed each other: the mixes are the
    solution of a linear system. Bought steel is unknown, and so is own steel behind which nothing of these stands.
    Ferro-alloys are no metallic charge.
    """
    outside = {process.id: _from_outside(plant, process) for process in plant.processes}
    makers = process_of_products(plant.processes)
    categories = {item.id: category_of_code(item.cn_code) for _, item in plant.products()}
    steel: dict[str, dict[str, float]] = {process.id: {} for process in plant.processes}
    for process in plant.processes:
        for name, mass in process.own_precursors.items():
            category = categories.get(name, "")
            if category in _CHARGE:
                outside[process.id][_CHARGE[category]] += mass.to("t")
            elif category in STEEL:
                used = steel[process.id]
                used[makers[name]] = used.get(makers[name], 0.0) + mass.to("t")
    mixes = _mixes(outside, steel)
    return {
        name: {
            kind: own[kind] + sum(mass * mixes[maker][at] for maker, mass in steel[name].items())
            for at, kind in enumerate(KINDS)
        }
        for name, own in outside.items()
    }


def majority(charge: Mapping[Charge, float]) -> Charge | None:
    """The kind that makes up more than half of a charge; None where none does, or it is bought steel."""
    whole, least = sum(charge.values()), parameter("metallic_charge_majority").value
    for kind, part in charge.items():
        if kind != "unknown" and whole > 0 and part > least * whole:
            return kind
    return None


def category_of_code(cn_code: str) -> str:
    """Category of goods of a CN code; empty for a code that is none."""
    try:
        return find_good(cn_code).goods_category
    except PulmuError:
        return ""


def _from_outside(plant: Plant, process: Process) -> Masses:
    """What a process charges that is not steel of its own plant."""
    found: Masses = dict.fromkeys(KINDS, 0.0)
    found["scrap"] = _scrap(process)
    for inner in process.inner_precursors:
        if inner.produced is not None and (kind := _CHARGE.get(category_of_code(inner.cn_code))):
            found[kind] += inner.produced.to("t")
    for purchase in plant.purchases:
        if process.id in purchase.used_by:
            category = category_of_code(purchase.cn_code)
            if category in _CHARGE or category in STEEL:
                found[_CHARGE.get(category, "unknown")] += mass_used(purchase, process.id).to("t")
    return found


def _scrap(process: Process) -> float:
    """Scrap put in; where none is listed, what the parameters of crude steel made of no other own steel say. [t]"""
    if process.scrap_inputs or process.own_precursors:
        return sum(scrap.amount.to("t") for scrap in process.scrap_inputs)
    return sum(
        production(product).to("t") * product.sector_parameters.scrap_per_tonne
        for product in process.goods
        if product.sector_parameters is not None
        and product.sector_parameters.scrap_per_tonne is not None
        and category_of_code(product.cn_code) == CRUDE_STEEL
    )


def _mixes(outside: Mapping[str, Masses], steel: Mapping[str, Mapping[str, float]]) -> dict[str, tuple[float, ...]]:
    """Shares of the kinds in a tonne of the steel of each process, in the order of `KINDS`."""
    fed = _fed(outside, steel)
    mixes: dict[str, tuple[float, ...]] = {name: (0.0, 0.0, 0.0, 1.0) for name in outside if name not in fed}
    at = {name: number for number, name in enumerate(fed)}
    entries: dict[tuple[int, int], float] = {}
    given = np.array([[outside[name][kind] for kind in KINDS] for name in fed]).reshape(len(fed), len(KINDS))
    for name, row in at.items():
        entries[row, row] = sum(outside[name].values()) + sum(steel[name].values())
        for maker, mass in steel[name].items():
            if maker in at:
                entries[row, at[maker]] = entries.get((row, at[maker]), 0.0) - mass
            else:
                given[row] += mass * np.array(mixes[maker])
    solved = given
    if entries:
        # Every row is dominant, and from each a path leads to one that something enters from outside: no row is lost.
        places = tuple(np.array(list(entries)).T)
        matrix = csc_array((list(entries.values()), places), shape=(len(fed), len(fed)))
        solved = splu(matrix).solve(given)
    return mixes | {name: tuple(map(float, solved[row])) for name, row in at.items()}


def _fed(outside: Mapping[str, Masses], steel: Mapping[str, Mapping[str, float]]) -> tuple[str, ...]:
    """Processes whose steel has something behind it that came from outside."""
    users: dict[str, list[str]] = {}
    for name, makers in steel.items():
        for maker, mass in makers.items():
            if mass > 0:
                users.setdefault(maker, []).append(name)
    waiting = [name for name, own in outside.items() if sum(own.values()) > 0]
    found = dict.fromkeys(waiting)
    while waiting:
        for user in users.get(waiting.pop(), ()):
            if user not in found:
                found[user] = None
                waiting.append(user)
    return tuple(name for name in outside if name in found)
