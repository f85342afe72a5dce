"""Meters of the emulated plant as a stranger's client finds them: objects whose counters say when they began."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from asyncua import Client, Node, ua
from tests.emulated import Served, serving
from tests.loops import run_apart

from pulmu.adapters._opcua.identity import open_identity
from pulmu.adapters.opcua_plant.link import open_link


def test_meters_are_objects_whose_counters_say_when_they_began(tmp_path: Path) -> None:
    with serving(tmp_path, "extrusions", "--speed", "60") as served:
        run_apart(look(served))


async def look(served: Served) -> None:
    folder = served.keys / "client"
    password = (folder / "reader.password").read_text(encoding="utf-8")
    client = await open_link(
        served.address, open_identity(folder, "urn:pulmu:client", is_server=False), "reader", password
    )
    try:
        space = await client.get_namespace_index("urn:pulmu:emulated-plant:tags")
        for path in ("press/electricity", "meter/electricity"):
            await see_meter(client, space, path)
        temperature = client.get_node(ua.NodeId("billet_heater/temperature", space))
        assert await temperature.read_type_definition() == ua.NodeId(ua.ObjectIds.AnalogItemType)
        state = client.get_node(ua.NodeId("press/1/state", space))
        assert await state.read_type_definition() == ua.NodeId(ua.ObjectIds.BaseDataVariableType)
        await reset(client, space, served)
    finally:
        await client.disconnect()


async def see_meter(client: Client, space: int, path: str) -> None:
    meter = client.get_node(ua.NodeId(path, space))
    kind = client.get_node(await meter.read_type_definition())
    assert (await kind.read_browse_name()).Name == "EnergyMeasurementType"
    assert await prop(client, space, f"{path}#ApplicationTag") == path
    assert await prop(client, space, f"{path}#Resource") == "electricity"
    (profile,) = await meter.get_referenced_nodes(ua.ObjectIds.HasInterface)
    assert (await profile.read_browse_name()).Name == "IEnergyProfileE1Type"
    counters = await meter.get_referenced_nodes(ua.NodeId("HasStatisticComponent", space))
    assert [counter.nodeid.Identifier for counter in counters] == [f"{path}/energy"]
    assert await prop(client, space, f"{path}/energy#MeasurementID") == 1002
    assert (await prop(client, space, f"{path}/energy#EngineeringUnits")).DisplayName.Text == "Wh"
    children = await meter.get_referenced_nodes(ua.ObjectIds.HasComponent)
    assert {f"{path}/energy", f"{path}/power"} <= {child.nodeid.Identifier for child in children}


async def reset(client: Client, space: int, served: Served) -> None:
    start, counter = (
        "press/electricity/energy#StartTime",
        client.get_node(ua.NodeId("press/electricity/energy", space)),
    )
    await read_until(counter, lambda before, now: now > 0)
    begun = await prop(client, space, start)
    assert isinstance(begun, datetime)
    served.faults.write_text("counter_reset press/electricity/*\n", encoding="utf-8")
    await read_until(counter, lambda before, now: now < before)
    assert await prop(client, space, start) > begun
    assert await prop(client, space, "saw/electricity/energy#StartTime") < await prop(client, space, start)


async def read_until(counter: Node, fits: Callable[[float, float], bool], seconds: float = 30.0) -> None:
    """Read until two readings, one after the other, fit; the press uses its first Wh only when it presses."""
    async with asyncio.timeout(seconds):
        before = await counter.read_value()
        while not fits(before, now := await counter.read_value()):
            before = now
            await asyncio.sleep(0.05)


async def prop(client: Client, space: int, name: str) -> Any:
    return await client.get_node(ua.NodeId(name, space)).read_value()
