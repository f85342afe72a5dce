"""Live plants: which there are, what one shows now, and what changes, pushed."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import StreamingResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.live import feed_of
from pulmu.locale import Language, plain, text
from pulmu.model import OutsideError
from pulmu.model.line import Line
from pulmu.services.accounts.identify import ZONE
from pulmu.services.lines.shelf import find_line
from pulmu.services.live_links.feed import LiveFeed, Look, Shown
from pulmu.services.live_links.fitting import is_another_plant
from pulmu.services.live_links.link import LiveLink, find_link, list_links
from pulmu.services.live_links.now import LineNow, good_since, line_now
from pulmu.services.live_links.shift import shift_start
from pulmu.services.place import Place
from pulmu.web.live_view import LiveView
from pulmu.web.show import Crumb, show
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/live", include_in_schema=False)
Name = Annotated[str, Path(max_length=100)]
TABS = (("now", ""), ("ahead", "/ahead"), ("trends", "/trends"), ("parts", "/parts"), ("events", "/events"))
_PUSH = 0.2
"""Seconds between two pushes to a page, at least; a page that takes longer is sent the last values only."""
_SENTENCE = 2.0
_LONGEST = 3600.0
"""A page that is open for so long asks anew: whether it may is looked at again then."""
_DAY_BEGINS = 8


@dataclass(frozen=True, slots=True)
class Opened:
    """A link with its line and its feed."""

    link: LiveLink
    line: Line
    feed: LiveFeed
    view: LiveView


@routes.get("")
def show_links(request: Request, seat: Seated, place: AnyPlace) -> Response:
    """The live plants of a company."""
    language = language_of(request)
    return show(
        request, "live_plants.html", seat=seat, noun="live", links=list_links(place.gate, seat.actor),
        base=f"{seat.base}/live", crumbs=(Crumb(name=text("web.noun.live", language), href=f"{seat.base}/live"),),
    )  # fmt: skip


@routes.get("/{live}")
def show_live(request: Request, seat: Seated, place: AnyPlace, live: Name) -> Response:
    """What a plant does now."""
    opened = open_link(request, place, seat, live)
    page = _page(opened, place, datetime.now(UTC))
    return show(
        request, "live_plant.html", seat=seat, noun="live", here=address_of(seat, live), tab="now", tabs=TABS,
        name=plain(opened.link.name, 60), signs=[(key, opened.view.state_word(key)) for key in _LEGEND],
        crumbs=crumbs_of(seat, opened.link, language_of(request)), **page,
    )  # fmt: skip


_LEGEND = ("busy", "idle", "set_up", "heating", "blocked", "waiting", "down", "maintenance", "off", "unknown")
_NOTHING: dict[str, Any] = {"names": "", "rows": [], "rest": [], "left_out": 0, "picture": None, "answer": "",
                            "is_kept": False}  # fmt: skip


def _page(opened: Opened, place: Place, at: datetime) -> dict[str, Any]:
    """What is drawn of the plant; where its file cannot be read, that alone is told."""
    view = opened.view
    try:
        look = opened.feed.look()
        values = {item.sample.tag: item for item in look.changed}
        with closing(place.look_at_samples(opened.link.samples)) as kept:
            now = line_now(opened.line, values, kept, at)
            since, good = good_since(opened.line, kept, begin_of(opened.line, at), at)
    except OutsideError as error:
        said = view.text("no_file", why=error.problems[0].code)
        return _NOTHING | {"trouble": said}
    return {
        "trouble": "", "names": _names(opened, values), "rows": view.rows(now, values),
        "rest": [view.cell(values[tag]) for tag in now.rest],
        "left_out": now.left_out, "picture": view.picture(now, values), "is_kept": look.is_kept,
        "answer": view.answer(now, values, look, good, since, at),
    }  # fmt: skip


def _names(opened: Opened, values: Mapping[str, Shown]) -> str:
    """What is to be said where no machine of the line is among what is kept; else empty."""
    if not is_another_plant(opened.line, values):
        return ""
    return opened.view.text("names_mapped" if opened.link.tag_map else "names_differ", line=opened.line.id)


@routes.get("/{live}/stream")
def stream(request: Request, seat: Seated, place: AnyPlace, live: Name) -> Response:
    """What changes, as server-sent events: values as they are shown, and now and then the first line."""
    opened = open_link(request, place, seat, live)
    is_closing = getattr(request.app.state, "is_closing", lambda: False)

    async def events() -> AsyncIterator[str]:
        pushing = _Pushing(opened, place)
        begun = asyncio.get_running_loop().time()
        yield "retry: 1000\n\n"
        while not is_closing() and asyncio.get_running_loop().time() - begun < _LONGEST:
            said = await asyncio.to_thread(pushing.next)
            if said:
                yield said
            await asyncio.sleep(_PUSH)

    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(events(), media_type="text/event-stream", headers=headers)


class _Pushing:
    """What one page is sent; called from one thread at a time."""

    def __init__(self, opened: Opened, place: Place) -> None:
        self.opened, self.place = opened, place
        self.version = -1
        self.values: dict[str, Shown] = {}
        self.tags: frozenset[str] | None = None
        self.told = datetime.min.replace(tzinfo=UTC)
        self.silent = 0

    def next(self) -> str:
        """The next event; empty where nothing changed."""
        at = datetime.now(UTC)
        try:
            look = self.opened.feed.look(self.version)
            return self._said(look, at)
        except OutsideError as error:
            self.version, self.tags = -1, None
            return _event("trouble", {"text": self.opened.view.text("no_file", why=error.problems[0].code)})

    def _said(self, look: Look, at: datetime) -> str:
        is_new = look.version != self.version
        self.version = look.version
        self.values.update((item.sample.tag, item) for item in look.changed)
        said = ""
        if at - self.told >= timedelta(seconds=_SENTENCE):
            said = self._sentence(look, at)
        shown = [self._cell(item) for item in look.changed if self.tags is None or item.sample.tag in self.tags]
        if is_new and shown:
            said += _event("values", {"kept": look.is_kept, "now": _ms(at), "cells": shown})
        return said

    def _sentence(self, look: Look, at: datetime) -> str:
        self.told = at
        with closing(self.place.look_at_samples(self.opened.link.samples)) as kept:
            now: LineNow = line_now(self.opened.line, self.values, kept, at)
            since, good = good_since(self.opened.line, kept, begin_of(self.opened.line, at), at)
        self.tags = frozenset(now.tags)
        answer = self.opened.view.answer(now, self.values, look, good, since, at)
        return _event("answer", {"text": answer, "kept": look.is_kept, "now": _ms(at)})

    def _cell(self, item: Shown) -> list[object]:
        cell = self.opened.view.cell(item)
        machine = self.opened.view.numbers.get(cell.tag, -1)
        return [cell.tag, cell.text, cell.standing, cell.note, cell.at, cell.state, cell.sign, machine]


def open_link(request: Request, place: Place, seat: Seat, link: str) -> Opened:
    """A link with its line, for who may look.

    Raises
    ------
    AccessRefused  They may not, or there is none.
    """
    found = find_link(place.gate, seat.actor, link)
    line = find_line(place.gate, seat.actor, found.line).line
    return Opened(found, line, feed_of(request, place, found), LiveView(line, language_of(request)))


def day_start(at: datetime) -> datetime:
    """The last time it was eight in the morning."""
    there = at.astimezone(ZONE)
    begun = there.replace(hour=_DAY_BEGINS, minute=0, second=0, microsecond=0)
    return (begun if begun <= there else begun - timedelta(days=1)).astimezone(UTC)


def begin_of(line: Line, at: datetime) -> datetime:
    """When the shift began by the line's own calendar; where it has none, the last eight in the morning."""
    return shift_start(line, at.astimezone(ZONE)) or day_start(at)


def address_of(seat: Seat, link: str) -> str:
    """Where the pages of a link begin."""
    return f"{seat.base}/live/{link}"


def crumbs_of(seat: Seat, link: LiveLink, language: Language, last: str = "") -> tuple[Crumb, ...]:
    """The way to a live plant, and to a page of it."""
    way = (
        Crumb(name=text("web.noun.live", language), href=f"{seat.base}/live"),
        Crumb(name=plain(link.name, 60), href=address_of(seat, link.id)),
    )
    if not last:
        return way
    return (*way, Crumb(name=text(f"web.live.tab.{last}", language), href=f"{address_of(seat, link.id)}/{last}"))


def _event(kind: str, content: dict[str, object]) -> str:
    return f"event: {kind}\ndata: {json.dumps(content, ensure_ascii=False, separators=(',', ':'))}\n\n"


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)


__all__ = ["TABS", "Opened", "address_of", "begin_of", "crumbs_of", "day_start", "open_link", "routes"]
