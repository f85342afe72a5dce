"""Evidence: what files there are, what each proves, and the way in and out for them."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, get_args

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.locale import Language, text
from pulmu.model import InputError
from pulmu.services.access.secrecy import FOR_OUTSIDE
from pulmu.services.plant_editor.parts import address_of, page_of
from pulmu.services.records.plant import EvidenceRecord, SecrecyClass
from pulmu.services.workspaces import evidence
from pulmu.services.workspaces.evidence_named import citing_text
from pulmu.services.workspaces.evidence_uses import EvidenceUses, count_uses, uses_of
from pulmu.services.workspaces.media_type import ending_of
from pulmu.services.workspaces.people import names_of
from pulmu.web.forms import MOST_FILES, AnyForm, AnyUpload
from pulmu.web.plant_words import where
from pulmu.web.show import Crumb, Told, attached, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/evidence", include_in_schema=False)
Digest = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
CLASSES: tuple[SecrecyClass, ...] = get_args(SecrecyClass)
ON_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Cell:
    """A value that names the file: in which version of the plant, where it stands, and where it is changed."""

    plant: str
    version: int
    where: str
    href: str


@routes.get("")
def list_evidence(
    request: Request, seat: Seated, place: AnyPlace,
    find: Annotated[str, Query(max_length=100)] = "",
    secrecy: Annotated[str, Query(max_length=20)] = "",
    start: Annotated[int, Query(ge=0, le=10**7)] = 0,
    added: Annotated[int | None, Query(ge=0, le=MOST_FILES)] = None,
    known: Annotated[str, Query(max_length=400, pattern="^[0-9a-f,]*$")] = "",
) -> Response:  # fmt: skip
    """All that one may see, newest first."""
    return _list(request, seat, place, find=find, secrecy=secrecy, start=start, added=added, known=known)


@routes.post("")
def add_evidence(request: Request, seat: Seated, form: AnyUpload, place: AnyPlace) -> Response:
    """Keep files: all that were sent, or none."""
    secrecy: SecrecyClass = next((item for item in CLASSES if item == form.text("secrecy", 20)), "internal")
    try:
        if not form.every_file:
            raise InputError.of("input.no_file_chosen", "file", "no file was chosen", "choose a file")
        evidence.check_files((item.name, item.content) for item in form.every_file)
        kept = [evidence.keep_evidence(place.gate, seat.actor, item.name, item.content, secrecy)
                for item in form.every_file]  # fmt: skip
    except InputError as error:
        problems = told(error.problems, language_of(request))
        return _list(request, seat, place, problems=problems, status=422, chosen=secrecy)
    known = list(dict.fromkeys(record.sha256[:12] for record, is_new in kept if not is_new))
    query = f"added={sum(is_new for _, is_new in kept)}" + (f"&known={','.join(known)}" if known else "")
    return RedirectResponse(f"{seat.base}/evidence?{query}", 303)


@routes.get("/{sha256}")
def show_evidence(request: Request, seat: Seated, sha256: Digest, place: AnyPlace) -> Response:
    """What a file is, and what rests on it."""
    return _one(request, seat, place, sha256, ())


@routes.post("/{sha256}/download")
def take_evidence(request: Request, seat: Seated, sha256: Digest, form: AnyForm, place: AnyPlace) -> Response:
    """The file, to be saved. Who took it and why is noted."""
    try:
        record, content = evidence.take_evidence(place.gate, seat.actor, sha256, form.text("reason", 1000))
    except InputError as error:
        return _one(request, seat, place, sha256, told(error.problems, language_of(request)), 422)
    answer = attached(content, f"evidence-{record.sha256[:12]}.{ending_of(record.media_type)}")
    answer.headers["Pulmu-Secrecy"] = record.secrecy
    return answer


@routes.post("/{sha256}/class")
def class_evidence(request: Request, seat: Seated, sha256: Digest, form: AnyForm, place: AnyPlace) -> Response:
    """Give the file another class of secrecy."""
    secrecy = next((item for item in CLASSES if item == form.text("secrecy", 20)), None)
    try:
        if secrecy is None:
            raise InputError.of("input.request", "secrecy", "the form cannot be read", "send it from the page again",
                                reason="secrecy")  # fmt: skip
        evidence.class_evidence(place.gate, seat.actor, sha256, secrecy, form.text("reason", 1000))
    except InputError as error:
        return _one(request, seat, place, sha256, told(error.problems, language_of(request)), 422)
    return RedirectResponse(f"{seat.base}/evidence/{sha256}", 303)


def _list(
    request: Request, seat: Seat, place: AnyPlace, *, find: str = "", secrecy: str = "", start: int = 0,
    added: int | None = None, known: str = "", problems: Sequence[Told] = (), status: int = 200,
    chosen: str = "internal",
) -> Response:  # fmt: skip
    every = evidence.list_evidence(place.gate, seat.actor)
    fitting = [item for item in reversed(every) if not (find or secrecy) or _fits(item, find, secrecy)]
    page = fitting[start : start + ON_A_PAGE]
    starts = tuple(known.split(",")) if known else ()
    return show(
        request, "evidence_list.html", seat=seat, noun="evidence", status=status, crumbs=_crumbs(seat, request),
        count=len(every), fitting=len(fitting), page=page, start=start, on_a_page=ON_A_PAGE, find=find,
        secrecy=secrecy, chosen=chosen, classes=CLASSES, problems=problems, added=added,
        known=[item for item in every if item.sha256[:12] in starts],
        uses=count_uses(place.gate, seat.actor, every), names=names_of(place.store, (item.author for item in page)),
        may_add=seat.actor.may("write_evidence"), may_see_plants=seat.actor.may("read_plant"), most=MOST_FILES,
        size_of=size_text, kind_of=ending_of,
    )  # fmt: skip


def _one(
    request: Request, seat: Seat, place: AnyPlace, sha256: str, problems: Sequence[Told], status: int = 200
) -> Response:
    record = evidence.look_at_evidence(place.gate, seat.actor, sha256)
    uses = uses_of(place.gate, seat.actor, record)
    may_open = seat.actor.may("share_report")
    return show(
        request, "evidence_one.html", seat=seat, noun="evidence", status=status, record=record, uses=uses,
        crumbs=_crumbs(seat, request, (record.name, f"{seat.base}/evidence/{sha256}")), problems=problems,
        cells=_cells(seat, uses, language_of(request)), author=names_of(place.store, [record.author]),
        citing=citing_text(record), may_class=seat.actor.may("class_evidence"), size_of=size_text, kind_of=ending_of,
        classes=[item for item in CLASSES if may_open or item not in FOR_OUTSIDE or record.secrecy in FOR_OUTSIDE],
    )  # fmt: skip


def _cells(seat: Seat, uses: EvidenceUses, language: Language) -> list[Cell]:
    found = []
    for use in uses.plants:
        base = f"{seat.base}/plants/{use.plant.id}"
        for path in use.paths:
            value = path[:-1] if path[-1] == "evidence" and len(path) > 1 else path
            href = f"{base}/edit/{page_of(value, use.tree)}#{address_of(value, use.tree)}"
            found.append(Cell(use.plant.name, use.plant.version, where(value, use.tree, language), href))
    return found


def _fits(record: EvidenceRecord, find: str, secrecy: str) -> bool:
    wanted, name = (unicodedata.normalize("NFKC", item).casefold().strip() for item in (find, record.name))
    return (not secrecy or record.secrecy == secrecy) and (wanted in name or record.sha256.startswith(wanted))


def size_text(size: int) -> str:
    """How large a file is, as people say it."""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:,.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:,.1f} MB"


def _crumbs(seat: Seat, request: Request, *more: tuple[str, str]) -> tuple[Crumb, ...]:
    first = Crumb(name=text("web.noun.evidence", language_of(request)), href=f"{seat.base}/evidence")
    return (first, *(Crumb(name=name, href=href) for name, href in more))
