"""A small report made by hand for the tests of what draws it: two goods, two suppliers, a non-CBAM co-product.

The figures are made by formulas of its own, so that the drawing is tested apart from the carbon method.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from pulmu.model import (
    Amount,
    Certificates,
    CertificatesPerTonne,
    Company,
    Euro,
    EuroPerTonneCO2e,
    Figure,
    Formula,
    Installation,
    Period,
    Ratio,
    Source,
    Tonne,
    TonneCO2e,
    TonneCO2ePerTonne,
    dot,
    formula,
    not_negative,
    solve_first,
    total,
)
from pulmu.services.report import (
    BalanceLine,
    Choice,
    Contribution,
    CostLine,
    DirectEmissionLine,
    EditionUsed,
    FigureInput,
    FigureRecord,
    FormulaRecord,
    GoodResult,
    Kind,
    PrecursorResult,
    ProcessResult,
    Remark,
    Report,
    SourceRecord,
    Value,
)

METHOD = "Implementing Regulation (EU) 2025/2547"
_SHARE = Source(METHOD, "Annex III A.2", None, "transitional")
_EQ_55 = Source(METHOD, "Annex III A.3, Eq 55", None, "extract")
_EQ_62 = Source(METHOD, "Annex III B, Eq 62", None, "extract")
_MARKUP = Source("Implementing Regulation (EU) 2025/2621", "Annex I, introduction (mark-up)", None, "secondary")
_CBAM = Source("Regulation (EU) 2023/956", "Annex IV, point 2", "2025-10-20", "read")


@formula(_EQ_55)
def attributed(parts: Sequence[TonneCO2e], heat: TonneCO2e, exported: TonneCO2e) -> TonneCO2e:
    """Emissions of a process."""
    return not_negative(total(parts) + heat - exported)


@formula(_EQ_62)
def specific(attributed: TonneCO2e, activity_level: Tonne) -> TonneCO2ePerTonne:
    """Of a process per tonne."""
    return attributed / activity_level


@formula(_EQ_62)
def embedded(
    own: TonneCO2ePerTonne, consumption: Sequence[Ratio], precursors: Sequence[TonneCO2ePerTonne]
) -> TonneCO2ePerTonne:
    """With precursors."""
    return own + dot(consumption, precursors)


@formula(_EQ_62)
def in_loop(shares: Sequence[Ratio], own: Sequence[TonneCO2ePerTonne]) -> TonneCO2ePerTonne:
    """Goods that feed each other; no cell formula can say it."""
    return solve_first(shares, own)


@formula(_SHARE)
def ratio(part: Tonne, whole: Tonne) -> Ratio:
    """Tonnes per tonne, or a share."""
    return part / whole


@formula(_SHARE)
def remaining(whole: Amount, known: Sequence[Amount]) -> Amount:
    """What is left; keeps the unit of the first."""
    return whole - total(known)


@formula(_MARKUP)
def raised(value: TonneCO2ePerTonne, markup: Ratio) -> TonneCO2ePerTonne:
    """Default value with its mark-up."""
    return value * (1.0 + markup)


@formula(_CBAM)
def counted(embedded: TonneCO2ePerTonne, free: TonneCO2ePerTonne) -> CertificatesPerTonne:
    """Certificates per tonne."""
    return max(0.0, embedded - free)


@formula(_CBAM)
def certificates(mass: Tonne, per_tonne: CertificatesPerTonne) -> Certificates:
    """Certificates."""
    return mass * per_tonne


@formula(_CBAM)
def cost(certificates: Certificates, price: EuroPerTonneCO2e) -> Euro:
    """Cost."""
    return certificates * price


@formula(_CBAM)
def all_costs(costs: Sequence[Euro]) -> Euro:
    """Cost of all quarters."""
    return total(costs)


FORMULAS: tuple[Formula[...], ...] = (
    attributed, specific, embedded, in_loop, ratio, remaining, raised, counted, certificates, cost, all_costs
)  # fmt: skip


@dataclass
class Book:
    """Collects the figures of a report as it is made."""

    figures: dict[str, FigureRecord] = field(default_factory=dict)
    inputs: dict[str, list[FigureInput]] = field(default_factory=dict)

    def value(self, figure: Figure) -> Value:
        """The figure as a value of the report; its tree is kept."""
        for item in figure.walk():
            self.figures.setdefault(item.key, _record(item))
            self.inputs[item.key] = [
                FigureInput(item.key, used.parameter, used.position, used.figure.key) for used in item.inputs
            ]
        return Value(figure.value, figure.unit, figure.key)

    def fact(self, value: float, unit: str, name: str, subject: str = "", place: str = "line 12") -> Figure:
        """A fact of the plant."""
        return Figure(value, unit, name, Source("plant.yaml", place, "sha256 9f2c"), "meter:gm1", subject=subject)


def _record(figure: Figure) -> FigureRecord:
    source = figure.source
    return FigureRecord(
        figure.name,
        figure.subject,
        figure.value,
        figure.unit,
        SourceRecord(source.act, source.place, source.edition, source.confidence),
        figure.because,
        figure.formula,
    )


def formula_records() -> dict[str, FormulaRecord]:
    """The formulas of this file as a report stores them."""
    return {
        item.identifier: FormulaRecord(
            item.expression,
            {name: unit.symbol for name, (unit, _) in item.units.items()},
            SourceRecord(item.source.act, item.source.place, item.source.edition, item.source.confidence),
        )
        for item in FORMULAS
    }


@dataclass(frozen=True)
class Names:
    """Every text of a report a stranger can choose."""

    company: str = "Hanbit Fastener Co., Ltd."
    company_local: str = "한빛파스너(주)"
    plant: str = "Ansan works"
    plant_local: str = "안산공장"
    bolt: str = "Hexagon bolts, galvanised"
    bolt_local: str = "아연도금 육각볼트"
    nut: str = "Hexagon nuts"
    nut_local: str = "육각너트"
    process: str = "Fastener making"
    process_local: str = "파스너 제조"
    wire: str = "Wire drawing"
    wire_local: str = "신선"
    supplier: str = "Pohang Wire Rod"
    precursor: str = "Wire rod"
    flow: str = "City gas"
    remark: str = "process plating: the step is outside the boundary and has no meter of its own"

    @classmethod
    def all(cls, text: str) -> "Names":
        """The same text everywhere."""
        return cls(*[text] * len(cls.__dataclass_fields__))


@cache
def sample_report(names: Names | None = None) -> Report:
    """The report; `names` replaces every free text."""
    return _Maker(names or Names()).report()


class _Maker:
    def __init__(self, names: Names) -> None:
        self.names = names
        self.book = Book()

    def report(self) -> Report:
        names = self.names
        goods = (self.bolt(), self.nut(), self.by_product())
        total_direct = self.book.value(self.book.fact(4_316_204.0, "kg CO2e", "total direct emissions", names.plant))
        self.book.value(self.loop())
        return Report(
            format="pulmu.report/2",
            program="pulmu 0.1.0",
            company=Company(name=names.company or "x", name_local=names.company_local, country="KR"),
            installation=Installation(
                name=names.plant or "x",
                name_local=names.plant_local,
                country="KR",
                address="12 Sihwa-ro, Danwon-gu, Ansan",
                unlocode="KRASN",
                latitude=37.312345,
                longitude=126.712345,
            ),
            period=Period.of_year(2026),
            scenario="last_published_price",
            plant_sha256="9f2c" * 16,
            total_direct_emissions=total_direct,
            goods=goods,
            processes=(
                self.process("wire", names.wire, names.wire_local, 0.0),
                self.process("fasteners", names.process, names.process_local, 12.0),
            ),
            precursors=self.precursors(),
            balances=self.balances(),
            remarks=self.remarks(),
            choices=(
                Choice("markup_on_precursor_defaults", "yes", "R956 Annex IV 4.1 against M2547 Art 15 (open point 3)"),
                Choice("exempt_origin_free_allocation", "undecided", "SEFA of exempt origins (open point 4)"),
            ),
            editions=_editions(),
            figures=self.book.figures,
            formulas=formula_records(),
            figure_inputs=tuple(item for items in self.book.inputs.values() for item in items),
            direct_emissions=self.direct_emissions(),
            sha256="c0ffee" * 10 + "abcd",
        )

    def direct_emissions(self) -> tuple[DirectEmissionLine, ...]:
        book, gas = self.book, self.names.flow
        amount = book.value(book.fact(1_912_400.0, "Nm3", "amount used", gas))
        factor = book.value(book.fact(56.1, "t CO2/TJ", "emission factor", gas))
        emissions = book.value(book.fact(4_173.4, "t CO2e", "combustion emissions", gas))
        counted = DirectEmissionLine("gas", gas, "combustion", "CO2", amount, factor, emissions, True)
        return counted, replace(counted, id="crossed", factor=None, is_counted=False)

    def loop(self) -> Figure:
        shares = [self.book.fact(value, "1", "share") for value in (0.0, 0.2, 0.1, 0.0)]
        own = [self.book.fact(value, "t CO2e/t", "own") for value in (1.0, 2.0)]
        return in_loop.figure(shares=shares, own=own).of("billet")

    def bolt(self) -> GoodResult:
        return self.good("bolt", self.names.bolt, self.names.bolt_local, "73181588", (5_420.0, 0.412, 2.02, 3.43))

    def nut(self) -> GoodResult:
        return self.good("nut", self.names.nut, self.names.nut_local, "73181692", (2_310.0, 0.398, 1.96, 3.43))

    def by_product(self) -> GoodResult:
        good = self.good("clip", "Spring clips", "스프링 클립", "83024150", (310.0, 0.305, 1.2, 1.9))
        return replace(
            good,
            cbam_good=False,
            goods_category="",
            cost_lines=(),
            cost=None,
            default_cost=None,
            certificates_per_tonne=None,
            default_value=None,
            default_value_with_markup=None,
            default_certificates_per_tonne=None,
            explanation={"default_value": "83024150 is no CBAM good"},
        )

    def good(self, id: str, name: str, local: str, code: str, numbers: tuple[float, float, float, float]) -> GoodResult:
        mass, own_value, rod_value, default = numbers
        book = self.book
        output = book.fact(mass * 1000, "kg", "activity level", name)
        gas = [book.fact(mass * own_value * part, "t CO2e", "combustion emissions", name) for part in (0.55, 0.25)]
        heat = book.fact(mass * own_value * 200, "kg CO2e", "heat imported", name)
        made = attributed.figure(parts=gas, heat=heat, exported=book.fact(0.0, "t CO2e", "heat exported", name))
        own = specific.figure(attributed=made, activity_level=output)
        used = [ratio.figure(part=book.fact(mass * part, "t", "consumed"), whole=output) for part in (0.78, 0.29)]
        markup = book.fact(10.0, "%", "mark-up 2026")
        rods = [book.fact(rod_value, "t CO2e/t", "verified value", self.names.supplier)]
        rods.append(raised.figure(value=book.fact(2.6, "t CO2e/t", "default value"), markup=markup))
        see = embedded.figure(own=own, consumption=used, precursors=rods).of(name)
        free = book.fact(1.364, "t CO2e/t", "free allocation", name)
        per_tonne = counted.figure(embedded=see, free=free).of(name)
        published = book.fact(default, "t CO2e/t", "default value", name)
        with_markup = raised.figure(value=published, markup=markup).of(name)
        default_free = book.fact(1.409, "t CO2e/t", "free allocation, default", name)
        default_per_tonne = counted.figure(embedded=with_markup, free=default_free).of(name)
        lines, costs, default_costs = self.costs(mass, per_tonne, default_per_tonne)
        from_default = ratio.figure(part=book.fact(0.8294, "t", "default part"), whole=book.fact(2.836, "t", "whole"))
        return GoodResult(
            id=id,
            name=name,
            name_local=local,
            cn_code=code,
            description="Screws and bolts of iron or steel",
            goods_category="Iron or steel products",
            process="fasteners",
            cbam_good=True,
            activity_level=book.value(output),
            specific_embedded_emissions_direct=book.value(see),
            specific_embedded_emissions_indirect=book.value(book.fact(0.213, "t CO2e/t", "electricity", name)),
            specific_embedded_emissions=book.value(see),
            share_of_default_values=book.value(from_default),
            specific_embedded_free_allocation=book.value(free),
            certificates_per_tonne=book.value(per_tonne),
            default_value=book.value(published),
            default_value_with_markup=book.value(with_markup),
            default_free_allocation=book.value(default_free),
            default_certificates_per_tonne=book.value(default_per_tonne),
            cost_lines=lines,
            cost=book.value(all_costs.figure(costs=costs)),
            default_cost=book.value(all_costs.figure(costs=default_costs)),
            contributions=self.contributions(mass, own_value, rod_value),
        )

    def contributions(self, mass: float, own: float, rod: float) -> tuple[Contribution, ...]:
        def part(kind: Kind, label: str, process: str, emissions: float) -> Contribution:
            return Contribution(kind, label, process, mass * emissions)

        flow, wire_rod = self.names.flow, self.names.precursor
        return (
            part("direct_fuel", flow, "fasteners", own * 0.55),
            part("direct_fuel", flow, "wire", own * 0.25),
            part("heat", "Steam", "wire", own * 0.15),
            part("heat", "Steam", "fasteners", own * 0.05),
            part("precursor_verified", wire_rod, "wire", 0.78 * rod),
            part("precursor_default", wire_rod, "wire", 0.29 * 2.86),
        )

    def costs(
        self, mass: float, per_tonne: Figure, default_per_tonne: Figure
    ) -> tuple[tuple[CostLine, ...], list[Figure], list[Figure]]:
        lines, actual, default = [], [], []
        for quarter, price, published in (("2026Q1", 75.36, True), ("2026Q2", 75.28, True), ("2026Q3", 75.28, False)):
            sent = self.book.fact(mass * 0.2, "t", "sent to the EU", quarter)
            paid = self.book.fact(price, "EUR/t CO2e", "certificate price", quarter)
            due = certificates.figure(mass=sent, per_tonne=per_tonne)
            default_due = certificates.figure(mass=sent, per_tonne=default_per_tonne)
            actual.append(cost.figure(certificates=due, price=paid))
            default.append(cost.figure(certificates=default_due, price=paid))
            value = self.book.value
            lines.append(
                CostLine(
                    quarter, value(sent), value(paid), not published,
                    value(due), value(actual[-1]), value(default_due), value(default[-1]),
                )
            )  # fmt: skip
        return tuple(lines), actual, default

    def process(self, id: str, name: str, local: str, exported: float) -> ProcessResult:
        book = self.book
        parts = [book.fact(1_830.0, "t CO2e", "furnaces", name), book.fact(344.0, "t CO2e", "dryer", name)]
        heat = book.fact(512.5, "t CO2e", "heat imported", name)
        sent = book.fact(exported, "t CO2e", "heat exported", name)
        return ProcessResult(
            id=id,
            name=name,
            name_local=local,
            goods=("bolt", "nut") if id == "fasteners" else ("drawn_wire",),
            activity_level=book.value(book.fact(8_040.0, "t", "activity level", name)),
            directly_attributable=book.value(book.fact(2_174.0, "t CO2e", "directly attributable emissions", name)),
            heat_imported=book.value(heat),
            heat_exported=book.value(sent),
            waste_gas_imported=book.value(book.fact(0.0, "t CO2e", "waste gas imported", name)),
            waste_gas_exported=book.value(book.fact(0.0, "t CO2e", "waste gas exported", name)),
            electricity_produced=book.value(book.fact(0.0, "t CO2e", "electricity produced", name)),
            attributed_direct=book.value(attributed.figure(parts=parts, heat=heat, exported=sent).of(name)),
            attributed_indirect=book.value(book.fact(1_640.0, "t CO2e", "attributed indirect emissions", name)),
            energy={
                "heat_taken": book.value(book.fact(5.1, "TJ", "heat taken", name)),
                "electricity_taken": book.value(book.fact(3_160.0, "MWh", "electricity", name)),
            },
        )

    def precursors(self) -> tuple[PrecursorResult, ...]:
        value, fact, names = self.book.value, self.book.fact, self.names
        used = {"wire": value(fact(6_260.0, "t", "consumed", names.precursor))}
        verified = PrecursorResult(
            "rod_a", names.precursor, "72139149", names.supplier, "KR", value(fact(6_300.0, "t", "received", "a")),
            "verified_actual", value(fact(2.02, "t CO2e/t", "verified value", names.supplier)), None, used,
        )  # fmt: skip
        stated = value(fact(1.7, "t CO2e/t", "stated value", "b"))
        default = replace(
            verified, id="rod_b", supplier="Hebei Steel", country_of_origin="CN", basis="default", stated_value=stated
        )
        return verified, default

    def balances(self) -> tuple[BalanceLine, ...]:
        value, fact, names = self.book.value, self.book.fact, self.names
        gas = fact(1_912_400.0, "Nm3", "amount", names.flow)
        boiler = fact(612_000.0, "Nm3", "amount", "boiler")
        rest = remaining.figure(whole=gas, known=[boiler]).of("furnaces", "the rest of the main meter")
        power = fact(6_480.0, "MWh", "electricity", names.plant)
        return (
            BalanceLine(
                names.flow, "source_stream", value(gas), {"boiler": value(boiler), "furnaces": value(rest)}, 1.0152
            ),
            BalanceLine("Grid", "electricity", value(power), {names.process or "p": value(power)}, None),
        )

    def remarks(self) -> tuple[Remark, ...]:
        names = self.names
        return (
            Remark(
                "carbon.excluded_step_unmetered", "plant.yaml, line 88, processes[1].steps[3]", names.remark,
                "give the meter of the plating line, or an estimate with its reason",
                {"step": "plating", "process": names.process}, "warning",
            ),
            Remark(
                "carbon.precursor_unverified", "plant.yaml, line 140, purchases[1]",
                f"precursor {names.precursor} (supplier Hebei Steel): no verification report, so the default is used",
                "ask the supplier for its verification report and give its number",
                {"precursor": names.precursor, "supplier": "Hebei Steel"}, "warning",
            ),
            Remark(
                "rule.no_price", "certificate price, 2026Q4", "no certificate price is published for 2026Q4",
                "choose and name a price scenario", {"period": "2026Q4"}, "error",
            ),
        )  # fmt: skip


def _editions() -> tuple[EditionUsed, ...]:
    return (
        EditionUsed(
            "default_values", "Default values for embedded emissions",
            "Implementing Regulation (EU) 2025/2621 as corrected by (EU) 2026/1740", "Annex I", "2026-08",
            "in_force", "extract", "2026-01-01", "ab12" * 16,
        ),
        EditionUsed(
            "benchmarks", "CBAM benchmarks, columns A and B", "Implementing Regulation (EU) 2025/2620", "Annex",
            "2025-12", "in_force", "extract", "2026-01-01", "cd34" * 16,
        ),
        EditionUsed(
            "markup", "Mark-up on default values", "Implementing Regulation (EU) 2025/2621", "Annex I, introduction",
            "2025-12", "in_force", "secondary", "2026-01-01", "ef56" * 16,
        ),
    )  # fmt: skip


HOSTILE = (
    "=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(1)", "\tTAB", "<script>alert(1)</script>", "#let x = 1", "$x^2$", "\\",
    "*bold* _it_ `raw` @ref <label>", "\u202eRTL\u200f\u2066 x", "&amp;\"'", "{name}", "가" * 300, "W" * 300, "",
    "]]>", "#panic()", "\ud7ff𝒳", "line\nbreak",
)  # fmt: skip


def hostile_reports() -> list[Report]:
    """The report with each hostile text in every place a stranger can write to."""
    return [sample_report(Names.all(text)) for text in HOSTILE]
