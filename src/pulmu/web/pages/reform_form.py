"""A reform, filled in in the browser: which parameters change, from what to what; saved as a new version."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.locale import Language, text
from pulmu.model import Document
from pulmu.model.reform import Reform
from pulmu.reference import find_fact
from pulmu.services.accounts.identify import ZONE
from pulmu.services.document_form.edit import document_of_tree
from pulmu.services.document_form.form import Field
from pulmu.services.document_form.typed import Given
from pulmu.services.place import Place
from pulmu.services.reforms.rules import ReformRules
from pulmu.services.reforms.shelf import find_reform, save_reform
from pulmu.services.voices.themes import find_theme, link_reform
from pulmu.services.workspaces.authors import names_of
from pulmu.support.programme import programme_rules
from pulmu.support.rules import Parameter
from pulmu.support.size import size_rules
from pulmu.web.document_form import (
    Begun,
    Filled,
    Kind,
    Newest,
    check_may,
    checked,
    fields_in,
    filled,
    opened,
    save_sent,
    shown,
    typed_of,
)
from pulmu.web.forms import AnyForm, Form
from pulmu.web.reform_words import parameter_words, value_words
from pulmu.web.rule_problems import problems_of_reform
from pulmu.web.rule_words import RuleWords, ShownParameter
from pulmu.web.show import Crumb, show
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/reforms", include_in_schema=False)
Name = Annotated[str, Path(pattern="^[a-z][a-z0-9_]{0,79}$")]
SECTIONS: dict[str, tuple[str, ...]] = {
    "about": ("id", "name_ko", "name_en", "status", "valid_from", "note_ko", "note_en"),
    "after": ("after",),
    "before": ("before",),
    "sources": ("sources",),
}
_USUAL = frozenset({"valid_from", "note_ko", "note_en", "before", "after", "sources"})
_KIND = Kind(of=Reform, sections=SECTIONS, usual=_USUAL, words="web.reform_form")
_ID = frozenset({"id"})
_LONGEST_NOTE = 400
_EMPTY = document_of_tree({"pulmu": "reform/1"}, "reform.yaml")


@routes.get("/new")
def show_new(
    request: Request, seat: Seated, place: AnyPlace, like: Annotated[str, Query(max_length=80)] = "",
    theme: Annotated[str, Query(max_length=80)] = "",
) -> Response:  # fmt: skip
    """A new reform; one that begins like another where it is named, or from what a theme of voices says."""
    check_may(seat, "write_rules")
    rules = _rules(place, seat)
    given = _like(place, seat, rules, like) if like else _of_theme(place, seat, rules, theme) if theme else {}
    return _page(request, seat, place, rules, "", opened(_begun(_EMPTY, 0, rules, ""), given), is_first=True)


@routes.post("/new")
def save_new(request: Request, seat: Seated, form: AnyForm, place: AnyPlace) -> Response:
    """Keep a new reform, or change the rows of the form."""
    return _save(request, seat, place, form, "")


@routes.get("/{reform}/edit")
def show_form(request: Request, seat: Seated, place: AnyPlace, reform: Name) -> Response:
    """An own reform, to be filled in."""
    check_may(seat, "write_rules")
    rules = _rules(place, seat)
    stands = find_reform(place.gate, seat.actor, place.reforms(), rules.rulebook, reform)
    if stands.version is None:
        return RedirectResponse(f"{seat.base}/reforms/new?like={reform}", 303)
    begun = _begun(stands.document, stands.number, rules, reform)
    return _page(request, seat, place, rules, reform, opened(begun))


@routes.post("/{reform}/edit")
def save_form(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, reform: Name) -> Response:
    """Keep a new version, or change the rows of the form."""
    return _save(request, seat, place, form, reform)


@routes.post("/new/check")
def check_new(request: Request, seat: Seated, form: AnyForm, place: AnyPlace) -> Response:
    """What is wrong with a new reform as it is being typed; nothing is saved."""
    check_may(seat, "write_rules")
    return checked(_begun(_EMPTY, 0, _rules(place, seat), ""), form, language_of(request))


@routes.post("/{reform}/check")
def check_form(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, reform: Name) -> Response:
    """What is wrong with a reform as it is being typed; nothing is saved."""
    check_may(seat, "write_rules")
    rules = _rules(place, seat)
    return checked(_begun_of(place, seat, rules, reform, form), form, language_of(request))


def _save(request: Request, seat: Seat, place: Place, form: Form, reform: str) -> Response:
    check_may(seat, "write_rules")
    rules, language = _rules(place, seat), language_of(request)
    sent = filled(_begun_of(place, seat, rules, reform, form), form, language)
    if not sent.can_be_saved:
        return _page(request, seat, place, rules, reform, sent)

    def save(document: Document, seen: int, note: str) -> str:
        return save_reform(
            place.gate, seat.actor, place.reforms(), rules.rulebook, document, seen=seen, reform=reform, note=note
        ).id

    def newest(number: int | None) -> Newest:
        found = find_reform(place.gate, seat.actor, place.reforms(), rules.rulebook, reform, number)
        author = "" if found.version is None else found.version.author
        return Newest(found.document, found.number, names_of(place.store, (author,)).get(author, ""))

    kept = save_sent(sent, form, save, newest if reform else None, language)
    if isinstance(kept, Filled):
        return _page(request, seat, place, rules, reform, kept)
    if theme := _theme_of(request, reform):
        link_reform(place.gate, seat.actor, theme, kept)
        return RedirectResponse(f"{seat.base}/themes/{theme}", 303)
    return RedirectResponse(f"{seat.base}/reforms/{kept}", 303)


def _theme_of(request: Request, reform: str) -> str:
    """The theme of voices a new reform is written for; empty for none."""
    return "" if reform else request.query_params.get("theme", "")[:80]


def _rules(place: Place, seat: Seat) -> ReformRules:
    return ReformRules.of(place.gate, seat.actor, place.programmes())


def _begun(document: Document, seen: int, rules: ReformRules, reform: str) -> Begun:
    return Begun(
        kind=_KIND, document=document, seen=seen, check=lambda asked: problems_of_reform(asked, rules.rulebook),
        without=_ID if reform else frozenset(),
    )  # fmt: skip


def _begun_of(place: Place, seat: Seat, rules: ReformRules, reform: str, form: Form) -> Begun:
    """The version the form was made of."""
    seen = form.number("seen")
    if not reform:
        return _begun(_EMPTY, seen, rules, "")
    found = find_reform(place.gate, seat.actor, place.reforms(), rules.rulebook, reform, seen or None)
    return _begun(found.document, seen, rules, reform)


def _like(place: Place, seat: Seat, rules: ReformRules, like: str) -> Given:
    """What a form of another reform would give, but for its id."""
    found = find_reform(place.gate, seat.actor, place.reforms(), rules.rulebook, like)
    return typed_of(_KIND, found.document, _ID)


def _of_theme(place: Place, seat: Seat, rules: ReformRules, theme: str) -> Given:
    """What a form of a reform would give that says what a theme says, and names the parameters its voices name."""
    found = find_theme(place.gate, seat.actor, theme).theme
    known = [name for name in found.parameters if name in rules.rulebook.parameters]
    tree: dict[str, Any] = {"id": found.id, "name_ko": found.title, "name_en": found.title, "status": "proposal"}
    tree |= {"note_ko": found.text[:_LONGEST_NOTE]} if found.text else {}
    tree |= {"after": [{"parameter": name} for name in known]} if known else {}
    return typed_of(_KIND, document_of_tree(tree, "reform.yaml"), frozenset())


def _page(
    request: Request,
    seat: Seat,
    place: Place,
    rules: ReformRules,
    reform: str,
    sent: Filled,
    *,
    is_first: bool = False,
) -> Response:
    language = language_of(request)
    parameters = shown_parameters(rules, place.gate.world.now().astimezone(ZONE).date(), language)
    values = shown(sent, language, is_silent=is_first)
    fields = fields_in(values["sections"])
    base = f"{seat.base}/reforms/{reform or 'new'}"
    name = _name(sent.made.document.tree, language) or reform or text("web.reform_form.new", language)
    theme = _theme_of(request, reform)
    is_before = any(item.attribute.name == "before" and item.is_given for item in fields)
    return show(
        request, "reform_form.html", seat=seat, noun="reforms", base=base, reform=reform, name=name,
        action=f"{base}/edit" if reform else f"{base}?theme={quote(theme)}" if theme else base,
        words=RuleWords(language, parameters=parameters, chosen=dict(_chosen(fields))),
        open_sections=[section for section in SECTIONS if section != "before" or is_before],
        lists={"parameters": [(key, item.name) for key, item in parameters.items()]},
        list_for=lambda attribute: "parameters" if attribute.name == "parameter" else "",
        crumbs=(Crumb(name=text("web.noun.reforms", language), href=f"{seat.base}/reforms"),
                Crumb(name=name, href=f"{base}/edit" if reform else base)), **values,
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
