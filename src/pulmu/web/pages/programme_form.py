"""A support programme, filled in in the browser: shown, checked as one types, saved as a new version."""

from dataclasses import replace

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.locale import Language, text
from pulmu.model import Document, has_errors
from pulmu.model.programme import Programme
from pulmu.services.document_form.edit import Edited
from pulmu.services.place import Place
from pulmu.services.workspaces import programmes
from pulmu.services.workspaces.authors import names_of
from pulmu.services.workspaces.programmes import WorkspaceProgramme
from pulmu.support.programme import read_programme
from pulmu.web.document_form import Begun, Filled, Kind, Newest, check_may, checked, filled, opened, save_sent, shown
from pulmu.web.forms import AnyForm
from pulmu.web.pages.programmes import Name, base_of, crumbs_of, name_of
from pulmu.web.rule_problems import problems_of_programme
from pulmu.web.rule_reading import SECTIONS, Question, question
from pulmu.web.rule_words import RuleWords, tracks_of
from pulmu.web.show import Crumb, show
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/programmes/{programme}", include_in_schema=False)
_USUAL = frozenset({
    "ministry", "agency", "conditions_note", "ceiling_krw", "rate", "rate_by_size", "own_share_by_size", "tracks",
    "budget_krw", "projects", "opens", "closes", "name_ko", "name_en", "when", "note", "rule", "roles", "quotas",
    "bonus", "criteria", "own_share", "points", "share", "conditions", "confidence",
})  # fmt: skip
_KIND = Kind(of=Programme, sections=SECTIONS, usual=_USUAL, words="web.rule_form")
_OPEN = ("about", "who", "pays", "when", "budget")


@routes.get("/edit")
def show_form(request: Request, seat: Seated, place: AnyPlace, programme: Name, saved: str = "") -> Response:
    """The programme, to be filled in."""
    check_may(seat, "write_rules")
    stands = programmes.find_programme(place.gate, seat.actor, place.programmes(), programme)
    return _page(request, seat, stands, opened(_begun(stands)), saved=saved)


@routes.post("/edit")
def save_form(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, programme: Name) -> Response:
    """Save what was typed as a new version, or change the rows of the form."""
    check_may(seat, "write_rules")
    language = language_of(request)
    stands = _stands(place, seat, programme, form.number("seen"))
    sent = filled(_begun(stands), form, language)
    if not sent.can_be_saved:
        return _page(request, seat, stands, sent)
    base = base_of(seat, stands)
    if not sent.made.is_changed and stands.number:
        return RedirectResponse(f"{base}/edit?saved=same", 303)

    def save(document: Document, seen: int, note: str) -> int:
        known = place.programmes()
        return programmes.save_programme(
            place.gate, seat.actor, known, stands.id, document, seen=seen, note=note
        ).number  # fmt: skip

    kept = save_sent(sent, form, save, lambda number: _newest(place, seat, stands.id, number), language)
    if isinstance(kept, Filled):
        return _page(request, seat, stands, kept)
    return RedirectResponse(f"{base}/edit?saved={kept}" if sent.made.problems else f"{base}?saved={kept}", 303)


@routes.post("/check")
def check_form(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, programme: Name) -> Response:
    """What is wrong with the programme as it is being typed; nothing is saved."""
    check_may(seat, "write_rules")
    return checked(_begun(_stands(place, seat, programme, form.number("seen"))), form, language_of(request))


def _stands(place: Place, seat: Seat, programme: str, seen: int) -> WorkspaceProgramme:
    """The version the form was made of; the packaged one where it was made of that."""
    found = programmes.find_programme(place.gate, seat.actor, place.programmes(), programme, seen or None)
    if seen or found.packaged is None or found.version is None:
        return found
    document = programmes.document_of_programme(found.packaged)
    return replace(found, version=None, document=document, programme=found.packaged, problems=())


def _begun(stands: WorkspaceProgramme) -> Begun:
    return Begun(kind=_KIND, document=stands.document, seen=stands.number, check=problems_of_programme)


def _newest(place: Place, seat: Seat, programme: str, number: int | None) -> Newest:
    found = programmes.find_programme(place.gate, seat.actor, place.programmes(), programme, number)
    author = "" if found.version is None else found.version.author
    return Newest(found.document, found.number, names_of(place.store, (author,)).get(author, ""))


def _page(request: Request, seat: Seat, stands: WorkspaceProgramme, sent: Filled, *, saved: str = "") -> Response:
    language, base = language_of(request), base_of(seat, stands)
    title = text("web.rule_form.edit", language)
    return show(
        request, "programme_form.html", seat=seat, noun="programmes", stands=stands, base=base, action=f"{base}/edit",
        words=RuleWords(language, tracks_of(sent.made.document.tree, language)), name=name_of(stands, language),
        who=_who(sent.made, language), saved=saved if saved == "same" or saved.isdecimal() else "",
        open_sections=_OPEN, lists={}, list_for=lambda _: "",
        crumbs=(*crumbs_of(seat, stands, language), Crumb(name=title, href=f"{base}/edit")), **shown(sent, language),
    )  # fmt: skip


def _who(made: Edited, language: Language) -> Question | None:
    """The conditions as they were typed, in words; nothing while something is wrong."""
    read = read_programme(made.document)
    if has_errors(read.problems) or read.value.conditions is None:
        return None
    return question(read.value.conditions, RuleWords(language, of=read.value))
