"""The page that describes the API: drawn here from the description, without a script and without a CDN."""

import base64
import functools
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from pulmu.api.example import curl
from pulmu.http.language import language_of
from pulmu.locale import Language, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Something a route asks for: in its path, its query, a header, or as its body."""

    name: str
    where: str
    kind: str
    is_needed: bool
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A route as the page shows it."""

    method: str
    path: str
    says: str
    who: str
    asked: tuple[Asked, ...]
    answers: tuple[tuple[str, str], ...]
    example: str

    @property
    def anchor(self) -> str:
        """Where it stands on the page."""
        return f"{self.method}{self.path}".lower().translate(str.maketrans("/{}", "---"))


def reference_page(request: Request, described: Mapping[str, Any], common: tuple[int, ...]) -> Response:
    """The page, in the language that is asked for.

    Parameters
    ----------
    common : Statuses any route may answer; they are told once.
    """
    asked = request.query_params.get("lang", "")
    language: Language = "ko" if asked == "ko" else "en" if asked == "en" else language_of(request)
    groups: dict[str, list[Route]] = {}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            route = _route(method.upper(), path, operation, described, common)
            groups.setdefault(operation["tags"][0], []).append(route)
    style = _style()
    page = _environment().get_template("page.html").render(
        language=language, t=lambda key, **values: text(f"web.reference.{key}", language, **values),
        version=described["info"]["version"], groups=groups, views=_views(described), style=style,
        common=", ".join(map(str, common)),
    )  # fmt: skip
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    )
    return HTMLResponse(page, headers={"Content-Security-Policy": policy})


def kind_of(schema: Mapping[str, Any]) -> str:
    """A schema in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(kind_of(item) for item in schema["anyOf"])
    if "enum" in schema or "const" in schema:
        return " | ".join(str(item) for item in schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        return f"list of {kind_of(schema.get('items', {}))}"
    named = schema.get("format") or schema.get("type") or "anything"
    least, most = schema.get("minimum"), schema.get("maximum")
    return f"{named} {least}–{most}" if least is not None and most is not None else str(named)


def _route(
    method: str, path: str, operation: Mapping[str, Any], described: Mapping[str, Any], common: tuple[int, ...]
) -> Route:
    ways = [name for item in operation.get("security", []) for name in item]
    who = "by_token" if "token" in ways else "by_session" if ways else "by_nobody"
    asked = [
        Asked(
            name=item["name"], where=item["in"], kind=kind_of(item["schema"]), is_needed=item.get("required", False),
            meaning=item.get("description", ""),
        )
        for item in operation.get("parameters", [])
    ]  # fmt: skip
    content = operation.get("requestBody", {}).get("content", {})
    for media, body in content.items():
        kind = kind_of(body["schema"]) if media == "application/json" else ""
        asked.append(Asked(name="", where=media, kind=kind, is_needed=True, meaning=""))
    answers = [(status, _answer(said)) for status, said in operation["responses"].items() if int(status) not in common]
    return Route(
        method=method, path=path, says=" ".join(operation.get("description", "").split()), who=who, asked=tuple(asked),
        answers=tuple(answers), example=curl(method, path, operation, described),
    )  # fmt: skip


def _answer(said: Mapping[str, Any]) -> str:
    schema = said.get("content", {}).get("application/json", {}).get("schema")
    return kind_of(schema) if schema else ""


def _views(described: Mapping[str, Any]) -> list[tuple[str, str, list[Asked]]]:
    """Bodies and answers with their fields."""
    found = []
    for name, schema in sorted(described["components"]["schemas"].items()):
        needed = schema.get("required", [])
        fields = [
            Asked(
                name=field, where="", kind=kind_of(said), is_needed=field in needed, meaning=said.get("description", "")
            )
            for field, said in schema.get("properties", {}).items()
        ]
        found.append((name, " ".join(schema.get("description", "").split()), fields))
    return found


@functools.cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("pulmu.api", "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, auto_reload=False,
    )  # fmt: skip


@functools.cache
def _style() -> str:
    return (files("pulmu.api") / "templates" / "page.css").read_text(encoding="utf-8")
