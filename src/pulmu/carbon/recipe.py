"""What a process takes of precursors per tonne it makes: whether two processes use the same in the same proportion."""

from collections.abc import Mapping

from pulmu.model import Plant, Process, Purchase, Quantity

SAME_PROPORTION = 0.05
"""Recipes that differ by less than this share are the same: weighing is no better."""


def precursor_recipe(plant: Plant, process: Process, made: float) -> dict[str, float]:
    """Tonnes of each precursor per tonne made: bought ones by CN code, own ones by id; empty where nothing was made."""
    if not made > 0:
        return {}
    recipe = {name: _tonnes(mass) / made for name, mass in process.own_precursors.items()}
    for purchase in plant.purchases:
        mass = purchase.used_by.get(process.id)
        if mass is not None:
            code = "".join(purchase.cn_code.split())
            recipe[code] = recipe.get(code, 0.0) + _used(purchase, mass) / made
    return recipe


def _used(purchase: Purchase, mass: Quantity | str) -> float:
    if isinstance(mass, Quantity):
        return _tonnes(mass)
    known = sum(_tonnes(other) for other in purchase.used_by.values() if isinstance(other, Quantity))
    return _tonnes(purchase.received) - known


def is_same_recipe(first: Mapping[str, float], second: Mapping[str, float]) -> bool:
    """Whether two recipes name the same precursors in the same quantity per tonne, within what is weighed."""
    return first.keys() == second.keys() and all(
        abs(first[name] - second[name]) <= SAME_PROPORTION * first[name] for name in first
    )


def _tonnes(mass: Quantity) -> float:
    return mass.to("t") if mass.dimension == "mass" else float("nan")
