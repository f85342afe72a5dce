"""Coming in by a provider of one's own, and what of it is linked with one's account."""

from typing import Annotated, Any
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.cookie import forget_request, keep_request, keep_session, kept_request
from pulmu.http.identify import AnyPlace, Session, address_of
from pulmu.http.language import language_of
from pulmu.http.limits import limit_address, trying
from pulmu.http.status import status_of
from pulmu.locale import text
from pulmu.model import PulmuError
from pulmu.services.accounts import identities
from pulmu.services.accounts.log_in import LogIn
from pulmu.services.accounts.provider import Provider, ProviderAnswer, provider_named
from pulmu.services.accounts.provider_log_in import Departure, Return, come_back, depart
from pulmu.services.place import Place
from pulmu.services.records.identity import Purpose
from pulmu.web.forms import AnyForm
from pulmu.web.pages.entrance import MAY_BE_TOLD, again
from pulmu.web.show import local_path, show, told
from pulmu.web.viewer import AnyViewer, Viewer

routes = APIRouter(include_in_schema=False)
_Invitation = Annotated[str, Path(pattern=r"^[A-Za-z0-9._-]{1,200}$")]
"""The end of an invitation's address; it is kept in a cookie on the way."""
_Given = Annotated[str, Query(max_length=4000)]


@routes.get("/login/with/{provider}")
def go(
    request: Request, provider: str, place: AnyPlace, viewer: AnyViewer,
    wanted: Annotated[str, Query(alias="next", max_length=500)] = "/",
) -> Response:  # fmt: skip
    """Begin to log in; who is logged in goes on."""
    if viewer is not None:
        return RedirectResponse(local_path(wanted), 303)
    return _away(request, place, provider, "log_in", wanted=local_path(wanted))


@routes.get("/invitation/{address}/with/{provider}")
def go_to_join(request: Request, address: _Invitation, provider: str, place: AnyPlace) -> Response:
    """Begin to take an invitation."""
    return _away(request, place, provider, "join", wanted="/", invitation=address)


@routes.get("/account/with/{provider}")
def go_to_link(request: Request, provider: str, place: AnyPlace, secret: Session) -> Response:
    """Begin to link an identity with one's account."""
    return _away(request, place, provider, "link", wanted="/account", session=secret)


@routes.get("/login/with/{provider}/back")
def come(
    request: Request, provider: str, place: AnyPlace, code: _Given = "", state: _Given = "", iss: _Given = "",
    error: _Given = "",
) -> Response:  # fmt: skip
    """Where the provider sends the browser back to."""
    secret, invitation = kept_request(request)
    given = ProviderAnswer(code=code, state=state, issuer=iss, error=error)
    try:
        with trying(request, "log_in"):
            found = come_back(
                place.door, place.providers, provider, secret, _back(request, provider), given, address_of(request)
            )
    except MAY_BE_TOLD as refusal:
        answer = again(request, "login.html", refusal, wanted="/", email="", path="/login", query="")
        forget_request(request, answer)
        return answer
    if found.opened is not None:
        is_invited = found.request.purpose == "join"
        return _entered(request, found.opened, f"/invitation/{invitation}" if is_invited else found.request.wanted)
    return _asked(request, place, provider, found, invitation)


@routes.post("/invitation/{address}/identity")
def join(request: Request, address: str, form: AnyForm, place: AnyPlace) -> Response:
    """Take the invitation with what was proved."""
    secret, _ = kept_request(request)
    joining = identities.Joining(form.text("name", 300), language_of(request))
    try:
        limit_address(request, "sign_up")
        opened = identities.join_by_identity(place.door, address, secret, joining, address_of(request))
    except MAY_BE_TOLD as refusal:
        given = {"address": address, "name": joining.name, "email": form.text("email", 320)}
        given |= {"path": f"/invitation/{address}", "query": ""}
        return again(request, "identity_join.html", refusal, **given)
    answer = RedirectResponse("/", 303)
    keep_session(request, answer, opened.secret)
    forget_request(request, answer)
    return answer


@routes.get("/account")
def show_account(request: Request, secret: Session, place: AnyPlace, viewer: AnyViewer) -> Response:
    """One's own account."""
    return _account(request, place, secret, viewer)


@routes.post("/account/identities")
def link(request: Request, form: AnyForm, secret: Session, place: AnyPlace, viewer: AnyViewer) -> Response:
    """Link what was proved with one's account."""
    del form  # it was sent by a page of this place, and that is all it says
    try:
        identities.link(place.door, secret, kept_request(request)[0])
    except MAY_BE_TOLD as refusal:
        return _account(request, place, secret, viewer, refusal)
    answer = RedirectResponse("/account", 303)
    forget_request(request, answer)
    return answer


@routes.post("/account/identities/{key}/unlink")
def unlink(
    request: Request, key: str, form: AnyForm, secret: Session, place: AnyPlace, viewer: AnyViewer
) -> Response:  # fmt: skip
    """Take an identity from one's account."""
    del form
    try:
        identities.unlink(place.door, place.providers, secret, key)
    except MAY_BE_TOLD as refusal:
        return _account(request, place, secret, viewer, refusal)
    return RedirectResponse("/account", 303)


def _away(
    request: Request, place: Place, provider: str, purpose: Purpose, *, wanted: str, session: str = "",
    invitation: str = "",
) -> Response:  # fmt: skip
    """To the provider."""
    limit_address(request, "provider")
    begun: Departure = depart(
        place.door, place.providers, provider, _back(request, provider), purpose=purpose, wanted=wanted, session=session
    )
    answer = RedirectResponse(begun.address, 303)
    keep_request(request, answer, begun.secret, invitation)
    return answer


def _back(request: Request, provider: str) -> str:
    """Where the provider sends the browser back to: an address of this place, whatever port the request names."""
    scheme = "https" if request.app.state.is_secure else "http"
    here = f"{scheme}://{request.headers.get('host', '')}"
    origins: frozenset[str] = request.app.state.origins
    return f"{here if here in origins else min(origins)}/login/with/{quote(provider)}/back"


def _entered(request: Request, opened: LogIn, wanted: str) -> Response:
    """A page that goes on by itself: only from a page of this place does the browser bring the session along."""
    onward = local_path(wanted)
    if opened.needs_code:
        onward = f"/account/code?next={quote(onward)}"
    answer = show(request, "identity_onward.html", onward=onward, name=opened.account.name, path=onward, query="")
    keep_session(request, answer, opened.secret)
    forget_request(request, answer)
    return answer


def _asked(request: Request, place: Place, provider: str, found: Return, invitation: str) -> Response:
    """What was proved, to be said yes to."""
    proved = found.request
    if proved.purpose == "link":
        title = title_of(provider_named(place.providers, provider), request)
        answer = show(
            request, "identity_link.html", title=title, email=proved.email, name=proved.name, path="/account", query=""
        )  # fmt: skip
    else:
        answer = show(
            request, "identity_join.html", problems=[], address=invitation, name=proved.name, email=proved.email,
            path=f"/invitation/{invitation}", query="",
        )  # fmt: skip
    keep_request(request, answer, found.secret, invitation)
    return answer


def title_of(provider: Provider, request: Request) -> str:
    """Whose accounts a provider has, as it is said on a page."""
    return provider.title or text("web.identity.company", language_of(request))


def _account(
    request: Request, place: Place, secret: str, viewer: Viewer | None, refusal: PulmuError | None = None
) -> Response:
    """One's own account, with what is wrong."""
    known = place.providers.known
    titles = {item.issuer: title_of(item, request) for item in known}
    linked = identities.identities(place.door, secret)
    held: list[dict[str, Any]] = [
        {
            "key": identities.key_of(item), "title": titles.get(item.issuer) or urlsplit(item.issuer).hostname,
            "email": item.email, "linked": item.linked, "used": item.used,
        }
        for item in linked
    ]  # fmt: skip
    issuers = {item.issuer for item in linked}
    linkable = [item for item in known if item.issuer not in issuers]
    problems = told(refusal.problems, language_of(request)) if refusal else []
    status = status_of(refusal) if refusal else 200
    return show(
        request, "account.html", viewer=viewer, status=status, held=held, linkable=linkable, problems=problems,
        path="/account", query="",
    )  # fmt: skip
