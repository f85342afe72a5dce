"""What is seen of a plant, and how the line goes on from there: as the plant itself does."""

import dataclasses
import math
from datetime import timedelta
from pathlib import Path
from statistics import fmean

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.services.live.followed import HOUR, NOON, changes, line_of, plant_of, read_now, settings_of
from tests.services.live.strangers import strange_plant

from pulmu.adapters.sample_store import SqliteSampleStore
from pulmu.bootstrap.twin import line_engine
from pulmu.model import Document, InputError
from pulmu.model.tag import Sample
from pulmu.model.tag_gap import TagGap
from pulmu.services.live.following import PlantSnapshot, kept_samples, snapshot_of, states_of
from pulmu.services.live.mapped import MappedPlant
from pulmu.twin import Ask, continued, simulate_line
from pulmu.twin.check_state import check_state
from pulmu.twin.interval import p_value
from pulmu.twin.statistics import measures_of

PLANT = plant_of()
READ = read_now(PLANT)


def snapshot(samples: tuple[Sample, ...] = READ, **more: object) -> PlantSnapshot:
    return snapshot_of(samples, PLANT.line, PLANT.emulation, line_engine(), now=NOON, **more)  # type: ignore[arg-type]


def test_what_is_seen_stands_in_the_state() -> None:
    found, values = snapshot(), PLANT.values()
    steps = {(item.id, step.id or step.station): step.station for item in PLANT.line.products for step in item.route}
    for station in PLANT.line.stations:
        waiting = sum(item.pieces for item in found.line_state.waiting if steps[item.product, item.step] == station.id)
        assert waiting == values[f"{station.id}/queue"]
    for machine in found.line_state.machines:
        shown = values[f"{machine.station}/{machine.machine}/state"]
        assert (machine.phase == "work") == (shown == "busy")
    held = sum(one.pieces for item in found.line_state.machines for one in item.pieces)
    assert held + sum(item.pieces for item in found.line_state.waiting) == values["line/inside"]
    assert found.seen.after == 2 * HOUR
    assert found.missing == ()


@pytest.mark.parametrize("name", ["extrusions", "fasteners"])
def test_every_draw_is_a_state_a_line_may_begin_in(name: str) -> None:
    plant = plant_of(name, 197.5)
    found = snapshot_of(read_now(plant), plant.line, plant.emulation, line_engine(), now=NOON)
    drawn = states_of(found, plant.line, line_engine(), count=20, seed=3)
    assert len({str(item) for item in drawn}) > 8
    for state in drawn:
        assert list(check_state(continued(plant.line, state), Document({}, ""))) == []


def test_a_strangers_plant_is_seen_through_its_map_as_the_twins_own() -> None:
    stranger, tag_map, known = strange_plant(lambda: NOON, PLANT)
    through = MappedPlant(stranger, tag_map, known)
    found, own = snapshot(through.read([tag.name for tag in known])), snapshot()
    assert found.missing == ()
    assert (found.seen, found.line_state, found.setpoints) == (own.seen, own.line_state, own.setpoints)
    gone = dataclasses.replace(tag_map, tags=tuple(entry for entry in tag_map.tags if entry.tag != "press/1/state"))
    less = snapshot(MappedPlant(stranger, gone, known).read([tag.name for tag in known]))
    assert [(item.where, item.because) for item in less.missing] == [("press/1/state", "bad")]


WRONG = st.sampled_from(("stale", "bad", "uncertain", "old", "ahead"))


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(st.sampled_from([item.tag for item in READ]), WRONG, max_size=25), st.integers(0, 9))
def test_a_value_that_does_not_count_is_never_taken_as_true(wrong: dict[str, str], number: int) -> None:
    wild = {"line/clock": "sun 03:00", "line/run": False}
    degraded = [
        dataclasses.replace(
            item,
            value=wild.get(item.tag, "down" if isinstance(item.value, str) else float(number)),
            quality=wrong[item.tag] if wrong[item.tag] in ("stale", "bad", "uncertain") else "good",
            at=NOON + timedelta(seconds={"old": -31, "ahead": 31}.get(wrong[item.tag], 0)),
            received=NOON + timedelta(seconds={"old": -31, "ahead": 31}.get(wrong[item.tag], 0)),
        )
        if item.tag in wrong else item for item in READ
    ]  # fmt: skip
    absent = [item for item in READ if item.tag not in wrong]
    one, other = snapshot(tuple(degraded)), snapshot(tuple(absent))
    assert (one.setpoints, one.temperatures, one.taken_at) == (other.setpoints, other.temperatures, other.taken_at)
    assert one.seen == other.seen or "line/clock" in wrong
    assert {item.where for item in one.missing} >= {item.where for item in other.missing if item.where in wrong}


def test_what_a_tag_should_tell_and_does_not_is_listed_with_the_reason() -> None:
    bad = tuple(dataclasses.replace(item, quality="stale") if item.tag == "press/1/state" else item for item in READ)
    (missing,) = snapshot(bad).missing
    assert (missing.what, missing.where, missing.because) == ("state", "press/1/state", "stale")
    (missing,) = snapshot(tuple(item for item in READ if item.tag != "saw/queue")).missing
    assert (missing.what, missing.because) == ("queue", "no_tag")


def test_a_state_nobody_knows_and_pieces_that_cannot_be_there_are_doubted() -> None:
    strange = {"press/1/state": "dancing", "line/inside": 4000.0}
    read = tuple(dataclasses.replace(item, value=strange.get(item.tag, item.value)) for item in READ)
    assert {item.where: item.because for item in snapshot(read).missing} == dict.fromkeys(strange, "unlikely")


def test_a_plant_of_which_nothing_counts_has_no_snapshot() -> None:
    with pytest.raises(InputError, match=r"no reading of the plant counts"):
        snapshot(tuple(dataclasses.replace(item, quality="stale") for item in READ))


def test_the_oldest_reading_dates_it_and_the_seal_covers_every_part() -> None:
    early = NOON - timedelta(seconds=20)
    later = tuple(dataclasses.replace(item, received=early) if item.tag == "saw/queue" else item for item in READ)
    assert snapshot().taken_at == NOON
    assert snapshot(later).taken_at == early
    hotter = tuple(
        dataclasses.replace(item, value=461.0) if item.tag.endswith("r/temperature") else item for item in READ
    )
    assert snapshot().seal == snapshot().seal
    assert len({snapshot().seal, snapshot(later).seal, snapshot(hotter).seal, snapshot(seed=1).seal}) == 4


def test_since_when_a_value_is_there_tells_how_far_a_cycle_is() -> None:
    plant = plant_of(hours=168.5)
    kept = list(changes(plant, 60, every=15))
    found = snapshot_of(kept, plant.line, plant.emulation, line_engine(), now=NOON, heard_at=NOON)
    (heater,) = [item for item in plant.state.machines if item.station == "billet_heater"]  # type: ignore[union-attr]
    assert heater.phase == "work"
    (seen,) = [item for item in found.line_state.machines if item.station == "billet_heater"]
    assert seen.left is not None
    assert heater.left is not None
    assert seen.left.to("s") == pytest.approx(heater.left.to("s"), abs=16)
    assert found.missing == ()


def test_a_gap_in_what_was_kept_makes_a_tag_stale(tmp_path: object) -> None:
    store = SqliteSampleStore(tmp_path / "kept.sqlite")  # type: ignore[operator]
    gap = TagGap(tag="press/queue", start=NOON - timedelta(seconds=5), end=None, because="link_lost")
    store.keep(READ, (gap,), at=NOON)
    kept = kept_samples(store, [item.tag for item in READ], NOON, timedelta(hours=8))
    assert [item.where for item in snapshot(tuple(kept), heard_at=NOON).missing] == ["press/queue"]
    store.close()


def test_a_value_that_has_not_changed_for_long_is_known_all_the_same(tmp_path: Path) -> None:
    store = SqliteSampleStore(tmp_path / "kept.sqlite")
    at = NOON - timedelta(days=2)
    store.keep([Sample(tag="line/run", value=True, at=at, received=at)], at=NOON)
    found = kept_samples(store, ["line/run", "line/speed_set"], NOON, timedelta(hours=2))
    assert [(item.tag, item.value, item.at) for item in found] == [("line/run", True, at)]
    gap = TagGap(tag="line/run", start=NOON - timedelta(seconds=5), end=None, because="link_lost")
    store.keep([], (gap,), at=NOON)
    assert [item.quality for item in kept_samples(store, ["line/run"], NOON, timedelta(hours=2))] == ["good", "stale"]
    store.close()


def told(key: str) -> bool:
    return key.startswith(("carrier.", "product.")) and key.endswith((".amount", ".good"))


@pytest.mark.parametrize("name", ["extrusions", "fasteners"])
def test_a_line_goes_on_from_its_tags_as_the_plant_itself_does(name: str) -> None:
    """Run for run, with numbers of their own; all figures together at 1 % (Holm)."""
    line, runs, hours = line_of(name), 36, 6 * HOUR
    measures = [item for key, item in measures_of(line).items() if key in ("good", "scrap", "inside") or told(key)]
    pairs: list[list[float]] = [[] for _ in measures]
    for seed in range(runs):
        plant = plant_of(name, 170 + 24 * (seed % 4) + seed % 7, seed)
        found = snapshot_of(
            read_now(plant), line, settings_of(name), line_engine(), now=NOON, seed=10_000 + seed
        )  # fmt: skip
        assert plant.state is not None
        begun, its_own = continued(line, found.line_state), continued(line, plant.state)
        ahead = next(simulate_line(begun, Ask(hours, seed=10_000 + seed), line_engine()))
        after = next(simulate_line(its_own, Ask(hours, seed=seed), line_engine()))
        for values, measure in zip(pairs, measures, strict=True):
            values.append(measure.of(ahead) - measure.of(after))
    values = sorted(p_value(item) for item in pairs if any(item))
    assert all(p > 0.01 / (len(values) - n) for n, p in enumerate(values)), dict(
        zip([item.name for item in measures], [fmean(item) for item in pairs], strict=True)
    )
    spread = [math.sqrt(fmean(v * v for v in item)) for item in pairs]
    assert any(spread)
