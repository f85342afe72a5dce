"""The CBAM emissions report of a plant: check, compute, gather."""

import dataclasses
from dataclasses import dataclass

import pulmu
from pulmu.carbon.attribution import attributed_direct_emissions
from pulmu.carbon.consumption import mass_used
from pulmu.carbon.costs import GoodCost, QuarterCost, state_costs
from pulmu.carbon.footprint import Footprint
from pulmu.carbon.functional import is_shared_by_moles, unit_of
from pulmu.carbon.gather import DirectEmission, Shared
from pulmu.carbon.goods import GoodStatement
from pulmu.carbon.joint import grouping_of
from pulmu.carbon.parameters import parameter_values
from pulmu.carbon.precursor_record import missing_of_record
from pulmu.carbon.precursors import PrecursorValue, precursor_year
from pulmu.carbon.processes import ProcessStatement
from pulmu.carbon.product import counted_embedded_emissions
from pulmu.carbon.statement import Statement, state_emissions
from pulmu.model import Document, Figure, Plant, Problem, Product, PulmuError, Purchase, Source, fact, warning
from pulmu.reference import DEFAULT_EDITION, find_good, sector_of
from pulmu.services.check_plant import check_plant
from pulmu.services.contributions import contributions
from pulmu.services.editions_used import choices, editions_used
from pulmu.services.ledger import Ledger
from pulmu.services.report import (
    BalanceLine,
    Contribution,
    CostLine,
    DirectEmissionLine,
    FootprintResult,
    GoodResult,
    ParameterResult,
    PrecursorResult,
    ProcessResult,
    Remark,
    Report,
    SourceRecord,
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
    precursors = tuple(
        _precursor(ledger, purchase, statement.purchases[purchase.id], statement)
        for purchase in statement.plant.purchases
    )
    processes = tuple(_process(ledger, item, plant) for item in statement.processes.values())
    balances = tuple(_balance(ledger, shared) for shared in statement.shared)
    total = ledger.value(statement.total_direct_emissions)
    direct = tuple(_direct(ledger, item) for item in statement.direct_emissions)
    whole = _footprint(ledger, statement.footprint)
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
        footprint=whole,
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
    process = statement.processes[good.process]
    level = process.mass
    part = None if is_shared_by_moles(product) else good.functional
    names = [item.id for item in process.process.goods]
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
        functional_unit=unit_of(product).name,
        content=ledger.optional(part.content if part else None),
        activity_level_functional=ledger.value(process.activity_level.inputs[names.index(product.id)].figure)
        if part
        else None,
        direct_per_functional_unit=ledger.optional(part.direct if part else None),
        per_functional_unit=ledger.optional(part.counted if part else None),
        routes={
            name: ledger.value(fact(mass, "mass made by the route", name, "t")) for name, mass in product.routes.items()
        },
        sector_parameters=_parameters(product, listed.goods_category) if listed else (),
        boundary=_record(sector_of(listed.goods_category).source) if listed else None,
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


def _footprint(ledger: Ledger, found: Footprint) -> FootprintResult:
    parts = found.parts
    return FootprintResult(
        total=ledger.optional(found.total),
        direct=ledger.value(parts["direct"]),
        electricity=ledger.optional(parts.get("electricity")),
        heat=ledger.value(parts["heat"]),
        outsourced_steps=ledger.value(parts["outsourced_steps"]),
        precursors=ledger.optional(parts.get("precursors")),
        remarks=tuple(_remark(item) for item in dict.fromkeys((*found.unknown, *found.left_out))),
    )


def _parameters(product: Product, goods_category: str) -> tuple[ParameterResult, ...]:
    return tuple(
        ParameterResult(name, None, value) if isinstance(value, str) else ParameterResult(name, value)
        for name, value in parameter_values(product, goods_category).items()
    )


def _record(source: Source) -> SourceRecord:
    return SourceRecord(source.act, source.place, source.edition, source.confidence)


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


def _process(ledger: Ledger, item: ProcessStatement, plant: Plant) -> ProcessResult:
    steps = {step.id: step.operator or step.name or step.id for step in plant.outsourced_steps}
    return ProcessResult(
        id=item.process.id,
        name=item.process.name or item.process.id,
        name_local=item.process.name_local,
        goods=tuple(product.id for product in item.process.goods),
        activity_level=ledger.value(item.mass),
        directly_attributable=ledger.value(item.directly_attributable),
        heat_imported=ledger.value(item.heat_imported),
        heat_exported=ledger.value(item.heat_exported),
        waste_gas_imported=ledger.value(item.waste_gas_imported),
        waste_gas_exported=ledger.value(item.waste_gas_exported),
        electricity_produced=ledger.value(item.electricity_produced),
        attributed_direct=ledger.value(item.attributed_direct),
        attributed_indirect=ledger.optional(item.attributed_indirect),
        outsourced_to=steps.get(item.process.id, ""),
        grouping=grouping_of(item.process),
        grouping_reason=item.process.grouping_reason,
        inner_precursors=tuple(inner.cn_code for inner in item.process.inner_precursors),
        energy={kind: ledger.value(figure) for kind, figure in item.energy.items()},
    )


def _precursor(ledger: Ledger, purchase: Purchase, value: PrecursorValue, statement: Statement) -> PrecursorResult:
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
        production_year=precursor_year(purchase, statement.plant.period.year),
        averaged=_mean_rule(purchase, statement),
        direct=ledger.value(value.direct),
        indirect=ledger.value(value.indirect_counted),
        free_allocation=ledger.optional(value.free_allocation),
        period_evidence=purchase.production_year_evidence,
        value_source=str(_leaf(value.direct).source),
        evidence="; ".join(filter(None, (purchase.received.evidence, purchase.origin_evidence))),
        carbon_price_evidence=purchase.carbon_price_evidence,
        missing=missing_of_record(purchase),
        **_maker(purchase, value),
    )


def _maker(purchase: Purchase, value: PrecursorValue) -> dict[str, str]:
    """Who made and who verified a precursor; the report and its verifier only where the value counts."""
    verified = purchase.verified
    if verified is None:
        return {}
    made = {name: getattr(verified, name) for name in ("operator", "installation", "registry_id")}
    if value.basis != "verified_actual":
        return made
    return made | {"verification_report": verified.verification_report, "verifier": verified.verifier}


def _leaf(figure: Figure) -> Figure:
    """The first leaf a value was made from: as read, before mark-up or content."""
    return _leaf(figure.inputs[0].figure) if figure.inputs else figure


def _mean_rule(purchase: Purchase, statement: Statement) -> str:
    """The rule behind the mean over deliveries of its code, as its figure tells it."""
    for parts in statement.consumption.values():
        for used in parts:
            if len(used.deliveries) > 1 and any(item.id == purchase.id for item, _ in used.deliveries):
                return used.value.direct.because
    return ""


def _balance(ledger: Ledger, shared: Shared) -> BalanceLine:
    return BalanceLine(
        flow=shared.flow,
        kind=shared.kind,
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
            "check the exported heat and waste gas and the own electricity",
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
