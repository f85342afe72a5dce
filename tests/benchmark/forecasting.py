"""The load of a steel plant of 2018, forecast day by day: what was promised, beside naive rules and plain LightGBM.

Run by ``python tests/benchmark/forecasting.py FILE [--seeds 5] [--part test|windows]`` with the data set "Steel
Industry Energy Consumption"; it takes some ten minutes of a processor. Row k of the file covers the quarter of an hour
from k times 15 minutes after the first midnight. Every forecast reads what stands before its day alone; models learn
anew every seven days; up to 200 days before those that are judged serve to weigh rules and
intervals, the last 14 of them learned models as well.
"""

import argparse
import csv
import dataclasses
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from measure import Line

from pulmu.plan.forecast import (
    NAIVE,
    TYPICAL,
    Judged,
    Load,
    Night,
    Panel,
    Said,
    coverage,
    daily_errors,
    daily_scale,
    diebold_mariano,
    forecast_peaks,
    highest_of,
    judge,
    kinds_of,
    learn_plain,
    load_of_slots,
    mean_absolute_error,
    rest_of_day,
    say,
    usual_panel,
)

DATA = Path(__file__).parents[3] / "shared" / "data" / "steel_industry" / "Steel_industry_data.csv"
FIRST = date(2018, 1, 1)
TEST = ("last eight weeks", 309, 365)
WINDOWS = (("spring", 98, 140), ("summer", 182, 224), ("autumn", 252, 294))
WARM_UP, LEARNED_BEFORE = 200, 14
MOST, LEAST_BETTER = 0.47, 0.05


def read_load(path: Path) -> Load:
    """The year, in the order of the rows."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        energy = [float(row["Usage_kWh"]) for row in csv.DictReader(file)]
    return load_of_slots(FIRST, np.array(energy) * 4, 96)


def walk(load: Load, first: int, last: int, seed: int) -> tuple[Said, Judged]:
    """Forecasts of days, with those before them that weigh the experts."""
    begun = max(14, first - WARM_UP - LEARNED_BEFORE)
    panel = dataclasses.replace(usual_panel(seed), warm_up=max(0, first - LEARNED_BEFORE - begun))
    said = say(load, begun, last, panel)
    return said, judge(load, said)


def plain(load: Load, first: int, last: int, seed: int) -> np.ndarray:
    """LightGBM alone, with the absolute error and its usual settings, on the same features."""
    panel = Panel(rules={}, learners={"plain": learn_plain}, seed=seed)
    return say(load, first, last, panel).middle[:, 0]


def measured(load: Load, first: int, last: int, seed: int) -> dict[str, object]:
    """One span and seed: scaled errors of ours, of each rule and of each model; coverage; the peak."""
    said, judged = walk(load, first, last, seed)
    skip = first - said.first
    actual, scale = load.power[first:last], daily_scale(load, first)
    ours, told = judged.middle[skip:], said.middle[skip:]
    experts = {name: mean_absolute_error(actual, told[:, number]) / scale for number, name in enumerate(said.names)}
    lower, upper = judged.lower[skip:], judged.upper[skip:]
    peaks = forecast_peaks(load.power[: last - 1], kinds_of(load.first, last), judged.middle, said.first)[skip:]
    highest = highest_of(actual)
    week = highest_of(load.power[first - 7 : last - 7])
    best = min(NAIVE, key=experts.__getitem__)
    best_told = told[:, said.names.index(best)]
    test = diebold_mariano(daily_errors(actual, ours), daily_errors(actual, best_told))
    found: dict[str, object] = {
        "mase": mean_absolute_error(actual, ours) / scale,
        "experts": experts,
        "naive": experts[best],
        "naive_rule": best,
        "typical": min(experts[name] for name in TYPICAL),
        "covered": coverage(actual, lower, upper),
        "width": float((upper - lower).mean()),
        "against_naive": dataclasses.asdict(test),
        "peak_kw": float(np.mean([abs(peak.kilowatt - top) for peak, top in zip(peaks, highest, strict=True)])),
        "peak_kw_week_before": float(np.abs(week - highest).mean()),
        "peak_hours": float(np.mean([abs(p.slot - row.argmax()) / 4 for p, row in zip(peaks, actual, strict=True)])),
        "peak_covered": float(np.mean([p.lower <= top <= p.upper for p, top in zip(peaks, highest, strict=True)])),
        "intraday": intraday(load, said, judged, first, last),
    }
    return found | {"daily": daily_errors(actual, ours).tolist()}


def intraday(load: Load, said: Said, judged: Judged, first: int, last: int) -> dict[str, float]:
    """Error of the rest of the day after an update every two hours, to that of the forecast of midnight."""
    found: dict[str, float] = {}
    for slot in range(8, 96, 8):
        new, old = [], []
        for day in range(first, last):
            row = day - said.first
            night = Night(middle=judged.middle[row], lower=judged.lower[row], upper=judged.upper[row],
                          told=said.middle[row])  # fmt: skip
            now = rest_of_day(load.power[:day], kinds_of(load.first, day + 1), load.power[day, :slot], night)
            actual = load.power[day, slot:]
            new.append(mean_absolute_error(actual, now.middle[slot:]))
            old.append(mean_absolute_error(actual, night.middle[slot:]))
        found[f"{slot // 4:02}:00"] = float(np.mean(new) / np.mean(old))
        found["all"] = found.get("all", 0.0) + float(np.mean(new) / np.mean(old)) / 11
    return found


def with_plain(load: Load, first: int, last: int, seed: int, found: dict[str, object]) -> dict[str, object]:
    """The same beside plain LightGBM, with a paired test of days."""
    actual = load.power[first:last]
    other = plain(load, first, last, seed)
    test = diebold_mariano(np.array(found["daily"]), daily_errors(actual, other))
    scale = daily_scale(load, first)
    return found | {"plain": mean_absolute_error(actual, other) / scale, "against_plain": dataclasses.asdict(test)}


def forecasting(seeds: int, days: int) -> list[Line]:
    """Ours beside the best naive rule and LightGBM alone, in windows of one plant's year and its last eight weeks.

    Parameters
    ----------
    days : So many days of each span at most.
    """
    if not DATA.exists():
        return [Line("load of a steel plant", "not measured: the data are not beside the project")]
    load = read_load(DATA)
    windows = [_measured_all(load, span, 1, days) for span in WINDOWS]
    last = _measured_all(load, TEST, seeds, days)
    better = float(np.mean([1 - found["mase"] / found["naive"] for (found, *_) in windows]))
    return [
        *(line for found in windows for line in _window_lines(found)),
        Line("spring, summer and autumn: error below that of each window's best naive rule, mean", f"{better:.0%}",
             f"at least {LEAST_BETTER:.0%}", better >= LEAST_BETTER),
        *_last_lines(last),
    ]  # fmt: skip


def _measured_all(load: Load, span: tuple[str, int, int], seeds: int, days: int) -> list[dict[str, Any]]:
    name, first, last = span
    last = min(last, first + days)
    found = [(seed, measured(load, first, last, seed)) for seed in range(seeds)]
    return [{"span": name, **with_plain(load, first, last, seed, one)} for seed, one in found]


def _window_lines(found: list[dict[str, Any]]) -> list[Line]:
    one = found[0]
    return [
        Line(f"{one['span']}, six weeks, each day from those before it: error (MASE)", _beside(one, one["mase"]),
             "not above the best naive rule", one["mase"] <= one["naive"]),
        *_held_lines(one["span"], found),
    ]  # fmt: skip


def _last_lines(found: list[dict[str, Any]]) -> list[Line]:
    errors = [one["mase"] for one in found]
    worst = max(one["against_naive"]["probability"] for one in found)
    plain_worst = max(one["against_plain"]["probability"] for one in found)
    return [
        Line(f"{TEST[0]}, {len(found)} seeds: error (MASE), the worst of them", _beside(found[0], max(errors)),
             f"at most {MOST}", max(errors) <= MOST),
        Line(f"{TEST[0]}: as good as the best naive rule; as LightGBM alone (paired by days, the largest p)",
             f"p {worst:.3f}; p {plain_worst:.2f}"),
        *_held_lines(TEST[0], found),
    ]  # fmt: skip


def _beside(one: dict[str, Any], error: float) -> str:
    return (
        f"{error:.3f}; best naive rule ({one['naive_rule']}) {one['naive']:.3f}, LightGBM alone {one['plain']:.3f}, "
        f"best typical day in hindsight {one['typical']:.3f}"
    )


def _held_lines(name: str, found: list[dict[str, Any]]) -> list[Line]:
    slots, peaks = ([one[key] for one in found] for key in ("covered", "peak_covered"))
    held = min(slots) >= 0.75 and max(slots) <= 0.85
    off = float(np.mean([one["peak_kw"] for one in found]))
    return [
        Line(f"{name}: intervals of 80 % cover", f"{min(slots):.1%} to {max(slots):.1%} of slots", "75 to 85 %", held),
        Line(f"{name}: highest quarter of an hour of the day",
             f"off by {off:.1f} kW (the week before: {found[0]['peak_kw_week_before']:.1f}); "
             f"its interval of 80 % covers {min(peaks):.0%} to {max(peaks):.0%}"),
    ]  # fmt: skip


def main() -> None:
    """Measure and print as JSON, one line for each span and seed."""
    asked = argparse.ArgumentParser()
    asked.add_argument("file", type=Path)
    asked.add_argument("--seeds", type=int, default=5)
    asked.add_argument("--first-seed", type=int, default=0)
    asked.add_argument("--part", choices=("all", "test", "windows"), default="all")
    given = asked.parse_args()
    load = read_load(given.file)
    spans = {"all": (TEST, *WINDOWS), "test": (TEST,), "windows": WINDOWS}[given.part]
    for name, first, last in spans:
        seeds = range(given.first_seed, given.first_seed + (given.seeds if name == TEST[0] else 1))
        for seed in seeds:
            found = with_plain(load, first, last, seed, measured(load, first, last, seed))
            sys.stdout.write(json.dumps({"span": name, "seed": seed} | found) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
