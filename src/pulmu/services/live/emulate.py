"""Make an emulated plant of a line's file, or say what stands in the way."""

from collections.abc import Iterator
from dataclasses import dataclass

from pulmu.model import Document, Problem, decode, has_errors
from pulmu.model.emulation import Emulation, Furnace
from pulmu.model.errors import problem
from pulmu.model.line import Line
from pulmu.services.live.emulated import EmulatedPlant
from pulmu.services.live.furnace import AMBIENT
from pulmu.twin import Engine, read_line

RESERVED = ("line", "meter", "control")
"""First parts of tags that are no station's."""


@dataclass(frozen=True, slots=True)
class Emulated:
    """An emulated plant; None where there are errors."""

    plant: EmulatedPlant | None
    problems: tuple[Problem, ...]


def emulate(
    document: Document, settings: Document | None, engine: Engine, *, seed: int = 0, warm_up: float = 0.0
) -> Emulated:
    """The plant of a line.

    Parameters
    ----------
    settings : Its furnaces and drives; without it, it has no furnace, and the usual range of speeds.
    warm_up : Time that passes before anybody looks. [s]
    """
    line = read_line(document)
    told = None if settings is None else decode(Emulation, settings)
    problems = (*line.problems, *(told.problems if told else ()))
    if not has_errors(problems):
        problems = (*problems, *check_emulation(line.value, told.value if told else Emulation()))
    if has_errors(problems):
        return Emulated(None, problems)
    emulation = told.value if told else Emulation()
    return Emulated(EmulatedPlant(line.value, emulation, engine, seed=seed, warm_up=warm_up), problems)


def check_emulation(line: Line, emulation: Emulation) -> tuple[Problem, ...]:
    """What is wrong in what an emulated plant is told beyond its line."""
    found = [
        problem("live.reserved_name", f"stations.{item.id}", f"a station here cannot be named {item.id}",
                "give it another id; line, meter and control name what is no station's", name=item.id)
        for item in line.stations if item.id in RESERVED
    ]  # fmt: skip
    return (*found, *(one for item in emulation.furnaces for one in _furnace(line, item)))


def _furnace(line: Line, item: Furnace) -> Iterator[Problem]:
    place = f"furnaces.{item.station}"
    station = next((one for one in line.stations if one.id == item.station), None)
    if station is None:
        known = ", ".join(one.id for one in line.stations)
        yield problem("live.unknown_station", place, f"the line has no station {item.station}",
                      f"name one of: {known}", name=item.station, known=known)  # fmt: skip
        return
    used = [use.carrier for use in station.uses]
    for carrier in item.carriers:
        if carrier not in used:
            yield problem("live.unknown_carrier", place, f"{item.station} uses no carrier {carrier}",
                          "name one of: " + ", ".join(used), name=carrier, known=", ".join(used))  # fmt: skip
    low, usual, high = item.low.to("°C"), item.temperature.to("°C"), item.high.to("°C")
    standby = item.standby.to("°C")
    if not (AMBIENT < standby <= usual and AMBIENT < low <= usual <= high):
        yield problem(
            "live.unfit_range", place, f"{low:g}, {usual:g} and {high:g} °C, standby {standby:g} °C, are no range",
            f"give low, temperature, high in this order, above {AMBIENT:g} °C, and standby not above temperature",
            low=f"{low:g}", usual=f"{usual:g}", high=f"{high:g}", standby=f"{standby:g}", hall=f"{AMBIENT:g}",
        )  # fmt: skip
