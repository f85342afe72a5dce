"""How will the shift end? Asked of a live plant, done by a job, kept and shown."""

import json
import math
from collections.abc import Iterator, Sequence
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.status import status_of
from pulmu.locale import plain, text
from pulmu.model import ConflictError, InputError, Problem, problem
from pulmu.model.line import Line
from pulmu.services.accounts.identify import ZONE
from pulmu.services.jobs.kinds import start_ahead
from pulmu.services.lines.shelf import find_line
from pulmu.services.live.ahead import RUNS
from pulmu.services.live_links.ahead import MOST_RUNS, AheadAnswer, AheadWish, KeptAhead, find_ahead, list_ahead
from pulmu.services.live_links.link import find_link
from pulmu.services.place import Place
from pulmu.services.workspaces.kept_problems import problems_of
from pulmu.web.downloads import file_answer
from pulmu.web.forms import AnyForm, Form
from pulmu.web.line_words import name_of
from pulmu.web.live_ahead_view import ahead_page
from pulmu.web.pages.live import TABS, address_of, crumbs_of
from pulmu.web.pages.table_file import table_file
from pulmu.web.show import Crumb, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/live/{live}/ahead", include_in_schema=False)
Name = Annotated[str, Path(max_length=100)]
Number = Annotated[int, Path(ge=1, le=10**9)]
Start = Annotated[int, Query(ge=0, le=10**6)]
AT_ONCE = 30


@routes.get("")
def show_newest(request: Request, seat: Seated, place: AnyPlace, live: Name, start: Start = 0) -> Response:
    """The newest answer, and how to ask anew."""
    return _page(request, seat, place, live, start=start)


@routes.post("")
def ask(request: Request, seat: Seated, place: AnyPlace, live: Name, form: AnyForm) -> Response:
    """Have it run ahead; one is led to how far that is."""
    link = find_link(place.gate, seat.actor, live)
    kept = find_line(place.gate, seat.actor, link.line)
    try:
        job = start_ahead(place.gate, seat.actor, link, kept, _wish(form, kept.line))
    except (InputError, ConflictError) as error:
        return _page(request, seat, place, live, form=form, problems=error.problems, status=status_of(error))
    return RedirectResponse(f"{seat.base}/jobs/{job.id}", 303)


@routes.get("/{number}")
def show_one(request: Request, seat: Seated, place: AnyPlace, live: Name, number: Number) -> Response:
    """An answer as it was given."""
    return _page(request, seat, place, live, number=number)


@routes.get("/{number}/file")
def ahead_file(seat: Seated, place: AnyPlace, live: Name, number: Number) -> Response:
    """All of it, to be kept."""
    kept = _found(place, seat, live, number)
    content = json.dumps(kept.document.tree, ensure_ascii=False, indent=1).encode()
    return file_answer(content, f"{live}.ahead.{number}.json")


@routes.get("/{number}/fan.csv")
def fan_file(seat: Seated, place: AnyPlace, live: Name, number: Number) -> Response:
    """Every moment of every picture, for a spreadsheet."""
    kept = _found(place, seat, live, number)
    head = ["figure", "unit", "hours", "p10", "p50", "p90"]
    return table_file(f"{live}.ahead.{number}.csv", head, _rows(kept.answer))


def _rows(answer: AheadAnswer) -> Iterator[list[object]]:
    series = [("good", "piece", answer.fan), *((item.carrier, item.unit, item.fan) for item in answer.carriers)]
    for name, unit, points in series:
        for item in points:
            yield [name, unit, item.hours, item.low, item.middle, item.high]


def _found(place: Place, seat: Seat, live: str, number: int) -> KeptAhead:
    find_link(place.gate, seat.actor, live)
    return find_ahead(place.gate, seat.actor, live, number)


def _page(
    request: Request, seat: Seat, place: Place, live: str, *, number: int = 0, start: int = 0,
    form: Form | None = None, problems: Sequence[Problem] = (), status: int = 200,
) -> Response:  # fmt: skip
    language, link = language_of(request), find_link(place.gate, seat.actor, live)
    kept_line = find_line(place.gate, seat.actor, link.line)
    past = list_ahead(place.gate, seat.actor, live)
    shown = number or (past[0].number if past else 0)
    kept = find_ahead(place.gate, seat.actor, live, shown) if shown else None
    here = address_of(seat, live)
    crumbs = crumbs_of(seat, link, language, "ahead")
    if number:
        said = text("web.live_ahead.crumb", language, number=number)
        crumbs = (*crumbs, Crumb(name=said, href=f"{here}/ahead/{number}"))
    return show(
        request, "live_ahead.html", seat=seat, noun="live", here=here, tab="ahead", tabs=TABS,
        name=plain(link.name, 60), number=shown, kept=kept, past=past[start : start + AT_ONCE], count=len(past),
        start=start, at_once=AT_ONCE, view=None if kept is None else ahead_page(kept.line, kept.answer, language),
        at="" if kept is None else f"{kept.kept.at.astimezone(ZONE):%Y-%m-%d %H:%M}",
        carbon_problems=told(problems_of(kept.answer.carbon.problems), language) if kept else [],
        products=[(n, name_of(item, language)) for n, item in enumerate(kept_line.line.products)],
        given=_given(form, kept_line.line), most_runs=MOST_RUNS, may_run=seat.actor.may("run_line"),
        broken=not kept_line.counts, problems=told(problems, language), status=status, crumbs=crumbs,
        path=f"{here}/ahead" + (f"/{number}" if number else ""), query="",
    )  # fmt: skip


def _given(form: Form | None, line: Line) -> dict[str, str]:
    """What stands in the form."""
    names = ["until", "target", "replications", "seed", *(f"target-{n}" for n in range(len(line.products)))]
    if form is None:
        return dict.fromkeys(names, "") | {"replications": str(RUNS), "seed": "0"}
    return {name: form.text(name, 40) for name in names}


def _wish(form: Form, line: Line) -> AheadWish:
    """What the form asks.

    Raises
    ------
    InputError  A field holds no whole number (`input.not_a_number`); all such fields.
    """
    asked = {"replications": str(RUNS), "seed": "0"} | {
        name: said for name in ("replications", "seed", "target") if (said := form.text(name, 20))
    }  # fmt: skip
    targets = {item.id: said for n, item in enumerate(line.products) if (said := form.text(f"target-{n}", 20))}
    found, wrong = dict[str, int](), list[Problem]()
    for name, said in (*asked.items(), *((f"={key}", said) for key, said in targets.items())):
        number = _whole(said)
        if number is None:
            place = name.removeprefix("=")
            wrong.append(problem("input.not_a_number", place, f"{said[:20]!r} is not a whole number",
                                 "give digits", text=said[:20]))  # fmt: skip
        else:
            found[name] = number
    if wrong:
        raise InputError(*wrong)
    wanted = {name[1:]: count for name, count in found.items() if name.startswith("=")}
    if "target" in found:
        wanted[""] = found["target"]
    return AheadWish(
        until=form.text("until", 40), targets=wanted, replications=found["replications"], seed=found["seed"]
    )  # fmt: skip


def _whole(said: str) -> int | None:
    try:
        value = float(said.replace(",", ""))
    except ValueError:
        return None
    return int(value) if math.isfinite(value) and value == int(value) else None
