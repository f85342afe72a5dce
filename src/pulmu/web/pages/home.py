"""The first page, and the language."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import COOKIE
from pulmu.web.show import local_path, show
from pulmu.web.viewer import AnyViewer

routes = APIRouter(include_in_schema=False)
_YEAR = 365 * 24 * 3600


@routes.get("/")
def home(request: Request, viewer: AnyViewer, place: AnyPlace) -> Response:
    """What Pulmu is for, the samples, and the way in."""
    return show(
        request, "home.html", viewer=viewer, samples=place.samples, may_found=place.door.policy.sign_up == "open"
    )


@routes.get("/language/{name}")
def choose_language(
    request: Request, name: Annotated[str, Path(pattern="^(ko|en)$")], next: Annotated[str, Query()] = "/"
) -> Response:
    """The same page in another language."""
    answer = RedirectResponse(local_path(next), 303)
    secure = bool(request.app.state.is_secure)
    answer.set_cookie(COOKIE, name, max_age=_YEAR, samesite="lax", secure=secure, httponly=True, path="/")
    return answer
