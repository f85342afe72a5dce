"""Runs of a line: asked, looked at, and the first of them watched."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.status import status_of
from pulmu.locale import Language, text
from pulmu.model import ConflictError, InputError, Problem, problem
from pulmu.services.jobs.kinds import start_simulation
from pulmu.services.line_play import frame_at
from pulmu.services.line_runs.kept import KeptRun, list_runs, read_run
from pulmu.services.line_runs.question import RunWish
from pulmu.services.lines.shelf import find_line
from pulmu.services.place import Place
from pulmu.services.workspaces.documents import unknown_document
from pulmu.services.workspaces.kept_problems import problems_of
from pulmu.web.downloads import file_answer
from pulmu.web.forms import AnyForm, Form
from pulmu.web.line_play_view import SIGNS, PlayView
from pulmu.web.line_run_view import run_view
from pulmu.web.line_tabs import tabs_of
from pulmu.web.line_words import line_picture, name_of
from pulmu.web.pages.lines import address_of, crumbs_of
from pulmu.web.pages.table_file import table_file
from pulmu.web.show import Crumb, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/lines/{line}/runs", include_in_schema=False)
Name = Annotated[str, Path(max_length=100)]
Number = Annotated[int, Path(ge=1, le=10**9)]
Start = Annotated[int, Query(ge=0, le=10**6)]
RUNS_AT_ONCE, EVENTS_AT_ONCE = 30, 100


@dataclass(frozen=True, slots=True)
class Asked:
    """A number of the form."""

    name: str
    value: str
    least: float
    most: float
    step: str = "1"
    required: bool = True


@routes.get("")
def show_runs(request: Request, seat: Seated, place: AnyPlace, line: Name, start: Start = 0) -> Response:
    """How it was run, and how it is run again."""
    return _list(request, seat, place, line, start=start)


@routes.post("")
def ask(request: Request, seat: Seated, place: AnyPlace, line: Name, form: AnyForm) -> Response:
    """Have it run; one is led to how far that is."""
    kept = find_line(place.gate, seat.actor, line)
    try:
        job = start_simulation(place.gate, seat.actor, kept, _wish(form))
    except (InputError, ConflictError) as error:
        return _list(request, seat, place, line, form=form, problems=error.problems, status=status_of(error))
    return RedirectResponse(f"{seat.base}/jobs/{job.id}", 303)


@routes.get("/{number}")
def show_run(request: Request, seat: Seated, place: AnyPlace, line: Name, number: Number) -> Response:
    """What runs of it came to."""
    language, kept = language_of(request), read_run(place.gate, seat.actor, line, number)
    newest = find_line(place.gate, seat.actor, line).version.number
    return show(
        request, "line_run.html", seat=seat, noun="lines", tabs=tabs_of(seat, line),
        name=name_of(kept.line, language), answer=kept.answer,
        question=kept.question, view=run_view(kept.line, kept.answer, language), newest_version=newest,
        carbon_problems=told(problems_of(kept.answer.carbon.problems), language),
        base=address_of(seat, line), here=f"{address_of(seat, line)}/runs/{number}",
        crumbs=_crumbs(seat, kept, language),
    )  # fmt: skip


@routes.get("/{number}/file")
def run_file(seat: Seated, place: AnyPlace, line: Name, number: Number) -> Response:
    """All of it, to be kept."""
    kept = read_run(place.gate, seat.actor, line, number)
    content = json.dumps(kept.document.tree, ensure_ascii=False, indent=1).encode()
    return file_answer(content, f"{line}.runs.{number}.json")


@routes.get("/{number}/stations.csv")
def stations_file(request: Request, seat: Seated, place: AnyPlace, line: Name, number: Number) -> Response:
    """Where the hours of the stations go, for a spreadsheet."""
    language, kept = language_of(request), read_run(place.gate, seat.actor, line, number)
    view = run_view(kept.line, kept.answer, language)
    heads = ("station", "active", "mean_queue", "most_queue", "wait")
    head = [text(f"web.line_run.{name}", language) for name in heads]
    states = [text(f"simulate.state.{name}", language) for name in view.states]
    rows = ([row.name, *row.shares, row.active, row.queue, row.most_queue, row.wait] for row in view.stations)
    return table_file(f"{line}.stations.csv", [head[0], *states, *head[1:]], rows)


@routes.get("/{number}/watch")
def watch(
    request: Request, seat: Seated, place: AnyPlace, line: Name, number: Number, start: Start = 0
) -> Response:  # fmt: skip
    """The first run, played on the picture of the line; without a script, as a table."""
    language, kept = language_of(request), read_run(place.gate, seat.actor, line, number)
    view = _play(kept, language)
    play = view.play
    here = f"{address_of(seat, line)}/runs/{number}"
    first = frame_at(kept.line, play, play.start.time)
    return show(
        request, "line_watch.html", seat=seat, noun="lines", tabs=tabs_of(seat, line),
        name=name_of(kept.line, language), play=play,
        picture=line_picture(kept.line, language), count=len(play.moves), events=f"{len(play.moves):,}",
        first_clock=view.clock(play.start.time), last_clock=view.clock(play.end), speeds=view.speeds(),
        signs=list(SIGNS.items()), now=view.now(first), told=view.told(start, EVENTS_AT_ONCE), start=start,
        at_once=EVENTS_AT_ONCE, data=view.data(), here=here,
        crumbs=(*_crumbs(seat, kept, language),
                Crumb(name=text("web.line_play.crumb", language), href=f"{here}/watch")),
    )  # fmt: skip


@routes.get("/{number}/events.csv")
def events_file(request: Request, seat: Seated, place: AnyPlace, line: Name, number: Number) -> Response:
    """Everything that happened in the window that is watched."""
    language, kept = language_of(request), read_run(place.gate, seat.actor, line, number)
    view = _play(kept, language)
    head = [text(f"web.line_play.{name}", language) for name in ("when", "what")]
    return table_file(f"{line}.events.csv", head, ([item.time, item.what] for item in view.told(0, 10**6)))


def _play(kept: KeptRun, language: Language) -> PlayView:
    """The window that is watched.

    Raises
    ------
    AccessRefused  There is none (`access.unknown_document`).
    """
    if kept.answer.play is None:
        raise unknown_document()
    return PlayView(kept.line, kept.answer.play, language)


def _list(
    request: Request, seat: Seat, place: Place, name: str, *, start: int = 0, form: Form | None = None,
    problems: Sequence[Problem] = (), status: int = 200,
) -> Response:  # fmt: skip
    language, kept = language_of(request), find_line(place.gate, seat.actor, name)
    runs = list_runs(place.gate, seat.actor, name)
    base = address_of(seat, kept.id)
    crumbs = (*crumbs_of(seat, kept, language),
              Crumb(name=text("web.line_runs.crumb", language), href=f"{base}/runs"))  # fmt: skip
    return show(
        request, "line_runs.html", seat=seat, noun="lines", tabs=tabs_of(seat, kept.id),
        name=name_of(kept.line, language), kept=kept, base=base,
        picture=line_picture(kept.line, language), runs=runs[start : start + RUNS_AT_ONCE], count=len(runs),
        newest=runs[0] if runs else None, start=start, at_once=RUNS_AT_ONCE, fields=_fields(form),
        may_run=seat.actor.may("run_line"), broken=not kept.counts, problems=told(problems, language), status=status,
        crumbs=crumbs,
    )  # fmt: skip


def _fields(form: Form | None) -> list[Asked]:
    wish = RunWish()
    given = {"hours": f"{wish.hours:g}", "warm_up": f"{wish.warm_up_hours:g}",
             "replications": str(wish.replications), "seed": str(wish.seed), "watch_from": ""}  # fmt: skip
    if form is not None:
        given = {name: form.text(name, 20) for name in given}
    return [
        Asked("hours", given["hours"], 0, 17_568, "any"),
        Asked("warm_up", given["warm_up"], 0, 17_568, "any"),
        Asked("replications", given["replications"], 1, 400),
        Asked("seed", given["seed"], 0, 2**53 - 1),
        Asked("watch_from", given["watch_from"], 0, 35_136, "any", required=False),
    ]


def _wish(form: Form) -> RunWish:
    """What the form asks.

    Raises
    ------
    InputError  A field holds no number (`input.not_a_number`); all such fields.
    """
    found: dict[str, float] = {}
    wrong = []
    for name in ("hours", "warm_up", "replications", "seed", "watch_from"):
        said = form.text(name, 20)
        if not said and name == "watch_from":
            continue
        try:
            value = float(said)
        except ValueError:
            value = math.nan
        if not math.isfinite(value) or (name in ("replications", "seed") and value != int(value)):
            wrong.append(problem("input.not_a_number", name, f"{said!r} is not a number", "write a number such as 672",
                                 text=said))  # fmt: skip
        found[name] = value
    if wrong:
        raise InputError(*wrong)
    return RunWish(
        hours=found["hours"], warm_up_hours=found["warm_up"], replications=int(found["replications"]),
        seed=int(found["seed"]), watch_from_hours=found.get("watch_from"),
    )  # fmt: skip


def _crumbs(seat: Seat, kept: KeptRun, language: Language) -> tuple[Crumb, ...]:
    line, number = kept.question.line, kept.kept.number
    base = f"{address_of(seat, line)}/runs"
    return (
        Crumb(name=text("web.noun.lines", language), href=f"{seat.base}/lines"),
        Crumb(name=name_of(kept.line, language), href=address_of(seat, line)),
        Crumb(name=text("web.line_runs.crumb", language), href=base),
        Crumb(name=text("web.line_run.crumb", language, number=number), href=f"{base}/{number}"),
    )
