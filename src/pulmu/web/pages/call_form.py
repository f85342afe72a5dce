"""A call, filled in in the browser: shown, checked as one types, saved as a new version."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.locale import Language, text
from pulmu.model import Document
from pulmu.model.call import Call, CallTrack
from pulmu.model.programme import Programme
from pulmu.services.calls.shelf import KeptCall, find_call, save_call
from pulmu.services.document_form.shape import Attribute
from pulmu.services.place import Place
from pulmu.services.workspaces.authors import names_of
from pulmu.web.document_form import Begun, Filled, Kind, Newest, check_may, checked, filled, opened, save_sent, shown
from pulmu.web.forms import AnyForm
from pulmu.web.pages.one_call import Name, base_of, crumbs_of, known_programmes
from pulmu.web.rule_problems import problems_of_call
from pulmu.web.rule_words import RuleWords, called, tracks_of
from pulmu.web.show import Crumb, show
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/calls/{call}", include_in_schema=False)
SECTIONS: dict[str, tuple[str, ...]] = {
    "about": ("name_ko", "name_en", "programme", "year", "agency", "note_ko", "note_en"),
    "when": ("opens", "opens_at", "closes", "closes_at", "assessed_on"),
    "money": ("budget_krw", "places", "tracks"),
    "quotas": ("quotas",),
    "judged": ("criteria", "bonus", "one_bonus_only", "most_bonus", "reviewing"),
    "chosen": ("choosing",),
    "asked": ("documents", "questions", "people"),
    "ladder": ("ladder",),
    "after": ("appeal_days", "answer_days", "contact"),
    "sources": ("sources", "confidence"),
}
_USUAL = frozenset({
    "agency", "opens_at", "closes_at", "budget_krw", "places", "quotas", "criteria", "bonus", "documents", "questions",
    "reviewing", "passing_points", "ties", "lot_seed", "per_group", "reserves", "mode", "beyond_budget", "name_ko",
    "name_en", "least", "least_share", "most", "most_share", "step", "expertise", "when", "is_optional", "text_en",
    "longest", "per_application", "most_each", "least_by_expertise", "leave_out", "calibration", "least_points",
    "grade", "no_repeat", "appeal_days", "answer_days", "contact", "points", "tracks", "sources", "most_bonus",
    "people", "part", "past", "attached", "no_older_days", "has_end",
})  # fmt: skip
_KIND = Kind(of=Call, sections=SECTIONS, usual=_USUAL, words="web.call_form")
_OPEN = ("about", "when", "money", "quotas", "judged", "chosen", "asked")
_TIES = ("bonus", "asked_krw", "received", "lot")


@routes.get("/edit")
def show_form(request: Request, seat: Seated, place: AnyPlace, call: Name, saved: str = "") -> Response:
    """The call, to be filled in."""
    check_may(seat, "write_call")
    stands = find_call(place.gate, seat.actor, place.programmes(), call)
    known = known_programmes(place, seat)
    return _page(request, seat, known, stands, opened(_begun(stands, known)), saved=saved)


@routes.post("/edit")
def save_form(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, call: Name) -> Response:
    """Save what was typed as a new version, or change the rows of the form."""
    check_may(seat, "write_call")
    language, known = language_of(request), known_programmes(place, seat)
    stands = find_call(place.gate, seat.actor, place.programmes(), call, form.number("seen") or None)
    sent = filled(_begun(stands, known), form, language)
    if not sent.can_be_saved:
        return _page(request, seat, known, stands, sent)
    base = base_of(seat, stands)
    if not sent.made.is_changed:
        return RedirectResponse(f"{base}/edit?saved=same", 303)

    def save(document: Document, seen: int, note: str) -> int:
        kept = save_call(place.gate, seat.actor, place.programmes(), stands.id, document, seen=seen, note=note)
        return kept.version.number

    kept = save_sent(sent, form, save, lambda number: _newest(place, seat, stands.id, number), language)
    if isinstance(kept, Filled):
        return _page(request, seat, known, stands, kept)
    return RedirectResponse(f"{base}/edit?saved={kept}" if sent.made.problems else f"{base}?saved={kept}", 303)


@routes.post("/check")
def check_form(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, call: Name) -> Response:
    """What is wrong with the call as it is being typed; nothing is saved."""
    check_may(seat, "write_call")
    stands = find_call(place.gate, seat.actor, place.programmes(), call, form.number("seen") or None)
    return checked(_begun(stands, known_programmes(place, seat)), form, language_of(request))


def _begun(stands: KeptCall, known: Mapping[str, Programme]) -> Begun:
    return Begun(
        kind=_KIND, document=stands.document, seen=stands.version.number,
        check=lambda asked: problems_of_call(asked, known),
    )  # fmt: skip


def _newest(place: Place, seat: Seat, call: str, number: int | None) -> Newest:
    found = find_call(place.gate, seat.actor, place.programmes(), call, number)
    author = found.version.author
    return Newest(found.document, found.version.number, names_of(place.store, (author,)).get(author, ""))


def _page(
    request: Request,
    seat: Seat,
    known: Mapping[str, Programme],
    stands: KeptCall,
    sent: Filled,
    *,
    saved: str = "",
) -> Response:
    language, base, tree = language_of(request), base_of(seat, stands), sent.made.document.tree
    title = text("web.programmes.edit", language)
    return show(
        request, "call_form.html", seat=seat, noun="calls", base=base, action=f"{base}/edit",
        words=RuleWords(language, tracks_of(tree, language), left_out_means_none=True),
        name=called(stands.call, language) or stands.id, saved=saved if saved == "same" or saved.isdecimal() else "",
        open_sections=_OPEN, lists=_lists(tree, known, language), list_for=_list_for,
        crumbs=(*crumbs_of(seat, stands, language), Crumb(name=title, href=f"{base}/edit")), **shown(sent, language),
    )  # fmt: skip


def _list_for(attribute: Attribute) -> str:
    """Values to choose from, of what is typed otherwise."""
    if attribute.name == "id":
        return "tracks" if attribute.owner is CallTrack else ""
    return {"programme": "programmes", "by": "ties"}.get(attribute.name, "")


def _lists(tree: Any, known: Mapping[str, Programme], language: Language) -> dict[str, list[tuple[str, str]]]:
    named = tree if isinstance(tree, dict) else {}
    programme = known.get(str(named.get("programme")))
    tracks = programme.payment.tracks if programme is not None and programme.payment is not None else ()
    return {
        "programmes": [(item.id, called(item, language)) for item in known.values()],
        "tracks": [(item.id, called(item, language)) for item in tracks],
        "ties": [
            *_criteria(named.get("criteria"), language),
            *((name, text(f"web.call_form.tie.{name}", language)) for name in _TIES),
        ],
    }  # fmt: skip


def _criteria(entries: Any, language: Language) -> list[tuple[str, str]]:
    """Criteria as they are typed so far."""
    found = [item for item in (entries if isinstance(entries, list) else ()) if isinstance(item, dict)]
    return [(str(item["id"]), str(item.get(f"name_{language}") or item["id"])) for item in found if item.get("id")]
