"""A run to be watched, in the words of the pages: for the script that plays it, and as a table without it."""

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

from pulmu.locale import Language, text
from pulmu.model.line import OUT, Line
from pulmu.services.line_flow import source_key, station_key
from pulmu.services.line_play import Frame, Play, machine_names
from pulmu.twin import Happening
from pulmu.twin.counts import STATES
from pulmu.twin.week import offset_of
from pulmu.web.line_words import name_of

_DAY = 86_400
_SPEEDS = (10, 60, 300, 1200, 3600, 14_400, 43_200)
"""Seconds of the line in a second of the page."""
_WANTED = 90.0
"""So long the whole window takes to play, about. [s]"""
SIGNS = {
    "off": "", "idle": "·", "heating": "^", "set_up": "~", "busy": "▸", "blocked": "‖", "down": "×",
    "maintenance": "+", "waiting": "?",
}  # fmt: skip
"""What stands in a machine: a state is never told by its colour alone."""


@dataclass(frozen=True, slots=True)
class NowRow:
    """A station at one moment."""

    name: str
    queue: int
    machines: str


@dataclass(frozen=True, slots=True)
class Told:
    """Something that happened, in words."""

    time: str
    what: str


@dataclass(frozen=True, slots=True)
class Speed:
    """A speed to choose: seconds of the line in a second, and its words."""

    value: int
    name: str
    chosen: bool


class PlayView:
    """A window of a run of a line, for a page."""

    def __init__(self, line: Line, play: Play, language: Language) -> None:
        self.line, self.play, self.language = line, play, language
        self.machines = machine_names(line)
        self.stations = [name_of(item, language) for item in line.stations]
        self.sources = [name_of(item, language) for item in line.sources]
        self.products = [name_of(item, language) for item in line.products]
        self.steps = [self.stations[_place(line, step.station)] for item in line.products for step in item.route]
        self.offset = offset_of(line.starts)

    def text(self, key: str, **values: object) -> str:
        return text(f"web.line_play.{key}", self.language, **values)

    def states(self) -> dict[str, str]:
        """The word of each state."""
        return {name: text(f"simulate.state.{name}", self.language) for name in STATES}

    def machine(self, number: int) -> str:
        """What a machine is called: its station, with its number where there are several."""
        station, at = self.machines[number]
        return self.stations[station] + (f" {at}" if self.line.stations[station].machines > 1 else "")

    def clock(self, time: float) -> str:
        """A time of the week, and how long the run has lasted."""
        at = int(self.offset + time)
        day, rest = at // _DAY % 7, at % _DAY
        hours = f"{time / 3600:,.2f}"
        said = f"{self.days()[day]} {rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}"
        return self.text("clock", clock=said, hours=hours)

    def days(self) -> list[str]:
        """Names of the days of the week, Monday first."""
        return self.text("days").split(" ")

    def told(self, start: int, most: int) -> list[Told]:
        """So many happenings, without as many of the first."""
        return [Told(self.clock(item.time), self.what(item)) for item in self.play.moves[start : start + most]]

    def what(self, item: Happening) -> str:
        """A happening in words."""
        piece = self.text("piece", number=item.serial, product=self.product(item.serial))
        place = self.place(item)
        state = self.states()[STATES[item.value]] if item.what == "changes" else ""
        return self.text(f"happens.{item.what}", piece=piece, place=place, state=state)

    def place(self, item: Happening) -> str:
        """Where it happened."""
        if item.what in ("loads", "changes"):
            return self.machine(item.who)
        names = {"queues": self.stations, "rework": self.steps, "leaves": self.products, "scrap": self.products}
        return names.get(item.what, self.sources)[item.who]

    def product(self, serial: int) -> str:
        """The product of a piece."""
        found = self.play.products.get(str(serial))
        return "" if found is None else self.products[found]

    def now(self, frame: Frame) -> list[NowRow]:
        """The stations at a moment."""
        words, rows = self.states(), []
        for number, name in enumerate(self.stations):
            states = Counter(
                state for (station, _), state in zip(self.machines, frame.machines, strict=True) if station == number
            )
            said = ", ".join(f"{words[state]} {states[state]}" for state in STATES if states[state])
            rows.append(NowRow(name, len(frame.queues[number]), said))
        return rows

    def speeds(self) -> list[Speed]:
        """Speeds to choose from; the one that shows the window in about a minute and a half is chosen."""
        wanted = (self.play.end - self.play.start.time) / _WANTED
        chosen = min(_SPEEDS, key=lambda value: abs(value - wanted))
        return [Speed(value, self.speed_name(value), value == chosen) for value in _SPEEDS]

    def speed_name(self, value: int) -> str:
        """A speed in words."""
        if value < 60:
            return self.text("speed_seconds", count=value)
        return self.text("speed_minutes", count=value // 60) if value < 3600 else self.text(
            "speed_hours", count=value // 3600
        )  # fmt: skip

    def data(self) -> str:
        """Everything the script needs, as JSON that may stand in a page."""
        play, frame = self.play, self.play.start
        tree: dict[str, Any] = {
            "start": {"time": frame.time, "machines": [STATES.index(state) for state in frame.machines],
                      "queues": frame.queues, "loaded": frame.loaded, "good": frame.good, "scrap": frame.scrap},
            "end": play.end,
            "moves": [[item.time, item.what, item.who, item.serial, item.value] for item in play.moves],
            "products": play.products,
            "machines": [station for station, _ in self.machines],
            "machineNames": [self.machine(number) for number in range(len(self.machines))],
            "keys": [station_key(item.id) for item in self.line.stations],
            "sources": [source_key(item.id) for item in self.line.sources],
            "out": OUT,
            "rooms": [item.buffer for item in self.line.stations],
            "names": {"stations": self.stations, "sources": self.sources, "products": self.products,
                      "steps": self.steps},
            "states": STATES, "signs": [SIGNS[name] for name in STATES], "stateWords": self.states(),
            "offset": self.offset, "days": self.days(),
            "words": {key: self.raw(key) for key in ("clock", "piece", "play", "pause", "moment")},
            "happens": {key: self.raw(f"happens.{key}") for key in _KINDS},
        }  # fmt: skip
        return json.dumps(tree, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")

    def raw(self, key: str) -> str:
        """Words with their placeholders, for the script to fill."""
        names = ("piece", "place", "state", "number", "product", "clock", "hours")
        return self.text(key, **{name: "{" + name + "}" for name in names})


_KINDS = ("arrives", "lost", "enters", "queues", "loads", "changes", "leaves", "scrap", "rework")


def _place(line: Line, station: str) -> int:
    return next((n for n, item in enumerate(line.stations) if item.id == station), 0)
