"""Hierarchical Structures, IDTA 02011-1-1: what a plant is made of."""

from dataclasses import dataclass

from pulmu.twin.shell.elements import Entity, RelationshipElement, SubmodelElement
from pulmu.twin.shell.environment import Submodel
from pulmu.twin.shell.submodels.make import IDTA, Words, given, made, meaning, pointing, short_names, text, words

_IDS = f"{IDTA}HierarchicalStructures/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part, and the parts it has.

    Parameters
    ----------
    id : Unique among its neighbours.
    asset : Its own asset id; empty: it is managed by what it is a part of.
    count : How many of it there are, alike.
    """

    id: str
    name: Words
    asset: str = ""
    count: int = 1
    parts: "tuple[Part, ...]" = ()


def structure_submodel(id_: str, whole: Part) -> Submodel:
    """The tree of a whole: every part a node, every step down a relation."""
    entry = _node(id_, whole, "EntryNode", (), f"{_IDS}EntryNode/1/0")
    archetype = text("ArcheType", "Full", f"{_IDS}ArcheType/1/0")
    template = f"{IDTA}SubmodelTemplate/HierarchicalStructuresBoM/1/1"
    return made(id_, "HierarchicalStructures", pointing(("Submodel", f"{_IDS}1/1/Submodel")), ("1", "1"), template,
                (entry, archetype))  # fmt: skip


def _node(submodel: str, part: Part, name: str, above: tuple[str, ...], kind: str) -> Entity:
    path = (*above, name)
    names = list(short_names([item.id for item in part.parts]))
    nodes = [
        _node(submodel, item, below, path, f"{_IDS}Node/1/0") for item, below in zip(part.parts, names, strict=True)
    ]
    relations = [_has_part(submodel, path, below) for below in names]
    count = text("BulkCount", str(part.count), f"{_IDS}BulkCount/1/0", "xs:unsignedLong") if part.count > 1 else None
    statements: list[SubmodelElement | None] = [*nodes, *relations, count]
    return Entity(
        id_short=name,
        display_name=words({language: said[:128] for language, said in part.name.items()}),
        semantic_id=meaning(kind),
        entity_type="SelfManagedEntity" if part.asset else "CoManagedEntity",
        global_asset_id=part.asset or None,
        statements=given(statements),
    )


def _has_part(submodel: str, path: tuple[str, ...], below: str) -> RelationshipElement:
    steps = [("Submodel", submodel), *(("Entity", name) for name in path)]
    return RelationshipElement(
        id_short=f"HasPart_{below}"[:128],
        semantic_id=meaning(f"{_IDS}HasPart/1/0"),
        first=pointing(*steps),
        second=pointing(*steps, ("Entity", below)),
    )
