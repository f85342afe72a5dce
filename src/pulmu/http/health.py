"""Whether the place can do its work: for who watches it by a program."""

import logging
from collections.abc import Sequence
from dataclasses import replace

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from pulmu.http.language import language_of
from pulmu.http.status import asked_again
from pulmu.locale import problems_tree
from pulmu.model import OutsideError, Problem
from pulmu.services.place import Place

PATH = "/healthz"
_LOG = logging.getLogger(__name__)


def add_health(app: FastAPI, place: Place) -> None:
    """Serve whether records can be read, and something be written where files are kept."""

    def health(request: Request) -> Response:
        try:
            with place.store.place_reading():
                pass
            place.check_room()
        except OutsideError as error:
            told = told_outside(request, error.problems)
            body = {"status": "failing", "problems": problems_tree(told, language_of(request))}
            return JSONResponse(body, 503, asked_again(told, 503))
        return JSONResponse({"status": "ok"})

    app.add_api_route(PATH, health, include_in_schema=False, response_model=None)


def told_outside(request: Request, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """What went wrong outside, noted and counted, as it is told to who asks: without where the store is."""
    for item in problems:
        _LOG.error("%s: %s: %s", item.code, item.place, item.message)
        request.app.state.metrics.outside.labels(item.code).inc()
    return tuple(replace(item, place="") for item in problems)
