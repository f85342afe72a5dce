"""The plants of a company, and how one begins: from a file, from a sample, or empty."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.status import status_of
from pulmu.locale import Language, text
from pulmu.model import Document, InputError, Problem
from pulmu.services.lines.tied import copy_for_plant
from pulmu.services.place import Place
from pulmu.services.plant_editor.documents import empty_plant
from pulmu.services.workspaces import plants
from pulmu.web.downloads import file_answer
from pulmu.web.forms import AnyForm, AnyUpload, Form
from pulmu.web.show import Crumb, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/plants", include_in_schema=False)
_FIRST_YEAR = 2026


@routes.get("")
def show_plants(request: Request, seat: Seated, place: AnyPlace) -> Response:
    """All plants, and how to begin one."""
    return _page(request, seat, place, Form({}, {}), ())


@routes.post("/upload")
def begin_with_file(request: Request, seat: Seated, form: AnyUpload, place: AnyPlace) -> Response:
    """A plant from a workbook, YAML or JSON. One with problems is kept; a file that is none is not."""
    try:
        document = sent_document(place, form)
        saved = plants.add_plant(place.gate, seat.actor, form.text("name", 300) or _name_of(document), document)
    except InputError as error:
        return _page(request, seat, place, form, error.problems, status_of(error), "upload")
    return RedirectResponse(f"{seat.base}/plants/{saved.record.id}", 303)


@routes.post("/sample")
def begin_with_sample(request: Request, seat: Seated, form: AnyForm, place: AnyPlace) -> Response:
    """A copy of a sample and of its line, to try things on."""
    sample = form.text("sample", 40)
    try:
        document = place.read_sample(sample)
        name = form.text("name", 300) or text(f"web.sample.{sample}", language_of(request))
        saved = plants.add_plant(place.gate, seat.actor, name, document, f"sample {sample}")
        line = place.sample_line(sample)
        copy_for_plant(place.gate, seat.actor, line, saved.record, f"sample {sample}")
    except InputError as error:
        return _page(request, seat, place, form, error.problems, status_of(error), "sample")
    return RedirectResponse(f"{seat.base}/plants/{saved.record.id}", 303)


@routes.post("/empty")
def begin_empty(request: Request, seat: Seated, form: AnyForm, place: AnyPlace) -> Response:
    """An empty plant, to be filled in in the browser."""
    name, year = form.text("name", 300), form.number("year")
    try:
        if not _FIRST_YEAR <= year <= 2100:
            said, mend = "the production year is missing or cannot be one", f"write a year from {_FIRST_YEAR} on"
            raise InputError.of("input.production_year", "year", said, mend, first=_FIRST_YEAR)
        saved = plants.add_plant(place.gate, seat.actor, name, empty_plant(name, year))
    except InputError as error:
        return _page(request, seat, place, form, error.problems, status_of(error), "empty")
    return RedirectResponse(f"{seat.base}/plants/{saved.record.id}/edit/company", 303)


@routes.get("/template/{language}")
def download_template(
    seat: Seated, place: AnyPlace, language: Annotated[Language, Path(description="of the workbook")]
) -> Response:
    """The empty workbook."""
    del seat
    return file_answer(place.plant_workbook(language, None), f"pulmu-plant.{language}.xlsx")


def sent_document(place: Place, form: Form) -> Document:
    """The plant in the file of a form.

    Raises
    ------
    InputError  There is no file (`input.nothing_uploaded`), or no plant in it: all that was found.
    """
    sent = form.files.get("file")
    if sent is None or not sent.content:
        raise InputError.of("input.nothing_uploaded", "", "no file was chosen", "choose a workbook, YAML or JSON file")
    return place.read_plant(sent.content, shown_name(sent.name))


def shown_name(name: str) -> str:
    """The name of a stranger's file as problems show it: its last part, without signs that do not show."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in last if sign.isprintable())[-120:] or "plant"


def _name_of(document: Document) -> str:
    """What the file calls the installation."""
    found = document.tree.get("installation") if isinstance(document.tree, dict) else None
    names = (found.get("name_local"), found.get("name")) if isinstance(found, dict) else ()
    return next((name[:200] for name in names if isinstance(name, str) and name.strip()), document.name)


def _page(
    request: Request,
    seat: Seat,
    place: Place,
    sent: Form,
    problems: tuple[Problem, ...],
    status: int = 200,
    way: str = "",
) -> Response:
    found = plants.plants(place.gate, seat.actor)
    language = language_of(request)
    return show(
        request,
        "plants.html",
        seat=seat,
        noun="plants",
        crumbs=(Crumb(name=text("web.noun.plants", language), href=f"{seat.base}/plants"),),
        status=status,
        plants=found,
        may_write=seat.actor.may("write_plant"),
        samples=place.samples,
        year=place.gate.world.now().year,
        sent=sent,
        way=way,
        problems=told(problems, language),
    )
