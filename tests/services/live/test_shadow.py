"""A plant that is watched beside its model: what was put in comes out, gaps and resets and all."""

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from tests.twin.lines import line_from

from pulmu.adapters.sample_store import SqliteSampleStore
from pulmu.bootstrap.twin import line_engine
from pulmu.model.line import Line
from pulmu.model.tag import Quality, Sample, Tag
from pulmu.model.tag_gap import TagGap
from pulmu.services.live.shadow import Shadow, shadow
from pulmu.services.live.told import counted_in, states_of
from pulmu.twin import Ask, plan_line
from pulmu.twin.counts import STATES
from pulmu.twin.live import UNKNOWN

NOON = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
DAY = 86_400.0
POWER = {"idle": 6.0, "busy": 48.0, "down": 3.0}
TAGS = (
    *(Tag(name=f"press/{n}/state", kind="text", station="press", machine=n, measure="state") for n in (1, 2)),
    Tag(name="press/pieces", station="press", measure="pieces"),
    Tag(name="press/electricity/energy", unit="kWh", station="press", measure="energy"),
)


def at(second: float) -> datetime:
    return NOON + timedelta(seconds=second)


def line(minutes: float = 4.0, busy: float = 48.0) -> Line:
    return line_from(
        {
            "id": "press_shop",
            "carriers": [{"id": "electricity", "unit": "kWh"}],
            "stations": [
                {
                    "id": "press",
                    "machines": 2,
                    "time": {"law": "lognormal", "mean": f"{minutes} min", "cv": 0.3},
                    "stops": [{"id": "fault", "every": {"law": "exponential", "mean": "3 h"}, "lasts": "20 min"}],
                    "uses": [{"carrier": "electricity", **POWER, "busy": busy}],
                }
            ],
            "products": [{"id": "bracket", "route": [{"station": "press"}]}],
            "sources": [
                {"id": "blanks", "products": {"bracket": 1}, "every": {"law": "exponential", "mean": "3 min"}},
            ],
        }
    )


def samples_of(days: float = 2, seed: int = 0) -> list[Sample]:
    """What a plant with this line would hand over: states as they change, pieces, and a meter every 10 s."""
    horizon = days * DAY
    trace = line_engine()(plan_line(line()), Ask(horizon, trace=True, seed=seed), 0).trace
    found = [Sample(tag=f"press/{n}/state", value="idle", at=at(0)) for n in (1, 2)]
    grid = np.arange(0, horizon + 1, 10.0)
    power, pieces = np.zeros(len(grid)), 0
    since = [(0.0, "idle"), (0.0, "idle")]
    found.append(Sample(tag="press/pieces", value=0.0, at=at(0)))
    for item in trace:
        if item.what == "changes":
            power += drawn(*since[item.who], item.time, grid)
            since[item.who] = (item.time, STATES[item.value])
            found.append(Sample(tag=f"press/{item.who + 1}/state", value=STATES[item.value], at=at(item.time)))
        elif item.what == "leaves":
            pieces += 1
            found.append(Sample(tag="press/pieces", value=float(pieces), at=at(item.time)))
    for state in since:
        power += drawn(*state, horizon, grid)
    noise = np.random.default_rng(seed).normal(0, 0.01, len(grid))
    found += [
        Sample(tag="press/electricity/energy", value=float(value), unit="kWh", at=at(second))
        for second, value in zip(grid, power + np.cumsum(noise), strict=True)
    ]
    return found


def drawn(since: float, state: str, until: float, grid: np.ndarray) -> np.ndarray:
    """Energy of a stretch of a state, counted up to each moment. [kWh]"""
    return POWER.get(state, 0.0) / 3600 * np.clip(grid - since, 0, until - since)


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    return samples_of()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteSampleStore]:
    with contextlib.closing(SqliteSampleStore(tmp_path / "s.sqlite")) as made:
        yield made


def verdicts(found: Shadow) -> dict[str, str]:
    return {item.what: item.verdict for item in found.drifts}


def test_a_model_that_is_right_is_off_in_nothing(store: SqliteSampleStore, samples: list[Sample]) -> None:
    store.keep(samples, at=NOON)
    found = shadow(line(), TAGS, store, at(0), at(2 * DAY))
    told = {item.what: item for item in found.drifts}
    assert set(told) == {
        "cycle_time", "time_between_failures", "repair_time", "electricity.idle", "electricity.busy", "electricity.down"
    }  # fmt: skip
    assert "off" not in verdicts(found).values()
    assert told["electricity.busy"].verdict == "fits"
    plant = told["electricity.idle"].plant
    assert plant is not None
    assert plant.value == pytest.approx(6, rel=0.02)
    assert found.known_hours == pytest.approx(96)
    assert found.unknown_hours == pytest.approx(0, abs=1e-6)


def test_what_is_wrong_in_the_model_is_told_and_nothing_else(store: SqliteSampleStore, samples: list[Sample]) -> None:
    store.keep(samples, at=NOON)
    found = verdicts(shadow(line(minutes=3.4, busy=40), TAGS, store, at(0), at(2 * DAY)))
    assert {what for what, verdict in found.items() if verdict == "off"} == {"cycle_time", "electricity.busy"}


def test_gaps_and_a_reset_of_the_meter_cost_hours_and_mislead_nobody(
    store: SqliteSampleStore, samples: list[Sample]
) -> None:
    """Six hours of the link lost, and a counter that begins anew at 30 h."""
    left = [item for item in samples if item.at and not at(5 * 3600) < item.at < at(11 * 3600)]
    reset = max(item.value for item in left if item.tag.endswith("energy") and item.at and item.at < at(30 * 3600))  # type: ignore[type-var]
    left = [
        Sample(tag=item.tag, value=item.value - reset, unit="kWh", at=item.at)  # type: ignore[operator]
        if item.tag.endswith("energy") and item.at and item.at >= at(30 * 3600)
        else item
        for item in left
    ]
    gaps = [
        TagGap(tag=tag.name, start=at(5 * 3600), end=at(11 * 3600), because="link_lost") for tag in TAGS
    ]  # fmt: skip
    store.keep(left, gaps, at=NOON)
    found = shadow(line(), TAGS, store, at(0), at(2 * DAY))
    assert "off" not in verdicts(found).values()
    assert found.unknown_hours == pytest.approx(12)
    fit = found.fits["press", "electricity"]
    assert 72 <= fit.left_out <= 76


def test_a_station_of_which_a_machine_is_not_watched_is_named(store: SqliteSampleStore, samples: list[Sample]) -> None:
    store.keep([item for item in samples if item.tag != "press/2/state"], at=NOON)
    found = shadow(line(), TAGS, store, at(0), at(2 * DAY))
    assert (found.unwatched, found.drifts) == (("press",), ())


def state(value: str, second: float, quality: Quality = "good") -> Sample:
    return Sample(tag="press/1/state", value=value, at=at(second), quality=quality)


def test_a_state_is_known_again_after_a_gap_though_it_did_not_change(store: SqliteSampleStore) -> None:
    gap = TagGap(tag="press/1/state", start=at(20), end=at(30), because="link_lost")
    store.keep([state("busy", 5), state("idle", 25), state("busy", 40, "uncertain"), state("down", 50)], [gap], at=NOON)
    found = states_of(store, "press/1/state", at(0), at(60))
    assert list(zip(found.starts.tolist(), found.states.tolist(), strict=True)) == [
        (0, UNKNOWN), (5, STATES.index("busy")), (20, UNKNOWN), (30, STATES.index("idle")), (40, UNKNOWN),
        (50, STATES.index("down")),
    ]  # fmt: skip


def test_a_state_nobody_knows_is_not_guessed(store: SqliteSampleStore) -> None:
    store.keep([state("glowing", 0)], at=NOON)
    assert states_of(store, "press/1/state", at(0), at(60)).states.tolist() == [UNKNOWN, UNKNOWN]


def count(value: float, second: float) -> Sample:
    return Sample(tag="meter", value=value, unit="kWh", at=at(second))


def test_energy_between_two_samples_rises_evenly_and_pieces_at_once(store: SqliteSampleStore) -> None:
    store.keep([count(0, 0), count(10, 50), count(20, 100)], at=NOON)
    edges = np.array([0.0, 25, 50, 75, 100])
    assert counted_in(store, "meter", at(0), edges, even=True).tolist() == [5, 5, 5, 5]
    assert counted_in(store, "meter", at(0), edges, even=False).tolist() == [0, 10, 0, 10]


def test_a_slot_with_a_gap_a_reset_or_no_sample_around_it_counts_nothing(store: SqliteSampleStore) -> None:
    gap = TagGap(tag="meter", start=at(110), end=at(120), because="no_room")
    store.keep([count(5, 30), count(9, 60), count(1, 90), count(3, 180)], [gap], at=NOON)
    found = counted_in(store, "meter", at(0), np.arange(0, 211, 30.0), even=True)
    assert np.isnan(found).tolist() == [True, False, True, True, True, True, True]
