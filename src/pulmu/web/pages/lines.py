"""The production lines of a firm: the list, how one begins, one of them, and its versions."""

from collections.abc import Sequence
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.status import status_of
from pulmu.locale import Language, text
from pulmu.model import ConflictError, InputError, Problem
from pulmu.model.line import Line
from pulmu.services.document_form.edit import document_of_tree
from pulmu.services.lines import shelf
from pulmu.services.lines.names import offered
from pulmu.services.lines.parts import page_of
from pulmu.services.lines.shelf import KeptLine
from pulmu.services.lines.tied import name_for
from pulmu.services.place import Place
from pulmu.services.workspaces import plants
from pulmu.services.workspaces.authors import names_of
from pulmu.web.downloads import file_answer
from pulmu.web.forms import AnyForm, AnyUpload, Form
from pulmu.web.line_tabs import tabs_of
from pulmu.web.line_tie import LineTie, tie_of
from pulmu.web.line_view import called, product_rows, station_rows
from pulmu.web.line_words import LinePicture, line_picture
from pulmu.web.pages.uploads import uploaded_document
from pulmu.web.rule_problems import changes_between, told_at
from pulmu.web.show import Crumb, Told, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/lines", include_in_schema=False)
Name = Annotated[str, Path(max_length=100)]
Number = Annotated[int | None, Query(ge=1, le=10**9)]
Ending = Annotated[Literal["yaml", "json"], Path()]


@routes.get("")
def show_lines(request: Request, seat: Seated, place: AnyPlace) -> Response:
    """All lines, and how to begin one."""
    return _list(request, seat, place, Form({}, {}), ())


@routes.post("/new")
def begin_line(request: Request, seat: Seated, form: AnyForm, place: AnyPlace) -> Response:
    """A line of which only id, name and plant are known."""
    said = {name: form.text(name, 400) for name in ("id", "name", "plant")}
    tree = {"pulmu": "line/1", **{name: item for name, item in said.items() if item}}
    try:
        saved = shelf.begin_line(place.gate, seat.actor, document_of_tree(tree, f"{said['id'][:60]}.yaml"))
    except (InputError, ConflictError) as error:
        return _list(request, seat, place, form, error.problems, status_of(error), "new")
    return RedirectResponse(f"{address_of(seat, saved.id)}/edit/stations", 303)


@routes.post("/sample")
def begin_with_sample(request: Request, seat: Seated, form: AnyForm, place: AnyPlace) -> Response:
    """A copy of the line of a sample plant."""
    sample = form.text("sample", 40)
    try:
        document = place.sample_line(sample)
        saved = shelf.copy_line(place.gate, seat.actor, document, form.text("plant", 400), f"sample {sample}")
    except (InputError, ConflictError) as error:
        return _list(request, seat, place, form, error.problems, status_of(error), "sample")
    return RedirectResponse(address_of(seat, saved.id), 303)


@routes.post("/upload")
def upload_line(request: Request, seat: Seated, form: AnyUpload, place: AnyPlace) -> Response:
    """A line from YAML or JSON: a new one, or a new version of the one that has its id."""
    try:
        document, name = uploaded_document(form, place.read_line)
        seen = form.number("seen") if "seen" in form.fields else _newest(place, seat, name)
        saved = shelf.save_line(place.gate, seat.actor, name, document, seen=seen, note=form.text("note", 500))
    except (InputError, ConflictError) as error:
        return _list(request, seat, place, form, error.problems, status_of(error), "upload")
    return RedirectResponse(f"{address_of(seat, saved.id)}?saved={saved.version.number}", 303)


@routes.get("/{line}")
def show_line(
    request: Request, seat: Seated, place: AnyPlace, line: Name, version: Number = None, saved: str = ""
) -> Response:
    """One line, as it stands or stood."""
    found = shelf.find_line(place.gate, seat.actor, line, version)
    language, versions = language_of(request), shelf.line_history(place.gate, seat.actor, line)
    base, tie = address_of(seat, found.id), tie_of(place, seat, found.line.plant)
    may_write = seat.actor.may("write_line") and found.version.number == versions[0].number
    return show(
        request, "one_line.html", seat=seat, noun="lines", found=found, base=base, name=name_of(found, language),
        crumbs=crumbs_of(seat, found, language), tabs=tabs_of(seat, found.id), here="line",
        saved=saved if saved.isdecimal() else "", versions=len(versions), newest=versions[0].number,
        stations=station_rows(found.line, language), products=product_rows(found.line, language),
        stands_in=tie.plants, picture=_picture(found, base, language, may_write=may_write),
        own_problems=_told(tie, found, base, language), part_of_plant=_parts(tie),
        called=lambda item: called(item, language),
        may_write=may_write, problems=(),
    )  # fmt: skip


@routes.get("/{line}/versions")
def show_versions(
    request: Request, seat: Seated, place: AnyPlace, line: Name, version: Number = None, since: Number = None
) -> Response:
    """Who changed it, when, and what: a version beside the one before it, or beside another."""
    language = language_of(request)
    found = shelf.find_line(place.gate, seat.actor, line, version)
    versions = shelf.line_history(place.gate, seat.actor, line)
    before = since if since is not None else found.version.number - 1
    earlier = shelf.find_line(place.gate, seat.actor, line, before).document.tree if before else None
    changed = changes_between(Line, earlier, found.document.tree, language) if before else []
    title, base = text("web.plant.versions", language), address_of(seat, found.id)
    return show(
        request, "rule_versions.html", seat=seat, noun="lines", number=found.version.number, versions=versions,
        before=before or None, changed=changed, names=names_of(place.store, (item.author for item in versions)),
        base=base, name=name_of(found, language),
        crumbs=(*crumbs_of(seat, found, language), Crumb(name=title, href=f"{base}/versions")),
    )  # fmt: skip


@routes.get("/{line}/file/{ending}")
def download_line(seat: Seated, place: AnyPlace, line: Name, ending: Ending, version: Number = None) -> Response:
    """The line as YAML or JSON."""
    found = shelf.find_line(place.gate, seat.actor, line, version)
    name = f"{found.id}.{found.version.number}.{ending}"
    return file_answer(place.tree_file(found.document, name), name)


def address_of(seat: Seat, line: str) -> str:
    """Where the pages of a line begin."""
    return f"{seat.base}/lines/{quote(line)}"


def name_of(found: KeptLine, language: Language) -> str:
    """What a line is called."""
    return called(found.line, language) or found.id


def crumbs_of(seat: Seat, found: KeptLine, language: Language) -> tuple[Crumb, ...]:
    """The way to a line."""
    return (
        Crumb(name=text("web.noun.lines", language), href=f"{seat.base}/lines"),
        Crumb(name=name_of(found, language), href=address_of(seat, found.id)),
    )


def _picture(found: KeptLine, base: str, language: Language, *, may_write: bool) -> LinePicture | None:
    """The line drawn; a station leads to its form, or to its row in the list."""
    if not found.line.stations:
        return None
    places = {item.id: number for number, item in enumerate(found.line.stations)}

    def href(station: str) -> str:
        return f"{base}/edit/stations/{places[station]}" if may_write else f"#station-{station}"

    return line_picture(found.line, language, href)


def _told(tie: LineTie, found: KeptLine, base: str, language: Language) -> list[Told]:
    """What is wrong with it, worst first, each with the way to where it is mended."""
    tree = found.document.tree
    said = [
        told_at(Line, item, tree, f"{base}/edit/{page_of(item.path, tree)}", language)
        for item in tie.problems_of(found.document)
    ]
    return sorted(said, key=lambda item: item.severity != "error")


def _parts(tie: LineTie) -> dict[str, dict[str, str]]:
    """Processes, their steps, goods and meters of the plant, with what they are called."""
    return {name: dict(offered(name, None, tie.tree)) for name in ("processes", "process_steps", "goods", "meters")}


def _newest(place: Place, seat: Seat, name: str) -> int:
    return next((item.number for item in shelf.line_history(place.gate, seat.actor, name)), 0)


def _list(
    request: Request,
    seat: Seat,
    place: Place,
    sent: Form,
    problems: Sequence[Problem],
    status: int = 200,
    way: str = "",
) -> Response:
    language, known = language_of(request), plants.plants(place.gate, seat.actor)
    found = shelf.list_lines(place.gate, seat.actor)
    names = {item.id: item.name for item in known}
    return show(
        request, "lines.html", seat=seat, noun="lines", status=status, found=found, sent=sent, way=way,
        address_of=lambda item: address_of(seat, item.id), name_of=lambda item: name_of(item, language),
        plant_of=lambda item: names.get(item.line.plant, item.line.plant), samples=place.samples,
        plants=[(name_for(known, item), item.name) for item in known], may_write=seat.actor.may("write_line"),
        problems=told(problems, language),
        crumbs=(Crumb(name=text("web.noun.lines", language), href=f"{seat.base}/lines"),),
    )  # fmt: skip
