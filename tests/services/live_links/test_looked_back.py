"""Looked back at a plant: trends that lose nothing and join nothing, what each piece took, events, an hour replayed."""

import dataclasses
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from tests.twin.lines import line_from

from pulmu.adapters.sample_store import SqliteSampleStore
from pulmu.bootstrap.samples import read_sample
from pulmu.bootstrap.twin import sample_line
from pulmu.model.tag import Sample, Tag, Value
from pulmu.model.tag_gap import TagGap
from pulmu.services.check_plant import check_plant
from pulmu.services.line_play import frame_at
from pulmu.services.live_links.feed import LiveFeed
from pulmu.services.live_links.happened import events, replay
from pulmu.services.live_links.now import counted_since
from pulmu.services.live_links.per_part import factor_of, is_made_there, per_part
from pulmu.services.live_links.trend import trend_of
from pulmu.twin import read_line

NOON = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
HOUR = NOON + timedelta(hours=1)
LINE = line_from(
    {
        "id": "shop",
        "carriers": [{"id": "electricity", "unit": "kWh", "price": 150}, {"id": "gas", "unit": "Nm3", "price": 1000}],
        "stations": [{"id": "press", "machines": 2, "time": "5 min", "buffer": 9,
                      "uses": [{"carrier": "electricity", "busy": 10}, {"carrier": "gas", "busy": 1}]}],
        "products": [{"id": "bolt", "route": [{"station": "press"}]}],
        "sources": [{"id": "in", "products": {"bolt": 1}}],
    }
)  # fmt: skip
TAGS = (
    *(Tag(name=f"press/{n}/state", kind="text", station="press", machine=n, measure="state") for n in (1, 2)),
    Tag(name="press/queue", station="press", measure="queue"),
    Tag(name="press/temperature_set", unit="°C", station="press", measure="temperature_setpoint", writable=True),
    Tag(name="line/bolt/good", measure="good"),
    Tag(name="meter/electricity/energy", unit="kWh", measure="energy"),
    Tag(name="meter/gas/amount", unit="Nm3", measure="amount"),
)


def sample(tag: str, value: Value, minute: float) -> Sample:
    at = NOON + timedelta(minutes=minute)
    return Sample(tag=tag, value=value, unit=next(item.unit for item in TAGS if item.name == tag), at=at, received=at)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteSampleStore]:
    with closing(SqliteSampleStore(tmp_path / "s.sqlite")) as made:
        made.describe(TAGS)
        yield made


def an_hour(store: SqliteSampleStore, *gaps: TagGap) -> None:
    """120 kWh, 12 Nm3 and 60 pieces, evenly; the press stands from 20 to 30."""
    found = [sample("meter/electricity/energy", 5.0 + 2 * m, m) for m in range(61)]
    found += [sample("meter/gas/amount", 3.0 + 0.2 * m, m) for m in range(61)]
    found += [sample("line/bolt/good", 100.0 + m, m) for m in range(61)]
    found += [
        sample("press/1/state", "busy", -5),
        sample("press/1/state", "down", 20),
        sample("press/1/state", "busy", 30),
    ]
    found += [sample("press/2/state", "idle", -5), sample("press/temperature_set", 850.0, -5)]
    found += [sample("press/temperature_set", 870.0, 40), sample("press/queue", 2.0, 0), sample("press/queue", 4.0, 10)]
    found += [sample("press/queue", 3.0, 15)]
    store.keep(found, gaps, at=HOUR)


def test_each_piece_carries_what_the_meters_counted(store: SqliteSampleStore) -> None:
    an_hour(store)
    found = per_part(LINE, None, store, NOON, HOUR)
    assert found is not None
    assert found.whole.good == 60
    assert found.whole.each(found.whole.won) == pytest.approx((120 * 150 + 12 * 1000) / 60)
    assert [item.amount for item in found.whole.carriers] == pytest.approx([120, 12])
    assert sum(item.won or 0 for item in found.parts) == pytest.approx(30_000)
    assert found.whole.direct is None, "no plant, no factor"


def test_a_gap_gives_no_figure_for_the_whole_and_its_part_and_all_others(store: SqliteSampleStore) -> None:
    an_hour(store, TagGap(tag="meter/gas/amount", start=NOON + timedelta(minutes=31), end=NOON + timedelta(minutes=32),
                          because="link_lost"))  # fmt: skip
    found = per_part(LINE, None, store, NOON, HOUR)
    assert found is not None
    assert found.whole.won is None
    assert [item.won is None for item in found.parts].count(True) == 1
    assert found.parts[6].carriers[0].amount == pytest.approx(10)


def test_a_counter_that_began_anew_gives_no_figure(store: SqliteSampleStore) -> None:
    an_hour(store)
    store.keep(
        [sample("line/bolt/good", 0.0, 60.5), sample("line/bolt/good", 5.0, 61)], at=NOON + timedelta(minutes=62)
    )
    later = NOON + timedelta(minutes=62)
    assert counted_since(store, ["line/bolt/good"], NOON, later, even=False) is None
    assert counted_since(store, ["line/bolt/good"], NOON + timedelta(minutes=61), later, even=False) == 0.0


def test_nobody_who_keeps_means_no_figure(store: SqliteSampleStore) -> None:
    an_hour(store)
    assert counted_since(store, ["line/bolt/good"], NOON, HOUR + timedelta(minutes=1), even=False) is None


def test_factors_are_the_plants_and_electricity_never_counts_for_certificates() -> None:
    line = read_line(sample_line("fasteners")).unwrap()
    plant = check_plant(read_sample("fasteners")).plant
    assert plant is not None
    found = {item.id: factor_of(item, plant) for item in line.carriers}
    assert not found["electricity"].direct
    assert found["electricity"].kg == pytest.approx(0.4173, rel=0.1)
    gas = next(value for key, value in found.items() if "gas" in key)
    assert gas.direct
    assert gas.kg == pytest.approx(2.2, rel=0.15), "kg CO2 of a Nm3 of city gas"


def test_what_the_plant_does_not_count_by_itself_stands_in_no_figures_way() -> None:
    line = read_line(sample_line("extrusions")).unwrap()
    plant = check_plant(read_sample("extrusions")).plant
    assert plant is not None
    found = {item.id: factor_of(item, plant) for item in line.carriers}
    assert [name for name, item in found.items() if not item.is_counted] == ["compressed_air"]
    assert all(item.kg for item in found.values() if item.is_counted)


def test_a_fuel_without_a_tie_is_an_error_of_the_tie_and_takes_the_figure_away(store: SqliteSampleStore) -> None:
    plant = check_plant(read_sample("extrusions")).plant
    assert plant is not None
    an_hour(store)
    gas = LINE.carriers[1]
    assert factor_of(gas, plant).tie == "no_flow", "the plant calls it city_gas, and the line names no meter"
    found = per_part(LINE, plant, store, NOON, HOUR)
    assert found is not None
    assert found.whole.untied == ("gas",)
    assert (found.whole.direct, found.whole.won is None) == (None, False)
    named = dataclasses.replace(gas, id="city_gas", unit="kg")
    assert factor_of(named, plant).tie == "unit"
    tied = dataclasses.replace(gas, id="city_gas")
    assert factor_of(tied, plant).tie == ""
    assert factor_of(tied, plant).kg
    power = dataclasses.replace(LINE.carriers[0], id="power")
    assert factor_of(power, plant).tie == "no_flow"


@pytest.mark.parametrize(("name", "is_made"), [
    ("compressed_air", True), ("air", True), ("압축공기", True), ("cooling_water", True), ("hydrogen", False),
    ("repair_gas", False), ("propane", False), ("steam", False),
])  # fmt: skip
def test_what_the_plant_makes_itself_is_no_fuel(name: str, is_made: bool) -> None:
    assert is_made_there(dataclasses.replace(LINE.carriers[1], id="u", name=name)) is is_made


def test_a_trend_keeps_what_stood_out_holds_what_did_not_change_and_joins_nothing(store: SqliteSampleStore) -> None:
    lost = TagGap(tag="press/queue", start=NOON + timedelta(minutes=30), end=NOON + timedelta(minutes=45),
                  because="link_lost")  # fmt: skip
    an_hour(store, lost)
    store.keep(
        [sample("press/queue", 99.0, 12), sample("press/queue", 3.0, 12.01), sample("press/queue", 5.0, 45)], at=HOUR
    )
    parts = trend_of(store, TAGS[2], NOON, HOUR, 12).parts
    assert parts[2].high == 99.0
    assert parts[5].low == parts[5].high == 3.0, "it held"
    assert [item.low for item in parts[6:9]] == [None] * 3, "nothing is known in a gap"
    assert parts[11].last == 5.0


def test_states_stand_as_stretches_with_what_held_before(store: SqliteSampleStore) -> None:
    an_hour(store)
    found = trend_of(store, TAGS[0], NOON, HOUR).stretches
    assert [(item.word, item.end - item.start) for item in found] == [("busy", 1200), ("down", 600), ("busy", 1800)]


def test_after_the_last_that_was_kept_nothing_is_known(store: SqliteSampleStore) -> None:
    an_hour(store)
    found = trend_of(store, TAGS[0], NOON, HOUR + timedelta(minutes=10)).stretches
    assert (found[-1].word, found[-1].end - found[-1].start) == ("", 600)


def test_events_tell_stops_setpoints_and_gaps_newest_first(store: SqliteSampleStore) -> None:
    an_hour(store, *(TagGap(tag=tag, start=NOON + timedelta(minutes=50), end=None, because="link_lost")
                     for tag in ("press/queue", "line/bolt/good")))  # fmt: skip
    found = events(store, NOON, HOUR)
    assert [(item.kind, item.tag, item.before, item.after) for item in found] == [
        ("gap", "2", "", "link_lost"), ("set", "press/temperature_set", "850", "870"),
        ("stop", "press/1/state", "down", "busy"), ("stop", "press/1/state", "busy", "down"),
    ]  # fmt: skip
    assert [item.kind for item in events(store, NOON, HOUR, frozenset(("set",)))] == ["set"]


def test_an_hour_is_replayed_as_it_was(store: SqliteSampleStore) -> None:
    an_hour(store)
    play = replay(LINE, store, NOON, HOUR)
    at = {minute: frame_at(LINE, play, 60.0 * minute) for minute in (1, 12, 25, 40)}
    assert [at[minute].machines[0] for minute in at] == ["busy", "busy", "down", "busy"]
    assert {item.machines[1] for item in at.values()} == {"idle"}
    assert [len(at[minute].queues[0]) for minute in at] == [2, 4, 3, 3]


def test_a_slow_viewer_is_sent_the_last_values_only_and_a_keeper_that_is_gone_is_told(
    store: SqliteSampleStore,
) -> None:
    clock = [HOUR]
    feed = LiveFeed(lambda: SqliteSampleStore(store.file, read_only=True), lambda: clock[0])
    an_hour(store)
    first = feed.look()
    assert {item.standing for item in first.changed} == {"good"}
    store.keep([sample("press/queue", float(n), 60 + n / 100) for n in range(50)], at=HOUR)
    clock[0] += timedelta(seconds=1)
    second = feed.look(first.version)
    assert [(item.sample.tag, item.number) for item in second.changed] == [("press/queue", 49.0)]
    assert feed.look(second.version).changed == ()
    clock[0] += timedelta(seconds=9)
    gone = feed.look(second.version)
    assert not gone.is_kept
    assert {item.standing for item in gone.changed} == {"stale"}
    assert {item.number for item in gone.changed} == {None}
    feed.close()


def test_a_lost_tag_is_stale_until_it_is_heard_of_again(store: SqliteSampleStore) -> None:
    feed = LiveFeed(lambda: SqliteSampleStore(store.file, read_only=True), iter_clock())
    lost = TagGap(tag="press/queue", start=HOUR, end=None, because="link_lost")
    an_hour(store, lost)
    shown = {item.sample.tag: item.standing for item in feed.look().changed}
    assert (shown["press/queue"], shown["press/1/state"]) == ("stale", "good")
    store.keep([], [dataclasses.replace(lost, end=HOUR)], at=HOUR)
    assert {item.sample.tag: item.standing for item in feed.look(1).changed} == {"press/queue": "good"}
    feed.close()


def iter_clock():  # type: ignore[no-untyped-def]
    moments = iter(HOUR + timedelta(seconds=float(n)) for n in np.arange(0, 4, 0.5))
    return lambda: next(moments)
