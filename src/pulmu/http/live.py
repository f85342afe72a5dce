"""Feeds of live plants and what their guards wrote, one for each file or guard of a place, for all who look."""

import threading
from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi import Request

from pulmu.model import ControlRefused, OutsideError, Problem
from pulmu.services.access.actor import Actor
from pulmu.services.guarded_lines.acts import Room, read_log
from pulmu.services.live_links.beside import GuardLog, guard_events, unusual_events
from pulmu.services.live_links.feed import LiveFeed
from pulmu.services.live_links.happened import Event
from pulmu.services.live_links.link import LiveLink
from pulmu.services.place import Place

_GUARD = threading.Lock()


@dataclass(frozen=True, slots=True)
class Beside:
    """What was told of a plant beside its values.

    Parameters
    ----------
    missing : Why a part of it cannot be read.
    """

    events: tuple[Event, ...] = ()
    missing: tuple[Problem, ...] = ()


def feed_of(request: Request, place: Place, link: LiveLink) -> LiveFeed:
    """The feed of a link's file."""
    state = request.app.state
    with _GUARD:
        if not hasattr(state, "live_feeds"):
            state.live_feeds = {}
        feeds: dict[str, LiveFeed] = state.live_feeds
        if link.samples not in feeds:
            file = link.samples
            feeds[file] = LiveFeed(lambda: place.look_at_samples(file), lambda: datetime.now(UTC))
        return feeds[link.samples]


def told_beside(
    request: Request, place: Place, actor: Actor, link: LiveLink, kinds: frozenset[str], span: tuple[datetime, datetime]
) -> Beside:
    """What the guard of a link wrote and what was unusual in a time, as far as it is asked for and they may read it."""
    events: list[Event] = []
    missing: list[Problem] = []
    try:
        tags = _stations(place, link) if kinds & {"guard", "unusual"} else {}
        if "unusual" in kinds:
            events += unusual_events(place.look_at_unusual(link.samples), *span, tags)
        if "guard" in kinds and link.desk and actor.may("read_control"):
            room, line = Room(place.gate, place.desks), link.line
            entries = _log_of(request, link).entries(lambda after, most: read_log(room, actor, line, after, most))
            events += guard_events(entries, *span, tags)
    except (OutsideError, ControlRefused) as error:
        missing += error.problems
    return Beside(tuple(events), tuple(missing))


def _stations(place: Place, link: LiveLink) -> dict[str, str]:
    kept = place.look_at_samples(link.samples)
    try:
        return {tag.name: tag.station for tag in kept.tags()}
    finally:
        kept.close()


def _log_of(request: Request, link: LiveLink) -> GuardLog:
    state = request.app.state
    with _GUARD:
        if not hasattr(state, "guard_logs"):
            state.guard_logs = {}
        logs: dict[tuple[str, str, str], GuardLog] = state.guard_logs
        return logs.setdefault((link.workspace, link.id, link.desk), GuardLog())
