"""The API: its routes, and their description."""

import functools
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.openapi.utils import get_openapi
from starlette.routing import BaseRoute

from pulmu.api.problems import PROBLEM_SCHEMA, problem_answer, told
from pulmu.api.reference import reference_page
from pulmu.api.routes import (
    accounts,
    anomalies,
    appeals,
    applications,
    audit,
    bills,
    board,
    books,
    calls,
    control,
    erasure,
    evidence,
    export,
    firm,
    forecasts,
    jobs,
    letters,
    line_questions,
    line_runs,
    lines,
    live,
    live_ahead,
    market,
    measures,
    members,
    meters,
    own_rounds,
    plants,
    programmes,
    reforms,
    reports,
    reviews,
    rounds,
    schedules,
    selections,
    shared,
    shells,
    themes,
    voices,
)
from pulmu.http.app import Surface, ready

PREFIX = "/api/v1"
ANY_ROUTE = (429, 500, 503, 507)
"""What any route may answer: too many requests, a fault of the program, a store that is away, one without room."""


def api() -> Surface:
    """The API as a surface of the app."""
    return Surface(prefix=PREFIX, routes=_routes(), answer=problem_answer, mount=_add_description)


@functools.cache
def _routes() -> tuple[BaseRoute, ...]:
    parts = (
        accounts,
        members,
        plants,
        lines,
        programmes,
        applications,
        appeals,
        board,
        calls,
        control,
        selections,
        own_rounds,
        rounds,
        reviews,
        letters,
        line_runs,
        live,
        live_ahead,
        line_questions,
        shells,
        reforms,
        meters,
        bills,
        forecasts,
        anomalies,
        schedules,
        measures,
        books,
        reports,
        evidence,
        market,
        jobs,
        audit,
        shared,
        export,
        erasure,
        firm,
        voices,
        themes,
    )
    return ready([part.routes for part in parts], PREFIX)


def _add_description(app: FastAPI) -> None:
    described = functools.cache(lambda: describe(app))  # as long as the app, which gets no more routes

    def machine_readable() -> dict[str, Any]:
        return described()

    def page(request: Request) -> Response:
        return reference_page(request, described(), ANY_ROUTE)

    app.add_api_route(f"{PREFIX}/openapi.json", machine_readable, include_in_schema=False)
    app.add_api_route(f"{PREFIX}/docs", page, include_in_schema=False, response_model=None)


def describe(app: FastAPI) -> dict[str, Any]:
    """The description of the API (OpenAPI 3.1)."""
    found = get_openapi(title=app.title, version=app.version, routes=app.routes)
    components = found["components"]
    components["schemas"]["Problems"] = PROBLEM_SCHEMA
    for unused in ("HTTPValidationError", "ValidationError"):
        components["schemas"].pop(unused, None)
    for methods in found["paths"].values():
        for method, operation in methods.items():
            _complete(method, operation)
    return found


def _complete(method: str, operation: dict[str, Any]) -> None:
    """Add to a route the answers that are problems and hold for all of its kind."""
    answers = operation["responses"]
    statuses = set(ANY_ROUTE)
    if "422" in answers:  # where something is asked, the framework says so, in its own words
        statuses.add(422)
    if "requestBody" in operation:
        statuses.add(413)
    answers |= {str(status): said for status, said in told(*statuses).items()}
    if method == "get" and "application/json" in answers.get("200", {}).get("content", {}):
        answers["304"] = {"description": "Not Modified: it is as named by `If-None-Match`"}
    operation["responses"] = dict(sorted(answers.items()))
