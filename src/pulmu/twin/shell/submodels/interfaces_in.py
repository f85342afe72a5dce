"""Asset Interfaces Description, IDTA 02017-1-1, read: connections, and every element that is not taken over."""

import math
import re
from dataclasses import replace

from pulmu.twin.shell.elements import Range, ReferenceElement, SubmodelElementCollection
from pulmu.twin.shell.environment import Submodel
from pulmu.twin.shell.notes import Notes
from pulmu.twin.shell.submodels._below import ASK, Below
from pulmu.twin.shell.submodels.connection import (
    Connection,
    ConnectionProperty,
    DataType,
    Form,
    Protocol,
    SecurityDefinition,
    Terms,
)
from pulmu.twin.shell.submodels.connection_terms import ENDPOINT_TERMS, FORM_TERMS, PROTOCOLS, SCHEMES
from pulmu.twin.shell.submodels.interfaces import has_secret

Path = tuple[str, ...]
"""Short names of properties from the first down."""
_TYPES: dict[str, DataType] = {
    **{name: name for name in ("number", "integer", "boolean", "string", "object", "array", "null")},
    "float": "number",
    "double": "number",
    "int": "integer",
    "bool": "boolean",
}
_PREFIXES: dict[str, Protocol] = {"uav_": "opcua", "mqv_": "mqtt", "htv_": "http", "modv_": "modbus"}


class InterfaceReader:
    """Reads the interfaces of submodels.

    Parameters
    ----------
    connections : Those read so far.
    keys : Keys of each property, by the submodel, the interface and the short names that lead to it.
    """

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.connections: list[Connection] = []
        self.keys: dict[tuple[str, str, Path], tuple[str, Path]] = {}

    def read(self, submodel: Submodel, place: str) -> None:
        """Every interface of a submodel."""
        for name, below in Below(submodel.submodel_elements, place, self.notes).groups():
            element = next((item for item in submodel.submodel_elements if item.id_short == name), None)
            protocol = _protocol_of(element) if isinstance(element, SubmodelElementCollection) else None
            if protocol is None:
                self.notes.warn(
                    "shell.connection_protocol", below.place,
                    "the interface speaks none of OPC UA, MQTT, HTTP and Modbus: not taken over",
                    "describe the values by one of these protocols",
                )  # fmt: skip
                continue
            self.interface(submodel.id, name, below, protocol)

    def interface(self, submodel: str, name: str, below: Below, protocol: Protocol) -> None:
        """An interface as a connection; its name is made unique where two submodels have the same."""
        taken = {item.name for item in self.connections}
        own = next(item for item in (name, *(f"{name}_{n}" for n in range(2, len(taken) + 3))) if item not in taken)
        endpoint = below.below("EndpointMetadata")
        definitions = tuple(_definitions(endpoint.below("securityDefinitions")))
        security = self.chosen(endpoint)
        interactions = below.below("InteractionMetadata")
        properties = tuple(
            self.property(item, protocol, security, (submodel, name, (short,)), (own, ()))
            for short, item in interactions.below("properties").groups()
        )
        self.connections.append(
            Connection(
                name=own,
                title=below.needed("title"),
                protocol=protocol,
                base=self.address(endpoint.needed("base"), endpoint.place),
                content_type=endpoint.needed("contentType"),
                definitions=definitions,
                security=security,
                properties=properties,
                terms=_terms(endpoint, ENDPOINT_TERMS if protocol == "modbus" else {}),
                support=below.text("support"),
                created=below.text("created"),
                modified=below.text("modified"),
            )
        )
        for rest in (below, endpoint, interactions):
            rest.tell_rest()

    def address(self, said: str, place: str) -> str:
        """An address without a name or a password in it."""
        if not has_secret(said):
            return said
        self.notes.warn(
            "shell.connection_secret", place, "a name or a password stands in an address: taken out",
            "change the password, as the file has it in clear",
        )  # fmt: skip
        return re.sub(r"//[^/?#]*@", "//", said)

    def chosen(self, below: Below) -> tuple[str, ...]:
        """Names of the security definitions that hold."""
        listed = below.below("security")
        named = [item.value.keys[-1].value for item in listed.elements
                 if isinstance(item, ReferenceElement) and item.value is not None]  # fmt: skip
        return tuple(named)

    def property(
        self, below: Below, protocol: Protocol, security: tuple[str, ...], at: tuple[str, str, Path],
        above: tuple[str, Path],
    ) -> ConnectionProperty:  # fmt: skip
        """A property, and those in it."""
        submodel, interface, path = at
        key = below.text("key") or path[-1]
        keys = (above[0], (*above[1], key))
        self.keys[at] = keys
        kind = _TYPES.get(below.text("type"))
        low, high = self.range(below)
        told = below.text("observable")
        meaning = below.take("valueSemantics")
        parts = tuple(
            self.property(item, protocol, security, (submodel, interface, (*path, short)), keys)
            for short, item in below.below("properties").groups()
        )
        made = ConnectionProperty(
            key=key,
            type=kind,
            title=below.text("title"),
            unit=below.text("unit"),
            low=low,
            high=high,
            observable={"true": True, "1": True, "false": False, "0": False}.get(told),
            meaning=meaning.value.keys[-1].value if isinstance(meaning, ReferenceElement) and meaning.value else "",
            parts=parts,
        )
        form = self.form(below, protocol, security, is_part=len(path) > 1)
        below.tell_rest()
        return replace(made, form=form)

    def form(self, below: Below, protocol: Protocol, security: tuple[str, ...], *, is_part: bool) -> Form | None:
        """Where a value is asked for; a part of a value has no form of its own."""
        held = below.below("forms")
        if not held.elements:
            if not is_part:
                below.lacks("forms")
            return None
        chosen = self.chosen(held)
        form = Form(
            href=self.address(held.needed("href"), held.place),
            content_type=held.text("contentType"),
            subprotocol=held.text("subprotocol"),
            security=() if chosen == security else chosen,
            terms=_terms(held, FORM_TERMS[protocol]),
        )
        held.tell_rest()
        return form

    def range(self, below: Below) -> tuple[float | None, float | None]:
        """The engineering range."""
        item = below.take("min_max")
        if not isinstance(item, Range):
            return None, None
        return self.end(item.min, below), self.end(item.max, below)

    def end(self, said: str | None, below: Below) -> float | None:
        """An end of a range; what is no number is told."""
        if said is None or not said.strip():
            return None
        try:
            number = float(said)
        except ValueError:
            number = math.nan
        if math.isfinite(number):
            return number
        self.notes.warn(
            "shell.connection_number", f"{below.place}/min_max",
            f"{said!r} is not a number of use here: left open", ASK, text=said,
        )  # fmt: skip
        return None


def _definitions(below: Below) -> list[SecurityDefinition]:
    """Ways to be secured that we know; what else stands in them is told and not taken over, nor shown."""
    found = []
    for name, item in below.groups():
        scheme = item.text("scheme")
        if scheme not in SCHEMES:
            item.notes.warn(
                "shell.connection_scheme", item.place,
                f"{scheme!r} is no way to be secured that Pulmu reads: not taken over",
                "choose another of the definitions", text=scheme,
            )  # fmt: skip
            continue
        terms = ((term, item.text(term)) for term in SCHEMES[scheme][1])
        found.append(SecurityDefinition(name=name, scheme=scheme, terms=tuple((t, said) for t, said in terms if said)))
        item.tell_rest()
    return found


def _terms(below: Below, known: dict[str, str]) -> Terms:
    terms = ((name, below.text(name)) for name in known)
    return tuple((name, said) for name, said in terms if said)


def _protocol_of(element: SubmodelElementCollection) -> Protocol | None:
    """What an interface speaks: by its address, the words of its forms, or the ids it carries."""
    notes = Notes()
    below = Below(element.value, "", notes)
    scheme = below.below("EndpointMetadata").text("base").partition(":")[0].lower()
    by_address = next((name for name, (_, schemes) in PROTOCOLS.items() if scheme in schemes), None)
    if by_address is not None:
        return by_address
    properties = below.below("InteractionMetadata").below("properties").groups()
    names = [str(item.id_short) for _, one in properties for item in one.below("forms").elements]
    prefixes = [found[0] for name in names if (found := re.match(r"[a-z]+v_", name))]
    if prefixes:
        return _PREFIXES.get(prefixes[0])
    ids = {reference.keys[-1].value for reference in element.supplemental_semantic_ids}
    return next((name for name, (id_, _) in PROTOCOLS.items() if id_ in ids), None)
