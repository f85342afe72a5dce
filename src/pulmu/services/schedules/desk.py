"""Where files of jobs are read, and schedules become files."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from pulmu.model import Document
from pulmu.services.ports import Language
from pulmu.services.schedules.answer import ScheduleAnswer
from pulmu.services.schedules.part import Part


@dataclass(frozen=True, slots=True)
class ScheduleDesk:
    """What is read and drawn.

    Parameters
    ----------
    read : The document of jobs in the content of a file, by content and name; in a process of its own where it is
        binary.
    sample : The document of the sample's jobs.
    template : A workbook of jobs to write over.
    picture : A schedule as an SVG.
    table : Its timetable, as .csv or .xlsx, which can be given again.
    paper : It as a PDF of the day on which it was planned.
    parts : Its rehearsal and the figures of goods, in words.
    """

    read: Callable[[bytes, str], Document]
    sample: Callable[[], Document]
    template: Callable[[Language], bytes]
    picture: Callable[[ScheduleAnswer, Language], str]
    table: Callable[[ScheduleAnswer, str, Language], bytes]
    paper: Callable[[ScheduleAnswer, Language, date], bytes]
    parts: Callable[[ScheduleAnswer, Language], tuple[Part, ...]]
