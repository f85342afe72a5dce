"""Waste gases: where they come from, who burns them, and that none of their carbon counts twice or never."""

from collections.abc import Iterator

from pulmu.carbon.check.common import Place, has_tables, ignored_field, is_known, placed_at_fields, steps_of
from pulmu.carbon.check.streams import check_users
from pulmu.carbon.waste_gas import waste_gas_factors
from pulmu.model import Path, Plant, Problem, PulmuError, Quantity, WasteGas, problem, warning
from pulmu.reference import find_fuel

_FIELDS = {"input.fuel_unknown": "material", "carbon.factor_mismatch": "net_calorific_value"}
_WASTE_GASES = ("Blast furnace gas", "Coke oven gas", "Oxygen steel furnace gas")
"""Names of the standard table that can only be waste gases."""


def check_waste_gases(plant: Plant, place: Place) -> Iterator[Problem]:
    """Problems of waste gases, and of source streams that are waste gases."""
    for n, gas in enumerate(plant.waste_gases):
        path: Path = ("waste_gases", n)
        yield from _check_origin(gas, place, path)
        yield from _check_factors(plant, gas, place, path)
        boilers = {name for net in plant.heat_nets for name in net.produced_by}
        yield from check_users(gas.name or gas.id, gas.amount, _users(gas), place, (*path, "used_by"), boilers)
        yield from _check_inside(plant, gas, place, path)
    yield from _check_streams(plant, place)


def _users(gas: WasteGas) -> dict[str, Quantity | str]:
    """Users of a gas, what was sold and what was flared among them."""
    gone = {"exported": gas.exported, "flared": gas.flared}
    return {**gas.used_by, **{name: amount for name, amount in gone.items() if amount is not None}}


def _check_origin(gas: WasteGas, place: Place, path: Path) -> Iterator[Problem]:
    name = gas.name or gas.id
    if bool(gas.produced_by) == bool(gas.imported_from):
        yield problem(
            "carbon.waste_gas_origin",
            place(path),
            f"{name} needs exactly one origin",
            "give either produced_by (own process) or imported_from (outside supplier)",
            waste_gas=name,
        )
    elif gas.produced_by and gas.carbon_counted_by is None:
        yield problem(
            "carbon.waste_gas_carbon",
            place((*path, "carbon_counted_by")),
            f"{name}: nothing says whether its carbon is already counted",
            "write source_streams if the fuels and materials of its process count with all their carbon; "
            "waste_gas if a mass balance lets the gas leave",
            waste_gas=name,
        )
    elif gas.imported_from and gas.carbon_counted_by is not None:
        yield ignored_field(
            place((*path, "carbon_counted_by")),
            "carbon_counted_by",
            name,
            "delete it: what bought gas emits counts with its producer",
        )
    if gas.imported_from and gas.flared is not None and gas.flared.value > 0:
        yield problem(
            "carbon.waste_gas_flared_import",
            place((*path, "flared")),
            f"{name}: bought gas that is flared belongs to the process that bought it",
            "name that process in used_by, and leave flared out",
            waste_gas=name,
        )


def _check_factors(plant: Plant, gas: WasteGas, place: Place, path: Path) -> Iterator[Problem]:
    given = (gas.amount, gas.net_calorific_value, gas.emission_factor)
    if not all(is_known(item) for item in given if item is not None) or not has_tables(plant.installation.country):
        return
    if not gas.material and gas.emission_factor is None:
        yield problem(
            "input.missing_field",
            place((*path, "material")),
            f"{gas.name or gas.id} has neither a material of the tables nor an emission factor",
            "fill it in",
            text="material",
        )
        return
    try:
        waste_gas_factors(gas, plant.installation.country)
    except PulmuError as error:
        yield from placed_at_fields(error, place, path, _FIELDS)


def _check_inside(plant: Plant, gas: WasteGas, place: Place, path: Path) -> Iterator[Problem]:
    """A boiler whose heat only the gas's own process uses: the gas never leaves that process."""
    if not gas.produced_by:
        return
    steps = steps_of(plant)
    for net in plant.heat_nets:
        users = {steps.get(name, name) for name in net.used_by}
        for boiler in sorted(set(net.produced_by) & set(gas.used_by)):
            if users == {gas.produced_by} and net.exported is None:
                yield problem(
                    "carbon.waste_gas_inside",
                    place((*path, "used_by", boiler)),
                    f"{gas.name or gas.id} and the heat of {boiler} stay in {gas.produced_by}: it would count twice",
                    f"name {gas.produced_by} as the user of the gas, in place of {boiler}",
                    waste_gas=gas.name or gas.id,
                    source=boiler,
                    process=gas.produced_by,
                )


def _check_streams(plant: Plant, place: Place) -> Iterator[Problem]:
    for n, stream in enumerate(plant.source_streams):
        try:
            fuel = find_fuel(stream.material, plant.installation.country).name if stream.material else ""
        except PulmuError:
            continue
        if stream.method == "combustion" and fuel in _WASTE_GASES:
            yield warning(
                "carbon.waste_gas_as_stream",
                place(("source_streams", n, "material")),
                f"{stream.name or stream.id}: {fuel} is a waste gas, but counts here with its full carbon",
                "describe it under waste_gases; its carbon already counts where it arises",
                stream=stream.name or stream.id,
                fuel=fuel,
            )
