"""Shells around submodels, and the concepts of ours that they use."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pulmu.twin.shell.environment import AssetAdministrationShell, AssetInformation, Environment, Submodel
from pulmu.twin.shell.parts import Reference
from pulmu.twin.shell.shape import shape_of
from pulmu.twin.shell.submodels.concepts import Concept, concept_id, described
from pulmu.twin.shell.submodels.make import Words, pointing, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A thing that has a shell."""

    id: str
    shell_id: str
    id_short: str
    name: Words
    kind: Literal["Instance", "Type"]


@dataclass(frozen=True, slots=True)
class Content:
    """A thing and the submodels that tell of it."""

    asset: Asset
    submodels: tuple[Submodel, ...]


def environment_of(contents: tuple[Content, ...], concepts: tuple[Concept, ...] = ()) -> Environment:
    """One shell for each thing, its submodels, and what those concepts mean that they use."""
    submodels = tuple(item for content in contents for item in content.submodels)
    used = {value for item in submodels for value in _meanings(item)}
    return Environment(
        asset_administration_shells=tuple(map(_shell, contents)),
        submodels=submodels,
        concept_descriptions=tuple(described(item) for item in concepts if concept_id(item.name) in used),
    )


def _shell(content: Content) -> AssetAdministrationShell:
    asset = content.asset
    return AssetAdministrationShell(
        id=asset.shell_id,
        id_short=asset.id_short,
        display_name=words({language: said[:128] for language, said in asset.name.items()}),
        asset_information=AssetInformation(asset_kind=asset.kind, global_asset_id=asset.id),
        submodels=tuple(pointing(("Submodel", item.id)) for item in content.submodels),
    )


def _meanings(thing: Any) -> Iterator[str]:
    """Every id that something below refers to."""
    if isinstance(thing, Reference):
        yield thing.keys[-1].value
    for attribute in shape_of(type(thing)):
        held = getattr(thing, attribute.name)
        if attribute.holds == "many":
            for item in held:
                yield from _meanings(item)
        elif attribute.holds == "one" and held is not None:
            yield from _meanings(held)
