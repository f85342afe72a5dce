"""A model that is right is left alone; one that is off is told, and its proposal fits."""

import numpy as np
import pytest
from scipy.stats import binom
from tests.twin.live.plants import press, shown

from pulmu.twin.counts import STATES
from pulmu.twin.live import Drift, Observed, cycle_times, drifts, hours_by_slot, power_by_state, proposed_line
from pulmu.twin.live.estimate import Estimate, mean_of

RUNS = 200
RANGES = [
    (9.9, 10.1, 10, "fits"),
    (9.0, 11.0, 10, "open"),
    (10.3, 10.5, 10, "off"),
    (0.0, 0.0, 0, "fits"),
    (0.1, 0.2, None, "unmodelled"),
    (0.1, 0.2, 0, "off"),
]


def looked_at(mean: float, run: int, hours: float = 24) -> Drift:
    seen = [shown(press(), hours, run)]
    observed = Observed("press", "cycle_time", "s", mean, lambda confidence: cycle_times(seen, confidence).mean)
    return drifts([observed])[0]


def test_a_model_that_is_right_is_called_off_no_oftener_than_said() -> None:
    off = sum(looked_at(240, run).verdict == "off" for run in range(RUNS))
    assert off <= binom.ppf(1 - 1e-6, RUNS, 0.05)


def test_a_cycle_a_tenth_too_short_in_the_model_is_found_within_a_day() -> None:
    found = [looked_at(216, run) for run in range(20)]
    assert {item.verdict for item in found} == {"off"}
    assert all(item.share == pytest.approx(1 / 9, abs=0.05) for item in found)


def test_a_month_shows_that_a_right_model_fits() -> None:
    assert looked_at(240, 1, hours=28 * 24).verdict == "fits"


def test_an_hour_shows_nothing_yet() -> None:
    assert looked_at(250, 1, hours=1).verdict == "open"


def value(times: list[float]) -> Observed:
    return Observed("press", "repair_time", "s", 10.0, lambda confidence: mean_of(times, confidence))


def test_errors_of_many_values_together_are_held() -> None:
    """Forty right values looked at together: one or more called off in about one case of twenty."""
    rng = np.random.default_rng(5)
    families = 0
    for _ in range(RUNS):
        observed = [value(rng.normal(10, 3, 30).tolist()) for _ in range(40)]
        families += any(item.verdict == "off" for item in drifts(observed, let_pass=0.0))
    assert families <= binom.ppf(1 - 1e-6, RUNS, 0.06)


@pytest.mark.parametrize(("low", "high", "model", "verdict"), RANGES)
def test_what_is_let_pass(low: float, high: float, model: float | None, verdict: str) -> None:
    found = Estimate(value=(low + high) / 2, low=low, high=high, confidence=0.95, count=9)
    assert drifts([Observed("a", "b", "s", model, lambda _: found)])[0].verdict == verdict


def test_what_the_plant_has_not_shown_is_unseen() -> None:
    (found,) = drifts([Observed("a", "b", "s", 3.0, lambda _: None)])
    assert (found.verdict, found.share) == ("unseen", None)


def test_a_proposal_runs_as_the_plant_does() -> None:
    """The plant's press takes 5 min and draws 48 kW at work; the model says 4 min and 40 kW."""
    plant = press(
        time={"law": "lognormal", "mean": "5 min", "cv": 0.3},
        stops=[{"id": "fault", "every": {"law": "exponential", "mean": "3 h"}, "lasts": "20 min"}],
    )  # fmt: skip
    model = press(uses=[{"carrier": "electricity", "idle": 5, "busy": 40}])
    history, ends = shown(plant, 14 * 24)
    edges = np.arange(0, 14 * 96 + 1) * 900.0
    hours, _ = hours_by_slot(history, edges)
    energy = hours[:, STATES.index("busy")] * 48 + hours[:, STATES.index("down")] * 5
    fit = power_by_state(STATES, hours, energy)
    busy = fit.found["busy"]
    assert busy is not None
    times = cycle_times([(history, ends)])
    proposal = proposed_line(model, {"press": times}, {("press", "electricity"): {"busy": busy.value}})
    station = proposal.stations[0]
    assert station.time is not None
    assert station.time.law == "lognormal"
    assert station.time.mean is not None
    assert station.time.mean.to("min") == pytest.approx(5, rel=0.02)
    assert station.time.cv == pytest.approx(0.3, abs=0.03)
    assert station.uses[0].busy == pytest.approx(48)
    assert station.uses[0].idle == 5


def test_a_law_without_a_mean_takes_the_times_seen() -> None:
    model = press(time={"law": "uniform", "low": "3 min", "high": "5 min"})
    times = cycle_times([shown(press(), 8)])
    law = proposed_line(model, {"press": times}, {}).stations[0].time
    assert law is not None
    assert law.law == "empirical"
    assert len(law.values) == len(times.values)
