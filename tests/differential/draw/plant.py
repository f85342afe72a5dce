"""One plant, part after part."""

import csv
import dataclasses
import functools
from pathlib import Path

import numpy as np
from tests.differential.draw.carbon import draw_carbon
from tests.differential.draw.chance import Chance
from tests.differential.draw.combined import draw_combined
from tests.differential.draw.drawing import Drawing
from tests.differential.draw.fuels import draw_rare_fuel, draw_stream
from tests.differential.draw.heat import draw_heat_by_efficiency, draw_net, draw_too_much_heat
from tests.differential.draw.outsourced import draw_outsourced
from tests.differential.draw.power import dedicate, draw_generator, draw_power
from tests.differential.draw.processes import draw_furnaces, draw_processes
from tests.differential.draw.purchases import draw_by_default, draw_purchases
from tests.differential.draw.stacks import draw_stacks, draw_transfers
from tests.differential.draw.waste_gas import draw_waste_gas
from tests.differential.draw.words import PLACES, YEARS
from tests.differential.drawn import Drawn
from tests.differential.worked.sharing import Sharing


def draw_plant(seed: int, number: int, shared: Path) -> Drawn:
    """The plant of a number."""
    chance = Chance(np.random.default_rng((seed, number)))
    home, *others = PLACES
    country = home if chance.maybe() else chance.one(others)
    drawing = Drawing(chance, number, _published(shared), country, chance.one(YEARS))
    draw_processes(drawing)
    draw_furnaces(drawing)
    for _ in range(chance.count(2, 6)):
        draw_stream(drawing)
    draw_carbon(drawing)
    draw_stacks(drawing)
    draw_transfers(drawing)
    for net in range(chance.count(0, 2)):
        draw_net(drawing, net)
    if chance.maybe(0.4):
        draw_combined(drawing)
    for gas in range(chance.count(0, 2)):
        draw_waste_gas(drawing, gas)
    if chance.maybe(0.4):
        draw_generator(drawing)
    draw_power(drawing)
    draw_purchases(drawing)
    _draw_in_turn(drawing)
    if chance.maybe(0.4):
        draw_outsourced(drawing)
    return _with_dedicated_power(drawing)


def _draw_in_turn(drawing: Drawing) -> None:
    """What few plants would have by chance."""
    kind = drawing.number % 6
    if kind < 3:
        draw_rare_fuel(drawing, ("kL", "t", "1000 Nm3")[kind])
    elif kind == 3:
        draw_too_much_heat(drawing)
    elif kind == 4:
        draw_by_default(drawing)
    else:
        draw_heat_by_efficiency(drawing)


def _with_dedicated_power(drawing: Drawing) -> Drawn:
    has_markup = drawing.number % 6 == 4 or drawing.chance.maybe(0.4)
    drawn = Drawn(
        number=drawing.number,
        processes=tuple(drawing.processes),
        streams=tuple(drawing.streams),
        equipment=tuple(drawing.equipment),
        nets=tuple(drawing.nets),
        waste_gases=tuple(drawing.waste_gases),
        stacks=tuple(drawing.stacks),
        cells=tuple(drawing.cells),
        transfers=tuple(drawing.transfers),
        purchases=tuple(drawing.purchases),
        supplies=tuple(drawing.supplies),
        power=drawing.power,
        outsourced=tuple(drawing.outsourced),
        has_markup=has_markup,
        country=drawing.country,
        year=drawing.year,
    )
    dedicate(drawing, Sharing(drawn))
    return dataclasses.replace(drawn, supplies=tuple(drawing.supplies))


@functools.cache
def _published(shared: Path) -> dict[tuple[str, str], float]:
    """Default values by country (ISO3, or '' for unknown origin) and code, from the raw tables. [t CO2e/t]"""
    folder = shared / "reference" / "cbam"
    found: dict[tuple[str, str], float] = {}
    for name, country in (("default_values.csv", None), ("annex_iv_unknown_origin.csv", "")):
        with (folder / name).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                place = row["iso3"] if country is None else country
                if row["total"]:
                    found[place, row["cn_code"]] = float(row["total"])
    return found
