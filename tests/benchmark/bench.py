"""The numbers we promise, measured side by side in one run and written into docs/benchmarks.md.

Run by `make bench`, or ``python tests/benchmark/bench.py --date 2026-11-23``; ``--quick`` measures less and writes
nothing, ``--only readings`` measures one section of the page. It fails if the array path and the figures disagree, or
Pulmu's totals and those by hand; a promise that is missed is told, not hidden.
"""

import argparse
import functools
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from anomalies import anomalies
from explaining import explaining
from finding import finding
from forecasting import forecasting
from ingest import ingest
from matching_rounds import matching_rounds
from measure import Line, milliseconds, seconds
from nation import nation
from page import PAGE, ROOT, TITLES, write_sections
from place import place
from readings import readings
from reviewing import reviewing
from rules import rules
from scheduling import scheduling
from scheduling_tariff import tariff
from selection import selection
from simulating import simulating
from systems import python_of_brightway, systems
from ten_processes import plant
from worth import worth

from pulmu.adapters.samples import read_sample
from pulmu.bootstrap.files import save_files
from pulmu.bootstrap.reports import report_files
from pulmu.carbon.batch import Batch, compute, embedded_emissions_of_plants
from pulmu.carbon.check import check_plant
from pulmu.carbon.costs import state_costs
from pulmu.carbon.statement import Statement, state_emissions
from pulmu.carbon.tables import tabulate
from pulmu.model import Plant, decode
from pulmu.reference import DEFAULT_EDITION
from pulmu.services.report_cbam import report_cbam

SCENARIO = "last_published_price"
MOST_MILLISECONDS = 20.0
LEAST_RATIO = 20.0
TOLERANCE = 1e-12


# One plant


def one_plant(times: int) -> list[Line]:
    """A plant in memory to its statement and costs."""
    fasteners = decode(Plant, read_sample("fasteners")).unwrap()
    extrusions = decode(Plant, read_sample("extrusions")).unwrap()
    cases = (("fasteners (sample)", fasteners, SCENARIO), ("extrusions (sample)", extrusions, SCENARIO))
    return [
        _timed(name, item, scenario, times)
        for name, item, scenario in (*cases, ("ten processes with a loop", plant(0), None))
    ]


def _timed(name: str, item: Plant, scenario: str | None, times: int) -> Line:
    def run() -> None:
        state_costs(state_emissions(item, DEFAULT_EDITION), DEFAULT_EDITION, scenario)

    median, best = milliseconds(run, times)
    return Line(
        f"{name}: plant in memory to figures and costs",
        f"{median:.1f} ms (best {best:.1f} ms)",
        f"under {MOST_MILLISECONDS:.0f} ms",
        median < MOST_MILLISECONDS,
    )


# A thousand plants


def many_plants(number: int, rounds: int) -> list[Line]:
    """One by one against one batch, with new plants in every round, so that nothing is remembered of them."""
    embedded_emissions_of_plants([plant(-1)], DEFAULT_EDITION)  # the tables of law are read once, for both
    singly: list[float] = []
    together: list[float] = []
    again: list[float] = []
    alone: list[float] = []
    for turn in range(rounds):
        plants = [plant(number * turn + n) for n in range(number)]
        batch = functools.partial(embedded_emissions_of_plants, plants, DEFAULT_EDITION)
        together.append(seconds(batch))
        again.append(seconds(batch))
        tables = tabulate(plants, DEFAULT_EDITION)
        alone.append(seconds(functools.partial(compute, tables)))
        singly.append(seconds(functools.partial(_state_all, plants)))
    check_agreement(plants, compute(tables))
    single = statistics.median(singly)
    rows = [("new plants, tabulation included", together), ("the same plants again, tabulation included", again)]
    return [
        Line(f"{number:,} plants of 10 processes one by one, with figures", f"{single:.2f} s"),
        *(_ratio(f"in one batch, {name}", taken, single, promised=True) for name, taken in rows[:1]),
        *(_ratio(f"in one batch, {name}", taken, single, promised=False) for name, taken in rows[1:]),
        _ratio("in one batch, computing alone", alone, single, promised=False),
    ]


def _state_all(plants: Sequence[Plant]) -> None:
    # The figures are let go, so that memory does not slow the one-by-one path.
    for item in plants:
        state_emissions(item, DEFAULT_EDITION)


def _ratio(what: str, taken: Sequence[float], single: float, *, promised: bool) -> Line:
    batch = statistics.median(taken)
    found = f"{batch:.3f} s, {single / batch:.1f} × faster"
    if not promised:
        return Line(what, found)
    return Line(what, found, f"at least {LEAST_RATIO:.0f} ×", single / batch >= LEAST_RATIO)


def check_agreement(plants: Sequence[Plant], batch: Batch) -> None:
    """The batch says what the figures say, to 1e-12."""
    row = 0
    for item in plants:
        statement = state_emissions(item, DEFAULT_EDITION)
        for process in item.processes:
            for found, expected in _pairs(statement, process.id, process.goods[0].id, batch, row):
                np.testing.assert_allclose(found, expected, rtol=TOLERANCE, atol=0.0)
            row += 1
    assert row == len(batch.process)


def _pairs(statement: Statement, process: str, good: str, batch: Batch, row: int) -> list[tuple[float, float]]:
    return [
        (batch.counted[row], statement.goods[good].counted.value),
        (batch.direct[row], statement.goods[good].direct.value),
        (batch.attributed_direct[row], statement.processes[process].attributed_direct.value),
    ]


# A start


def starts() -> list[Line]:
    """Modules that a start loads, by name."""
    return [
        _loaded("import pulmu", "import pulmu"),
        _loaded("pulmu --help", "import sys; sys.argv = ['pulmu', '--help']; from pulmu.main import main; main()"),
    ]


def _loaded(what: str, start: str) -> Line:
    program = (
        "import atexit, json, sys\nbefore = set(sys.modules)\n"
        "atexit.register(lambda: print(json.dumps(sorted(set(sys.modules) - before)), file=sys.stderr))\n" + start
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    names = json.loads(done.stderr.splitlines()[-1])
    ours = [name for name in names if name.partition(".")[0] == "pulmu"]
    others = sorted({name.partition(".")[0] for name in names} - sys.stdlib_module_names - {"pulmu"})
    listed = ", ".join(f"`{name}`" for name in ours)
    found = f"{len(names)} modules; {len(ours)} of Pulmu: {listed}; packages of others: {', '.join(others) or 'none'}"
    return Line(f"`{what}` loads", found)


# Files


def files(times: int) -> list[Line]:
    """A plant's text to the three files of its report on disk."""
    document = read_sample("fasteners")
    checked = milliseconds(lambda: check_plant(decode(Plant, document).unwrap()), times)[0]
    outcome = report_cbam(document, scenario=SCENARIO)
    assert outcome.report is not None
    report = outcome.report
    computed = milliseconds(lambda: report_cbam(document, scenario=SCENARIO), times)[0]
    drawn = milliseconds(lambda: report_files(report, "en"), max(1, times // 3))[0]
    with tempfile.TemporaryDirectory() as folder:
        made = report_files(report, "en")
        saved = milliseconds(lambda: save_files(Path(folder) / "out", made), times)[0]
    return [
        Line("fasteners: read and checked", f"{checked:.0f} ms"),
        Line("fasteners: checked, computed and gathered into a report", f"{computed:.0f} ms"),
        Line("fasteners: drawn as JSON, workbook and PDF", f"{drawn:.0f} ms"),
        Line("fasteners: three files written and flushed", f"{saved:.0f} ms"),
    ]


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--date", default="not given", help="day of the run, for the page")
    parser.add_argument("--quick", action="store_true", help="measure little and write nothing")
    parser.add_argument("--only", choices=TITLES, help="one section of the page; else all")
    parser.add_argument("--brightway", default="", help="Python of an environment with bw2calc; else .venv/brightway")
    asked = parser.parse_args()
    SECTIONS["systems"] = functools.partial(systems, python_of_brightway(asked.brightway))
    sections = {name: SECTIONS[name](quick=asked.quick) for name in ([asked.only] if asked.only else TITLES)}
    text = write_sections(asked.date, sections)
    sys.stdout.write(text)
    if not asked.quick:
        PAGE.write_text(text, encoding="utf-8")


def _plants(*, quick: bool) -> list[Line]:
    times, number, rounds = (3, 50, 1) if quick else (15, 1_000, 3)
    return [*one_plant(times), *many_plants(number, rounds), *starts(), *files(times)]


def _readings(*, quick: bool) -> list[Line]:
    return readings(*((20, 2) if quick else (1_000, 7)))


def _explaining(*, quick: bool) -> list[Line]:
    return explaining(1 if quick else 7)


def _place(*, quick: bool) -> list[Line]:
    return [*place(*((5, 2, 5.0) if quick else (50, 20, 60.0))), *ingest(*((2, 10) if quick else (25, 250)))]


def _population(*, quick: bool) -> list[Line]:
    return nation("1/1000" if quick else "1")


def _rules(*, quick: bool) -> list[Line]:
    return rules(*(("1/1000", 10_000, 1) if quick else ("1", 1_000_000, 3)))


def _search(*, quick: bool) -> list[Line]:
    return finding(1_000 if quick else 10_000)


def _matching(*, quick: bool) -> list[Line]:
    return matching_rounds(*((5_000, 250, 5.0) if quick else (100_000, 5_000, 30.0)))


def _review(*, quick: bool) -> list[Line]:
    return reviewing(*((3, 100, 20) if quick else (50, 1_000, 200)))


def _selection(*, quick: bool) -> list[Line]:
    return selection(*((500, 1, 20) if quick else (10_000, 2, 500)))


def _scheduling(*, quick: bool) -> list[Line]:
    return [
        *scheduling(*((2.0, 1, 2) if quick else (60.0, 3, 35))),
        *tariff(*((3.0, 1) if quick else (60.0, 6))),
    ]


def _forecast(*, quick: bool) -> list[Line]:
    return forecasting(*((1, 4) if quick else (5, 365)))


def _worth(*, quick: bool) -> list[Line]:
    return worth(*((0.5, 1, 4, 3) if quick else (2.0, 3, 365 - 56)))


def _anomalies(*, quick: bool) -> list[Line]:
    return anomalies(ROOT.parent / "shared" / "data", quick=quick)


def _simulation(*, quick: bool) -> list[Line]:
    return simulating(4 if quick else 25)


SECTIONS: dict[str, Callable[..., list[Line]]] = {
    "plants": _plants,
    "explaining": _explaining,
    "readings": _readings,
    "place": _place,
    "population": _population,
    "rules": _rules,
    "search": _search,
    "review": _review,
    "matching": _matching,
    "selection": _selection,
    "forecast": _forecast,
    "worth": _worth,
    "scheduling": _scheduling,
    "anomalies": _anomalies,
    "simulation": _simulation,
}


if __name__ == "__main__":
    main()
