"""Meters: files in, looked at before; how much of each is there, and a picture of it."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from pulmu.api.bodies import SHOWN
from pulmu.api.meter_bodies import ChartView, CoverageView, ImportView, MeterImported, MeterView
from pulmu.api.problems import told
from pulmu.http.identify import AnyPlace, Asking
from pulmu.http.language import language_of
from pulmu.http.paging import Asked, Page
from pulmu.http.upload import BoundedRoute, content_up_to
from pulmu.locale import problems_tree
from pulmu.metering import GapPolicy, Kind
from pulmu.model import InputError
from pulmu.services.import_readings import ImportOrder
from pulmu.services.ports import Label
from pulmu.services.workspaces import bulk, meter_views, meters

LARGEST_FILE = 30_000_000
"""Bytes. A year of quarter-hours takes two or three megabytes."""
FILE = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string",
        "format": "binary"}}}}}  # fmt: skip
LARGEST_BATCH = 20_000_000
"""Bytes."""
routes = APIRouter(prefix="/workspaces/{workspace}/meters", tags=["meters"], route_class=BoundedRoute)
Content = Annotated[bytes, Depends(content_up_to(LARGEST_FILE, "split the file by months"))]
Word = Annotated[str, Query(max_length=200, pattern=SHOWN)]
Why = Annotated[str, Query(max_length=1000, pattern=SHOWN)]
Shift = Annotated[int, Query(ge=-36600, le=36600, description="days by which old readings are moved, to try out")]


class ImportQuery:
    """What the file of the body is, where it does not show it itself."""

    def __init__(
        self,
        meter: Annotated[Word, Query(description="id of the meter; else the name of the file")] = "",
        file_name: Annotated[Word, Query(description="name of the file, as problems show it")] = "readings.csv",
        unit: Annotated[Word, Query(description="unit to keep, and of a column that names none")] = "",
        column: Annotated[Word, Query(description="head of the column of values")] = "",
        label: Annotated[Label | None, Query(description="which end of its interval a time names")] = None,
        zone: Annotated[Word, Query(description="time zone of the times; else Asia/Seoul")] = "",
        site: Annotated[Word, Query(description="where the meter stands")] = "",
        kind: Annotated[Kind | None, Query(description="amounts of intervals, or standings of a counter")] = None,
        sheet: Annotated[Word, Query(description="name of the sheet, where several could be meant")] = "",
        only: Annotated[Word, Query(description="the meter whose rows are read, where rows name theirs")] = "",
        modulus: Annotated[float | None, Query(description="standing at which the counter starts again")] = None,
        exchange: Annotated[
            list[str] | None,
            Query(description="counter exchanged: time, last standing, first standing of the new one", max_length=50),
        ] = None,
        reason: Annotated[Why, Query(description="why values that are kept are replaced; else none is")] = "",
        shift_days: Annotated[
            int, Query(description="days old readings are moved by, to try out", ge=-36600, le=36600)
        ] = 0,
    ) -> None:
        self.file_name = file_name
        self.order = ImportOrder(
            meter=meter, files=(), unit=unit, column=column, label=label, zone=zone or None, site=site, kind=kind,
            modulus=modulus, exchanges=tuple(exchange or ()), reason=reason.strip(), shift_days=shift_days,
            sheet=sheet, only=only,
        )  # fmt: skip


class BatchQuery:
    """What the lines of a body of CSV are; a body of JSON says it itself."""

    def __init__(
        self,
        unit: Annotated[Word, Query(description="of CSV: unit of the values")] = "",
        interval: Annotated[int, Query(description="of CSV: length of a slot in seconds", ge=0, le=86_400)] = 0,
        kind: Annotated[
            Kind, Query(description="of CSV: amounts of intervals, or standings of a counter")
        ] = "interval",
        zone: Annotated[Word, Query(description="of CSV: time zone of the meter")] = "Asia/Seoul",
        site: Annotated[Word, Query(description="of CSV: where the meter stands")] = "",
        reason: Annotated[Why, Query(description="of CSV: why values that are kept are replaced")] = "",
    ) -> None:
        self.given = {"unit": unit, "interval": interval, "kind": kind, "zone": zone, "site": site, "reason": reason}


@routes.get("", responses=told(401, 403, 404, 422))
def list_meters(actor: Asking, place: AnyPlace, paging: Asked) -> Page[MeterView]:
    """Meters of the workspace, by id."""
    return paging.page(meters.meters(place.gate, actor), lambda item: (item.series.meter,), MeterView.of)


@routes.post("/imports", responses=told(401, 403, 404, 409, 413, 422, 503), openapi_extra=FILE)
def import_file(
    request: Request,
    actor: Asking,
    place: AnyPlace,
    content: Content,
    wanted: Annotated[ImportQuery, Depends()],
    preview: Annotated[bool, Query(description="tell what was understood, and keep nothing")] = False,
) -> MeterImported:
    """Take in a file of readings of one meter: CSV, workbook, Parquet. All that is new is added, or nothing.

    With `preview` the answer tells how the file was read, and everything that is wrong, and nothing is kept.
    """
    act = meters.look_at_file if preview else meters.import_file
    done = act(place.gate, place.measured, actor, wanted.order, content, wanted.file_name)
    if done.series is None and not preview:
        raise InputError(*done.problems)
    problems = (*done.problems, *(item for file in done.files for item in file.problems if item not in done.problems))
    name = done.series.meter if done.series else wanted.order.meter
    return MeterImported.of(name, done, problems_tree(problems, language_of(request), in_place=True), saved=not preview)


@routes.post("/{meter}/readings", responses=told(401, 403, 404, 409, 413, 422, 503), openapi_extra=FILE)
def add_readings(
    meter: str,
    request: Request,
    actor: Asking,
    place: AnyPlace,
    content: Annotated[bytes, Depends(content_up_to(LARGEST_BATCH, "send fewer readings at a time"))],
    columns: Annotated[BatchQuery, Depends()],
) -> MeterImported:
    """Readings of one meter from a program, up to 500,000 at a time, as arrays (JSON) or lines (CSV).

    All that is new is added, or nothing; the same batch again changes nothing, whatever was between. Other values for
    kept slots need a `reason`. Times are whole seconds since 1970 (UTC) at which slots start; send an hour or a day at
    a time rather than each reading by itself.

    As JSON (whatever is not sent as text/csv): an object with unit, interval (seconds), value, and start or first; and
    where wanted quality, kind, zone, site, reason.
    """
    is_csv = request.headers.get("content-type", "").partition(";")[0].strip().lower() == "text/csv"
    batch = bulk.batch_of_csv(content, columns.given) if is_csv else bulk.batch_of_json(content)
    done = bulk.take_in_batch(place.gate, place.measured, actor, meter, batch)
    if done.series is None:
        raise InputError(*done.problems)
    return MeterImported.of(meter, done, [], saved=True)


@routes.get("/{meter}", responses=told(401, 403, 404))
def read_meter(meter: str, actor: Asking, place: AnyPlace) -> MeterView:
    """A meter."""
    return MeterView.of(meters.read_meter(place.gate, actor, meter))


@routes.get("/{meter}/imports", responses=told(401, 403, 404, 422))
def list_imports(meter: str, actor: Asking, place: AnyPlace, paging: Asked) -> Page[ImportView]:
    """Imports of a meter in order: who took in what, when and why."""

    def fetch(after: int, most: int) -> tuple[meters.MeterImport, ...]:
        return meters.meter_imports(place.gate, actor, meter, after, most)

    return paging.numbered(fetch, lambda item: item.number, ImportView.of)


@routes.get("/{meter}/coverage", responses=told(401, 403, 404, 422, 503))
def coverage(
    meter: str,
    actor: Asking,
    place: AnyPlace,
    start: Annotated[date, Query(description="first day")],
    end: Annotated[date, Query(description="day after the last")],
    gaps: Annotated[GapPolicy, Query(description="what a missing slot counts as in a total")] = "refuse",
) -> CoverageView:
    """How much of a period is there: by months with their totals, by days, and where it is missing."""
    found = meter_views.meter_coverage(place.gate, place.measured, actor, meter, start, end, gaps)
    return CoverageView.of(found, start, end, gaps)


@routes.get("/{meter}/series", responses=told(401, 403, 404, 422, 503))
def series(
    meter: str,
    actor: Asking,
    place: AnyPlace,
    start: Annotated[str, Query(alias="from", max_length=40, description="day or time; else the first reading")] = "",
    end: Annotated[str, Query(alias="to", max_length=40, description="day or time after it; else the last")] = "",
    points: Annotated[int, Query(ge=1, le=meter_views.MOST_POINTS)] = 1_000,
) -> ChartView:
    """Amounts of a span for a picture: in at most so many buckets, each with its lowest, mean and highest amount."""
    return ChartView.of(meter_views.meter_chart(place.gate, place.measured, actor, meter, start, end, points))
