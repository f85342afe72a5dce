"""A run to be watched: from a trace, where every piece is and what every machine does at any moment of a window."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Annotated

from pulmu.model.attribute import Doc
from pulmu.model.line import Line
from pulmu.twin import Happening, plan_line
from pulmu.twin.counts import STATES

MOST_MOVES = 3000
"""Happenings of a window at most: so many are sent to a browser."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A line at one moment.

    Parameters
    ----------
    time : Since the start. [s]
    """

    time: float
    machines: Annotated[tuple[str, ...], Doc("state of each machine, station after station")]
    queues: Annotated[tuple[tuple[int, ...], ...], Doc("pieces that wait before each station, as they came")]
    loaded: Annotated[tuple[tuple[int, ...], ...], Doc("pieces in each machine")]
    good: Annotated[int, Doc("pieces that left the line good, since the start")] = 0
    scrap: Annotated[int, Doc("pieces that left it as scrap, since the start")] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """A window of a run: the line at its start, and everything that happened up to its end.

    Parameters
    ----------
    moves : In the order in which they happened.
    """

    start: Frame
    end: Annotated[float, Doc("seconds since the start of the run")]
    products: Annotated[dict[str, int], Doc("product of each piece that is seen, by place")]
    moves: tuple[Happening, ...]


def play_of(
    line: Line, trace: Iterable[Happening], start: float, end: float, most: int = MOST_MOVES
) -> Play:  # fmt: skip
    """The window of a trace from one moment to another; it ends sooner where more than `most` happens.

    Parameters
    ----------
    trace : Everything from the start of the run, up to `end` at least.
    """
    floor, last = _Floor(line), end
    moves: list[Happening] = []
    rest = iter(trace)
    following = next(rest, None)
    while following is not None and following.time < start:
        floor.happens(following)
        following = next(rest, None)
    first = floor.frame(start)
    seen = {piece for places in (*first.queues, *first.loaded) for piece in places}
    for item in () if following is None else chain((following,), rest):
        if item.time > end:
            break
        if len(moves) >= most and item.time > moves[-1].time:  # what happens at one moment stays together
            last = moves[-1].time
            break
        floor.happens(item)
        moves.append(item)
    seen |= {item.serial for item in moves if item.serial >= 0}
    products = {str(piece): floor.products[piece] for piece in sorted(seen) if piece in floor.products}
    return Play(start=first, end=last, products=products, moves=tuple(moves))


def frames(line: Line, play: Play) -> Iterator[Frame]:
    """The line at the start of a window, and after each moment at which something happened."""
    floor = _Floor.at(line, play.start)
    yield play.start
    for number, item in enumerate(play.moves):
        floor.happens(item)
        if number + 1 == len(play.moves) or play.moves[number + 1].time > item.time:
            yield floor.frame(item.time)


def frame_at(line: Line, play: Play, time: float) -> Frame:
    """The line at a moment of a window, after everything that happens at that moment."""
    floor = _Floor.at(line, play.start)
    for item in play.moves:
        if item.time > time:
            break
        floor.happens(item)
    return floor.frame(time)


def machine_names(line: Line) -> tuple[tuple[int, int], ...]:
    """Station and number, from 1, of each machine as a trace counts them."""
    return tuple((n, at + 1) for n, item in enumerate(line.stations) for at in range(item.machines))


class _Floor:
    """Where every piece is: outside (not kept), before a station, or in a machine."""

    def __init__(self, line: Line) -> None:
        plan = plan_line(line)
        is_on = [item.at_time(plan.offset) == 1 for item in plan.calendars]
        calendars = [calendar for item in plan.stations for calendar in item.calendars]
        self.machines = ["idle" if calendar < 0 or is_on[calendar] else "off" for calendar in calendars]
        self.queues: list[dict[int, None]] = [{} for _ in plan.stations]
        self.loaded: list[dict[int, None]] = [{} for _ in self.machines]
        self.good = self.scrap = 0
        self.at_place: dict[int, dict[int, None]] = {}
        self.products: dict[int, int] = {}

    @classmethod
    def at(cls, line: Line, frame: Frame) -> "_Floor":
        """As it stood in a frame."""
        floor = cls(line)
        floor.machines = list(frame.machines)
        floor.queues = [dict.fromkeys(pieces) for pieces in frame.queues]
        floor.loaded = [dict.fromkeys(pieces) for pieces in frame.loaded]
        floor.good, floor.scrap = frame.good, frame.scrap
        floor.at_place = {piece: place for place in (*floor.queues, *floor.loaded) for piece in place}
        return floor

    def happens(self, item: Happening) -> None:
        if item.what == "changes":
            self.machines[item.who] = STATES[item.value]
        elif item.what == "enters":
            self.products[item.serial] = item.value
        elif item.what in ("queues", "loads"):
            self.move(item.serial, (self.queues if item.what == "queues" else self.loaded)[item.who])
        elif item.what in ("leaves", "scrap"):
            self.move(item.serial, None)
            self.good += item.what == "leaves"
            self.scrap += item.what == "scrap"

    def move(self, piece: int, place: dict[int, None] | None) -> None:
        old = self.at_place.pop(piece, None)
        if old is not None:
            del old[piece]
        if place is not None:
            place[piece] = None
            self.at_place[piece] = place

    def frame(self, time: float) -> Frame:
        return Frame(
            time=time, machines=tuple(self.machines), queues=tuple(tuple(item) for item in self.queues),
            loaded=tuple(tuple(item) for item in self.loaded), good=self.good, scrap=self.scrap,
        )  # fmt: skip
