"""The way in for one person on their own machine: the link the program printed and opened."""

import hmac
from datetime import date

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.cookie import keep_session
from pulmu.http.identify import AnyPlace, address_of
from pulmu.http.language import language_of
from pulmu.model import AccessRefused
from pulmu.services.accounts.identify import today
from pulmu.services.accounts.local import enter_locally

routes = APIRouter(include_in_schema=False)


@routes.get("/local/{secret}")
def enter(request: Request, secret: str, place: AnyPlace) -> Response:
    """Come in, if the link is the one this run of the program made."""
    known = request.app.state.local_secret
    if not known or not hmac.compare_digest(known.encode(), secret.encode()):
        said, mend = "this link does not open anything", "start Pulmu again and use the link it prints"
        raise AccessRefused.of("access.unknown_local", "", said, mend)
    day: date = today(place.door)
    answer = RedirectResponse("/", 303)
    keep_session(request, answer, enter_locally(place.door, language_of(request), day, address_of(request)))
    return answer
