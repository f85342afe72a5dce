"""What a file of administration shells holds: shells, submodels and concepts."""

from dataclasses import dataclass
from typing import Literal

from pulmu.twin.shell.elements import SubmodelElement
from pulmu.twin.shell.parts import (
    AdministrativeInformation,
    EmbeddedDataSpecification,
    Extension,
    LangString,
    Qualifier,
    Reference,
    Resource,
    SpecificAssetId,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifiable:
    """What shells, submodels and concepts have: an id of their own."""

    extensions: tuple[Extension, ...] = ()
    category: str | None = None
    id_short: str | None = None
    display_name: tuple[LangString, ...] = ()
    description: tuple[LangString, ...] = ()
    administration: AdministrativeInformation | None = None
    id: str
    embedded_data_specifications: tuple[EmbeddedDataSpecification, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetInformation:
    """The thing a shell speaks of."""

    asset_kind: Literal["Instance", "NotApplicable", "Role", "Type"]
    global_asset_id: str | None = None
    specific_asset_ids: tuple[SpecificAssetId, ...] = ()
    asset_type: str | None = None
    default_thumbnail: Resource | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetAdministrationShell(Identifiable):
    """What is said of one thing: which submodels tell it."""

    derived_from: Reference | None = None
    asset_information: AssetInformation
    submodels: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Submodel(Identifiable):
    """One side of a thing, told by elements."""

    kind: Literal["Instance", "Template"] | None = None
    semantic_id: Reference | None = None
    supplemental_semantic_ids: tuple[Reference, ...] = ()
    qualifiers: tuple[Qualifier, ...] = ()
    submodel_elements: tuple[SubmodelElement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptDescription(Identifiable):
    """What an id means."""

    is_case_of: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """All objects of a file."""

    asset_administration_shells: tuple[AssetAdministrationShell, ...] = ()
    submodels: tuple[Submodel, ...] = ()
    concept_descriptions: tuple[ConceptDescription, ...] = ()
