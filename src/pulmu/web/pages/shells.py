"""Administration shells of a firm: taken in with every repair told, and handed out as far as it was released."""

import hashlib
import re
from collections.abc import Sequence
from typing import Annotated, Literal, get_args

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.limits import HEAVY
from pulmu.http.status import status_of
from pulmu.locale import text
from pulmu.model import ConflictError, InputError, OutsideError, Problem
from pulmu.services import shell_shelf
from pulmu.services.access.gate import authorise
from pulmu.services.lines import shelf
from pulmu.services.place import Place
from pulmu.services.shell_of_plant import Naming, Shown
from pulmu.services.shell_release import HandOut, hand_out_shells
from pulmu.services.workspaces import plants
from pulmu.services.workspaces.authors import names_of
from pulmu.services.workspaces.citing import citing
from pulmu.web.downloads import file_answer
from pulmu.web.forms import AnyForm, AnyUpload, Form
from pulmu.web.pages.plants import shown_name
from pulmu.web.show import Crumb, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/shells", include_in_schema=False)
Name = Annotated[str, Path(max_length=100)]
Number = Annotated[int | None, Query(ge=1, le=10**9)]
Ending = Annotated[Literal["aasx", "json"], Path()]
FIELDS: tuple[Shown, ...] = get_args(Shown)
LARGEST_SHELL = 20_000_000
ON_A_PAGE = 100


@routes.get("")
def show_shells(request: Request, seat: Seated, place: AnyPlace) -> Response:
    """What was taken in, and how shells go in and out."""
    return _list(request, seat, place, Form({}, {}), ())


@routes.post("", dependencies=[HEAVY])
def take_in_shell(request: Request, seat: Seated, form: AnyUpload, place: AnyPlace) -> Response:
    """Take in a file, whole or not at all."""
    authorise(seat.actor, "write_shell", "")
    sent = form.files.get("file")
    name = form.text("name", 60) or (_name_of(sent.name) if sent else "")
    try:
        if sent is None or not sent.content:
            raise InputError.of("input.no_file_chosen", "file", "no file was chosen", "choose a file")
        if len(sent.content) > LARGEST_SHELL:
            raise InputError.of(
                "shell.too_large", sent.name[:100], "the file is too large, or swells up",
                "give the shells in parts, or without the files in the package",
            )  # fmt: skip
        read = place.shells.read(sent.content, shown_name(sent.name))
        sha256, seen = hashlib.sha256(sent.content).hexdigest(), _newest(place, seat, name)
        saved = shell_shelf.take_in_shell(place.gate, seat.actor, name, read, sha256, seen=seen)
    except (InputError, ConflictError) as error:
        return _list(request, seat, place, form, error.problems, status_of(error), "in")
    except OutsideError as error:
        _pass_on_others(error)
        return _list(request, seat, place, form, (), 503, "in")
    return RedirectResponse(f"{seat.base}/shells/{saved.id}?saved={saved.version.number}", 303)


@routes.post("/hand-out", dependencies=[HEAVY])
def hand_out(request: Request, seat: Seated, form: AnyForm, place: AnyPlace) -> Response:
    """Shells of a plant, to be saved. Who took them, what was released and why is noted."""
    ending: Literal["aasx", "json"] = "json" if form.text("ending", 10) == "json" else "aasx"
    api = f"{str(request.base_url).rstrip('/')}/api/v1/workspaces/{seat.actor.workspace}"
    try:
        wish = HandOut(
            plant=form.text("plant", 100), reason=form.text("reason", 1000), line=form.text("line", 100),
            released=frozenset(item for item in FIELDS if form.text(f"release_{item}", 10)),
            naming=Naming(_base_of(form), api), ending=ending,
        )  # fmt: skip
        made = hand_out_shells(
            place.gate, seat.actor, wish, citing(place.gate, place.measured, seat.actor), place.shells
        )
    except InputError as error:
        return _list(request, seat, place, form, error.problems, 422, "out")
    except OutsideError as error:
        _pass_on_others(error)
        return _list(request, seat, place, form, (), 503, "out")
    return file_answer(made.content, made.name)


@routes.get("/{shell}")
def show_shell(
    request: Request, seat: Seated, place: AnyPlace, shell: Name, version: Number = None, saved: str = "",
    start: Annotated[int, Query(ge=0, le=10**7)] = 0,
) -> Response:  # fmt: skip
    """One file: what was understood, what was mended, what was not carried over."""
    found = shell_shelf.find_shell(place.gate, seat.actor, shell, version)
    language, versions = language_of(request), shell_shelf.shell_history(place.gate, seat.actor, shell)
    repairs = (*found.refused, *found.mended)
    page = repairs[start : start + ON_A_PAGE]
    refused = len(found.refused)
    base = f"{seat.base}/shells/{found.id}"
    return show(
        request, "one_shell.html", seat=seat, noun="shells", found=found, content=found.content, base=base,
        refused=[told([item], language)[0] for item in page[: max(refused - start, 0)]],
        mended=[told([item], language)[0] for item in page[max(refused - start, 0) :]],
        count_refused=refused, count_mended=len(found.mended), count=len(repairs), start=start, on_a_page=ON_A_PAGE,
        versions=versions, newest=versions[0].number, saved=saved if saved.isdecimal() else "",
        names=names_of(place.store, (item.author for item in versions)), missing=place.shells.missing(),
        crumbs=(_crumb(request, seat), Crumb(name=found.id, href=base)), problems=(),
    )  # fmt: skip


@routes.get("/{shell}/file/{ending}", dependencies=[HEAVY])
def download_shell(seat: Seated, place: AnyPlace, shell: Name, ending: Ending, version: Number = None) -> Response:
    """What was read of it, mended, as a file."""
    found = shell_shelf.find_shell(place.gate, seat.actor, shell, version)
    name = f"{found.id}.{found.version.number}.{ending}"
    return file_answer(place.shells.write(found.content.environment, name)[0], name)


def _list(
    request: Request, seat: Seat, place: Place, sent: Form, problems: Sequence[Problem], status: int = 200,
    way: str = "",
) -> Response:  # fmt: skip
    language, missing = language_of(request), place.shells.missing()
    may_out = seat.actor.may("export_shell")
    return show(
        request, "shells.html", seat=seat, noun="shells", status=status, sent=sent, way=way,
        found=shell_shelf.list_shells(place.gate, seat.actor), fields=FIELDS,
        may_in=seat.actor.may("write_shell"), may_out=may_out, may_release=seat.actor.may("share_report"),
        plants=plants.plants(place.gate, seat.actor) if may_out else (), is_ready=not missing,
        lines=shelf.list_lines(place.gate, seat.actor) if may_out else (),
        problems=told((*missing, *problems), language), crumbs=(_crumb(request, seat),),
    )  # fmt: skip


def _crumb(request: Request, seat: Seat) -> Crumb:
    return Crumb(name=text("web.noun.shells", language_of(request)), href=f"{seat.base}/shells")


def _newest(place: Place, seat: Seat, name: str) -> int:
    return next((item.number for item in shell_shelf.shell_history(place.gate, seat.actor, name)), 0)


def _name_of(file: str) -> str:
    """A name made of that of a file."""
    plain = re.sub(r"[^A-Za-z0-9_.-]+", "_", file.rpartition(".")[0] or file).strip("_.-")
    return plain[:60].rstrip("_.-")


def _base_of(form: Form) -> str:
    """The address below which ids stand; one that is none is told."""
    said = form.text("base", 300)
    if said and not re.fullmatch(r"https?://[!-~]+", said):
        raise InputError.of(
            "shell.base", "base", "this is no address below which ids could stand", "write https://hanbit.example/aas",
        )  # fmt: skip
    return said


def _pass_on_others(error: OutsideError) -> None:
    """Only packages that are not installed are told on the page itself."""
    if error.problems[0].code != "outside.shell_not_installed":
        raise error
