"""A line as its plant shows it: what is off is replaced, what fits stays, and the new line is off no more."""

import contextlib
from collections.abc import Iterator

import pytest
from tests.services.live.test_shadow import DAY, NOON, TAGS, at, line, samples_of

from pulmu.adapters.sample_store import SqliteSampleStore
from pulmu.model.law import Law
from pulmu.model.quantity import Quantity
from pulmu.services.live.propose_line import propose_line, scaled
from pulmu.services.live.shadow import shadow
from pulmu.twin.laws import chance


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteSampleStore]:
    with contextlib.closing(SqliteSampleStore(tmp_path_factory.mktemp("line") / "s.sqlite")) as made:
        made.keep(samples_of(), at=NOON)
        yield made


def test_what_is_off_becomes_what_the_plant_shows(store: SqliteSampleStore) -> None:
    wrong = line(minutes=5, busy=60)
    made = propose_line(wrong, shadow(wrong, TAGS, store, at(0), at(2 * DAY)))
    changed = {item.what: item for item in made.changes}
    assert {"cycle_time", "electricity.busy"} <= set(changed)
    assert changed["cycle_time"].low <= 240 <= changed["cycle_time"].high
    (station,) = made.line.stations
    assert station.time is not None
    assert (station.time.law, station.time.cv) == ("lognormal", 0.3)
    assert chance(station.time).mean == pytest.approx(changed["cycle_time"].after)
    assert station.uses[0].busy == pytest.approx(48, rel=0.01)
    assert station.uses[0].idle == 6.0
    again = shadow(made.line, TAGS, store, at(0), at(2 * DAY))
    assert [item.what for item in again.drifts if item.verdict == "off"] == []


def test_a_model_that_is_right_is_left_as_it_is(store: SqliteSampleStore) -> None:
    made = propose_line(line(), shadow(line(), TAGS, store, at(0), at(2 * DAY)))
    assert (made.changes, made.line) == ((), line())


@pytest.mark.parametrize(
    "law",
    [
        Law(law="constant", mean=Quantity(4, "min")),
        Law(law="lognormal", mean=Quantity(4, "min"), cv=0.3),
        Law(law="uniform", low=Quantity(3, "min"), high=Quantity(5, "min")),
        Law(law="triangular", low=Quantity(3, "min"), mode=Quantity(4, "min"), high=Quantity(6, "min")),
        Law(law="normal", mean=Quantity(4, "min"), cv=0.2),
        Law(law="empirical", values=(Quantity(3, "min"), Quantity(7, "min"))),
        Law(law="weibull", mean=Quantity(4, "min"), shape=1.5),
    ],
    ids=lambda law: law.law,
)
def test_a_law_of_times_is_scaled_as_a_whole(law: Law) -> None:
    assert chance(scaled(law, 1.25)).mean == pytest.approx(1.25 * chance(law).mean)
