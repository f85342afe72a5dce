"""A reform, filled in in the browser: which parameters change, from what to what; saved as a new version."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.locale import Language, text
from pulmu.model import AccessRefused, ConflictError, Document, InputError
from pulmu.model.reform import Reform
from pulmu.reference import find_fact
from pulmu.services.accounts.identify import ZONE
from pulmu.services.document_form.edit import Edited, changed_document, document_of_tree, edited
from pulmu.services.document_form.form import Field, Section, form_of, inputs_of
from pulmu.services.document_form.merge import merge
from pulmu.services.document_form.typed import Given, change_rows, nest
from pulmu.services.place import Place
from pulmu.services.reforms.rules import ReformRules
from pulmu.services.reforms.shelf import find_reform, save_reform
from pulmu.services.workspaces.authors import names_of
from pulmu.support.programme import programme_rules
from pulmu.support.rules import Parameter
from pulmu.support.size import size_rules
from pulmu.web.form_problems import Shown
from pulmu.web.forms import LONGEST_PROSE, MOST_FIELDS, AnyForm, Form
from pulmu.web.reform_words import parameter_words, value_words
from pulmu.web.rule_problems import Conflict, conflict_of, plain, problems_of_reform, state_of, told_in_form
from pulmu.web.rule_words import RuleWords, ShownParameter
from pulmu.web.show import Crumb, Told, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/reforms", include_in_schema=False)
Name = Annotated[str, Path(pattern="^[a-z][a-z0-9_]{0,79}$")]
_OWN = frozenset({"seen", "do", "note", "onto"})
"""Fields of the page itself; all others are values of the reform."""
SECTIONS: dict[str, tuple[str, ...]] = {
    "about": ("id", "name_ko", "name_en", "status", "valid_from", "note_ko", "note_en"),
    "after": ("after",),
    "before": ("before",),
    "sources": ("sources",),
}
_NAMES = tuple(name for names in SECTIONS.values() for name in names)
_USUAL = frozenset({"valid_from", "note_ko", "note_en", "before", "after", "sources"})
_EMPTY = document_of_tree({"pulmu": "reform/1"}, "reform.yaml")


@routes.get("/new")
def show_new(
    request: Request, seat: Seated, place: AnyPlace, like: Annotated[str, Query(max_length=80)] = ""
) -> Response:
    """A new reform; one that begins like another where it is named."""
    _check_may(seat)
    rules = _rules(place, seat)
    given = _like(place, seat, rules, like) if like else {}
    return _page(request, seat, place, rules, "", _EMPTY, 0, _made(_EMPTY, given, rules), given,
                 is_changed=bool(given), is_first=True)  # fmt: skip


@routes.post("/new")
def save_new(request: Request, seat: Seated, form: AnyForm, place: AnyPlace) -> Response:
    """Keep a new reform, or change the rows of the form."""
    return _save(request, seat, place, form, "", _EMPTY)


@routes.get("/{reform}/edit")
def show_form(request: Request, seat: Seated, place: AnyPlace, reform: Name) -> Response:
    """An own reform, to be filled in."""
    _check_may(seat)
    rules = _rules(place, seat)
    stands = find_reform(place.gate, seat.actor, place.reforms(), rules.rulebook, reform)
    if stands.version is None:
        return RedirectResponse(f"{seat.base}/reforms/new?like={reform}", 303)
    made = _made(stands.document, {}, rules)
    return _page(request, seat, place, rules, reform, stands.document, stands.number, made, {})


@routes.post("/{reform}/edit")
def save_form(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, reform: Name) -> Response:
    """Keep a new version, or change the rows of the form."""
    return _save(request, seat, place, form, reform, _document(place, seat, form, reform))


@routes.post("/new/check")
def check_new(request: Request, seat: Seated, form: AnyForm, place: AnyPlace) -> Response:
    """What is wrong with a new reform as it is being typed; nothing is saved."""
    return _check(request, seat, place, form, _EMPTY)


@routes.post("/{reform}/check")
def check_form(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, reform: Name) -> Response:
    """What is wrong with a reform as it is being typed; nothing is saved."""
    return _check(request, seat, place, form, _document(place, seat, form, reform))


def _check(request: Request, seat: Seat, place: Place, form: Form, document: Document) -> Response:
    _check_may(seat)
    made, language = _made(document, nest(_fields(form), LONGEST_PROSE), _rules(place, seat)), language_of(request)
    said = state_of(made.problems, language, "web.reform_form")
    return JSONResponse({"problems": plain(told_in_form(Reform, made, language)), "said": said})


def _save(request: Request, seat: Seat, place: Place, form: Form, reform: str, document: Document) -> Response:
    _check_may(seat)
    rules, seen, language = _rules(place, seat), form.number("seen"), language_of(request)
    fields, deed = _fields(form), form.text("do", 400)
    is_saved = deed in ("", "save", "onto")
    try:
        if not is_saved and deed != "show":
            fields = change_rows(fields, deed)
        given = nest(fields, LONGEST_PROSE)
        made = _made(document, given, rules)
    except InputError as error:
        return _page(request, seat, place, rules, reform, document, seen, _made(document, {}, rules), {},
                     told_above=told(error.problems, language), status=422)  # fmt: skip
    if not is_saved:
        return _page(request, seat, place, rules, reform, document, seen, made, given, is_changed=True)
    if made.refused:
        return _page(request, seat, place, rules, reform, document, seen, made, given, is_changed=True, status=422)
    try:
        name = _kept(place, seat, rules, form, reform, document, made)
    except InputError as error:
        at_fields = {item.located.problem.code for item in made.problems}
        above = told([item for item in error.problems if item.code not in at_fields], language)
        return _page(request, seat, place, rules, reform, document, seen, made, given, is_changed=True,
                     told_above=above, status=422)  # fmt: skip
    except ConflictError as error:
        if not reform:
            above = told(error.problems, language)
            return _page(request, seat, place, rules, reform, document, seen, made, given, is_changed=True,
                         told_above=above, status=409)  # fmt: skip
        conflict = _conflict(place, seat, rules, reform, document, made, language)
        return _page(request, seat, place, rules, reform, document, seen, made, given, conflict=conflict, status=409)
    return RedirectResponse(f"{seat.base}/reforms/{name}", 303)


def _kept(
    place: Place, seat: Seat, rules: ReformRules, form: Form, reform: str, document: Document, made: Edited
) -> str:
    """Id of the reform that was saved."""
    note, onto, saved, seen = form.text("note", 500), form.number("onto"), made.document, form.number("seen")
    if form.text("do") == "onto" and onto and reform:
        theirs = find_reform(place.gate, seat.actor, place.reforms(), rules.rulebook, reform, onto).document
        both = merge(document.tree, made.document.tree, theirs.tree)
        saved, seen = changed_document(theirs, both.tree, document.name), onto
    found = save_reform(
        place.gate, seat.actor, place.reforms(), rules.rulebook, saved, seen=seen, reform=reform, note=note
    )
    return found.id


def _check_may(seat: Seat) -> None:
    """A form is of use only to who may save it."""
    if not seat.actor.may("write_rules"):
        raise AccessRefused.of("access.forbidden", "", "this is not among what your role may do", "ask an officer")


def _rules(place: Place, seat: Seat) -> ReformRules:
    return ReformRules.of(place.gate, seat.actor, place.programmes())


def _document(place: Place, seat: Seat, form: Form, reform: str) -> Document:
    """The version the form was made of."""
    rules = _rules(place, seat)
    seen = form.number("seen")
    return find_reform(place.gate, seat.actor, place.reforms(), rules.rulebook, reform, seen or None).document


def _like(place: Place, seat: Seat, rules: ReformRules, like: str) -> Given:
    """What a form of another reform would give, but for its id."""
    found = find_reform(place.gate, seat.actor, place.reforms(), rules.rulebook, like)
    form = form_of((Section((), Reform, _NAMES[1:]),), found.document.tree, {}, all_columns=True, is_whole=True)
    return nest({name: "" if name.endswith("/~was") else said for name, said in inputs_of(form).items()}, LONGEST_PROSE)


def _made(document: Document, given: Given, rules: ReformRules) -> Edited:
    return edited(Reform, document, given, document.name, lambda asked: problems_of_reform(asked, rules.rulebook))


def _fields(form: Form) -> dict[str, str]:
    return {name: said for name, said in form.fields.items() if name not in _OWN}


def _conflict(
    place: Place, seat: Seat, rules: ReformRules, reform: str, document: Document, made: Edited, language: Language
) -> Conflict:
    newest = find_reform(place.gate, seat.actor, place.reforms(), rules.rulebook, reform)
    author = "" if newest.version is None else newest.version.author
    return conflict_of(
        Reform, document.tree, made.document.tree, newest.document.tree, newest.number,
        names_of(place.store, (author,)).get(author, ""), language,
    )  # fmt: skip


def _page(
    request: Request,
    seat: Seat,
    place: Place,
    rules: ReformRules,
    reform: str,
    document: Document,
    seen: int,
    made: Edited,
    given: Given,
    *,
    is_changed: bool = False,
    is_first: bool = False,
    conflict: Conflict | None = None,
    told_above: Sequence[Told] = (),
    status: int = 200,
) -> Response:
    language, tree = language_of(request), document.tree
    names = _NAMES[1:] if reform else _NAMES
    (form,) = form_of(
        (Section((), Reform, names),), tree if isinstance(tree, dict) else {}, given, all_columns=True, blank=True,
        usual=_USUAL, is_whole=True,
    )  # fmt: skip
    by_name = {item.attribute.name: item for item in form.fields}
    sections = {section: [by_name[name] for name in of if name in by_name] for section, of in SECTIONS.items()}
    parameters = shown_parameters(rules, place.gate.world.now().astimezone(ZONE).date(), language)
    told_here = told_in_form(Reform, made, language) if not is_first else []
    base = f"{seat.base}/reforms/{reform or 'new'}"
    name = _name(made.document.tree, language) or reform or text("web.reform_form.new", language)
    return show(
        request, "reform_form.html", seat=seat, noun="reforms", status=status, seen=seen, base=base, reform=reform,
        action=f"{base}/edit" if reform else base, sections=sections, strange=form.strange, name=name,
        at=Shown(told_here), words=RuleWords(language, parameters=parameters, chosen=dict(_chosen(form.fields))),
        lists={"parameters": [(key, item.name) for key, item in parameters.items()]},
        list_for=lambda attribute: "parameters" if attribute.name == "parameter" else "",
        is_too_long=len(inputs_of((form,))) > MOST_FIELDS - 200,
        problems=[*told_above, *(item for _, item in told_here)], is_changed=is_changed, conflict=conflict,
        said=state_of(made.problems if not is_first else (), language, "web.reform_form"), may_write=True,
        crumbs=(Crumb(name=text("web.noun.reforms", language), href=f"{seat.base}/reforms"),
                Crumb(name=name, href=f"{base}/edit" if reform else base)),
    )  # fmt: skip


def _name(tree: Any, language: Language) -> str:
    names = (tree.get("name_ko"), tree.get("name_en")) if isinstance(tree, dict) else ()
    first, other = (names if language == "ko" else names[::-1]) or ("", "")
    return next((item for item in (first, other) if isinstance(item, str) and item), "")


def _chosen(fields: Sequence[Field]) -> Iterator[tuple[str, str]]:
    """The parameter of each change, by the address of its entry."""
    for field in fields:
        for row in field.grid.rows if field.grid else ():
            for item in row.inside:
                if item.attribute.name == "parameter":
                    yield item.address.rpartition("/")[0], item.texts.get("", "")


def shown_parameters(rules: ReformRules, day: date, language: Language) -> dict[str, ShownParameter]:
    """Every parameter of the rules in the reader's words, by name."""
    programmes = {item.id: item for item in rules.programmes}
    choices = dict(_choices(rules, language))
    return {
        name: ShownParameter(
            parameter_words(name, programmes, language), _now(item, day, language), _kind(item), choices.get(name, ()),
        )
        for name, item in sorted(rules.rulebook.parameters.items())
    }  # fmt: skip


def _choices(rules: ReformRules, language: Language) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """What the sets of programmes may hold: the choices of the fact that the condition asks."""
    for programme in rules.programmes:
        for name, condition in programme_rules(programme, size_rules()).conditions.items():
            known = tuple((item.id, item.name_ko if language == "ko" else item.name_en)
                          for item in find_fact(condition.fact).choices)  # fmt: skip
            if known:
                yield name, known


def _now(parameter: Parameter, day: date, language: Language) -> str:
    """What it is on a day, and where that stands."""
    version = parameter.on(day)
    value = value_words(None if version is None else version.value, parameter.unit, language)
    source = "" if version is None else f"{version.source.act} {version.source.place}".strip()
    return text("web.reform_form.now", language, value=value, source=source)


def _kind(parameter: Parameter) -> Any:
    value = next((version.value for version in reversed(parameter.versions) if version.value is not None), None)
    return "set" if isinstance(value, frozenset) else "table" if isinstance(value, Mapping) else "value"
