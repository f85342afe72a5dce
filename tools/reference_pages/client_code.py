"""The typed client's routes and views, written from the description the app gives of itself."""

import keyword
import re
import subprocess
import sys
from typing import Any, cast

from pulmu.api.app import describe
from pulmu.main import app_of
from pulmu.services.place import Place
from reference_pages.common import SOURCE

FOLDER = SOURCE / "client"
_NOTE = "Written by tools/write_reference.py from the description of the API: change that, not this file."
_PLAIN = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "null": "None",
    "object": "dict[str, Any]",
}
_FORMATS = {"date-time": "datetime", "date": "date"}
_ROOM = "/api/v1/workspaces/{workspace}"
_ON_CLASS = {"place": "a place, outside of its workspaces", "workspace": "one workspace of a place"}


def client_code() -> dict[str, str]:
    """The two modules by file name."""
    described = describe(app_of(cast("Place", None), ("pulmu.firm.example",), is_secure=True))
    return {"views.py": _formatted(_views(described)), "routes.py": _formatted(_routes(described))}


def _formatted(text: str) -> str:
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", str(FOLDER / "routes.py"), "-"]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout  # noqa: S603


def _views(described: dict[str, Any]) -> str:
    """A dataclass for each thing an answer holds."""
    parts = []
    for name, schema in sorted(described["components"]["schemas"].items()):
        if name.endswith("Body") or name.startswith("Page_") or name == "Problems":
            continue
        fields = []
        for field, said in schema.get("properties", {}).items():
            default = "" if field in schema.get("required", []) else f" = {_default(said)}"
            fields.append(f"    {field}: {_type(said)}{default}")
        doc = " ".join(schema.get("description", name).split())
        parts.append(
            f'@dataclass(frozen=True, slots=True, kw_only=True)\nclass {name}:\n    """{doc}"""\n\n'
            + "\n".join(fields or ["    pass"])
        )
    text = "\n\n\n".join(parts)
    return (
        _head("What the answers of a place hold.", text, {"datetime": ["date", "datetime"]}, annotations=True)
        + text
        + "\n"
    )


def _head(title: str, text: str, known: dict[str, list[str]], *, annotations: bool) -> str:
    lines = [f'"""{title}', "", _NOTE, '"""', ""]
    lines += ["from __future__ import annotations", ""] if annotations else []
    if "Iterator[" in text:
        lines.append(
            "from collections.abc import Iterator, Sequence"
            if "Sequence[" in text
            else "from collections.abc import Iterator"
        )
    lines += ["from dataclasses import dataclass"]
    for module, names in known.items():
        used = [name for name in names if re.search(rf"\b{name}\b", text)]
        lines += [f"from {module} import {', '.join(used)}"] if used else []
    used = [name for name in ("Any", "Literal") if re.search(rf"\b{name}\b", text)]
    lines += [f"from typing import {', '.join(used)}"] if used else []
    return "\n".join(lines) + "\n\n"


def _type(schema: dict[str, Any], prefix: str = "", many: str = "tuple[{}, ...]") -> str:
    if "$ref" in schema:
        return prefix + str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_type(item, prefix, many) for item in schema["anyOf"]))
    if "enum" in schema:
        return f"Literal[{', '.join(repr(item) for item in schema['enum'])}]"
    if schema.get("type") == "array":
        items = schema.get("items")
        return many.format(_type(items, prefix, many) if items else "Any")
    if schema.get("type") == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"dict[str, {_type(schema['additionalProperties'], prefix, many)}]"
    return _FORMATS.get(schema.get("format", ""), _PLAIN.get(schema.get("type", ""), "Any"))


def _default(schema: dict[str, Any]) -> str:
    value = schema.get("default")
    return "()" if value == [] else repr(value)


def _routes(described: dict[str, Any]) -> str:
    parts: dict[str, list[str]] = {"place": [], "workspace": []}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            parts["workspace" if path.startswith(_ROOM) else "place"].append(
                _method(method.upper(), path, operation, described)
            )
    classes = [
        '@dataclass(frozen=True, slots=True)\nclass Place:\n    """A place, outside of its workspaces."""\n\n'
        "    connection: Connection\n\n" + "\n".join(parts["place"]),
        '@dataclass(frozen=True, slots=True)\nclass Workspace:\n    """One workspace of a place, by its id."""\n\n'
        "    connection: Connection\n    workspace: str\n\n" + "\n".join(parts["workspace"]),
    ]
    text = "\n\n".join(classes)
    own = "from pulmu.client import views\nfrom pulmu.client.ask import Connection, Content, view\n\n\n"
    quoted = "from urllib.parse import quote\n\n"
    return (
        _head("A method for each route.", text, {"datetime": ["date", "datetime"]}, annotations=False).rstrip("\n")
        + "\n"
        + quoted
        + own
        + text
    )


def _method(method: str, path: str, operation: dict[str, Any], described: dict[str, Any]) -> str:
    given = [item for item in operation.get("parameters", []) if item["name"] not in ("workspace", "if-none-match")]
    result, is_page = _result(operation)
    if is_page:
        given = [item for item in given if item["name"] != "after"]
    content = operation.get("requestBody", {}).get("content", {})
    body = _body(content, described)
    in_path = [item for item in given if item["in"] == "path"]
    positional = [f"{_name(item['name'])}: {_type(item['schema'])}" for item in in_path]
    positional += ["content: Content"] if content and body is None else []
    keyed = _keyed(given, body or {}, (body or {}).get("required", []))
    signature = ", ".join(["self", *positional, *(["*", *keyed] if keyed else [])])
    name = operation["summary"].lower().replace(" ", "_")
    doc = " ".join(operation["description"].split())
    lines = [
        f"    def {name}({signature}) -> {f'Iterator[{result}]' if is_page else result}:",
        f'        """{_wrapped(doc)}"""',
    ]
    return "\n".join([*lines, *_call(method, path, given, body, content, result, is_page), ""])


def _wrapped(doc: str) -> str:
    """In lines that are not too long."""
    if len(doc) < 100:
        return doc
    first, _, rest = doc.partition(". ")
    found = [first + ("." if rest else ""), ""]
    line = ""
    for word in rest.split():
        if len(line) + len(word) > 100:
            found.append(f"        {line}")
            line = ""
        line = f"{line} {word}".strip()
    return "\n".join([*found, f"        {line}", "        "]) if rest else first


def _keyed(given: list[dict[str, Any]], body: dict[str, Any], needed: list[str]) -> list[str]:
    found = {}
    for item in given:
        if item["in"] == "path":
            continue
        default = "" if item.get("required") else f" = {_default(item['schema'])}"
        found[_name(item["name"])] = (_type(item["schema"]), default)
    for field, said in body.get("properties", {}).items():
        default = "" if field in needed else f" = {_default(said)}"
        found[_name(field)] = (_type(said, "views.", "Sequence[{}]"), default)
    ordered = sorted(found.items(), key=lambda item: bool(item[1][1]))
    return [f"{name}: {kind}{default}" for name, (kind, default) in ordered]


def _body(content: dict[str, Any], described: dict[str, Any]) -> dict[str, Any] | None:
    if "application/json" not in content:
        return None
    name = content["application/json"]["schema"]["$ref"].rpartition("/")[2]
    return cast("dict[str, Any]", described["components"]["schemas"][name])


def _result(operation: dict[str, Any]) -> tuple[str, bool]:
    """What a method gives back, and whether it is a list in pages."""
    answer = next(said for status, said in operation["responses"].items() if status.startswith("2"))
    content = answer.get("content", {})
    if "application/json" not in content:
        is_empty = any(status == "204" for status in operation["responses"])
        is_large = "application/zip" in content  # given piece by piece
        return ("None" if is_empty else "Iterator[bytes]" if is_large else "bytes"), False
    kind = _type(content["application/json"]["schema"], "views.")
    page = re.fullmatch(r"views\.Page_(\w+)_", kind)
    return (f"views.{page[1]}", True) if page else (kind, False)


def _call(
    method: str,
    path: str,
    given: list[dict[str, Any]],
    body: dict[str, Any] | None,
    content: dict[str, Any],
    result: str,
    is_page: bool,
) -> list[str]:
    where = re.sub(
        r"\{(\w+)\}",
        lambda found: (
            "{quote(str(" + ("self.workspace" if found[1] == "workspace" else _name(found[1])) + "), safe='')}"
        ),
        path.removeprefix("/api/v1"),
    )
    address = f'f"{where}"' if "{" in where else f'"{where}"'
    query = "{" + ", ".join(f'"{item["name"]}": {_name(item["name"])}' for item in given if item["in"] == "query") + "}"
    if is_page:
        return [f"        return self.connection.pages({result}, {address}, {query})"]
    if result == "Iterator[bytes]":
        return [f"        return self.connection.pieces({address})"]
    more = [f"query={query}"] if query != "{}" else []
    headers = (
        "{"
        + ", ".join(f'"{item["name"].title()}": {_name(item["name"])}' for item in given if item["in"] == "header")
        + "}"
    )
    more += [f"headers={headers}"] if headers != "{}" else []
    if body is not None:
        more.append("body={" + ", ".join(f'"{field}": {_name(field)}' for field in body.get("properties", {})) + "}")
    more += ["content=content"] if content and body is None else []
    asked = f'self.connection.ask("{method}", {", ".join([address, *more])})'
    if result == "None":
        return [f"        {asked}"]
    return [f"        return {asked}.content" if result == "bytes" else f"        return view({result}, {asked}.data)"]


def _name(name: str) -> str:
    found = name.replace("-", "_").lower()
    return f"{found}_" if keyword.iskeyword(found) else found
