"""The load of a meter to come: asked for, made by a job, shown as a fan before the bands it will be charged in."""

import json
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.status import status_of
from pulmu.locale import Language, text
from pulmu.model import ConflictError, InputError, Problem, RuleError
from pulmu.services.access.gate import authorise
from pulmu.services.forecasts import kept
from pulmu.services.forecasts.wish import MOST_DAYS, USUAL_DAYS
from pulmu.services.jobs.kinds import start_forecast
from pulmu.services.known_ahead import known_text
from pulmu.services.place import Place
from pulmu.services.workspaces.electricity import electricity_meters
from pulmu.web.bill_form import chosen_contract, contract_choices
from pulmu.web.downloads import file_answer
from pulmu.web.forecast_view import ForecastPage
from pulmu.web.forms import AnyUpload, Form
from pulmu.web.pages.table_file import table_file
from pulmu.web.show import Crumb, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/forecasts", include_in_schema=False)
Name = Annotated[str, Path(max_length=100)]
Number = Annotated[int, Path(ge=1, le=10**9)]
Start = Annotated[int, Query(ge=0, le=10**6)]
AT_ONCE = 30


@routes.get("")
def show_forecasts(
    request: Request, seat: Seated, place: AnyPlace, meter: Annotated[str, Query(max_length=100)] = ""
) -> Response:
    """What was forecast, and how it is."""
    return _list(request, seat, place, Form({"meter": meter}, {}), ())


@routes.post("")
def ask(request: Request, seat: Seated, form: AnyUpload, place: AnyPlace) -> Response:
    """Have a meter's load forecast; one is led to how far that is."""
    authorise(seat.actor, "compute_forecast", "")
    meter = form.text("meter", 100)
    try:
        job = start_forecast(place.gate, seat.actor, meter, _wish_tree(form))
    except (InputError, RuleError, ConflictError) as error:
        return _list(request, seat, place, form, error.problems, status_of(error))
    return RedirectResponse(f"{seat.base}/jobs/{job.id}", 303)


@routes.get("/{meter}/{number}")
def show_forecast(
    request: Request, seat: Seated, place: AnyPlace, meter: Name, number: Number, start: Start = 0
) -> Response:  # fmt: skip
    """The peak, the fan before its bands, hours, rules beside it, and what it rests on."""
    found, language = kept.find_forecast(place.gate, seat.actor, meter, number), language_of(request)
    past = kept.list_forecasts(place.gate, seat.actor, meter)
    return show(
        request, "one_forecast.html", seat=seat, noun="forecasts", view=ForecastPage(found, language), kept=found,
        meter=meter, past=past[start : start + AT_ONCE], count=len(past), start=start, at_once=AT_ONCE,
        here=_here(seat, meter, number), crumbs=_crumbs(seat, language, meter, number),
        problems=told(found.problems, language), may_compute=seat.actor.may("compute_forecast"),
    )  # fmt: skip


@routes.get("/{meter}/{number}/slots.csv")
def slots_file(seat: Seated, place: AnyPlace, meter: Name, number: Number) -> Response:
    """Every slot with its interval and band, for a spreadsheet."""
    found = kept.find_forecast(place.gate, seat.actor, meter, number)
    bands = found.bands or ("",) * len(found.tree["slots"])
    head = ["start", "power_kw", "lower_kw", "upper_kw", "is_seen", "band"]
    rows = (
        [slot["start"], *(f"{slot[name]:.2f}" for name in ("kw", "lower_kw", "upper_kw")), int(slot["is_seen"]), band]
        for slot, band in zip(found.tree["slots"], bands, strict=True)
    )
    return table_file(f"{meter}.forecast.{number}.csv", head, rows)


@routes.get("/{meter}/{number}/file")
def forecast_file(seat: Seated, place: AnyPlace, meter: Name, number: Number) -> Response:
    """All of it, to be kept."""
    found = kept.find_forecast(place.gate, seat.actor, meter, number)
    content = json.dumps(found.document.tree, ensure_ascii=False, indent=1).encode()
    return file_answer(content, f"{meter}.forecast.{number}.json")


def _wish_tree(form: Form) -> dict[str, Any]:
    """What a form asks to be forecast, as a plain document: its problems are told by who reads it."""
    parts = [*chosen_contract(form).split("/"), "", ""]
    tree: dict[str, Any] = {"contract": parts[0], "voltage": parts[1], "option": parts[2]}
    for name in ("at", "days", "seed"):
        if said := form.text(name, 20):
            tree[name] = said
    if form.text("rules", 10):
        tree["rules"] = True
    sent = form.files.get("known")
    if sent is not None and sent.content:
        tree["known"] = known_text(sent.content)
    return tree


def _list(
    request: Request, seat: Seat, place: Place, form: Form, problems: Sequence[Problem], status: int = 200
) -> Response:
    language = language_of(request)
    return show(
        request, "forecasts.html", seat=seat, noun="forecasts", form=form, status=status,
        problems=told(problems, language), made=kept.newest_forecasts(place.gate, seat.actor),
        meters=electricity_meters(place.gate, seat.actor), contracts=contract_choices(language),
        chosen=chosen_contract(form), usual_days=USUAL_DAYS, most_days=MOST_DAYS,
        may_compute=seat.actor.may("compute_forecast"), may_add=seat.actor.may("write_readings"),
        crumbs=_crumbs(seat, language),
    )  # fmt: skip


def _here(seat: Seat, meter: str, number: int) -> str:
    return f"{seat.base}/forecasts/{meter}/{number}"


def _crumbs(seat: Seat, language: Language, meter: str = "", number: int = 0) -> tuple[Crumb, ...]:
    first = Crumb(name=text("web.noun.forecasts", language), href=f"{seat.base}/forecasts")
    return (first, Crumb(name=meter, href=_here(seat, meter, number))) if meter else (first,)
