"""What happened at a live plant, filtered and paged; and any past hour replayed on the picture of its line."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.live import Beside, told_beside
from pulmu.locale import plain
from pulmu.services.accounts.identify import ZONE
from pulmu.services.line_play import frame_at
from pulmu.services.live_links.happened import KINDS, Event, events, replay
from pulmu.services.place import Place
from pulmu.web.control_words import ControlWords
from pulmu.web.line_play_view import SIGNS, PlayView
from pulmu.web.live_unusual_words import oddity_text
from pulmu.web.live_view import LiveView
from pulmu.web.pages.control_panel import people_of
from pulmu.web.pages.live import TABS, Opened, address_of, crumbs_of, open_link
from pulmu.web.pages.table_file import table_file
from pulmu.web.show import Crumb, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/live/{live}", include_in_schema=False)
Name = Annotated[str, Path(max_length=100)]
Kind = Annotated[Literal["all", "stop", "state", "set", "guard", "unusual", "value", "alarm", "gap"], Query()]
Hours = Annotated[float, Query(gt=0, le=168)]
Start = Annotated[int, Query(ge=0, le=10**6)]
At = Annotated[datetime | None, Query(alias="from", description="begin of the hour; an hour ago, if left out")]
AT_ONCE, MOST_BESIDE = 50, 200


@routes.get("/events")
def show_events(
    request: Request, seat: Seated, place: AnyPlace, live: Name, kind: Kind = "all", hours: Hours = 8.0,
    station: Annotated[str, Query(max_length=60)] = "", start: Start = 0,
) -> Response:  # fmt: skip
    """What happened, newest first."""
    opened, language = open_link(request, place, seat, live), language_of(request)
    found = _found(request, place, seat, opened, kind, _until_now(hours), station)
    stops = sum(item.kind == "stop" for item in found.events)
    return show(
        request, "live_events.html", seat=seat, noun="live", here=address_of(seat, live), tab="events", tabs=TABS,
        name=plain(opened.link.name, 60), told=_told(place, opened, found.events[start : start + AT_ONCE]),
        count=len(found.events), stops=stops, start=start, at_once=AT_ONCE, kinds=("all", *KINDS), kind=kind,
        hours=f"{hours:g}", problems=told(found.missing, language), has_guard=bool(opened.link.desk),
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
    found = _found(request, place, seat, opened, kind, _until_now(hours), station)
    rows = ([item.at.astimezone(ZONE).isoformat(), item.kind, item.tag, item.before, item.after,
             item.ended.astimezone(ZONE).isoformat() if item.ended else "", item.because]
            for item in found.events)  # fmt: skip
    return table_file(f"{live}.events.csv", ["at", "kind", "tag", "before", "after", "ended", "because"], rows)


@routes.get("/replay")
def show_replay(
    request: Request, seat: Seated, place: AnyPlace, live: Name, begin: At = None, kind: Kind = "all"
) -> Response:
    """An hour of the plant, played on the picture of its line; without a script, as a table."""
    opened, language = open_link(request, place, seat, live), language_of(request)
    first = _aware(begin) or datetime.now(UTC) - timedelta(hours=1)
    last = min(first + timedelta(hours=1), datetime.now(UTC))
    with closing(place.look_at_samples(opened.link.samples)) as kept:
        play = replay(opened.line, kept, first, last)
    found = _found(request, place, seat, opened, kind, (first, last), "")
    shown = tuple(reversed(found.events[:MOST_BESIDE]))
    view = _Replay(opened, play, language, first)
    here = f"{address_of(seat, live)}/replay"
    return show(
        request, "live_replay.html", seat=seat, noun="live", here=address_of(seat, live), tab="events", tabs=TABS,
        name=plain(opened.link.name, 60), play=play, picture=opened.view.plain_picture(), count=len(play.moves),
        events=f"{len(play.moves):,}", first_clock=view.clock(0.0), last_clock=view.clock(play.end),
        speeds=view.speeds(), signs=list(SIGNS.items()), now=view.now(frame_at(opened.line, play, 0.0)),
        told=view.told(0, 100), data=view.data(), begin=f"{first.astimezone(ZONE):%Y-%m-%dT%H:%M}",
        happened=_told(place, opened, shown), happened_count=len(found.events), kinds=("all", *KINDS), kind=kind,
        problems=told(found.missing, language),
        crumbs=(*crumbs_of(seat, opened.link, language, "events"), Crumb(name=opened.view.text("replay"), href=here)),
    )  # fmt: skip


class _Replay(PlayView):
    """An hour that was, by the clock of the place."""

    def __init__(self, opened: Opened, play, language, first: datetime) -> None:  # type: ignore[no-untyped-def]
        super().__init__(opened.line, play, language)
        there = first.astimezone(ZONE)
        self.offset = there.weekday() * 86_400 + there.hour * 3600 + there.minute * 60 + there.second


@dataclass(frozen=True, slots=True)
class _Row:
    """An event in words; `moment` names the hour that is replayed around it."""

    at: str
    kind: str
    where: str
    what: str
    moment: str


def _until_now(hours: float) -> tuple[datetime, datetime]:
    end = datetime.now(UTC)
    return end - timedelta(hours=hours), end


def _found(
    request: Request, place: Place, seat: Seat, opened: Opened, kind: str, span: tuple[datetime, datetime], station: str
) -> Beside:
    """Everything of a time, newest first, and what of it cannot be read."""
    kinds = frozenset(KINDS) if kind == "all" else frozenset((kind,))
    beside = told_beside(request, place, seat.actor, opened.link, kinds, span)
    with closing(place.look_at_samples(opened.link.samples)) as kept:
        return Beside(events(kept, *span, kinds, station, beside.events), beside.missing)


def _told(place: Place, opened: Opened, found: Sequence[Event]) -> list[_Row]:
    people = people_of(place, sorted({item.before for item in found if item.kind == "guard"}))
    words = ControlWords(opened.view.language, people)
    return [_row(item, opened.view, words) for item in found]


def _row(item: Event, view: LiveView, words: ControlWords) -> _Row:
    """Clock, kind, where, and what, in words."""
    at = item.at.astimezone(ZONE)
    where = view.stations.get(item.station, item.tag)
    if item.kind == "gap":
        what = view.text(f"gap.{item.after}")
        if item.ended is not None:
            what += ", " + view.text("gap_ended", time=f"{item.ended.astimezone(ZONE):%H:%M:%S}")
        where = view.text("gap_of", count=item.tag) if item.tag.isdecimal() else where
    elif item.kind in ("stop", "state"):
        what = f"{view.state_word(item.before)} → {view.state_word(item.after)}"
    elif item.kind == "guard":
        who = words.say("log.guard") if item.before == "guard" else words.person(item.before)
        what = ": ".join(filter(None, (who, words.did(item.after), item.because)))
    elif item.oddity is not None:
        what = f"{item.tag}: {oddity_text(item.oddity, view.language)}"
    else:
        what = f"{item.tag}: {item.before} → {item.after}"
    moment = f"{at - timedelta(minutes=5):%Y-%m-%dT%H:%M}"
    return _Row(f"{at:%m-%d %H:%M:%S}", item.kind, plain(where, 60), plain(what, 300), moment)


def _aware(at: datetime | None) -> datetime | None:
    return at if at is None or at.tzinfo is not None else at.replace(tzinfo=ZONE)
