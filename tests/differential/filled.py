"""The drawn plant in the cells of the official workbook, typed as its operator would: what was drawn, and `worked`."""

from datetime import date
from typing import Any

from tests.communication_template import installation, product
from tests.differential.draw.words import PLACES
from tests.differential.drawn import (
    Drawn,
    DrawnCells,
    DrawnEquipment,
    DrawnProcess,
    DrawnStack,
    DrawnStream,
    with_steps,
)
from tests.differential.worked import Row, Worked, rows, work_out
from tests.differential.worked.factors import CARBON_MONOXIDE

ROUTES = {
    "Crude steel": ("Basic oxygen steelmaking", "Electric arc furnace", "Other production routes",
                    "Unknown production routes"),
    "Pig iron": ("Blast furnace route", "Smelting reduction", "Other production routes", "Unknown production routes"),
    "Hydrogen": ("Steam reforming and partial oxidation", "Electrolysis of water",
                 "Chlor-Alkali electrolysis and production of chlorates", "Other production routes",
                 "Unknown production routes"),
    "Ammonia": ("Haber-Bosch process with steam reforming of natural gas or biogas",
                "Haber-Bosch process with gasification of coal or other fuels", "Other production routes",
                "Unknown production routes"),
    "Unwrought aluminium": ("Primary (electrolytic) smelting", "Secondary melting (recycling)",
                            "Other production routes", "Unknown production routes"),
}  # fmt: skip
"""Routes by category, in the order of the workbook; the others have one row, 'All production routes'."""
PROCESS, PRECURSOR, STREAM, CELLS, STACK = 11, 14, 17, 98, 113
"""First rows: of a process in D_Processes (65 rows each), a precursor in E_PurchPrec (44), and of streams, cells and
stacks in B_EmInst."""

Cells = dict[str, dict[str, Any]]


def process_row(number: int) -> int:
    """First row of a process of sheet D_Processes."""
    return PROCESS + 65 * number


def precursor_row(number: int) -> int:
    """First row of a precursor of sheet E_PurchPrec."""
    return PRECURSOR + 44 * number


def filled(drawn: Drawn) -> Cells:
    """Values by sheet and cell."""
    drawn = with_steps(drawn)
    worked, bought = work_out(drawn), rows(drawn)
    cells: Cells = {
        "A_InstData": _installation(drawn, bought),
        "B_EmInst": {},
        "D_Processes": {},
        "E_PurchPrec": {},
        "Summary_Products": {},
    }
    for number, stream in enumerate(burnt_streams(drawn, worked)):
        cells["B_EmInst"] |= _stream(STREAM + number, stream)
    for number, electrolysis in enumerate(drawn.cells):
        cells["B_EmInst"] |= _electrolysis(CELLS + number, electrolysis)
    for number, stack in enumerate(drawn.stacks):
        cells["B_EmInst"] |= _stack(STACK + number, stack)
    unit = unit_in_tool(drawn)
    if unit is not None:
        cells["F_Tools"] = _combined(unit, worked)
    for number, item in enumerate(drawn.in_workbook):
        cells["D_Processes"] |= _process(drawn, process_row(number), item, worked)
    for number, row in enumerate(bought):
        cells["E_PurchPrec"] |= _precursor(drawn, precursor_row(number), row)
    goods = [(item, good) for item in drawn.in_workbook for good in item.goods if good.is_cbam]
    for number, (item, good) in enumerate(goods):
        cells["Summary_Products"] |= product(number, item.id, good.cn_code, good.id)
    return cells


def unit_in_tool(drawn: Drawn) -> DrawnEquipment | None:
    """The unit of combined heat and power that the workbook's tool splits; it has room for one."""
    units = [item for item in drawn.equipment if item.combined is not None]
    return units[drawn.number // 6 % len(units)] if units else None


def burnt_streams(drawn: Drawn, worked: Worked) -> list[DrawnStream]:
    """Source streams that count themselves, and after them waste gases whose carbon no stream holds."""
    gases = [
        DrawnStream(gas.id, "combustion", "", gas.unit, worked.burnt_gas[gas.id], gas.factor, "TJ", {},
                    gas.heating_value)
        for gas in drawn.waste_gases
        if gas.counted_here or not gas.produced_by
    ]  # fmt: skip
    return [*(item for item in drawn.streams if not item.measured_by), *gases]


def _electrolysis(row: int, item: DrawnCells) -> dict[str, Any]:
    method = "Slope method" if item.method == "slope" else "Overvoltage method"
    cells = {f"D{row}": method, f"F{row}": item.aluminium, f"AM{row}": item.fraction, f"AT{row}": item.collection}
    if item.method == "slope":
        return cells | {f"AG{row}": item.frequency, f"AH{row}": item.duration, f"AI{row}": item.factor}
    return cells | {f"AJ{row}": item.overvoltage, f"AK{row}": item.efficiency, f"AL{row}": item.factor}


def _combined(unit: DrawnEquipment, worked: Worked) -> dict[str, Any]:
    """The tool for combined heat and power; what is known by design is typed as if it had been metered."""
    assert unit.combined is not None
    energy, emitted, _ = worked.split[unit.id]
    heat, power = unit.combined.references
    cells: dict[str, Any] = {"J26": emitted, "J41": heat, "K41": power}
    if unit.combined.heat is not None:
        cells |= {"J21": energy, "K21": unit.combined.heat, "L21": unit.megawatt_hours}
    elif unit.combined.efficiencies is not None:
        of_heat, of_power = unit.combined.efficiencies
        cells |= {"J21": energy, "K21": energy * of_heat, "L21": energy * of_power / 0.0036}
    return cells


def _stack(row: int, item: DrawnStack) -> dict[str, Any]:
    gas, times = ("CO2", CARBON_MONOXIDE) if item.gas == "CO" else (item.gas, 1.0)  # the list has no CO
    cells: dict[str, Any] = {f"D{row}": item.id, f"E{row}": gas, f"V{row}": item.concentration * times,
                             f"X{row}": item.hours, f"Z{row}": item.flow}  # fmt: skip
    return cells | ({f"R{row}": item.biomass * 100} if item.proven else {})


def _installation(drawn: Drawn, bought: list[Row]) -> dict[str, Any]:
    period = (date(drawn.year, 1, 1), date(drawn.year, 12, 31))
    cells = installation(f"Drawn Plant {drawn.number}", PLACES[drawn.country], "KRPUS", period)
    categories = dict.fromkeys(item.category for item in drawn.in_workbook)
    for number, category in enumerate(categories):
        cells[f"E{62 + number}"] = category
        used = sorted({row for item in drawn.in_workbook if item.category == category for row in item.routes})
        for column, row in zip("IJKLMN", used if category in ROUTES else (), strict=False):
            cells[f"{column}{62 + number}"] = ROUTES[category][row]
    for number, item in enumerate(drawn.in_workbook):
        cells |= {f"E{83 + number}": item.category, f"F{83 + number}": "Only direct production",
                  f"L{83 + number}": item.id}  # fmt: skip
    for number, row in enumerate(bought):
        cells |= {f"E{102 + number}": row.category, f"L{102 + number}": row.name}
        if len(row.country) == 2:
            cells[f"F{102 + number}"] = row.country
        if row.category in ROUTES:
            cells[f"G{102 + number}"] = ROUTES[row.category][-1]
    return cells


def _stream(row: int, item: DrawnStream) -> dict[str, Any]:
    cells: dict[str, Any]
    if item.method in ("in", "out"):
        sign = 1 if item.method == "in" else -1
        cells = {f"D{row}": "Mass Balance", f"E{row}": item.id, f"F{row}": sign * item.amount, f"G{row}": item.unit,
                 f"L{row}": item.factor}  # fmt: skip
        return cells | ({f"R{row}": item.biomass * 100} if item.proven else {})
    method, share = ("Combustion", "N") if item.method == "combustion" else ("Process emissions", "P")
    per = "tCO2/TJ" if item.per == "TJ" else f"tCO2/{item.unit}"
    cells = {f"D{row}": method, f"E{row}": item.id, f"F{row}": item.amount, f"G{row}": item.unit,
                             f"J{row}": item.factor, f"K{row}": per, f"{share}{row}": item.share * 100}  # fmt: skip
    if item.heating_value is not None:
        cells[f"H{row}"] = item.heating_value
    if item.proven:  # without proof of sustainability biomass is fossil
        cells[f"R{row}"] = item.biomass * 100
    return cells


def _process(drawn: Drawn, row: int, item: DrawnProcess, worked: Worked) -> dict[str, Any]:
    # What is put back into the process has no row: the block knows what is left of the output.
    cells: dict[str, Any] = {f"L{row + 5 + route}": item.net * share for route, share in item.routes.items()}
    mine = {good.id: item.typed(good) for good in item.goods}
    users = [other for other in drawn.processes if other.id != item.id]
    sent = {other.id: sum(mass * mine[name] for name, mass in other.own.items() if name in mine) for other in users}
    others = [other for other in drawn.in_workbook if other.id != item.id]
    for number, other in enumerate(others):
        cells[f"L{row + 21 + number}"] = sent[other.id]
    to_non_cbam = sum(sent[other.id] for other in users if not other.category)
    cells[f"L{row + 30}"] = to_non_cbam
    cells[f"L{row + 16}"] = item.net - sum(sent.values())
    heat_in, heat_out, made = worked.heat_in[item.id], worked.heat_out[item.id], worked.generated[item.id]
    cells |= {f"K{row + 39}": True, f"L{row + 39}": True, f"L{row + 43}": worked.burnt[item.id],
              f"L{row + 46}": heat_in.amount, f"L{row + 47}": heat_in.factor,
              f"M{row + 46}": heat_out.amount, f"M{row + 47}": heat_out.factor,
              f"L{row + 50}": worked.gas_in[item.id], f"M{row + 50}": worked.gas_out[item.id],
              f"L{row + 60}": made.amount, f"L{row + 61}": made.factor}  # fmt: skip
    if drawn.supplies:
        used, at_home = worked.bought_power[item.id], worked.used_at_home[item.id]
        whole, emitted = used.amount + at_home.amount, used.emissions + at_home.emissions
        cells |= {f"L{row + 54}": whole, f"L{row + 55}": emitted / whole if whole else 0.0, f"L{row + 56}": "Mix"}
    return cells


def _precursor(drawn: Drawn, row: int, item: Row) -> dict[str, Any]:
    routes = ROUTES.get(item.category, ("",))
    cells: dict[str, Any] = {f"L{row + 3 + len(routes) - 1}": item.bought}
    names = [process.id for process in drawn.in_workbook]
    for number, name in enumerate(names):
        cells[f"L{row + 14 + number}"] = item.used.get(name, 0.0)
    elsewhere = item.bought - sum(item.used.get(name, 0.0) for name in names)
    basis = "Default" if item.by_default else "Measured"
    cells |= {f"L{row + 24}": elsewhere, f"L{row + 35}": item.direct, f"M{row + 35}": basis,
              f"L{row + 36}": item.electricity, f"M{row + 36}": basis,
              f"L{row + 37}": item.electricity_factor, f"M{row + 37}": "D.4(a)"}  # fmt: skip
    return cells
