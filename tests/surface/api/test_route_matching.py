"""Whoever is asked is found among hundreds of routes, and most of them are not even looked at."""

import re
from collections.abc import Iterator

import pytest
from fastapi import APIRouter
from fastapi.routing import iter_route_contexts
from starlette.routing import BaseRoute, Match

from pulmu.api.app import api
from pulmu.web.app import web

ROUTES = (*api().routes, *web().routes)


def asked() -> Iterator[tuple[str, str]]:
    """Method and an address of every route."""
    for route in iter_route_contexts(ROUTES):
        for method in sorted(route.methods or ()):
            yield method, re.sub(r"\{[^}]*\}", "x1", route.path or "")


def chosen(method: str, path: str) -> BaseRoute | None:
    """The part of a surface that is chosen, as the router chooses."""
    scope = {"type": "http", "method": method, "path": path, "root_path": "", "headers": []}
    return next((part for part in ROUTES if part.matches(dict(scope))[0] is Match.FULL), None)


def plainly(method: str, path: str) -> BaseRoute | None:
    """The same by looking at every route in turn."""
    for part in ROUTES:
        for route in iter_route_contexts([part]):
            if route.path_regex.match(path) and method in (route.methods or ()):
                return part
    return None


def test_what_is_asked_is_found_where_it_is_when_all_are_looked_at() -> None:
    every = list(asked())
    assert len(every) > 600
    for method, path in [*every, ("GET", "/no/such"), ("GET", "/api/v1/no/such"), ("DELETE", "/"), ("GET", "/w/x1/")]:
        assert chosen(method, path) is plainly(method, path), (method, path)
    assert all(chosen(*one) for one in every)


def test_only_parts_that_may_serve_it_are_looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[APIRouter] = []
    through = APIRouter.matches
    monkeypatch.setattr(APIRouter, "matches", lambda part, scope: looked.append(part) or through(part, scope))
    assert chosen("GET", "/no/such") is None
    assert looked == []
    assert chosen("GET", "/w/x1/plants") is not None
    assert 1 <= len(looked) <= 4
