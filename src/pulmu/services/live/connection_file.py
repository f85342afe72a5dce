"""A map of tags as the file of a connection: where its plant is, how it is secured, and which node feeds which tag.

The words are those of Asset Interfaces Description and its Mapping Configuration. No name and no password stands in it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pulmu.model import Problem, warning
from pulmu.model.line import Line
from pulmu.model.tag import Tag
from pulmu.model.tag_map import MappedTag, TagMap
from pulmu.services.live.mapped import MappedValue, mapped_value
from pulmu.services.live.plant_units import PlantUnit, spelled_unit
from pulmu.services.live.twin_tags import twin_tags
from pulmu.twin.shell.submodels import (
    Connection,
    ConnectionProperty,
    Connections,
    Form,
    SecurityDefinition,
    SignalMapping,
    signal,
)
from pulmu.twin.shell.submodels.connection import DataType

CHANNEL, LOGIN = "opcua_channel_sc", "opcua_authentication_sc"
NODE = "/?id="
"""Stands before a node's id in a form."""
_NAME = "Plant"
_SHOWN = 20
_TYPES: Mapping[str, DataType] = {"number": "number", "truth": "boolean", "text": "string"}
_LEFT: Mapping[str, Callable[[MappedTag], bool]] = {
    "words": lambda entry: bool(entry.words),
    "missing": lambda entry: bool(entry.missing),
    "uncertain": lambda entry: entry.uncertain != "keep",
    "counts": lambda entry: entry.counts != "standing",
    "resets": lambda entry: entry.resets,
}
"""What of a map the two submodels have no place for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Where a plant is, and how the link to it is secured; who logs in, and by what, is asked for elsewhere.

    Parameters
    ----------
    mode, policy : Of the secure channel: SignAndEncrypt, and the address of the policy.
    token : Kind of proof the server asks for.
    """

    address: str
    mode: str = ""
    policy: str = ""
    token: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a plant says of its values.

    Parameters
    ----------
    offered : Its tags.
    wires : Of each tag, how a number on the wire becomes one of the tag; as it is, where none is named.
    """

    offered: Sequence[Tag]
    wires: Mapping[str, PlantUnit]

    def wire(self, tag: Tag) -> PlantUnit:
        """How a number on the wire becomes one of a tag."""
        return self.wires.get(tag.name) or PlantUnit(tag.unit)


def connections_of_map(
    tag_map: TagMap, reach: Reach, line: Line, told: Told
) -> tuple[Connections, tuple[Problem, ...]]:  # fmt: skip
    """The connection that a map describes, and what of the map is not in it.

    A value of a sink is in the unit of the twin's tag. A range is what the instrument shows or the drive does, as the
    plant says; it is no limit.
    """
    plant = {tag.name: tag for tag in told.offered}
    twin = {tag.name: tag for tag in twin_tags(line)}
    properties: dict[str, ConnectionProperty] = {}
    mappings: list[SignalMapping] = []
    problems: list[Problem] = []
    for entry in tag_map.tags:
        source = plant.get(entry.node)
        if source is None:
            problems.append(_no_node(entry))
            continue
        made = mapped_value(entry, source, twin.get(entry.tag))
        if isinstance(made, str):
            problems.append(_unfit(entry, made))
            continue
        wire = told.wire(source)
        properties.setdefault(entry.node, _property(entry, source, wire))
        factor, offset = composed(made, wire)
        mappings.append(signal(_NAME, entry.node, entry.tag, factor=factor, offset=offset))
    whole = Connections((_connection(line, reach, tuple(properties.values())),), tuple(mappings))
    return whole, (*problems, *_not_carried(tag_map))


def composed(made: MappedValue, wire: PlantUnit) -> tuple[float, float]:
    """What a number on the wire is multiplied with, and what is added, for a number of the twin."""
    if made.tag.kind != "number":
        return 1.0, 0.0
    return plainly(wire.factor * made.factor, 15), plainly(wire.offset * made.factor + made.offset, 15)


def plainly(number: float, digits: int = 12) -> float:
    """Without the dust of binary fractions."""
    return float(f"{number:.{digits}g}") + 0.0


def _connection(line: Line, reach: Reach, properties: tuple[ConnectionProperty, ...]) -> Connection:
    given = {
        CHANNEL: ("ua_channelsec", (("uav_securityMode", reach.mode), ("uav_securityPolicy", reach.policy))),
        LOGIN: ("ua_authentication", (("uav_userIdentityToken", reach.token),)),
    }
    definitions = tuple(
        SecurityDefinition(name=name, scheme=scheme, terms=tuple((term, said) for term, said in terms if said))
        for name, (scheme, terms) in given.items()
        if any(said for _, said in terms)
    )
    return Connection(
        name=_NAME, title=line.name or line.id, protocol="opcua", base=reach.address, definitions=definitions,
        security=tuple(item.name for item in definitions), properties=properties,
    )  # fmt: skip


def _property(entry: MappedTag, source: Tag, wire: PlantUnit) -> ConnectionProperty:
    low, high = (
        None if end is None else plainly((end - wire.offset) / wire.factor) for end in (source.low, source.high)
    )
    is_listed = source.kind == "text" and bool(source.words)  # a number on the wire, told in words
    said = entry.unit or spelled_unit(wire)
    return ConnectionProperty(
        key=source.name, type="integer" if is_listed else _TYPES[source.kind], title=source.title,
        unit="" if source.kind != "number" or said == "1" else said, low=low, high=high, observable=True,
        form=Form(href=f"{NODE}{source.node}"),
    )  # fmt: skip


def _no_node(entry: MappedTag) -> Problem:
    return warning(
        "live.map_no_node", entry.tag, f"the plant offers no {entry.node}",
        "see what it offers: pulmu plant watch ADDRESS --now", node=entry.node,
    )  # fmt: skip


def _unfit(entry: MappedTag, reason: str) -> Problem:
    return warning(
        "live.map_unfit", entry.tag, f"{entry.node} cannot be {entry.tag}: {reason}",
        "choose another node, or give its unit, scale or words", node=entry.node, tag=entry.tag, reason=reason,
    )  # fmt: skip


def _not_carried(tag_map: TagMap) -> Iterator[Problem]:
    usual = TagMap()
    for name, is_said in _LEFT.items():
        tags = [entry.tag for entry in tag_map.tags if is_said(entry)]
        if tags:
            yield _left(name, ", ".join(tags[:_SHOWN]) + (f", … ({len(tags)})" if len(tags) > _SHOWN else ""))
    for name in ("zone", "time"):
        if getattr(tag_map, name) != getattr(usual, name):
            yield _left(name, getattr(tag_map, name))


def _left(name: str, said: str) -> Problem:
    return warning(
        "live.connection_not_carried", name, f"a file of a connection has no place for {name} of a map: {said}",
        "hand the map itself over along with it", name=name, said=said,
    )  # fmt: skip
