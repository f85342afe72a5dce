"""The address space of an emulated plant: a folder for each station, a variable for each tag, what it stands for."""

from asyncua import Server, ua
from asyncua.common.node import Node

from pulmu.adapters._opcua.units import on_the_wire, unit_information
from pulmu.model.tag import Tag

NAMESPACE = "urn:pulmu:emulated-plant:tags"
_TYPES = {"number": ua.VariantType.Double, "truth": ua.VariantType.Boolean, "text": ua.VariantType.String}
_EMPTY: dict[str, float | bool | str] = {"number": 0.0, "truth": False, "text": ""}


async def build_space(server: Server, name: str, tags: tuple[Tag, ...]) -> dict[ua.NodeId, Tag]:
    """Nodes of all tags, named as they are: ``ns=2;s=press/1/state``."""
    space = await server.register_namespace(NAMESPACE)
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
                    ua.NodeId(path, space), ua.QualifiedName(parts[depth - 1], space)
                )
            folder = folders[path]
        node = await folder.add_variable(
            ua.NodeId(tag.name, space), ua.QualifiedName(last, space), _EMPTY[tag.kind], _TYPES[tag.kind]
        )
        if tag.writable:
            await node.set_writable()
        await _describe(node, tag, space)
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
    if tag.low is not None and tag.high is not None:
        await node.add_property(
            ua.NodeId(f"{tag.name}#EURange", space), ua.QualifiedName("EURange", 0),
            ua.Range(tag.low * factor, tag.high * factor),
        )  # fmt: skip


def variant_of(tag: Tag, value: float | bool | str | None) -> ua.Variant:
    """A value as it is sent."""
    if value is None:
        return ua.Variant(None, ua.VariantType.Null)
    if tag.kind == "number":
        return ua.Variant(float(value) * on_the_wire(tag.unit, tag.measurement)[1], ua.VariantType.Double)
    return ua.Variant(value, _TYPES[tag.kind])
