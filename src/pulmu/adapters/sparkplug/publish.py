"""Publishes what an edge node says to a broker, and gives its birth anew when a host asks."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Mapping

from aiomqtt import Client, MqttError, Will

from pulmu.adapters.sparkplug.broker import Broker
from pulmu.adapters.sparkplug.edge import Edge, Shown
from pulmu.adapters.sparkplug.host import REBIRTH
from pulmu.adapters.sparkplug.payload import read_payload, write_payload
from pulmu.model import InputError

AGAIN = 2.0
"""Wait before a broker that is gone is tried again. [s]"""


async def publish_edge(
    broker: Broker, edge: Edge, shown: Callable[[], Mapping[str, Shown]], every: float
) -> None:  # fmt: skip
    """Publish until cancelled; a broker that is gone is tried again, with a new birth.

    Births, data and deaths are not retained; QoS is 0, that of the last will 1, as the specification has it.
    """
    while True:
        with contextlib.suppress(MqttError, OSError):
            death = Will(edge.topic("NDEATH"), write_payload(edge.session()), qos=1, retain=False)
            async with broker.client(death) as client:
                await _session(client, edge, shown, every)
        await asyncio.sleep(AGAIN)


async def _session(
    client: Client, edge: Edge, shown: Callable[[], Mapping[str, Shown]], every: float
) -> None:  # fmt: skip
    await client.subscribe(edge.topic("NCMD"), qos=1)

    async def born() -> None:
        await client.publish(edge.topic("NBIRTH"), write_payload(edge.birth(shown(), _now())), qos=0, retain=False)

    await born()
    async with asyncio.TaskGroup() as group:
        group.create_task(_commands(client, born))
        group.create_task(_data(client, edge, shown, every))


async def _commands(client: Client, born: Callable[[], Awaitable[None]]) -> None:
    """Of all commands only that for a birth is heard: setpoints go by the guarded path, never by this one."""
    async for message in client.messages:
        with contextlib.suppress(InputError):
            payload = read_payload(bytes(message.payload))
            if any(item.name == REBIRTH and item.value is True for item in payload.metrics):
                await born()


async def _data(
    client: Client, edge: Edge, shown: Callable[[], Mapping[str, Shown]], every: float
) -> None:  # fmt: skip
    while True:
        await asyncio.sleep(every)
        said = edge.data(shown(), _now())
        if said is not None:
            await client.publish(edge.topic("NDATA"), write_payload(said), qos=0, retain=False)


def _now() -> int:
    return int(time.time() * 1000)
