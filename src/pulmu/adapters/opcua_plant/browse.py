"""What a server offers: its variables as tags, by what their properties say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from asyncua import Client, ua

from pulmu.adapters._opcua.units import off_the_wire
from pulmu.model import UnitError
from pulmu.model.tag import Element, Kind, Tag
from pulmu.model.units import unit

BATCH = 500
"""Nodes in one request."""
DEEPEST, MOST = 12, 50_000
_KINDS: dict[int, Kind] = {1: "truth", 10: "number", 11: "number", 12: "text"}
"""Data types of the standard: Boolean, Float, Double, String."""
_ELEMENTS: tuple[Element, ...] = get_args(Element)


@dataclass(frozen=True, slots=True)
class Point:
    """A tag and its node.

    Parameters
    ----------
    factor : What a value of the node is multiplied with for the tag's unit.
    """

    tag: Tag
    node: Any
    factor: float


def parts(items: Sequence[Any], size: int = BATCH) -> Iterator[Sequence[Any]]:
    """The items in groups, in order."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


async def find_points(client: Client) -> dict[str, Point]:
    """Variables below the server's objects, by name; those of the server itself are left out."""
    folders = [client.nodes.objects.nodeid]
    variables: list[Any] = []
    seen = {*folders, ua.NodeId(ua.ObjectIds.Server)}
    for _ in range(DEEPEST):
        below = [item for group in await _references(client, folders) for item in group if _is_part(item)]
        fresh = [item for item in below if item.NodeId not in seen]
        seen |= {item.NodeId for item in fresh}
        variables += [item for item in fresh if item.NodeClass == ua.NodeClass.Variable]
        folders = [item.NodeId for item in fresh if item.NodeClass == ua.NodeClass.Object]
        if not folders or len(variables) > MOST:
            break
    return {point.tag.name: point for point in await _points(client, variables[:MOST])}


def _is_part(item: Any) -> bool:
    return bool(item.IsForward) and item.ReferenceTypeId in (
        ua.NodeId(ua.ObjectIds.HasComponent), ua.NodeId(ua.ObjectIds.Organizes),
    )  # fmt: skip


async def _references(client: Client, nodes: Sequence[Any]) -> list[list[Any]]:
    found = []
    for group in parts(nodes):
        answers = await client.browse_nodes([client.get_node(node) for node in group])
        found += [list(answer.References or ()) for _, answer in answers]
    return found


async def _read(client: Client, nodes: Sequence[Any], attribute: Any) -> list[Any]:
    found: list[Any] = []
    for group in parts(nodes):
        found += await client.uaclient.read_attributes(list(group), attribute)
    return [item.Value.Value if item.Value is not None else None for item in found]


async def _points(client: Client, variables: Sequence[Any]) -> list[Point]:
    nodes = [item.NodeId for item in variables]
    types = await _read(client, nodes, ua.AttributeIds.DataType)
    access = await _read(client, nodes, ua.AttributeIds.AccessLevel)
    properties = [
        [item for item in group if item.IsForward and item.ReferenceTypeId == ua.NodeId(ua.ObjectIds.HasProperty)]
        for group in await _references(client, nodes)
    ]
    flat = [item for group in properties for item in group]
    values = iter(await _read(client, [item.NodeId for item in flat], ua.AttributeIds.Value))
    found = []
    for variable, data_type, level, group in zip(variables, types, access, properties, strict=True):
        words = {item.BrowseName.Name: next(values) for item in group}
        kind = _KINDS.get(getattr(data_type, "Identifier", 0)) if data_type and data_type.NamespaceIndex == 0 else None
        if kind is not None:
            writable = bool((level or 0) & (1 << ua.AccessLevel.CurrentWrite.value))
            found.append(_point(variable, kind, words, writable=writable))
    return found


def _point(variable: Any, kind: Kind, words: dict[str, Any], *, writable: bool) -> Point:
    information, limits = words.get("EngineeringUnits"), words.get("EURange")
    symbol, factor = off_the_wire((information.DisplayName.Text or "1") if information is not None else "1")
    try:
        symbol = unit(symbol).symbol
    except UnitError:
        symbol, factor = "1", 1.0
    element: Element = next((one for one in _ELEMENTS if one == words.get("ElementType")), "equipment")
    name = variable.NodeId.Identifier
    return Point(
        Tag(
            name=name if isinstance(name, str) else str(variable.BrowseName.Name),
            unit=symbol,
            kind=kind,
            element=element,
            station=str(words.get("Station") or ""),
            machine=words.get("Machine"),
            measure=str(words.get("Measure") or variable.BrowseName.Name),
            measurement=words.get("MeasurementID"),
            writable=writable,
            low=None if limits is None else limits.Low * factor,
            high=None if limits is None else limits.High * factor,
        ),
        variable.NodeId,
        factor,
    )
