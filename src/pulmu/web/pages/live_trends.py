"""Trends of a live plant, and what each piece takes as it is made."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.locale import plain
from pulmu.model import Plant, PulmuError
from pulmu.model.line import Line
from pulmu.model.tag import Tag
from pulmu.services.accounts.identify import ZONE
from pulmu.services.check_plant import check_plant
from pulmu.services.lines.tied import plants_of_line
from pulmu.services.live_links.per_part import per_part
from pulmu.services.live_links.shift import shift_start
from pulmu.services.live_links.trend import MOST_TREND_TAGS, Trend, tags_offered, trend_of
from pulmu.services.place import Place
from pulmu.services.ports import KeptSamples
from pulmu.services.workspaces import plants
from pulmu.web.charts.live_trend import number_trend, word_trend
from pulmu.web.live_parts_view import parts_view
from pulmu.web.live_view import LiveView
from pulmu.web.pages.live import TABS, address_of, crumbs_of, day_start, open_link
from pulmu.web.pages.table_file import table_file
from pulmu.web.show import show
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/live/{live}", include_in_schema=False)
Name = Annotated[str, Path(max_length=100)]
Tags = Annotated[list[str] | None, Query(alias="tag", max_length=MOST_TREND_TAGS)]
Hours = Annotated[float, Query(gt=0, le=168)]
Until = Annotated[datetime | None, Query(description="end of the time; now, if left out")]
Span = Literal["hour", "shift", "day"]
_SHIFT = timedelta(hours=8)
_CSV_PARTS = 2000


@routes.get("/trends")
def show_trends(
    request: Request, seat: Seated, place: AnyPlace, live: Name, tag: Tags = None, hours: Hours = 1.0,
    until: Until = None,
) -> Response:  # fmt: skip
    """Some tags over a time."""
    opened, language = open_link(request, place, seat, live), language_of(request)
    end = _aware(until) or datetime.now(UTC)
    start = end - timedelta(hours=hours)
    with closing(place.look_at_samples(opened.link.samples)) as kept:
        offered = tags_offered(opened.line, kept.tags())
        chosen = _chosen(offered, tag)
        trends = [trend_of(kept, item, start, end) for item in chosen]
    drawn = _drawn(opened.view, trends, start, end)
    return show(
        request, "live_trends.html", seat=seat, noun="live", here=address_of(seat, live), tab="trends", tabs=TABS,
        name=plain(opened.link.name, 60), offered=offered, chosen=[item.name for item in chosen], hours=f"{hours:g}",
        until="" if until is None else f"{end.astimezone(ZONE):%Y-%m-%dT%H:%M}", drawn=drawn,
        start=_clock(start), end=_clock(end), crumbs=crumbs_of(seat, opened.link, language, "trends"),
        query=str(request.url.query), most=MOST_TREND_TAGS,
    )  # fmt: skip


@routes.get("/trends.csv")
def trends_file(
    request: Request, seat: Seated, place: AnyPlace, live: Name, tag: Tags = None, hours: Hours = 1.0,
    until: Until = None,
) -> Response:  # fmt: skip
    """The same as a table: of each part the least, the greatest and the last; nothing where nothing is known."""
    opened = open_link(request, place, seat, live)
    end = _aware(until) or datetime.now(UTC)
    start = end - timedelta(hours=hours)
    with closing(place.look_at_samples(opened.link.samples)) as kept:
        trends = [trend_of(kept, item, start, end, _CSV_PARTS) for item in _chosen(kept.tags(), tag)]
    return table_file(
        f"{live}.trends.csv", ["tag", "unit", "start", "end", "low", "high", "last"], _rows(trends, start)
    )


@routes.get("/parts")
def show_parts(request: Request, seat: Seated, place: AnyPlace, live: Name, span: Span = "hour") -> Response:
    """Won, gas, electricity and carbon of each good piece, as it is made."""
    opened, language = open_link(request, place, seat, live), language_of(request)
    now = datetime.now(UTC).astimezone(ZONE)
    shift = shift_start(opened.line, now)
    start = {"hour": now - timedelta(hours=1), "shift": shift or now - _SHIFT,
             "day": day_start(now).astimezone(ZONE)}[span]  # fmt: skip
    plant, said = _plant(place, seat, opened.line)
    with closing(place.look_at_samples(opened.link.samples)) as kept:
        start = _from_first(kept, start)
        found = per_part(opened.line, plant, kept, start, now)
    view = parts_view(opened.line, found, opened.view)
    return show(
        request, "live_per_part.html", seat=seat, noun="live", here=address_of(seat, live), tab="parts", tabs=TABS,
        name=plain(opened.link.name, 60), view=view, span=span, plant=said, stands_in=plant is not None,
        has_shift=shift is not None,
        crumbs=crumbs_of(seat, opened.link, language, "parts"),
    )  # fmt: skip


def _plant(place: Place, seat: Seat, line: Line) -> tuple[Plant | None, str]:
    """The plant the line is tied to, and what it is called; None where it is not clear, or has errors."""
    if not seat.actor.may("read_plant"):
        return None, ""
    known = plants_of_line(place.gate, seat.actor, line.plant)
    if len(known) != 1:
        return None, ""
    document = plants.read_plant(place.gate, seat.actor, known[0].id).document
    try:
        checked = check_plant(document)
    except PulmuError:
        return None, known[0].name
    return checked.plant, known[0].name


def _from_first(kept: KeptSamples, start: datetime) -> datetime:
    extent = kept.extent()
    return start if extent is None else max(start, (extent[0] + timedelta(seconds=1)).astimezone(start.tzinfo))


def _chosen(offered: tuple[Tag, ...], wanted: list[str] | None) -> list[Tag]:
    if wanted:
        names = set(wanted)
        return [item for item in offered if item.name in names][:MOST_TREND_TAGS]
    first = [item for item in offered if item.name == "meter/electricity/power" or item.measure == "state"]
    furnace = [item for item in offered if item.measure in ("temperature", "temperature_setpoint")]
    return [*first[-1:], *furnace[:2], *first[:3]][:MOST_TREND_TAGS]


def _drawn(view: LiveView, trends: list[Trend], start: datetime, end: datetime) -> list[dict[str, object]]:
    """Charts in the order in which tags were chosen; what a furnace is set to stands beside what it has."""
    long, ticks = (end - start).total_seconds(), _ticks(start, end)
    done: set[str] = set()
    found: list[dict[str, object]] = []
    by_name = {item.tag.name: item for item in trends}
    for item in trends:
        name = item.tag.name
        if name in done:
            continue
        done.add(name)
        if item.tag.kind != "number":
            words = {one.word: view.state_word(one.word) if item.tag.measure == "state" else one.word
                     for one in item.stretches}  # fmt: skip
            svg = word_trend(item, long, ticks, name, words)
            told = [(_clock(start + timedelta(seconds=one.start)), words[one.word] if one.word else "?")
                    for one in item.stretches]  # fmt: skip
            found.append({"names": [name], "svg": svg, "rows": told[-30:], "unit": "", "is_known": bool(told)})
            continue
        beside = by_name.get(name + "_set")
        together = [item] if beside is None else [item, beside]
        done.update(one.tag.name for one in together)
        known = [one for one in item.parts if one.low is not None]
        rows = [(_clock(start + timedelta(seconds=one.start)), _said(one.low), _said(one.high), _said(one.last))
                for one in item.parts[:: max(1, len(item.parts) // 24)]]  # fmt: skip
        svg = number_trend(together, long, ticks, ", ".join(one.tag.name for one in together))
        found.append({"names": [one.tag.name for one in together], "svg": svg, "rows": rows, "unit": item.tag.unit,
                      "is_known": bool(known)})  # fmt: skip
    return found


def _said(value: float | None) -> str:
    return "?" if value is None else f"{value:,.5g}"


def _ticks(start: datetime, end: datetime) -> list[tuple[float, str]]:
    long = (end - start).total_seconds()
    step = next(item for item in (60, 300, 600, 1800, 3600, 10_800, 21_600, 86_400, 10**9) if long / item <= 8)
    there = start.astimezone(ZONE)
    midnight = there.replace(hour=0, minute=0, second=0, microsecond=0)
    first = (int((there - midnight).total_seconds() // step) + 1) * step
    moments = [midnight + timedelta(seconds=first + step * n) for n in range(9)]
    return [((item - there).total_seconds(), f"{item:%H:%M}") for item in moments if item < end]


def _rows(trends: list[Trend], start: datetime):  # type: ignore[no-untyped-def]
    for item in trends:
        for part in item.parts:
            values = ("" if value is None else value for value in (part.low, part.high, part.last))
            yield [item.tag.name, item.tag.unit, _iso(start, part.start), _iso(start, part.end), *values]
        for one in item.stretches:
            yield [item.tag.name, "", _iso(start, one.start), _iso(start, one.end), "", "", one.word]


def _iso(start: datetime, seconds: float) -> str:
    return (start + timedelta(seconds=seconds)).astimezone(ZONE).isoformat(timespec="milliseconds")


def _clock(at: datetime) -> str:
    return f"{at.astimezone(ZONE):%m-%d %H:%M:%S}"


def _aware(at: datetime | None) -> datetime | None:
    """A moment of a form is by the clock of the place."""
    return at if at is None or at.tzinfo is not None else at.replace(tzinfo=ZONE)
