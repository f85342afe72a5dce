"""JSON Schema of a dataclass, from the same attributes the codec reads."""

import types
from dataclasses import MISSING
from datetime import date
from typing import Any, Literal, Union, get_args, get_origin

from pulmu.model.attribute import Bounds, Dimensions, Doc, Most, Short, Text
from pulmu.model.codec import attributes, encode, unwrap_annotated
from pulmu.model.period import Period
from pulmu.model.quantity import CITATION, Quantity
from pulmu.model.units import known_units

Schema = dict[str, Any]

_SIMPLE: dict[Any, Schema] = {
    str: {"type": "string"},
    float: {"type": "number"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    type(None): {"type": "null"},
    Any: {},
}


def schema(kind: type, title: str = "") -> Schema:
    """JSON Schema (2020-12) of a dataclass; each class once, under `$defs`."""
    definitions: dict[str, Schema] = {}
    top = _schema(kind, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title or kind.__name__,
        **top,
        "$defs": dict(sorted(definitions.items())),
    }


def _schema(kind: Any, definitions: dict[str, Schema]) -> Schema:
    bare, metadata = unwrap_annotated(kind)
    result = _limited(_bare_schema(bare, definitions, metadata), metadata)
    for item in metadata:
        if isinstance(item, Doc):
            result["description"] = item.text
    return result


def _limited(result: Schema, metadata: tuple[Any, ...]) -> Schema:
    for item in metadata:
        if isinstance(item, Text) and result.get("type") == "string":
            result["maxLength"] = item.longest
            if item.pattern:
                result["pattern"] = f"^(?:{item.pattern})$"
        elif isinstance(item, Most) and result.get("type") == "array":
            result["maxItems"] = item.number
        elif isinstance(item, Bounds) and result.get("type") in ("number", "integer"):
            result |= {
                name: bound for name, bound in (("minimum", item.low), ("maximum", item.high)) if bound is not None
            }
    return result


def _bare_schema(bare: Any, definitions: dict[str, Schema], metadata: tuple[Any, ...]) -> Schema:
    origin = get_origin(bare)
    if bare is Quantity:
        return _quantity_schema(metadata)
    if bare is Period:
        return {
            "anyOf": [
                {"type": "integer"},
                {
                    "type": "object",
                    "required": ["start", "end"],
                    "additionalProperties": False,
                    "properties": {"start": _SIMPLE[date], "end": _SIMPLE[date]},
                },
            ]
        }
    if bare in _SIMPLE:
        return dict(_SIMPLE[bare])
    if origin in (Union, types.UnionType):
        return {"anyOf": [_schema_with(part, definitions, metadata) for part in get_args(bare)]}
    if origin is Literal:
        return {"enum": list(get_args(bare))}
    if origin is tuple:
        return {"type": "array", "items": _schema(get_args(bare)[0], definitions)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _schema(get_args(bare)[1], definitions)}
    short = next((item.by for item in metadata if isinstance(item, Short)), None)
    whole = _object_schema(bare, definitions)
    return whole if short is None else {"anyOf": [_schema(attributes(bare)[short][0], definitions), whole]}


def _schema_with(part: Any, definitions: dict[str, Schema], metadata: tuple[Any, ...]) -> Schema:
    bare, own = unwrap_annotated(part)
    return _limited(_bare_schema(bare, definitions, (*own, *metadata)), (*own, *metadata))


def _quantity_schema(metadata: tuple[Any, ...]) -> Schema:
    allowed = next((item.allowed for item in metadata if isinstance(item, Dimensions)), ())
    units = ", ".join(known_units(*allowed)) or ", ".join(allowed)
    text = {"type": "string", "pattern": r"^\s*[+-]?[\d.,_eE+-]+\s*\S.*$", "description": f"number and unit: {units}"}
    cited = {
        "type": "string",
        "pattern": rf"^\s*(?:{CITATION.pattern})\s*$",
        "description": "total of a series of readings (meter:ID) or of a book (book:ID/received)",
    }
    shape = {
        "type": "object",
        "required": ["value"],
        "additionalProperties": False,
        "properties": {
            "value": {"anyOf": [{"type": "number"}, cited]},
            "unit": {"type": "string"},
            "evidence": {"type": "string"},
        },
        "if": {"properties": {"value": {"type": "number"}}},
        "then": {"required": ["unit"]},
    }
    return {"anyOf": [text, cited, shape]}


def _object_schema(kind: type, definitions: dict[str, Schema]) -> Schema:
    name = kind.__name__
    if name not in definitions:
        definitions[name] = {}
        wanted = attributes(kind)
        fields: dict[str, Schema] = {}
        for attribute, (hint, default) in wanted.items():
            if attribute.startswith("_"):
                continue
            fields[attribute] = _schema(hint, definitions)
            if isinstance(default, str | int | float | bool):
                fields[attribute]["default"] = encode(default)
        definitions[name] = {
            "type": "object",
            "description": (kind.__doc__ or "").strip().splitlines()[0],
            "properties": fields,
            "required": [attribute for attribute, (_, default) in wanted.items() if default is MISSING],
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{name}"}
