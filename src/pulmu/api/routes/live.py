"""Live plants of a firm, read only: links, what is shown now, what came since, trends and events."""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal, TypeVar

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel

from pulmu.api.problems import told
from pulmu.http.identify import AnyPlace, Asking
from pulmu.http.live import feed_of, told_beside
from pulmu.http.paging import Asked, Page
from pulmu.model import InputError, OutsideError
from pulmu.services.live_links.feed import Shown
from pulmu.services.live_links.happened import KINDS, Event, events
from pulmu.services.live_links.link import LiveLink, find_link, list_links
from pulmu.services.live_links.trend import trend_of
from pulmu.services.ports import KeptSamples

routes = APIRouter(prefix="/workspaces/{workspace}/live", tags=["live"])
Name = Annotated[str, Path(max_length=100, description="id of the link, such as press_shop")]
Hours = Annotated[float, Query(gt=0, le=168, description="how far back")]
Kind = Annotated[
    Literal["all", "stop", "state", "set", "guard", "unusual", "value", "alarm", "gap"], Query(description="only these")
]
_MOST = 5000
R = TypeVar("R")


class LiveLinkView(BaseModel):
    """A live plant; where on the server its samples are is not told."""

    id: str
    name: str
    line: str
    created: datetime

    @classmethod
    def of(cls, link: LiveLink) -> "LiveLinkView":
        """A link."""
        return cls(id=link.id, name=link.name, line=link.line, created=link.created)


class LiveValueView(BaseModel):
    """A value: stale where the link to it is lost, or nobody keeps any more."""

    tag: str
    value: float | bool | str | None
    unit: str
    standing: Literal["good", "uncertain", "bad", "stale"]
    at: datetime | None
    received: datetime | None

    @classmethod
    def of(cls, shown: Shown) -> "LiveValueView":
        """A value as it is shown; a number that is none has no value."""
        item, value = shown.sample, shown.sample.value
        is_whole = not isinstance(value, float) or abs(value) < float("inf")
        return cls(tag=item.tag, value=value if is_whole else None, unit=item.unit, standing=shown.standing, at=item.at,
                   received=item.received)  # fmt: skip


class LiveLatest(BaseModel):
    """Everything a plant shows."""

    is_kept: bool
    kept_until: datetime | None
    cursor: int
    values: list[LiveValueView]


class LiveSince(BaseModel):
    """Samples as they came, and the cursor to ask with next."""

    cursor: int
    values: list[LiveValueView]


class LivePartView(BaseModel):
    """One part of a trend; nothing where nothing is known."""

    start: datetime
    end: datetime
    low: float | None
    high: float | None
    last: float | str | None


class LiveTrendView(BaseModel):
    """A tag over a time."""

    tag: str
    unit: str
    parts: list[LivePartView]


class LiveEventView(BaseModel):
    """Something that happened: of the guard `before` says who and `after` what; of something unusual, what was usual
    and what was seen."""

    at: datetime
    kind: Literal["stop", "state", "set", "guard", "unusual", "value", "alarm", "gap"]
    tag: str
    before: str
    after: str
    ended: datetime | None
    because: str

    @classmethod
    def of(cls, event: Event) -> "LiveEventView":
        """An event."""
        return cls(at=event.at, kind=event.kind, tag=event.tag, before=event.before, after=event.after,
                   ended=event.ended, because=event.because)  # fmt: skip


@routes.get("", responses=told(401, 403, 404, 422))
def list_live(actor: Asking, place: AnyPlace, paging: Asked) -> Page[LiveLinkView]:
    """Live plants by id."""
    return paging.page(list_links(place.gate, actor), lambda item: (item.id,), LiveLinkView.of)


@routes.get("/{live}/latest", responses=told(401, 403, 404, 503))
def read_live(live: Name, request: Request, actor: Asking, place: AnyPlace) -> LiveLatest:
    """The last value of each tag, with its quality."""
    link = find_link(place.gate, actor, live)
    look = feed_of(request, place, link).look()
    cursor = _looking(place, link, lambda kept: kept.pulse().cursor)
    values = [LiveValueView.of(item) for item in look.changed[:_MOST]]
    return LiveLatest(is_kept=look.is_kept, kept_until=look.watched, cursor=cursor, values=values)


@routes.get("/{live}/since", responses=told(401, 403, 404, 422, 503))
def read_live_since(
    live: Name, actor: Asking, place: AnyPlace, cursor: Annotated[int, Query(ge=0, le=2**62)] = 0,
    most: Annotated[int, Query(ge=1, le=_MOST)] = 1000,
) -> LiveSince:  # fmt: skip
    """Samples that came after a cursor, as they came."""
    link = find_link(place.gate, actor, live)
    behind, found = _looking(place, link, lambda kept: kept.since(cursor, most))
    return LiveSince(cursor=behind, values=[LiveValueView.of(Shown(item, item.quality)) for item in found])


@routes.get("/{live}/trend", responses=told(401, 403, 404, 422, 503))
def read_live_trend(
    live: Name, actor: Asking, place: AnyPlace, tag: Annotated[str, Query(max_length=120)] = "",
    hours: Hours = 1.0, parts: Annotated[int, Query(ge=1, le=2000)] = 400,
) -> LiveTrendView:  # fmt: skip
    """A tag over the last hours: least, greatest and last of each part, what held in between included."""
    link, end = find_link(place.gate, actor, live), datetime.now(UTC)
    start = end - timedelta(hours=hours)

    def look(kept: KeptSamples) -> LiveTrendView:
        known = next((item for item in kept.tags() if item.name == tag), None)
        if known is None:
            raise InputError.of("live.no_such_tag", "tag", f"no tag of the plant is {tag}",
                                "see all with pulmu plant watch ADDRESS --now", tags=tag)  # fmt: skip
        found = trend_of(kept, known, start, end, parts)

        def part(first: float, until: float, **more: Any) -> LivePartView:
            return LivePartView(start=start + timedelta(seconds=first), end=start + timedelta(seconds=until), **more)

        drawn = [part(item.start, item.end, low=item.low, high=item.high, last=item.last) for item in found.parts]
        drawn += [part(one.start, one.end, low=None, high=None, last=one.word or None) for one in found.stretches]
        return LiveTrendView(tag=known.name, unit=known.unit, parts=drawn)

    return _looking(place, link, look)


@routes.get("/{live}/events", responses=told(401, 403, 404, 422, 503))
def list_live_events(
    live: Name, request: Request, actor: Asking, place: AnyPlace, paging: Asked, hours: Hours = 8.0, kind: Kind = "all"
) -> Page[LiveEventView]:  # fmt: skip
    """What happened in the last hours, newest first: states, stops, setpoints, alarms of devices and gaps, what the
    guard wrote, and what was unusual. Of a guard that cannot be reached nothing is told, unless it alone is asked."""
    link, end = find_link(place.gate, actor, live), datetime.now(UTC)
    start, kinds = end - timedelta(hours=hours), frozenset(KINDS) if kind == "all" else frozenset((kind,))
    beside = told_beside(request, place, actor, link, kinds, (start, end))
    if beside.missing and kind in ("guard", "unusual"):
        raise OutsideError(*beside.missing)
    found = _looking(place, link, lambda kept: events(kept, start, end, kinds, beside=beside.events))
    return paging.page(
        found, lambda item: (-int(item.at.timestamp() * 1e6), item.tag, item.kind, item.after, item.before),
        LiveEventView.of,
    )  # fmt: skip


def _looking(place: AnyPlace, link: LiveLink, look: Callable[[KeptSamples], R]) -> R:
    with closing(place.look_at_samples(link.samples)) as kept:
        return look(kept)
