"""The CBAM emissions report of a plant: check, compute, gather."""

import dataclasses
from dataclasses import dataclass

import pulmu
from pulmu.carbon.attribution import attributed_direct_emissions
from pulmu.carbon.consumption import mass_used
from pulmu.carbon.costs import GoodCost, QuarterCost, state_costs
from pulmu.carbon.gather import DirectEmission, Shared
from pulmu.carbon.goods import GoodStatement
from pulmu.carbon.precursors import PrecursorValue
from pulmu.carbon.processes import ProcessStatement
from pulmu.carbon.product import counted_embedded_emissions
from pulmu.carbon.statement import Statement, state_emissions
from pulmu.model import Document, Figure, Plant, Problem, PulmuError, Purchase, fact, warning
from pulmu.reference import DEFAULT_EDITION, find_good
from pulmu.services.check_plant import check_plant
from pulmu.services.contributions import contributions
from pulmu.services.editions_used import choices, editions_used
from pulmu.services.ledger import Ledger
from pulmu.services.report import (
    BalanceLine,
    Contribution,
    CostLine,
    DirectEmissionLine,
    GoodResult,
    PrecursorResult,
    ProcessResult,
    Remark,
    Report,
)
from pulmu.services.report_hash import report_hash


@dataclass(frozen=True, slots=True)
class Outcome:
    """A report, or the problems that stand in its way."""

    report: Report | None
    problems: tuple[Problem, ...]


def report_cbam(
    document: Document, *, year: int | None = None, edition: str = DEFAULT_EDITION, scenario: str | None = None
) -> Outcome:
    """The report of a plant's document; without one, every problem that has to be mended first."""
    checked = check_plant(document, year)
    if checked.plant is None:
        return Outcome(None, checked.problems)
    try:
        report = make_report(checked.plant, checked.problems, edition, scenario, document.sha256)
    except PulmuError as error:
        return Outcome(None, (*checked.problems, *error.problems))
    return Outcome(report, checked.problems)


def make_report(
    plant: Plant, problems: tuple[Problem, ...], edition: str, scenario: str | None, plant_sha256: str = ""
) -> Report:
    """The report of a plant that has passed its checks; its warnings go into the remarks."""
    statement = state_emissions(plant, edition)
    costs = state_costs(statement, edition, scenario)
    ledger = Ledger()
    parts = contributions(statement)
    goods = tuple(
        _good(ledger, statement, good, costs.get(name), parts[name]) for name, good in statement.goods.items()
    )
    precursors = tuple(_precursor(ledger, purchase, statement.purchases[purchase.id]) for purchase in plant.purchases)
    processes = tuple(_process(ledger, item) for item in statement.processes.values())
    balances = tuple(_balance(ledger, shared) for shared in statement.shared)
    total = ledger.value(statement.total_direct_emissions)
    direct = tuple(_direct(ledger, item) for item in statement.direct_emissions)
    remarks = (*problems, *_floored(statement), *_missing(costs))
    report = Report(
        format="pulmu.report/2",
        program=f"pulmu {pulmu.__version__}",
        company=plant.company,
        installation=plant.installation,
        period=plant.period,
        scenario=scenario,
        plant_sha256=plant_sha256,
        total_direct_emissions=total,
        goods=goods,
        processes=processes,
        precursors=precursors,
        balances=balances,
        remarks=tuple(_remark(item) for item in dict.fromkeys(remarks)),
        choices=choices(plant),
        editions=editions_used(ledger.roots(), edition),
        figures=ledger.figures(),
        formulas=ledger.formulas(),
        figure_inputs=ledger.figure_inputs(),
        units=ledger.units(),
        direct_emissions=direct,
    )
    return dataclasses.replace(report, sha256=report_hash(report))


def _good(
    ledger: Ledger,
    statement: Statement,
    good: GoodStatement,
    cost: GoodCost | None,
    parts: tuple[Contribution, ...],
) -> GoodResult:
    product = good.product
    listed = find_good(product.cn_code) if product.cbam_good else None
    level = statement.processes[good.process].activity_level
    names = [item.id for item in statement.processes[good.process].process.goods]
    return GoodResult(
        id=product.id,
        name=product.name or product.id,
        name_local=product.name_local,
        cn_code=listed.cn_code if listed else product.cn_code,
        description=listed.description if listed else "",
        goods_category=listed.goods_category if listed else "",
        process=good.process,
        cbam_good=product.cbam_good,
        activity_level=ledger.value(level.inputs[names.index(product.id)].figure),
        specific_embedded_emissions_direct=ledger.value(good.direct),
        specific_embedded_emissions_indirect=ledger.optional(good.indirect),
        specific_embedded_emissions=ledger.value(good.counted),
        share_of_default_values=ledger.value(good.share_of_default_values),
        specific_embedded_free_allocation=ledger.optional(cost.free_allocation if cost else None),
        certificates_per_tonne=ledger.optional(cost.certificates_per_tonne if cost else None),
        default_value=ledger.optional(cost.default_value if cost else None),
        default_value_with_markup=ledger.optional(cost.default_value_with_markup if cost else None),
        default_free_allocation=ledger.optional(cost.default_free_allocation if cost else None),
        default_certificates_per_tonne=ledger.optional(cost.default_certificates_per_tonne if cost else None),
        cost_lines=tuple(_cost_line(ledger, quarter) for quarter in cost.quarters) if cost else (),
        cost=ledger.optional(cost.cost if cost else None),
        default_cost=ledger.optional(cost.default_cost if cost else None),
        contributions=parts,
        explanation={name: "; ".join(str(item) for item in why) for name, why in cost.missing.items()} if cost else {},
    )


def _direct(ledger: Ledger, item: DirectEmission) -> DirectEmissionLine:
    return DirectEmissionLine(
        id=item.id,
        name=item.name,
        method=item.method,
        gas=item.gas,
        amount=ledger.value(item.amount),
        factor=ledger.optional(item.factor),
        emissions=ledger.value(item.figure),
        is_counted=item.is_counted,
        zero_rated_fraction=ledger.optional(item.zero_rated_fraction),
        biomass=item.biomass,
    )


def _cost_line(ledger: Ledger, quarter: QuarterCost) -> CostLine:
    return CostLine(
        quarter=quarter.quarter,
        mass=ledger.value(quarter.mass),
        price=ledger.optional(quarter.price),
        price_is_scenario=quarter.price_is_scenario,
        certificates=ledger.optional(quarter.certificates),
        cost=ledger.optional(quarter.cost),
        default_certificates=ledger.optional(quarter.default_certificates),
        default_cost=ledger.optional(quarter.default_cost),
        cost_per_tonne=ledger.optional(quarter.cost_per_tonne),
        default_cost_per_tonne=ledger.optional(quarter.default_cost_per_tonne),
    )


def _process(ledger: Ledger, item: ProcessStatement) -> ProcessResult:
    return ProcessResult(
        id=item.process.id,
        name=item.process.name or item.process.id,
        name_local=item.process.name_local,
        goods=tuple(product.id for product in item.process.goods),
        activity_level=ledger.value(item.activity_level),
        directly_attributable=ledger.value(item.directly_attributable),
        heat_imported=ledger.value(item.heat_imported),
        heat_exported=ledger.value(item.heat_exported),
        electricity_produced=ledger.value(item.electricity_produced),
        attributed_direct=ledger.value(item.attributed_direct),
        attributed_indirect=ledger.optional(item.attributed_indirect),
    )


def _precursor(ledger: Ledger, purchase: Purchase, value: PrecursorValue) -> PrecursorResult:
    name = purchase.name or purchase.id
    stated = purchase.stated_value
    users = {process: mass_used(purchase, process) for process in purchase.used_by}
    counted = counted_embedded_emissions.figure(direct=value.direct, indirect_counted=value.indirect_counted)
    return PrecursorResult(
        id=purchase.id,
        name=name,
        cn_code=find_good(purchase.cn_code).cn_code,
        supplier=purchase.supplier,
        country_of_origin=purchase.country_of_origin,
        received=ledger.value(fact(purchase.received, "mass received", name, "t")),
        basis=value.basis,
        specific_embedded_emissions=ledger.value(counted.of(name)),
        stated_value=ledger.optional(
            fact(stated, "stated value, not verified", name, "t CO2e/t") if stated is not None else None
        ),
        used_by={process: ledger.value(figure) for process, figure in users.items()},
    )


def _balance(ledger: Ledger, shared: Shared) -> BalanceLine:
    return BalanceLine(
        flow=shared.flow,
        kind=shared.kind,  # type: ignore[arg-type]
        total=ledger.value(shared.total),
        users={name: ledger.value(figure) for name, figure in shared.users},
        reconciliation_factor=shared.reconciliation_factor,
    )


def _floored(statement: Statement) -> list[Problem]:
    """Processes whose exports took out more than they emitted: the act floors them at zero."""
    return [
        warning(
            "carbon.negative_attribution",
            f"processes, {item.process.id}",
            f"process {item.process.id}: what it exported exceeds what it emitted; its attributed emissions are zero",
            "check the exported heat and the own electricity",
            process=item.process.id,
        )
        for item in statement.processes.values()
        if _sum_before_floor(item.attributed_direct) < 0
    ]


def _sum_before_floor(figure: Figure) -> float:
    parts = {item.parameter: item.figure.to("t CO2e") for item in figure.inputs}
    taken = ("heat_exported", "waste_gas_exported", "electricity_produced")
    assert figure.formula == attributed_direct_emissions.identifier  # noqa: S101 - Eq 55 and nothing else
    return sum(-value if name in taken else value for name, value in parts.items())


def _missing(costs: dict[str, GoodCost]) -> list[Problem]:
    found = [item for cost in costs.values() for why in cost.missing.values() for item in why]
    return [dataclasses.replace(item, severity="warning") for item in dict.fromkeys(found)]


def _remark(item: Problem) -> Remark:
    return Remark(item.code, item.place, item.message, item.mend, dict(item.values), item.severity)
