"""Importing readings: once, whole, and what was corrected stays known."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pulmu.adapters.readings_file import read_readings_file
from pulmu.adapters.readings_store import ParquetReadingStore
from pulmu.locale.problems import problem_line
from pulmu.model import InputError
from pulmu.services.import_readings import Imported, ImportOrder, import_readings
from pulmu.services.read_meters import meter_gaps, meter_period, meter_totals

HEAD = "date,Usage_kWh\n"
ROWS = [f"2026-03-04 {hour:02d}:{minute:02d},{hour + 0.25}\n" for hour in range(9, 12) for minute in (0, 15, 30, 45)]
ORDER = ImportOrder(meter="EM-01", files=())


@pytest.fixture
def store(tmp_path: Path) -> ParquetReadingStore:
    return ParquetReadingStore(tmp_path / "store")


def write(tmp_path: Path, rows: list[str], name: str = "power.csv", head: str = HEAD) -> str:
    file = tmp_path / name
    file.write_text(head + "".join(rows), encoding="utf-8")
    return str(file)


def put(store: ParquetReadingStore, *files: str, order: ImportOrder = ORDER) -> Imported:
    return import_readings(replace(order, files=files), read_readings_file, store)


def counts(done: Imported) -> tuple[int, int, int]:
    return done.added, done.known, done.corrected


def total(store: ParquetReadingStore) -> float | None:
    [found] = meter_totals(store, "EM-01", "none")
    return found.years[0].value


def codes(done: Imported) -> list[str]:
    return [item.code for item in done.problems]


def files_of(store: ParquetReadingStore) -> list[str]:
    return sorted(file.name for file in store.folder.rglob("*.parquet")) if store.folder.is_dir() else []


def test_the_same_file_twice_changes_nothing(store: ParquetReadingStore, tmp_path: Path) -> None:
    file = write(tmp_path, ROWS)
    assert counts(put(store, file)) == (12, 0, 0)
    before = files_of(store)
    assert counts(put(store, file)) == (0, 12, 0)
    assert files_of(store) == before
    assert total(store) == 4 * (9.25 + 10.25 + 11.25)


def test_files_that_overlap_add_what_is_new_in_any_order(store: ParquetReadingStore, tmp_path: Path) -> None:
    late, early = write(tmp_path, ROWS[4:][::-1], "b.csv"), write(tmp_path, ROWS[:8], "a.csv")
    assert counts(put(store, late)) == (8, 0, 0)
    assert counts(put(store, early)) == (4, 4, 0)
    assert total(store) == 4 * (9.25 + 10.25 + 11.25)
    assert meter_gaps(store, "EM-01")[0].gaps == ()


def test_files_of_one_command_come_in_together_or_not_at_all(store: ParquetReadingStore, tmp_path: Path) -> None:
    good, bad = write(tmp_path, ROWS[:6], "a.csv"), write(tmp_path, [*ROWS[6:], "x,y\n"], "b.csv")
    assert codes(put(store, good, bad)) == ["meter.not_a_time", "input.not_a_number"]
    assert files_of(store) == []
    assert counts(put(store, good, write(tmp_path, ROWS[6:], "b.csv"))) == (12, 0, 0)
    assert files_of(store) == ["000001.parquet"]


def test_another_value_needs_a_reason_and_the_correction_counts(store: ParquetReadingStore, tmp_path: Path) -> None:
    first = write(tmp_path, ROWS)
    put(store, first)
    second = write(tmp_path, ["2026-03-04 09:00,100\n", "2026-03-04 09:15,9.25\n"], "b.csv")
    refused = put(store, second)
    assert codes(refused) == ["meter.other_value"]
    assert refused.problems[0].place == "EM-01, 2026-03-04 09:00"
    done = put(store, second, order=replace(ORDER, reason="bill of March"))
    assert counts(done) == (0, 1, 1)
    assert total(store) == 4 * (9.25 + 10.25 + 11.25) - 9.25 + 100
    assert counts(put(store, first)) == (0, 12, 0), "the first file does not undo the correction"
    assert total(store) == 4 * (9.25 + 10.25 + 11.25) - 9.25 + 100


def test_a_file_read_in_another_way_is_refused(store: ParquetReadingStore, tmp_path: Path) -> None:
    file = write(tmp_path, ROWS)
    put(store, file)
    assert codes(put(store, file, order=replace(ORDER, label="end"))) == ["meter.read_otherwise"]


def test_a_file_that_shows_no_label_is_read_as_the_last_one(store: ParquetReadingStore, tmp_path: Path) -> None:
    put(store, write(tmp_path, ROWS[:6]), order=replace(ORDER, label="end"))
    done = put(store, write(tmp_path, ROWS[6:], "b.csv"))
    assert (done.files[0].label, done.gaps) == ("end", ())


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": "counter"}, "meter.series_differs"),
        ({"zone": "UTC"}, "meter.series_differs"),
        ({"unit": "MWh"}, "meter.series_differs"),
        ({"unit": "Nm3"}, "meter.series_differs"),
        ({"unit": "kW"}, "meter.series_differs"),
        ({"unit": "kg, I think"}, "input.unit_unknown"),
        ({"zone": "Mars/Olympus"}, "meter.zone"),
        ({"zone": "../etc"}, "meter.zone"),
        ({"meter": "../EM"}, "meter.id"),
        ({"meter": "nul"}, "meter.id"),
        ({"exchanges": ("yesterday",)}, "meter.exchange"),
        ({"exchanges": ("2026-05-02 09:15, nan, 0",)}, "meter.exchange"),
        ({"modulus": float("nan")}, "meter.modulus"),
        ({"modulus": 0.0}, "meter.modulus"),
        ({"column": "Power"}, "meter.which_column"),
    ],
)
def test_an_order_that_does_not_fit_is_refused(
    change: dict[str, object], code: str, store: ParquetReadingStore, tmp_path: Path
) -> None:
    put(store, write(tmp_path, ROWS))
    before = files_of(store)
    assert codes(put(store, write(tmp_path, ROWS), order=replace(ORDER, **change))) == [code]  # type: ignore[arg-type]
    assert files_of(store) == before


def test_a_file_of_another_interval_is_refused(store: ParquetReadingStore, tmp_path: Path) -> None:
    put(store, write(tmp_path, ROWS))
    hours = [f"2026-03-05 {hour:02d}:00,1\n" for hour in range(6)]
    assert codes(put(store, write(tmp_path, hours, "b.csv"))) == ["meter.series_differs"]


def test_a_file_in_another_unit_is_converted(store: ParquetReadingStore, tmp_path: Path) -> None:
    put(store, write(tmp_path, ROWS))
    done = put(
        store, write(tmp_path, ["2026-03-04 12:00,0.5\n", "2026-03-04 12:15,0.5\n"], "b.csv", "date,use (MWh)\n")
    )
    assert counts(done) == (2, 0, 0)
    assert total(store) == pytest.approx(4 * (9.25 + 10.25 + 11.25) + 1000)


def test_a_counter_with_its_exchange(store: ParquetReadingStore, tmp_path: Path) -> None:
    rows = [f"2026-03-04 {hour:02d}:00,{value}\n" for hour, value in enumerate((100, 110, 3, 5))]
    order = replace(ORDER, kind="counter")
    assert put(store, write(tmp_path, rows, head="date,count (Nm3)\n"), order=order).gaps[0].slots == 1
    (found,) = meter_gaps(store, "EM-01")
    assert [item.code for item in found.problems] == ["meter.reset"]
    done = put(
        store,
        write(tmp_path, rows, head="date,count (Nm3)\n"),
        order=replace(order, exchanges=("2026-03-04 01:30, 112, 0",)),
    )
    assert (counts(done), done.gaps) == ((0, 4, 0), ())
    assert total(store) == 10 + 2 + 3 + 2
    assert meter_gaps(store, "EM-01")[0].problems == ()


DAYS = [f"2026-03-{day:02d},{day}\n" for day in range(1, 32)]
DAY_HEAD = "일자,전력량(kWh)\n"


def test_days_come_in_and_make_a_month(store: ParquetReadingStore, tmp_path: Path) -> None:
    done = put(store, write(tmp_path, DAYS, head=DAY_HEAD))
    assert (counts(done), done.gaps, done.files[0].interval, done.files[0].label) == ((31, 0, 0), (), 86_400, "start")
    march = meter_period(store, "EM-01", date(2026, 3, 1), date(2026, 4, 1), "refuse").total
    assert (march.value, march.expected, march.missing_slots) == (sum(range(1, 32)), 31, 0)
    [whole] = meter_totals(store, None, "none")
    assert (whole.years[0].expected, whole.years[0].measured_slots) == (365, 31)
    assert counts(put(store, write(tmp_path, DAYS, "b.csv", DAY_HEAD))) == (0, 31, 0)
    missing = put(store, write(tmp_path, ["2026-04-03,5\n", "2026-04-04,6\n"], "c.csv", DAY_HEAD))
    assert [gap.slots for gap in missing.gaps] == [2]


def test_a_counter_read_once_a_day(store: ParquetReadingStore, tmp_path: Path) -> None:
    rows = [f"2026-03-{day:02d},{100 + 2 * day}\n" for day in range(1, 32)] + ["2026-04-01,170\n"]
    done = put(store, write(tmp_path, rows, head="date,count (Nm3)\n"), order=replace(ORDER, kind="counter"))
    assert (counts(done), done.gaps) == ((32, 0, 0), ())
    assert meter_period(store, "EM-01", date(2026, 3, 1), date(2026, 4, 1), "refuse").total.value == 68.0


@pytest.mark.parametrize("hours", [2, 3, 4, 6, 8, 12])
def test_hours_that_divide_a_day_come_in(hours: int, store: ParquetReadingStore, tmp_path: Path) -> None:
    rows = [f"2026-03-{day:02d} {hour:02d}:00,1.5\n" for day in range(1, 32) for hour in range(0, 24, hours)]
    assert put(store, write(tmp_path, rows)).gaps == ()
    march = meter_period(store, "EM-01", date(2026, 3, 1), date(2026, 4, 1), "refuse").total
    assert (march.value, march.expected) == (31 * 24 / hours * 1.5, 31 * 24 / hours)


def test_days_are_refused_where_clocks_change_in_the_year(store: ParquetReadingStore, tmp_path: Path) -> None:
    done = put(store, write(tmp_path, DAYS, head=DAY_HEAD), order=replace(ORDER, zone="Europe/Berlin"))
    [told] = done.problems
    assert (told.code, told.place, dict(told.values)["day"]) == ("meter.clock_changes", "EM-01", "2026-03-29")
    assert files_of(store) == []
    assert "Europe/Berlin 시계가 2026-03-29에 바뀌어 24시간 구간을" in problem_line(told, "ko")


def test_years_between_count_too_where_clocks_changed(store: ParquetReadingStore, tmp_path: Path) -> None:
    before = [row.replace("2026", "1986") for row in DAYS]
    assert counts(put(store, write(tmp_path, before, head=DAY_HEAD))) == (31, 0, 0)
    assert codes(put(store, write(tmp_path, DAYS, "b.csv", DAY_HEAD))) == ["meter.clock_changes"]


def test_a_month_for_each_row_is_refused(store: ParquetReadingStore, tmp_path: Path) -> None:
    rows = [f"2026-{month:02d}-01,{month}\n" for month in range(1, 13)]
    assert codes(put(store, write(tmp_path, rows, head=DAY_HEAD))) == ["meter.interval"]


def test_of_many_problems_fifty_are_told_and_the_rest_counted(store: ParquetReadingStore, tmp_path: Path) -> None:
    done = put(store, write(tmp_path, ["x,1\n"] * 80))
    assert codes(done) == ["meter.not_a_time"] * 50 + ["meter.more_problems"]
    assert dict(done.problems[-1].values) == {"count": "30"}


def test_a_total_with_a_gap_is_refused_unless_a_policy_is_chosen(store: ParquetReadingStore, tmp_path: Path) -> None:
    put(store, write(tmp_path, ROWS))
    [refused] = meter_totals(store, None, "refuse")
    assert (refused.years[0].value, [item.code for item in refused.problems]) == (None, ["meter.gap"])


def test_a_period_with_a_gap_is_refused_and_one_without_is_not(store: ParquetReadingStore, tmp_path: Path) -> None:
    put(store, write(tmp_path, [f"2026-03-04 {hour:02d}:00,1.5\n" for hour in range(24)]))
    whole = meter_period(store, "EM-01", date(2026, 3, 4), date(2026, 3, 5), "refuse")
    assert (whole.total.value, whole.problems, whole.evidence[0].name) == (36.0, (), "power.csv")
    refused = meter_period(store, "EM-01", date(2026, 3, 4), date(2026, 3, 6), "refuse")
    assert (refused.total.value, refused.total.missing_slots) == (None, 24)
    assert [(item.code, item.place) for item in refused.problems] == [("meter.gap", "EM-01, 2026-03-04/2026-03-06")]
    with pytest.raises(InputError) as told:
        meter_period(store, "EM-01", date(2026, 3, 5), date(2026, 3, 5), "none")
    assert told.value.problems[0].code == "meter.no_day"


def test_a_meter_that_is_not_there_is_told(store: ParquetReadingStore) -> None:
    assert meter_totals(store, None, "refuse") == ()
    for action in (lambda: meter_totals(store, "EM-09", "refuse"), lambda: meter_gaps(store, "../x")):
        with pytest.raises(InputError) as told:
            action()
        assert told.value.problems[0].code == "meter.unknown"
