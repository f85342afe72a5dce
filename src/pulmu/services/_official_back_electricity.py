"""Electricity of a plant, from the rows of a filled template."""

from pulmu.model import ElectricityBalance, ElectricitySource, Quantity
from pulmu.services._official_back_cells import Filled

_SAME = 1e-9


def electricity_of(filled: Filled) -> ElectricityBalance:
    """What each process took, with its factor: processes of another factor than most have a source of their own.

    What the total of indirect emissions tells beyond the processes was used outside them.
    """
    rows = {number: filled.content.processes[number] for number in filled.processes}
    taken = {number: row.electricity for number, row in rows.items() if row.electricity is not None}
    if not taken:
        return ElectricityBalance()
    groups: dict[float, list[int]] = {}
    for number in taken:
        groups.setdefault(float(f"{rows[number].electricity_factor or 0.0:.9g}"), []).append(number)
    common = max(groups, key=lambda factor: sum(taken[number] for number in groups[factor]))
    emitted = sum((rows[number].electricity_factor or 0.0) * amount for number, amount in taken.items())
    outside = _outside((filled.content.balance.indirect or 0.0) - emitted, emitted, _mean(filled, groups[common]))
    sources = [_source(filled, "grid", groups[common], outside)]
    for count, numbers in enumerate((found for factor, found in groups.items() if factor != common), 2):
        sources.append(_source(filled, f"electricity_{count}", numbers, 0.0, is_dedicated=True))
        filled.told.add("official.read_several_factors", "D_Processes", f"L{66 + 65 * numbers[0]}")
    users = {
        filled.processes[number]: filled.amount(amount, "MWh", "processes", number, "electricity")
        for number, amount in taken.items()
    }
    if outside:
        users["outside"] = Quantity(outside, "MWh")
    return ElectricityBalance(sources=tuple(sources), used_by=dict(users))


def _outside(left: float, emitted: float, factor: float) -> float:
    """Electricity behind indirect emissions that no process bears. [MWh]"""
    return left / factor if factor > 0 and left > _SAME * emitted else 0.0


def _mean(filled: Filled, numbers: list[int]) -> float:
    rows = [filled.content.processes[number] for number in numbers]
    whole = sum(row.electricity or 0.0 for row in rows)
    emitted = sum((row.electricity or 0.0) * (row.electricity_factor or 0.0) for row in rows)
    return emitted / whole if whole > 0 else rows[0].electricity_factor or 0.0


def _source(
    filled: Filled, name: str, numbers: list[int], outside: float, *, is_dedicated: bool = False
) -> ElectricitySource:
    place = f"{filled.file.name}, sheet D_Processes"
    amount = sum(filled.content.processes[number].electricity or 0.0 for number in numbers) + outside
    return ElectricitySource(
        id=name,
        amount=Quantity(amount, "MWh", f"{place}, sheet C_Emissions&Energy"),
        emission_factor=Quantity(_mean(filled, numbers), "t CO2e/MWh", place),
        evidence=place,
        dedicated_to=tuple(filled.processes[number] for number in numbers) if is_dedicated else (),
        dedicated_evidence=f"as {filled.file.name} states its factor" if is_dedicated else "",
    )
