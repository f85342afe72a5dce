"""Waste gases of a plant, from what the blocks of a filled template took and gave."""

from dataclasses import dataclass

from pulmu.model import Quantity, WasteGas
from pulmu.services._official_back_cells import Filled
from pulmu.services._official_back_shares import HeatPlan
from pulmu.services._official_chain import NATURAL_GAS


def waste_gases_of(filled: Filled, plan: HeatPlan) -> tuple[WasteGas, ...]:
    """What a process gave goes to those that took gas, else to the outside; what is left was bought.

    The template counts waste gas by the factor of natural gas, whatever factor is typed, and so does the plant.
    """
    rows = {number: filled.content.processes[number] for number in filled.processes}
    wishes = [wish for number, row in rows.items() for wish in _wishes(filled, plan, number, row.gas_in or 0.0)]
    found = [
        _given(filled, number, row.gas_out, wishes)
        for number, row in rows.items()
        if row.gas_out is not None and row.gas_out > 0
    ]
    left = [wish for wish in wishes if wish.amount > 0]
    if left:
        found.append(_bought(filled, left))
    for gas in found:
        filled.told.add("official.read_waste_gas", "D_Processes", "", gas.name)
    return tuple(found)


@dataclass
class _Wish:
    """Gas that a process, or the generator inside it, burnt. [TJ]"""

    number: int
    user: str
    amount: float


def _wishes(filled: Filled, plan: HeatPlan, number: int, amount: float) -> list[_Wish]:
    of_generator = min(plan.gas_of.get(number, 0.0), amount)
    generator = next((name for name, place in plan.generators.items() if place == number), "")
    wishes = (_Wish(number, generator, of_generator), _Wish(number, filled.processes[number], amount - of_generator))
    return [wish for wish in wishes if wish.amount > 0]


def _given(filled: Filled, number: int, amount: float, wishes: list[_Wish]) -> WasteGas:
    users, left = {}, amount
    for wish in wishes:
        part = min(wish.amount, left)
        if wish.number != number and part > 0:
            users[wish.user] = _energy(filled, part, wish.number, "gas_in")
            wish.amount -= part
            left -= part
    return WasteGas(
        id=filled.identifier(f"waste gas of {number + 1}"),
        name=f"waste gas of {filled.content.processes[number].name}",
        amount=_energy(filled, amount, number, "gas_out"),
        emission_factor=_factor(filled),
        factor_evidence=f"{filled.file.name}, sheet D_Processes",
        produced_by=filled.processes[number],
        carbon_counted_by="source_streams",
        used_by=dict(users),
        exported=_energy(filled, left, number, "gas_out") if left > 0 else None,
    )


def _bought(filled: Filled, wishes: list[_Wish]) -> WasteGas:
    return WasteGas(
        id=filled.identifier("waste gas"),
        name="waste gas",
        amount=Quantity(sum(wish.amount for wish in wishes), "TJ net", f"{filled.file.name}, sheet D_Processes"),
        emission_factor=_factor(filled),
        factor_evidence=f"{filled.file.name}, sheet D_Processes",
        imported_from="as the template tells it",
        used_by={wish.user: _energy(filled, wish.amount, wish.number, "gas_in") for wish in wishes},
    )


def _energy(filled: Filled, value: float, number: int, name: str) -> Quantity:
    return filled.amount(value, "TJ net", "processes", number, name)


def _factor(filled: Filled) -> Quantity:
    return Quantity(NATURAL_GAS, "t CO2/TJ", f"{filled.file.name}, as the template counts")
