"""A part of a plant, filled in in the browser: shown, checked as one types, saved as a new version."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.locale import Language, text
from pulmu.model import ConflictError, InputError, Plant
from pulmu.services.document_form.compare import changes
from pulmu.services.document_form.edit import AtField, Edited, changed_document, edited
from pulmu.services.document_form.form import Field, FormSection, form_of
from pulmu.services.document_form.merge import merge
from pulmu.services.document_form.shape import Attribute
from pulmu.services.document_form.typed import Given, change_rows, nest
from pulmu.services.place import Place
from pulmu.services.plant_editor.names import list_for, offered
from pulmu.services.plant_editor.parts import EXPORTS, PARTS, USUAL, page_of, part_of, sections_of
from pulmu.services.plant_editor.problems import problems_of_plant
from pulmu.services.workspaces import plants
from pulmu.services.workspaces.authors import names_of
from pulmu.services.workspaces.citing import citing
from pulmu.services.workspaces.evidence_proofs import offered_texts
from pulmu.services.workspaces.plants import SavedPlant
from pulmu.web.form_problems import Shown
from pulmu.web.forms import AnyForm, Form
from pulmu.web.pages.plant import ShownChange, plant_base, plant_crumbs, shown_changes
from pulmu.web.plant_words import choice, label, meaning, problem_of, where
from pulmu.web.show import Crumb, Told, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/plants/{plant}", include_in_schema=False)
_OWN = frozenset({"seen", "do", "note", "columns", "onto"})
"""Fields of the page itself; all others are values of the plant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Somebody saved meanwhile.

    Parameters
    ----------
    newest : Version they saved.
    clashes : Where both changed the same.
    """

    newest: int
    author: str
    theirs: list[ShownChange]
    clashes: list[str]


@dataclass(frozen=True, slots=True)
class Words:
    """What the template asks of words."""

    language: Language

    def label(self, attribute: Attribute) -> str:
        """What an attribute is called."""
        return label(attribute, self.language)

    def meaning(self, attribute: Attribute) -> str:
        """Its sentence."""
        return meaning(attribute, self.language)

    def choice(self, code: str) -> str:
        """The word of a choice."""
        return choice(code, self.language)

    def default(self, attribute: Attribute) -> str:
        """What counts if nothing is chosen; empty where nothing does."""
        value = attribute.default
        if isinstance(value, bool):
            return text(f"workbook.{'yes' if value else 'no'}", self.language)
        return choice(value, self.language) if isinstance(value, str) and value and attribute.choices else ""

    def amount_head(self) -> str:
        """What stands above the amounts of entries by name."""
        return text("web.edit.amount", self.language)

    def unknown(self, _: Attribute) -> str:
        """What an empty input says: nothing in a plant."""
        return ""

    def hint(self, _: Field) -> str:
        """What was typed in other words: nothing in a plant."""
        return ""

    def is_prose(self, _: Attribute) -> bool:
        """Whether it takes sentences: nothing in a plant does."""
        return False

    def ticks(self, _: Field) -> tuple[tuple[str, str], ...]:
        """Names to tick: they are typed in a plant."""
        return ()

    def without(self, _: Field) -> tuple[str, ...]:
        """Inputs of a value that are left out: none in a plant."""
        return ()

    def keys(self, _: Attribute) -> tuple[tuple[str, str], ...]:
        """Names to choose from: none in a plant."""
        return ()

    def is_day(self, _: str) -> bool:
        """Whether a day is chosen from a calendar: it is typed in a plant."""
        return False


@routes.get("/edit/{part:path}")
def show_part(
    request: Request, seat: Seated, place: AnyPlace, plant: str, part: str, columns: str = "", saved: str = ""
) -> Response:
    """A part of the plant, to be filled in."""
    stands = plants.read_plant(place.gate, seat.actor, plant)
    return _page(request, seat, stands, part, _made(place, seat, stands, {}), {},
                 all_columns=columns == "all", saved=saved)  # fmt: skip


@routes.post("/edit/{part:path}")
def save_part(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, plant: str, part: str) -> Response:
    """Save what was typed as a new version, or change the rows of the form."""
    stands = plants.read_plant(place.gate, seat.actor, plant, form.number("seen") or None)
    fields = _fields(form)
    all_columns, deed = form.text("columns") == "all", form.text("do", 200)
    try:
        if deed not in ("", "save", "onto"):
            fields = change_rows(fields, deed)
        given = nest(fields)
        made = _made(place, seat, stands, given)
    except InputError as error:
        above, as_it_stands = (
            told(error.problems, language_of(request)),
            _made(place, seat, stands, {}),
        )
        return _page(
            request, seat, stands, part, as_it_stands, {}, all_columns=all_columns, told_above=above, status=422
        )
    if deed not in ("", "save", "onto"):
        return _page(request, seat, stands, part, made, given, all_columns=all_columns, is_changed=True)
    if made.refused:
        return _page(request, seat, stands, part, made, given, all_columns=all_columns, status=422)
    where_to = f"{seat.base}/plants/{plant}/edit/{part}?{'columns=all&' if all_columns else ''}saved="
    if not made.is_changed:
        return RedirectResponse(f"{where_to}same", 303)
    try:
        number = _save(place, seat, stands, made, form)
    except ConflictError:
        conflict = _conflict(request, place, seat, stands, made)
        return _page(request, seat, stands, part, made, given, all_columns=all_columns, conflict=conflict, status=409)
    return RedirectResponse(f"{where_to}{number}", 303)


@routes.post("/check/{part:path}")
def check_part(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, plant: str, part: str) -> Response:
    """What is wrong with the plant as it is being typed; nothing is saved."""
    stands = plants.read_plant(place.gate, seat.actor, plant, form.number("seen") or None)
    language = language_of(request)
    made = _made(place, seat, stands, nest(_fields(form)))
    here, elsewhere = _split(made.problems, part, made)
    base = plant_base(seat, stands)
    return JSONResponse(
        {
            "problems": [_plain(item, _told(item, made, part, base, language)) for item in here],
            "said": _said(here, elsewhere, language),
        }
    )


def _made(place: Place, seat: Seat, stands: SavedPlant, given: Given) -> Edited:
    cite = citing(place.gate, place.measured, seat.actor)
    return edited(Plant, stands.document, given, stands.record.name, lambda document: problems_of_plant(cite(document)))


def _fields(form: Form) -> dict[str, str]:
    return {name: said for name, said in form.fields.items() if name not in _OWN}


def _save(place: Place, seat: Seat, stands: SavedPlant, made: Edited, form: Form) -> int:
    """Number of the version it became."""
    gate, plant, note = place.gate, stands.record.id, form.text("note", 500)
    onto = form.number("onto")
    if form.text("do") != "onto" or not onto:
        saved = plants.save_plant(gate, seat.actor, plant, made.document, seen=stands.version.number, note=note)
        return saved.version.number
    theirs = plants.read_plant(gate, seat.actor, plant, onto).document
    both = merge(stands.document.tree, made.document.tree, theirs.tree)
    document = changed_document(theirs, both.tree, stands.record.name)
    return plants.save_plant(gate, seat.actor, plant, document, seen=onto, note=note).version.number


def _conflict(request: Request, place: Place, seat: Seat, stands: SavedPlant, made: Edited) -> Conflict:
    newest = plants.read_plant(place.gate, seat.actor, stands.record.id)
    language = language_of(request)
    base, tree = stands.document.tree, newest.document.tree
    both = merge(base, made.document.tree, tree)
    authors = names_of(place.store, (newest.version.author,))
    return Conflict(
        newest=newest.version.number,
        author=authors.get(newest.version.author, text("web.plant.unknown_author", language)),
        theirs=shown_changes(changes(base, tree), tree, language),
        clashes=[where(path, tree, language) for path in both.clashes],
    )


def _page(
    request: Request,
    seat: Seat,
    stands: SavedPlant,
    part: str,
    made: Edited,
    given: Given,
    *,
    all_columns: bool = False,
    is_changed: bool = False,
    saved: str = "",
    conflict: Conflict | None = None,
    told_above: Sequence[Told] = (),
    status: int = 200,
) -> Response:
    language, tree = language_of(request), stands.document.tree
    form = form_of(sections_of(part, tree), tree, given, all_columns=all_columns, blank=True, usual=USUAL)
    base = plant_base(seat, stands)
    here, elsewhere = _split(made.problems, part, made)
    shown = [(item.address, _told(item, made, part, base, language)) for item in here]
    lists = {name: offered(name, made.document.tree, language) for name in _lists(form)}
    lists["evidence"] = _kept_files(request.app.state.place, seat)
    parts = list(PARTS)
    own = part_of(tuple(part.split("/"))) if "/" in part else part
    title = text(f"web.plant.part.{own}", language)
    after = parts[parts.index(own) + 1] if own in parts and own != parts[-1] else ""
    return show(
        request,
        "plant_edit.html",
        seat=seat,
        noun="plants",
        crumbs=(*plant_crumbs(seat, stands, language), *_crumbs(part, own, title, base, tree, language)),
        status=status,
        plant=stands,
        base=base,
        part=part,
        own=own,
        after=after,
        title=_title(part, title, tree, language),
        form=form,
        words=Words(language),
        at=Shown(shown),
        problems=[*told_above, *(item for _, item in shown)],
        said=_said(here, elsewhere, language),
        elsewhere=elsewhere,
        counts=_counts(made),
        counts_of=parts,
        lists=lists,
        list_for=list_for,
        all_columns=all_columns,
        is_changed=is_changed,
        saved=saved if saved == "same" or saved.isdecimal() else "",
        conflict=conflict,
        may_write=seat.actor.may("write_plant"),
    )


def _split(found: Sequence[AtField], part: str, made: Edited) -> tuple[list[AtField], int]:
    """Problems of this page, worst first, and how many errors stand on others."""
    places = _places(part, made.document.tree)
    here = [item for item in found if any(f"{item.address}/".startswith(f"{place}/") for place in places)]
    known = set(map(id, here))
    errors = sum(item.located.problem.severity == "error" for item in found if id(item) not in known)
    return sorted(here, key=lambda item: item.located.problem.severity != "error"), errors


def _places(part: str, tree: Any) -> Sequence[str]:
    """What a page shows, by address."""
    if part == "exports":
        return [f"{item.address}/{EXPORTS}" for item in sections_of(part, tree)]
    return PARTS.get(part, (part,))


def _told(item: AtField, made: Edited, part: str, base: str, language: Language) -> Told:
    """A problem with the way to its field: on this page, or on the page of the entry it is in."""
    found = problem_of(item.located, made.document.tree, base, language)
    path = item.located.path
    if item.address and (path is None or page_of(path, made.document.tree) == part or part == "exports"):
        return replace(found, href=f"#{item.address}")
    return found


def _plain(item: AtField, said: Told) -> dict[str, str]:
    return {
        "address": item.address,
        "severity": said.severity,
        "place": said.place,
        "what": said.what,
        "mend": said.mend,
    }


def _said(here: Sequence[AtField], elsewhere: int, language: Language) -> str:
    """The state of the page in a sentence."""
    errors = sum(item.located.problem.severity == "error" for item in here)
    key = "web.edit.answer_mend" if errors else "web.edit.answer_fine"
    said = text(key, language, count=errors)
    return f"{said} {text('web.edit.answer_elsewhere', language, count=elsewhere)}" if elsewhere else said


def _counts(made: Edited) -> Mapping[str, int]:
    """Errors by part."""
    found: dict[str, int] = {}
    for item in made.problems:
        if item.located.problem.severity == "error" and item.located.path is not None:
            part = part_of(item.located.path)
            found[part] = found.get(part, 0) + 1
    return found


def _kept_files(place: Place, seat: Seat) -> list[tuple[str, str]]:
    """Texts that name kept files, for who may write them down."""
    return [(text, "") for text in offered_texts(place.gate, seat.actor)] if seat.actor.may("write_plant") else []


def _lists(form: tuple[FormSection, ...]) -> list[str]:
    found: dict[str, None] = {}

    def collect(fields: Any) -> None:
        for item in fields:
            found[list_for(item.attribute)] = None
            collect(item.inside)
            for column in item.grid.columns if item.grid else ():
                found[list_for(column)] = None

    for section in form:
        collect(section.fields)
    return [name for name in found if name]


def _title(part: str, title: str, tree: Any, language: Language) -> str:
    if part in PARTS:
        return text("web.edit.title", language, part=title)
    return text("web.edit.title", language, part=where(_path(part), tree, language))


def _path(part: str) -> tuple[str | int, ...]:
    return tuple(int(item) if item.isdigit() else item for item in part.split("/"))


def _crumbs(part: str, own: str, title: str, base: str, tree: Any, language: Language) -> list[Crumb]:
    found = [Crumb(name=title, href=f"{base}/edit/{own}")]
    if part not in PARTS:
        path = _path(part)
        for length in range(2, len(path) + 1, 2):
            name = where(path[:length], tree, language).rpartition(" › ")[2]
            found.append(Crumb(name=name, href=f"{base}/edit/{'/'.join(map(str, path[:length]))}"))
    return found
