"""Rounds of matching of an agency: begun, filled, asked, taken in, matched, proposed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.status import status_of
from pulmu.locale import Language, text
from pulmu.model import AccessRefused, ConflictError, InputError, PulmuError
from pulmu.model.matching_round import MatchingAnswer, MatchingRound
from pulmu.services.jobs.kinds import start_matching
from pulmu.services.match_round import MatchOutcome
from pulmu.services.place import Place
from pulmu.services.rounds.inviting import RoundDesk, invite, open_desk, parties_of
from pulmu.services.rounds.live import outcome_of
from pulmu.services.rounds.proposing import count_silence, send_proposals
from pulmu.services.rounds.replies import take_in_replies
from pulmu.services.rounds.sent import SIDES, Side
from pulmu.services.rounds.settings import SETTINGS, begin_round, change_settings, replace_round
from pulmu.services.rounds.shelf import KeptRound, add_answers, find_round, list_rounds, round_history
from pulmu.services.rounds.taking_part import add_parties, board_items, take_out
from pulmu.support.matching import answers_close, wishes_close
from pulmu.web.downloads import file_answer
from pulmu.web.forms import AnyForm, AnyUpload, Form
from pulmu.web.pages.plants import shown_name
from pulmu.web.pages.table_file import table_file
from pulmu.web.round_view import NUMBERS, TABLES, RoundView, columns
from pulmu.web.show import Crumb, Told, moment_text, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/rounds", include_in_schema=False)
Name = Annotated[str, Path(max_length=100)]
Start = Annotated[int, Query(ge=0, le=10**6)]
Search = Annotated[str, Query(max_length=200)]
AT_ONCE = 50
_LONGEST = {"note": 4000, "lot_seed": 200}


@dataclass(frozen=True, slots=True)
class Failed:
    """What kept something from being done."""

    problems: Sequence[Told] = ()
    status: int = 200


_FINE = Failed()


@routes.get("")
def show_rounds(request: Request, seat: Seated, place: AnyPlace) -> Response:
    """The agency's rounds, and how to begin one."""
    return _list(request, seat, place)


@routes.post("/new")
def begin(request: Request, seat: Seated, form: AnyForm, place: AnyPlace) -> Response:
    """A round without anybody yet."""
    try:
        found = begin_round(place.gate, seat.actor, _settings(form) | {"id": form.text("id", 60)})
    except (InputError, ConflictError) as error:
        return _list(request, seat, place, _failed(error, request), form)
    return RedirectResponse(f"{seat.base}/rounds/{found.id}", 303)


@routes.post("/upload")
def upload(request: Request, seat: Seated, form: AnyUpload, place: AnyPlace) -> Response:
    """A round from a file: YAML, JSON, or a workbook of applicants, suppliers and wishes."""
    try:
        sent = form.files.get("file")
        if sent is None or not sent.content:
            said, mend = "no file was chosen", "choose a file"
            raise InputError.of("input.nothing_uploaded", "", said, mend)
        document = place.read_round(sent.content, shown_name(sent.name))
        own = document.tree.get("id") if isinstance(document.tree, dict) else ""
        found = replace_round(place.gate, seat.actor, str(own or ""), document, seen=form.number("seen"))
    except (InputError, ConflictError) as error:
        return _list(request, seat, place, _failed(error, request))
    return RedirectResponse(f"{seat.base}/rounds/{found.id}", 303)


@routes.get("/{round}")
def show_round(
    request: Request, seat: Seated, place: AnyPlace, round: Name, side: str = "applicant", q: Search = "",
    start: Start = 0, done: str = "",
) -> Response:  # fmt: skip
    """Who takes part, what came back, and the next step."""
    return _desk(request, seat, place, round, side=side, search=q, start=start, done=done)


@routes.post("/{round}/settings")
def settings(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, round: Name) -> Response:
    """Other names, dates or words."""
    return _done(request, seat, place, round, "saved", lambda: change_settings(
        place.gate, seat.actor, round, _settings(form), seen=form.number("seen")), form)  # fmt: skip


@routes.get("/{round}/choose")
def show_board(
    request: Request, seat: Seated, place: AnyPlace, round: Name, side: str = "applicant", q: Search = "",
    start: Start = 0,
) -> Response:  # fmt: skip
    """Needs or offers that are shown to all, to choose who takes part."""
    return _board(request, seat, place, round, side, q, start)


@routes.post("/{round}/choose")
def choose(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, round: Name) -> Response:
    """Who is ticked takes part; or all that the search found."""
    side, search = _side(form.text("side", 20)), form.text("q", 200)
    gate, actor = place.gate, seat.actor
    try:
        keys = [name.removeprefix("item.") for name in form.fields if name.startswith("item.")]
        if form.text("do", 10) == "all":
            given = find_round(gate, actor, round, live=place.rounds).round
            keys = [item.key for item in board_items(gate, actor, given, side, search)]
        add_parties(gate, actor, round, side, keys, seen=form.number("seen"))
    except (InputError, ConflictError) as error:
        return _board(request, seat, place, round, side, search, 0, _failed(error, request))
    return RedirectResponse(f"{seat.base}/rounds/{round}?side={side}&done=added", 303)


@routes.post("/{round}/out")
def out(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, round: Name) -> Response:
    """Somebody takes part no more."""
    side = _side(form.text("side", 20))
    return _done(request, seat, place, round, "saved", lambda: take_out(
        place.gate, seat.actor, round, side, form.text("party", 60), seen=form.number("seen")))  # fmt: skip


@routes.post("/{round}/invite")
def ask_all(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, round: Name) -> Response:
    """Ask everybody who takes part for their wishes."""
    return _done(request, seat, place, round, "invited", lambda: invite(
        place.gate, seat.actor, round, seen=form.number("seen")))  # fmt: skip


@routes.post("/{round}/replies")
def take_in(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, round: Name) -> Response:
    """Take in what came."""
    return _done(request, seat, place, round, "taken", lambda: take_in_replies(
        place.gate, seat.actor, place.rounds, round, seen=form.number("seen")))  # fmt: skip


@routes.post("/{round}/match")
def match(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, round: Name) -> Response:
    """Have a large round with limits matched by a job."""
    del form  # its origin was checked
    try:
        kept = find_round(place.gate, seat.actor, round, live=place.rounds)
        job = start_matching(place.gate, seat.actor, kept)
    except (InputError, ConflictError) as error:
        return _result(request, seat, place, round, failed=_failed(error, request))
    return RedirectResponse(f"{seat.base}/jobs/{job.id}", 303)


@routes.post("/{round}/proposals")
def propose(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, round: Name) -> Response:
    """Send the proposals of the step to both sides."""
    return _done(request, seat, place, round, "proposed", lambda: send_proposals(
        place.gate, seat.actor, place.rounds, round, _day(form.text("answers_until", 10)),
        form.text("answers_until_at", 5) or "18:00", seen=form.number("seen")), at="result")  # fmt: skip


@routes.post("/{round}/silence")
def silence(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, round: Name) -> Response:
    """Count what was not answered in time."""
    reason = text("web.rounds.silent_reason", language_of(request))
    return _done(request, seat, place, round, "silenced", lambda: count_silence(
        place.gate, seat.actor, place.rounds, round, reason, seen=form.number("seen")), at="result")  # fmt: skip


@routes.post("/{round}/answer")
def answer(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, round: Name) -> Response:
    """The officer answers for a side, as for a firm that has no workspace."""

    def act() -> object:
        kept = find_round(place.gate, seat.actor, round, live=place.rounds)
        said = form.text("answer", 10)
        by = form.text("by", 20)
        step = max((item.step for item in kept.round.answers), default=0) + 1
        given = MatchingAnswer(
            step=step, applicant=form.text("applicant", 60), supplier=form.text("supplier", 60),
            by=by if by in ("applicant", "supplier") else "officer",  # type: ignore[arg-type]
            answer="accept" if said == "accept" else "refuse", reason=form.text("reason", 400),
        )  # fmt: skip
        return add_answers(place.gate, seat.actor, round, [given], seen=form.number("seen"))

    return _done(request, seat, place, round, "answered", act, at="result")


@routes.get("/{round}/result")
def show_result(
    request: Request, seat: Seated, place: AnyPlace, round: Name, table: str = "proposals", q: Search = "",
    start: Start = 0, done: str = "",
) -> Response:  # fmt: skip
    """What the round comes to, and why."""
    return _result(request, seat, place, round, table=table, search=q, start=start, done=done)


@routes.get("/{round}/result/{table}")
def result_file(request: Request, seat: Seated, place: AnyPlace, round: Name, table: str) -> Response:
    """One of its tables, for a spreadsheet."""
    kept = find_round(place.gate, seat.actor, round, live=place.rounds)
    outcome = _outcome(place, seat, kept)
    if outcome is None or outcome.answer is None or table not in TABLES:
        raise InputError.of("matching.needs_job", f"round {round}", "nothing was matched", "match the round first")
    view = RoundView(kept.round, outcome.answer, language_of(request))
    head = (*view.head(table), view.text("head.reasons"))
    rows = ((*row.cells, "\n".join(row.lines)) for row in view.rows(table))
    return table_file(f"{kept.id}_{table}.csv", head, rows)


@routes.get("/{round}/file/{ending}")
def round_file(seat: Seated, place: AnyPlace, round: Name, ending: str, version: int | None = None) -> Response:
    """The round as a file that can be taken in again."""
    kept = find_round(place.gate, seat.actor, round, version, live=place.rounds)
    name = f"{kept.id}.{'json' if ending == 'json' else 'yaml'}"
    return file_answer(place.tree_file(kept.document, name), name)


def _list(
    request: Request, seat: Seat, place: Place, failed: Failed = _FINE, typed: Form | None = None
) -> Response:  # fmt: skip
    language = language_of(request)
    found = list_rounds(place.gate, seat.actor, place.rounds)
    return show(
        request, "rounds.html", seat=seat, noun="rounds", status=failed.status, problems=failed.problems, found=found,
        called=lambda item: called(item.round, language), phase=lambda item: _phase(item, place),
        fields=_fields(None, typed), may_write=seat.may_now("write_round"), crumbs=_crumbs(seat, language),
    )  # fmt: skip


def _desk(
    request: Request, seat: Seat, place: Place, name: str, *, side: str = "applicant", search: str = "",
    start: int = 0, done: str = "", failed: Failed = _FINE, typed: Form | None = None,
) -> Response:  # fmt: skip
    language = language_of(request)
    desk = open_desk(place.gate, seat.actor, name, place.rounds)
    kept, chosen = desk.kept, _side(side)
    words = search.lower().split()
    rows = [item for item in desk.of(chosen) if all(word in item.party.name.lower() for word in words)]
    return show(
        request, "one_round.html", seat=seat, noun="rounds", status=failed.status, kept=kept, round=kept.round,
        name=called(kept.round, language), desk=desk, here="round", base=f"{seat.base}/rounds/{kept.id}",
        side=chosen, search=search, start=start, at_once=AT_ONCE, rows=rows[start : start + AT_ONCE], count=len(rows),
        problems=failed.problems or told(kept.problems, language), phase=_phase(kept, place, desk.waiting),
        next=_next(desk, place),
        answer=_answer(desk, language), done=done if done in _DONE else "", fields=_fields(kept.round, typed),
        closes=_moment(wishes_close(kept.round), language), may_write=seat.may_now("write_round"),
        versions=round_history(place.gate, seat.actor, kept.id)[:20], crumbs=_crumbs(seat, language, kept),
        names={item.id: item.name for _, item in parties_of(kept.round)},
    )  # fmt: skip


def _board(
    request: Request, seat: Seat, place: Place, name: str, side: str, search: str, start: int,
    failed: Failed = _FINE,
) -> Response:  # fmt: skip
    language = language_of(request)
    kept, chosen = find_round(place.gate, seat.actor, name, live=place.rounds), _side(side)
    found = [item for item in board_items(place.gate, seat.actor, kept.round, chosen, search) if not item.is_in]
    return show(
        request, "round_choose.html", seat=seat, noun="rounds", status=failed.status, problems=failed.problems,
        kept=kept, side=chosen, search=search, start=start, at_once=AT_ONCE, found=found[start : start + AT_ONCE],
        count=len(found), base=f"{seat.base}/rounds/{kept.id}", may_write=seat.may_now("write_round"),
        crumbs=_crumbs(seat, language, kept),
    )  # fmt: skip


def _result(
    request: Request, seat: Seat, place: Place, name: str, *, table: str = "proposals", search: str = "",
    start: int = 0, done: str = "", failed: Failed = _FINE,
) -> Response:  # fmt: skip
    language = language_of(request)
    kept = find_round(place.gate, seat.actor, name, live=place.rounds)
    outcome = _outcome(place, seat, kept)
    answer = None if outcome is None else outcome.answer
    view = None if answer is None else RoundView(kept.round, answer, language)
    chosen = table if table in TABLES else "proposals"
    rows = [] if view is None else view.rows(chosen, search)
    closes, now = answers_close(kept.round), place.gate.world.now()
    waits = answer is not None and any(item.state == "waiting" for item in answer.proposals)
    is_out = answer is not None and kept.round.steps_sent >= answer.step
    return show(
        request, "round_result.html", seat=seat, noun="rounds", status=failed.status, kept=kept, round=kept.round,
        name=called(kept.round, language), view=view, matched=answer, here="result", tables=TABLES, table=chosen,
        base=f"{seat.base}/rounds/{kept.id}", search=search, start=start, at_once=AT_ONCE, count=len(rows),
        rows=rows[start : start + AT_ONCE], columns=columns(chosen), numbers=NUMBERS,
        done=done if done in _DONE else "",
        problems=failed.problems or told(() if outcome is None else outcome.problems, language), waits=waits,
        is_out=is_out, closes=_moment(closes, language), is_over=closes is not None and closes <= now,
        needs_job=outcome is None, may_write=seat.may_now("write_round"),
        crumbs=_crumbs(seat, language, kept, "result"),
    )  # fmt: skip


def _outcome(place: Place, seat: Seat, kept: KeptRound) -> MatchOutcome | None:
    if not kept.counts:
        return place.rounds.match(kept.document, kept.version.sha256)
    return outcome_of(place.gate, seat.actor, place.rounds, kept.id, kept.document, kept.version.sha256, kept.round)


def _done(
    request: Request, seat: Seat, place: Place, name: str, done: str, act: Callable[[], object],
    typed: Form | None = None, at: str = "",
) -> Response:  # fmt: skip
    try:
        act()
    except AccessRefused:
        raise
    except PulmuError as error:
        failed = _failed(error, request)
        if at:
            return _result(request, seat, place, name, failed=failed)
        return _desk(request, seat, place, name, failed=failed, typed=typed)
    return RedirectResponse(f"{seat.base}/rounds/{name}{f'/{at}' if at else ''}?done={done}", 303)


def _failed(error: PulmuError, request: Request) -> Failed:
    return Failed(told(error.problems, language_of(request)), status_of(error))


def _settings(form: Form) -> dict[str, str]:
    return {key: form.text(key, _LONGEST.get(key, 400)) for key in SETTINGS}


def _fields(given: MatchingRound | None, typed: Form | None) -> Mapping[str, str]:
    """What stands in the form: what was typed, else what is kept."""
    if typed is not None:
        return _settings(typed) | {"id": typed.text("id", 60)}
    if given is None:
        return dict.fromkeys((*SETTINGS, "id"), "")
    known = {"wishes_until": given.wishes_until, "answers_until": given.answers_until}
    days = {key: "" if day is None else day.isoformat() for key, day in known.items()}
    return {key: str(getattr(given, key)) for key in SETTINGS} | days | {"id": given.id}


def _phase(kept: KeptRound, place: Place, waiting: int = 0) -> str:
    """How far a round is."""
    given, closes = kept.round, wishes_close(kept.round)
    if not kept.counts:
        return "to_mend"
    if given.steps_sent:
        return "proposed"
    if not given.applicants or not given.suppliers:
        return "empty"
    if waiting or any(item.sent_at for _, item in parties_of(given)):
        return "open" if closes is not None and closes > place.gate.world.now() else "closed"
    return "filled"


def _next(desk: RoundDesk, place: Place) -> str:
    """What the officer does next: one thing is marked."""
    given = desk.kept.round
    if not desk.kept.counts:
        return ""
    if not given.applicants:
        return "applicants"
    if not given.suppliers:
        return "suppliers"
    if desk.waiting:
        return "replies"
    if given.steps_sent:
        return "result"
    rooms = [item for item in desk.parties if item.party.workspace]
    if rooms and not all(item.invited for item in rooms):
        return "invite"
    closes = wishes_close(given)
    is_open = closes is not None and closes > place.gate.world.now()
    return "" if rooms and is_open and not all(item.party.sent_at for item in rooms) else "result"


def _answer(desk: RoundDesk, language: Language) -> str:
    """Where the round stands, in a sentence with its numbers."""
    given = desk.kept.round
    came = sum(1 for item in desk.parties if item.party.sent_at)
    counts = {"applicants": f"{len(given.applicants):,}", "suppliers": f"{len(given.suppliers):,}",
              "came": f"{came:,}", "waiting": desk.waiting, "all": f"{len(desk.parties):,}"}  # fmt: skip
    said = text("web.rounds.desk_answer", language, **counts)
    return said + (f" {text('web.rounds.desk_waiting', language, **counts)}" if desk.waiting else "")


def called(given: MatchingRound, language: Language) -> str:
    """What a round is called."""
    return (given.name_ko if language == "ko" else given.name_en) or given.name_ko or given.name_en or given.id


def _side(said: str) -> Side:
    return "supplier" if said == SIDES[1] else "applicant"


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _moment(at: datetime | None, language: Language) -> str:
    return "" if at is None else moment_text(at, language)


_DONE = ("saved", "added", "invited", "taken", "proposed", "silenced", "answered")


def _crumbs(seat: Seat, language: Language, kept: KeptRound | None = None, part: str = "") -> tuple[Crumb, ...]:
    base = f"{seat.base}/rounds"
    found = [Crumb(name=text("web.noun.rounds", language), href=base)]
    if kept is not None:
        found.append(Crumb(name=called(kept.round, language), href=f"{base}/{kept.id}"))
    if kept is not None and part:
        found.append(Crumb(name=text(f"web.rounds.tab.{part}", language), href=f"{base}/{kept.id}/{part}"))
    return tuple(found)
