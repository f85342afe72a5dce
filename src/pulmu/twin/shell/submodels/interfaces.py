"""Asset Interfaces Description, IDTA 02017-1-1: what an asset's interfaces offer, and how they are secured."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pulmu.model import InputError
from pulmu.twin.shell.elements import (
    Property,
    Range,
    ReferenceElement,
    SubmodelElement,
    SubmodelElementCollection,
    SubmodelElementList,
)
from pulmu.twin.shell.environment import Submodel
from pulmu.twin.shell.parts import Reference, ValueType
from pulmu.twin.shell.submodels.connection import Connection, ConnectionProperty, Form, SecurityDefinition
from pulmu.twin.shell.submodels.connection_terms import (
    ADDRESSES,
    AID,
    ENDPOINT_TERMS,
    FORM,
    FORM_TERMS,
    INTERFACE,
    INTERFACES,
    JSON,
    PROTOCOLS,
    SCHEMES,
    SECURITY,
    SECURITY_TERMS,
    TD,
)
from pulmu.twin.shell.submodels.make import collected, given, made, meaning, pointing, short_names, text, words

RANGE_SAYS = {
    "en": "Engineering range: what the instrument can show or the drive can do. It is no safety limit.",
    "ko": "공학 범위입니다. 계기가 나타낼 수 있거나 구동 장치가 낼 수 있는 값이며, 안전 한계가 아닙니다.",
}


def interfaces_submodel(id_: str, connections: Sequence[Connection]) -> Submodel:
    """Every connection as an interface of the asset.

    Raises
    ------
    InputError  An address holds a name or a password (`shell.connection_secret`), or two have one name
                (`shell.connection_twice`).
    """
    _refuse_twice("connections", [item.name for item in connections])
    for item in connections:
        _refuse_twice(item.name, [one.key for one in item.properties])
        _refuse_secrets(item)
    elements = [_interface(id_, item) for item in connections]
    return made(
        id_, "AssetInterfacesDescription", pointing(("Submodel", INTERFACES)), ("1", "1"), "02017-1-1", elements
    )


def property_names(properties: Sequence[ConnectionProperty]) -> dict[str, str]:
    """Short names of properties by their keys."""
    keys = [item.key for item in properties]
    return dict(zip(keys, short_names(keys), strict=True))


def has_secret(address: str) -> bool:
    """Whether a name or a password stands in an address."""
    return re.search(r"//[^/?#]*@", address) is not None


def _refuse_twice(place: str, names: Sequence[str]) -> None:
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise InputError.of(
            "shell.connection_twice",
            place,
            f"{twice[0]} stands there twice",
            "give each a name of its own",
            name=twice[0],
        )


def _refuse_secrets(connection: Connection) -> None:
    hrefs = [item.form.href for item in connection.properties if item.form is not None]
    if any(map(has_secret, (connection.base, *hrefs))):
        raise InputError.of(
            "shell.connection_secret", connection.name, "a name or a password stands in an address",
            "give the address without it; a program that connects asks for it by itself",
        )  # fmt: skip


def _interface(submodel: str, connection: Connection) -> SubmodelElementCollection:
    said = {
        "created": ("http://purl.org/dc/terms/created", connection.created, "xs:dateTime"),
        "modified": ("http://purl.org/dc/terms/modified", connection.modified, "xs:dateTime"),
        "support": (f"{TD}supportContact", connection.support, "xs:anyURI"),
    }
    return SubmodelElementCollection(
        id_short=connection.name,
        semantic_id=meaning(INTERFACE),
        supplemental_semantic_ids=(meaning(PROTOCOLS[connection.protocol][0]), meaning(TD.removesuffix("#"))),
        value=given(
            [
                text("title", connection.title, f"{TD}title"),
                *(
                    Property(id_short=name, value_type=kind, value=value, semantic_id=meaning(id_))  # type: ignore[arg-type]
                    for name, (id_, value, kind) in said.items()
                    if value
                ),
                _endpoint(submodel, connection),
                _interactions(submodel, connection),
            ]
        ),
    )


def _endpoint(submodel: str, connection: Connection) -> SubmodelElementCollection:
    definitions = (_definition(item) for item in connection.definitions)
    return collected(
        "EndpointMetadata", f"{AID}1/0/EndpointMetadata",
        text("base", connection.base, f"{TD}baseURI", "xs:anyURI"),
        text("contentType", connection.content_type, f"{FORM}forContentType"),
        _security(submodel, connection, connection.security),
        collected("securityDefinitions", f"{TD}definesSecurityScheme", *definitions),
        *_terms(connection.terms, ENDPOINT_TERMS),
    )  # fmt: skip


def _definition(definition: SecurityDefinition) -> SubmodelElementCollection:
    id_, _ = SCHEMES[definition.scheme]
    return collected(
        definition.name, id_,
        text("scheme", definition.scheme, f"{SECURITY}SecurityScheme"),
        *(text(name, value, SECURITY_TERMS[name], _kind(definition.scheme, name)) for name, value in definition.terms),
    )  # fmt: skip


def _kind(scheme: str, term: str) -> ValueType:
    is_address = scheme == "oauth2" and (term in ADDRESSES or term in ("authorization", "proxy"))
    return "xs:anyURI" if is_address else "xs:string"


def _security(submodel: str, connection: Connection, names: Sequence[str]) -> SubmodelElementList:
    """Which definitions hold, each as a reference to where it stands."""
    id_ = f"{TD}hasSecurityConfiguration"
    return SubmodelElementList(
        id_short="security",
        semantic_id=meaning(id_),
        order_relevant=True,
        semantic_id_list_element=meaning(id_),
        type_value_list_element="ReferenceElement",
        value=tuple(
            ReferenceElement(
                semantic_id=meaning(id_),
                value=_inside(submodel, connection.name, "EndpointMetadata", "securityDefinitions", name),
            )
            for name in names
        ),
    )


def _inside(submodel: str, *names: str) -> Reference:
    return pointing(("Submodel", submodel), *(("SubmodelElementCollection", name) for name in names))


def property_reference(submodel: str, connection: Connection, keys: Sequence[str]) -> Reference:
    """Where a property of a connection stands, by its keys from the first down."""
    steps, properties = [connection.name, "InteractionMetadata"], connection.properties
    for key in keys:
        steps += ["properties", property_names(properties)[key]]
        properties = next(item.parts for item in properties if item.key == key)
    return _inside(submodel, *steps)


def _interactions(submodel: str, connection: Connection) -> SubmodelElementCollection:
    names = property_names(connection.properties)
    properties = [
        _property(
            item, names[item.key], f"{AID}1/0/PropertyDefinition", _form(submodel, connection, item.form)
        )
        for item in connection.properties
    ]  # fmt: skip
    return SubmodelElementCollection(
        id_short="InteractionMetadata",
        semantic_id=meaning(f"{AID}1/0/InteractionMetadata"),
        supplemental_semantic_ids=(meaning(f"{TD}InteractionAffordance"),),
        value=(collected("properties", f"{TD}PropertyAffordance", *properties),),
    )


def _property(
    item: ConnectionProperty, name: str, id_: str, form: SubmodelElementCollection | None
) -> SubmodelElementCollection:
    """A property with what is told of it; below it its parts, which have no form of their own."""
    names = property_names(item.parts)
    parts = [_property(part, names[part.key], f"{JSON}propertyName", None) for part in item.parts]
    told: Iterable[SubmodelElement | None] = (
        text("key", item.key, f"{AID}1/0/key", supplemental_semantic_ids=(meaning(f"{TD}name"),)),
        text("type", item.type, "https://www.w3.org/1999/02/22-rdf-syntax-ns#type") if item.type else None,
        text("title", item.title, f"{TD}title") if item.title else None,
        None
        if item.observable is None
        else text("observable", str(item.observable).lower(), f"{TD}isObservable", "xs:boolean"),
        text("unit", item.unit, "https://schema.org/unitCode") if item.unit else None,
        _range(item),
        collected("properties", f"{JSON}properties", *parts) if parts else None,
        ReferenceElement(
            id_short="valueSemantics", semantic_id=meaning(f"{AID}1/0/valueSemantics"), value=meaning(item.meaning)
        )
        if item.meaning
        else None,
        form,
    )
    supplement = () if id_.startswith(JSON) else (meaning(f"{TD}name"),)
    return SubmodelElementCollection(
        id_short=name, semantic_id=meaning(id_), supplemental_semantic_ids=supplement, value=given(told)
    )


def _range(item: ConnectionProperty) -> Range | None:
    """The engineering range; float for a number and integer for an integer, as the template asks."""
    if item.low is None and item.high is None:
        return None
    is_whole = item.type == "integer"
    low, high = (
        None if end is None else str(int(end)) if is_whole else repr(float(end)) for end in (item.low, item.high)
    )
    return Range(
        id_short="min_max",
        value_type="xs:integer" if is_whole else "xs:float",
        min=low,
        max=high,
        description=words(RANGE_SAYS),
        semantic_id=meaning(f"{AID}1/0/minMaxRange"),
        supplemental_semantic_ids=(meaning(f"{JSON}minimum"), meaning(f"{JSON}maximum")),
    )


def _form(submodel: str, connection: Connection, form: Form | None) -> SubmodelElementCollection | None:
    if form is None:
        return None
    return collected(
        "forms", f"{TD}hasForm",
        text("href", form.href, f"{FORM}hasTarget"),
        text("contentType", form.content_type, f"{FORM}forContentType") if form.content_type else None,
        text("subprotocol", form.subprotocol, f"{FORM}forSubProtocol") if form.subprotocol else None,
        _security(submodel, connection, form.security or connection.security),
        *_terms(form.terms, FORM_TERMS[connection.protocol]),
    )  # fmt: skip


def _terms(terms: Iterable[tuple[str, str]], known: Mapping[str, str]) -> list[Property]:
    return [text(name, value, known[name]) for name, value in terms]
