"""A support programme, filled in in the browser: shown, checked as one types, saved as a new version."""

from collections.abc import Sequence
from dataclasses import replace

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.locale import Language, text
from pulmu.model import AccessRefused, ConflictError, InputError, has_errors
from pulmu.model.programme import Programme
from pulmu.services.document_form.edit import Edited, changed_document, edited
from pulmu.services.document_form.form import Field, Section, form_of, inputs_of
from pulmu.services.document_form.merge import merge
from pulmu.services.document_form.typed import Given, change_rows, nest
from pulmu.services.place import Place
from pulmu.services.workspaces import programmes
from pulmu.services.workspaces.authors import names_of
from pulmu.services.workspaces.programmes import WorkspaceProgramme
from pulmu.support.programme import read_programme
from pulmu.web.form_problems import Shown
from pulmu.web.forms import LONGEST_PROSE, MOST_FIELDS, AnyForm, Form
from pulmu.web.pages.programmes import Name, base_of, crumbs_of, name_of
from pulmu.web.rule_problems import Conflict, conflict_of, plain, problems_of_programme, state_of, told_in_form
from pulmu.web.rule_reading import SECTIONS, Question, question
from pulmu.web.rule_words import RuleWords, tracks_of
from pulmu.web.show import Crumb, Told, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/programmes/{programme}", include_in_schema=False)
_OWN = frozenset({"seen", "do", "note", "onto"})
"""Fields of the page itself; all others are values of the programme."""
_NAMES = tuple(name for names in SECTIONS.values() for name in names)
_USUAL = frozenset({
    "ministry", "agency", "conditions_note", "ceiling_krw", "rate", "rate_by_size", "own_share_by_size", "tracks",
    "budget_krw", "projects", "opens", "closes", "name_ko", "name_en", "when", "note", "rule", "roles", "quotas",
    "bonus", "criteria", "own_share", "points", "share", "conditions", "confidence",
})  # fmt: skip


@routes.get("/edit")
def show_form(request: Request, seat: Seated, place: AnyPlace, programme: Name, saved: str = "") -> Response:
    """The programme, to be filled in."""
    _check_may(seat)
    stands = programmes.find_programme(place.gate, seat.actor, place.programmes(), programme)
    return _page(request, seat, stands, _made(stands, {}), {}, saved=saved)


@routes.post("/edit")
def save_form(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, programme: Name) -> Response:
    """Save what was typed as a new version, or change the rows of the form."""
    _check_may(seat)
    stands = _stands(place, seat, programme, form.number("seen"))
    fields, deed = _fields(form), form.text("do", 400)
    is_saved = deed in ("", "save", "onto")
    try:
        if not is_saved and deed != "show":
            fields = change_rows(fields, deed)
        given = nest(fields, LONGEST_PROSE)
        made = _made(stands, given)
    except InputError as error:
        above = told(error.problems, language_of(request))
        return _page(request, seat, stands, _made(stands, {}), {}, told_above=above, status=422)
    if not is_saved:
        return _page(request, seat, stands, made, given, is_changed=True)
    if made.refused:
        return _page(request, seat, stands, made, given, is_changed=True, status=422)
    base = base_of(seat, stands)
    if not made.is_changed and stands.number:
        return RedirectResponse(f"{base}/edit?saved=same", 303)
    try:
        number = _save(place, seat, stands, made, form)
    except InputError as error:
        above = told(error.problems, language_of(request))
        return _page(request, seat, stands, made, given, is_changed=True, told_above=above, status=422)
    except ConflictError:
        conflict = _conflict(request, place, seat, stands, made)
        return _page(request, seat, stands, made, given, conflict=conflict, status=409)
    return RedirectResponse(f"{base}/edit?saved={number}" if made.problems else f"{base}?saved={number}", 303)


@routes.post("/check")
def check_form(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, programme: Name) -> Response:
    """What is wrong with the programme as it is being typed; nothing is saved."""
    _check_may(seat)
    stands = _stands(place, seat, programme, form.number("seen"))
    made = _made(stands, nest(_fields(form), LONGEST_PROSE))
    language = language_of(request)
    told_here = told_in_form(Programme, made, language)
    return JSONResponse({"problems": plain(told_here), "said": state_of(made.problems, language, "web.rule_form")})


def _check_may(seat: Seat) -> None:
    """A form is of use only to who may save it."""
    if not seat.actor.may("write_rules"):
        raise AccessRefused.of("access.forbidden", "", "this is not among what your role may do", "ask an officer")


def _stands(place: Place, seat: Seat, programme: str, seen: int) -> WorkspaceProgramme:
    """The version the form was made of; the packaged one where it was made of that."""
    found = programmes.find_programme(place.gate, seat.actor, place.programmes(), programme, seen or None)
    if seen or found.packaged is None or found.version is None:
        return found
    document = programmes.document_of_programme(found.packaged)
    return replace(found, version=None, document=document, programme=found.packaged, problems=())


def _made(stands: WorkspaceProgramme, given: Given) -> Edited:
    return edited(Programme, stands.document, given, stands.document.name, problems_of_programme)


def _fields(form: Form) -> dict[str, str]:
    return {name: said for name, said in form.fields.items() if name not in _OWN}


def _save(place: Place, seat: Seat, stands: WorkspaceProgramme, made: Edited, form: Form) -> int:
    """Number of the version it became."""
    note, onto, document, seen = form.text("note", 500), form.number("onto"), made.document, stands.number
    if form.text("do") == "onto" and onto:
        theirs = programmes.find_programme(place.gate, seat.actor, place.programmes(), stands.id, onto).document
        both = merge(stands.document.tree, made.document.tree, theirs.tree)
        document, seen = changed_document(theirs, both.tree, stands.document.name), onto
    saved = programmes.save_programme(
        place.gate, seat.actor, place.programmes(), stands.id, document, seen=seen, note=note
    )
    return saved.number


def _conflict(request: Request, place: Place, seat: Seat, stands: WorkspaceProgramme, made: Edited) -> Conflict:
    newest = programmes.find_programme(place.gate, seat.actor, place.programmes(), stands.id)
    author = "" if newest.version is None else newest.version.author
    return conflict_of(
        Programme, stands.document.tree, made.document.tree, newest.document.tree, newest.number,
        names_of(place.store, (author,)).get(author, ""), language_of(request),
    )  # fmt: skip


def _page(
    request: Request,
    seat: Seat,
    stands: WorkspaceProgramme,
    made: Edited,
    given: Given,
    *,
    is_changed: bool = False,
    saved: str = "",
    conflict: Conflict | None = None,
    told_above: Sequence[Told] = (),
    status: int = 200,
) -> Response:
    language, tree = language_of(request), stands.document.tree
    base = base_of(seat, stands)
    (form,) = form_of(
        (Section((), Programme, _NAMES),), tree if isinstance(tree, dict) else {}, given, all_columns=True, blank=True,
        usual=_USUAL, is_whole=True,
    )  # fmt: skip
    shown = told_in_form(Programme, made, language)
    title = text("web.rule_form.edit", language)
    return show(
        request, "programme_form.html", seat=seat, noun="programmes", status=status, stands=stands, base=base,
        action=f"{base}/edit", sections=_sections(form.fields), strange=form.strange, at=Shown(shown),
        words=RuleWords(language, tracks_of(made.document.tree, language)), name=name_of(stands, language),
        is_too_long=len(inputs_of((form,))) > MOST_FIELDS - 200, problems=[*told_above, *(item for _, item in shown)],
        who=_who(made, language), said=state_of(made.problems, language, "web.rule_form"), is_changed=is_changed,
        conflict=conflict,
        saved=saved if saved == "same" or saved.isdecimal() else "", list_for=lambda _: "", may_write=True,
        crumbs=(*crumbs_of(seat, stands, language), Crumb(name=title, href=f"{base}/edit")),
    )  # fmt: skip


def _who(made: Edited, language: Language) -> Question | None:
    """The conditions as they were typed, in words; nothing while something is wrong."""
    read = read_programme(made.document)
    if has_errors(read.problems) or read.value.conditions is None:
        return None
    return question(read.value.conditions, RuleWords(language, of=read.value))


def _sections(fields: Sequence[Field]) -> dict[str, list[Field]]:
    by_name = {item.attribute.name: item for item in fields}
    return {section: [by_name[name] for name in names] for section, names in SECTIONS.items()}
