"""Schedules: files of jobs and timetables in, tables and a picture out, and whether what searches is installed."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pulmu.locale import Language
from pulmu.model import Document, InputError

if TYPE_CHECKING:
    from pulmu.services.schedules.answer import ScheduleAnswer
    from pulmu.services.schedules.desk import ScheduleDesk
    from pulmu.services.schedules.part import Part

SAMPLES = ("fasteners",)
SHOWN = 50
"""Jobs, and machines, of a rehearsal on a page."""
ENDINGS = (".csv", ".xlsx", ".svg", ".json")


def check_scheduling() -> None:
    """Have compiled code kept, and see that the solver is there.

    Raises
    ------
    OutsideError  OR-Tools is not installed (`outside.schedule_not_installed`).
    """
    from pulmu.bootstrap.twin import keep_compiled_code
    from pulmu.plan.schedule.proofs import check_solver

    check_solver()
    keep_compiled_code()


def read_jobs_document(path: str) -> Document:
    """The jobs of a file or a folder, or of a sample by its name.

    Raises
    ------
    InputError, OutsideError  As the reader does.
    """
    from pulmu.adapters.jobs_file import read_jobs_bytes, read_jobs_file

    if path in SAMPLES and not Path(path).exists():
        return read_jobs_bytes(sample_jobs(path), f"{path}.yaml")
    return read_jobs_file(path)


def sample_jobs(name: str) -> bytes:
    """The file of jobs of a sample plant."""
    from pulmu.adapters.samples import sample_jobs_text

    return sample_jobs_text(name).encode()


def read_timetable_document(path: str) -> Document:
    """The timetable of a file.

    Raises
    ------
    InputError, OutsideError  As the reader does.
    """
    from pulmu.adapters.jobs_file import read_timetable_file

    return read_timetable_file(path)


def jobs_template(language: Language) -> bytes:
    """A workbook of jobs to write over, filled with the sample's."""
    from pulmu.adapters.jobs_file import jobs_workbook, read_jobs_bytes
    from pulmu.services.schedules.read import read_jobs

    return jobs_workbook(read_jobs(read_jobs_bytes(sample_jobs("fasteners"), "fasteners.yaml")).unwrap(), language)


def check_ending(path: Path, endings: tuple[str, ...]) -> None:
    """That a file to be written ends as what can be written there.

    Raises
    ------
    InputError  It does not (`schedule.out_kind`).
    """
    if path.suffix.lower() not in endings:
        listed = ", ".join(endings)
        kind = path.suffix or "-"
        raise InputError.of("schedule.out_kind", path.name, f"{kind} cannot be written", f"end the name in {listed}",
                            kind=kind, known=listed)  # fmt: skip


def timetable_file(answer: "ScheduleAnswer", path: Path, language: Language) -> bytes:
    """The timetable as the ending of a name says: a CSV table or a workbook, which can be given again."""
    return timetable_content(answer, path.suffix.lower(), language)


def timetable_content(answer: "ScheduleAnswer", ending: str, language: Language) -> bytes:
    """The timetable as .csv or .xlsx."""
    from pulmu.adapters.jobs_file import table_heads, timetable_workbook
    from pulmu.services.csv_text import csv_bytes

    if ending == ".csv":
        return csv_bytes(table_heads("timetable", language), _rows(answer))
    return timetable_workbook(_rows(answer), language)


def schedule_desk() -> "ScheduleDesk":
    """Where files of jobs are read, and schedules become files."""
    from pulmu.adapters.jobs_file import read_jobs_bytes
    from pulmu.services.schedules.desk import ScheduleDesk

    return ScheduleDesk(
        read=read_jobs_bytes, sample=lambda: read_jobs_bytes(sample_jobs("fasteners"), "fasteners.yaml"),
        template=jobs_template, picture=gantt, table=timetable_content, paper=schedule_paper,
        parts=schedule_parts,
    )  # fmt: skip


def schedule_paper(answer: "ScheduleAnswer", language: Language, day: date) -> bytes:
    """The schedule as a PDF.

    Raises
    ------
    OutsideError  It could not be set.
    """
    from pulmu.adapters.schedule_pdf import write_schedule_pdf

    return write_schedule_pdf(answer, gantt(answer, language), language, day)


def rehearsal_parts(answer: "ScheduleAnswer", language: Language, most: int) -> "tuple[Part, ...]":
    """A schedule's rehearsal in words, with so many jobs and machines at most."""
    from pulmu.adapters._plan_words.rehearsal import rehearsal_parts as parts

    return parts(answer, language, most)


def figures_part(answer: "ScheduleAnswer", language: Language) -> "Part":
    """Goods of the plant beside a schedule, in words."""
    from pulmu.adapters._plan_words.figures import figures_part as part

    return part(answer, language)


def schedule_parts(answer: "ScheduleAnswer", language: Language) -> "tuple[Part, ...]":
    """Rehearsal and goods' figures of a schedule in words, as a page shows them."""
    return (*rehearsal_parts(answer, language, SHOWN), figures_part(answer, language))


def gantt(answer: "ScheduleAnswer", language: Language) -> str:
    """The schedule as an SVG."""
    from pulmu.adapters.schedule_picture import schedule_picture

    return schedule_picture(answer, language)


def _rows(answer: "ScheduleAnswer") -> Iterator[tuple[str | float | None, ...]]:
    for bar in answer.bars:
        yield (
            bar.job,
            bar.operation,
            bar.machine,
            bar.start,
            bar.end,
            bar.name,
            bar.family,
            bar.kw,
            (bar.batch or None),
            bar.people or None,
            bar.scrap or None,
        )
