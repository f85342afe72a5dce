"""One side of the comparison of monthly totals, in a process of its own, so that its memory can be told.

For each line that comes in, the totals are computed once, and seconds, seconds of processor and peak memory in MB go
out; then the line `end` writes the rows as JSON into a file.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

Row = tuple[str, int, int, int, int, int, float, float, int]
"""Meter, month, expected, missing, measured and estimated slots, measured and estimated amount, resets."""

_MONTHS = """
CREATE TABLE month AS
SELECT n::INTEGER AS number, epoch(make_timestamp(2026, n, 1, 0, 0, 0))::BIGINT - 32400 AS start,
    epoch(make_timestamp(2026, n, 1, 0, 0, 0) + INTERVAL 1 MONTH)::BIGINT - 32400 AS stop FROM range(1, 13) AS r(n)
"""
BY_HAND = Path(__file__).with_name("readings_by_hand.sql")


def by_pulmu(folder: Path) -> Callable[[], list[Row]]:
    """Totals as Pulmu gives them."""
    from pulmu.adapters.readings_store import ParquetReadingStore
    from pulmu.metering import month_totals

    def run() -> list[Row]:
        return [
            (
                one.series.meter, coverage.month.month, total.expected, total.missing_slots, total.measured_slots,
                total.estimated_slots, total.measured, total.estimated, total.resets,
            )
            for one in ParquetReadingStore(folder).coverage_of_all()
            for coverage, total in zip(one.coverage, month_totals(one.coverage, "none"), strict=True)
        ]  # fmt: skip

    return run


def by_hand(folder: Path) -> Callable[[], list[Row]]:
    """Totals of the hand-written query; what it is given is made ready before the clock starts."""
    database = duckdb.connect()
    files = sorted(folder.glob("*/*.parquet"))
    counters = [file for file in files if int(file.parent.name[2:]) % 4 == 3]
    lists = {
        "interval": [file for file in files if file not in set(counters)],
        "counter": counters,
        "later": [file for file in files if file.stem != "000001"],
    }
    for name, listed in lists.items():
        database.execute(f"CREATE TABLE {name}_file (number UBIGINT, meter VARCHAR, part INTEGER)")
        rows = [(number, file.parent.name, int(file.stem)) for number, file in enumerate(listed)]
        database.executemany(f"INSERT INTO {name}_file VALUES (?, ?, ?)", rows)
    database.execute("CREATE TABLE counter AS SELECT DISTINCT meter, 1000000.0::DOUBLE AS modulus FROM counter_file")
    database.execute(_MONTHS)
    query = BY_HAND.read_text(encoding="utf-8").format(
        intervals=_listed(lists["interval"]), counters=_listed(lists["counter"]), later=_listed(lists["later"])
    )
    return lambda: database.execute(query).fetchall()


def _listed(files: list[Path]) -> str:
    return "[" + ", ".join(f"'{file}'" for file in files) + "]"


def main() -> None:
    """Run once for each line that comes in."""
    side, folder, result = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    run = {"pulmu": by_pulmu, "hand": by_hand}[side](folder)
    rows: list[Row] = []
    for line in sys.stdin:
        if line.strip() == "end":
            break
        begun, worked = time.perf_counter(), time.process_time()
        rows = run()
        taken, worked = time.perf_counter() - begun, time.process_time() - worked
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sys.stdout.write(json.dumps([taken, worked, peak]) + "\n")
        sys.stdout.flush()
    result.write_text(json.dumps(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
