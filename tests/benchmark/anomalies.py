"""Alarms of machines and meters on data of others, with what was false among them.

Run by ``python tests/benchmark/anomalies.py DATA [--part held|looked_at|all]``, where DATA holds the folders `skab`,
`ai4i2020` and `steel_industry`; it prints JSON, a line each, and takes two minutes of a processor. Nothing is learned
from a row after the one that is judged. Choices were made on what is called looked at: SKAB's folder `valve1`, and the
first 200 days of the steel year. What is held out was run once, when they were made.
"""

import argparse
import csv
import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from forecasting import read_load
from measure import Line

from pulmu.plan.anomaly import Alarm, Smoothing, watch_machine, watch_meter
from pulmu.plan.forecast import Load

SKAB_NORMAL = 400
BUDGETS = (1.0, 10.0, 100.0, 1000.0)
"""Alarms a day of a pump that is read once a second: up to one in one and a half minutes."""
LEARNED_PIECES = 2_000
PIECES = (10.0, 20.0, 34.0, 50.0)
"""Alarms in a thousand pieces; 34 of them fail."""
MODES = ("TWF", "HDF", "PWF", "OSF", "RNF")
LOOKED_AT_DAYS = 200
LEAKS = (5.0, 10.0, 20.0)
_EXPERIMENTS = {"held": "18 experiments held out", "looked_at": "16 looked at", "all": "all 34 experiments"}


# A pump on a test bed


@dataclass(frozen=True)
class Experiment:
    """One file: channels by rows, and which rows are called anomalous."""

    rows: np.ndarray
    is_off: np.ndarray


def read_experiment(path: Path) -> Experiment:
    """Eight channels and the labels, one row a second."""
    with path.open(encoding="utf-8", newline="") as file:
        _, *body = csv.reader(file, delimiter=";")
    table = np.array([[float(cell) for cell in row[1:]] for row in body])
    return Experiment(table[:, :8], table[:, 8] > 0)


def skab(files: list[Experiment], budget: float) -> dict[str, object]:
    """Row by row after the normal start, all files in one count; and by alarms, as a person has them."""
    off, flagged, delays, hours, false = [], [], [], 0.0, 0
    for item in files:
        watched = watch_machine(item.rows, SKAB_NORMAL, 86_400.0, budget)
        off.append(item.is_off[SKAB_NORMAL:])
        flagged.append(watched.score[SKAB_NORMAL:] > watched.threshold.score)
        first, last = np.flatnonzero(item.is_off)[[0, -1]]
        false += sum(alarm.told < first for alarm in watched.alarms)
        hours += (first - SKAB_NORMAL) / 3600
        hits = [alarm for alarm in watched.alarms if alarm.end > first and alarm.told <= last]
        delays += [max(0, hits[0].told - first)] if hits else []
    return rates(np.concatenate(off), np.concatenate(flagged)) | {
        "faults": len(files), "found": len(delays), "median_delay_s": float(np.median(delays)) if delays else None,
        "false_alarms_an_hour_before": float(false / hours),
    }  # fmt: skip


def rates(off: np.ndarray, flagged: np.ndarray) -> dict[str, object]:
    """F1 of rows, share of good rows that were flagged, share of anomalous rows that were not."""
    hit, false, missed = (int(np.count_nonzero(x)) for x in (off & flagged, ~off & flagged, off & ~flagged))
    return {
        "f1": 2 * hit / max(2 * hit + false + missed, 1), "false_alarm_rate": false / max(int((~off).sum()), 1),
        "missed_rate": missed / max(int(off.sum()), 1), "precision": hit / max(hit + false, 1),
    }  # fmt: skip


def skab_files(data: Path, part: str) -> list[Experiment]:
    """Those that were looked at, those held out, or all."""
    folders = {"looked_at": ("valve1",), "held": ("valve2", "other"), "all": ("valve1", "valve2", "other")}[part]
    return [read_experiment(path) for folder in folders for path in sorted((data / "skab" / folder).glob("*.csv"))]


# A milling machine that was made up


@dataclass(frozen=True)
class Pieces:
    """Channels and features by pieces, and how each failed."""

    rows: np.ndarray
    failed: np.ndarray
    modes: dict[str, np.ndarray]


def read_pieces(path: Path) -> Pieces:
    """Five channels, and three features that a mechanic would look at: warmth kept in, power, wear under load."""
    with path.open(encoding="utf-8", newline="") as file:
        body = list(csv.DictReader(file, delimiter="\t"))
    air, process, speed, torque, wear = (
        np.array([float(row[name]) for row in body])
        for name in ("Air temperature [K]", "Process temperature [K]", "Rotational speed [rpm]", "Torque [Nm]",
                     "Tool wear [min]")
    )  # fmt: skip
    rows = np.stack([air, process, speed, torque, wear, process - air, speed * torque * np.pi / 30, wear * torque])
    modes = {name: np.array([row[name] == "1" for row in body]) for name in MODES}
    return Pieces(rows.T, np.array([row["Machine failure"] == "1" for row in body]), modes)


def by_mode(pieces: Pieces, flagged: np.ndarray, rows: slice) -> dict[str, object]:
    """Precision and recall of failures, and the share of each mode that was flagged."""
    found = rates(pieces.failed[rows], flagged)
    return {
        "flagged_in_1000": 1000 * float(flagged.mean()), "precision": found["precision"],
        "recall": 1 - float(str(found["missed_rate"])),
        "modes": {name: float(flagged[mode[rows]].mean()) for name, mode in pieces.modes.items() if mode[rows].any()},
    }  # fmt: skip


def unsupervised(pieces: Pieces, budget: float) -> dict[str, object]:
    """No label is seen: each piece by itself beside all before its thousand, failures included."""
    flagged = []
    for start in range(LEARNED_PIECES, len(pieces.rows), 1000):
        watched = watch_machine(pieces.rows[: start + 1000], start, 1000.0, budget, Smoothing(share=1.0, together=1))
        flagged.append(watched.score[start:] > watched.threshold.score)
    return by_mode(pieces, np.concatenate(flagged), slice(LEARNED_PIECES, None))


def supervised(pieces: Pieces, budget: float) -> dict[str, object]:
    """LightGBM learns failures of the first 4,000; the budget is set on the next 2,000; judged on the last 4,000."""
    import lightgbm

    settings = {"objective": "binary", "num_leaves": 15, "learning_rate": 0.05, "verbosity": -1, "num_threads": 1,
                "deterministic": True, "seed": 0}  # fmt: skip
    booster = lightgbm.train(settings, lightgbm.Dataset(pieces.rows[:4000], pieces.failed[:4000].astype(float)), 200)
    limit = np.quantile(booster.predict(pieces.rows[4000:6000]), 1 - budget / 1000)
    return by_mode(pieces, booster.predict(pieces.rows[6000:]) > limit, slice(6000, None))


# A steel plant's meter, with leaks put into it


def meter(load: Load, first: int, budget: float) -> dict[str, object]:
    """How many alarms there are a day, from a row on; nobody knows which of them are false."""
    alarms = [alarm for alarm in watch_meter(load, budget).alarms if alarm.told >= first * load.slots]
    return {
        "alarms_a_day": len(alarms) / (load.days - first), "kinds": Counter(alarm.kind for alarm in alarms),
        "base_up_a_day": sum(alarm.kind == "base_up" for alarm in alarms) / (load.days - first),
    }  # fmt: skip


def leaks(load: Load, days: range, kilowatt: float, budget: float) -> dict[str, object]:
    """Leaks that begin on some days, one at a time: how long until each was told, and how large it was said to be."""
    took, said = [], []
    for day in days:
        power = load.power[: day + 28].copy()
        power[day:] += kilowatt
        alarm = first_leak(Load(load.first, power), day, budget)
        if alarm is not None:
            took.append(alarm.told // load.slots + 1 - day)
            said.append(alarm.actual - alarm.expected)
    return {
        "leaks": len(days), "told_in_28_days": len(took), "median_days": float(np.median(took)) if took else None,
        "most_days": max(took, default=None), "said_kw": float(np.median(said)) if said else None,
        "said_error": float(np.median(np.abs(np.array(said) / kilowatt - 1))) if said else None,
    }  # fmt: skip


def first_leak(load: Load, day: int, budget: float) -> Alarm | None:
    """The first alarm of a base that rose, told from a day on."""
    alarms = watch_meter(load, budget).alarms
    return next((one for one in alarms if one.kind == "base_up" and one.told >= day * load.slots), None)


# Of all


def rows_of(data: Path, part: str) -> list[dict[str, object]]:
    """Everything, a row each."""
    files = skab_files(data, part)
    found = [{"data": "skab", "part": part, "budget": budget} | skab(files, budget) for budget in BUDGETS]
    pieces = read_pieces(data / "ai4i2020" / "ai4i2020.tsv")
    for how in (unsupervised, supervised):
        found += [
            {"data": "ai4i2020", "how": how.__name__, "budget": budget} | how(pieces, budget) for budget in PIECES
        ]
    load = read_load(data / "steel_industry" / "Steel_industry_data.csv")
    first = {"looked_at": 28, "held": LOOKED_AT_DAYS, "all": 28}[part]
    end = LOOKED_AT_DAYS if part == "looked_at" else load.days
    seen = Load(load.first, load.power[:end])
    found += [
        {"data": "steel", "part": part, "budget": budget} | meter(seen, first, budget) for budget in (0.1, 0.5, 2.0)
    ]
    days = range(max(first, 60), end - 28, 15)
    return found + [
        {"data": "steel", "part": part, "budget": 0.5, "leak_kw": kilowatt} | leaks(load, days, kilowatt, 0.5)
        for kilowatt in LEAKS
    ]


def anomalies(data: Path, *, quick: bool) -> list[Line]:
    """Lines of the page of benchmarks: what was held out, and all of SKAB as its leaders count it."""
    if not data.is_dir():
        return [Line("data of others", "not beside the repository: nothing was measured")]
    files = skab_files(data, "all")
    whole = [{"data": "skab", "part": "all", "budget": budget} | skab(files, budget) for budget in BUDGETS]
    return [line_of(row) for row in (whole if quick else [*rows_of(data, "held"), *whole])]


def line_of(row: dict[str, object]) -> Line:
    """One row as people read it."""
    if row["data"] == "skab":
        what = f"SKAB, {_EXPERIMENTS[str(row['part'])]}, {row['budget']:g} alarms a day wanted"
        return Line(what, (
            f"F1 {row['f1']:.2f}, false alarm rate {row['false_alarm_rate']:.1%}, missed {row['missed_rate']:.1%}; "
            f"{row['found']} of {row['faults']} faults told, median after {row['median_delay_s']:.0f} s; "
            f"{row['false_alarms_an_hour_before']:.1f} false alarms an hour before the fault"
        ))  # fmt: skip
    if row["data"] == "ai4i2020":
        modes = ", ".join(f"{name} {share:.0%}" for name, share in row["modes"].items())  # type: ignore[attr-defined]
        what = f"AI4I 2020, {row['how']}, {row['budget']:g} alarms in 1,000 pieces wanted"
        return Line(what, (
            f"{row['flagged_in_1000']:.0f} in 1,000; precision {row['precision']:.0%}, recall {row['recall']:.0%}; "
            f"{modes}"
        ))  # fmt: skip
    if "leak_kw" in row:
        what = f"steel plant (mean 110 kW), a leak of {row['leak_kw']:g} kW put in on {row['leaks']} days held out"
        return Line(what, (
            f"{row['told_in_28_days']} told within 28 days, median after {row['median_days']} days; said to be "
            f"{row['said_kw']:.1f} kW"
        ))  # fmt: skip
    what = f"steel plant, last 165 days, {row['budget']:g} alarms a day wanted"
    return Line(what, f"{row['alarms_a_day']:.2f} a day; of a base that rose {row['base_up_a_day']:.3f} a day")


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser()
    asked.add_argument("data", type=Path)
    asked.add_argument("--part", choices=("held", "looked_at", "all"), default="held")
    given = asked.parse_args()
    for row in rows_of(given.data, given.part):
        sys.stdout.write(json.dumps(row) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
