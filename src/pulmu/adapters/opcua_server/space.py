"""The address space of an emulated plant: a folder for each station, a variable for each tag, what it stands for."""

from datetime import UTC, datetime

from asyncua import Server, ua
from asyncua.common.node import Node

from pulmu.adapters._opcua.units import on_the_wire, unit_information
from pulmu.adapters.opcua_server.energy import COUNTED, TYPE, Energy
from pulmu.model.tag import Tag

NAMESPACE = "urn:pulmu:emulated-plant:tags"
_TYPES = {"number": ua.VariantType.Double, "truth": ua.VariantType.Boolean, "text": ua.VariantType.String}
_EMPTY: dict[str, float | bool | str] = {"number": 0.0, "truth": False, "text": ""}


async def build_space(
    server: Server, name: str, tags: tuple[Tag, ...], energy: Energy | None = None
) -> dict[ua.NodeId, Tag]:  # fmt: skip
    """Nodes of all tags, named as they are: ``ns=2;s=press/1/state``.

    Parameters
    ----------
    energy : Takes in meters; without it they are folders like others.
    """
    space = await server.register_namespace(NAMESPACE)
    meters: dict[str, list[Tag]] = {}
    for tag in tags if energy is not None else ():
        if tag.measurement is not None:
            meters.setdefault(tag.name.rpartition("/")[0], []).append(tag)
    if energy is not None:
        energy.space = space
        await energy.define(server)
    top = await server.nodes.objects.add_object(ua.NodeId("plant", space), ua.QualifiedName(name, space))
    folders: dict[str, Node] = {"": top}
    found = {}
    for tag in tags:
        *parts, last = tag.name.split("/")
        folder = top
        for depth in range(1, len(parts) + 1):
            path = "/".join(parts[:depth])
            if path not in folders:
                folders[path] = await folder.add_object(
                    ua.NodeId(path, space), ua.QualifiedName(parts[depth - 1], space),
                    energy.kinds[TYPE] if energy is not None and path in meters else None,
                )  # fmt: skip
                if energy is not None and path in meters:
                    await energy.describe(folders[path], path, tuple(meters[path]))
            folder = folders[path]
        node = await folder.add_variable(
            ua.NodeId(tag.name, space), ua.QualifiedName(last, space), _EMPTY[tag.kind], _TYPES[tag.kind]
        )
        if tag.writable:
            await node.set_writable()
        await _describe(node, tag, space)
        if energy is not None and tag.measurement == COUNTED:
            await energy.count(folder, node, tag, datetime.now(UTC))
        found[node.nodeid] = tag
    return found


async def _describe(node: Node, tag: Tag, space: int) -> None:
    symbol, factor = on_the_wire(tag.unit, tag.measurement)
    words = {"ElementType": tag.element, "Station": tag.station, "Measure": tag.measure}
    for name, text in words.items():
        await node.add_property(ua.NodeId(f"{tag.name}#{name}", space), ua.QualifiedName(name, space), text)
    numbers = {"Machine": tag.machine, "MeasurementID": tag.measurement}
    for name, number in numbers.items():
        if number is not None:
            await node.add_property(
                ua.NodeId(f"{tag.name}#{name}", space), ua.QualifiedName(name, space), number, ua.VariantType.UInt32
            )
    if tag.kind != "number":
        return
    await node.add_property(
        ua.NodeId(f"{tag.name}#EngineeringUnits", space), ua.QualifiedName("EngineeringUnits", 0),
        unit_information(symbol),
    )  # fmt: skip
    has_range = tag.low is not None and tag.high is not None
    await _define(node, ua.ObjectIds.AnalogItemType if has_range else ua.ObjectIds.AnalogUnitType)
    if tag.low is not None and tag.high is not None:
        await node.add_property(
            ua.NodeId(f"{tag.name}#EURange", space), ua.QualifiedName("EURange", 0),
            ua.Range(tag.low * factor, tag.high * factor),
        )  # fmt: skip


async def _define(node: Node, kind: int) -> None:
    """Give a variable its type: asyncua makes all of them BaseDataVariableType."""
    base = ua.NodeId(ua.ObjectIds.BaseDataVariableType)
    await node.delete_reference(base, ua.ObjectIds.HasTypeDefinition, bidirectional=False)
    await node.add_reference(ua.NodeId(kind), ua.ObjectIds.HasTypeDefinition, bidirectional=False)


def variant_of(tag: Tag, value: float | bool | str | None) -> ua.Variant:
    """A value as it is sent."""
    if value is None:
        return ua.Variant(None, ua.VariantType.Null)
    if tag.kind == "number":
        return ua.Variant(float(value) * on_the_wire(tag.unit, tag.measurement)[1], ua.VariantType.Double)
    return ua.Variant(value, _TYPES[tag.kind])
