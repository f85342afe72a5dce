"""The app: the surfaces it serves, what every answer carries, and what is said when something goes wrong."""

import functools
import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from starlette._utils import get_route_path
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import BaseRoute, Match
from starlette.types import Scope

import pulmu
from pulmu.http.health import add_health, told_outside
from pulmu.http.limits import Limits
from pulmu.http.metrics import Metrics, Watch, add_metrics
from pulmu.http.observe import Observe
from pulmu.http.status import status_of
from pulmu.model import OutsideError, Problem, PulmuError, problem
from pulmu.services.place import Place

Answer = Callable[[Request, Sequence[Problem], int], Response]
"""Tells problems to who asked, with a status."""

_NOBODY = Watch()
_NAMED = re.compile(r"\(\?P<[^>]+>")
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """A way in, below a path of its own.

    Parameters
    ----------
    prefix : Path it answers below; the longest that fits counts.
    routes : What it serves, `ready` below that path.
    answer : How it tells what went wrong.
    mount : Adds to the app what is no route of the surface's own.
    headers : What its answers carry besides, or instead.
    """

    prefix: str
    routes: Sequence[BaseRoute]
    answer: Answer
    mount: Callable[[FastAPI], None] = lambda _: None
    headers: dict[str, str] = field(default_factory=dict)


def create_app(
    place: Place,
    hosts: tuple[str, ...],
    surfaces: Sequence[Surface],
    *,
    is_secure: bool,
    watch: Watch = _NOBODY,
    limits: Limits | None = None,
) -> FastAPI:
    """The app of a place.

    Parameters
    ----------
    hosts : Names under which it answers, with their port where it is not the usual one; any other Host is refused.
    surfaces : Its ways in.
    is_secure : Whether it is reached by HTTPS: then the cookie travels by nothing else.
    watch : Who may read its numbers.
    limits : How often something may be done; as in `RATES` where none are given.
    """
    app = FastAPI(title="Pulmu", version=pulmu.__version__, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.place, app.state.is_secure = place, is_secure
    app.state.surfaces = sorted(surfaces, key=lambda item: -len(item.prefix))
    scheme = "https" if is_secure else "http"
    app.state.origins = frozenset(f"{scheme}://{host}" for host in hosts)
    for surface in surfaces:
        app.router.routes.extend(surface.routes)
        surface.mount(app)
    app.state.metrics = metrics = Metrics()
    app.state.limits = limits or Limits()
    add_metrics(app, place, metrics, watch)
    add_health(app, place)
    app.add_exception_handler(PulmuError, _refused)  # type: ignore[arg-type]
    app.add_exception_handler(RequestValidationError, _malformed)  # type: ignore[arg-type]
    app.add_exception_handler(HTTPException, _not_served)  # type: ignore[arg-type]
    app.add_exception_handler(Exception, _fault)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[host.partition(":")[0] for host in hosts])
    app.middleware("http")(_with_headers)
    app.add_middleware(Observe, metrics=metrics)
    return app


def ready(parts: Iterable[APIRouter], prefix: str) -> tuple[BaseRoute, ...]:
    """Parts below a path: what each route takes and answers is worked out once, however many apps serve them."""
    whole = APIRouter()
    for part in parts:
        known = _Part()
        known.include_router(part, prefix=prefix)
        whole.include_router(known)
    return tuple(whole.routes)


class _Part(APIRouter):
    """Routes that are looked through only where one of them may fit: each of hundreds would be, for each request."""

    @functools.cached_property
    def _any(self) -> re.Pattern[str]:
        """What fits any of its paths; their names for what they read are its own business."""
        regexes = [route.path_regex.pattern for route in iter_route_contexts(self.routes)]
        return re.compile("|".join(_NAMED.sub("(?:", item) for item in dict.fromkeys(regexes)))

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether it serves what is asked, and how."""
        if self._any.match(get_route_path(scope)) is None:
            return Match.NONE, {}
        return super().matches(scope)


def surface_of(request: Request) -> Surface:
    """The surface that was asked."""
    path = request.url.path
    found: Sequence[Surface] = request.app.state.surfaces
    return next((item for item in found if path == item.prefix or path.startswith(f"{item.prefix}/")), found[-1])


async def _with_headers(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    if "\0" in request.url.path:  # in no id, and PostgreSQL takes none
        said = [_no_address(request, "nothing is served here")]
        return _headed(request, surface_of(request).answer(request, said, 404))
    return _headed(request, await call_next(request))


def _headed(request: Request, response: Response) -> Response:
    """The answer with what every answer carries."""
    for name, value in (_HEADERS | surface_of(request).headers).items():
        response.headers.setdefault(name, value)
    response.headers["X-Request-ID"] = request.state.request_id
    if request.app.state.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response


async def _refused(request: Request, error: PulmuError) -> Response:
    problems = error.problems
    if isinstance(error, OutsideError):  # where the store is, is for who cares for the place, and not for who asks
        problems = told_outside(request, problems)
    return surface_of(request).answer(request, problems, status_of(error))


async def _malformed(request: Request, error: RequestValidationError) -> Response:
    return surface_of(request).answer(request, [_of_field(item) for item in error.errors()], 422)


async def _not_served(request: Request, error: HTTPException) -> Response:
    if isinstance(error.__cause__, PulmuError):
        return await _refused(request, error.__cause__)
    if error.status_code == 400:  # the only thing the framework says so of
        said = "the body is no json"
        item = problem("input.request", "body", said, "look into the description of the API", reason=said)
        return surface_of(request).answer(request, [item], 422)
    said = {404: "nothing is served here", 405: "this is not done here"}.get(
        error.status_code, "the request is refused"
    )
    answer = surface_of(request).answer(request, [_no_address(request, said)], error.status_code)
    for name, value in (error.headers or {}).items():
        answer.headers[name] = value
    return answer


def _no_address(request: Request, said: str) -> Problem:
    return problem("input.address", request.url.path[:200], said, "look into the description of the API")


async def _fault(request: Request, _: Exception) -> Response:
    said, mend = "this is a fault of the program", "try again; if it stays so, tell who cares for the place"
    return _headed(request, surface_of(request).answer(request, [problem("outside.fault", "", said, mend)], 500))


def _of_field(item: dict[str, Any]) -> Problem:
    """What pydantic says of a field, without the value: it may be a password."""
    place = ".".join(str(part) for part in item["loc"])
    said = str(item["msg"]).lower()
    return problem("input.request", place[:200], said, "look into the description of the API", reason=said)
