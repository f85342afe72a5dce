"""Who is chosen in a call: the selection that is kept, a reason for each, and its decisions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.status import status_of
from pulmu.locale import Language, text, won
from pulmu.locale.selection_words import CallNames, bar_words, cause_words, points_number
from pulmu.model import ConflictError, InputError, Problem
from pulmu.model.call import Call
from pulmu.services.calls import shelf
from pulmu.services.calls.choose import decide_as_chosen
from pulmu.services.jobs import kinds
from pulmu.services.place import Place
from pulmu.services.workspaces.documents import Kept, find_document
from pulmu.support.selection import Bar, Cause, Had
from pulmu.web.award_view import ShownChance, drawn_words, rungs_of, shown_chance
from pulmu.web.call_tabs import tabs_of
from pulmu.web.forms import AnyForm
from pulmu.web.pages.one_call import base_of, crumbs_of
from pulmu.web.rule_words import called
from pulmu.web.show import Crumb, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/calls/{call}/selection", include_in_schema=False)
Name = Annotated[str, Path(max_length=100)]
_MOST_ROWS = 1000


@dataclass(frozen=True, slots=True)
class ShownChoice:
    """What became of one application, in the reader's words."""

    rank: str
    name: str
    points: str
    outcome: str
    amount: str
    reasons: list[str]
    chance: ShownChance | None = None


@routes.get("")
def show_selection(request: Request, seat: Seated, place: AnyPlace, call: Name, done: str = "") -> Response:
    """The selection as it is kept."""
    return _page(request, seat, place, call, done=done if done in ("chosen", "decided") else "")


@routes.post("/choose")
def choose_anew(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, call: Name) -> Response:
    """Have it chosen by the opened scores: work that shows how far it is."""
    try:
        job = kinds.start_choosing(
            place.gate, seat.actor, place.programmes(), call, seen=form.number("seen"), note=form.text("note", 500),
            draws_chances=bool(form.text("chances")),
        )  # fmt: skip
    except (InputError, ConflictError) as error:
        return _page(request, seat, place, call, error.problems, status_of(error))
    return RedirectResponse(f"{seat.base}/jobs/{job.id}", 303)


@routes.post("/decide")
def decide_all(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, call: Name) -> Response:
    """Decide every application as the kept selection says."""
    found = shelf.call_in_force(place.gate, seat.actor, place.programmes(), call)
    try:
        decide_as_chosen(place.gate, seat.actor, found.call, seen=form.number("seen"))
    except (InputError, ConflictError) as error:
        return _page(request, seat, place, call, error.problems, status_of(error))
    return RedirectResponse(f"{seat.base}/calls/{call}/selection?done=decided", 303)


def _page(
    request: Request,
    seat: Seat,
    place: Place,
    call: str,
    problems: Sequence[Problem] = (),
    status: int = 200,
    *,
    done: str = "",
) -> Response:
    language = language_of(request)
    found = shelf.find_call(place.gate, seat.actor, place.programmes(), call)
    kept = find_document(place.gate, seat.actor, "selection", call)
    with place.gate.reading(seat.actor, "decide_application") as work:
        decided = len({item.application for item in work.decisions(call)})
    rows = [] if kept is None else _rows(kept, found.call, language)
    title = text("web.call_tabs.selection", language)
    return show(
        request, "call_selection.html", seat=seat, noun="calls", status=status, found=found, here="selection",
        name=called(found.call, language) or found.id, tabs=tabs_of(seat, found.id), base=base_of(seat, found),
        rungs=[] if kept is None else rungs_of(kept.document.tree, found.call, language),
        drawn=[] if kept is None else drawn_words(kept.document.tree, found.call, language),
        rows=rows[:_MOST_ROWS], more=max(0, len(rows) - _MOST_ROWS), kept=kept, done=done, decided=decided,
        answer=_answer(kept, found.call, language), proof=_proof(kept, language), problems=told(problems, language),
        may_choose=found.state is not None and found.state.stage == "opened",
        crumbs=(*crumbs_of(seat, found, language), Crumb(name=title, href=f"{base_of(seat, found)}/selection")),
    )  # fmt: skip


def _answer(kept: Kept | None, call: Call, language: Language) -> str:
    if kept is None:
        return text("web.call_selection.none", language)
    rows: Any = kept.document.tree
    chosen = [item for item in rows["applications"] if item["outcome"] == "selected"]
    said = text("web.call_selection.answer", language, count=len(chosen), of=len(rows["applications"]))
    if call.budget_krw is None:
        return said
    granted, budget = won(rows["amount_krw"], language), won(call.budget_krw, language)
    return f"{said} {text('web.call_selection.money', language, granted=granted, budget=budget)}"


def _proof(kept: Kept | None, language: Language) -> str:
    """Whether a better set could exist."""
    tree: Any = None if kept is None else kept.document.tree
    if tree is None or tree["call"].get("choosing", {}).get("mode") != "most_points":
        return ""
    name = "proven" if tree["is_proven"] else "gap"
    points, bound = points_number(tree["points"]), points_number(tree["bound"])
    return text(f"web.call_selection.{name}", language, points=points, bound=bound)


def _rows(kept: Kept, call: Call, language: Language) -> list[ShownChoice]:
    tree: Any = kept.document.tree
    names = _names(call, language)
    shown = {item["id"]: str(item.get("name") or item["id"]) for item in tree["applications"]}
    return [
        replace(_row(item, names, shown, language), chance=shown_chance(tree, item["id"], language))
        for item in tree["applications"]
    ]


def _row(item: dict[str, Any], names: CallNames, shown: dict[str, str], language: Language) -> ShownChoice:
    outcome = text(f"web.call_selection.outcome.{item['outcome']}", language)
    reason = item.get("reason")
    if reason is None:
        return ShownChoice("–", shown[item["id"]], "–", outcome, "–", [])
    last = reason["last_total"]
    causes = [_cause(cause, shown) for cause in reason["causes"]]
    said = [cause_words(cause, reason["total"], names, language, last) for cause in causes]
    said += [text("web.call_selection.needed", language, quota=names.quotas.get(name, name))
             for name in reason["needed_for"]]  # fmt: skip
    said += [bar_words(_bar(bar), names, language) for bar in reason.get("bars", ())]
    if item.get("award"):
        outcome = names.awards.get(item["award"], item["award"])
    amount = won(item["amount_krw"], language) if item["amount_krw"] else "–"
    rank, points = str(reason["rank"]), points_number(reason["total"])
    return ShownChoice(rank, shown[item["id"]], points, outcome, amount, said)


def _cause(told_: dict[str, Any], shown: dict[str, str]) -> Cause:
    """The cause as it was kept, those who stand in the way by their names."""
    others = tuple(shown.get(name, name) for name in told_["others"])
    return Cause(**{**told_, "others": others})


def _bar(told_: dict[str, Any]) -> Bar:
    had = told_.get("had")
    return Bar(**{**told_, "had": None if had is None else Had(had["kind"], had["year"])})


def _names(call: Call, language: Language) -> CallNames:
    def own(korean: str, english: str) -> str:
        return (korean if language == "ko" else english) or korean or english

    keys = {item.id: own(item.name_ko, item.name_en) for item in call.criteria}
    keys |= {name: text(f"cli.select.key.{name}", language) for name in ("bonus", "asked_krw", "received", "lots")}
    return CallNames(
        {item.id: own(item.name_ko, item.name_en) or item.id for item in call.quotas},
        {item.id: own(item.name_ko, item.name_en) or item.id for item in call.tracks},
        keys,
        {item.id: called(item, language) for item in (call.ladder.rungs if call.ladder else ())},
    )
