"""What is wrong with the dates of a line: of its start, and of days without work."""

from collections.abc import Iterator

from pulmu.model.document import Document
from pulmu.model.errors import problem
from pulmu.model.line import Line
from pulmu.model.problem import Problem
from pulmu.reference.holidays import are_holidays_known
from pulmu.twin.week import date_of


def check_dates(line: Line, document: Document) -> Iterator[Problem]:
    """All that is wrong with the dates of a line."""
    try:
        start = date_of(line.starts)
    except ValueError:
        yield problem(
            "line.no_date", document.place(("starts",)), f"there is no such date: {line.starts}",
            "write a day of the calendar", text=line.starts,
        )  # fmt: skip
        return
    for number, calendar in enumerate(line.calendars):
        name = "closed" if calendar.closed else "public_holidays"
        place = document.place(("calendars", number, name))
        if start is None and (calendar.closed or calendar.public_holidays):
            yield problem(
                "line.start_date", place, "days without work need a date on which the line starts",
                "write the line's starts with a date, such as 2026-09-21 00:00",
            )  # fmt: skip
        elif start is not None and calendar.public_holidays and not are_holidays_known(start):
            yield problem(
                "line.holidays_unknown", place, f"the public holidays of {start.year} are not known here",
                "give them as closed, and leave public_holidays out", year=start.year,
            )  # fmt: skip
