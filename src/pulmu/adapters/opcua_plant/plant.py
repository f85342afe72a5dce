"""A plant over OPC UA, for callers that know nothing of event loops: one thread speaks with the server."""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable, Coroutine, Mapping, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as WaitedEnough
from pathlib import Path
from typing import Any, TypeVar

from asyncua import Client, ua

from pulmu.adapters._hand_over import HandOver
from pulmu.adapters._opcua.identity import Identity, open_identity
from pulmu.adapters.opcua_plant.alive import until_silent
from pulmu.adapters.opcua_plant.browse import find_points
from pulmu.adapters.opcua_plant.link import ANSWER, drop, link_lost, open_link, told
from pulmu.adapters.opcua_plant.point import Point, Skipped
from pulmu.adapters.opcua_plant.samples import outcome_of, sample_of, to_send
from pulmu.adapters.opcua_plant.subscription import Listening
from pulmu.adapters.opcua_plant.walk import parts
from pulmu.model import OutsideError, Quantity
from pulmu.model.tag import Sample, Tag, Written
from pulmu.services.live.plant_units import PlantUnit

CLIENT = "urn:pulmu:client"
LONGEST = 30.0
"""A call that is not over by then is given up; every step within has a shorter limit of its own. [s]"""
LONGEST_LOOK = 180.0
"""Looking at all that a server offers, at the start. [s]"""
AGAIN = (0.25, 0.5, 1.0)
"""Waits before a lost link is tried again; the last, from then on: a safe value waits for it, too. [s]"""
T = TypeVar("T")


def connect(address: str, keys: Path, user: str, password: str) -> "OpcUaPlant":
    """A plant that answers.

    Parameters
    ----------
    keys : Folder with our certificate and those we trust; ours is made at first use.

    Raises
    ------
    OutsideError  As `open_link` says.
    """
    plant = OpcUaPlant(address, open_identity(keys, CLIENT, is_server=False), user, password)
    try:
        plant.start()
    except BaseException:
        plant.close()
        raise
    return plant


class _Subscription:
    """What `subscribe` gives: it ends the listening."""

    def __init__(self, plant: "OpcUaPlant", listening: Listening) -> None:
        self.plant, self.listening = plant, listening

    def close(self) -> None:
        self.plant.forget(self.listening)
        self.listening.hand_over.close()


class OpcUaPlant:
    """Fulfils `services.ports.Plant`."""

    def __init__(self, address: str, identity: Identity, user: str, password: str) -> None:
        self.address, self.identity, self.user = address, identity, user
        self._password = password
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="pulmu-plant-link", daemon=True)
        self._client: Client | None = None
        self._points: Mapping[str, Point] = {}
        self._spaces: list[str] = []
        self.skipped: tuple[Skipped, ...] = ()
        self._subscriptions: list[Listening] = []
        self._keeper: asyncio.Task[None] | None = None
        self._watch: asyncio.Task[None] | None = None
        self._is_closed = False
        self._thread.start()

    def start(self) -> None:
        """Connect and find out what the plant offers; from then on the link is kept."""
        logging.getLogger("asyncua").setLevel(logging.CRITICAL)
        self._call(self._connect(), LONGEST_LOOK)
        self._call(self._begin_to_keep())

    def tags(self) -> tuple[Tag, ...]:
        """What the server offered when it was first reached, by name."""
        return tuple(self._points[name].tag for name in sorted(self._points))

    def wires(self) -> Mapping[str, PlantUnit]:
        """How a number on the wire becomes one of its tag, by name."""
        return {
            name: PlantUnit(point.tag.unit, point.factor, point.offset)
            for name, point in self._points.items() if point.tag.kind == "number"
        }  # fmt: skip

    def channel(self) -> tuple[str, str]:
        """How the link is secured: its mode, and the address of its policy; both empty while it is lost."""
        client = self._client
        return ("", "") if client is None else (client.security_policy.Mode.name, str(client.security_policy.URI))

    def read(self, tags: Sequence[str]) -> tuple[Sample, ...]:
        """Values as they are now; see the port."""
        return self._call(self._read(tags))

    def write(self, tag: str, value: Quantity) -> Written:
        """Hand over one value, once; see the port."""
        point = self._points.get(tag)
        if point is None:
            return Written(tag=tag, outcome="refused", because="not known")
        sent = to_send(point, value)
        if isinstance(sent, Written):
            return sent
        try:
            return self._call(self._write(point, sent))
        except OutsideError as error:
            return Written(tag=tag, outcome="unknown", because=error.problems[0].message)

    def subscribe(
        self, tags: Sequence[str], hand_over: Callable[[tuple[Sample, ...]], None], *, every: float
    ) -> _Subscription:
        """Have changes handed over; see the port."""
        points = [self._points[tag] for tag in tags if tag in self._points]
        listening = Listening(points, every, HandOver(hand_over), self._gone)
        listening.hand_over.put([_unknown(tag) for tag in tags if tag not in self._points] or [])
        self._call(self._open(listening))
        return _Subscription(self, listening)

    def forget(self, listening: Listening) -> None:
        """No longer listen."""
        self._loop.call_soon_threadsafe(self._drop, listening)

    def close(self) -> None:
        """End the session, the thread and every subscription."""
        if self._is_closed:
            return
        self._is_closed = True
        for item in list(self._subscriptions):
            item.hand_over.close()
        with contextlib.suppress(OutsideError):
            self._call(self._let_go())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=10)
        if not self._thread.is_alive():
            self._loop.close()

    # in the thread of the link ------------------------------------------------------------------------------

    def _call(self, work: Coroutine[Any, Any, T], longest: float = LONGEST) -> T:
        future: Future[T] = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result(longest)
        except WaitedEnough:
            future.cancel()
            raise link_lost(self.address, f"no answer within {longest:g} s") from None

    async def _connect(self) -> None:
        client = await open_link(self.address, self.identity, self.user, self._password)
        try:
            async with told(self.address):
                await self._look(client)
                for item in self._subscriptions:
                    await item.open(client)
        except BaseException as error:
            self._lose(error)  # some of the tags may have been heard of already
            await drop(client)
            raise
        client.connection_lost_callback = self._lost
        self._client = client
        self._watch = asyncio.ensure_future(self._watch_over(client))

    async def _look(self, client: Client) -> None:
        """Find out what the server offers, once. Node ids hold namespaces by their number: were these others when the
        server is back, a value could go to another node, so such a server is not taken for the same one."""
        spaces = list(await client.get_namespace_array())
        if not self._points:
            offer = await find_points(client)
            self._points, self.skipped, self._spaces = offer.points, offer.skipped, spaces
        elif spaces[: len(self._spaces)] != self._spaces:
            raise link_lost(self.address, "its namespaces are numbered otherwise than before; connect anew")

    async def _watch_over(self, client: Client) -> None:
        await until_silent(client)
        await self._lost(OSError("nothing was heard of the server, though it was asked"))

    async def _lost(self, error: Exception) -> None:
        client, self._client = self._client, None
        if client is not None:
            if self._watch is not None and self._watch is not asyncio.current_task():
                self._watch.cancel()
            self._lose(error)
            asyncio.get_running_loop().call_soon(lambda: asyncio.ensure_future(drop(client)))

    def _lose(self, error: BaseException) -> None:
        for item in self._subscriptions:
            item.lose(f"the link is lost: {str(error) or type(error).__name__}")

    def _gone(self, reason: str) -> None:
        """The server has let go of a subscription: all is asked for anew, over a link of its own."""
        asyncio.ensure_future(self._lost(OSError(reason)))  # noqa: RUF006 - over at once, and cancelled with the loop

    async def _begin_to_keep(self) -> None:
        self._keeper = asyncio.get_running_loop().create_task(self._keep())

    async def _keep(self) -> None:
        tries = 0
        while True:
            await asyncio.sleep(AGAIN[min(tries, len(AGAIN) - 1)])
            if self._client is not None:
                tries = 0
                continue
            tries += 1
            with contextlib.suppress(OutsideError):
                await self._connect()

    def _live(self) -> Client:
        if self._client is None:
            raise link_lost(self.address, "the link is lost; it is being tried again")
        return self._client

    async def _read(self, tags: Sequence[str]) -> tuple[Sample, ...]:
        client = self._live()
        points = [self._points[tag] for tag in tags if tag in self._points]
        sent: list[Any] = []
        async with told(self.address):
            for group in parts([point.node for point in points]):
                wanted = client.uaclient.read_attributes(list(group), ua.AttributeIds.Value)
                sent += await asyncio.wait_for(wanted, ANSWER)
        found = {point.tag.name: sample_of(point, item) for point, item in zip(points, sent, strict=True)}
        return tuple(found[tag] if tag in found else _unknown(tag) for tag in tags)

    async def _write(self, point: Point, value: Any) -> Written:
        client = self._live()
        async with told(self.address):
            wanted = client.uaclient.write_attributes([point.node], [value])
            return outcome_of(point.tag.name, (await asyncio.wait_for(wanted, ANSWER))[0])

    async def _open(self, listening: Listening) -> None:
        client = self._live()
        async with told(self.address):
            await listening.open(client)
        self._subscriptions.append(listening)

    def _drop(self, listening: Listening) -> None:
        if listening in self._subscriptions:
            self._subscriptions.remove(listening)
        served, listening.served = listening.served, None
        if served is not None and self._client is not None:
            asyncio.ensure_future(_end(served))  # noqa: RUF006 - over at once, and cancelled with the loop

    async def _let_go(self) -> None:
        if self._keeper is not None:
            self._keeper.cancel()
        client, self._client = self._client, None
        if client is not None:
            client.connection_lost_callback = None
            try:
                async with told(self.address):
                    await asyncio.wait_for(client.disconnect(), ANSWER)
            finally:
                await drop(client)
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await asyncio.sleep(0)


async def _end(served: Any) -> None:
    with contextlib.suppress(Exception):  # the link may be gone, and with it what was to be ended
        await asyncio.wait_for(served.delete(), ANSWER)


def _unknown(tag: str) -> Sample:
    return Sample(tag=tag, value=None, quality="bad", because="the plant does not know this tag")
