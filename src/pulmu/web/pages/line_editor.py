"""A part of a production line, filled in in the browser: shown, checked as one types, saved as a new version."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.locale import Language, text
from pulmu.model import Document
from pulmu.model.line import Line
from pulmu.services.document_form.edit import AtField, document_of_tree
from pulmu.services.document_form.form import Field, FormSection, form_of, inputs_of
from pulmu.services.document_form.typed import nest
from pulmu.services.line_flow import line_flow, station_key
from pulmu.services.lines import shelf
from pulmu.services.lines.insert import insert_station
from pulmu.services.lines.names import Names, list_for, offered
from pulmu.services.lines.parts import PARTS, page_of, part_of, sections_of
from pulmu.services.lines.shelf import KeptLine
from pulmu.services.lines.tied import name_for
from pulmu.services.place import Place
from pulmu.services.workspaces import plants
from pulmu.services.workspaces.authors import names_of
from pulmu.web.document_form import Begun, Filled, Kind, Newest, check_may, filled, opened, save_sent
from pulmu.web.form_problems import Shown
from pulmu.web.forms import LONGEST_PROSE, MOST_FIELDS, AnyForm
from pulmu.web.line_form_words import LineFormWords
from pulmu.web.line_tabs import tabs_of
from pulmu.web.line_tie import LineTie, tie_of
from pulmu.web.line_words import line_picture
from pulmu.web.line_words import name_of as called
from pulmu.web.pages.lines import Name, address_of, crumbs_of, name_of
from pulmu.web.plant_words import where_in
from pulmu.web.rule_problems import plain, told_at
from pulmu.web.rule_words import label
from pulmu.web.show import Crumb, Told, show
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/lines/{line}", include_in_schema=False)
_USUAL = frozenset({
    "name", "name_local", "plant", "process", "machines", "buffer", "time", "calendar", "stops", "uses", "law",
    "mean", "cv", "every", "products", "good", "piece_kg", "idle", "busy", "family", "scrap", "rework", "next", "days",
    "set_up", "meter", "price", "tariff", "most_inside", "skills", "slots", "breaks", "kind", "counts",
})  # fmt: skip
_KIND = Kind(of=Line, sections={}, usual=_USUAL, words="web.line_form")
_SPARE = 200
_IN_LIST = ("id", "name", "name_local", "machines", "buffer", "good", "piece_kg", "price")


@dataclass(frozen=True, slots=True)
class _Standing:
    """A line being filled in, and the plant it stands in."""

    found: KeptLine
    tie: LineTie
    base: str

    @property
    def begun(self) -> Begun:
        """What the form is made of."""
        return Begun(
            kind=_KIND, document=self.found.document, seen=self.found.version.number, check=self.tie.problems_of
        )


@routes.get("/edit")
def begin_edit(seat: Seated, place: AnyPlace, line: Name) -> Response:
    """The first part that is mostly filled in."""
    check_may(seat, "write_line")
    found = shelf.find_line(place.gate, seat.actor, line)
    return RedirectResponse(f"{address_of(seat, found.id)}/edit/stations", 303)


@routes.get("/edit/{part:path}")
def show_part(request: Request, seat: Seated, place: AnyPlace, line: Name, part: str, saved: str = "") -> Response:
    """A part of the line, to be filled in."""
    check_may(seat, "write_line")
    stands = _standing(place, seat, line, 0)
    return _page(request, seat, place, stands, part, opened(stands.begun), saved=saved)


@routes.post("/edit/{part:path}")
def save_part(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, line: Name, part: str) -> Response:
    """Save what was typed as a new version, or change the rows of the form."""
    check_may(seat, "write_line")
    language, stands = language_of(request), _standing(place, seat, line, form.number("seen"))
    sent = filled(stands.begun, form, language)
    if not sent.can_be_saved:
        return _page(request, seat, place, stands, part, sent)
    back = f"{stands.base}/edit/{part}?saved="
    if not sent.made.is_changed:
        return RedirectResponse(f"{back}same", 303)

    def save(document: Document, seen: int, note: str) -> int:
        return shelf.save_line(place.gate, seat.actor, line, document, seen=seen, note=note).version.number

    kept = save_sent(sent, form, save, lambda number: _newest(place, seat, line, number), language)
    if isinstance(kept, Filled):
        return _page(request, seat, place, stands, part, kept)
    return RedirectResponse(f"{back}{kept}", 303)


@routes.post("/check/{part:path}")
def check_part(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, line: Name, part: str) -> Response:
    """What is wrong with the line as it is being typed; nothing is saved."""
    check_may(seat, "write_line")
    language, stands = language_of(request), _standing(place, seat, line, form.number("seen"))
    own = ("seen", "do", "note", "onto")
    made = stands.begun.made(nest({key: said for key, said in form.fields.items() if key not in own}, LONGEST_PROSE))
    here, elsewhere = _split(made.problems, part)
    told = [(item.address, _told(item, made.document.tree, part, stands.base, language)) for item in here]
    found = [{**said, "href": told[n][1].href} for n, said in enumerate(plain(told))]
    return JSONResponse({"problems": found, "said": _said(here, elsewhere, language)})


@routes.post("/insert")
def insert_between(seat: Seated, form: AnyForm, place: AnyPlace, line: Name) -> Response:
    """A new station between two: what goes from the one to the other goes through it."""
    check_may(seat, "write_line")
    found = shelf.find_line(place.gate, seat.actor, line, form.number("seen") or None)
    base, source, target = address_of(seat, found.id), form.text("source", 60), form.text("target", 60)
    known = {item.id for item in found.line.stations}
    if not {source, target} <= known:
        return RedirectResponse(f"{base}/edit/stations", 303)
    tree, name = insert_station(found.document.tree, source, target)
    document = document_of_tree(tree, found.document.name)
    note = f"{source} → {name} → {target}"
    saved = shelf.save_line(place.gate, seat.actor, line, document, seen=found.version.number, note=note)
    number = next(at for at, item in enumerate(saved.line.stations) if item.id == name)
    return RedirectResponse(f"{base}/edit/stations/{number}?saved={saved.version.number}", 303)


def _standing(place: Place, seat: Seat, line: str, seen: int) -> _Standing:
    found = shelf.find_line(place.gate, seat.actor, line, seen or None)
    return _Standing(found, tie_of(place, seat, found.line.plant), address_of(seat, found.id))


def _newest(place: Place, seat: Seat, line: str, number: int | None) -> Newest:
    found = shelf.find_line(place.gate, seat.actor, line, number)
    author = found.version.author
    return Newest(found.document, found.version.number, names_of(place.store, (author,)).get(author, ""))


def _page(
    request: Request, seat: Seat, place: Place, stands: _Standing, part: str, sent: Filled, *, saved: str = ""
) -> Response:
    language, begun = language_of(request), sent.begun
    is_list, tree = part in PARTS, begun.document.tree if isinstance(begun.document.tree, dict) else {}
    form = form_of(
        sections_of(part, tree), tree, sent.given, all_columns=False, blank=True, usual=_USUAL, is_whole=not is_list
    )
    form = tuple(replace(item, fields=tuple(map(_in_list, item.fields))) for item in form)
    typed = sent.made.document.tree
    here, elsewhere = _split(sent.made.problems, part)
    told = [(item.address, _told(item, typed, part, stands.base, language)) for item in here]
    own = part if is_list else part_of(part.partition("/")[0])
    made = stands.found if not sent.is_changed else stands.tie.read(stands.found, sent.made.document)
    title = text(f"web.line_form.section.{own}", language) if is_list else _entry(part, typed, language)
    return show(
        request, "line_edit.html", seat=seat, noun="lines", status=sent.status, base=stands.base, part=part, own=own,
        action=f"{stands.base}/edit/{part}", check=f"{stands.base}/check/{part}", name=name_of(stands.found, language),
        title=title, parts=[(item, _errors(sent.made.problems, item)) for item in PARTS], tabs=tabs_of(seat, made.id),
        seen=begun.seen, strange=form[0].strange, at=Shown(told), sections={own: list(form[0].fields)},
        open_sections=(own,), is_too_long=len(inputs_of(form)) > MOST_FIELDS - _SPARE, is_changed=sent.is_changed,
        problems=[*sent.above, *(item for _, item in told)], conflict=sent.conflict, form_words="web.line_form",
        said=_said(here, elsewhere, language), elsewhere=elsewhere, words=LineFormWords(language),
        lists=_lists(form, place, seat, stands, typed), list_for=list_for, is_list=is_list,
        saved=saved if saved == "same" or saved.isdecimal() else "", picture=_picture(made, stands.base, language),
        between=_between(made, language) if part == "stations" and not sent.is_changed else [],
        crumbs=(*crumbs_of(seat, stands.found, language), *_crumbs(stands.base, part, own, title, language)),
    )  # fmt: skip


def _in_list(field: Field) -> Field:
    """A list of entries with pages of their own, with what tells them apart: the rest is on their pages."""
    grid = field.grid
    if grid is None or not grid.has_pages:
        return field
    columns = tuple(item for item in grid.columns if item.name in _IN_LIST)
    rows = tuple(
        replace(row, cells=tuple(cell for cell in row.cells if cell.attribute.name in _IN_LIST)) for row in grid.rows
    )
    return replace(field, grid=replace(grid, columns=columns, rows=rows, hidden=0))


def _crumbs(base: str, part: str, own: str, title: str, language: Language) -> list[Crumb]:
    found = [Crumb(name=text(f"web.line_form.section.{own}", language), href=f"{base}/edit/{own}")]
    return found if part == own else [*found, Crumb(name=title, href=f"{base}/edit/{part}")]


def _entry(part: str, tree: Any, language: Language) -> str:
    name, _, number = part.partition("/")
    return where_in(Line, (name, int(number)), tree, language, label).rpartition(" › ")[2]


def _picture(found: KeptLine, base: str, language: Language) -> Any:
    if not found.line.stations:
        return None
    places = {item.id: number for number, item in enumerate(found.line.stations)}
    return line_picture(found.line, language, lambda station: f"{base}/edit/stations/{places[station]}")


def _between(found: KeptLine, language: Language) -> list[tuple[str, str, str]]:
    """Stations that follow each other in some route, and both by name."""
    by_key = {station_key(item.id): item for item in found.line.stations}
    pairs = (
        (by_key[item.source], by_key[item.target])
        for item in line_flow(found.line).arrows
        if item.way == "on" and item.source in by_key and item.target in by_key
    )
    return [(one.id, two.id, f"{called(one, language)} → {called(two, language)}") for one, two in pairs]


def _split(found: Sequence[AtField], part: str) -> tuple[list[AtField], int]:
    """Problems of this page, worst first, and how many errors stand on others."""
    places = PARTS.get(part, (part,))
    here = [item for item in found if any(f"{item.address}/".startswith(f"{place}/") for place in places)]
    known = set(map(id, here))
    errors = sum(item.located.problem.severity == "error" for item in found if id(item) not in known)
    return sorted(here, key=lambda item: item.located.problem.severity != "error"), errors


def _errors(found: Sequence[AtField], part: str) -> int:
    return sum(item.located.problem.severity == "error" for item in _split(found, part)[0])


def _told(item: AtField, tree: Any, part: str, base: str, language: Language) -> Told:
    """A problem with the way to its field: on this page, or on the page of the entry it is in."""
    page = page_of(item.located.path, tree)
    found = told_at(Line, item.located, tree, f"{base}/edit/{quote(page)}", language)
    return replace(found, href=f"#{item.address}") if item.address and page == part else found


def _said(here: Sequence[AtField], elsewhere: int, language: Language) -> str:
    """The state of the page in a sentence."""
    errors = sum(item.located.problem.severity == "error" for item in here)
    said = text("web.line_form.to_mend" if errors else "web.line_form.fine", language, count=errors)
    return f"{said} {text('web.edit.answer_elsewhere', language, count=elsewhere)}" if elsewhere else said


def _lists(form: tuple[FormSection, ...], place: Place, seat: Seat, stands: _Standing, typed: Any) -> dict[str, Names]:
    found: dict[str, None] = {}

    def collect(fields: Sequence[Field]) -> None:
        for item in fields:
            found[list_for(item.attribute)] = None
            collect(item.inside)
            for column in item.grid.columns if item.grid else ():
                found[list_for(column)] = None
            for row in item.grid.rows if item.grid else ():
                collect(row.inside)

    for section in form:
        collect(section.fields)
    return {name: _names(name, place, seat, stands, typed) for name in found if name}


def _names(name: str, place: Place, seat: Seat, stands: _Standing, typed: Any) -> Names:
    if name != "plants":
        return offered(name, typed, stands.tie.tree)
    known = plants.plants(place.gate, seat.actor)
    return [(name_for(known, item), item.name) for item in known]
