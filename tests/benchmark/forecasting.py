"""The load of a steel plant of 2018, forecast day by day: what was promised, beside naive rules and plain LightGBM.

Run by ``python tests/benchmark/forecasting.py FILE [--seeds 5] [--part test|windows]`` with the data set "Steel
Industry Energy Consumption"; it takes some ten minutes of a processor. Row k of the file covers the quarter of an hour
from k times 15 minutes after the first midnight. Every forecast reads what stands before its day alone; models learn
anew every seven days; six weeks before the days that are judged serve to weigh experts and intervals.
"""

import argparse
import csv
import dataclasses
import json
import sys
from datetime import date
from pathlib import Path

import numpy as np

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

FIRST = date(2018, 1, 1)
TEST = ("last eight weeks", 309, 365)
WINDOWS = (("spring", 98, 140), ("summer", 182, 224), ("autumn", 252, 294))
WARM_UP, LEARNED_BEFORE = 28, 14
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
