"""What `pulmu simulate` prints."""

import math
from collections.abc import Callable, Sequence

from pulmu.cli.screen import Screen
from pulmu.locale import plain
from pulmu.model.line import Carrier, Line, LineProduct
from pulmu.model.station import Station
from pulmu.twin import LineResult
from pulmu.twin.counts import STATES
from pulmu.twin.interval import half_width

Measure = Callable[[LineResult], float | None]


def show_runs(screen: Screen, line: Line, runs: Sequence[LineResult]) -> None:
    """The whole answer: means of all runs, with half the width of their interval."""
    _Runs(screen, line, runs).show()


class _Runs:
    def __init__(self, screen: Screen, line: Line, runs: Sequence[LineResult]) -> None:
        self.screen, self.line, self.runs = screen, line, runs

    def show(self) -> None:
        first = self.runs[0]
        self.screen.title(self.text("title", name=self.name(self.line)))
        self.screen.line(self.text("what", count=len(self.runs), hours=f"{first.hours:,.6g}", seed=first.seed))
        if len(self.runs) > 1:
            self.screen.line(self.text("interval"))
        self.standstills()
        self.products()
        self.stations()
        self.uses()

    def text(self, key: str, **values: object) -> str:
        return self.screen.text(f"simulate.{key}", **values)

    def name(self, item: Line | Station | LineProduct | Carrier) -> str:
        local = item.name_local if self.screen.language == "ko" else ""
        return plain(local or item.name or item.id, 40)

    def mean(self, measure: Measure) -> str:
        """Mean over runs and half the width of its interval; a dash where no run has a value."""
        values = [value for run in self.runs if (value := measure(run)) is not None]
        if not values:
            return "-"
        mean, half = math.fsum(values) / len(values), half_width(values)
        places = _places(mean, half)
        return f"{mean:,.{places}f}" + ("" if half is None else f" ± {half:,.{places}f}")

    def standstills(self) -> None:
        """Which stations wait for each other for ever, in which runs, and since when."""
        stood = [item for run in self.runs if (item := run.standstill) is not None]
        if not stood:
            return
        first = min(stood, key=lambda item: item.since_h)
        self.screen.title(self.text("standstill"))
        counts = {"runs": len(stood), "count": len(self.runs), "since": f"{first.since_h:,.1f}"}
        self.screen.line(self.text("stands_still", **counts))
        names = {item.id: self.name(item) for item in self.line.stations}
        for wait in first.waits:
            others = ", ".join(names[name] for name in wait.waits_for if name != wait.station)
            key = "waits_for" if others else "waits_for_itself"
            self.screen.line("  " + self.text(key, station=names[wait.station], others=others))
        self.screen.line(self.text("standstill_mend"))

    def products(self) -> None:
        self.screen.title(self.text("products"))
        head = [self.text(f"head.{name}") for name in ("product", "good", "scrap", "reworked", "tonnes", "flow")]
        rows = [
            [self.name(item), self.mean(_of("products", n, "good")),
             self.mean(_of("products", n, "scrap")), self.mean(_of("products", n, "reworked")),
             self.mean(_of("products", n, "good_kg", 1 / 1000)),
             self.mean(_of("products", n, "mean_flow_s", 1 / 3600))]
            for n, item in enumerate(self.line.products)
        ]  # fmt: skip
        self.screen.table(head, rows)

    def stations(self) -> None:
        self.screen.title(self.text("stations"))
        shown = [
            name for name in STATES if any(item.state_hours[name] > 0 for run in self.runs for item in run.stations)
        ]
        head = [self.text("head.station"), *(self.text(f"state.{name}") for name in shown), self.text("head.queue")]
        rows = [
            [self.name(item), *(self.share(number, name) for name in shown),
             self.mean(_of("stations", number, "mean_queue"))]
            for number, item in enumerate(self.line.stations)
        ]  # fmt: skip
        self.screen.table(head, rows)

    def share(self, number: int, state: str) -> str:
        """Share of the machine hours of a station, in percent."""
        shares = [run.stations[number].state_hours[state] / run.stations[number].machine_hours for run in self.runs
                  if run.stations[number].machine_hours]  # fmt: skip
        mean = math.fsum(shares) / len(shares) if shares else 0.0
        return f"{100 * mean:.1f} %" if mean else ""

    def uses(self) -> None:
        if not self.line.carriers:
            return
        self.screen.title(self.text("uses"))
        head = [self.text(f"head.{name}") for name in ("carrier", "amount", "unit", "per_tonne", "cost")]
        rows = [
            [self.name(item), self.mean(_of("uses", n, "amount")), item.unit,
             self.mean(_per_tonne(n)), self.mean(_of("uses", n, "cost_krw"))]
            for n, item in enumerate(self.line.carriers)
        ]  # fmt: skip
        self.screen.table(head, rows)


def _of(kind: str, number: int, name: str, factor: float = 1.0) -> Measure:
    """A field of the n-th product, station or carrier of a run."""

    def measure(run: LineResult) -> float | None:
        value: float | None = getattr(getattr(run, kind)[number], name)
        return None if value is None else value * factor

    return measure


def _per_tonne(number: int) -> Measure:
    """What is used of a carrier for a tonne of good products."""

    def measure(run: LineResult) -> float | None:
        tonnes = math.fsum(item.good_kg for item in run.products) / 1000
        return run.uses[number].amount / tonnes if tonnes else None

    return measure


def _places(mean: float, half: float | None) -> int:
    """Decimals worth showing: two digits of the half width, or four of the mean."""
    size = half or abs(mean) / 100
    return 0 if size == 0 else min(max(1 - math.floor(math.log10(size)), 0), 4)
