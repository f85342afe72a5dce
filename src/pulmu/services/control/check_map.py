"""Whether a guard may write through a map of tags: only through the one its signed limits name, to the last sign."""

from collections.abc import Iterator, Mapping

from pulmu.model.errors import problem
from pulmu.model.guard_profile import GuardProfile
from pulmu.model.problem import Problem
from pulmu.model.tag_map import TagMap
from pulmu.services.live.shadow_report import tag_map_seal


def check_map(
    profile: GuardProfile, tag_map: TagMap | None, limits_name: str, map_name: str
) -> tuple[Problem, ...]:  # fmt: skip
    """What keeps a guard from reading and writing through a map; a changed map would send a write to another node.

    Parameters
    ----------
    tag_map : None where the plant is to speak in the twin's names.
    limits_name, map_name : Of the files, for places of problems.
    """
    named, given = profile.tag_map or "", "" if tag_map is None else tag_map_seal(tag_map)
    if named != given:
        return (_other(named, given, limits_name, map_name),)
    if tag_map is None:
        return ()
    nodes = {entry.tag: entry.node for entry in tag_map.tags}
    return (*_lacking(profile, nodes, map_name), *_shared(profile, nodes, map_name))


def _other(named: str, given: str, limits_name: str, map_name: str) -> Problem:
    if not named:
        return problem(
            "control.map_not_signed", limits_name, "a map of tags is given, and the limits name none",
            f"have the engineer look at the map, write tag_map: {given} into the limits, and sign them", seal=given,
        )  # fmt: skip
    if not given:
        return problem(
            "control.map_missing", limits_name, "the limits are for a plant behind a map of tags, and none is given",
            f"give the map with the seal {named}: --map FILE", seal=named,
        )  # fmt: skip
    return problem(
        "control.map_other", map_name,
        f"this is not the map that the limits name: its seal is {given[:16]}..., and theirs {named[:16]}...",
        "give the map the engineer signed for; if it was changed, have them look at it and sign limits that name it",
        seal=given, named=named,
    )  # fmt: skip


def _written(profile: GuardProfile) -> tuple[str, ...]:
    """Tags a guard writes."""
    own = () if profile.watchdog is None else (profile.watchdog.tag,)
    return (*(item.tag for item in profile.limits), *own)


def named_tags(profile: GuardProfile) -> tuple[str, ...]:
    """Tags that limits name at all, each once."""
    found = [*_written(profile), *(effect.tag for item in profile.limits for effect in item.effects)]
    found += [item.tag for item in profile.interlocks]
    found += [] if profile.switch is None else [profile.switch.tag]
    return tuple(dict.fromkeys(found))


def _lacking(profile: GuardProfile, nodes: dict[str, str], map_name: str) -> Iterator[Problem]:
    for tag in named_tags(profile):
        if tag not in nodes:
            yield problem(
                "control.map_lacks", map_name, f"the map has no {tag}, which the limits name",
                "add its node to the map, and have the engineer sign limits that name the new map", tag=tag,
            )  # fmt: skip


def _shared(profile: GuardProfile, nodes: dict[str, str], map_name: str) -> Iterator[Problem]:
    """Nodes that are written, and are another tag as well: its limits, or what it watches, would be passed by."""
    by_node: dict[str, list[str]] = {}
    for tag in named_tags(profile):
        if tag in nodes:
            by_node.setdefault(nodes[tag], []).append(tag)
    for node, tags in by_node.items():
        if len(tags) > 1 and not set(tags).isdisjoint(_written(profile)):
            yield problem(
                "control.map_shared", map_name, f"{node} is written, and stands for several tags: {', '.join(tags)}",
                "give each tag that the limits name a node of its own", node=node, tags=", ".join(tags),
            )  # fmt: skip


def not_there(profile: GuardProfile, reasons: Mapping[str, str]) -> Iterator[Problem]:
    """Tags that the limits name and the plant does not have as the map says: nothing can be written by them.

    Parameters
    ----------
    reasons : Why tags of the map are not offered, by tag.
    """
    for tag in named_tags(profile):
        if tag in reasons:
            yield problem(
                "control.map_not_there", tag, f"{tag} is not to be had from this plant: {reasons[tag]}",
                "look at the map: pulmu plant map ADDRESS LINE --check MAP", tag=tag, reason=reasons[tag],
            )  # fmt: skip
