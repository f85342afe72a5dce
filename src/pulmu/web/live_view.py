"""A live plant in the words of the pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pulmu.locale import Language, digits, number, text
from pulmu.locale import unit_symbol as unit_of
from pulmu.locale.numbers import decimals_of
from pulmu.model.line import Line
from pulmu.services.accounts.identify import ZONE
from pulmu.services.line_play import machine_names
from pulmu.services.live_links.feed import Look, Shown
from pulmu.services.live_links.now import LineNow, MachineNow, StationNow
from pulmu.twin.counts import STATES
from pulmu.web.line_play_view import SIGNS
from pulmu.web.line_words import LinePicture, line_picture, name_of

LIVE_SIGNS = {**SIGNS, "standby": "z", "stopped": "■", "unknown": "⁄"}
"""What stands in a machine; a value that is not known is hatched as well."""
_STOPPED = ("down", "maintenance", "stopped", "waiting", "blocked")


@dataclass(frozen=True, slots=True)
class Cell:
    """One value on the page.

    Parameters
    ----------
    sign : Of a state.
    standing : good, uncertain, bad, stale; none where nothing was ever kept.
    note : What is to be said of a value that is not good; else empty.
    at : When it was so, in milliseconds since 1970.
    """

    tag: str
    name: str
    text: str
    state: str
    sign: str
    standing: str
    note: str
    at: int


@dataclass(frozen=True, slots=True)
class StationRow:
    """A station of the page."""

    name: str
    machines: tuple[Cell, ...]
    queue: Cell | None
    pieces: Cell | None
    powers: tuple[Cell, ...]
    temperature: Cell | None
    setpoint: Cell | None


class LiveView:
    """The words of one live plant."""

    def __init__(self, line: Line, language: Language) -> None:
        self.line, self.language = line, language
        self.stations = {item.id: name_of(item, language) for item in line.stations}
        self.numbers = {f"{line.stations[n].id}/{at}/state": m for m, (n, at) in enumerate(machine_names(line))}

    def text(self, key: str, **values: object) -> str:
        return text(f"web.live.{key}", self.language, **values)

    def state_word(self, state: str) -> str:
        """A state of a machine in words."""
        if state in STATES:
            return text(f"simulate.state.{state}", self.language)
        return self.text(f"state.{state}") if state in ("standby", "stopped") else self.text("state.unknown")

    def cell(self, shown: Shown, name: str = "") -> Cell:
        """A value in words: with its unit, or the word of a state; what is not good says so."""
        item, state = shown.sample, ""
        if item.tag.endswith("/state") and isinstance(item.value, str):
            is_known = shown.standing == "good" and item.value in LIVE_SIGNS
            state = item.value if is_known else "unknown"
        said = self._value(shown)
        note = "" if shown.standing == "good" else self.text(f"standing.{shown.standing}")
        at = 0 if shown.at is None else int(shown.at.timestamp() * 1000)
        return Cell(item.tag, name or item.tag, said, state, LIVE_SIGNS.get(state, ""), shown.standing, note, at)

    def _value(self, shown: Shown) -> str:
        value, unit = shown.sample.value, shown.sample.unit
        if value is None:
            return "–"
        if isinstance(value, bool):
            return self.text("yes" if value else "no")
        if isinstance(value, str):
            return self.state_word(value) if shown.sample.tag.endswith("/state") else value[:60]
        return self.amount(value, unit)

    def amount(self, value: float, unit: str) -> str:
        """A number with its unit, with as many digits as an instrument shows."""
        said = digits(value, unit) if decimals_of(value, unit) is not None or unit == "1" else f"{value:,.4g}"
        return said if unit == "1" else f"{said} {unit_of(unit, self.language)}"

    def machine_name(self, item: MachineNow) -> str:
        """What a machine is called: its station, with its number where there are several."""
        several = sum(tag.startswith(f"{item.station}/") for tag in self.numbers) > 1
        return self.stations[item.station] + (f" {item.number}" if several else "")

    def rows(self, now: LineNow, values: Mapping[str, Shown]) -> list[StationRow]:
        """The stations."""
        return [self._row(item, values) for item in now.stations]

    def _row(self, item: StationNow, values: Mapping[str, Shown]) -> StationRow:
        def cell(tag: str) -> Cell | None:
            return self.cell(values[tag]) if tag else None

        machines = tuple(self._machine(one) for one in item.machines)
        return StationRow(
            self.stations[item.id], machines, cell(item.queue), cell(item.pieces),
            tuple(self.cell(values[tag]) for tag in item.powers), cell(item.temperature), cell(item.setpoint),
        )  # fmt: skip

    def _machine(self, item: MachineNow) -> Cell:
        name = self.machine_name(item)
        if item.shown is not None:
            return self.cell(item.shown, name)
        return Cell(item.tag, name, self.text("standing.none"), "unknown", LIVE_SIGNS["unknown"], "none", "", 0)

    def picture(self, now: LineNow, values: Mapping[str, Shown]) -> LinePicture:
        """The line, its machines in their states."""
        states: dict[int, tuple[str, str]] = {}
        waiting: dict[int, int] = {}
        for place, station in enumerate(now.stations):
            for machine in station.machines:
                state = "unknown" if machine.shown is None else self.cell(machine.shown).state or "unknown"
                states[self.numbers[machine.tag]] = (state, LIVE_SIGNS[state])
            queue = values[station.queue].number if station.queue else None
            if queue is not None:
                waiting[place] = int(queue)
        return line_picture(self.line, self.language, states=states, waiting=waiting)

    def plain_picture(self) -> LinePicture:
        """The line without states."""
        return line_picture(self.line, self.language)

    def answer(self, now: LineNow, values: Mapping[str, Shown], look: Look, good: float | None, since: datetime,
               at: datetime) -> str:  # fmt: skip
        """The first line of the page."""
        if not look.is_kept:
            return self.dead(look.watched, at)
        said = [self._machines(now, at)]
        hour = f"{since.astimezone(ZONE):%H:%M}"
        said.append(
            self.text("good_unknown", since=hour)
            if good is None
            else self.text("good", count=f"{good:,.0f}", since=hour)
        )
        power = values.get("meter/electricity/power")
        if power is not None and power.number is not None:
            said.append(self.text("power", power=number(power.number, power.sample.unit, self.language)))
        return " ".join(said)

    def dead(self, watched: datetime | None, at: datetime) -> str:
        """What is said where nobody keeps the plant's values any more."""
        if watched is None:
            return self.text("never")
        return self.text("dead", age=self.lasted((at - watched).total_seconds()))

    def _machines(self, now: LineNow, at: datetime) -> str:
        known = [item for station in now.stations for item in station.machines]
        stopped = [item for item in known if item.shown and item.shown.standing == "good"
                   and item.shown.sample.value in ("down", "stopped", "maintenance")]  # fmt: skip
        lost = sum(item.shown is None or item.shown.standing != "good" for item in known)
        if stopped:
            first = max(stopped, key=lambda item: (at - item.since).total_seconds() if item.since else 0.0)
            lasted = "" if first.since is None else self.lasted((at - first.since).total_seconds())
            state = self.state_word(str(first.shown.sample.value) if first.shown else "")
            key = "one_stopped" if len(stopped) == 1 else "some_stopped"
            return self.text(key, machine=self.machine_name(first), state=state, time=lasted, more=len(stopped) - 1)
        if lost:
            return self.text("one_lost" if lost == 1 else "some_lost", count=lost)
        return self.text("all_run")

    def lasted(self, seconds: float) -> str:
        """How long, as people say it."""
        if seconds < 60:
            return self.text("seconds", count=int(max(seconds, 0)))
        if seconds < 5400:
            return self.text("minutes", count=int(seconds // 60))
        return self.text("hours", hours=int(seconds // 3600), minutes=int(seconds % 3600 // 60))
