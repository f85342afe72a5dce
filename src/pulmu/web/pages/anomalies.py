"""What is unusual at a meter: asked for under a budget, found by a job, shown as a curve and a list, and marked."""

import json
import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.status import status_of
from pulmu.locale import Language, text
from pulmu.model import ConflictError, InputError, Problem, RuleError
from pulmu.services.access.gate import authorise
from pulmu.services.anomalies import kept
from pulmu.services.anomalies.marks import MarkKind, mark_alarm, mark_on, marks_of
from pulmu.services.anomalies.wish import LEAST_BUDGET, LEAST_DAYS, MOST_BUDGET, MOST_DAYS, USUAL_BUDGET, USUAL_DAYS
from pulmu.services.jobs.kinds import start_watching
from pulmu.services.place import Place
from pulmu.services.workspaces.electricity import electricity_meters
from pulmu.services.workspaces.people import names_of
from pulmu.web.anomaly_view import AT_ONCE, SPANS, AnomaliesPage, moved
from pulmu.web.bill_form import chosen_contract, contract_choices
from pulmu.web.downloads import file_answer
from pulmu.web.forms import AnyForm, Form
from pulmu.web.pages.table_file import table_file
from pulmu.web.show import Crumb, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/anomalies", include_in_schema=False)
Name = Annotated[str, Path(max_length=100)]
Number = Annotated[int, Path(ge=1, le=10**9)]
AlarmName = Annotated[str, Path(max_length=40)]
Start = Annotated[int, Query(ge=0, le=10**6)]
First = Annotated[date | None, Query()]
Days = Annotated[int, Query(ge=1, le=max(SPANS))]
_MARKS: dict[str, MarkKind] = {"seen": "seen", "false": "false", "open": "open"}
_FIGURES = ("actual_kw", "expected_kw", "score", "needed")


@routes.get("")
def show_all(
    request: Request, seat: Seated, place: AnyPlace, meter: Annotated[str, Query(max_length=100)] = ""
) -> Response:
    """Meters that were looked at, and a form to look at one."""
    return _list(request, seat, place, Form({"meter": meter}, {}), ())


@routes.post("")
def ask(request: Request, seat: Seated, form: AnyForm, place: AnyPlace) -> Response:
    """Have a meter looked at; one is led to how far that is."""
    authorise(seat.actor, "compute_anomalies", "")
    try:
        job = start_watching(place.gate, seat.actor, form.text("meter", 100), _wish_tree(form))
    except (InputError, RuleError, ConflictError) as error:
        return _list(request, seat, place, form, error.problems, status_of(error))
    return RedirectResponse(f"{seat.base}/jobs/{job.id}", 303)


@routes.get("/{meter}/{number}")
def show_one(
    request: Request, seat: Seated, place: AnyPlace, meter: Name, number: Number, first: First = None, days: Days = 7,
    start: Start = 0,
) -> Response:  # fmt: skip
    """How many, the curve of some days with its alarms, the list with costs, drift and closed hours."""
    found, language = kept.find_kept(place.gate, seat.actor, meter, number), language_of(request)
    view = AnomaliesPage(found, marks_of(place.gate, seat.actor, meter), language, first=first, days=days)
    past = kept.list_anomalies(place.gate, seat.actor, meter)
    names = names_of(place.store, {row.mark.author for row in view.rows(start) if row.mark})
    return show(
        request, "one_meter_anomalies.html", seat=seat, noun="anomalies", view=view, kept=found, meter=meter,
        past=past[:AT_ONCE], start=start, at_once=AT_ONCE, days=days, spans=SPANS, here=_here(seat, meter, number),
        names=names, crumbs=_crumbs(seat, language, meter, number), problems=told(found.problems, language),
        may_compute=seat.actor.may("compute_anomalies"), may_mark=seat.actor.may("mark_anomaly"),
        least=LEAST_BUDGET, most=MOST_BUDGET, earlier=moved(view.curve, -1), later=moved(view.curve, 1),
    )  # fmt: skip


@routes.post("/{meter}/{number}/alarms/{alarm}")
def mark(
    seat: Seated, form: AnyForm, place: AnyPlace, meter: Name, number: Number, alarm: AlarmName
) -> Response:  # fmt: skip
    """Say what an alarm was found to be; one is led back to its row."""
    said = _MARKS.get(form.text("mark", 10))
    if said is not None:
        mark_alarm(place.gate, seat.actor, meter, number, alarm, said)
    else:
        kept.find_kept(place.gate, seat.actor, meter, number)
    return RedirectResponse(f"{_here(seat, meter, number)}{_as_it_was(form)}#alarm-{alarm}", 303)


def _as_it_was(form: Form) -> str:
    """The part of the list and the days of the curve that were shown."""
    told = {name: form.text(name, 10) for name in ("start", "first", "days")}
    fits = {name: said for name, said in told.items() if re.fullmatch(r"\d+|\d{4}-\d{2}-\d{2}", said, re.ASCII)}
    return "?" + "&".join(f"{name}={said}" for name, said in fits.items()) if fits else ""


@routes.get("/{meter}/{number}/alarms.csv")
def alarms_file(seat: Seated, place: AnyPlace, meter: Name, number: Number) -> Response:
    """Every alarm with its costs and marks, for a spreadsheet."""
    found, said = kept.find_kept(place.gate, seat.actor, meter, number), marks_of(place.gate, seat.actor, meter)
    head = ["meter", "told", "start", "end", "kind", "hint", *_FIGURES, "kwh", "won", "certificates", "footprint_kg",
            "mark"]  # fmt: skip
    return table_file(
        f"{meter}.alarms.{number}.csv", head, (_cells(meter, item, said) for item in found.tree["alarms"])
    )


@routes.get("/{meter}/{number}/file")
def anomalies_file(seat: Seated, place: AnyPlace, meter: Name, number: Number) -> Response:
    """All of it, to be kept."""
    found = kept.find_kept(place.gate, seat.actor, meter, number)
    content = json.dumps(found.document.tree, ensure_ascii=False, indent=1).encode()
    return file_answer(content, f"{meter}.anomalies.{number}.json")


def _cells(meter: str, item: dict[str, Any], said: Sequence[Any]) -> list[object]:
    loss, found = item["loss"] or {}, mark_on(said, item)
    return [
        meter, item["told"], item["start"], item["end"], item["kind"], item["hint"],
        *(_plain(item[name]) for name in _FIGURES),
        *(_plain(loss.get(name)) for name in ("kwh", "won", "certificates", "footprint_kg")),
        "" if found is None else found.mark,
    ]  # fmt: skip


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _wish_tree(form: Form) -> dict[str, Any]:
    """What a form asks to be looked for, as a plain document: its problems are told by who reads it."""
    parts = [*chosen_contract(form).split("/"), "", ""]
    tree: dict[str, Any] = {"contract": parts[0], "voltage": parts[1], "option": parts[2]}
    for name in ("budget", "at", "days", "rates_of"):
        if said := form.text(name, 20):
            tree[name] = said
    return tree


def _list(
    request: Request, seat: Seat, place: Place, form: Form, problems: Sequence[Problem], status: int = 200
) -> Response:
    language = language_of(request)
    return show(
        request, "meter_anomalies.html", seat=seat, noun="anomalies", form=form, status=status,
        problems=told(problems, language), made=kept.newest_anomalies(place.gate, seat.actor),
        meters=electricity_meters(place.gate, seat.actor), contracts=contract_choices(language),
        chosen=chosen_contract(form), usual_days=USUAL_DAYS, least_days=LEAST_DAYS, most_days=MOST_DAYS,
        usual_budget=USUAL_BUDGET, least=LEAST_BUDGET, most=MOST_BUDGET,
        may_compute=seat.actor.may("compute_anomalies"), may_add=seat.actor.may("write_readings"),
        crumbs=_crumbs(seat, language),
    )  # fmt: skip


def _here(seat: Seat, meter: str, number: int) -> str:
    return f"{seat.base}/anomalies/{meter}/{number}"


def _crumbs(seat: Seat, language: Language, meter: str = "", number: int = 0) -> tuple[Crumb, ...]:
    first = Crumb(name=text("web.noun.anomalies", language), href=f"{seat.base}/anomalies")
    return (first, Crumb(name=meter, href=_here(seat, meter, number))) if meter else (first,)
