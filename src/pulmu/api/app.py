"""The API: its routes, and their description."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from pulmu.api.problems import PROBLEM_SCHEMA, problem_answer, told
from pulmu.api.routes import accounts, audit, members, plants, reports, shared
from pulmu.http.app import Surface

PREFIX = "/api/v1"


def api() -> Surface:
    """The API as a surface of the app."""
    parts = (accounts, members, plants, reports, audit, shared)
    return Surface(prefix=PREFIX, routes=[part.routes for part in parts], answer=problem_answer, mount=_add_description)


def _add_description(app: FastAPI) -> None:
    app.add_api_route(f"{PREFIX}/openapi.json", lambda: describe(app), include_in_schema=False)


def describe(app: FastAPI) -> dict[str, Any]:
    """The description of the API (OpenAPI 3.1)."""
    found = get_openapi(title=app.title, version=app.version, routes=app.routes)
    found["components"]["schemas"]["Problems"] = PROBLEM_SCHEMA
    for unused in ("HTTPValidationError", "ValidationError"):
        found["components"]["schemas"].pop(unused, None)
    for path in found["paths"].values():
        for operation in path.values():
            answer = operation["responses"].get("422", {})
            if "HTTPValidationError" in str(answer):
                del operation["responses"]["422"]
            if "requestBody" in operation:
                operation["responses"] |= {str(status): said for status, said in told(413).items()}
    return found
