"""Lists: elements of one kind, one type and one meaning, without names (AASd-107 to 109, 114, 120)."""

from collections import Counter
from dataclasses import replace
from typing import Any

from pulmu.twin.shell.elements import Property, Range, SubmodelElement, SubmodelElementList
from pulmu.twin.shell.notes import Notes
from pulmu.twin.shell.shape import objects_of

_MEND = "ask whoever wrote the file to write the list as IDTA 01001 says"


def mend_list(thing: SubmodelElementList, place: str, notes: Notes) -> SubmodelElementList:
    """The list, with what does not fit mended or, where kinds are mixed, left out."""
    thing = _without_names(thing, place, notes)
    thing = _of_one_kind(thing, place, notes)
    thing = _of_one_type(thing, place, notes)
    return _of_one_meaning(thing, place, notes)


def _without_names(thing: SubmodelElementList, place: str, notes: Notes) -> SubmodelElementList:
    named = [(number, item) for number, item in enumerate(thing.value) if item.id_short is not None]
    if not named:
        return thing
    names = ", ".join(str(item.id_short) for _, item in named)
    notes.warn(
        "shell.name_in_list", place, f"elements of a list have no idShort (AASd-120): {names} taken away",
        "leave out the idShort of elements of a list", text=names,
    )  # fmt: skip
    return replace(thing, value=tuple(replace(item, id_short=None) for item in thing.value))


def _of_one_kind(thing: SubmodelElementList, place: str, notes: Notes) -> SubmodelElementList:
    kinds = Counter(type(item).__name__ for item in thing.value)
    if not kinds or set(kinds) == {thing.type_value_list_element}:
        return thing
    kind = thing.type_value_list_element if thing.type_value_list_element in kinds else kinds.most_common(1)[0][0]
    if kind != thing.type_value_list_element:
        notes.warn(
            "shell.list_kind", place,
            f"a list of {thing.type_value_list_element} holds {kind} (AASd-108): made a list of {kind}", _MEND,
            kind=thing.type_value_list_element, value=kind,
        )  # fmt: skip
    kept = []
    for number, item in enumerate(thing.value):
        if type(item).__name__ == kind:
            kept.append(item)
            continue
        count = sum(1 for _ in objects_of(item))
        notes.left_out += count
        notes.warn(
            "shell.left_in_list", f"{place}[{number}]",
            f"{type(item).__name__} in a list of {kind} (AASd-108): not carried over, objects in it: {count}",
            _MEND, text=type(item).__name__, kind=kind, count=count,
        )  # fmt: skip
    changes: dict[str, Any] = {"type_value_list_element": kind, "value": tuple(kept)}
    return replace(thing, **changes)


def _of_one_type(thing: SubmodelElementList, place: str, notes: Notes) -> SubmodelElementList:
    if thing.type_value_list_element not in ("Property", "Range"):
        return thing
    found = {item.value_type for item in thing.value if isinstance(item, Property | Range)}
    wanted = thing.value_type_list_element
    if wanted is not None and found <= {wanted}:
        return thing
    kind = next(iter(found)) if len(found) == 1 else wanted if not found and wanted else "xs:string"
    notes.warn(
        "shell.list_type", place,
        f"valueTypeListElement is {wanted or 'not given'}, the elements are {', '.join(sorted(found)) or 'none'} "
        f"(AASd-109): all are {kind}",
        _MEND, text=wanted or "-", kind=", ".join(sorted(found)) or "-", value=kind,
    )  # fmt: skip
    items = tuple(_typed(item, kind) for item in thing.value)
    return replace(thing, value_type_list_element=kind, value=items)


def _typed(item: SubmodelElement, kind: Any) -> SubmodelElement:
    return replace(item, value_type=kind) if isinstance(item, Property | Range) else item


def _of_one_meaning(thing: SubmodelElementList, place: str, notes: Notes) -> SubmodelElementList:
    given = [item.semantic_id for item in thing.value if item.semantic_id is not None]
    wanted = thing.semantic_id_list_element or (given[0] if given else None)
    if all(item == wanted for item in given):
        return thing
    constraint = "AASd-107" if thing.semantic_id_list_element is not None else "AASd-114"
    said = "; ".join(dict.fromkeys(item.keys[-1].value for item in given))
    notes.warn(
        "shell.list_meaning", place,
        f"elements of one list have semanticIds {said} ({constraint}): that of the list is taken, their own stand in "
        "supplementalSemanticIds",
        _MEND, text=said, constraint=constraint,
    )  # fmt: skip
    return replace(thing, value=tuple(_meaning(item, wanted) for item in thing.value))


def _meaning(item: SubmodelElement, wanted: Any) -> SubmodelElement:
    own = item.semantic_id
    if own is None or own == wanted:
        return item
    return replace(item, semantic_id=wanted, supplemental_semantic_ids=(own, *item.supplemental_semantic_ids))
