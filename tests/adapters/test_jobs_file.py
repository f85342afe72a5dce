"""Files of jobs: workbooks and CSV tables say what YAML says; everything wrong is in one report; strangers' files."""

import dataclasses
import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from pulmu.adapters._jobs.sheets import TABLES
from pulmu.adapters.jobs_file import (
    jobs_workbook,
    read_jobs_bytes,
    read_jobs_file,
    read_timetable_bytes,
    table_heads,
    timetable_workbook,
)
from pulmu.adapters.samples import sample_jobs_text
from pulmu.locale import Language
from pulmu.model import Document, InputError, decode
from pulmu.model.jobs import (
    Crew,
    GivenTimetable,
    JobOperation,
    Jobs,
    JobWay,
    MachineRest,
    MachineSetUp,
    MachineStop,
    ShopJob,
    ShopMachine,
    Wages,
)
from pulmu.model.week import DAYS, Calendar, DaySpan, Shift
from pulmu.services.csv_text import csv_bytes
from pulmu.services.schedules.read import read_jobs

SAMPLE = read_jobs(read_jobs_bytes(sample_jobs_text("fasteners").encode(), "fasteners.yaml")).unwrap()
HEAD = "작업,순서,설비,시간(분),전력(kW)\n"


def book(**sheets: list[list[Any]]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return buffer.getvalue()


def told(document: Document) -> set[tuple[str, str]]:
    """Codes with the end of their places."""
    return {(item.code, item.place.partition(", ")[2]) for item in read_jobs(document).problems}


names = st.text(st.sampled_from("가나다ABCxyz019-_."), min_size=1, max_size=6).filter(lambda text: text[0] not in "-.")
words = st.text(st.sampled_from("가나 =+'bolt,8"), max_size=8).map(lambda text: " ".join(text.split()))
families = st.sampled_from(["", "M8", "M12", "알루미늄"])
minutes = st.integers(1, 900).map(float) | st.sampled_from([0.5, 12.25])
moments = st.integers(0, 40_000).map(
    lambda quarter: (date(2026, 6, 8) + timedelta(days=quarter // 96)).isoformat()
    + f" {quarter % 96 // 4:02}:{quarter % 4 * 15:02}"
)  # fmt: skip
clocks = st.integers(0, 95).map(lambda quarter: f"{quarter // 4:02}:{quarter % 4 * 15:02}")


@st.composite
def shops(draw: st.DrawFn) -> Jobs:
    machines = draw(st.lists(names, min_size=1, max_size=4, unique=True))
    shifts = st.builds(
        Shift, days=st.lists(st.sampled_from(DAYS), min_size=1, max_size=7, unique=True).map(tuple), start=clocks,
        end=clocks, breaks=st.lists(st.builds(DaySpan, start=clocks, end=clocks), max_size=2).map(tuple),
    )  # fmt: skip
    calendars = draw(st.lists(
        st.builds(Calendar, id=names, shifts=st.lists(shifts, min_size=1, max_size=3).map(tuple),
                  closed=st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=2).map(tuple),
                  public_holidays=st.booleans()),
        max_size=2, unique_by=lambda item: item.id,
    ))  # fmt: skip
    stops = st.builds(MachineStop, start=moments, end=moments, reason=words)
    pairs = st.builds(MachineSetUp, before=st.sampled_from(["*", "M8"]), after=st.sampled_from(["*", "M12"]),
                      minutes=minutes)  # fmt: skip
    ways = st.lists(st.builds(JobWay, machine=st.sampled_from(machines), minutes=minutes, kw=minutes),
                    min_size=1, max_size=3).map(tuple)  # fmt: skip
    operations = st.lists(
        st.builds(
            JobOperation,
            name=words,
            family=families,
            ways=ways,
            load=st.sampled_from([0.0, 2.5]),
            people=st.sampled_from([0.0, 0.5]),
            scrap=st.sampled_from([0.0, 0.02]),
        ),
        min_size=1,
        max_size=3,
    )
    rests = st.builds(MachineRest, name=st.sampled_from(["대기", "off"]), kw=minutes, up_minutes=minutes, up_kw=minutes)
    crews = st.builds(Crew, id=names, people=st.sampled_from([1.0, 2.5]),
                      calendar=st.sampled_from(["", *(item.id for item in calendars)]))  # fmt: skip
    wages = st.builds(Wages, won_per_hour=minutes, night_share=st.sampled_from([0.0, 0.5]),
                      days_off=st.sampled_from([("sun",), ("sat", "sun")]))  # fmt: skip
    days = st.none() | moments | moments.map(lambda text: text[:10])
    return Jobs(
        id=draw(names), name=draw(words), name_local=draw(words), start=draw(moments),
        step_minutes=draw(st.sampled_from([1, 5, 15])), calendars=tuple(calendars),
        crews=tuple(draw(st.lists(crews, max_size=2, unique_by=lambda item: item.id))), wages=draw(st.none() | wages),
        machines=tuple(
            ShopMachine(
                id=name, name=draw(words), name_local=draw(words), idle_kw=draw(st.sampled_from([0.0, 4.5])),
                calendar=draw(st.sampled_from(["", *(item.id for item in calendars)])),
                holds=draw(st.sampled_from([0.0, 12.5])),
                rests=draw(st.lists(rests, max_size=2).map(tuple)),
                stops=draw(st.lists(stops, max_size=2).map(tuple)),
                set_ups=draw(st.lists(pairs, max_size=2).map(tuple)),
            )
            for name in machines
        ),
        jobs=tuple(
            ShopJob(id=name, name=draw(words), release=draw(days), due=draw(days),
                    weight=draw(st.sampled_from([1.0, 2.5])), tonnes=draw(st.none() | st.just(3.5)),
                    operations=tuple(draw(operations)))
            for name in draw(st.lists(names, min_size=1, max_size=3, unique=True))
        ),
    )  # fmt: skip


# A workbook starts a process each: few examples
@settings(max_examples=6, deadline=None)
@given(shops(), st.sampled_from(["ko", "en"]))
def test_a_workbook_that_is_written_reads_as_it_was(jobs: Jobs, language: Language) -> None:
    assert decode(Jobs, read_jobs_bytes(jobs_workbook(jobs, language), "b.xlsx")).unwrap() == jobs


def test_the_sample_reads_the_same_from_a_workbook() -> None:
    assert read_jobs(read_jobs_bytes(jobs_workbook(SAMPLE, "ko"), "b.xlsx")).unwrap() == SAMPLE


def test_a_folder_of_tables_says_what_a_workbook_says(tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_text("item,value\nid,week\nstart,2026-06-08 08:00\n", "utf-8")
    (tmp_path / "설비.csv").write_bytes("설비,이름,대기전력(kW)\nD-1,신선,4\n".encode("cp949"))
    (tmp_path / "jobs.csv").write_text("job;due\n7;2026-06-10\n", "utf-8")
    (tmp_path / "operations.csv").write_text("job,operation,machine,minutes\n7,2,D-1,30\n7,1,D-1,15\n", "utf-8")
    (tmp_path / "readme.csv").write_text("not,ours\n", "utf-8")
    read = read_jobs(read_jobs_file(str(tmp_path))).unwrap()
    assert read.machines == (ShopMachine(id="D-1", name_local="신선", idle_kw=4.0),)
    (job,) = read.jobs
    assert (job.id, job.due) == ("7", "2026-06-10")
    assert [item.ways[0].minutes for item in job.operations] == [15.0, 30.0]


def test_one_table_of_operations_names_its_machines() -> None:
    rows = "작업,납기,설비,시간(분)\nA,2026-06-09,D-1,30\nA,,D-2,20\n"
    document = read_jobs_bytes(rows.encode(), "orders.csv")
    assert {item.code for item in read_jobs(document).problems} == {"input.missing_field"}  # the start is in no table
    document.tree["start"] = "2026-06-08 08:00"
    read = read_jobs(document).unwrap()
    assert [item.id for item in read.machines] == ["D-1", "D-2"]
    assert [len(job.operations) for job in read.jobs] == [2]


def test_everything_wrong_is_told_at_once_at_its_cell() -> None:
    data = book(
        plan=[["item", "value"], ["start", "2026-02-30 08:00"], ["step minutes", 7], ["colour", "red"]],
        machines=[["machine", "calendar", "colour"], ["D-1", "nights", ""], ["D-1", "", ""]],
        stops=[["machine", "start", "end"], ["D-9", "2026-06-08 08:00", "2026-06-08 09:00"],
               ["D-1", "2026-06-08 09:00", "2026-06-08 08:00"]],
        jobs=[["job", "due", "release"], ["A", "2026-06-08", "2026-06-09"], ["B", "soon", ""]],
        operations=[["job", "operation", "machine", "minutes", "due"], ["A", 1, "D-1", "12,40", "2026-06-10"],
                    ["A", 2, "D-7", -3, ""]],
        extra=[["x"]],
    )  # fmt: skip
    assert told(read_jobs_bytes(data, "b.xlsx")) == {
        ("schedule.no_such_day", "sheet plan, cell B2"), ("schedule.step", "sheet plan, cell B3"),
        ("schedule.key", "sheet plan, row 4"), ("schedule.column_unknown", "sheet machines, cell C1"),
        ("schedule.unknown_calendar", "sheet machines, cell B2"), ("input.duplicate_id", "sheet machines, cell A3"),
        ("schedule.unknown_machine", "sheet stops, cell A2"), ("schedule.end_before_start", "sheet stops, cell C3"),
        ("schedule.due_before_release", "sheet jobs, cell B2"), ("input.text_form", "sheet jobs, cell B3"),
        ("schedule.rows_differ", "sheet operations, cell E2"), ("input.not_a_number", "sheet operations, cell D2"),
        ("schedule.unknown_machine", "sheet operations, cell C3"), ("input.out_of_range", "sheet operations, cell D3"),
        ("schedule.empty_job", "sheet jobs, row 3"), ("schedule.sheet", "sheet extra"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.exe", b"MZ", "schedule.file_kind"),
        ("a", b"", "schedule.file_kind"),
        ("a.xlsx", b"PK\x03\x04 no", "input.workbook_damaged"),
        ("a.xlsx", bytes(range(256)), "input.workbook_damaged"),
        ("a.csv", b"\x89PNG\r\n", "meter.file_kind"),
        ("a.csv", bytes(range(256)), "input.encoding"),
        ("a.csv", b'job,machine,minutes\n"A,D-1,3', "meter.csv_syntax"),
        ("a.csv", b"job,machine,minutes\n" + b"\n" * 100_001 + b"A,D,1\n", "schedule.too_large"),
        ("a.json", b"[" * 100_000, "input.too_deep"),
    ],
    ids=["program", "nothing", "no_zip", "no_workbook", "picture", "bytes", "quote", "rows", "nested"],
)
def test_what_is_no_file_of_jobs_is_refused(name: str, data: bytes, code: str) -> None:
    with pytest.raises(InputError) as caught:
        read_jobs_bytes(data, name)
    assert [item.code for item in caught.value.problems] == [code]


def test_a_folder_without_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_jobs_file(str(tmp_path))
    assert [item.code for item in caught.value.problems] == ["schedule.no_tables"]


def test_a_formula_in_a_name_stays_a_text() -> None:
    job = dataclasses.replace(SAMPLE.jobs[0], name='=HYPERLINK("x")')
    changed = dataclasses.replace(SAMPLE, jobs=(job, *SAMPLE.jobs[1:]))
    assert read_jobs(read_jobs_bytes(jobs_workbook(changed, "en"), "b.xlsx")).unwrap() == changed


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_timetable_that_is_written_can_be_given(language: Language) -> None:
    rows = [("A", 1, "D-1", "2026-06-08 08:00", "2026-06-08 09:00", "신선", "M8", 4.0, 1, 0.5, 0.02)]
    for data, name in ((timetable_workbook(rows, language), "t.xlsx"),
                       (csv_bytes(table_heads("timetable", language), rows), "t.csv")):  # fmt: skip
        (item,) = decode(GivenTimetable, read_timetable_bytes(data, name)).unwrap().operations
        assert (item.job, item.operation, item.machine, item.start) == ("A", 1, "D-1", "2026-06-08 08:00")


def test_a_file_without_a_timetable_says_which_heads_one_has() -> None:
    with pytest.raises(InputError) as caught:
        read_timetable_bytes(HEAD.encode(), "plan.csv")
    assert [item.code for item in caught.value.problems] == ["schedule.no_timetable"]


def test_no_two_columns_of_a_table_share_a_name() -> None:
    for table in TABLES.values():
        heads = [name for names in {**table.columns, **table.shown}.values() for name in names]
        assert len({head.casefold() for head in heads}) == len(heads)
