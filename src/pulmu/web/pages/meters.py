"""Meters: what is there of each, a year of quarter-hours to look into, and files in, looked at before they count."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, get_args
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.locale import Language, date_text, text, unit_symbol
from pulmu.metering import Chart, Kind
from pulmu.model import InputError, PulmuError
from pulmu.services.import_readings import Imported, ImportOrder
from pulmu.services.ports import Label
from pulmu.services.workspaces import evidence, meter_views, meters
from pulmu.services.workspaces.electricity import UNITS
from pulmu.services.workspaces.meters import Meter
from pulmu.web.charts.coverage_calendar import coverage_calendar
from pulmu.web.charts.load_curve import CurveWords, load_curve
from pulmu.web.forms import AnyForm, AnyUpload, Form
from pulmu.web.pages.table_file import table_file
from pulmu.web.show import Crumb, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/meters", include_in_schema=False)
POINTS = 500
"""Buckets of a picture: about two of its dots each."""
_SPANS = {"year": 366, "month": 31, "week": 7, "day": 1}
Digest = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]


@dataclass(frozen=True, slots=True)
class Span:
    """A span of days of the picture, half-open."""

    start: date
    end: date

    @property
    def last(self) -> date:
        """The last day of it."""
        return self.end - timedelta(days=1)

    @property
    def days(self) -> int:
        """How many."""
        return (self.end - self.start).days

    def moved(self, times: int) -> "Span":
        """As long a span before or after it."""
        step = timedelta(days=self.days * times)
        return Span(self.start + step, self.end + step)

    def of(self, days: int) -> "Span":
        """So many days from its start."""
        return Span(self.start, self.start + timedelta(days=days))


class Reading:
    """How a file is to be read, as the address or the form says."""

    def __init__(
        self,
        meter: Annotated[str, Query(max_length=200)] = "",
        column: Annotated[str, Query(max_length=200)] = "",
        unit: Annotated[str, Query(max_length=40)] = "",
        label: Annotated[str, Query(max_length=10)] = "",
        kind: Annotated[str, Query(max_length=20)] = "",
        site: Annotated[str, Query(max_length=200)] = "",
        sheet: Annotated[str, Query(max_length=200)] = "",
        only: Annotated[str, Query(max_length=200)] = "",
        reason: Annotated[str, Query(max_length=1000)] = "",
    ) -> None:
        self.order = ImportOrder(
            meter=meter.strip(), files=(), column=column, unit=unit.strip(), site=site.strip(), sheet=sheet, only=only,
            label=label if label in get_args(Label) else None, kind=kind if kind in get_args(Kind) else None,  # type: ignore[arg-type]
            reason=reason.strip(),
        )  # fmt: skip

    @classmethod
    def of(cls, form: Form) -> "Reading":
        """As a form says."""
        names = ("meter", "column", "unit", "label", "kind", "site", "sheet", "only", "reason")
        return cls(**{name: form.text(name, 1000) for name in names})


@routes.get("")
def list_meters(request: Request, seat: Seated, place: AnyPlace) -> Response:
    """All meters, and the way in for a file."""
    return _list(request, seat, place, ())


@routes.post("/files")
def send_file(request: Request, seat: Seated, form: AnyUpload, place: AnyPlace) -> Response:
    """Keep a file, and look at it before anything of it counts."""
    sent = form.files.get("file")
    try:
        if sent is None:
            raise InputError.of("input.no_file_chosen", "file", "no file was chosen", "choose a file")
        record = evidence.add_evidence(place.gate, seat.actor, sent.name, sent.content, "internal")
    except InputError as error:
        return _list(request, seat, place, told(error.problems, language_of(request)), 422)
    return RedirectResponse(f"{seat.base}/meters/files/{record.sha256}", 303)


@routes.get("/files/{sha256}")
def look_at_file(
    request: Request, seat: Seated, sha256: Digest, place: AnyPlace, reading: Annotated[Reading, Depends()]
) -> Response:
    """How a file would be read, and everything wrong in it."""
    return _looked(request, seat, place, sha256, reading.order, ())


@routes.post("/files/{sha256}")
def take_file(request: Request, seat: Seated, sha256: Digest, form: AnyForm, place: AnyPlace) -> Response:
    """Take in what is new of it."""
    order = Reading.of(form).order
    record, content = evidence.file_to_take_in(place.gate, seat.actor, sha256)
    try:
        done = meters.import_file(place.gate, place.measured, seat.actor, order, content, record.name)
    except InputError as error:
        return _looked(request, seat, place, sha256, order, told(error.problems, language_of(request)), 422)
    if done.series is None:
        return _looked(request, seat, place, sha256, order, (), 422)
    counts = f"added={done.added}&known={done.known}&corrected={done.corrected}"
    return RedirectResponse(f"{seat.base}/meters/{done.series.meter}?{counts}", 303)


@routes.get("/{meter}")
def show_meter(
    request: Request,
    seat: Seated,
    meter: str,
    place: AnyPlace,
    start: Annotated[str, Query(alias="from", max_length=10)] = "",
    end: Annotated[str, Query(alias="to", max_length=10)] = "",
    added: Annotated[int | None, Query(ge=0, le=10**9)] = None,
    known: Annotated[int, Query(ge=0, le=10**9)] = 0,
    corrected: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> Response:
    """The curve of a span, the calendar of its year, gaps and imports."""
    language = language_of(request)
    found = meters.read_meter(place.gate, seat.actor, meter)
    whole = _whole(found)
    span = _span(start, end, whole)
    seen = meter_views.meter_chart(
        place.gate, place.measured, seat.actor, meter, span.start.isoformat(), span.end.isoformat(), POINTS
    )
    year = Span(date(span.start.year, 1, 1), date(span.start.year + 1, 1, 1))
    cover = meter_views.meter_coverage(place.gate, place.measured, seat.actor, meter, year.start, year.end)
    here = f"{seat.base}/meters/{meter}"
    return show(
        request, "one_meter.html", seat=seat, noun="meters", crumbs=_crumbs(seat, language, (meter, here)), meter=found,
        span=span, whole=whole, here=here, curve=_curve(seen.chart, found, span, language), chart=seen.chart,
        cover=cover,
        calendar=_calendar(cover.days, year.start.year, language), year=year.start.year,
        years=range(whole.start.year, whole.last.year + 1), gaps=_gaps(cover),
        imports=meters.meter_imports(place.gate, seat.actor, meter), spans=_SPANS,
        taken=None if added is None else {"added": added, "known": known, "corrected": corrected},
        missing=sum(total.missing_slots for total in cover.totals),
        may_see_evidence=seat.actor.may("read_evidence"),
        has_bill=seat.actor.may("read_bill") and found.series.unit in UNITS,
        has_anomalies=seat.actor.may("read_anomalies") and found.series.unit in UNITS,
        has_forecast=seat.actor.may("read_forecast") and found.series.unit in UNITS,
    )  # fmt: skip


@routes.get("/{meter}/curve.csv")
def read_curve(
    seat: Seated,
    meter: str,
    place: AnyPlace,
    start: Annotated[str, Query(alias="from", max_length=10)] = "",
    end: Annotated[str, Query(alias="to", max_length=10)] = "",
) -> Response:
    """The values of the curve."""
    found = meters.read_meter(place.gate, seat.actor, meter)
    span = _span(start, end, _whole(found))
    seen = meter_views.meter_chart(
        place.gate, place.measured, seat.actor, meter, span.start.isoformat(), span.end.isoformat(), POINTS
    )
    head = ("start", "lowest", "mean", "highest", "unit", "measured", "estimated", "missing")
    return table_file("curve.csv", head, _rows(seen.chart, found.series.zone, found.series.unit))


def _list(request: Request, seat: Seat, place: AnyPlace, problems: Any, status: int = 200) -> Response:
    found = meters.meters(place.gate, seat.actor)
    return show(
        request, "meters.html", seat=seat, noun="meters", crumbs=_crumbs(seat, language_of(request)), status=status,
        meters=[(item, _whole(item)) for item in found], may_add=seat.actor.may("write_readings"), problems=problems,
    )  # fmt: skip


def _looked(
    request: Request, seat: Seat, place: AnyPlace, sha256: str, order: ImportOrder, problems: Any, status: int = 200
) -> Response:
    language = language_of(request)
    record, content = evidence.file_to_take_in(place.gate, seat.actor, sha256)
    try:
        done = meters.look_at_file(place.gate, place.measured, seat.actor, order, content, record.name)
    except PulmuError as error:
        done = Imported(problems=error.problems)
    found = list(dict.fromkeys((*done.problems, *(item for file in done.files for item in file.problems))))
    file = done.files[0] if done.files else None
    return show(
        request, "meter_file.html", seat=seat, noun="meters", status=status, record=record, order=order, done=done,
        crumbs=_crumbs(seat, language, (record.name, f"{seat.base}/meters/files/{sha256}")), file=file,
        may_take=not any(item.severity == "error" for item in found), problems=[*problems, *told(found, language)],
        sha256=sha256, meter=done.series.meter if done.series else order.meter,
    )  # fmt: skip


def _crumbs(seat: Seat, language: Language, *more: tuple[str, str]) -> tuple[Crumb, ...]:
    first = Crumb(name=text("web.noun.meters", language), href=f"{seat.base}/meters")
    return (first, *(Crumb(name=name, href=href) for name, href in more))


def _whole(meter: Meter) -> Span:
    """Days that hold readings, the end excluded."""
    clock = ZoneInfo(meter.series.zone)
    first = datetime.fromtimestamp(meter.first, clock).date()
    last = datetime.fromtimestamp(meter.last, clock).date()
    return Span(first, last + timedelta(days=1))


def _span(start: str, end: str, whole: Span) -> Span:
    """The span of an address; the newest year where it names none.

    Raises
    ------
    InputError  It names none that can be shown (`meter.span`).
    """
    try:
        first = date.fromisoformat(start) if start else max(whole.start, whole.end - timedelta(days=366))
        last = date.fromisoformat(end) if end else whole.end
    except ValueError:
        first, last = whole.end, whole.start
    if not (0 < (last - first).days <= meter_views.LONGEST_PERIOD and first.year >= 1971 and last.year < 2200):
        said, mend = "these days are no span of up to ten years", "choose the first day and a later one"
        raise InputError.of("meter.span", "from, to", said, mend, text=f"{start} {end}"[:80])
    return Span(first, last)


def _curve(chart: Chart, meter: Meter, span: Span, language: Language) -> str:
    title = text(
        "web.meters.curve", language, meter=meter.series.meter, first=date_text(span.start, language),
        last=date_text(span.last, language),
    )  # fmt: skip
    minutes = meter.series.interval // 60
    unit = text("web.meters.per_slot", language, unit=unit_symbol(meter.series.unit, language), minutes=minutes)
    return load_curve(
        chart, meter.series.zone, CurveWords(title=title, unit=unit, missing=text("web.meters.missing", language))
    )


def _calendar(days: Any, year: int, language: Language) -> str:
    def say(day: date, state: str, there: int, expected: int) -> str:
        state_said = text(f"web.meters.state_{state}", language)
        return text(
            "web.meters.day", language, day=date_text(day, language), state=state_said, there=there, all=expected
        )

    months = [text("web.meters.month", language, month=month) for month in range(1, 13)]
    return coverage_calendar(days, months, text("web.meters.calendar_of", language, year=year), say)


def _gaps(cover: meter_views.MeterCoverage) -> list[tuple[str, str, int]]:
    """The longest twenty, in order of time."""
    clock = ZoneInfo(cover.series.zone)
    longest = sorted(sorted(cover.gaps, key=lambda gap: -gap.slots)[:20], key=lambda gap: gap.start)
    return [(_at(gap.start, clock), _at(gap.end, clock), gap.slots) for gap in longest]


def _at(instant: int, clock: ZoneInfo) -> str:
    return f"{datetime.fromtimestamp(instant, UTC).astimezone(clock):%Y-%m-%d %H:%M}"


def _rows(chart: Chart, zone: str, unit: str) -> Iterator[list[str]]:
    clock = ZoneInfo(zone)
    values = zip(chart.lowest.tolist(), chart.mean.tolist(), chart.highest.tolist(), strict=True)
    slots = zip(chart.measured.tolist(), chart.estimated.tolist(), chart.missing.tolist(), strict=True)
    for start, three, counts in zip(chart.start.tolist(), values, slots, strict=True):
        at = datetime.fromtimestamp(start, UTC).astimezone(clock).isoformat()
        shown = ["" if math.isnan(value) else repr(value) for value in three]
        yield [at, *shown, unit, *(str(count) for count in counts)]
