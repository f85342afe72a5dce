"""Long work: how far it is, what stands in its way, and what came of it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.status import status_of
from pulmu.locale import Language, has_text, text
from pulmu.model import ConflictError
from pulmu.services.access.permission import Action
from pulmu.services.export.desk import KIND as EXPORT
from pulmu.services.jobs.asking import KIND as QUESTION
from pulmu.services.jobs.choosing import KIND as CHOOSING
from pulmu.services.jobs.comparison import KIND as COMPARISON
from pulmu.services.jobs.desk import read_job
from pulmu.services.jobs.forecasting import KIND as FORECAST
from pulmu.services.jobs.kinds import KINDS, cancel, retry
from pulmu.services.jobs.letters import SEND, WRITE
from pulmu.services.jobs.looking_ahead import KIND as AHEAD
from pulmu.services.jobs.matching import KIND as MATCHING
from pulmu.services.jobs.proving import KIND as PROOF
from pulmu.services.jobs.scheduling import KIND as SCHEDULE
from pulmu.services.jobs.simulating import KIND as SIMULATION
from pulmu.services.jobs.watching import KIND as ANOMALIES
from pulmu.services.place import Place
from pulmu.services.records.job import ENDED, Job
from pulmu.services.workspaces.kept_problems import problems_of
from pulmu.web.forms import AnyForm
from pulmu.web.reform_words import programme_name
from pulmu.web.show import Crumb, show, told
from pulmu.web.viewer import Seat, Seated


@dataclass(frozen=True, slots=True)
class Back:
    """Where a job belongs: entry of the navigation, path, and the keys of its words."""

    noun: str
    path: str
    crumb: str
    words: str


routes = APIRouter(prefix="/w/{workspace}/jobs", include_in_schema=False)
_REPORTS = Back("reports", "/reports", "web.noun.reports", "web.reports.to_list")
_REFORMS = Back("reforms", "/reforms", "web.noun.reforms", "web.job.to_reforms")
_ROUNDS = Back("rounds", "/rounds", "web.noun.rounds", "web.rounds.to_list")
_ANOMALIES = Back("anomalies", "/anomalies", "web.noun.anomalies", "web.anomaly.to_list")
_FORECASTS = Back("forecasts", "/forecasts", "web.noun.forecasts", "web.forecast.to_list")
_EXPORTS = Back("members", "/export", "web.export.crumb", "web.export.to_list")
Key = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
_LED: dict[str, tuple[Action, str]] = {
    "line_run": ("read_line", "/lines/{}/runs/{}"), "line_question": ("read_line", "/lines/{}/questions/{}"),
    "line_proof": ("read_control", "/lines/{}/control/proofs/{}"), "live_ahead": ("read_live", "/live/{}/ahead/{}"),
    "load_forecast": ("read_forecast", "/forecasts/{}/{}"), "load_anomalies": ("read_anomalies", "/anomalies/{}/{}"),
    "schedule": ("read_schedule", "/schedules/{}/{}"),
}  # fmt: skip
"""Where answers about lines and plants are, and what one must be allowed to do to be led there."""


@routes.get("/{job}")
def show_job(request: Request, job: Key, seat: Seated, place: AnyPlace) -> Response:
    """How far it is; when it is done, one is led to what came of it."""
    found = read_job(place.gate, seat.actor, job)
    kind, _, rest = found.result.partition(":")
    if found.state == "done" and kind == "report":
        return RedirectResponse(f"{seat.base}/reports/{rest}", 303)
    if found.state == "done" and kind == "export" and found.problems == "[]" and seat.actor.may("export_workspace"):
        return RedirectResponse(f"{seat.base}/export", 303)
    if found.state == "done" and kind == "letters" and found.problems == "[]" and seat.actor.may("read_letters"):
        done = "sent" if found.kind == SEND else "written"
        return RedirectResponse(f"{seat.base}/calls/{rest.rpartition('/')[0]}/letters?done={done}", 303)
    if found.state == "done" and kind == "selection" and seat.actor.may("decide_application"):
        return RedirectResponse(f"{seat.base}/calls/{rest.rpartition('/')[0]}/selection?done=chosen", 303)
    if found.state == "done" and kind == "reform_effect" and seat.actor.may("read_rules"):
        reform, _, number = rest.partition("/")
        return RedirectResponse(f"{seat.base}/reforms/{reform}/effects/{number}", 303)
    if found.state == "done" and kind == "matched_round" and seat.actor.may("read_round"):
        return RedirectResponse(f"{seat.base}/rounds/{rest}/result", 303)
    if found.state == "done" and kind in _LED and seat.actor.may(_LED[kind][0]):
        about, _, number = rest.partition("/")
        return RedirectResponse(seat.base + _LED[kind][1].format(about, number), 303)
    return _job(request, seat, place, found)


@routes.post("/{job}/cancel")
def stop(request: Request, job: Key, seat: Seated, form: AnyForm, place: AnyPlace) -> Response:
    """Have it stop; from now on it leaves no result."""
    del form  # its origin was checked
    try:
        cancel(place.gate, seat.actor, job)
    except ConflictError as error:
        return _again(request, seat, place, job, error)
    return RedirectResponse(f"{seat.base}/jobs/{job}", 303)


@routes.post("/{job}/again")
def do_again(request: Request, job: Key, seat: Seated, form: AnyForm, place: AnyPlace) -> Response:
    """Have it done again, after it failed or was cancelled."""
    del form  # its origin was checked
    try:
        retry(place.gate, seat.actor, job)
    except ConflictError as error:
        return _again(request, seat, place, job, error)
    return RedirectResponse(f"{seat.base}/jobs/{job}", 303)


def _again(request: Request, seat: Seat, place: Place, job: str, error: ConflictError) -> Response:
    return _job(request, seat, place, read_job(place.gate, seat.actor, job), error)


def _job(request: Request, seat: Seat, place: Place, job: Job, error: ConflictError | None = None) -> Response:
    language = language_of(request)
    kind = f"web.job.kind.{job.kind}"
    back = _EXPORTS if job.kind == EXPORT and seat.reaches("export_workspace") else _REPORTS
    back = {COMPARISON: _REFORMS, MATCHING: _ROUNDS, FORECAST: _FORECASTS, ANOMALIES: _ANOMALIES}.get(job.kind, back)
    if job.kind in _BACK:
        back = _BACK[job.kind](job)
    problems = error.problems if error else problems_of(job.problems)
    return show(
        request, "job_progress.html", seat=seat, noun=back.noun, job=job, ended=job.state in ENDED, back=back,
        crumbs=(Crumb(name=text(back.crumb, language), href=f"{seat.base}{back.path}"),),
        kind=text(kind if has_text(kind, language) else "web.job.kind.other", language),
        step=_step(job.what, place, language),
        problems=told(problems, language), status=status_of(error) if error else 200,
        may_start=seat.actor.may(KINDS[job.kind].deed if job.kind in KINDS else "start_job"),
    )  # fmt: skip


def _letters(job: Job) -> Back:
    """The letters of the call a job is about."""
    call = str(json.loads(job.order)["call"])
    return Back("calls", f"/calls/{call}/letters", "web.call_tabs.letters", "web.letters.to_list")


def _line_runs(job: Job) -> Back:
    """The runs of the line a job is about."""
    return Back("lines", f"/lines/{json.loads(job.order)['line']}/runs", "web.line_runs.crumb", "web.job.to_line_runs")


def _line_questions(job: Job) -> Back:
    """The questions to the line a job is about."""
    path = f"/lines/{json.loads(job.order)['line']}/questions"
    return Back("lines", path, "web.line_questions.crumb", "web.job.to_line_questions")


def _line_control(job: Job) -> Back:
    """The control of the line a job is about."""
    return Back("lines", f"/lines/{json.loads(job.order)['line']}/control", "web.control.crumb", "web.control.to_page")


def _live_ahead(job: Job) -> Back:
    """The live plant a job is about."""
    path = f"/live/{json.loads(job.order)['link']}/ahead"
    return Back("live", path, "web.noun.live", "web.live_ahead.to_page")


def _schedules(job: Job) -> Back:
    """The shop whose jobs are planned."""
    return Back("schedules", f"/schedules/{json.loads(job.order)['shop']}", "web.noun.schedules",
                "web.schedules.to_shop")  # fmt: skip


def _selection(job: Job) -> Back:
    """The selection of the call a job is about."""
    call = str(json.loads(job.order)["call"])
    return Back("calls", f"/calls/{call}/selection", "web.call_tabs.selection", "web.call_selection.to_page")


_BACK: dict[str, Callable[[Job], Back]] = {
    WRITE: _letters, SEND: _letters, CHOOSING: _selection, SIMULATION: _line_runs,
    QUESTION: _line_questions, SCHEDULE: _schedules, PROOF: _line_control, AHEAD: _live_ahead,
}  # fmt: skip
"""Where jobs lead back to that are about one thing."""


def _step(what: str, place: Place, language: Language) -> str:
    """What is being done, in words; the programme it is done for by its name."""
    step, _, programme = what.partition(":")
    key = f"web.job.step.{step}"
    if not step or not has_text(key, language):
        return ""
    names = {item.id: item for item in place.programmes()} if programme else {}
    return text(key, language, programme=programme_name(programme, names, language))
