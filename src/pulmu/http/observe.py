"""What every request leaves in the log and the numbers: which route, what came of it, who asked. Nothing they sent."""

import re
import uuid
from time import perf_counter
from typing import Any

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pulmu.http.logs import frames_of, log_of
from pulmu.http.metrics import Metrics

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
NO_ROUTE = "none"


class Observe:
    """Around the app: gives each request an id, and tells of it when it was answered."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics
        self._log = log_of("pulmu.request")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, and tell of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state["request_id"] = _request_id(scope)
        begun, status = perf_counter(), 500
        failed: BaseException | None = None

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        with (
            structlog.contextvars.bound_contextvars(request_id=state["request_id"]),
            self._metrics.in_flight.track_inprogress(),
        ):
            try:
                await self._app(scope, receive, noting)
            except BaseException as error:
                failed = error
                raise
            finally:
                self._tell(scope, status, perf_counter() - begun, failed)

    def _tell(self, scope: Scope, status: int, seconds: float, failed: BaseException | None) -> None:
        method = scope["method"] if scope["method"] in _METHODS else "other"
        route = route_of(scope)
        self._metrics.count(method, route, status, seconds)
        told: dict[str, Any] = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
        actor = scope["state"].get("actor")
        if actor is not None:
            told |= {"actor": actor.id, "via": actor.via} | ({"workspace": actor.workspace} if actor.workspace else {})
        if "limit" in scope["state"]:
            told["limit"] = scope["state"]["limit"]
        if failed is not None:
            self._log.error("fault", **told, error=type(failed).__name__, where=frames_of(failed))
        elif status >= 500:
            self._log.error("request", **told)
        else:
            self._log.info("request", **told)


def route_of(scope: Scope) -> str:
    """The route's own path, such as ``/shared/{address}``: what stands in its place may be a secret."""
    found = scope.get("fastapi", {}).get("effective_route_context") or scope.get("route")
    return str(getattr(found, "path_format", NO_ROUTE))


def _request_id(scope: Scope) -> str:
    """The one a proxy before this gave, where it is plain; else a new one."""
    given = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"").decode("latin-1")
    return given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
