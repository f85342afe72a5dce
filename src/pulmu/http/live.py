"""Feeds of live plants, one for each file of samples of a place, for all who look."""

import threading
from datetime import UTC, datetime

from fastapi import Request

from pulmu.services.live_links.feed import LiveFeed
from pulmu.services.live_links.link import LiveLink
from pulmu.services.place import Place

_GUARD = threading.Lock()


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
