"""One plant: whether a report can be made of it, what to mend first, its files and its versions."""

from dataclasses import dataclass, replace
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.status import status_of
from pulmu.locale import Language, text
from pulmu.model import ConflictError, Document, InputError, Plant, Problem, decode
from pulmu.services.document_form.compare import Change, changes
from pulmu.services.place import Place
from pulmu.services.plant_editor.parts import PARTS
from pulmu.services.plant_editor.problems import problems_of_plant
from pulmu.services.workspaces import plants
from pulmu.services.workspaces.authors import names_of
from pulmu.services.workspaces.citing import citing
from pulmu.services.workspaces.plants import SavedPlant
from pulmu.web.downloads import file_answer
from pulmu.web.forms import AnyForm, AnyUpload
from pulmu.web.pages.plants import sent_document
from pulmu.web.plant_words import problems_of, where
from pulmu.web.show import Crumb, Told, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/plants/{plant}", include_in_schema=False)
Number = Annotated[int, Path(ge=1, le=10**9)]
Ending = Annotated[Literal["xlsx", "yaml", "json"], Path()]
_SHOWN = 100


@dataclass(frozen=True, slots=True)
class State:
    """How far a plant is.

    Parameters
    ----------
    errors, warnings : What there is to mend, and what goes into the report as it is.
    next_step : The one thing to do now.
    """

    errors: int
    warnings: int
    next_step: Literal["describe", "check", "figures"]
    href: str
    year: int


@routes.get("")
def show_plant(request: Request, seat: Seated, place: AnyPlace, plant: str) -> Response:
    """Whether a report can be made of it, and what is in the way."""
    saved = plants.read_plant(place.gate, seat.actor, plant)
    language = language_of(request)
    base = plant_base(seat, saved)
    document = citing(place.gate, place.measured, seat.actor)(saved.document)
    problems = problems_of(problems_of_plant(document), document.tree, base, language)
    may_write = seat.actor.may("write_plant")
    return show(
        request,
        "plant.html",
        seat=seat,
        noun="plants",
        crumbs=plant_crumbs(seat, saved, language),
        saved=saved,
        base=base,
        state=_state(document, problems, base),
        problems=problems[:_SHOWN],
        more=max(0, len(problems) - _SHOWN),
        parts=[(name, _entries(document.tree, name)) for name in PARTS],
        from_file=len(saved.document.problems),
        may_write=may_write,
    )


@routes.get("/file/{ending}")
def download_plant(
    request: Request,
    seat: Seated,
    place: AnyPlace,
    plant: str,
    ending: Ending,
    version: Annotated[int | None, Query(ge=1, le=10**9)] = None,
) -> Response:
    """The plant as a workbook, YAML or JSON."""
    saved = plants.read_plant(place.gate, seat.actor, plant, version)
    name = f"{saved.record.name}.{saved.version.number}.{ending}"
    return file_answer(place.plant_file(saved.document, name, language_of(request)), name)


@routes.get("/replace")
def show_replace(request: Request, seat: Seated, place: AnyPlace, plant: str) -> Response:
    """Where a newer file of the same plant is given."""
    saved = plants.read_plant(place.gate, seat.actor, plant)
    return _replace_page(request, seat, saved, seen=saved.version.number)


@routes.post("/replace")
def replace_plant(request: Request, seat: Seated, form: AnyUpload, place: AnyPlace, plant: str) -> Response:
    """A new version from a file; if somebody saved another meanwhile, both are shown and nothing is saved."""
    gate, seen = place.gate, form.number("seen")
    document: Document | None = None
    try:
        document = sent_document(place, form)
        plants.save_plant(gate, seat.actor, plant, document, seen=seen, note=form.text("note", 500))
    except (InputError, ConflictError) as error:
        saved = plants.read_plant(gate, seat.actor, plant)
        return _replace_page(
            request,
            seat,
            saved,
            seen=seen,
            sent=document,
            problems=error.problems,
            status=status_of(error),
            place=place,
        )
    return RedirectResponse(f"{seat.base}/plants/{plant}", 303)


@routes.get("/versions")
def show_versions(request: Request, seat: Seated, place: AnyPlace, plant: str) -> Response:
    """Who changed the plant, and when."""
    saved = plants.read_plant(place.gate, seat.actor, plant)
    versions = plants.plant_history(place.gate, seat.actor, plant)
    return show(
        request,
        "plant_versions.html",
        seat=seat,
        noun="plants",
        crumbs=(*plant_crumbs(seat, saved, language_of(request)), _crumb(request, seat, saved, "versions")),
        saved=saved,
        base=plant_base(seat, saved),
        versions=versions,
        names=names_of(place.store, (item.author for item in versions)),
        may_write=seat.actor.may("write_plant"),
    )


@routes.get("/versions/{number}")
def show_version(
    request: Request,
    seat: Seated,
    place: AnyPlace,
    plant: str,
    number: Number,
    since: Annotated[int | None, Query(ge=1, le=10**9)] = None,
) -> Response:
    """What changed with a version: against the one before it, or against another."""
    newest = plants.read_plant(place.gate, seat.actor, plant)
    saved = plants.read_plant(place.gate, seat.actor, plant, number)
    before = since or number - 1
    tree = saved.document.tree
    old = plants.read_plant(place.gate, seat.actor, plant, before).document.tree if before else tree
    language = language_of(request)
    return show(
        request,
        "plant_version.html",
        seat=seat,
        noun="plants",
        crumbs=(*plant_crumbs(seat, saved, language), _crumb(request, seat, saved, "versions")),
        saved=saved,
        base=plant_base(seat, saved),
        before=before,
        newest=newest.version.number,
        changed=shown_changes(changes(old, tree), tree, language),
        names=names_of(place.store, (saved.version.author,)),
        may_write=seat.actor.may("write_plant"),
        problems=[],
    )


@routes.post("/versions/{number}/restore")
def restore_version(
    request: Request, seat: Seated, form: AnyForm, place: AnyPlace, plant: str, number: Number
) -> Response:
    """An old version becomes the newest again; none is lost."""
    old = plants.read_plant(place.gate, seat.actor, plant, number)
    note = text("web.plant.restored", language_of(request), number=number)
    plants.save_plant(place.gate, seat.actor, plant, old.document, seen=form.number("seen"), note=note)
    return RedirectResponse(f"{seat.base}/plants/{plant}", 303)


@routes.post("/settle")
def settle_file(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, plant: str) -> Response:
    """What was wrong with the file is dealt with: a new version without it. The values themselves do not change."""
    saved = plants.read_plant(place.gate, seat.actor, plant)
    document = replace(saved.document, problems=())
    note = text("web.plant.settled", language_of(request))
    plants.save_plant(place.gate, seat.actor, plant, document, seen=form.number("seen"), note=note)
    return RedirectResponse(f"{seat.base}/plants/{plant}", 303)


@routes.post("/archive")
def archive(seat: Seated, form: AnyForm, place: AnyPlace, plant: str) -> Response:
    """Take it out of use; its versions and reports stay."""
    plants.archive_plant(place.gate, seat.actor, plant, seen=form.number("seen"))
    return RedirectResponse(f"{seat.base}/plants", 303)


def plant_base(seat: Seat, saved: SavedPlant) -> str:
    """Where the pages of a plant begin."""
    return f"{seat.base}/plants/{saved.record.id}"


def plant_crumbs(seat: Seat, saved: SavedPlant, language: Language) -> tuple[Crumb, ...]:
    """The way to a plant."""
    return (
        Crumb(name=text("web.noun.plants", language), href=f"{seat.base}/plants"),
        Crumb(name=saved.record.name, href=plant_base(seat, saved)),
    )


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A change in words."""

    where: str
    before: str
    after: str


def shown_changes(found: tuple[Change, ...], tree: object, language: Language) -> list[ShownChange]:
    """Changes in the reader's words."""
    return [ShownChange(where(item.path, tree, language), item.before or "", item.after or "") for item in found]


def _crumb(request: Request, seat: Seat, saved: SavedPlant, page: str) -> Crumb:
    return Crumb(name=text(f"web.plant.{page}", language_of(request)), href=f"{plant_base(seat, saved)}/{page}")


def _state(document: Document, problems: list[Told], base: str) -> State:
    errors = [item for item in problems if item.severity == "error"]
    tree = document.tree if isinstance(document.tree, dict) else {}
    if not tree.get("processes"):
        step: tuple[Literal["describe", "check", "figures"], str] = ("describe", f"{base}/edit/company")
    elif errors:
        step = ("check", next((item.href for item in errors if item.href), "#problems"))
    else:
        step = ("figures", f"{base}/carbon")
    return State(len(errors), len(problems) - len(errors), *step, decode(Plant, document).value.period.year)


def _entries(tree: object, part: str) -> int:
    """Entries of the lists of a part."""
    found = [tree.get(name) for name in PARTS[part]] if isinstance(tree, dict) else []
    return sum(len(item) for item in found if isinstance(item, list))


def _replace_page(
    request: Request,
    seat: Seat,
    saved: SavedPlant,
    *,
    seen: int,
    sent: Document | None = None,
    problems: tuple[Problem, ...] = (),
    status: int = 200,
    place: Place | None = None,
) -> Response:
    language = language_of(request)
    theirs: list[ShownChange] = []
    mine: list[ShownChange] = []
    if place is not None and sent is not None and 0 < seen < saved.version.number:
        base = plants.read_plant(place.gate, seat.actor, saved.record.id, seen).document.tree
        theirs = shown_changes(changes(base, saved.document.tree), saved.document.tree, language)
        mine = shown_changes(changes(saved.document.tree, sent.tree), sent.tree, language)
    authors = names_of(place.store, (saved.version.author,)) if place is not None else {}
    return show(
        request,
        "plant_replace.html",
        seat=seat,
        noun="plants",
        crumbs=(*plant_crumbs(seat, saved, language), _crumb(request, seat, saved, "replace")),
        status=status,
        saved=saved,
        base=plant_base(seat, saved),
        seen=saved.version.number,
        theirs=theirs,
        mine=mine,
        author=authors.get(saved.version.author, ""),
        problems=told(problems, language),
    )
