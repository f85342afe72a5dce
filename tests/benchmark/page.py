"""The page of benchmarks: sections that are measured together, each with its day, machine and commit."""

import os
import platform
import subprocess
from collections.abc import Sequence
from pathlib import Path

import duckdb
import numpy as np
import scipy
from measure import Line

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "benchmarks.md"
TITLES = {
    "plants": "Plants and reports",
    "explaining": "Explaining",
    "systems": "Production systems",
    "readings": "Readings",
    "place": "A place",
    "population": "A synthetic nation",
    "rules": "Rules over a nation",
    "search": "Search for suppliers",
    "review": "Reviewing of calls",
    "matching": "Matching firms with suppliers",
    "selection": "Selection in a call",
    "forecast": "The load to come",
    "worth": "What forecasts are worth",
    "scheduling": "Schedules",
    "anomalies": "Alarms of machines and meters",
    "simulation": "The virtual plant",
}
CAVEATS = {
    "plants": (
        "Times are medians, on a machine that others may use at the same time; ratios are worth more than times.",
        "One by one means full figures with their sources, which can be explained and stored; the batch gives numbers.",
        "The plants of each round are new; over the same plants again, the values of their precursors are remembered.",
        "The batch is compared with the figures of every plant of the last round, to 1e-12 relative.",
    ),
    "systems": (
        "Scores only: Pulmu gives no inventory of activities. Lognormal only: Brightway knows further distributions.",
        "Scores, demands and given draws of Brightway and the plain code are compared with Pulmu's, to 1e-9 relative.",
        "For speed each side draws by itself; the same 50 draws given to all show that they compute the same.",
        "Brightway (BSD-3-Clause) runs in an environment of its own; it is no dependency of Pulmu.",
        "It solves with PARDISO of MKL (Intel Simplified Software License), as it advises.",
        "Its faster classes stand beside the one its users take first; the promise is against the latter.",
        "Pulmu and the plain code run in turns, in one thread; ratios are medians of turns. Brightway runs after them.",
        "Brightway's solver takes every core by itself: for draws it is compared with Pulmu in as many threads.",
        "The plain code stands in tests/benchmark/plain_system.py, the made system in made_system.py.",
        "The machine was shared with other work while this was measured: ratios are worth more than times.",
    ),
    "explaining": (
        "Processor time of one thread, the least of some runs.",
        "From the plant in memory to all its figures, their keys, the whole tree as text, and what contributes most.",
        "MB are what the tree of the last good holds, keys included.",
    ),
    "readings": (
        "Times are medians of runs in turns, files in memory, each side in a process of its own.",
        "The query by hand stands in tests/benchmark/readings_by_hand.sql.",
        "It is told meter and kind of each file before its clock starts; Pulmu remembers them of unchanged files.",
        "Both give 12 months of each meter; counts are compared exactly, amounts to 1e-9.",
        "One meter in four is a counter with roll-over and resets, three in four have gaps, one in ten was corrected.",
    ),
}
CAVEATS["population"] = (
    "One run in a process of its own, with its start-up; files are flushed to the disk. Others use the machine too.",
    "Error of a sum is relative to its target of 2023; `pulmu population fit` lists every one.",
)
CAVEATS["rules"] = (
    "Firms of the synthetic nation; one run in a process of its own, files in the memory of the system.",
    "Whole answers with three values: what is not known is told as such, of every firm and programme.",
    "OpenFisca-Core 46.0.1 (AGPL-3.0) runs in an environment of its own and is never imported by Pulmu.",
    "It computes in 32-bit floats, in one thread, and knows no third value; Pulmu in 64 bits, in two threads.",
    "On Spark (`local[2]`), by hand on 2026-11-27 at load 7 to 9: 1 of 10 firms (830,970) in 354 s, DuckDB in 16 s.",
    "Each of their answers, size class and 23 eligibilities, is DuckDB's; `make spark` holds 20,774 firms to that.",
    "Calculation alone: Pulmu's firms in a table of DuckDB, OpenFisca's in arrays; SQL was built and kept before.",
    "From a fresh process: the rules were asked once before on this machine; what the first time takes stands below.",
    "The amounts of the small rule set are such that 32 bits hold them exactly; its rules are made up.",
    "A reform starts with the answers of before: what it does not touch, such as the size class, is read there.",
    "Both sides run in turns; times are medians, on a machine that others use: ratios are worth more than times.",
)
CAVEATS["forecast"] = (
    "One plant, a year of quarter-hours (Steel Industry Energy Consumption, 2018); nothing says that yours is like it.",
    "Each day is forecast from what stands before it alone; models learn anew every seven days.",
    "MASE: mean absolute error over the mean difference of neighbouring days before the span.",
    "The method was chosen on days before the last eight weeks; some settings had once been tried on those, too.",
    "LightGBM alone: absolute error, otherwise as it comes, on the same features.",
    "Five naive rules: the day before, the week before, the last day of the same kind, mean and median of four weeks.",
)
CAVEATS["worth"] = (
    "Money: four orders each workday of the sample's week, on two furnaces (each a quarter of the plant's usual peak).",
    "They are planned at midnight, beside the line's own load as the virtual plant draws it, or the steel plant's.",
    "Without a plan: by due date from 08:00. Perfect foresight: each day's load, and what its month is billed at last.",
    "Billed under the load that came: energy by bands, the month's highest quarter-hour, remembered for twelve months.",
    "The plan sees the load raised by a part of its interval's upper half; the part is chosen on four weeks before.",
    "Industrial (b), high voltage A, option II; the steel plant's 2018 at the rates of 2026-06-01 (a counterfactual).",
    "A search ends by the clock where it is not proven before, so that another run may differ a little.",
)
CAVEATS["scheduling"] = (
    "Instances of Fisher and Thompson, Lawrence, Adams, Balas and Zawack, Taillard, Brandimarte; sources beside them.",
    "Plain CP-SAT is the same constraint programme by itself, from the same first timetable, with two threads as well.",
    "PyJobShop 0.0.9 as it comes, with two threads and the same seconds; building its model is not counted.",
    "Every timetable is checked by code that no search uses; a bound above the best known would end the run.",
    "Each of three seeds is a run of its own; threads race, so that runs with the same seed may differ.",
    "Under a tariff: powers are drawn; a plan may take one day of bands, 1.25 and 1.5 x the best makespan long.",
)
CAVEATS["anomalies"] = (
    "SKAB v0.9 (a pump, one row a second), AI4I 2020 (made up), steel plant in Gwangyang 2018: rows of others.",
    "SKAB: each file learns from its first 400 rows; the rest is judged row by row, all files in one count.",
    "Held out: SKAB's valve2 and other, steel from day 201 on; choices were made on valve1 and the first 200 days.",
    "Its leaders pool all 34 files: F1 / false / missed of Conv-AE 0.78/13.6/28.0 %, PCA T2+Q 0.76/26.6/24.9 %.",
    "400 seconds show what comes 180 times a day or more; what is rarer is guessed, and costs faults that are told.",
    "Rows after a fault that its file calls good, though the pump has not come back, count as false.",
    "AI4I: three features beside the five; unsupervised learns anew each 1,000 pieces; RNF is drawn without a cause.",
    "Supervised: LightGBM on the first 4,000 pieces, its budget set on the next 2,000, judged on the last 4,000.",
    "Nobody knows which alarms of the steel plant are false; leaks were added to its readings, one at a time.",
)
CAVEATS["selection"] = (
    "Applications, quotas and groups are drawn; 15 in 100 can be chosen, and places, money and quotas all bind.",
    "One quota in three asks for a number, one for a least share, one for a most share; they overlap.",
    "One thread; processor time is held against the promise, for the clock tells what others did on the machine, too.",
    "The search ends by a count of nodes and not by a clock, so that every machine gives the same answer.",
    "Further: tests/support/selection compares random calls with all features mixed with trying all sets.",
)
CAVEATS["simulation"] = (
    "Seconds are those of one core, the least of some turns with seeds of their own; others used the machine, too.",
    "The C program stands in tests/benchmark/line_in_c.c: one model each, no line model; it keeps the same sums.",
    "SimPy, salabim and Ciw (all MIT) run in an environment of their own; models: tests/benchmark/line_by_*.py.",
    "salabim runs with its monitors off; Ciw keeps a record of each service and draws a service with its repairs.",
    "Mean pieces inside, and mean wait or throughput, agree within five standard errors, or the run fails.",
)
CAVEATS["search"] = (
    "Offers and questions were written for the purpose by one author (tests/benchmark/search/README.md): none is real.",
    "Every offer is graded for every question, 0 to 3, by labels that search does not see.",
    "Every second question is held out: nobody looked at its hits while weights were chosen and terms added.",
    "bm25s (MIT) with its own settings reads the same texts, in the same words or pieces, titles twice.",
    "Many offers are copies of these under other ids; times are of one thread.",
)
CAVEATS["matching"] = (
    "Rounds are made up: merits that all see and a taste of each, so that some suppliers are wished for by many.",
    "In memory, from arrays to the matching; reading a file and telling the reasons are not in it.",
    "Proven looks at every pair anew, by other code; so does every run of the stress test.",
    "`matching` 1.4.3 (MIT) runs in an environment of its own; it knows no ties: both get strict ranks, and agree.",
    "It copies its players by recursion and needs a higher limit of it at this size, which it is given.",
    "Steps of the solver end after 30 s; a round not settled by then says so with its bound.",
    "Of each step the fewest pairs are proven first; what is best among equals takes steps of its own.",
    "Times are medians. Others used the machine, too: a core's time tells more than the clock.",
)
CAVEATS["review"] = (
    "300 made applications, 40 reviewers, 3 each; standard deviations: quality 6, leniency 8, chance 4 points.",
    "Scores are whole points of 0 to 100; tau is Kendall's, to the true order, mean over the panels.",
    "Standardised: each score less its reviewer's mean, over its reviewer's spread, whoever got which applications.",
    "Assignment is one run, checking and proof included, at a load of 8 on two cores.",
)
CAVEATS["place"] = (
    "People, programs and the place share the machine's cores; a person waits 2 s on average between two clicks.",
    "People of one company share a session here; the readings of each program go to a meter of its own.",
    "Pages are fetched without what the browser keeps; the first paint is that of an empty browser.",
    "Bulk readings: all programs of one company, each with meters of its own; they share the cores with the place.",
    "Answered is on the disk on both sides; PostgreSQL has fsync and synchronous_commit on.",
    "Pulmu compares each batch with what the meter holds, seals it, and notes it in the audit; COPY does none of it.",
    "PostgreSQL is reached by a local socket, without HTTP; TimescaleDB is not here to compare with.",
)
_HEAD = """# Benchmarks

Written by `make bench`; do not edit. A promise that is missed stands here as missed.
"""


def write_sections(date: str, sections: dict[str, Sequence[Line]]) -> str:
    """Put sections in place of those of the same name; the others stay as they were measured."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    standing = {part.partition("\n")[0]: part for part in text.split("\n## ")[1:]}
    for name, lines in sections.items():
        standing[TITLES[name]] = section(date, name, lines)
    parts = [standing[title].rstrip("\n") + "\n" for title in TITLES.values() if title in standing]
    return _HEAD + "".join(f"\n## {part}" for part in parts)


def section(date: str, name: str, lines: Sequence[Line]) -> str:
    """A section as Markdown, without the signs of its head."""
    rows = [f"| {line.what} | {line.found} | {line.promise} | {_kept(line)} |" for line in lines]
    return "\n".join([
        TITLES[name],
        "",
        f"- Date: {date}",
        *(f"- {item}" for item in machine()),
        "",
        "| what | found | promised | |",
        "| --- | --- | --- | --- |",
        *rows,
        "",
        *(f"- {item}" for item in CAVEATS[name]),
        "",
    ])  # fmt: skip


def _kept(line: Line) -> str:
    return "" if line.kept is None else "kept" if line.kept else "**missed**"


def machine() -> list[str]:
    """What it ran on."""
    name = (_git("rev-parse", "--short=12", "HEAD") or "not known") + (
        " with changes" if _git("status", "--porcelain", "src") else ""
    )
    packages = f"numpy {np.__version__}, scipy {scipy.__version__}, DuckDB {duckdb.__version__}"
    return [
        f"Processor: {processor()}, {os.cpu_count()} cores",
        f"System: {platform.system()} {platform.machine()}",
        f"Python {platform.python_version()}, {packages}",
        f"Commit: {name}",
    ]


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def processor() -> str:
    """Model of the processor, where the system tells it."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text().splitlines() if told.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or "not known"
