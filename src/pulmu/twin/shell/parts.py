"""Small parts of an administration shell: references, texts in languages, qualifiers, and what a concept is.

The names are those of the metamodel (IDTA 01001, 3.1) with words apart: `semantic_id` is written `semanticId`.
"""

from dataclasses import dataclass
from typing import Literal

KeyType = Literal[
    "AnnotatedRelationshipElement", "AssetAdministrationShell", "BasicEventElement", "Blob", "Capability",
    "ConceptDescription", "DataElement", "Entity", "EventElement", "File", "FragmentReference", "GlobalReference",
    "Identifiable", "MultiLanguageProperty", "Operation", "Property", "Range", "Referable", "ReferenceElement",
    "RelationshipElement", "Submodel", "SubmodelElement", "SubmodelElementCollection", "SubmodelElementList",
]  # fmt: skip
ValueType = Literal[
    "xs:anyURI", "xs:base64Binary", "xs:boolean", "xs:byte", "xs:date", "xs:dateTime", "xs:decimal", "xs:double",
    "xs:duration", "xs:float", "xs:gDay", "xs:gMonth", "xs:gMonthDay", "xs:gYear", "xs:gYearMonth", "xs:hexBinary",
    "xs:int", "xs:integer", "xs:long", "xs:negativeInteger", "xs:nonNegativeInteger", "xs:nonPositiveInteger",
    "xs:positiveInteger", "xs:short", "xs:string", "xs:time", "xs:unsignedByte", "xs:unsignedInt", "xs:unsignedLong",
    "xs:unsignedShort",
]  # fmt: skip
ConceptType = Literal[
    "BLOB", "BOOLEAN", "DATE", "FILE", "HTML", "INTEGER_COUNT", "INTEGER_CURRENCY", "INTEGER_MEASURE", "IRDI", "IRI",
    "RATIONAL", "RATIONAL_MEASURE", "REAL_COUNT", "REAL_CURRENCY", "REAL_MEASURE", "STRING", "STRING_TRANSLATABLE",
    "TIME", "TIMESTAMP",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A step of a reference."""

    type: KeyType
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Where something stands: an id outside (external), or an object of a shell (model)."""

    type: Literal["ExternalReference", "ModelReference"]
    keys: tuple[Key, ...]
    referred_semantic_id: "Reference | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LangString:
    """A text in a language (BCP 47)."""

    language: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelType:
    """Which of the levels a concept's value has."""

    min: bool
    nom: bool
    typ: bool
    max: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueReferencePair:
    """A value that a concept may have, and its id."""

    value: str
    value_id: Reference | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueList:
    """The values a concept may have."""

    value_reference_pairs: tuple[ValueReferencePair, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSpecificationIec61360:
    """What a concept is, by IEC 61360."""

    preferred_name: tuple[LangString, ...]
    short_name: tuple[LangString, ...] = ()
    unit: str | None = None
    unit_id: Reference | None = None
    source_of_definition: str | None = None
    symbol: str | None = None
    data_type: ConceptType | None = None
    definition: tuple[LangString, ...] = ()
    value_format: str | None = None
    value_list: ValueList | None = None
    value: str | None = None
    level_type: LevelType | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedDataSpecification:
    """A data specification and its content."""

    data_specification: Reference
    data_specification_content: DataSpecificationIec61360


@dataclass(frozen=True, slots=True, kw_only=True)
class AdministrativeInformation:
    """Version of an object, and the template it follows."""

    embedded_data_specifications: tuple[EmbeddedDataSpecification, ...] = ()
    version: str | None = None
    revision: str | None = None
    creator: Reference | None = None
    template_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualifier:
    """Something said about an element, such as how often a template asks for it."""

    semantic_id: Reference | None = None
    supplemental_semantic_ids: tuple[Reference, ...] = ()
    kind: Literal["ConceptQualifier", "TemplateQualifier", "ValueQualifier"] | None = None
    type: str
    value_type: ValueType
    value: str | None = None
    value_id: Reference | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """Something a maker adds that no standard names."""

    semantic_id: Reference | None = None
    supplemental_semantic_ids: tuple[Reference, ...] = ()
    name: str
    value_type: ValueType | None = None
    value: str | None = None
    refers_to: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecificAssetId:
    """An id that somebody gives an asset, such as a serial number."""

    semantic_id: Reference | None = None
    supplemental_semantic_ids: tuple[Reference, ...] = ()
    name: str
    value: str
    external_subject_id: Reference | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A file, by its path."""

    path: str
    content_type: str | None = None
