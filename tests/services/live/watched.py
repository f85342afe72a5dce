"""A plant that runs for weeks as its operators have it, sample by sample, and what somebody may do to it."""

import copy
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from tests.emulated import emulated

from pulmu.model.tag import Sample, Tag, Value
from pulmu.services.live.emulated import EmulatedPlant
from pulmu.services.live.faults import Fault, Instruments, Shown

STEP = 300.0
BEGIN = datetime(2026, 3, 2, tzinfo=UTC)
DAY = 86_400.0
HEARTBEAT = "control/heartbeat"


@dataclass
class Hall:
    """The plant with its instruments and its operators, by a clock of its own.

    Parameters
    ----------
    faults : Faults its instruments have from the beginning.
    """

    plant: EmulatedPlant
    faults: tuple[Fault, ...] = (Fault("noise", "*/power", 0.01), Fault("noise", "*/temperature", 0.002))
    seed: int = 1
    now: float = 0.0
    shown: dict[str, Value | None] = field(default_factory=dict)
    instruments: Instruments = field(init=False)
    draw: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.instruments, self.draw = Instruments(self.plant.by_name, seed=self.seed), random.Random(self.seed)

    def run(
        self, days: float, *, also: Callable[["Hall"], None] = lambda _hall: None,
        forge: Callable[[str, Shown], Shown] = lambda _tag, item: item,
    ) -> Iterator[list[Sample]]:  # fmt: skip
        """Samples of each step that changed; operators move setpoints by day, and put furnaces to standby by night.

        Parameters
        ----------
        also : Done at each step beyond what operators do.
        forge : What becomes of what an instrument shows.
        """
        for _ in range(int(days * DAY / STEP)):
            self.operate()
            also(self)
            self.plant.advance(STEP)
            self.now += STEP
            self.instruments.switch(self.faults, self.now)
            shown = self.instruments.show(self.plant.values(), self.now)
            at = BEGIN + timedelta(seconds=self.now)
            group = []
            for tag, true in shown.items():
                item = forge(tag, true)
                if item.value != self.shown.get(tag) and tag != HEARTBEAT:
                    own = at + timedelta(seconds=item.skew)
                    group.append(Sample(tag=tag, value=item.value, unit=self.tag(tag).unit, at=own, received=at))
                self.shown[tag] = item.value
            yield group

    def tag(self, name: str) -> Tag:
        return self.plant.by_name[name]

    def operate(self) -> None:
        """A speed now and then by day, and furnaces a little up and down."""
        hour, weekday = self.now / 3600 % 24, self.now // DAY % 7
        if weekday < 5 and 6 <= hour < 18 and self.draw.random() < 0.03:
            self.plant.command("line/speed_set", float(self.draw.choice((95, 100, 105, 110))), self.now)
        for heat in self.plant.emulation.furnaces:
            usual = heat.temperature.to("°C")
            if weekday < 5 and 6 <= hour < 18 and self.draw.random() < 0.02:
                setpoint = usual + self.draw.choice((-4.0, -2.0, 0.0, 2.0, 4.0))
                self.plant.command(f"{heat.station}/temperature_set", setpoint, self.now)

    def copy(self) -> "Hall":
        """The same hall once more."""
        return copy.deepcopy(self)


def hall(name: str = "extrusions", seed: int = 1) -> Hall:
    """A sample plant that has run for a week."""
    return Hall(replaced(emulated(name, warm_up=7 * DAY, seed=seed)), seed=seed)


def replaced(plant: EmulatedPlant) -> EmulatedPlant:
    """Without a dead man's switch: its operators stand beside it."""
    plant.emulation = replace(plant.emulation, hold_after=replace(plant.emulation.hold_after, value=1e9))
    return plant
