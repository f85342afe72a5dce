"""What says which thing is meant: asset ids, versions, ids of objects (AASd-005, 014, 118, 131)."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pulmu.twin.shell.elements import Entity
from pulmu.twin.shell.environment import AssetAdministrationShell, Environment
from pulmu.twin.shell.notes import Notes
from pulmu.twin.shell.parts import AdministrativeInformation, Key, Reference
from pulmu.twin.shell.shape import objects_of

_NUMBER = re.compile(r"[0-9]|[1-9][0-9]{1,3}")


def promote_meaning(thing: Any, place: str, notes: Notes) -> Any:
    """A thing with further meanings has a first one."""
    if thing.semantic_id is not None or not thing.supplemental_semantic_ids:
        return thing
    first, *rest = thing.supplemental_semantic_ids
    notes.warn(
        "shell.meaning", place, "supplementalSemanticIds without a semanticId (AASd-118): the first one is made it",
        "give the semanticId",
    )  # fmt: skip
    return replace(thing, semantic_id=first, supplemental_semantic_ids=tuple(rest))


def mend_administration(thing: AdministrativeInformation, place: str, notes: Notes) -> AdministrativeInformation:
    """Version and revision are whole numbers of up to four digits; no revision without a version."""
    version, revision = thing.version, thing.revision
    if version is not None and not _NUMBER.fullmatch(version):
        parts = version.lstrip("vV").split(".")
        first, second = parts[0], parts[1] if len(parts) > 1 else None
        version = first if _NUMBER.fullmatch(first) else None
        revision = revision if revision is not None else second
    if version is None or (revision is not None and not _NUMBER.fullmatch(revision)):
        revision = None
    if (version, revision) == (thing.version, thing.revision):
        return thing
    said, read = (f"{a if a is not None else '-'} / {b if b is not None else '-'}" for a, b in
                  ((thing.version, thing.revision), (version, revision)))  # fmt: skip
    notes.warn(
        "shell.version", place, f"version / revision {said}: no numbers, or one without the other (AASd-005): {read}",
        "give version and revision as whole numbers", text=said, value=read,
    )  # fmt: skip
    return replace(thing, version=version, revision=revision)


def mend_shell(shell: AssetAdministrationShell, place: str, notes: Notes) -> AssetAdministrationShell:
    """Submodels, and the shell it comes from, are named by references into the model."""
    submodels = tuple(_pointing(item, "Submodel", f"{place}.submodels", notes) for item in shell.submodels)
    derived = shell.derived_from
    if derived is not None:
        derived = _pointing(derived, "AssetAdministrationShell", f"{place}.derivedFrom", notes)
    if (submodels, derived) == (shell.submodels, shell.derived_from):
        return shell
    return replace(shell, submodels=submodels, derived_from=derived)


def _pointing(reference: Reference, kind: Any, place: str, notes: Notes) -> Reference:
    if reference.type == "ModelReference" and reference.keys[0].type == kind and len(reference.keys) == 1:
        return reference
    read = f"ModelReference ({kind})"
    said = f"{reference.type} ({', '.join(key.type for key in reference.keys)})"
    notes.warn(
        "shell.reference", place, f"{said} breaks AASd-123: read as {read}",
        "ask whoever wrote the file to mend the reference", text=said, constraint="AASd-123", value=read,
    )  # fmt: skip
    return Reference(type="ModelReference", keys=(Key(type=kind, value=reference.keys[0].value),))


def mend_asset(shell: AssetAdministrationShell, place: str, notes: Notes) -> AssetAdministrationShell:
    """A shell speaks of a thing that has an id."""
    asset = shell.asset_information
    if asset.default_thumbnail is not None and not asset.default_thumbnail.path:
        notes.warn(
            "shell.empty", f"{place}.assetInformation.defaultThumbnail",
            "nothing is given where something must be: left out", "leave the attribute out where it has no value",
        )  # fmt: skip
        asset = replace(asset, default_thumbnail=None)
    if not asset.global_asset_id and not asset.specific_asset_ids:
        notes.warn(
            "shell.asset", f"{place}.assetInformation", f"no asset id (AASd-131): the shell's own, {shell.id}",
            "give globalAssetId or one specificAssetId", value=shell.id,
        )  # fmt: skip
        asset = replace(asset, global_asset_id=shell.id)
    return shell if asset == shell.asset_information else replace(shell, asset_information=asset)


def mend_entity(entity: Entity, place: str, notes: Notes) -> Entity:
    """Self-managed with an id, co-managed without."""
    has_id = bool(entity.global_asset_id or entity.specific_asset_ids)
    kind = entity.entity_type
    if kind is None or has_id == (kind == "SelfManagedEntity"):
        return entity
    read = "SelfManagedEntity" if has_id else "CoManagedEntity"
    notes.warn(
        "shell.entity", place, f"{kind} {'with' if has_id else 'without'} an asset id (AASd-014): made {read}",
        "give the asset id, or the other kind of entity", text=kind, value=read,
    )  # fmt: skip
    return replace(entity, entity_type="SelfManagedEntity" if has_id else "CoManagedEntity")


def one_of_each_id(environment: Environment, name: str, notes: Notes) -> Environment:
    """Every object once: what has the id of one before it is left out, and told."""
    taken: set[str] = set()
    kept = {
        held: tuple(_first(getattr(environment, held), taken, f"{name}", notes))
        for held in ("asset_administration_shells", "submodels", "concept_descriptions")
    }
    return replace(environment, **{key: value for key, value in kept.items() if value != getattr(environment, key)})


def _first(items: tuple[Any, ...], taken: set[str], name: str, notes: Notes) -> Iterator[Any]:
    for item in items:
        if item.id not in taken:
            taken.add(item.id)
            yield item
            continue
        count = sum(1 for _ in objects_of(item))
        notes.left_out += count
        notes.warn(
            "shell.left_id", f"{name}/{item.id_short or item.id}",
            f"{type(item).__name__} with the id of an object before it, {item.id}: not carried over, objects in it: "
            f"{count}",
            "give each object an id of its own", kind=type(item).__name__, text=item.id, count=count,
        )  # fmt: skip
