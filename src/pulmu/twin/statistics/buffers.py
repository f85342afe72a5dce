"""Where a number of buffer places does most good: a search by margins with common random numbers.

One place after another goes to the station where it adds most; then single places move as long as a move adds anything.
The answer is as good as any that differs by one move, on the runs it was made with. Source: for marginal and gradient
search of buffers: Gershwin and Schor 2000, "Efficient algorithms for buffer space allocation", Annals of Operations
Research 93.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pulmu.model.line import Line
from pulmu.twin.counts import Ask
from pulmu.twin.statistics.measures import Measure, values_of
from pulmu.twin.statistics.runner import Runner, Runs, run_until

Places = tuple[int, ...]


@dataclass(slots=True)
class BufferSearch:
    """Buffers of some stations of a line, judged by a figure over the same replications.

    Parameters
    ----------
    least : Places each of the stations has in any case; of each station, or the same of all.
    sign : 1 where more of the figure is better, -1 where less is.
    """

    line: Line
    stations: Sequence[str]
    measure: Measure
    ask: Ask
    runner: Runner
    replications: int = 20
    least: int | Sequence[int] = 1
    sign: float = 1.0
    known: dict[Places, float] = field(default_factory=dict)

    def value(self, places: Places) -> float:
        """Mean of the figure with these places; minus infinity where it has none."""
        if places not in self.known:
            runs = Runs.of(with_buffers(self.line, dict(zip(self.stations, places, strict=True))), self.ask)
            run_until(self.runner, [runs], self.replications)
            values = values_of(self.measure, runs.results)
            self.known[places] = self.sign * math.fsum(values) / len(values) if values else -math.inf
        return self.known[places]

    def best(self, total: int) -> Places:
        """The places found for each station; they sum to `total`.

        Many places go out, and move, some at a time first: a fortieth of them, then half as many, down to one.
        """
        places = self.fewest()
        if sum(places) > total:
            raise ValueError(f"{total} places are fewer than {sum(places)}, the fewest of {len(places)} stations")
        step = max(1, (total - sum(places)) // _STEPS)
        while (rest := total - sum(places)) > 0:
            lot = min(step, rest)
            places = max((_moved(places, None, to, lot) for to in range(len(places))), key=self.value)
        while step >= 1:
            places = self._exchanged(places, step)
            step //= 2
        return places

    def fewest(self) -> Places:
        """What each station has in any case."""
        return (self.least,) * len(self.stations) if isinstance(self.least, int) else tuple(self.least)

    def _exchanged(self, places: Places, lot: int) -> Places:
        fewest = self.fewest()
        while True:
            moves = [
                _moved(places, out, to, lot)
                for out in range(len(places))
                for to in range(len(places))
                if out != to and places[out] - lot >= fewest[out]
            ]
            better = max(moves, key=self.value, default=places)
            if self.value(better) <= self.value(places):
                return places
            places = better


_STEPS = 40


def _moved(places: Places, out: int | None, to: int, lot: int) -> Places:
    return tuple(count + lot * ((n == to) - (n == out)) for n, count in enumerate(places))


def with_buffers(line: Line, places: dict[str, int]) -> Line:
    """A line with these buffers."""
    return replace(
        line, stations=tuple(replace(item, buffer=places.get(item.id, item.buffer)) for item in line.stations)
    )
