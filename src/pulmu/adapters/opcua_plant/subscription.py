"""Tags that somebody listens to: what the server sends of them, in order, and what of it was missed."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from asyncua import Client, ua

from pulmu.adapters._hand_over import HandOver
from pulmu.adapters.opcua_plant.point import Point
from pulmu.adapters.opcua_plant.samples import sample_of
from pulmu.adapters.opcua_plant.walk import parts
from pulmu.model.tag import Sample

KEEP_ALIVE, LIFETIME = 5.0, 15.0
"""A server that has nothing to say says so this often; it lets go of one who does not answer for so long. [s]

By then we have given up the link ourselves (`alive.LONGEST`), and values queued for nobody are work for a server that
is to watch all tags anew.
"""
LEAST = 0.05
"""Messages come no oftener than this. [s]"""
QUEUE = 50
"""Values of a tag a server keeps for us between two messages."""
OVERFLOW = 0x480
"""Bits of a status that say: the server's queue was full, and values before this one are gone (OPC 10000-4, 7.39)."""
MISSED = "samples were missed: "


class Listening:
    """A subscription that outlives the link; each link has one of the server's own.

    Parameters
    ----------
    gone : Called when the server has let go of its subscription though the link is there.
    """

    def __init__(self, points: Sequence[Point], every: float, hand_over: HandOver, gone: Callable[[str], None]) -> None:
        self.points, self.every, self.hand_over, self.gone = points, every, hand_over, gone
        self.by_node = {point.node: point for point in points}
        self.by_handle: dict[int, Point] = {}
        self.last: dict[str, Sample] = {}
        self.served: Any = None
        self.heard: tuple[int, int] | None = None

    async def open(self, client: Client) -> None:
        """Ask the server for what changes."""
        self.served, self.heard, self.by_handle = None, None, {}
        served = await client.create_subscription(parameters(self.every), self)
        # One call for each message: asyncua makes a task of each value, which may run after the link is known as lost.
        served._deliver = lambda event: self.take(served, event)
        served._explode_datachange = lambda notification: (notification,)
        self.served = served
        for group in parts(self.points):
            nodes = [client.get_node(point.node) for point in group]
            answers = await served.subscribe_data_change(
                nodes, queuesize=QUEUE, sampling_interval=interval(self.every) * 1000
            )
            refused = [
                _bad(point, f"the server does not watch it: {answer.name}")
                for point, answer in zip(group, answers, strict=True) if isinstance(answer, ua.StatusCode)
            ]  # fmt: skip
            self.put(refused)

    def take(self, served: Any, message: Any) -> None:
        """Take in a message; one of a subscription that was lost before is none of ours any more."""
        if served is not self.served:
            return
        if not isinstance(message, ua.DataChangeNotification):
            status = getattr(getattr(message, "notification", None), "Status", None)
            if status is not None and not status.is_good():
                self.gone(f"the server no longer watches: {status.name}")
            return
        now = (served.subscription_id, served.last_sequence_number)
        if self.heard is not None and not follows(self.heard, now):
            self.put([_bad(point, MISSED + "a message of the server is missing") for point in self.points])
        self.heard = now
        self.put(list(self.samples(served, message)))

    def samples(self, served: Any, message: Any) -> Iterator[Sample]:
        """Samples of a message; where the server's queue was full, what is gone is said before."""
        for item in message.MonitoredItems or ():
            point = self.by_handle.get(item.ClientHandle) or self._point(served, item.ClientHandle)
            if point is None or item.Value is None:
                continue
            status = item.Value.StatusCode
            if status is not None and status.value & OVERFLOW == OVERFLOW:
                yield _bad(point, MISSED + "the server's queue was full")
            yield sample_of(point, item.Value)

    def _point(self, served: Any, handle: int) -> Point | None:
        """The point of a handle, found once: a node's id is slow to look up."""
        asked = served._monitored_items.get(handle)
        point = self.by_node.get(asked.node.nodeid) if asked is not None and asked.node is not None else None
        if point is not None:
            self.by_handle[handle] = point
        return point

    def put(self, group: Sequence[Sample]) -> None:
        """Hand over what has come."""
        if group:
            self.last.update({item.tag: item for item in group})
            self.hand_over.put(group)

    def lose(self, reason: str) -> None:
        """Say of every tag, once, that its value is no longer known to hold; what was on the way counts no more."""
        if self.served is None:
            return
        self.served = None
        known = [self.last.get(p.tag.name, Sample(tag=p.tag.name, value=None, unit=p.tag.unit)) for p in self.points]
        self.hand_over.put([replace(item, quality="stale", because=reason) for item in known])


def parameters(every: float) -> ua.CreateSubscriptionParameters:
    """What is asked of the server: it lets go of us soon after a link is lost, and keeps nothing for nobody."""
    long = interval(every)
    alive = max(math.ceil(KEEP_ALIVE / long), 1)
    return ua.CreateSubscriptionParameters(
        RequestedPublishingInterval=long * 1000,
        RequestedLifetimeCount=max(3 * alive, math.ceil(LIFETIME / long)),
        RequestedMaxKeepAliveCount=alive,
        MaxNotificationsPerPublish=10_000,
        PublishingEnabled=True,
        Priority=0,
    )


def interval(every: float) -> float:
    """How long from one message, and from one look of the server at a device, to the next. [s]

    A server that looked oftener than it sends, as asyncua asks by itself, would fill its queue with what nobody wants.
    """
    return max(every, LEAST)


def follows(before: tuple[int, int], now: tuple[int, int]) -> bool:
    """Whether no message lies between two, by subscription and sequence number; numbers begin at 1 again."""
    return now[0] == before[0] and now[1] == (before[1] + 1 if before[1] < 0xFFFF_FFFF else 1)


def _bad(point: Point, because: str) -> Sample:
    return Sample(tag=point.tag.name, value=None, unit=point.tag.unit, quality="bad", because=because)
