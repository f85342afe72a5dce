"""Concepts that no published template has an id for: each with an id of ours and what it means."""

from dataclasses import dataclass

from pulmu.twin.shell.environment import ConceptDescription
from pulmu.twin.shell.parts import ConceptType, DataSpecificationIec61360, EmbeddedDataSpecification
from pulmu.twin.shell.submodels.make import meaning, words

_IEC = "https://admin-shell.io/DataSpecificationTemplates/DataSpecificationIec61360/3/0"


@dataclass(frozen=True, slots=True)
class Concept:
    """What a name means, in English and Korean."""

    name: str
    english: str
    korean: str
    definition: str
    unit: str = ""
    kind: ConceptType = "STRING"


def concept_id(name: str) -> str:
    """Id of a concept of ours."""
    return f"urn:x-pulmu:concept:{name.replace('_', '-')}:1"


def short_name(name: str) -> str:
    """A name as shells write them."""
    return "".join(part.capitalize() for part in name.split("_"))


def described(concept: Concept) -> ConceptDescription:
    """What a concept of ours means, by IEC 61360."""
    content = DataSpecificationIec61360(
        preferred_name=words({"en": concept.english, "ko": concept.korean}),
        unit=concept.unit or None,
        data_type=concept.kind,
        definition=words({"en": concept.definition}),
    )
    return ConceptDescription(
        id=concept_id(concept.name),
        id_short=short_name(concept.name),
        embedded_data_specifications=(
            EmbeddedDataSpecification(data_specification=meaning(_IEC), data_specification_content=content),
        ),
    )
