"""An example of each route as a command line of curl, with values that fit the description."""

import json
import shlex
from collections.abc import Mapping
from typing import Any

_TEXTS = {"date": "2027-06-30", "date-time": "2027-06-30T00:00:00Z", "email": "kim@firm.example"}
_NAMED = {
    "email": "kim@firm.example", "code": "123456", "days": 30, "role": "preparer", "scopes": ["read_plant"],
}  # fmt: skip
"""Values of fields whose kind alone does not tell what they are."""
_HEXADECIMAL, _WORD = "^[0-9a-f]{32}$", "^[a-z][a-z0-9_]{0,79}$"


def curl(method: str, path: str, operation: Mapping[str, Any], described: Mapping[str, Any]) -> str:
    """The command.

    Ids are written in capitals, such as WORKSPACE; `$PULMU` is the address of the place and `$TOKEN` the token.
    """
    ways = [name for item in operation.get("security", []) for name in item]
    needed = [item for item in operation.get("parameters", []) if item.get("required") or item["name"] == "if-match"]
    address = path
    for item in needed:
        if item["in"] == "path":
            address = address.replace("{" + item["name"] + "}", _in_path(item))
    query = "&".join(
        f"{item['name']}={_value(item['name'], item['schema'], described)}" for item in needed if item["in"] == "query"
    )
    parts = ["curl", *(["-X", method] if method != "GET" else [])]
    if "token" in ways:
        parts += ["-H", '"Authorization: Bearer $TOKEN"']
    elif ways:
        parts += ["-b", "cookies.txt", "-c", "cookies.txt"]
    elif method != "GET":
        parts += ["-c", "cookies.txt"]
    if method != "GET" and "token" not in ways:
        parts += ["-H", '"Origin: $PULMU"']
    parts += [
        part
        for item in needed
        if item["in"] == "header"
        for part in ("-H", shlex.quote(f'{item["name"].title()}: "1"'))
    ]
    parts += _body(operation.get("requestBody", {}).get("content", {}), described)
    return " ".join([*parts, f'"$PULMU{address}{"?" + query if query else ""}"'])


def _in_path(item: Mapping[str, Any]) -> str:
    schema = item["schema"]
    if "enum" in schema:
        return str(schema["enum"][0])
    return "1" if schema.get("type") == "integer" else str(item["name"]).upper()


def _body(content: Mapping[str, Any], described: Mapping[str, Any]) -> list[str]:
    if "application/json" in content:
        body = _value("", content["application/json"]["schema"], described)
        return ["--json", shlex.quote(json.dumps(body, ensure_ascii=False))]
    return ["--data-binary", "@plant.xlsx", "-H", "'Content-Type: application/octet-stream'"] if content else []


def _value(name: str, schema: Mapping[str, Any], described: Mapping[str, Any]) -> Any:
    """A value that fits."""
    if "$ref" in schema:
        schema = described["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if "properties" in schema:
        needed = schema.get("required", [])
        fields = {key: said for key, said in schema["properties"].items() if key in needed or len(needed) == 0}
        return {key: _value(key, said, described) for key, said in fields.items()}
    if name in _NAMED:
        return _NAMED[name]
    if "anyOf" in schema:
        return _value(name, schema["anyOf"][0], described)
    return _plain(name, schema, described)


def _plain(name: str, schema: Mapping[str, Any], described: Mapping[str, Any]) -> Any:
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"):
        case "integer" | "number":
            return schema.get("minimum", 1)
        case "boolean":
            return False
        case "array":
            return [_value(name, schema.get("items", {}), described)]
        case "object" | None:
            return {}
        case _:
            shaped = {_HEXADECIMAL: "0123456789abcdef" * 2, _WORD: name.lower()}.get(schema.get("pattern", ""))
            return shaped or _TEXTS.get(schema.get("format", ""), name.upper())
