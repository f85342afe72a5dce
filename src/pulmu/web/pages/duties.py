"""What is due, and when: as a list, as a month, and as a file for one's own calendar."""

import calendar
import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.locale import Language, date_text, source_text, text
from pulmu.services.accounts.identify import today
from pulmu.services.workspaces.duties import Duty, duties, next_duty
from pulmu.web.calendar_file import CalendarDay, calendar_file
from pulmu.web.show import Crumb, attached, show
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/duties", include_in_schema=False)
_AHEAD = 550
"""Days ahead that the list shows; the month view goes on."""


@dataclass(frozen=True, slots=True)
class SaidDuty:
    """A duty in the reader's words, and where it is mended."""

    duty: Duty
    what: str
    href: str


@routes.get("")
def show_duties(
    request: Request, seat: Seated, place: AnyPlace,
    month: Annotated[str, Query(pattern=r"^(20[2-9][0-9]-(0[1-9]|1[0-2]))?$")] = "",
) -> Response:  # fmt: skip
    """What is due next, everything that is, and one month of it."""
    language, day = language_of(request), today(place.door)
    found = duties(place.gate, place.store, seat.actor)
    said = [said_duty(item, seat, language) for item in found]
    coming = next_duty(found)
    chosen = date.fromisoformat(f"{month}-01") if month else (coming.due if coming else day).replace(day=1)
    return show(
        request, "duties.html", seat=seat, noun="duties", today=day, month=chosen, left=left_in(language),
        weeks=_weeks(chosen, said), month_name=month_text(chosen, language),
        crumbs=(Crumb(name=text("web.noun.duties", language), href=f"{seat.base}/duties"),),
        coming=said_duty(coming, seat, language) if coming else None,
        before=_moved(chosen, -1), after=_moved(chosen, 1),
        duties=[item for item in said if item.duty.days_left <= _AHEAD],
    )  # fmt: skip


@routes.get("/calendar.ics")
def take_calendar(request: Request, seat: Seated, place: AnyPlace) -> Response:
    """The same for one's own calendar: what is not done."""
    language = language_of(request)
    found = duties(place.gate, place.store, seat.actor)
    days = [
        CalendarDay(f"{seat.room.workspace.id} {item.id} {item.about} {item.due}", item.due,
                    said_duty(item, seat, language).what, _source(item, language))
        for item in found if item.state != "done"
    ]  # fmt: skip
    name = text("web.duties.calendar", language, workspace=seat.room.workspace.name)
    answer = attached(calendar_file(days, name, place.gate.world.now()), "pulmu-duties.ics")
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    return answer


def said_duty(duty: Duty, seat: Seat, language: Language) -> SaidDuty:
    """A duty in the reader's words."""
    if duty.kind == "law":
        return SaidDuty(duty, duty.text_local if language == "ko" else duty.text, "")
    about = text(f"web.role.{duty.about}", language) if duty.kind == "engagement" else duty.about
    key = f"web.duties.what.{duty.kind}"
    key += "_missing" if duty.kind == "supplier" and duty.count else ""
    return SaidDuty(duty, text(key, language, about=about, count=duty.count), _href(duty, seat))


def left_in(language: Language) -> Callable[[Duty], str]:
    """Says how far a day is away."""
    return functools.partial(_left, language=language)


def _left(duty: Duty, language: Language) -> str:
    if duty.days_left == 0:
        return text("web.duties.left_today", language)
    key = "web.duties.left" if duty.days_left > 0 else "web.duties.over"
    return text(key, language, days=abs(duty.days_left))


def month_text(month: date, language: Language) -> str:
    """A month with its year."""
    return f"{month.year}년 {month.month}월" if language == "ko" else date_text(month, language).partition(" ")[2]


def _href(duty: Duty, seat: Seat) -> str:
    report = f"{seat.base}/reports/{duty.report}"
    where = {
        "report": report if duty.report else f"{seat.base}/reports/new?plant={duty.plant}",
        "verifier": f"{seat.base}/members", "engagement": f"{seat.base}/members", "token": f"{seat.base}/tokens",
        "supplier": f"{seat.base}/plants/{duty.plant}",
    }  # fmt: skip
    return where.get(duty.kind, report if duty.report else "")


def _source(duty: Duty, language: Language) -> str:
    return f"{source_text(duty.source, language)} ({duty.source.confidence})" if duty.source else ""


def _weeks(month: date, said: list[SaidDuty]) -> list[list[tuple[date, list[SaidDuty]]]]:
    """The weeks of a month, each day with what is due on it."""
    weeks = calendar.Calendar(firstweekday=6).monthdatescalendar(month.year, month.month)
    return [[(day, [item for item in said if item.duty.due == day]) for day in week] for week in weeks]


def _moved(month: date, by: int) -> str:
    """The month before or after, as the address takes it."""
    count = month.year * 12 + month.month - 1 + by
    return f"{count // 12}-{count % 12 + 1:02d}"
