"""An emulated plant: the line model driven piece by piece of time, with controllers that take setpoints.

No clock is read here: whoever drives it says how much time of the plant passes, and what the time of the hall is.
"""

import math
from collections.abc import Iterator
from typing import Literal

from pulmu.model.emulation import Emulation
from pulmu.model.line import Line
from pulmu.model.line_state import LineState
from pulmu.model.quantity import Quantity
from pulmu.model.tag import Tag, Value
from pulmu.model.week import DAYS
from pulmu.services.live.emulated_tags import (
    HEARTBEAT,
    HOLD,
    REMOTE,
    RESET,
    RUN,
    SPEED,
    emulated_tags,
    is_electric,
)
from pulmu.services.live.furnace import Heat
from pulmu.services.live.machine_state import shown_state
from pulmu.services.live.meters import Meter, Meters, next_block
from pulmu.services.live.variant import line_at
from pulmu.twin import Ask, Engine, LineResult, continued, plan_line, simulate_line
from pulmu.twin.week import WEEK, offset_of

Refusal = Literal["", "unknown", "not_writable", "wrong_type", "not_finite", "out_of_range", "local", "hold"]
"""Why a controller refuses a value; empty where it takes it."""


class EmulatedPlant:
    """A plant that runs by its line model.

    Parameters
    ----------
    line : A line without problems.
    warm_up : Time of the plant that passes at once, so that the line is not empty. [s]
    """

    def __init__(self, line: Line, emulation: Emulation, engine: Engine, *, seed: int = 0, warm_up: float = 0.0):
        self.line, self.emulation, self.engine, self.seed = line, emulation, engine, seed
        self.tags: tuple[Tag, ...] = emulated_tags(line, emulation)
        self.by_name = {tag.name: tag for tag in self.tags}
        self.state: LineState | None = line.state
        self.heats = {item.station: Heat.of(item) for item in emulation.furnaces}
        self.running, self.speed, self.remote, self.hold = True, 100.0, True, False
        self.beat: float | None = None
        self.beaten = 0.0
        self.now = 0.0
        self.meters = Meters()
        self.pieces = {item.id: 0 for item in line.stations}
        self.made = {f"line/{item.id}/{kind}": 0 for item in line.products for kind in ("good", "scrap")}
        self.inside = 0
        self._run(warm_up)

    # time ---------------------------------------------------------------------------------------------------

    def advance(self, seconds: float) -> None:
        """Let so much time of the plant pass; setpoints hold from its start to its end. [s]"""
        end = self.now + seconds
        while self.now < end:
            step = min(next_block(self.now), end)
            if step - self.now < 1e-9:
                self.now = step
                continue
            self._count(self._run(step - self.now), self.now, step)
            self.heats = {name: heat.after(step - self.now) for name, heat in self.heats.items()}
            self.now = step

    def watch(self, hall: float) -> None:
        """See whether the controlling program still lives: without its heartbeat, safe values are taken.

        Parameters
        ----------
        hall : Time of the hall, from any moment on. [s]
        """
        if self.beat is not None and hall - self.beat > _seconds(self.emulation.hold_after):
            self.beat, self.hold = None, True
            self.speed = 100.0
            self.heats = {name: Heat(heat.furnace, heat.furnace.temperature.to("°C"), heat.temperature)
                          for name, heat in self.heats.items()}  # fmt: skip

    def _run(self, seconds: float) -> LineResult:
        cold = {name for name, heat in self.heats.items() if not heat.is_ready}
        held = {item.id for item in self.line.stations} if not self.running else cold
        scrap = {name: heat.scrap for name, heat in self.heats.items()}
        line = line_at(self.line, self.speed, held, set(self.heats), scrap)
        begun = line if self.state is None else continued(line, self.state)
        run = next(simulate_line(begun, Ask(seconds, seed=self.seed, end=True), self.engine))
        self.state = run.end
        self.inside = run.inside
        return run

    def _count(self, run: LineResult, start: float, end: float) -> None:
        amounts = {}
        for station in run.stations:
            self.pieces[station.station] += station.pieces
            heat = self.heats.get(station.station)
            for use in station.uses:
                factor = heat.power_factor if heat and use.carrier in heat.furnace.carriers else 1.0
                amounts[station.station, use.carrier] = use.amount * factor
        self.meters.count(amounts, start, end)
        for product in run.products:
            self.made[f"line/{product.product}/good"] += product.good
            self.made[f"line/{product.product}/scrap"] += product.scrap

    # commands -----------------------------------------------------------------------------------------------

    def command(self, name: str, value: Value, hall: float) -> Refusal:
        """Take a value from a controlling program, or say why not."""
        tag = self.by_name.get(name)
        if tag is None:
            return "unknown"
        if not tag.writable:
            return "not_writable"
        if (refusal := _unfit(tag, value)) != "":
            return refusal
        if not self.remote:
            return "local"
        if name == HEARTBEAT:
            self.beat, self.beaten, self.hold = hall, float(value), False
            return ""
        if self.hold:
            return "hold"
        self._take(tag, value)
        return ""

    def _take(self, tag: Tag, value: Value) -> None:
        if tag.name == RUN:
            self.running = bool(value)
        elif tag.name == SPEED:
            self.speed = float(value)
        elif tag.name == RESET:
            self.meters.reset(self.now)
        else:
            heat = self.heats[tag.station]
            is_switch = tag.measure == "standby"
            setpoint = heat.setpoint if is_switch else float(value)
            standby = bool(value) if is_switch else heat.standby
            self.heats[tag.station] = Heat(heat.furnace, setpoint, heat.temperature, standby)

    # values -------------------------------------------------------------------------------------------------

    def values(self) -> dict[str, Value]:
        """What every tag shows now."""
        shown: dict[str, Value] = {
            "line/clock": self.clock(), RUN: self.running, SPEED: self.speed, "line/inside": float(self.inside),
            HEARTBEAT: self.beaten, HOLD: self.hold, REMOTE: self.remote, RESET: False,
        }  # fmt: skip
        shown.update({name: float(count) for name, count in self.made.items()})
        shown.update(self._machines())
        shown.update(self._furnaces())
        for item in self.line.stations:
            shown[f"{item.id}/pieces"] = float(self.pieces[item.id])
        shown.update(self._metered())
        return {tag.name: shown[tag.name] for tag in self.tags}

    def clock(self) -> str:
        """Time of the week in the plant."""
        minutes = int((offset_of(self.line.starts) + self._after()) % WEEK // 60)
        return f"{DAYS[minutes // 1440]} {minutes // 60 % 24:02}:{minutes % 60:02}"

    def _after(self) -> float:
        return 0.0 if self.state is None or self.state.after is None else _seconds(self.state.after)

    def _machines(self) -> Iterator[tuple[str, Value]]:
        plan = plan_line(self.line)
        offset = offset_of(self.line.starts) + self._after()
        on = {
            (item.id, number): calendar < 0 or plan.calendars[calendar].at_time(offset) == 1
            for item, planned in zip(self.line.stations, plan.stations, strict=True)
            for number, calendar in enumerate(planned.calendars, 1)
        }
        stations = {item.id: item for item in self.line.stations}
        waits = dict.fromkeys(stations, 0)
        steps = {(item.id, step.id or step.station): step.station for item in self.line.products for step in item.route}
        first = {item.id: item.route[0].station for item in self.line.products}
        for piece in self.state.waiting if self.state else ():
            waits[steps[piece.product, piece.step] if piece.step else first[piece.product]] += piece.pieces
        yield from ((f"{name}/queue", float(count)) for name, count in waits.items())
        for machine in self.state.machines if self.state else ():
            yield f"{machine.station}/{machine.machine}/state", self._shown(machine.station, shown_state(
                machine, stations[machine.station], is_on=on[machine.station, machine.machine]))  # fmt: skip

    def _shown(self, station: str, state: str) -> str:
        """A machine that is held stands, whatever it would do."""
        heat = self.heats.get(station)
        if state in ("down", "maintenance", "off"):
            return state
        if not self.running:
            return "stopped"
        if heat is not None and not heat.is_ready:
            return "standby" if heat.standby else "heating"
        return state

    def _furnaces(self) -> Iterator[tuple[str, Value]]:
        for name, heat in self.heats.items():
            yield f"{name}/temperature", heat.temperature
            yield f"{name}/temperature_set", heat.setpoint
            yield f"{name}/standby", heat.standby

    def _metered(self) -> Iterator[tuple[str, Value]]:
        carriers = {item.id: item for item in self.line.carriers}
        places = [(item.id, use.carrier) for item in self.line.stations for use in item.uses]
        for station, carrier in [*places, *(("", item.id) for item in self.line.carriers)]:
            meter = self.meters.by_place.get((station, carrier), Meter())
            prefix = f"{station or 'meter'}/{carrier}"
            is_energy = is_electric(carriers[carrier])
            yield f"{prefix}/{'energy' if is_energy else 'amount'}", meter.total
            yield f"{prefix}/{'power' if is_energy else 'flow'}", meter.rate
            if not station:
                yield f"{prefix}/since", f"{meter.since:.0f} s"
                if is_energy:
                    yield f"{prefix}/demand", meter.last_block
                    yield f"{prefix}/demand_running", meter.running_block(self.now)
                    yield f"{prefix}/demand_predicted", meter.predicted_block(self.now)


def _unfit(tag: Tag, value: Value) -> Refusal:
    if tag.kind == "truth":
        return "" if isinstance(value, bool) else "wrong_type"
    if isinstance(value, bool | str):
        return "wrong_type"
    if not math.isfinite(value):
        return "not_finite"
    return "" if tag.holds(value) else "out_of_range"


def _seconds(span: Quantity) -> float:
    return span.to("s")
