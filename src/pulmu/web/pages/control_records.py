"""What was proven for a line, and the ledger of its guard."""

import json
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.status import status_of
from pulmu.locale import text
from pulmu.model import ConflictError, ControlRefused, InputError, OutsideError, Problem
from pulmu.services.guarded_lines import acts
from pulmu.services.guarded_lines.acts import Room
from pulmu.services.guarded_lines.ledger_page import LedgerPage, ledger_page
from pulmu.services.guarded_lines.proofs import find_proof, list_proofs
from pulmu.services.lines.shelf import find_line
from pulmu.services.place import Place
from pulmu.web.control_proof_view import ProofPage
from pulmu.web.control_view import bound_to
from pulmu.web.control_words import ControlWords, day_and_clock, short
from pulmu.web.downloads import file_answer
from pulmu.web.forms import AnyForm
from pulmu.web.line_tabs import tabs_of
from pulmu.web.line_words import name_of
from pulmu.web.pages.control_panel import control_address, control_crumbs, people_of, words_for
from pulmu.web.show import Crumb, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/lines/{line}/control", include_in_schema=False)
Name = Annotated[str, Path(max_length=100)]
Number = Annotated[int, Path(ge=1, le=10**9)]
Start = Annotated[int, Query(ge=0, le=10**9)]
AT_ONCE = 50


@routes.get("/proofs")
def show_proofs(request: Request, seat: Seated, place: AnyPlace, line: Name, start: Start = 0) -> Response:
    """Everything that was proven, newest first."""
    language, kept = language_of(request), find_line(place.gate, seat.actor, line)
    proofs, here = list_proofs(place.gate, seat.actor, line), control_address(seat, line)
    shown = proofs[start : start + AT_ONCE]
    crumb = Crumb(name=text("web.control.proofs", language), href=f"{here}/proofs")
    return show(
        request, "control_proofs.html", seat=seat, noun="lines", tabs=tabs_of(seat, line), here=here,
        name=name_of(kept.line, language), proofs=shown, count=len(proofs), start=start, at_once=AT_ONCE,
        words=words_for(place, language, [item.author for item in shown]),
        crumbs=(*control_crumbs(seat, kept, language), crumb),
    )  # fmt: skip


@routes.get("/proofs/{number}")
def show_proof(request: Request, seat: Seated, place: AnyPlace, line: Name, number: Number) -> Response:
    """What the simulator found: before, after, and why it is safe or not."""
    return _proof(request, seat, place, line, number)


@routes.get("/proofs/{number}/file")
def proof_file(seat: Seated, place: AnyPlace, line: Name, number: Number) -> Response:
    """All of it, to be kept."""
    kept = find_proof(place.gate, seat.actor, line, number)
    content = json.dumps(kept.document.tree, ensure_ascii=False, indent=1).encode()
    return file_answer(content, f"{line}.proof.{number}.json")


@routes.post("/proofs/{number}/propose")
def propose(
    request: Request, seat: Seated, place: AnyPlace, line: Name, number: Number, form: AnyForm
) -> Response:  # fmt: skip
    """Hand what was proven to the guard."""
    del form  # its origin was checked
    room = Room(place.gate, place.desks)
    try:
        kept = find_proof(place.gate, seat.actor, line, number)
        answer = acts.propose(room, seat.actor, line, kept.proven.group, kept.signed)
    except (InputError, ConflictError, ControlRefused, OutsideError) as error:
        return _proof(request, seat, place, line, number, error.problems, status_of(error))
    if not answer.accepted:
        return _proof(request, seat, place, line, number, answer.problems, 409)
    return RedirectResponse(f"{control_address(seat, line)}?done=proposed", 303)


@routes.get("/log")
def show_log(request: Request, seat: Seated, place: AnyPlace, line: Name, after: Start = 0) -> Response:
    """The guard's own ledger, a page at a time, each entry with its seal."""
    language, kept = language_of(request), find_line(place.gate, seat.actor, line)
    room, here = Room(place.gate, place.desks), control_address(seat, line)
    problems: tuple[Problem, ...] = ()
    try:
        found = ledger_page(room, seat.actor, line, after, AT_ONCE)
    except (ControlRefused, OutsideError) as error:
        found, problems = LedgerPage((), 0, ()), error.problems
    entries = found.entries
    words = ControlWords(language, people_of(place, [item.actor for item in entries]))
    crumb = Crumb(name=text("web.control.log.crumb", language), href=f"{here}/log")
    return show(
        request, "control_log.html", seat=seat, noun="lines", tabs=tabs_of(seat, line), here=here,
        name=name_of(kept.line, language), entries=entries, more=found.more, broken=found.broken, after=after,
        at_once=AT_ONCE, words=words, clock=day_and_clock, short=short, problems=told(problems, language),
        status=503 if problems else 200, crumbs=(*control_crumbs(seat, kept, language), crumb),
    )  # fmt: skip


def _proof(
    request: Request, seat: Seat, place: Place, line: str, number: int, problems: Sequence[Problem] = (),
    status: int = 200,
) -> Response:  # fmt: skip
    language, kept_line = language_of(request), find_line(place.gate, seat.actor, line)
    kept, here = find_proof(place.gate, seat.actor, line, number), control_address(seat, line)
    room = Room(place.gate, place.desks)
    view = acts.look(room, seat.actor, line).view
    words = words_for(place, language, [kept.kept.author], kept_line.line)
    page = ProofPage(kept, view, words, place.gate.world.now())
    crumb = Crumb(name=text("web.control.proof.crumb", language, number=number), href=f"{here}/proofs/{number}")
    return show(
        request, "control_proof.html", seat=seat, noun="lines", tabs=tabs_of(seat, line), here=here,
        name=name_of(kept_line.line, language), kept=kept, page=page, words=page.words, number_of=number,
        may_propose=seat.actor.may("propose_setpoint"), bound=bound_to(kept.proven.proof),
        problems=told(problems, language), violations=told(kept.proven.violations, language),
        notes=told(kept.proven.notes, language), status=status, path=f"{here}/proofs/{number}", query="",
        crumbs=(*control_crumbs(seat, kept_line, language), crumb),
    )  # fmt: skip
