"""What went wrong, as problem+json (RFC 9457) with the codes and places of `Problem`."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse

from pulmu.locale import Language, problems_tree
from pulmu.model import AccessRefused, ConflictError, InputError, OutsideError, Problem, PulmuError, RuleError

MEDIA_TYPE = "application/problem+json"
_STATUS: dict[str, int] = {
    "access.not_logged_in": 401,
    "access.wrong_password": 401,
    "access.wrong_code": 401,
    "access.locked": 429,
    "access.invitation": 404,
    "access.link": 404,
    "input.request": 422,
    "store.stale": 412,
    "input.precondition_missing": 428,
    "input.file_too_large": 413,
    "input.body_too_large": 413,
}
_KINDS: tuple[tuple[type[PulmuError], int], ...] = (
    (ConflictError, 409),
    (InputError, 422),
    (RuleError, 422),
    (OutsideError, 503),
)


def status_of(error: PulmuError) -> int:
    """The status of an answer; what is another's is answered like what is not there."""
    code = error.problems[0].code if error.problems else ""
    if code in _STATUS:
        return _STATUS[code]
    if isinstance(error, AccessRefused):
        return 404 if code.partition(".")[2].startswith("unknown_") else 403
    return next((status for kind, status in _KINDS if isinstance(error, kind)), 422)


def problem_answer(request: Request, problems: Sequence[Problem], status: int) -> JSONResponse:
    """The answer to who asked, in their language."""
    told = problems_tree(problems, language_of(request))
    body = {
        "type": f"urn:pulmu:problem:{problems[0].code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": told[0]["message"],
        "problems": told,
    }
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    if status == 429:
        headers["Retry-After"] = dict(problems[0].values).get("seconds", "60")
    return JSONResponse(body, status, headers | {"Cache-Control": "no-store"}, MEDIA_TYPE)


def language_of(request: Request) -> Language:
    """Korean, unless English is asked for first."""
    asked = request.headers.get("accept-language", "").lower()
    korean, english = (asked.find(name) for name in ("ko", "en"))
    return "en" if english >= 0 and not 0 <= korean < english else "ko"


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
