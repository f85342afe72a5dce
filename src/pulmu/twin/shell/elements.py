"""Elements of submodels, one class for each kind of the metamodel."""

from dataclasses import dataclass
from typing import Literal

from pulmu.twin.shell.parts import (
    EmbeddedDataSpecification,
    Extension,
    LangString,
    Qualifier,
    Reference,
    SpecificAssetId,
    ValueType,
)

ElementType = Literal[
    "AnnotatedRelationshipElement", "BasicEventElement", "Blob", "Capability", "DataElement", "Entity", "EventElement",
    "File", "MultiLanguageProperty", "Operation", "Property", "Range", "ReferenceElement", "RelationshipElement",
    "SubmodelElement", "SubmodelElementCollection", "SubmodelElementList",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmodelElement:
    """What every element has. An element of a list has no `id_short` (AASd-120)."""

    extensions: tuple[Extension, ...] = ()
    category: str | None = None
    id_short: str | None = None
    display_name: tuple[LangString, ...] = ()
    description: tuple[LangString, ...] = ()
    semantic_id: Reference | None = None
    supplemental_semantic_ids: tuple[Reference, ...] = ()
    qualifiers: tuple[Qualifier, ...] = ()
    embedded_data_specifications: tuple[EmbeddedDataSpecification, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Property(SubmodelElement):
    """One value."""

    value_type: ValueType
    value: str | None = None
    value_id: Reference | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MultiLanguageProperty(SubmodelElement):
    """One text, in languages."""

    value: tuple[LangString, ...] = ()
    value_id: Reference | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Range(SubmodelElement):
    """From a least to a greatest value."""

    value_type: ValueType
    min: str | None = None
    max: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceElement(SubmodelElement):
    """A reference."""

    value: Reference | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob(SubmodelElement):
    """Content that stands in the model itself, base64."""

    value: str | None = None
    content_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class File(SubmodelElement):
    """A file, by its path in the package or its address."""

    value: str | None = None
    content_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmodelElementCollection(SubmodelElement):
    """Elements by name."""

    value: tuple[SubmodelElement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmodelElementList(SubmodelElement):
    """Elements of one kind, by their place."""

    order_relevant: bool | None = None
    semantic_id_list_element: Reference | None = None
    type_value_list_element: ElementType
    value_type_list_element: ValueType | None = None
    value: tuple[SubmodelElement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity(SubmodelElement):
    """Something in the world, with an id of its own (self-managed) or without."""

    statements: tuple[SubmodelElement, ...] = ()
    entity_type: Literal["CoManagedEntity", "SelfManagedEntity"] | None = None
    global_asset_id: str | None = None
    specific_asset_ids: tuple[SpecificAssetId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationshipElement(SubmodelElement):
    """How the first stands to the second."""

    first: Reference | None = None
    second: Reference | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotatedRelationshipElement(RelationshipElement):
    """A relationship with something said about it."""

    annotations: tuple[SubmodelElement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationVariable:
    """What an operation takes or gives."""

    value: SubmodelElement


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation(SubmodelElement):
    """Something that can be asked for."""

    input_variables: tuple[OperationVariable, ...] = ()
    output_variables: tuple[OperationVariable, ...] = ()
    inoutput_variables: tuple[OperationVariable, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability(SubmodelElement):
    """Something an asset can do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BasicEventElement(SubmodelElement):
    """Something that tells of changes."""

    observed: Reference
    direction: Literal["input", "output"]
    state: Literal["on", "off"]
    message_topic: str | None = None
    message_broker: Reference | None = None
    last_update: str | None = None
    min_interval: str | None = None
    max_interval: str | None = None


ELEMENTS: dict[str, type[SubmodelElement]] = {
    kind.__name__: kind
    for kind in (
        AnnotatedRelationshipElement, BasicEventElement, Blob, Capability, Entity, File, MultiLanguageProperty,
        Operation, Property, Range, ReferenceElement, RelationshipElement, SubmodelElementCollection,
        SubmodelElementList,
    )
}  # fmt: skip
"""Kinds of elements by the name a file gives them."""
