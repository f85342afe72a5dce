"""What every plant must do, whatever is behind it; a class that inherits this says how one is made."""

import math
import threading
import time
from collections.abc import Callable

import pytest

from pulmu.model import Quantity
from pulmu.model.tag import Sample
from pulmu.services.ports import Plant

SPEED, RUN, STATE, POWER = "line/speed_set", "line/run", "press/1/state", "press/electricity/power"


def eventually(holds: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait until something holds; fail where it does not."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came to hold"
        time.sleep(0.05)


class Taken:
    """Takes what is handed over, from whatever thread."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.samples: list[Sample] = []

    def __call__(self, group: tuple[Sample, ...]) -> None:
        with self.lock:
            self.samples.extend(group)

    def of(self, tag: str) -> list[Sample]:
        with self.lock:
            return [item for item in self.samples if item.tag == tag]


class PlantContract:
    """The contract of the port `Plant`; the plant is that of the sample line `extrusions`."""

    def test_it_offers_tags_by_name_that_say_what_they_are(self, plant: Plant) -> None:
        tags = {tag.name: tag for tag in plant.tags()}
        assert list(tags) == sorted(tags)
        assert (tags[SPEED].unit, tags[SPEED].writable, tags[SPEED].low, tags[SPEED].high) == ("%", True, 60, 110)
        assert (tags[POWER].unit, tags[POWER].measurement, tags[POWER].station) == ("kW", 1412, "press")
        assert (tags[STATE].kind, tags[STATE].machine, tags[STATE].element) == ("text", 1, "equipment")

    def test_it_reads_in_the_order_asked_with_quality_and_time(self, plant: Plant) -> None:
        read = plant.read([STATE, "no/such", SPEED])
        assert [item.tag for item in read] == [STATE, "no/such", SPEED]
        assert [item.quality for item in read] == ["good", "bad", "good"]
        assert read[1].value is None
        assert read[1].because
        assert read[2].at is not None
        assert read[2].at.utcoffset() is not None
        assert read[2].received is not None

    def test_what_is_written_is_read_back(self, plant: Plant) -> None:
        assert plant.write(SPEED, Quantity(80, "%")).outcome == "accepted"
        assert plant.read([SPEED])[0].number == 80
        assert plant.write(SPEED, Quantity(1, "1")).outcome == "accepted"  # another unit of the same dimension
        assert plant.read([SPEED])[0].number == pytest.approx(100)

    def test_a_truth_is_written_as_one_or_nought(self, plant: Plant) -> None:
        assert plant.write(RUN, Quantity(0, "1")).outcome == "accepted"
        assert plant.read([RUN])[0].truth is False
        assert plant.write(RUN, Quantity(1, "1")).outcome == "accepted"
        assert plant.read([RUN])[0].truth is True
        assert plant.write(RUN, Quantity(0.5, "1")).outcome == "refused"

    @pytest.mark.parametrize(
        ("tag", "value"),
        [
            (SPEED, Quantity(59.9, "%")),
            (SPEED, Quantity(110.1, "%")),
            (SPEED, Quantity(math.nan, "%")),
            (SPEED, Quantity(math.inf, "%")),
            (SPEED, Quantity(90, "°C")),
            (STATE, Quantity(1, "1")),
            (POWER, Quantity(1, "kW")),
            ("no/such", Quantity(1, "1")),
        ],
        ids=["too low", "too high", "NaN", "infinite", "unit", "text", "not writable", "unknown"],
    )
    def test_what_does_not_fit_is_refused_with_a_reason_and_changes_nothing(
        self, plant: Plant, tag: str, value: Quantity
    ) -> None:
        before = plant.read([SPEED, RUN])
        done = plant.write(tag, value)
        assert (done.tag, done.outcome) == (tag, "refused")
        assert done.because
        assert [item.value for item in plant.read([SPEED, RUN])] == [item.value for item in before]

    def test_whoever_subscribes_gets_all_at_first_and_then_what_changes(self, plant: Plant) -> None:
        taken = Taken()
        subscription = plant.subscribe([SPEED, RUN, STATE, "no/such"], taken, every=0.1)
        eventually(lambda: {item.tag for item in taken.samples} == {SPEED, RUN, STATE, "no/such"})
        assert taken.of("no/such")[0].quality == "bad"
        plant.write(SPEED, Quantity(75, "%"))
        eventually(lambda: taken.of(SPEED)[-1].number == 75)
        subscription.close()
        subscription.close()
        count = len(taken.samples)
        plant.write(SPEED, Quantity(100, "%"))
        time.sleep(0.5)
        assert len(taken.samples) == count

    def test_closing_twice_does_nothing(self, plant: Plant) -> None:
        plant.close()
        plant.close()
