"""The file of a connection, read as a map of tags: by the ids of nodes, and with everything told that is left out."""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from pulmu.model import InputError, Problem, warning
from pulmu.model.line import Line
from pulmu.model.tag import Kind, Tag
from pulmu.model.tag_map import MappedTag, TagMap
from pulmu.services.live.connection_file import NODE, Reach, Told, composed, plainly
from pulmu.services.live.mapped import mapped_value
from pulmu.services.live.plant_units import PlantUnit, plant_unit
from pulmu.services.live.twin_tags import twin_tags
from pulmu.twin.shell.submodels import (
    Connection,
    ConnectionProperty,
    Connections,
    SignalMapping,
    SignalSink,
    SignalSource,
)

_PROGRAM, _UNPAIRED, _ELSEWHERE, _PART, _TWICE, _NUMBERS = (
    ("live.connection_program", "it comes about by a program, and Pulmu runs none"),
    ("live.connection_unpaired", "it is not known which value feeds it"),
    ("live.connection_elsewhere", "it is written into another submodel"),
    ("live.connection_part", "its source is a part of a value, or has no name of its own"),
    ("live.connection_twice", "it is fed twice, and the first is taken"),
    ("live.connection_unit", "unit and factor of its source do not lead to the unit of the tag"),
)
_ENCRYPTED = ("signandencrypt", "sign_encrypt")
_LONGEST, _MOST, _DUST = 400, 1e12, 1e-11


@dataclass(frozen=True, slots=True, kw_only=True)
class MapRead:
    """A map of tags as a file of a connection has it, how its plant is reached, and what was left out."""

    tag_map: TagMap
    reach: Reach
    problems: tuple[Problem, ...]


def map_of_connections(found: Connections, line: Line, told: Told | None) -> MapRead:
    """The map that the interface over OPC UA with the most signals describes.

    Parameters
    ----------
    told : What the plant offers: nodes are found by their ids, and a unit the plant says itself is left out of the map.
        None where it is not at hand: nodes are named as in the file, and units are taken to be those the plant says.

    Raises
    ------
    InputError  No interface over OPC UA feeds anything (`live.connection_none`).
    """
    chosen = _chosen(found)
    reader = _Reader(chosen, line, told)
    for mapping in found.mappings:
        reader.take(mapping)
    reach, problems = _reach(chosen)
    tag_map = TagMap(line=line.id, tags=tuple(reader.entries.values()))
    told_of = (*problems, *_others(found, chosen), *_intervals(found), *reader.problems)
    return MapRead(tag_map=tag_map, reach=reach, problems=told_of)


def _chosen(found: Connections) -> Connection:
    fed = Counter(source.connection for mapping in found.mappings for source in mapping.sources)
    fitting = [item for item in found.connections if item.protocol == "opcua" and fed[item.name]]
    if not fitting:
        raise InputError.of(
            "live.connection_none", "", "no interface over OPC UA feeds a tag in this file",
            "give a file with an AID and an AIMC submodel, as pulmu plant map --aas-out writes it",
        )  # fmt: skip
    return max(fitting, key=lambda item: fed[item.name])


def _others(found: Connections, chosen: Connection) -> Iterator[Problem]:
    for item in found.connections:
        if item.name != chosen.name:
            yield warning(
                "live.connection_other", item.name, f"{item.name} is another interface: its values are not taken over",
                "make a map for it of its own", name=item.name,
            )  # fmt: skip


def _intervals(found: Connections) -> Iterator[Problem]:
    """How often values are to be asked for: a map does not say, whoever watches does."""
    asked = {mapping.default_polling_interval for mapping in found.mappings}
    asked |= {source.polling_interval for mapping in found.mappings for source in mapping.sources}
    spans = sorted(item for item in asked if item is not None)
    if spans:
        said = f"{spans[0]:g}" if len(spans) == 1 else f"{spans[0]:g} to {spans[-1]:g}"
        yield warning(
            "live.connection_interval", "", f"the file asks for values every {said} s: a map does not say how often",
            "give it where you watch or keep: --every", seconds=said,
        )  # fmt: skip


def _reach(connection: Connection) -> tuple[Reach, tuple[Problem, ...]]:
    terms = {
        term: said
        for item in connection.definitions
        if not connection.security or item.name in connection.security
        for term, said in item.terms
    }
    mode = terms.get("uav_securityMode", "")
    reach = Reach(
        address=connection.base, mode=mode, policy=terms.get("uav_securityPolicy", ""),
        token=terms.get("uav_userIdentityToken", ""),
    )  # fmt: skip
    if mode.lower() in _ENCRYPTED:
        return reach, ()
    return reach, (
        warning(
            "live.connection_open", connection.name,
            f"the file does not ask for a link that is signed and encrypted (mode: {mode or 'none'})",
            "nothing is to be done: Pulmu connects in no other way", mode=mode or "none",
        ),
    )  # fmt: skip


@dataclass(slots=True)
class _Reader:
    connection: Connection
    line: Line
    told: Told | None
    entries: dict[str, MappedTag] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    twin: dict[str, Tag] = field(init=False)
    properties: dict[str, ConnectionProperty] = field(init=False)
    by_node: dict[str, Tag] = field(init=False)
    by_name: dict[str, Tag] = field(init=False)

    def __post_init__(self) -> None:
        offered = () if self.told is None else self.told.offered
        self.twin = {tag.name: tag for tag in twin_tags(self.line)}
        often = Counter(item.key for item in self.connection.properties)
        self.properties = {item.key: item for item in self.connection.properties if often[item.key] == 1}
        self.by_node = {tag.node: tag for tag in offered if tag.node}
        self.by_name = {tag.name: tag for tag in offered}

    def take(self, mapping: SignalMapping) -> None:
        """Entries of a mapping."""
        if mapping.script:
            self.leave([item.id for item in mapping.sinks], _PROGRAM)
            return
        pairs = list(_pairs(mapping))
        paired = {sink.id for _, sink in pairs}
        self.leave([item.id for item in mapping.sinks if item.id not in paired], _UNPAIRED)
        for source, sink in pairs:
            if source.connection == self.connection.name:
                self.pair(source, sink, mapping)

    def pair(self, source: SignalSource, sink: SignalSink, mapping: SignalMapping) -> None:
        """An entry, or why there is none."""
        held = self.properties.get(source.keys[0]) if len(source.keys) == 1 else None
        known = self.twin.get(sink.id)
        if known is None:
            self.problems.append(
                warning("live.map_unknown_tag", sink.id, f"the line has no tag {sink.id}",
                        "see the names with pulmu plant map ADDRESS LINE --tags, or correct the line's id of the "
                        "station", name=sink.id)
            )  # fmt: skip
        elif sink.submodel:
            self.leave([sink.id], _ELSEWHERE)
        elif held is None or not 0 < len(held.key) <= _LONGEST:
            self.leave([sink.id], _PART)
        elif sink.id in self.entries:
            self.leave([sink.id], _TWICE)
        elif (entry := self.entry(held, known, mapping)) is None:
            self.leave([sink.id], _NUMBERS)
        else:
            self.entries[sink.id] = entry

    def entry(self, held: ConnectionProperty, known: Tag, mapping: SignalMapping) -> MappedTag | None:
        """A tag, its node, and how its numbers become the twin's; None where they cannot."""
        there = self.by_node.get(_node(held)) or self.by_name.get(held.key)
        name = held.key if there is None else there.name
        if known.kind != "number":
            return MappedTag(tag=known.name, node=name)
        source = there or _assumed(held)
        wire = self.told.wire(there) if self.told is not None and there is not None else _wire(held)
        return _numbers(MappedTag(tag=known.name, node=name), held.unit, (source, known, wire), mapping)

    def leave(self, tags: list[str], why: tuple[str, str]) -> None:
        """Tell what is not taken over."""
        code, reason = why
        self.problems += [
            warning(code, tag, f"{tag} is not taken over: {reason}", "map it by hand", tag=tag) for tag in tags
        ]


def _pairs(mapping: SignalMapping) -> Iterator[tuple[SignalSource, SignalSink]]:
    """By place where a number is calculated, as the transformation says; else by id."""
    if (mapping.factor, mapping.offset) != (1.0, 0.0):
        yield from zip(mapping.sources, mapping.sinks, strict=False)
        return
    sources = {item.id: item for item in mapping.sources}
    yield from ((sources[item.id], item) for item in mapping.sinks if item.id in sources)


def _node(held: ConnectionProperty) -> str:
    href = "" if held.form is None else held.form.href
    return href.partition(NODE)[2] if NODE in href else href


def _wire(held: ConnectionProperty) -> PlantUnit:
    return plant_unit(held.unit or "1") or PlantUnit("1")


def _assumed(held: ConnectionProperty) -> Tag:
    """A value as its plant would offer it, if it says what the file says."""
    kinds: dict[str | None, Kind] = {"boolean": "truth", "string": "text"}
    return Tag(name="-", unit=_wire(held).symbol, kind=kinds.get(held.type, "number"), measure="value")


def _numbers(
    entry: MappedTag, unit: str, between: tuple[Tag, Tag, PlantUnit], mapping: SignalMapping
) -> MappedTag | None:  # fmt: skip
    """The entry by which a number on the wire becomes the twin's as the mapping says: the plainest there is."""
    source, known, wire = between
    of_file = replace(entry, unit=unit)
    fitting = [
        (one, made) for one in ((of_file, entry) if source.unit == "1" else (entry, of_file))
        if not isinstance(made := mapped_value(one, source, known), str)
    ]  # fmt: skip
    for one, made in fitting:
        if all(map(_alike, composed(made, wire), (mapping.factor, mapping.offset))):
            return one
    for one, made in fitting:
        slope = mapping.factor / wire.factor
        on_wire = wire.offset * slope
        added = mapping.offset - on_wire - made.offset
        if abs(added) <= _DUST * max(abs(mapping.offset), abs(on_wire), abs(made.offset)):
            added = 0.0  # what is left of numbers that are the same
        scale, offset = plainly(slope / made.factor), plainly(added / made.factor)
        if 0 < abs(scale) <= _MOST and abs(offset) <= _MOST:
            return replace(one, scale=scale, offset=offset)
    return None


def _alike(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-10, abs_tol=1e-10)
