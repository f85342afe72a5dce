"""What happened at a live plant, filtered and paged; and any past hour replayed on the picture of its line."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.locale import plain
from pulmu.services.accounts.identify import ZONE
from pulmu.services.line_play import frame_at
from pulmu.services.live_links.happened import KINDS, Event, events, replay
from pulmu.services.place import Place
from pulmu.web.line_play_view import SIGNS, PlayView
from pulmu.web.live_view import LiveView
from pulmu.web.pages.live import TABS, Opened, address_of, crumbs_of, open_link
from pulmu.web.pages.table_file import table_file
from pulmu.web.show import Crumb, show
from pulmu.web.viewer import Seated

routes = APIRouter(prefix="/w/{workspace}/live/{live}", include_in_schema=False)
Name = Annotated[str, Path(max_length=100)]
Kind = Annotated[Literal["all", "stop", "state", "set", "value", "alarm", "gap"], Query()]
Hours = Annotated[float, Query(gt=0, le=168)]
Start = Annotated[int, Query(ge=0, le=10**6)]
At = Annotated[datetime | None, Query(alias="from", description="begin of the hour; an hour ago, if left out")]
AT_ONCE = 50


@routes.get("/events")
def show_events(
    request: Request, seat: Seated, place: AnyPlace, live: Name, kind: Kind = "all", hours: Hours = 8.0,
    station: Annotated[str, Query(max_length=60)] = "", start: Start = 0,
) -> Response:  # fmt: skip
    """What happened, newest first."""
    opened, language = open_link(request, place, seat, live), language_of(request)
    found = _found(place, opened, kind, hours, station)
    stops = sum(item.kind == "stop" for item in found)
    return show(
        request, "live_events.html", seat=seat, noun="live", here=address_of(seat, live), tab="events", tabs=TABS,
        name=plain(opened.link.name, 60), told=[_row(item, opened.view) for item in found[start : start + AT_ONCE]],
        count=len(found), stops=stops, start=start, at_once=AT_ONCE, kinds=("all", *KINDS), kind=kind,
        hours=f"{hours:g}",
        station=station, stations=opened.view.stations, crumbs=crumbs_of(seat, opened.link, language, "events"),
        asked=f"kind={kind}&hours={hours:g}&station={station}",
    )  # fmt: skip


@routes.get("/events.csv")
def events_file(
    request: Request, seat: Seated, place: AnyPlace, live: Name, kind: Kind = "all", hours: Hours = 8.0,
    station: Annotated[str, Query(max_length=60)] = "",
) -> Response:  # fmt: skip
    """The same as a table."""
    opened = open_link(request, place, seat, live)
    found = _found(place, opened, kind, hours, station)
    rows = ([item.at.astimezone(ZONE).isoformat(), item.kind, item.tag, item.before, item.after,
             item.ended.astimezone(ZONE).isoformat() if item.ended else ""] for item in found)  # fmt: skip
    return table_file(f"{live}.events.csv", ["at", "kind", "tag", "before", "after", "ended"], rows)


@routes.get("/replay")
def show_replay(request: Request, seat: Seated, place: AnyPlace, live: Name, begin: At = None) -> Response:
    """An hour of the plant, played on the picture of its line; without a script, as a table."""
    opened, language = open_link(request, place, seat, live), language_of(request)
    first = _aware(begin) or datetime.now(UTC) - timedelta(hours=1)
    with closing(place.look_at_samples(opened.link.samples)) as kept:
        play = replay(opened.line, kept, first, min(first + timedelta(hours=1), datetime.now(UTC)))
    view = _Replay(opened, play, language, first)
    here = f"{address_of(seat, live)}/replay"
    return show(
        request, "live_replay.html", seat=seat, noun="live", here=address_of(seat, live), tab="events", tabs=TABS,
        name=plain(opened.link.name, 60), play=play, picture=opened.view.plain_picture(), count=len(play.moves),
        events=f"{len(play.moves):,}", first_clock=view.clock(0.0), last_clock=view.clock(play.end),
        speeds=view.speeds(), signs=list(SIGNS.items()), now=view.now(frame_at(opened.line, play, 0.0)),
        told=view.told(0, 100), data=view.data(), begin=f"{first.astimezone(ZONE):%Y-%m-%dT%H:%M}",
        crumbs=(*crumbs_of(seat, opened.link, language, "events"), Crumb(name=opened.view.text("replay"), href=here)),
    )  # fmt: skip


class _Replay(PlayView):
    """An hour that was, by the clock of the place."""

    def __init__(self, opened: Opened, play, language, first: datetime) -> None:  # type: ignore[no-untyped-def]
        super().__init__(opened.line, play, language)
        there = first.astimezone(ZONE)
        self.offset = there.weekday() * 86_400 + there.hour * 3600 + there.minute * 60 + there.second


def _found(place: Place, opened: Opened, kind: str, hours: float, station: str) -> tuple[Event, ...]:
    end = datetime.now(UTC)
    kinds = frozenset(KINDS) if kind == "all" else frozenset((kind,))
    with closing(place.look_at_samples(opened.link.samples)) as kept:
        return events(kept, end - timedelta(hours=hours), end, kinds, station)


def _row(item: Event, view: LiveView) -> tuple[str, str, str, str]:
    """Clock, kind, where, and what, in words."""
    at = item.at.astimezone(ZONE)
    where = view.stations.get(item.station, item.tag)
    if item.kind == "gap":
        what = view.text(f"gap.{item.after}")
        if item.ended is not None:
            what += " " + view.text("gap_ended", time=f"{item.ended.astimezone(ZONE):%H:%M:%S}")
        where = view.text("gap_of", count=item.tag) if item.tag.isdecimal() else where
    elif item.kind in ("stop", "state"):
        what = f"{view.state_word(item.before)} → {view.state_word(item.after)}"
    else:
        what = f"{item.tag}: {item.before} → {item.after}"
    return f"{at:%m-%d %H:%M:%S}", item.kind, where, plain(what, 200)


def _aware(at: datetime | None) -> datetime | None:
    return at if at is None or at.tzinfo is not None else at.replace(tzinfo=ZONE)
