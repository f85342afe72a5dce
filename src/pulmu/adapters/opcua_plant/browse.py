"""What a server offers: its variables as tags, by what their properties say."""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from asyncua import Client, ua

from pulmu.adapters._opcua.units import unit_of_information
from pulmu.adapters.opcua_plant.point import Offer, Point, Skipped
from pulmu.adapters.opcua_plant.types import DataType, read_types, words_of
from pulmu.adapters.opcua_plant.walk import Found, read, size_of_requests, walk
from pulmu.model.tag import Element, Tag
from pulmu.services.live.plant_units import PlantUnit

_ELEMENTS: tuple[Element, ...] = get_args(Element)
_LONGEST = 120
_OURS = re.compile(r"[a-z0-9_][\w.-]*(/[\w.-]+)*")
_READ, _WRITE = 1 << ua.AccessLevel.CurrentRead.value, 1 << ua.AccessLevel.CurrentWrite.value
MEASUREMENTS = {
    1001: ("energy", "Wh"), 1002: ("energy", "Wh"), 1004: ("energy_exported", "Wh"), 1005: ("energy_exported", "Wh"),
    1011: ("reactive_energy", ""), 1014: ("reactive_energy", ""),
    1118: ("voltage", ""), 1145: ("voltage", ""), 1218: ("current", ""),
    1409: ("power_of_phase", "W"), 1412: ("power", "W"),
    1416: ("demand", "W"), 1420: ("demand_running", "W"), 1424: ("demand_predicted", "W"),
    1618: ("reactive_power", ""), 1620: ("reactive_demand", ""), 1624: ("reactive_demand_running", ""),
    1628: ("reactive_demand_predicted", ""), 1709: ("power_factor", ""),
}  # fmt: skip
"""What each MeasurementID measures, and the unit it is in where the server says none. Source: OPC 34100 1.0.0."""


async def find_points(client: Client) -> Offer:
    """Variables below the server's objects, by name, and those that can be no tags, with a reason."""
    size = await size_of_requests(client)
    found = await walk(client, size)
    nodes = [_own(item) for item in found.variables]
    attributes = ua.AttributeIds
    data_types = await read(client, nodes, attributes.DataType, size)
    ranks = await read(client, nodes, attributes.ValueRank, size)
    levels = await read(client, nodes, attributes.UserAccessLevel, size)
    kinds = await read_types(client, data_types, size)
    words = await _properties(client, found.variables, size)
    spaces = await client.get_namespace_array()
    names = _names([(item, told) for item, told in zip(found.variables, words, strict=True)])
    points: dict[str, Point] = {}
    skipped = [Skipped("", found.stopped)] if found.stopped else []
    for item, name, data_type, rank, level, told in zip(
        found.variables, names, data_types, ranks, levels, words, strict=True
    ):
        kind = kinds.get(data_type, DataType(None, None, "a type we do not know"))
        reason = _no_tag(kind, rank, level)
        if reason:
            skipped.append(Skipped(name, reason))
        else:
            points[name] = _point(item, name, kind, told, spaces, writable=bool((level or 0) & _WRITE))
    return Offer(points, tuple(skipped))


def _own(found: Found) -> Any:
    node = found.item.NodeId
    return ua.NodeId(node.Identifier, node.NamespaceIndex, node.NodeIdType)


async def _properties(client: Client, variables: Sequence[Found], size: int) -> list[dict[str, Any]]:
    flat = [node for item in variables for node in item.properties.values()]
    values = iter(await read(client, flat, ua.AttributeIds.Value, size))
    return [{name: next(values) for name in item.properties} for item in variables]


def _no_tag(kind: DataType, rank: Any, level: Any) -> str:
    """Why a variable is no tag; empty where it is one."""
    if kind.kind is None:
        return f"it is {kind.reason}"
    if isinstance(rank, int) and rank >= 0:
        return "it is an array"
    if isinstance(level, int) and not level & _READ:
        return "this user may not read it"
    return ""


def _names(variables: Sequence[tuple[Found, Mapping[str, Any]]]) -> list[str]:
    """A name of each: its id where the server is one of ours, else its path, with its id where it is not alone."""
    first = [_named(item, told) for item, told in variables]
    often = Counter(first)
    found: list[str] = []
    taken: set[str] = set()
    for (item, _), path in zip(variables, first, strict=True):
        alone = often[path] == 1 and path not in taken
        name = path if alone else _short(f"{path}.{_plain(str(item.item.NodeId.Identifier))}")
        count = 1
        while name in taken:
            count += 1
            name = _short(f"{path}.{count}")
        taken.add(name)
        found.append(name)
    return found


def _named(item: Found, told: Mapping[str, Any]) -> str:
    identifier = item.item.NodeId.Identifier
    if "Measure" in told and isinstance(identifier, str) and _OURS.fullmatch(identifier):
        return identifier
    path = "/".join(_plain(part) or "_" for part in item.path)
    if path[:1].isupper() and path[:1].isascii():
        path = path[:1].lower() + path[1:]
    return _short(path if re.match("[a-z0-9_]", path) else f"_{path}")


def _plain(text: str) -> str:
    return re.sub(r"[^\w.-]+", "_", text).strip("_.-")


def _short(name: str) -> str:
    """A name that is not too long: of one that is, its end, behind what tells it from others."""
    if len(name) <= _LONGEST:
        return name
    digest = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:8]
    return f"_{digest}/{name[-(_LONGEST - 10) :].lstrip('/')}"


def _point(
    item: Found, name: str, kind: DataType, told: Mapping[str, Any], spaces: Sequence[str], *, writable: bool
) -> Point:
    measurement = told.get("MeasurementID")
    measurement = measurement if isinstance(measurement, int) and measurement > 0 else None
    measure, usual = MEASUREMENTS.get(measurement or 0, ("", ""))
    words = {} if kind.kind in ("truth", "text") else words_of(told.get("EnumStrings") or told.get("EnumValues"))
    words = words or dict(kind.words)
    unit, shown = unit_of_information(told.get("EngineeringUnits"), usual)
    unit = unit if kind.kind == "number" and not words else PlantUnit("1")
    limits = told.get("EURange")
    ends = [None if end is None else end * unit.factor + unit.offset for end in _ends(limits)]
    machine = told.get("Machine")
    element: Element = next((one for one in _ELEMENTS if one == told.get("ElementType")), "equipment")
    tag = Tag(
        name=name, unit=unit.symbol, kind="text" if words else kind.kind or "text", element=element,
        station=str(told.get("Station") or ""), machine=machine if isinstance(machine, int) and machine > 0 else None,
        measure=str(told.get("Measure") or measure or item.path[-1] or "value"), measurement=measurement,
        writable=writable and not words, low=ends[0], high=ends[1], title=_title(item, shown),
        node=_node_text(item.item.NodeId, spaces), words=tuple(dict.fromkeys(words.values()))[:500],
    )  # fmt: skip
    return Point(tag, _own(item), unit.factor, unit.offset, kind.wire, words)


def _ends(limits: Any) -> tuple[float | None, float | None]:
    low, high = getattr(limits, "Low", None), getattr(limits, "High", None)
    if isinstance(low, int | float) and isinstance(high, int | float) and low < high:
        return float(low), float(high)
    return None, None


def _title(item: Found, unit: str) -> str:
    """What people at the plant call it, and its unit where that is not one of ours."""
    own = " / ".join(item.titles) if item.titles != item.path else ""
    return f"{own} [{unit}]"[-200:].strip() if unit else own[-200:]


def _node_text(node: Any, spaces: Sequence[str]) -> str:
    """A node's id with its namespace by name: the number of a namespace may change when a server starts again."""
    kind = {
        ua.NodeIdType.String: "s", ua.NodeIdType.Guid: "g", ua.NodeIdType.ByteString: "b",
    }.get(node.NodeIdType, "i")  # fmt: skip
    identifier = node.Identifier.hex() if isinstance(node.Identifier, bytes) else node.Identifier
    space = spaces[node.NamespaceIndex] if node.NamespaceIndex < len(spaces) else str(node.NamespaceIndex)
    return f"nsu={space};{kind}={identifier}"[:600] if node.NamespaceIndex else f"{kind}={identifier}"[:600]
