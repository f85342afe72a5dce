"""An OPC UA server as strangers build them: ids of every kind, names of two languages, structures, loops, energy."""

import asyncio
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from asyncua import Server, ua

from pulmu.adapters._opcua.policies import SERVED
from pulmu.adapters.opcua_server.keys import ServerKeys, open_server_keys

SPACE, OTHER = "urn:stranger:machines", "http://opcfoundation.org/UA/ECM/"


@dataclass
class Stranger:
    """The server while it runs, from another thread."""

    address: str = ""
    keys: Path = Path()
    loop: Any = None
    server: Any = None
    nodes: dict[str, Any] = field(default_factory=dict)

    def set(self, name: str, value: object, kind: ua.VariantType) -> None:
        """Change a value from inside."""
        work = self.nodes[name].write_value(ua.DataValue(ua.Variant(value, kind)))
        asyncio.run_coroutine_threadsafe(work, self.loop).result(10)

    def value(self, name: str) -> object:
        return asyncio.run_coroutine_threadsafe(self.nodes[name].read_value(), self.loop).result(10)


@contextmanager
def stranger(folder: Path, *, machines: int = 1) -> Iterator[Stranger]:
    """Serve it; as many further presses as asked."""
    keys = open_server_keys(folder)
    made = Stranger(keys=folder / "client")
    stop, ready = threading.Event(), threading.Event()
    thread = threading.Thread(daemon=True, target=lambda: asyncio.run(_serve(made, keys, machines, stop, ready)))
    thread.start()
    try:
        assert ready.wait(30)
        yield made
    finally:
        stop.set()
        thread.join(timeout=30)


async def _serve(
    made: Stranger, keys: ServerKeys, machines: int, stop: threading.Event, ready: threading.Event
) -> None:
    server = Server(user_manager=keys)
    await server.init()
    await server.set_application_uri(keys.identity.uri)
    server.set_endpoint("opc.tcp://127.0.0.1:0/line")
    server.set_security_policy(SERVED)
    server.set_identity_tokens([ua.UserNameIdentityToken])
    await server.load_certificate(keys.identity.certificate, "der")
    await server.load_private_key(str(keys.identity.key))
    await build(server, made.nodes, machines)
    async with server:
        made.address = f"opc.tcp://127.0.0.1:{server.bserver.port}/line"
        made.loop, made.server = asyncio.get_running_loop(), server
        ready.set()
        while not stop.is_set():
            await asyncio.sleep(0.02)


def text(korean: str) -> ua.LocalizedText:
    return ua.LocalizedText(korean, "ko-KR")


async def build(server: Server, nodes: dict[str, Any], machines: int) -> None:
    space = await server.register_namespace(SPACE)
    ecm = await server.register_namespace(OTHER)
    top = await server.nodes.objects.add_object(ua.NodeId(5000, space), ua.QualifiedName("Machines", space))
    for number in range(1, machines + 1):
        await _press(server, top, space, ecm, number, nodes)
    furnace = await top.add_object(ua.NodeId(b"\x01\xfe", space, ua.NodeIdType.ByteString),
                                   ua.QualifiedName("AgeingFurnace", space))  # fmt: skip
    await furnace.write_attribute(ua.AttributeIds.DisplayName, ua.DataValue(text("시효로")))
    nodes["temperature"] = await _analog(furnace, uuid.UUID(int=7), space, "PV", 458.15, "KEL", "K", (273.15, 573.15))
    nodes["setpoint"] = await _analog(
        furnace, "세팅/온도", space, "SP", 185.0, "CEL", "°C", (100.0, 250.0), writes=True
    )
    nodes["steps"] = await furnace.add_variable(ua.NodeId(77, space), ua.QualifiedName("Steps", space), 3,
                                                ua.VariantType.Int16)  # fmt: skip
    await nodes["steps"].set_writable()
    # a loop of references, and a way that leads to the same once more
    await furnace.add_reference(top.nodeid, ua.ObjectIds.Organizes)
    await top.add_reference(furnace.nodeid, ua.ObjectIds.HasOrderedComponent)
    # the same name twice
    for number in (901, 902):
        await furnace.add_variable(ua.NodeId(number, space), ua.QualifiedName("Alarm", space), False)


async def _press(server: Server, top: Any, space: int, ecm: int, number: int, nodes: dict[str, Any]) -> None:
    press = await top.add_object(ua.NodeId(6000 + number, space), ua.QualifiedName(f"Press{number:02}", space))
    await press.write_attribute(ua.AttributeIds.DisplayName, ua.DataValue(text(f"압출기 {number}호기")))
    base = 10_000 * number
    state = await press.add_variable(ua.NodeId(base + 1, space), ua.QualifiedName("StateCurrent", space), 6,
                                     ua.VariantType.Int32)  # fmt: skip
    await state.write_attribute(ua.AttributeIds.DisplayName, ua.DataValue(text("운전상태")))
    words = ["Undefined", "Clearing", "Stopped", "Starting", "Idle", "Suspended", "Execute", "Stopping", "Aborting",
             "Aborted", "Holding", "Held"]  # fmt: skip
    await state.add_property(ua.NodeId(base + 2, space), ua.QualifiedName("EnumStrings", 0),
                             [ua.LocalizedText(word) for word in words])  # fmt: skip
    good = await press.add_variable(ua.NodeId(base + 3, space), ua.QualifiedName("ProdProcessedCount", space), 120,
                                    ua.VariantType.UInt32)  # fmt: skip
    await good.write_attribute(ua.AttributeIds.DisplayName, ua.DataValue(text("생산수량")))
    await press.add_variable(ua.NodeId(base + 4, space), ua.QualifiedName("Axes", space), [1.0, 2.0, 3.0])
    await press.add_variable(ua.NodeId(base + 5, space), ua.QualifiedName("LastFault", space), ua.NodeId(1, 1))
    meter = await press.add_object(ua.NodeId(base + 6, space), ua.QualifiedName("Energy", ecm))
    energy = await meter.add_variable(ua.NodeId(base + 7, space), ua.QualifiedName("AcActiveEnergyTotalImportHp", ecm),
                                      2_500_000.0)  # fmt: skip
    power = await meter.add_variable(ua.NodeId(base + 8, space), ua.QualifiedName("AcActivePowerTotal", ecm), 260_000.0,
                                     ua.VariantType.Float)  # fmt: skip
    for offset, node, measurement in ((10, energy, 1002), (11, power, 1412)):
        await node.add_property(ua.NodeId(base + offset, space), ua.QualifiedName("MeasurementID", ecm), measurement,
                                ua.VariantType.UInt16)  # fmt: skip
    await meter.add_variable(ua.NodeId(base + 12, space), ua.QualifiedName("StartTime", ecm),
                             datetime(2026, 1, 5, 8, tzinfo=UTC).replace(tzinfo=None))  # fmt: skip
    if number == 1:
        nodes.update(state=state, pieces=good, energy=energy, power=power)


async def _analog(
    parent: Any, identifier: object, space: int, name: str, value: float, code: str, symbol: str,
    limits: tuple[float, float], *, writes: bool = False,
) -> Any:  # fmt: skip
    node = await parent.add_variable(ua.NodeId(identifier, space), ua.QualifiedName(name, space), value)
    information = ua.EUInformation(
        NamespaceUri="http://www.opcfoundation.org/UA/units/un/cefact", UnitId=int.from_bytes(code.encode(), "big"),
        DisplayName=ua.LocalizedText(symbol), Description=ua.LocalizedText(symbol),
    )  # fmt: skip
    await node.add_property(ua.NodeId(f"{identifier}-u", space), ua.QualifiedName("EngineeringUnits", 0), information)
    await node.add_property(ua.NodeId(f"{identifier}-r", space), ua.QualifiedName("EURange", 0), ua.Range(*limits))
    if writes:
        await node.set_writable()
    return node
