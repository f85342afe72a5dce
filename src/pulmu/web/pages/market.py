"""What a workspace offers and what it needs: written, shown to all, and found for one another."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.status import status_of
from pulmu.locale import Language, need_words, text
from pulmu.model import ConflictError, InputError, Problem
from pulmu.services.accounts.identify import ZONE
from pulmu.services.document_form.edit import document_of_tree
from pulmu.services.market import shelf
from pulmu.services.market.board import find_suppliers, fitting_needs
from pulmu.services.market.shelf import ItemKind, KeptItem
from pulmu.services.market.take_over import take_over
from pulmu.services.need_drafts import NeedDraft
from pulmu.services.place import Place
from pulmu.services.workspaces.plants import plants
from pulmu.web.downloads import file_answer
from pulmu.web.forms import AnyForm, AnyUpload, Form
from pulmu.web.market_form import FIELDS, FieldShown, fields_of, tree_of
from pulmu.web.market_view import demand_shown, left_out_shown, supplier_shown
from pulmu.web.pages.plants import shown_name
from pulmu.web.show import Crumb, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}", include_in_schema=False)
Name = Annotated[str, Path(max_length=100)]
_KINDS: dict[str, ItemKind] = {"offers": "offer", "needs": "need"}


@routes.get("/offers")
def show_offers(request: Request, seat: Seated, place: AnyPlace) -> Response:
    """What the workspace offers, and how to write an offer."""
    return _list(request, seat, place, "offers")


@routes.get("/needs")
def show_needs(request: Request, seat: Seated, place: AnyPlace) -> Response:
    """What the workspace needs, and how to say so."""
    return _list(request, seat, place, "needs")


@routes.get("/offers/table")
def offers_table(request: Request, seat: Seated, place: AnyPlace) -> Response:
    """An empty table of offers."""
    shelf.list_items(place.gate, seat.actor, "offer")
    return file_answer(place.offers_workbook(language_of(request)), "offers.xlsx")


@routes.post("/offers/upload")
def upload_offers(request: Request, seat: Seated, form: AnyUpload, place: AnyPlace) -> Response:
    """Offers of a file: YAML, JSON, or a table in a workbook; all of them or none."""
    return _uploaded(request, seat, place, form, "offers")


@routes.post("/needs/upload")
def upload_needs(request: Request, seat: Seated, form: AnyUpload, place: AnyPlace) -> Response:
    """Needs of a file, YAML or JSON; all of them or none."""
    return _uploaded(request, seat, place, form, "needs")


@routes.post("/offers/new")
def write_offer(request: Request, seat: Seated, form: AnyForm, place: AnyPlace) -> Response:
    """An offer from the form."""
    return _written(request, seat, place, form, "offers", "")


@routes.post("/needs/new")
def write_need(request: Request, seat: Seated, form: AnyForm, place: AnyPlace) -> Response:
    """A need from the form."""
    return _written(request, seat, place, form, "needs", "")


@routes.post("/needs/take-over")
def take_over_needs(request: Request, seat: Seated, form: AnyForm, place: AnyPlace) -> Response:
    """Needs that begin with what the figures of a plant are made of."""
    language = language_of(request)

    def words(draft: NeedDraft) -> str:
        return need_words(draft.topic, draft.label, draft.share, language)

    try:
        take_over(place.gate, seat.actor, place.measured, place.live, form.text("plant", 64), words)
    except (InputError, ConflictError) as error:
        return _list(request, seat, place, "needs", error.problems, status_of(error))
    return RedirectResponse(f"{seat.base}/needs", 303)


@routes.get("/offers/{offer}")
def show_offer(request: Request, seat: Seated, place: AnyPlace, offer: Name) -> Response:
    """An offer, and the demand that it fits."""
    return _one(request, seat, place, "offers", offer)


@routes.get("/needs/{need}")
def show_need(request: Request, seat: Seated, place: AnyPlace, need: Name) -> Response:
    """A need, and the suppliers that fit it."""
    return _one(request, seat, place, "needs", need)


@routes.post("/offers/{offer}")
def change_offer(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, offer: Name) -> Response:
    """A new version of an offer."""
    return _written(request, seat, place, form, "offers", offer)


@routes.post("/needs/{need}")
def change_need(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, need: Name) -> Response:
    """A new version of a need."""
    return _written(request, seat, place, form, "needs", need)


@routes.post("/offers/{offer}/publish")
def publish_offer(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, offer: Name) -> Response:
    """Show an offer to all, or no more."""
    return _published(request, seat, place, form, "offers", offer)


@routes.post("/needs/{need}/publish")
def publish_need(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, need: Name) -> Response:
    """Show a need to all, or no more."""
    return _published(request, seat, place, form, "needs", need)


def _list(
    request: Request,
    seat: Seat,
    place: Place,
    noun: str,
    problems: tuple[Problem, ...] = (),
    status: int = 200,
    typed: Form | None = None,
) -> Response:
    kind, language = _KINDS[noun], language_of(request)
    found = shelf.list_items(place.gate, seat.actor, kind)
    shown = sum(1 for item in found if item.shown_version)
    reads = kind == "need" and seat.may_now("read_plant") and seat.may_now("write_offer")
    own = [item for item in plants(place.gate, seat.actor) if item.archived is None] if reads else []
    return show(
        request, "market_list.html", seat=seat, noun=noun, status=status, kind=kind, found=found, shown=shown,
        problems=told(problems, language), may_write=seat.may_now("write_offer"), title_of=title_of, plants=own,
        fields=_fields(kind, {}, language, typed), crumbs=(_top(seat, noun, language),),
    )  # fmt: skip


def _one(
    request: Request,
    seat: Seat,
    place: Place,
    noun: str,
    name: str,
    problems: tuple[Problem, ...] = (),
    status: int = 200,
    typed: Form | None = None,
) -> Response:
    kind, language = _KINDS[noun], language_of(request)
    found = shelf.find_item(place.gate, seat.actor, kind, name)
    day = today(place)
    hits: list[Any] = []
    left_out, looked_at = "", 0
    if kind == "need":
        suppliers = find_suppliers(place.gate, seat.actor, place.market, name, day)
        hits = [supplier_shown(item, language) for item in suppliers.suppliers]
        left_out, looked_at = left_out_shown(suppliers.found, language), suppliers.found.looked_at
    else:
        hits = [demand_shown(item, language) for item in fitting_needs(place.gate, seat.actor, place.market, name, day)]
    tree: Any = found.document.tree if isinstance(found.document.tree, dict) else {}
    title = title_of(found)
    return show(
        request, "market_one.html", seat=seat, noun=noun, status=status, kind=kind, found=found, title=title,
        hits=hits, left_out=left_out, looked_at=looked_at, problems=told(problems or found.problems, language),
        may_write=seat.may_now("write_offer"), may_publish=seat.reaches("publish_offer"),
        fields=_fields(kind, tree, language, typed), base=f"{seat.base}/{noun}/{name}",
        crumbs=(_top(seat, noun, language), Crumb(name=title[:60], href=f"{seat.base}/{noun}/{name}")),
    )  # fmt: skip


def _written(request: Request, seat: Seat, place: Place, form: Form, noun: str, name: str) -> Response:
    kind = _KINDS[noun]
    wanted = name or form.text("id", 60)
    before: Any = {}
    if name:
        kept = shelf.find_item(place.gate, seat.actor, kind, name).document.tree
        before = kept if isinstance(kept, dict) else {}
    tree = {**before, **tree_of(form, kind, before), "id": wanted, "pulmu": f"{kind}/1"}
    if kind == "offer" and not tree.get("supplier"):
        tree["supplier"] = seat.room.workspace.name
    tree = {key: value for key, value in tree.items() if value not in ("", [], None)}
    seen = form.number("seen")
    try:
        document = document_of_tree(tree, f"{wanted[:60]}.yaml")
        shelf.save_item(place.gate, seat.actor, kind, wanted, document, seen=seen)
    except (InputError, ConflictError) as error:
        if name:
            return _one(request, seat, place, noun, name, error.problems, status_of(error), form)
        return _list(request, seat, place, noun, error.problems, status_of(error), form)
    return RedirectResponse(f"{seat.base}/{noun}/{wanted}", 303)


def _uploaded(request: Request, seat: Seat, place: Place, form: Form, noun: str) -> Response:
    kind = _KINDS[noun]
    try:
        sent = form.files.get("file")
        if sent is None or not sent.content:
            said, mend = "no file was chosen", "choose a file"
            raise InputError.of("input.nothing_uploaded", "", said, mend)
        read = place.read_offers if kind == "offer" else place.read_needs
        shelf.save_all(place.gate, seat.actor, kind, read(sent.content, shown_name(sent.name)))
    except (InputError, ConflictError) as error:
        return _list(request, seat, place, noun, error.problems, status_of(error))
    return RedirectResponse(f"{seat.base}/{noun}", 303)


def _published(request: Request, seat: Seat, place: Place, form: Form, noun: str, name: str) -> Response:
    kind = _KINDS[noun]
    try:
        if form.text("shown", 5) == "no":
            shelf.find_item(place.gate, seat.actor, kind, name)
            shelf.withdraw_item(place.gate, seat.actor, kind, name)
        else:
            shelf.publish_item(place.gate, seat.actor, kind, name)
    except InputError as error:
        return _one(request, seat, place, noun, name, error.problems, status_of(error))
    return RedirectResponse(f"{seat.base}/{noun}/{name}", 303)


def _fields(kind: ItemKind, tree: dict[str, Any], language: Language, typed: Form | None) -> list[FieldShown]:
    shown = tree if typed is None else {**tree, **tree_of(typed, kind, tree), "id": typed.text("id", 60)}
    return fields_of(FIELDS[kind], shown, language)


def _top(seat: Seat, noun: str, language: Language) -> Crumb:
    return Crumb(name=text(f"web.noun.{noun}", language), href=f"{seat.base}/{noun}")


def title_of(found: KeptItem) -> str:
    """What an offer or a need is called in a list."""
    said = getattr(found.item, "title", "") or getattr(found.item, "text", "")
    return " ".join(said.split())[:120] or found.id


def today(place: Place) -> date:
    """The day by the clock of the place."""
    return place.gate.world.now().astimezone(ZONE).date()
