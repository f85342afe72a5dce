"""How far the figures may be off, and which input makes most of it: from uncertainties the reader states."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from pulmu.carbon.plant_draws import Uncertainty
from pulmu.http.language import language_of
from pulmu.locale import Language, digits, number, percent, text
from pulmu.services.spread import Band
from pulmu.services.tornado import KINDS, Alone, Tornado, tornado_of
from pulmu.web.charts.bars import spread_bar
from pulmu.web.pages.looked import Seen, show_looked
from pulmu.web.show import Crumb, told

pages = APIRouter(include_in_schema=False)
STEPS = (0.0, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0)
"""Percent one may choose: few values, so that few drawings are asked for."""
UNIT = "t CO2e/t"
Percent = Annotated[float, Field(ge=0, le=20)]


class Stated(BaseModel):
    """What the reader says of the inputs: relative standard uncertainty in percent; nothing is assumed."""

    model_config = ConfigDict(extra="ignore")

    amounts: Percent = 0.0
    meters: Percent = 0.0
    calorific_values: Percent = 0.0
    emission_factors: Percent = 0.0
    other_emissions: Percent = 0.0
    heat: Percent = 0.0
    precursor_masses: Percent = 0.0
    own_precursor_masses: Percent = 0.0
    precursor_values: Percent = 0.0
    production: Percent = 0.0

    def as_shares(self) -> dict[str, float]:
        """The nearest values that may be chosen, as shares."""
        return {name: min(STEPS, key=lambda step: abs(step - value)) / 100 for name, value in self.model_dump().items()}


ASKED = tuple(name for name in KINDS if name in Stated.model_fields)
"""Kinds the page asks for; electricity moves the CBAM figure of few goods, and stays with the command line."""


@pages.get("/carbon/uncertainty")
def show_uncertainty(request: Request, looked: Seen, stated: Annotated[Stated, Query()]) -> Response:
    """The bands of a plant's goods."""
    report, language = looked.outcome().report, language_of(request)
    if report is None:
        return show_looked(request, "carbon_uncertainty.html", looked)
    shares = stated.as_shares()
    drawn = any(shares.values())
    outcome = tornado_of(looked.document, report, Uncertainty(**shares), looked.wish.edition) if drawn else None
    return show_looked(
        request,
        "carbon_uncertainty.html",
        looked,
        (Crumb(name=text("web.uncertainty.crumb", language), href=looked.href("/uncertainty")),),
        kinds=ASKED,
        steps=STEPS,
        shares=shares,
        goods=_drawn(outcome.tornado, language) if outcome and outcome.tornado else {},
        next=_next(outcome.tornado, language) if outcome and outcome.tornado else [],
        suppliers=outcome.tornado.suppliers if outcome and outcome.tornado else (),
        risk=_risk(outcome.tornado, language) if outcome and outcome.tornado else None,
        in_the_way=told(outcome.problems, language) if outcome and outcome.tornado is None else [],
    )


def _drawn(found: Tornado, language: Language) -> dict[str, list[tuple[str, Band, str, str]]]:
    """Of each good its rows: what is uncertain, band, picture and share; all rows of a good on one scale."""
    rows: dict[str, list[tuple[str, Band, str, str]]] = {}
    for good, whole in found.together.items():
        bands = [(text("web.uncertainty.together", language), whole, percent(1.0, language))]
        bands += [(_name(item, language), item.band, _share(item, language)) for item in found.alone[good]]
        start, end = min(band.low for _, band, _ in bands), max(band.high for _, band, _ in bands)
        margin = 0.05 * (end - start)
        rows[good] = [
            (name, band, spread_bar(_said(name, band, language), band.low, band.declared, band.high,
                                    start - margin, end + margin), share)
            for name, band, share in bands
        ]  # fmt: skip
    return rows


def _share(item: Alone, language: Language) -> str:
    return f"{percent(item.total, language)} ± {percent(item.total_error, language)}"


def _risk(found: Tornado, language: Language) -> str | None:
    return None if found.risk is None else number(found.risk, "EUR", language)


def _next(found: Tornado, language: Language) -> list[tuple[str, str, str]]:
    """Kinds by what better data is worth: less risk of the cost, and less expected cost with its interval. [EUR]"""
    return [
        (
            text(f"cli.spread.{item.kind}", language),
            digits(item.less_risk, "EUR"),
            f"{digits(item.less_cost, 'EUR')} ± {digits(1.96 * item.less_cost_error, 'EUR')}",
        )
        for item in found.next
    ]


def _name(item: Alone, language: Language) -> str:
    return f"{text(f'cli.spread.{item.kind}', language)} ({percent(item.stated, language)})"


def _said(name: str, band: Band, language: Language) -> str:
    return f"{name}: {number(band.low, UNIT, language)} – {number(band.high, UNIT, language)}"
