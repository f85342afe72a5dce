"""What a plant's goods cost in carbon: the answer, the three balances apart, where it comes from, each good."""

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.locale import Language, text
from pulmu.services.emission_flows import emission_flows
from pulmu.services.report import Report
from pulmu.web.pages.carbon_law import basis_of
from pulmu.web.pages.looked import Seen, show_looked
from pulmu.web.pages.table_file import table_file
from pulmu.web.pages.words import good_name, problems_of, process_name, word
from pulmu.web.show import told

pages = APIRouter(include_in_schema=False)
MOST_FLOWS = 60
"""Rows of the table under the picture; the file holds them all."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the exports of a year cost the importers, by actual and by default values. [EUR]

    Parameters
    ----------
    from_scenario : Whether a price in it is a scenario's.
    """

    actual: float
    default: float
    from_scenario: bool

    @property
    def less(self) -> bool:
        """Whether actual values cost less."""
        return self.actual <= self.default


@pages.get("/carbon")
def show_carbon(request: Request, looked: Seen, place: AnyPlace) -> Response:
    """The carbon page of a plant."""
    report, language = looked.outcome().report, language_of(request)
    if report is None:
        return show_looked(request, "plant_carbon.html", looked)
    footprint = report.footprint
    return show_looked(
        request,
        "plant_carbon.html",
        looked,
        answer=answer_of(report),
        footprint=footprint,
        footprint_notes=told(problems_of(footprint.remarks), language) if footprint else [],
        basis=basis_of(report, looked.book(report)),
        flows=flow_lines(report, language)[:MOST_FLOWS],
        sankey=place.draw_sankey(report, language),
    )


@pages.get("/carbon/flows.csv")
def flows_file(request: Request, looked: Seen) -> Response:
    """What the picture of the emissions shows, as a table for a spreadsheet."""
    report, language = looked.outcome().report, language_of(request)
    if report is None:
        return show_looked(request, "plant_carbon.html", looked)
    heads = [text(f"web.carbon.{name}", language) for name in ("flow_source", "flow_process", "flow_good")]
    rows = [[item.source, item.process, item.good, item.emissions] for item in flow_lines(report, language)]
    return table_file("flows.csv", [*heads, "t CO2e"], rows)


@dataclass(frozen=True, slots=True)
class FlowLine:
    """A flow of emissions in words. [t CO2e]"""

    source: str
    process: str
    good: str
    emissions: float
    share: float


def flow_lines(report: Report, language: Language) -> list[FlowLine]:
    """The flows of the picture, the greatest first."""
    flows, _ = emission_flows(report)
    whole = sum(flow.emissions for flow in flows)
    processes = {item.id: process_name(item, language) for item in report.processes}
    goods = {item.id: good_name(item, language) for item in report.goods}
    return [
        FlowLine(
            word("kind", flow.kind, language), processes.get(flow.process, flow.process),
            goods[flow.good], flow.emissions, flow.emissions / whole if whole else 0.0,
        )
        for flow in sorted(flows, key=lambda item: -item.emissions)
    ]  # fmt: skip


def answer_of(report: Report) -> Answer | None:
    """The sums of all goods that are sold; None where one of them has no price."""
    sold = [good for good in report.goods if good.cbam_good and good.cost_lines]
    priced = [(good.cost.value, good.default_cost.value) for good in sold if good.cost and good.default_cost]
    if not sold or len(priced) < len(sold):
        return None
    from_scenario = any(line.price_is_scenario for good in sold for line in good.cost_lines)
    return Answer(sum(actual for actual, _ in priced), sum(default for _, default in priced), from_scenario)
