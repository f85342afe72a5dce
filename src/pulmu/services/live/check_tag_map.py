"""What is wrong with a map of tags, all of it at once."""

from collections.abc import Iterator, Sequence

from pulmu.model import Problem, problem
from pulmu.model.errors import warning
from pulmu.model.line import Line
from pulmu.model.tag import Tag
from pulmu.model.tag_map import MappedTag, TagMap
from pulmu.services.live.mapped import mapped_value
from pulmu.services.live.plant_units import plant_unit
from pulmu.services.live.twin_tags import needed_tags, twin_tags
from pulmu.twin.counts import STATES

_TRUTHS = ("true", "false")


def check_tag_map(tag_map: TagMap, line: Line, offered: Sequence[Tag] | None) -> tuple[Problem, ...]:
    """Problems of a map: errors where a tag cannot be told by it, warnings where something is doubtful or not there.

    Parameters
    ----------
    offered : What the plant offers; None where it is not known, and nodes are not looked at.
    """
    twin = {tag.name: tag for tag in twin_tags(line)}
    plant = None if offered is None else {tag.name: tag for tag in offered}
    found: list[Problem] = []
    if tag_map.line and tag_map.line != line.id:
        found.append(
            problem("live.map_other_line", "line", f"the map is for {tag_map.line}, and the line is {line.id}",
                    "take the map of this line, or write its id into the map", has=tag_map.line, wanted=line.id)
        )  # fmt: skip
    for number, entry in enumerate(tag_map.tags):
        found += _entry(entry, f"tags[{number}] {entry.tag}", twin.get(entry.tag), plant)
    return (*found, *_twice(tag_map), *_lacking(tag_map, line))


def _entry(entry: MappedTag, place: str, twin: Tag | None, plant: dict[str, Tag] | None) -> Iterator[Problem]:
    if twin is None:
        yield problem("live.map_unknown_tag", place, f"the line has no tag {entry.tag}",
                      "see the names with pulmu plant map ADDRESS LINE --tags, or correct the line's id of the station",
                      name=entry.tag)  # fmt: skip
        return
    if not entry.scale:
        yield problem("live.map_scale", place, "scale is 0: every value would be the same",
                      "give what a value of the plant is multiplied with")  # fmt: skip
    if entry.unit and plant_unit(entry.unit) is None:
        yield problem("live.map_unit_unknown", place, f"{entry.unit!r} is not a unit we know",
                      f"give one of {twin.unit}'s kind, with a scale where it needs one",
                      unit=entry.unit, wanted=twin.unit)  # fmt: skip
    yield from _words(entry, place, twin)
    if plant is None or (entry.unit and plant_unit(entry.unit) is None) or not entry.scale:
        return
    source = plant.get(entry.node)
    if source is None:
        yield problem("live.map_no_node", place, f"the plant offers no {entry.node}",
                      "see what it offers: pulmu plant watch ADDRESS --now", node=entry.node)  # fmt: skip
        return
    yield from _fit(entry, place, source, twin)


def _fit(entry: MappedTag, place: str, source: Tag, twin: Tag) -> Iterator[Problem]:
    made = mapped_value(entry, source, twin)
    if isinstance(made, str):
        yield problem("live.map_unfit", place, f"{entry.node} cannot be {entry.tag}: {made}",
                      "choose another node, or give its unit, scale or words", node=entry.node, tag=entry.tag,
                      reason=made)  # fmt: skip
    elif entry.unit and source.unit != "1" and not _same_unit(entry.unit, source.unit):
        yield warning("live.map_other_unit", place, f"the plant says {source.unit}, and the map {entry.unit}",
                      "leave the unit out of the map, unless the plant tells it wrongly", has=source.unit,
                      wanted=entry.unit)  # fmt: skip
    if twin.writable and not source.writable:
        yield warning("live.map_read_only", place, f"{entry.node} can be read and not written with this login",
                      "nothing is to be done, unless it is to be controlled", node=entry.node)  # fmt: skip


def _same_unit(one: str, other: str) -> bool:
    return plant_unit(one) == plant_unit(other)


def _words(entry: MappedTag, place: str, twin: Tag) -> Iterator[Problem]:
    allowed: Sequence[str] = ()
    if twin.measure == "state":
        allowed = STATES
    elif twin.kind == "truth":
        allowed = _TRUTHS
    elif entry.words and twin.kind == "number":
        yield problem("live.map_words", place, f"{entry.tag} is a number and has no words",
                      "take the words out", tag=entry.tag)  # fmt: skip
        return
    for shown, word in entry.words.items() if allowed else ():
        if word not in allowed:
            yield problem("live.map_word", place, f"{shown!r} cannot be {word!r}", "give one of: " + ", ".join(allowed),
                          shown=shown, word=word, known=", ".join(allowed))  # fmt: skip


def _twice(tag_map: TagMap) -> Iterator[Problem]:
    by_node: dict[str, list[str]] = {}
    for entry in tag_map.tags:
        by_node.setdefault(entry.node, []).append(entry.tag)
    for node, tags in by_node.items():
        if len(tags) > 1:
            yield warning("live.map_two_from_one", node, f"several tags are told by it: {', '.join(tags)}",
                          "leave one of them, unless it truly tells them all", node=node,
                          tags=", ".join(tags))  # fmt: skip


def _lacking(tag_map: TagMap, line: Line) -> Iterator[Problem]:
    there = {entry.tag for entry in tag_map.tags}
    for station in line.stations:
        tags = [tag for tag in needed_tags(line) if tag.startswith(f"{station.id}/")]
        lacking = [tag for tag in tags if tag not in there]
        if lacking:
            yield warning("live.map_no_state", f"stations.{station.id}", f"no state is told: {', '.join(lacking)}",
                          "map what shows whether each machine works, waits or is down; without it the station is not "
                          "followed", station=station.id, tags=", ".join(lacking))  # fmt: skip
