"""Watchfulness on a plant that runs for weeks: what somebody does to it is found, and what is usual is left alone."""

import csv
import json
import math
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.services.live.watched import BEGIN, DAY, STEP, Hall, hall

from pulmu.adapters.sample_store import SqliteSampleStore
from pulmu.bootstrap.unusual import Wish, watching
from pulmu.model.tag import Sample, Tag
from pulmu.model.tag_gap import TagGap
from pulmu.services.live.faults import Fault
from pulmu.services.live.unusual import Losses, Watchman, events, watchman
from pulmu.twin.live.novelty import Watch
from pulmu.twin.live.novelty_kept import read_watch, watch_tree

LEARNED = 4.0


@pytest.fixture(scope="module")
def learned() -> tuple[Hall, dict[str, object]]:
    """A plant that was watched for four days; two weeks are wanted in earnest."""
    made = hall("extrusions")
    watch = Watch(1.0, LEARNED * DAY)
    man = watchman(watch, made.plant.tags)
    for group in made.run(LEARNED):
        assert man.hear(group) == ()
    return made, watch_tree(watch)


@pytest.fixture
def now(learned: tuple[Hall, dict[str, object]]) -> tuple[Hall, Watchman]:
    made, tree = learned
    return made.copy(), watchman(read_watch(json.loads(json.dumps(tree))), made.plant.tags)


def aspects(man: Watchman, run: Iterator[list[Sample]]) -> set[tuple[str, str]]:
    return {(item.tag, item.aspect) for group in run for item in man.hear(group)}


def test_a_meter_that_drifts_no_longer_fits_the_stations(now: tuple[Hall, Watchman]) -> None:
    made, man = now
    made.faults = (*made.faults, Fault("drift", "meter/electricity/energy", 0.01))
    assert ("meter/electricity/energy.balance", "range") in aspects(man, made.run(0.2))


def test_two_meters_that_were_swapped(now: tuple[Hall, Watchman]) -> None:
    made, man = now
    other = {"press/electricity/energy": "saw/electricity/energy", "saw/electricity/energy": "press/electricity/energy"}
    swapped = [
        [Sample(tag=other.get(item.tag, item.tag), value=item.value, unit=item.unit, at=item.at, received=item.received)
         for item in group] for group in made.run(0.1)
    ]  # fmt: skip
    assert any(aspect == "backwards" for _, aspect in aspects(man, iter(swapped)))


def test_a_line_that_is_stopped_for_the_first_time(now: tuple[Hall, Watchman]) -> None:
    made, man = now
    made.plant.command("line/run", False, made.now)
    found = aspects(man, made.run(0.1))
    assert ("line/run", "first") in found
    assert any(aspect == "state" for _, aspect in found)


def test_a_device_whose_clock_jumps(now: tuple[Hall, Watchman]) -> None:
    made, man = now
    made.faults = (*made.faults, Fault("clock_skew", "press/*", 600.0))
    assert any(aspect == "clock" for _, aspect in aspects(man, made.run(0.1)))


def test_what_is_seen_at_one_time_is_one_event(now: tuple[Hall, Watchman]) -> None:
    made, man = now
    made.faults = (*made.faults, Fault("clock_skew", "press/*", 600.0))
    found = [item for group in made.run(0.05) for item in man.hear(group)]
    told = events(found)
    assert len(told) < len(found)
    assert len({item.id for item in told}) == len(told)
    assert len(told[0].tags) > 1


class Followed(SqliteSampleStore):
    """A store that is not asked for all its gaps."""

    def gaps(self, tag: str | None = None, *, open_only: bool = False) -> tuple[TagGap, ...]:
        raise AssertionError("all gaps were asked for")


def test_gaps_are_followed_as_they_open_and_close(tmp_path: Path) -> None:
    tag, kept = Tag(name="press/power", unit="kW", measure="power"), tmp_path / "kept.sqlite"
    store = Followed(kept)

    def moment(number: int) -> datetime:
        return BEGIN + timedelta(seconds=STEP * number)

    def keep(number: int, *gaps: TagGap) -> None:
        sample = Sample(tag=tag.name, value=float(number), unit="kW", at=moment(number), received=moment(number))
        store.keep([sample], gaps, at=moment(number))

    store.describe([tag])
    keep(1)
    keep(2)
    watch = watching(kept, store, Wish(budget=1.0, learn_days=1.0))
    watch.catch_up(store)
    habit = watch.watch.habits[tag.name]
    assert habit.heard == moment(2).timestamp()
    gap = TagGap(tag=tag.name, start=moment(2), end=None, because="link_lost")
    store.keep([], [gap], at=moment(3))
    watch.catch_up(store)
    assert math.isnan(habit.heard)  # though nothing came
    keep(9, replace(gap, end=moment(9)))
    watch.catch_up(store)
    assert habit.heard == moment(9).timestamp()
    assert habit.jump.count == 1  # from 1 to 2; not from 2 to 9
    watch.save()
    again = watching(kept, store, Wish(budget=1.0, learn_days=1.0))
    assert (again.man.losses.cursor, again.man.losses.ahead) == (2, [])
    again.catch_up(store)
    assert again.watch.habits[tag.name].heard == moment(9).timestamp()
    store.close()


def test_an_edge_that_is_still_to_come_is_not_forgotten_with_the_process(tmp_path: Path) -> None:
    losses = Losses()
    with closing(SqliteSampleStore(tmp_path / "kept.sqlite")) as store:
        store.keep([], [TagGap(tag="a", start=BEGIN, end=BEGIN + timedelta(hours=1), because="no_room")], at=BEGIN)
        assert list(losses.catch_up(store, BEGIN)) == ["a"]
        assert (losses.cursor, losses.settled) == (1, 0)
        assert list(losses.until(BEGIN + timedelta(minutes=59))) == []
        assert list(losses.until(BEGIN + timedelta(hours=1))) == ["a"]
        assert losses.settled == 1
        assert list(losses.catch_up(store, BEGIN)) == []


def test_events_are_kept_once_and_learning_goes_on_where_it_was(tmp_path: Path) -> None:
    tag, kept = Tag(name="press/power", unit="kW", measure="power"), tmp_path / "kept.sqlite"
    store = SqliteSampleStore(kept)
    store.describe([tag])

    def keep(first: int, last: int, top: float) -> None:
        samples = [
            Sample(tag=tag.name, value=top if n == last - 1 else 100.0 + n % 7 + n * 1e-4, unit="kW",
                   at=BEGIN + timedelta(seconds=STEP * n), received=BEGIN + timedelta(seconds=STEP * n))
            for n in range(first, last)
        ]  # fmt: skip
        store.keep(samples, at=datetime.now(UTC))

    keep(0, 600, 100.0)
    watch = watching(kept, store, Wish(budget=1.0, learn_days=1.0))
    assert watch.catch_up(store) == ()
    watch.save()
    keep(600, 700, 500.0)
    (event, *_) = watching(kept, store, Wish(budget=1.0, learn_days=1.0)).catch_up(store)
    assert (event.first.tag, event.first.seen) == ("press/power", 500.0)
    lost = watching(kept, store, Wish(budget=1.0, learn_days=1.0))  # it was not saved: taken in anew, and known already
    assert lost.catch_up(store) == ()
    assert len(lost.file.rows()) >= 1
    store.close()


def test_a_steel_plant_of_a_year_keeps_within_its_budget(shared: Path) -> None:
    file = shared / "data" / "steel_industry" / "Steel_industry_data.csv"
    tags = {
        "Usage_kWh": Tag(name="steel/usage", measure="usage"),
        "Lagging_Current_Reactive.Power_kVarh": Tag(name="steel/lagging", measure="reactive"),
        "Leading_Current_Reactive_Power_kVarh": Tag(name="steel/leading", measure="reactive"),
        "Lagging_Current_Power_Factor": Tag(name="steel/lagging_factor", measure="power_factor"),
        "Leading_Current_Power_Factor": Tag(name="steel/leading_factor", measure="power_factor"),
    }
    watch = Watch(0.2, 180 * DAY)
    man = watchman(watch, tuple(tags.values()))
    found = []
    with file.open(encoding="utf-8-sig") as rows:
        for number, row in enumerate(csv.DictReader(rows)):
            at = datetime(2018, 1, 1, tzinfo=UTC) + timedelta(minutes=15 * number)
            group = [Sample(tag=tag.name, value=float(row[name]), at=at, received=at) for name, tag in tags.items()]
            found += man.hear(group)
    told = events(found)
    assert len(told) <= 3 * 0.2 * 185
    # Its one row that is all zero is no stop of the plant but a dropout of the meter.
    assert any(item.at == datetime(2018, 11, 7, 23, 45, tzinfo=UTC) for item in told)
