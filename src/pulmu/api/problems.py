"""What went wrong, as problem+json (RFC 9457) with the codes and places of `Problem`."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse

from pulmu.http.language import language_of
from pulmu.http.status import asked_again
from pulmu.locale import problems_tree
from pulmu.model import Problem

MEDIA_TYPE = "application/problem+json"


def problem_answer(request: Request, problems: Sequence[Problem], status: int) -> JSONResponse:
    """The answer to who asked, in their language."""
    told = problems_tree(problems, language_of(request), in_place=True)
    body = {
        "type": f"urn:pulmu:problem:{problems[0].code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": told[0]["message"],
        "problems": told,
    }
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    headers |= asked_again(problems, status) | {"Cache-Control": "no-store"}
    return JSONResponse(body, status, headers, MEDIA_TYPE)


PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "problems"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "problems": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["code", "severity", "place", "message", "mend", "values"],
                "properties": {
                    "code": {"type": "string"},
                    "severity": {"enum": ["error", "warning"]},
                    "place": {"type": "string"},
                    "message": {"type": "string"},
                    "mend": {"type": "string"},
                    "values": {"type": "object", "additionalProperties": {"type": "string"}},
                },
            },
        },
    },
}


def told(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What the description of a route says of answers that are problems."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problems"}}}
    return {status: {"description": HTTPStatus(status).phrase, "content": content} for status in statuses}
