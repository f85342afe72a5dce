"""Links for importers: made, looked after and ended by the company; and what an importer sees by one."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace, address_of
from pulmu.http.language import language_of
from pulmu.http.status import status_of
from pulmu.locale import text
from pulmu.model import AccessRefused, InputError
from pulmu.services.place import Place
from pulmu.services.workspaces import sharing
from pulmu.services.workspaces.people import names_of
from pulmu.services.workspaces.report_desk import look_at_report
from pulmu.services.workspaces.sharing import LinkWish, link_state, open_link
from pulmu.services.workspaces.summary import summary_of
from pulmu.web.forms import AnyForm, Form
from pulmu.web.pages.reports import Key, Number, crumbs_of
from pulmu.web.show import Crumb, address_to, show, told, words_of
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(include_in_schema=False)
_SHARE = "/w/{workspace}/reports/{report}/{number}/share"


@routes.get(_SHARE)
def show_share(request: Request, report: Key, number: Number, seat: Seated, place: AnyPlace) -> Response:
    """What an importer would see, the links there are, and where a new one is made."""
    return _share(request, seat, place, report, number)


@routes.post(_SHARE)
def share(request: Request, report: Key, number: Number, seat: Seated, form: AnyForm, place: AnyPlace) -> Response:
    """A new link; its address is shown on this answer and never again."""
    limit = form.number("limit") if form.text("limit", 20) else None
    wish = LinkWish(audience=form.text("audience", 300), days=form.number("days"), limit=limit)
    try:
        _, address = sharing.share_report(place.gate, seat.actor, report, number, wish)
    except InputError as error:
        return _share(request, seat, place, report, number, sent=form, error=error)
    return _share(request, seat, place, report, number, made=address_to(request, f"/s/{address}"))


@routes.post("/w/{workspace}/reports/{report}/{number}/share/{link}/revoke")
def revoke(
    report: Key, number: Number, link: Key, seat: Seated, form: AnyForm, place: AnyPlace
) -> Response:  # fmt: skip
    """End a link."""
    del form  # its origin was checked
    sharing.revoke_link(place.gate, seat.actor, report, link)
    return RedirectResponse(f"{seat.base}/reports/{report}/{number}/share#links", 303)


@routes.get("/s/{address}")
def show_shared(request: Request, address: Annotated[str, Path(max_length=300)], place: AnyPlace) -> Response:
    """What an importer sees, in English and Korean on one page: a second request would count as a second opening."""
    both = {language: words_of(language) for language in ("ko", "en")}
    try:
        opened = open_link(place.store, place.objects, place.gate.world, address, address_of(request))
    except AccessRefused as error:
        answer = show(request, "shared_none.html", status=status_of(error), both=both)
    else:
        summary = summary_of(opened.content)
        answer = show(request, "shared.html", both=both, summary=summary, link=opened.link, version=opened.version)
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _share(
    request: Request, seat: Seat, place: Place, report: str, number: int, *, sent: Form | None = None, made: str = "",
    error: InputError | None = None,
) -> Response:  # fmt: skip
    summary = summary_of(sharing.preview(place.gate, seat.actor, report, number))
    desk = look_at_report(place.gate, place.store, seat.actor, report, number)
    language, now = language_of(request), place.gate.world.now()
    versions = {item.number: item for item in desk.versions}
    found = sharing.links(place.gate, seat.actor, report)
    here = f"{seat.base}/reports/{report}/{number}/share"
    return show(
        request, "report_share.html", seat=seat, noun="reports", desk=desk, summary=summary, made=made,
        crumbs=(*crumbs_of(request, seat, desk), Crumb(name=text("web.sharing.crumb", language), href=here)),
        links=[(link, link_state(link, versions[link.number], now)) for link in found],
        names=names_of(place.store, (link.created_by for link in found)), here=here, both={"en": words_of("en")},
        sent=sent or Form({"days": "30"}, {}), problems=told(error.problems, language) if error else [],
        status=status_of(error) if error else 201 if made else 200,
    )  # fmt: skip
