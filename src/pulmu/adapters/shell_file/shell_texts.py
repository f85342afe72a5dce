"""A JSON or XML text as plain values, within limits; it knows no class of the metamodel."""

import json
import re
from typing import Any
from xml.parsers import expat

from guard import RefusedError  # type: ignore[import-not-found]  # the parent puts its folder on the path
from opc_package import refuse_doctype  # type: ignore[import-not-found]  # beside it

DEEPEST, MOST_NODES, NUMBER = 120, 1_000_000, "#number"
_OBJECTS = frozenset(
    {"annotatedRelationshipElement", "assetAdministrationShell", "basicEventElement", "blob", "capability",
     "conceptDescription", "entity", "file", "multiLanguageProperty", "operation", "property", "range",
     "referenceElement", "relationshipElement", "submodel", "submodelElementCollection", "submodelElementList"}
)  # fmt: skip


def json_part(name: str, data: bytes) -> dict[str, Any]:
    """A JSON text as a tree; numbers as they are written, under a key of their own."""
    text = _decoded(data, name)
    _refuse_deep(text, name)
    try:
        tree = json.loads(
            text, object_pairs_hook=_object, parse_int=_number, parse_float=_number, parse_constant=_refuse_constant
        )
    except json.JSONDecodeError as error:
        raise RefusedError("syntax", f"{name}, line {error.lineno}, column {error.colno}") from error
    return {"name": name, "kind": "json", "tree": tree, "objects": None, "namespace": ""}


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode(json.detect_encoding(data), "strict").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise RefusedError("syntax", f"{name}, byte {error.start}") from error


def _refuse_deep(text: str, name: str) -> None:
    """Count brackets outside of strings, before anything is built from them."""
    depth = nodes = 0
    for found in re.finditer(r'"(?:[^"\\]++|\\.)*+"|[\[\]{},]', text, re.DOTALL):
        sign = found.group()
        if sign in ("[", "{"):
            depth += 1
        elif sign in ("]", "}"):
            depth -= 1
        elif sign == ",":
            nodes += 1
        if depth > DEEPEST:
            raise RefusedError("too_deep", name)
        if nodes > MOST_NODES:
            raise RefusedError("too_large", name)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        raise RefusedError("key_twice", next(key for key in keys if keys.count(key) > 1)[:80])
    if NUMBER in found:
        raise RefusedError("syntax", NUMBER)
    return found


def _number(text: str) -> dict[str, str]:
    return {NUMBER: text}


def _refuse_constant(text: str) -> None:
    raise RefusedError("syntax", text)


def xml_part(name: str, data: bytes) -> dict[str, Any]:
    """An XML text as nested lists (tag, text or elements), its namespace, and how many objects its tags name."""
    builder = _Builder(name)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.StartDoctypeDeclHandler = refuse_doctype
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        line = getattr(error, "lineno", 0)
        raise RefusedError("syntax", f"{name}, line {line}") from error
    return {
        "name": name, "kind": "xml", "tree": builder.root, "objects": builder.objects, "namespace": builder.namespace,
        "said": builder.said,
    }  # fmt: skip


class _Builder:
    def __init__(self, name: str) -> None:
        self.name = name
        self.root: list[Any] = []
        self.open: list[list[Any]] = []
        self.nodes = self.objects = 0
        self.namespace = ""
        self.said: list[str] = []

    def start(self, tag: str, given: dict[str, str]) -> None:
        space, _, local = tag.rpartition(" ")
        self.objects += local in _OBJECTS  # those of another namespace too: they are told as left out
        if not self.open:
            self.namespace = space
        elif space != self.namespace:
            local = f"{local} ({space})"[:120]  # no attribute of the metamodel has such a name
        self.said += [f"{local}@{key}"[:120] for key in given if not key.startswith("http://www.w3.org/")]
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise RefusedError("too_large", self.name)
        if len(self.open) >= DEEPEST:
            raise RefusedError("too_deep", self.name)
        element: list[Any] = [local, "", []]
        if self.open:
            self.open[-1][2].append(element)
        else:
            self.root = element
        self.open.append(element)

    def end(self, _: str) -> None:
        self.open.pop()

    def text(self, text: str) -> None:
        self.open[-1][1] += text
