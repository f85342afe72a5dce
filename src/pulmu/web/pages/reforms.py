"""Reforms: which there are, what each changes, who gains and who loses."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.status import status_of
from pulmu.locale import Language, rule_name, text
from pulmu.model import InputError, PulmuError
from pulmu.services.access.actor import Actor
from pulmu.services.jobs.kinds import start_reform
from pulmu.services.place import Place
from pulmu.services.populations import problems_of_population
from pulmu.services.reform_effect import ProgrammeEffect
from pulmu.services.reforms.changes import changes_of
from pulmu.services.reforms.effects import KeptEffect, list_effects, newest_effects, read_effect
from pulmu.services.reforms.rules import ReformRules
from pulmu.services.reforms.shelf import ShelvedReform, find_reform, list_reforms, reform_history, save_reform
from pulmu.services.workspaces.people import names_of
from pulmu.web.downloads import file_answer
from pulmu.web.forms import AnyForm, AnyUpload, Form
from pulmu.web.pages.table_file import table_file
from pulmu.web.reform_cliff_view import cliffs_shown
from pulmu.web.reform_tables import TABLES, table_of
from pulmu.web.reform_view import class_rows, moves, sentence, shown, weight
from pulmu.web.reform_words import (
    figure_words,
    parameter_words,
    part_words,
    population_words,
    programme_name,
    row_words,
    value_words,
)
from pulmu.web.show import Crumb, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/reforms", include_in_schema=False)
Reform = Annotated[str, Path(pattern="^[a-z][a-z0-9_]{0,79}$")]
Number = Annotated[int, Path(ge=1, le=10**9)]
Programme = Annotated[str, Query(max_length=80)]
_LONGEST_NOTE = 500


@routes.get("")
def show_reforms(request: Request, seat: Seated, place: AnyPlace) -> Response:
    """Those that come with Pulmu, and one's own."""
    return _list(request, seat, place)


@routes.post("")
def upload(request: Request, seat: Seated, place: AnyPlace, form: AnyUpload) -> Response:
    """A reform of one's own, from a file; it is kept where nothing is wrong with it."""
    try:
        found = _saved(place, seat.actor, form, "")
    except PulmuError as error:
        return _list(request, seat, place, error)
    return RedirectResponse(f"{seat.base}/reforms/{found.id}", 303)


@routes.get("/{reform}")
def show_reform(request: Request, reform: Reform, seat: Seated, place: AnyPlace, programme: Programme = "") -> Response:
    """What it changes, and the newest answer to what it does."""
    heads = list_effects(place.gate, seat.actor, reform)
    return _page(request, seat, place, reform, number=heads[0].number if heads else None, programme=programme)


@routes.get("/{reform}/effects/{number}")
def show_effect(
    request: Request, reform: Reform, number: Number, seat: Seated, place: AnyPlace, programme: Programme = ""
) -> Response:
    """The same with another answer."""
    return _page(request, seat, place, reform, number=number, programme=programme)


@routes.get("/{reform}/effects/{number}/{table}.csv")
def download_table(
    request: Request, reform: Reform, number: Number, table: Annotated[str, Path(max_length=20)], seat: Seated,
    place: AnyPlace,
) -> Response:  # fmt: skip
    """One of its tables for a spreadsheet."""
    language = language_of(request)
    kept = read_effect(place.gate, seat.actor, reform, number)
    if table not in TABLES:
        raise InputError.of("input.request", "table", "there is no such table", "choose one of the page", reason=table)
    rules = ReformRules.of(place.gate, seat.actor, place.programmes())
    names = {item.id: item for item in rules.programmes}
    head, rows = table_of(table, kept.effect, names, language)
    return table_file(f"{reform}-{number}-{table}.csv", head, rows)


@routes.get("/{reform}/effects/{number}/effect.json")
def download_effect(reform: Reform, number: Number, seat: Seated, place: AnyPlace) -> Response:
    """The whole answer, with everything it rests on."""
    kept = read_effect(place.gate, seat.actor, reform, number)
    name = f"{reform}-{number}.json"
    return file_answer(place.tree_file(kept.document, name), name)


@routes.get("/{reform}/file.{ending}")
def download(reform: Reform, ending: Annotated[str, Path(pattern="^(yaml|json)$")], seat: Seated, place: AnyPlace,
             number: Annotated[int | None, Query(ge=0, le=10**9)] = None) -> Response:  # fmt: skip
    """The reform as a file."""
    rules = ReformRules.of(place.gate, seat.actor, place.programmes())
    found = find_reform(place.gate, seat.actor, place.reforms(), rules.rulebook, reform, number)
    name = f"{reform}.{ending}"
    return file_answer(place.tree_file(found.document, name), name)


@routes.post("/{reform}/compute")
def compute(request: Request, reform: Reform, seat: Seated, place: AnyPlace, form: AnyForm) -> Response:
    """Have its effect computed; one is led to how far that is."""
    rules = ReformRules.of(place.gate, seat.actor, place.programmes())
    found = find_reform(place.gate, seat.actor, place.reforms(), rules.rulebook, reform)
    try:
        day = _day(form.text("day", 10))
        job = start_reform(
            place.gate,
            seat.actor,
            place.populations,
            found,
            form.text("population", 80),
            day,
            with_cliffs=form.text("cliffs") == "yes",
        )
    except PulmuError as error:
        return _page(request, seat, place, reform, error=error, sent=form)
    return RedirectResponse(f"{seat.base}/jobs/{job.id}", 303)


@routes.post("/{reform}")
def upload_version(request: Request, reform: Reform, seat: Seated, place: AnyPlace, form: AnyUpload) -> Response:
    """A new version of an own one, from a file."""
    try:
        _saved(place, seat.actor, form, reform)
    except PulmuError as error:
        return _page(request, seat, place, reform, error=error, sent=form)
    return RedirectResponse(f"{seat.base}/reforms/{reform}", 303)


def _saved(place: Place, actor: Actor, form: Form, reform: str) -> ShelvedReform:
    file = form.files.get("file")
    if file is None:
        raise InputError.of("input.no_file_chosen", "file", "no file was chosen", "choose a file")
    document = place.read_reform(file.content, file.name)
    rules = ReformRules.of(place.gate, actor, place.programmes())
    return save_reform(
        place.gate, actor, place.reforms(), rules.rulebook, document, seen=form.number("seen"), reform=reform,
        note=form.text("note", _LONGEST_NOTE),
    )  # fmt: skip


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        shown_text = said[:20]
        raise InputError.of("reform.day", "day", f"{shown_text!r} is no day", "write it as 2026-11-25",
                            text=shown_text) from None  # fmt: skip


def _list(request: Request, seat: Seat, place: Place, error: PulmuError | None = None) -> Response:
    language = language_of(request)
    rules = ReformRules.of(place.gate, seat.actor, place.programmes())
    programmes = {item.id: item for item in rules.programmes}
    found = list_reforms(place.gate, seat.actor, place.reforms(), rules.rulebook)
    populations = [item for item in place.populations.known() if not problems_of_population(item)]
    return show(
        request, "reforms.html", seat=seat, noun="reforms", found=found, populations=populations,
        name_of=lambda item: _name(item, language), newest=newest_effects(place.gate, seat.actor),
        changes=lambda item: _heads(item, programmes, language), may_write=seat.actor.may("write_rules"),
        broken=_broken(place, language), crumbs=_crumbs(seat, language),
        problems=told(error.problems, language) if error else [], status=status_of(error) if error else 200,
    )  # fmt: skip


def _heads(item: ShelvedReform, programmes: Mapping[str, Any], language: Language) -> str:
    """What it changes, in one line: the programmes, or what of the law."""
    if item.reform is None:
        return ""
    names = (change.parameter for change in (*item.reform.before, *item.reform.after))
    said = [parameter_words(name, programmes, language) for name in names]
    return ", ".join(dict.fromkeys(said))


def _broken(place: Place, language: Language) -> list[dict[str, str]]:
    return [
        {"name": item.name, "what": problem.what, "mend": problem.mend}
        for item in place.populations.known()
        for problem in told(problems_of_population(item), language)[:1]
    ]


def _name(item: ShelvedReform, language: Language) -> str:
    if item.reform is None:
        return item.id
    return (item.reform.name_ko if language == "ko" else item.reform.name_en) or item.id


def _crumbs(seat: Seat, language: Language, *more: Crumb) -> tuple[Crumb, ...]:
    return (Crumb(name=text("web.noun.reforms", language), href=f"{seat.base}/reforms"), *more)


def _page(
    request: Request, seat: Seat, place: Place, reform: str, *, number: int | None = None, programme: str = "",
    error: PulmuError | None = None, sent: Form | None = None,
) -> Response:  # fmt: skip
    language, gate, actor = language_of(request), place.gate, seat.actor
    rules = ReformRules.of(gate, actor, place.programmes())
    programmes = {item.id: item for item in rules.programmes}
    found = find_reform(gate, actor, place.reforms(), rules.rulebook, reform)
    kept = None if number is None else read_effect(gate, actor, reform, number)
    heads, history = list_effects(gate, actor, reform), reform_history(gate, actor, reform)
    populations = [item for item in place.populations.known() if not problems_of_population(item)]
    day = kept.effect.day if kept else populations[0].manifest.as_of if populations else gate.world.now().date()  # type: ignore[union-attr]
    problems = error.problems if error else found.problems
    authors = {*(item.author for item in heads), *(item.author for item in history)}
    people = names_of(place.store, authors)
    return show(
        request, "one_reform.html", seat=seat, noun="reforms", found=found, kept=kept, heads=heads, history=history,
        name=_name(found, language), people=people, populations=populations, day=day, sent=sent,
        changes=changes_of(found.reform, rules.rulebook, day) if found.reform is not None else (),
        broken=_broken(place, language), may_compute=actor.may("compute_reform"), may_write=actor.may("write_rules"),
        parameter=lambda name: parameter_words(name, programmes, language),
        value=lambda value, unit: value_words(value, unit, language), row=lambda key: row_words(key, language),
        option=lambda item: population_words(item.name, item.manifest, language),
        part=lambda one_in: part_words(one_in, language), figure=lambda firms: figure_words(firms, language),
        facts=lambda names: ", ".join(rule_name(item, language) for item in names),
        effect=_effect(kept, programmes, programme, language) if kept else None,
        crumbs=_crumbs(seat, language, Crumb(name=_name(found, language), href=f"{seat.base}/reforms/{reform}")),
        problems=told(problems, language), status=status_of(error) if error else 200,
    )  # fmt: skip


def _effect(kept: KeptEffect, programmes: Mapping[str, Any], chosen: str, language: Language) -> dict[str, Any]:
    """What the page shows of an answer."""
    effect = kept.effect

    def name_of(item: ProgrammeEffect) -> str:
        return programme_name(item.programme, programmes, language)

    moved = sorted((item for item in effect.programmes if moves(item)), key=weight)
    of_id = {item.programme: item for item in effect.programmes}
    picked = of_id.get(chosen) or (moved[0] if moved else None)
    return {
        "sentence": sentence(effect, programmes, language),
        "moved": moved,
        "name_of": name_of,
        "unmoved": [name_of(item) for item in effect.programmes if not moves(item)],
        "shown": shown(picked, effect, programmes, language) if picked else None,
        "classes": class_rows(effect.classes, language),
        "cliffs": cliffs_shown(effect.cliffs, programmes, language),
    }
