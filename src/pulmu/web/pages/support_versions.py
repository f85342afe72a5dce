"""The firm's file as it was: its versions, what each told, and the file itself."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.locale import Language, text, won
from pulmu.services.firm_questions import MONTHLY, answers_told
from pulmu.services.workspaces.authors import names_of
from pulmu.services.workspaces.firm_file import KeptFirm, firm_history, read_firm, save_firm, today
from pulmu.web.downloads import file_answer
from pulmu.web.forms import AnyForm
from pulmu.web.show import Crumb, show, told
from pulmu.web.support_fields import name_of, told_words
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/support", include_in_schema=False)
Number = Annotated[int, Path(ge=1, le=10**9)]


@routes.get("/file/{ending}")
def download_firm(
    seat: Seated,
    place: AnyPlace,
    ending: Annotated[Literal["yaml", "json"], Path()],
    version: Annotated[int | None, Query(ge=1, le=10**9)] = None,
) -> Response:
    """The firm's file as it stands or stood."""
    firm = read_firm(place.gate, seat.actor, version)
    name = f"firm.{firm.number}.{ending}"
    return file_answer(place.tree_file(firm.document, name), name)


@routes.get("/versions")
def show_versions(request: Request, seat: Seated, place: AnyPlace) -> Response:
    """Who told what, and when."""
    versions = firm_history(place.gate, seat.actor)
    language = language_of(request)
    return show(
        request, "support_versions.html", seat=seat, noun="support", versions=versions,
        names=names_of(place.store, (item.author for item in versions)), crumbs=_crumbs(seat, language),
    )  # fmt: skip


@routes.get("/versions/{number}")
def show_version(request: Request, seat: Seated, place: AnyPlace, number: Number) -> Response:
    """What a version told."""
    firm = read_firm(place.gate, seat.actor, number)
    language = language_of(request)
    return show(
        request, "support_version.html", seat=seat, noun="support", firm=firm,
        newest=read_firm(place.gate, seat.actor).number, answers=_answers(firm, place, language),
        names=names_of(place.store, () if firm.version is None else (firm.version.author,)),
        problems=told(firm.problems, language), may_write=seat.actor.may("write_firm"),
        crumbs=_crumbs(seat, language),
    )  # fmt: skip


@routes.post("/versions/{number}/restore")
def restore_version(request: Request, seat: Seated, place: AnyPlace, form: AnyForm, number: Number) -> Response:
    """An old version becomes the newest again; none is lost."""
    old = read_firm(place.gate, seat.actor, number)
    note = text("web.plant.restored", language_of(request), number=number)
    save_firm(place.gate, seat.actor, old.document, seen=form.number("seen"), note=note)
    return RedirectResponse(f"{seat.base}/support", 303)


def _answers(firm: KeptFirm, place: AnyPlace, language: Language) -> list[tuple[str, str]]:
    """Names and answers; what was asked and nobody knew says so."""
    if not firm.is_readable:
        return []
    found = answers_told(firm.document, today(place.gate))
    said = [(name, told_words(name, value, language)) for name, value in found.told.items()]
    said += [(name, text("web.support.say.unknown", language)) for name in found.not_known]
    said += [(MONTHLY + month, won(float(value.replace(",", "")), language))
             for month, value in found.monthly.items() if value]  # fmt: skip
    return [(name_of(name, language), value) for name, value in said]


def _crumbs(seat: Seat, language: Language) -> tuple[Crumb, ...]:
    return (Crumb(name=text("web.noun.support", language), href=f"{seat.base}/support"),
            Crumb(name=text("web.plant.versions", language), href=f"{seat.base}/support/versions"))  # fmt: skip
