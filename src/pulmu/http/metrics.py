"""Numbers of a running place, in the form Prometheus reads. No company, person or address is in them."""

import hmac
from collections import Counter as Count
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

from fastapi import FastAPI, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.exceptions import HTTPException

from pulmu.services.place import Place

PATH = "/metrics"
_BUCKETS = (0.005, 0.025, 0.1, 0.3, 1, 3, 10, 60)


@dataclass(frozen=True, slots=True)
class Watch:
    """Who may read the numbers; nobody where neither is given.

    Parameters
    ----------
    token : Who sends it as bearer may, from anywhere.
    is_open_here : Whether a program on the same machine may without one. Never behind a proxy: there everybody comes
        from this machine.
    """

    token: str = ""
    is_open_here: bool = False


class Metrics:
    """The numbers of one app."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        named: Any = {"registry": self.registry, "namespace": "pulmu"}
        self._requests = Counter("requests", "requests answered", ["method", "route", "status"], **named)
        self._seconds = Histogram("request_seconds", "time to answer", ["method", "route"], buckets=_BUCKETS, **named)
        self.in_flight = Gauge("requests_in_flight", "requests being answered", **named)
        self.slowed = Counter("requests_slowed", "requests refused for there were too many", ["limit"], **named)
        self.outside = Counter("outside_errors", "a database or file that did not do what it should", ["code"], **named)
        self._sessions = Gauge("sessions", "log-ins that have not ended", **named)
        self._jobs = Gauge("jobs", "jobs in the queue", ["state"], **named)

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request that was answered."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)

    def page(self, place: Place) -> bytes:
        """All of them as they are now."""
        now = place.gate.world.now()
        with place.store.place_reading() as records:
            sessions, queued = records.count_sessions(now), records.queued_jobs()
        self._sessions.set(sessions)
        states = Count("running" if item.lease_ends and item.lease_ends > now else "waiting" for item in queued)
        for state in ("waiting", "running"):
            self._jobs.labels(state).set(states[state])
        return generate_latest(self.registry)


def add_metrics(app: FastAPI, place: Place, metrics: Metrics, watch: Watch) -> None:
    """Serve the numbers to who may read them; to others there is nothing."""

    def read(request: Request) -> Response:
        if not _may(request, watch):
            raise HTTPException(404)
        return Response(metrics.page(place), media_type=CONTENT_TYPE_LATEST)

    app.add_api_route(PATH, read, include_in_schema=False, response_model=None)


def _may(request: Request, watch: Watch) -> bool:
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    if watch.token:
        return kind.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), watch.token.encode())
    return watch.is_open_here and _is_here(request.client.host if request.client else "")


def _is_here(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
