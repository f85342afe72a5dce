"""Who asks: by the token in the header, or by the session in the cookie."""

from typing import Annotated

from fastapi import Depends, Path, Request, Security
from fastapi.security import APIKeyCookie, HTTPBearer

from pulmu.model import AccessRefused
from pulmu.services.access.actor import Actor
from pulmu.services.accounts.identify import by_session, by_token, not_logged_in
from pulmu.services.place import Place

_COOKIE = "pulmu_session"
_BY_COOKIE = APIKeyCookie(name=f"__Host-{_COOKIE}", scheme_name="session", auto_error=False)
_BY_TOKEN = HTTPBearer(bearerFormat="pulmu_…", scheme_name="token", auto_error=False)
"""For the description of the API; what they find is read here by other rules."""
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

WorkspaceId = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="workspace, by id")]


def place_of(request: Request) -> Place:
    """The place the app serves."""
    found: Place = request.app.state.place
    return found


def cookie_of(request: Request) -> str:
    """Name of the cookie; by HTTPS one that no other host of the same domain can set in its stead."""
    return f"__Host-{_COOKIE}" if request.app.state.is_secure else _COOKIE


def address_of(request: Request) -> str:
    """Where a request came from, as the server saw it: no header is believed."""
    return request.client.host if request.client else ""


def session_of(request: Request, _: Annotated[str | None, Security(_BY_COOKIE)] = None) -> str:
    """The secret of the session in the cookie.

    Raises
    ------
    AccessRefused  There is none (`access.not_logged_in`), or a page of another place sent the request
        (`access.foreign_origin`).
    """
    secret = request.cookies.get(cookie_of(request), "")
    if not secret:
        raise not_logged_in()
    refuse_foreign_origin(request)
    return secret


def refuse_foreign_origin(request: Request) -> None:
    """Refuse a request that changes something and was sent by a page of another place.

    Raises
    ------
    AccessRefused  `access.foreign_origin`.
    """
    if request.method in _SAFE:
        return
    origin = request.headers.get("origin", "")
    if origin not in request.app.state.origins:
        raise AccessRefused.of(
            "access.foreign_origin", "origin", "the request comes from a page of another place",
            "open Pulmu by its own address",
        )  # fmt: skip


def actor_of(
    request: Request,
    workspace: WorkspaceId,
    place: Annotated[Place, Depends(place_of)],
    _by_token: Annotated[object, Security(_BY_TOKEN)] = None,
    _by_cookie: Annotated[object, Security(_BY_COOKIE)] = None,
) -> Actor:
    """Who asks, in the workspace of the address.

    Raises
    ------
    AccessRefused  Nobody is known, or they have no part in the workspace.
    """
    return known(request, _actor(request, workspace, place, is_used=True))


def actor_still(request: Request, workspace: str, place: Place) -> Actor:
    """The same while an answer goes on, which does not count as use of the session.

    Raises
    ------
    AccessRefused  As for `actor_of`; by then they may have left.
    """
    return _actor(request, workspace, place, is_used=False)


def _actor(request: Request, workspace: str, place: Place, *, is_used: bool) -> Actor:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        actor = by_token(place.door, token.strip(), address_of(request))
        if actor.workspace != workspace:
            raise AccessRefused.of(
                "access.unknown_workspace", "workspace", "there is no such workspace", "choose one of yours",
                workspace=workspace,
            )  # fmt: skip
        return actor
    return by_session(place.door, session_of(request), workspace, address_of(request), is_used=is_used)


def known(request: Request, actor: Actor) -> Actor:
    """The actor, noted with the request: the log says who asked.

    Raises
    ------
    AccessRefused  They look at too much (`access.too_many`).
    """
    request.state.actor = actor
    if request.method in _SAFE:
        request.app.state.limits.take(request, "read", actor.token or actor.id)
    return actor


AnyPlace = Annotated[Place, Depends(place_of)]
Asking = Annotated[Actor, Depends(actor_of)]
Session = Annotated[str, Depends(session_of)]
