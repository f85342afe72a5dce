"""References: whether their kind and the kinds of their keys fit each other (AASd-121 to 128)."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from pulmu.twin.shell.notes import Notes
from pulmu.twin.shell.parts import Key, Reference
from pulmu.twin.shell.read import IDENTIFIABLES

_OUTSIDE = ("GlobalReference", "FragmentReference", "Identifiable", "Referable")
_MEND = "ask whoever wrote the file to mend the reference"


def mend_reference(reference: Reference, place: str, notes: Notes) -> Reference:
    """The reference as one that fits: of the other kind, or with outside keys; ids are never changed."""
    broken = broken_constraint(reference)
    if not broken:
        return reference
    for mended in _tries(reference):
        if not broken_constraint(mended):
            break
    kinds = ", ".join(f"{key.type}" for key in reference.keys)
    read = f"{mended.type} ({', '.join(key.type for key in mended.keys)})"
    notes.warn(
        "shell.reference", place, f"{reference.type} ({kinds}) breaks {broken}: read as {read}", _MEND,
        text=f"{reference.type} ({kinds})", constraint=broken, value=read,
    )  # fmt: skip
    return mended


def broken_constraint(reference: Reference) -> str:
    """The first constraint it breaks; empty if none."""
    first, *rest = (key.type for key in reference.keys)
    if reference.type == "ExternalReference":
        if first != "GlobalReference":
            return "AASd-122"
        return "" if reference.keys[-1].type in ("GlobalReference", "FragmentReference") else "AASd-124"
    if first not in IDENTIFIABLES:
        return "AASd-123"
    if any(kind in IDENTIFIABLES or kind in ("GlobalReference", "Identifiable", "Referable") for kind in rest):
        return "AASd-125"
    return _broken_chain(reference.keys)


def _broken_chain(keys: tuple[Key, ...]) -> str:
    kinds = [key.type for key in keys]
    if "FragmentReference" in kinds[:-1]:
        return "AASd-126"
    for before, after in pairwise(keys):
        if after.type == "FragmentReference" and before.type not in ("File", "Blob"):
            return "AASd-127"
        if before.type == "SubmodelElementList" and not after.value.isnumeric():
            return "AASd-128"
    return ""


def _tries(reference: Reference) -> Iterator[Reference]:
    """What it may have meant, the closest first; the last one always fits."""
    first = reference.keys[0].type
    if first in IDENTIFIABLES:
        yield replace(reference, type="ModelReference")
    elif first in _OUTSIDE:
        yield replace(reference, type="ExternalReference")
    keys = tuple(replace(key, type="GlobalReference") for key in reference.keys)
    yield replace(reference, type="ExternalReference", keys=keys)
