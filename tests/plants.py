"""Plants for tests: a small one to vary by hand, and a strategy for valid ones of every shape the method covers."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from pulmu.model import (
    CarbonDioxideTransfer,
    CombinedHeatAndPower,
    Company,
    Decisions,
    ElectricityBalance,
    ElectricitySource,
    Electrolysis,
    EmissionSource,
    HeatMeasurement,
    HeatNet,
    Installation,
    MeasuredSource,
    OutsourcedStep,
    Period,
    Plant,
    Process,
    Product,
    Purchase,
    Quantity,
    SectorParameters,
    SourceStream,
    Step,
    VerifiedValue,
    WasteGas,
)
from pulmu.services.report import Report
from pulmu.services.report_cbam import make_report

EDITION = "2026-08"
BOLT, NUT, STAINLESS_NUT, WIRE, WIRE_ROD = "73181588", "73181692", "73181639", "72171039", "72139149"
STEEL_GOODS = (BOLT, NUT, WIRE, STAINLESS_NUT, "72172030", "73181542", "73079100", "73269098", "72155019", "72281020")
"""Iron or steel products whose column A is the same for all routes, so that free allocation can always be told."""
BILLETS, PRIMARY, PROFILES, HOLLOW_PROFILES = "76012040", "76011090", "76042990", "76042100"
SINTERED_ORE, WASHERS, AMMONIA = "26011200", "76161000", "28141000"
CEMENTS = ("25232900", "25232100", "25239000")
FERTILISERS = ("31022100", "31024090", "31052010", "31053000", "31026000", "31059020")
"""Goods counted by what they hold, and whose indirect emissions count."""
PARAMETERS = SectorParameters(
    reducing_agent="coal_or_coke",
    manganese=0.007,
    chromium=0.0,
    nickel=0.0,
    other_alloys=0.002,
    scrap_per_tonne=0.0,
    pre_consumer_scrap=0.0,
)
AMOUNTS = ("mass", "normal volume", "liquid volume", "energy", "net fuel energy", "gross fuel energy")
"""Dimensions of what a period adds up; everything else is a property that does not grow with it."""


def q(text: str) -> Quantity:
    """A quantity as a person writes it."""
    return Quantity.parse(text)


def given_users(users: dict[str, str]) -> dict[str, Any]:
    """Users of a flow with their amounts, or 'rest'."""
    return {name: "rest" if amount == "rest" else q(amount) for name, amount in users.items()}


def good(identifier: str, cn_code: str = BOLT, produced: str = "1000 t", **more: Any) -> Product:
    """A good with its output."""
    return Product(id=identifier, cn_code=cn_code, produced=q(produced), **more)


def process(identifier: str, *goods: Product, own: dict[str, str] | None = None, steps: Sequence[tuple[str, str]] = (),
            **more: Any) -> Process:  # fmt: skip
    """A process; `own` is what it consumes of own goods, `steps` pairs of id and kind."""
    return Process(
        id=identifier,
        goods=goods,
        own_precursors=given_users(own or {}),
        steps=tuple(Step(id=name, kind=kind) for name, kind in steps),  # type: ignore[arg-type]
        **more,
    )


def fuel(identifier: str, material: str, amount: str, users: dict[str, str], **more: Any) -> SourceStream:
    """A source stream with its users."""
    return SourceStream(id=identifier, material=material, amount=q(amount), used_by=given_users(users), **more)


def bought(identifier: str, users: dict[str, str], received: str = "1050 t", cn_code: str = WIRE_ROD,
           country: str = "KR", direct: str = "", report: str = "VR-1", **more: Any) -> Purchase:  # fmt: skip
    """A delivery; with `direct` a verified one, unless `report` is empty."""
    verified = more.pop("verified", None)
    if direct:
        allocation, indirect = more.pop("free_allocation", None), more.pop("indirect", None)
        verified = VerifiedValue(
            direct=q(direct), verification_report=report, year=2026, free_allocation=allocation, indirect=indirect,
            operator="Rod Works", installation="Rod Works, mill 2", registry_id="IN-7", verifier="Verifiers",
        )  # fmt: skip
    more = {"name": f"precursor {identifier}", "supplier": "Rod Traders"} | more
    return Purchase(id=identifier, cn_code=cn_code, country_of_origin=country, received=q(received),
                    used_by=given_users(users), verified=verified, **more)  # fmt: skip


def heat_net(identifier: str, users: dict[str, str], **more: Any) -> HeatNet:
    """A heat net with its users."""
    return HeatNet(id=identifier, used_by=given_users(users), **more)


def electricity(users: dict[str, str], *sources: ElectricitySource) -> ElectricityBalance:
    """Electricity of the grid, unless sources are given."""
    return ElectricityBalance(
        sources=sources or (ElectricitySource(id="grid", amount=q("1000 MWh")),), used_by=given_users(users)
    )


def plant(*processes: Process, country: str = "KR", year: int = 2026, **more: Any) -> Plant:
    """A plant of processes; without any, one that makes 1,000 t of bolts from 1,050 t of rod and 100,000 Nm3 of gas."""
    if not processes:
        sent = good("bolt", exports_to_eu={"2026Q1": q("200 t")}, sector_parameters=PARAMETERS)
        processes = (process("bolts", sent),)
        more = {
            "source_streams": (fuel("gas", "city gas", "100000 Nm3", {"bolts": "rest"}),),
            "purchases": (bought("rod", {"bolts": "1050 t"}, direct="2 t CO2e/t"),),
        } | more
    return Plant(
        company=Company(name="Test Company", country=country),
        installation=Installation(name="Test Plant", country=country),
        period=Period.of_year(year),
        processes=processes,
        **more,
    )


def report_of(described: Plant, scenario: str | None = None) -> Report:
    """The report of a plant, its checks left aside."""
    return make_report(described, (), EDITION, scenario)


def scaled(node: Any, by: float) -> Any:
    """The same plant with every amount of the period multiplied."""
    if isinstance(node, Quantity):
        return dataclasses.replace(node, value=node.value * by) if node.dimension in AMOUNTS else node
    if isinstance(node, tuple):
        return tuple(scaled(item, by) for item in node)
    if isinstance(node, dict):
        return {name: scaled(item, by) for name, item in node.items()}
    if dataclasses.is_dataclass(node) and not isinstance(node, type):
        parts = {item.name: scaled(getattr(node, item.name), by) for item in dataclasses.fields(node) if item.init}
        return dataclasses.replace(node, **parts)
    return node


def shuffled(described: Plant, choose: Any) -> Plant:
    """The same plant with rows and users in another order; `choose` permutes a sequence."""

    def users(item: Any, name: str) -> Any:
        pairs = choose(list(getattr(item, name).items()))
        return dataclasses.replace(item, **{name: dict(pairs)})

    return dataclasses.replace(
        described,
        processes=tuple(
            dataclasses.replace(users(item, "own_precursors"), goods=tuple(choose(list(item.goods))))
            for item in choose(list(described.processes))
        ),
        source_streams=tuple(users(item, "used_by") for item in choose(list(described.source_streams))),
        purchases=tuple(users(item, "used_by") for item in choose(list(described.purchases))),
        heat_nets=tuple(users(item, "used_by") for item in choose(list(described.heat_nets))),
        outsourced_steps=tuple(users(item, "used_by") for item in described.outsourced_steps),
        waste_gases=tuple(users(item, "used_by") for item in choose(list(described.waste_gases))),
        emission_sources=tuple(choose(list(described.emission_sources))),
        electricity=users(described.electricity, "used_by"),
    )


def _amount(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high, allow_nan=False).map(lambda value: float(f"{value:.4g}"))


_FUELS: tuple[dict[str, Any], ...] = (
    {"material": "city gas", "unit": "Nm3", "size": 1e6},
    {"material": "city gas", "unit": "1000 Nm3", "size": 1e3},
    {"material": "LPG", "unit": "t", "size": 800.0},
    {"material": "LPG", "unit": "kg", "size": 800e3},
    {"material": "diesel", "unit": "kL", "size": 1e3},
    {"material": "Natural gas", "unit": "GJ net", "size": 4e4},
    {"material": "city gas", "unit": "MJ gross", "size": 4e7, "net_to_gross_ratio": 0.903},
    {"material": "Other bituminous coal", "unit": "t", "size": 1.5e3, "oxidation_factor": 0.98},
    {"material": "wood", "unit": "t", "size": 2e3, "zero_rated_fraction": 0.9, "biomass_evidence": "UDB-1",
     "biomass_proof": "union_database"},
    {"material": "wood", "unit": "t", "size": 2e3, "zero_rated_fraction": 0.9, "biomass_evidence": "slip",
     "biomass_proof": "other"},
    {"material": "own blend", "unit": "t", "size": 800.0, "emission_factor": Quantity(2.9, "t CO2/t"),
     "net_calorific_value": Quantity(40.0, "GJ/t"), "factor_evidence": "laboratory report 7"},
    {"material": "own gas", "unit": "Nm3", "size": 1e6, "emission_factor": Quantity(56.0, "kg CO2/GJ"),
     "net_calorific_value": Quantity(38.0, "MJ/Nm3"), "factor_evidence": "supplier's statement"},
    {"material": "own coal", "unit": "t", "size": 1.5e3, "carbon_content": Quantity(68.0, "%"),
     "net_calorific_value": Quantity(26.0, "GJ/t"), "oxidation_factor": 0.99, "factor_evidence": "laboratory report 8"},
    {"material": "own coal", "unit": "GJ net", "size": 3.9e4, "carbon_content": Quantity(680.0, "kg C/t"),
     "net_calorific_value": Quantity(26.0, "GJ/t"), "factor_evidence": "laboratory report 8"},
)  # fmt: skip
_MATERIALS: tuple[dict[str, Any], ...] = (
    {"material": "NaHCO3", "unit": "t", "size": 300.0, "method": "process", "conversion_factor": 0.95},
    {"material": "stone", "unit": "t", "size": 300.0, "method": "process",
     "composition": {"CaCO3": 0.55, "MgCO3": 0.4}},
    {"material": "CaO", "unit": "t", "size": 90.0, "method": "process"},
    {"material": "clay", "unit": "t", "size": 900.0, "method": "process", "carbon_content": Quantity(1.2, "%")},
    {"material": "flare gas", "unit": "1000 Nm3", "size": 70.0, "method": "process"},
    {"material": "flare gas", "unit": "Nm3", "size": 7e4},
    {"material": "raw coal", "unit": "t", "size": 60.0, "method": "process",
     "emission_factor": Quantity(94.0, "t CO2/TJ"),
     "net_calorific_value": Quantity(26.0, "GJ/t"), "zero_rated_fraction": 0.2, "biomass_evidence": "laboratory 9"},
)  # fmt: skip
_CARBON: tuple[dict[str, Any], ...] = (
    {"material": "steel scrap", "unit": "t", "size": 9e3},
    {"material": "EAF carbon electrodes", "unit": "kg", "size": 9e4},
    {"material": "Coking coal", "unit": "t", "size": 90.0},
    {"material": "city gas", "unit": "1000 Nm3", "size": 900.0},
    {"material": "alloy", "unit": "t", "size": 300.0, "carbon_content": Quantity(15.0, "kg C/t")},
    {"material": "steel", "unit": "t", "size": 7e3, "direction": "out"},
    {"material": "slag", "unit": "t", "size": 900.0, "direction": "out", "zero_rated_fraction": 0.1,
     "emission_factor": Quantity(2.0, "kg CO2/t")},
)  # fmt: skip
_PRECURSORS = (WIRE_ROD, "72279095", "72142000", SINTERED_ORE, WASHERS, AMMONIA)
_SECTORS = {"steel": STEEL_GOODS, "cement": CEMENTS, "fertilisers": FERTILISERS}
_VARIANTS = {"25239000": "2523900090"}
_OUTSIDE_FUEL = tuple(item for item in _FUELS if item["material"] != "own blend")


_WASTE_GASES: tuple[dict[str, Any], ...] = (
    {"material": "Blast furnace gas", "unit": "t", "size": 5e3},
    {"material": "Coke oven gas", "unit": "Nm3", "size": 2e6, "net_calorific_value": Quantity(17.6, "MJ/Nm3")},
    {"material": "Blast furnace gas", "unit": "1000 Nm3", "size": 9e3, "net_calorific_value": Quantity(3.2, "MJ/Nm3")},
    {"unit": "GJ net", "size": 3e4, "emission_factor": Quantity(181.0, "kg CO2/GJ"), "factor_evidence": "report 9"},
)


class _Maker:
    """Draws one plant; kept as an object so that each part sees what was drawn before it."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self.sources: list[EmissionSource] = []
        self.streams: list[SourceStream] = []
        self.nets: list[HeatNet] = []
        self.measured: list[MeasuredSource] = []
        self.gases: list[WasteGas] = []

    def some(self, items: Sequence[Any], least: int = 0, most: int = 3) -> list[Any]:
        if not items:
            return []
        most = min(most, len(items))
        return self.draw(st.lists(st.sampled_from(items), unique=True, min_size=min(least, most), max_size=most))

    def maybe(self) -> bool:
        return bool(self.draw(st.booleans()))

    def split(self, whole: float, parts: int) -> list[float]:
        weights = self.draw(st.lists(st.integers(1, 9), min_size=parts, max_size=parts))
        return [float(f"{whole * weight / sum(weights):.6g}") for weight in weights]

    def processes(self) -> tuple[Process, ...]:
        count = self.draw(st.integers(1, 6))
        codes = {name: list(self.draw(st.permutations(known))) for name, known in _SECTORS.items()}
        sectors = self.draw(
            st.sampled_from([("steel",), ("fertilisers",), ("steel", "cement"), ("fertilisers", "steel")])
        )
        made: list[list[Product]] = []
        for number in range(count):
            sector = sectors[number % len(sectors)]
            several = self.draw(st.integers(1, 2)) if len(codes[sector]) > count else 1
            made.append([self.product(f"g{number}{letter}", codes[sector].pop()) for letter in "ab"[:several]])
        if self.maybe():
            made.append([Product(id="other", cn_code="83024150", cbam_good=False, produced=q("500 t"))])
        own = self.own(made, count)
        return tuple(
            Process(
                id=f"p{number}",
                goods=tuple(goods),
                own_precursors=own[number],
                grouping_reason="same machines",
                steps=(
                    Step(id=f"s{number}", kind="heat_treatment"),
                    Step(id=f"x{number}", kind=self.draw(st.sampled_from(["plating", "cutting"]))),
                ),
            )
            for number, goods in enumerate(made)
        )

    def product(self, identifier: str, cn_code: str) -> Product:
        mass = self.draw(_amount(500, 9000))
        quarters = self.some(["2026Q1", "2026Q2", "2026Q3"])
        sent = {quarter: Quantity(float(round(mass / 8)), "t") for quarter in quarters}
        more: dict[str, Any] = {}
        if cn_code in CEMENTS:
            more = {
                "clinker_content": self.draw(_amount(0.3, 0.95)),
                "route": "A",
                "variant": _VARIANTS.get(cn_code, ""),
            }
        if cn_code in STEEL_GOODS:
            more = {"unlisted_route": self.draw(st.sampled_from(["", "", "plasma melting"]))}
        if cn_code in FERTILISERS:
            more = {"nitrogen_content": self.draw(_amount(0.1, 0.5))}
        return Product(id=identifier, cn_code=cn_code, produced=Quantity(mass, "t"), exports_to_eu=sent, **more)

    def own(self, made: list[list[Product]], steel: int) -> list[dict[str, Quantity]]:
        """Forwards, backwards and to itself; at most four fifths of a good, so that something leaves every loop."""
        own: list[dict[str, Quantity]] = [{} for _ in made]
        for goods in made[:steel]:
            for product in goods:
                users = self.some(range(len(made)), most=2)
                assert product.produced is not None
                for user in users:
                    part = self.draw(_amount(0.05, 0.8)) / len(users)
                    own[user][product.id] = Quantity(product.produced.value * part, "t")
        return own

    def users(self, total: float, unit: str, names: list[str], shareable: bool) -> dict[str, Any]:
        """All metered to within 3 %, one rest, or several rests of processes."""
        kind = self.draw(st.sampled_from(["metered", "rest", "rests"] if shareable else ["metered", "rest"]))
        if kind == "metered":
            off = self.draw(_amount(0.97, 1.03))
            return {n: Quantity(a, unit) for n, a in zip(names, self.split(total * off, len(names)), strict=True)}
        metered = names[1:] if kind == "rest" else names[2:]
        amounts = self.split(total * 0.6, len(metered)) if metered else []
        users: dict[str, Any] = dict.fromkeys(names[: len(names) - len(metered)], "rest")
        return users | {n: Quantity(a, unit) for n, a in zip(metered, amounts, strict=True)}

    def stream(self, number: int, places: list[str], outside: list[str], choice: dict[str, Any]) -> None:
        choice = dict(choice)
        unit, size = choice.pop("unit"), choice.pop("size")
        total = self.draw(_amount(0.2, 1.0)) * size
        names = self.some(places, least=1)
        users = self.users(total, unit, names, shareable=len(names) > 1)
        if outside and self.maybe():
            users[outside[0]] = Quantity(total * 0.03, unit)
        self.streams.append(SourceStream(id=f"f{number}", amount=Quantity(total, unit), used_by=users, **choice))

    def mass_balance(self, name: str) -> None:
        """Carbon in and out of the process without CBAM goods: those of steel products know no mass balance."""
        chosen = self.some(range(len(_CARBON)), most=4)
        for number, choice in enumerate(_CARBON[place] for place in chosen):
            more = {key: value for key, value in choice.items() if key not in ("unit", "size")}
            amount = Quantity(self.draw(_amount(0.2, 1.0)) * choice["size"], choice["unit"])
            self.streams.append(
                SourceStream(id=f"c{number}", method="mass_balance", amount=amount, used_by={name: "rest"}, **more)
            )

    def furnaces(self, processes: tuple[Process, ...]) -> list[str]:
        ids = [process.id for process in processes]
        for number in range(self.draw(st.integers(0, 2))):
            serves = self.some([*ids, *(step.id for process in processes for step in process.steps)], least=1, most=2)
            throughput = {}
            if len(serves) > 1 and self.maybe():
                throughput = {name: Quantity(self.draw(_amount(100, 900)), "t") for name in serves}
            self.sources.append(EmissionSource(id=f"furnace{number}", serves=tuple(serves), throughput=throughput))
        return [source.id for source in self.sources]

    def boilers(self, number: int) -> list[str]:
        names = [f"boiler{number}{letter}" for letter in "ab"[: self.draw(st.integers(1, 2))]]
        self.sources += [EmissionSource(id=name, kind="boiler") for name in names]
        for name in names:
            self.burner(name)
        return names

    def heat_meter(self, heat: float) -> dict[str, Any]:
        """So much heat, by meter or by its medium. [GJ]"""
        if self.maybe():
            return {"heat_produced": Quantity(heat, "GJ")}
        returned = self.draw(st.sampled_from([None, Quantity(0.3, "GJ/t")]))
        condensate = "returned" if returned else self.draw(st.sampled_from(["not_returned", "in_product"]))
        supplied = Quantity(2.9, "GJ/t")
        described = HeatMeasurement(
            mass=Quantity(heat / 2.4, "t"),
            enthalpy_supplied=supplied,
            enthalpy_returned=returned,
            condensate=condensate,
        )
        return {"measured": described}

    def unit(self, number: int, processes: tuple[Process, ...]) -> list[str]:
        """Combined heat and power beside the boilers of a net, or none."""
        if self.maybe():
            return []
        name, made = f"unit{number}", Quantity(self.draw(_amount(50, 500)), "MWh")
        more: dict[str, Any] = {}
        if self.maybe():
            more["heat_produced"] = Quantity(self.draw(_amount(300, 3000)), "GJ")
        elif self.maybe():
            more |= {"heat_efficiency": 0.5, "electricity_efficiency": 0.3}
        described = CombinedHeatAndPower(
            fuel_class=self.draw(st.sampled_from(["S1", "L7", "G10", "G13"])),
            year_of_construction=self.draw(st.sampled_from([2005, 2014, 2020])),
            heat_form=self.draw(st.sampled_from(["hot_water", "steam", "direct"])),
            condensate_counted=self.maybe(),
            **more,
        )
        serves = (self.draw(st.sampled_from([process.id for process in processes])),) if self.maybe() else ()
        gone = Quantity(made.value / 4, "MWh") if self.maybe() else None
        self.sources.append(
            EmissionSource(
                id=name,
                kind="generator",
                serves=serves,
                electricity_produced=made,
                electricity_exported=gone,
                combined_heat_and_power=described,
            )
        )
        self.burner(name)
        return [name]

    def burner(self, name: str) -> None:
        """A fuel stream of its own."""
        choice = self.draw(st.sampled_from(_OUTSIDE_FUEL))
        amount = Quantity(choice["size"], choice["unit"])
        rest = {key: value for key, value in choice.items() if key not in ("size", "unit")}
        users: dict[str, Any] = {name: "rest" if self.maybe() else amount}
        self.streams.append(SourceStream(id=f"f_{name}", amount=amount, used_by=users, **rest))

    def net(self, number: int, processes: tuple[Process, ...]) -> None:
        places = [name for process in processes for name in (process.id, *(step.id for step in process.steps))]
        names = self.some(places, least=1)
        heat = self.draw(_amount(100, 4000))
        users: dict[str, Any] = {
            name: Quantity(amount, "GJ") for name, amount in zip(names, self.split(heat, len(names)), strict=True)
        }
        more: dict[str, Any] = {}
        origin = self.draw(st.sampled_from(["boilers", "boilers", "imported", "recovered"]))
        if self.maybe():
            more["exported"] = Quantity(self.draw(_amount(10, 300)), "GJ")
        if origin == "boilers":
            more["produced_by"] = (*self.boilers(number), *self.unit(number, processes))
            if self.maybe():
                more |= self.heat_meter(heat * 1.2 + 300)
            if self.maybe():
                users[names[0]] = "rest"
                more["efficiency"] = 0.9
        elif origin == "imported":
            more["imported_from"] = "neighbour"
            if self.maybe():
                more |= {"emission_factor": q("70 t CO2/TJ"), "emission_factor_verification": "VR-9"}
        else:
            more["recovered_from"] = self.draw(st.sampled_from([process.id for process in processes]))
            more["origin"] = self.draw(st.sampled_from([None, "exhaust", "exhaust", "exothermic", "electricity"]))
        self.nets.append(HeatNet(id=f"net{number}", used_by=users, **more))

    def stack(self, processes: tuple[Process, ...]) -> None:
        """A furnace whose CO2 is measured, with the fuel behind it as a cross-check; and N2O of a process."""
        serves = self.some([process.id for process in processes], least=1, most=2)
        self.sources.append(EmissionSource(id="measured", serves=tuple(serves)))
        mass = self.draw(_amount(20, 900))
        self.measured.append(
            MeasuredSource(
                id="stack", mass=Quantity(mass, "t"), corroboration="balance", used_by={"measured": "rest"},
                zero_rated_mass=Quantity(mass * 0.1, "t"), biomass_evidence="UDB-3" if self.maybe() else "",
            )
        )  # fmt: skip
        self.streams.append(
            SourceStream(id="f_stack", material="diesel", amount=q("60 kL"), used_by={"measured": "rest"},
                         measured_by="stack")
        )  # fmt: skip
        if self.maybe():
            users = self.users(400.0, "kg", [process.id for process in processes][:2], shareable=len(processes) > 1)
            unburnt = self.draw(_amount(1, 40))
            self.measured.append(
                MeasuredSource(id="monoxide", gas="CO", mass=Quantity(unburnt, "t"), used_by={"measured": "rest"})
            )
            self.measured.append(MeasuredSource(id="laughing_gas", gas="N2O", mass=q("400 kg"), used_by=users))

    def cells(self, name: str) -> tuple[Electrolysis, ...]:
        """Cells in the process without CBAM goods: those of steel products have none."""
        aluminium = Quantity(self.draw(_amount(50, 900)), "t")
        by_slope = Electrolysis(id="slope", process=name, technology="PFPB L", aluminium=aluminium,
                                anode_effect_frequency=0.3, anode_effect_duration=2.5)  # fmt: skip
        by_overvoltage = Electrolysis(id="overvoltage", process=name, technology="SWPB", method="overvoltage",
                                      aluminium=aluminium, anode_effect_overvoltage=6.0, current_efficiency=93.0,
                                      collection_efficiency=0.95)  # fmt: skip
        return (by_slope, by_overvoltage) if self.maybe() else ()

    def transfers(self, processes: tuple[Process, ...]) -> tuple[CarbonDioxideTransfer, ...]:
        """CO2 that leaves a process, with and without what it needs to count as not emitted."""
        return tuple(
            CarbonDioxideTransfer(
                id=f"t{name}", process=name, amount=Quantity(self.draw(_amount(1, 20)), "t"),
                purpose=self.draw(st.sampled_from(["storage", "permanently_bound", "other"])), receiver="store",
                receiver_monitoring="plan", chain_of_custody=self.draw(st.sampled_from(["notes", ""])),
            )
            for name in self.some([process.id for process in processes], most=1)
        )  # fmt: skip

    def generator(self, processes: tuple[Process, ...]) -> None:
        name = self.draw(st.sampled_from([process.id for process in processes]))
        made = Quantity(self.draw(_amount(50, 500)), "MWh")
        self.sources.append(EmissionSource(id="engine", kind="generator", serves=(name,), electricity_produced=made))
        self.streams.append(
            SourceStream(id="f_engine", material="diesel", amount=q("60 kL"), used_by={"engine": "rest"})
        )

    def waste_gas(self, number: int, processes: tuple[Process, ...]) -> None:
        """A gas of an own process or of a neighbour, into processes, furnaces, boilers and engines, or away."""
        ids = [process.id for process in processes]
        own = self.draw(st.sampled_from(ids)) if self.maybe() else ""
        alone = {  # heat that only the gas's own process uses: the checks want the process named instead
            name
            for net in self.nets
            for name in net.produced_by
            if net.exported is None and {f"p{user[1:]}" for user in net.used_by} == {own}
        }
        places = [*ids, *(process.steps[0].id for process in processes)]
        places += [source.id for source in self.sources if source.id not in alone]
        choice = self.draw(st.sampled_from(_WASTE_GASES))
        more, unit = dict(choice), choice["unit"]
        total = self.draw(_amount(0.2, 1.0)) * more.pop("size")
        del more["unit"]
        if self.maybe():
            more["exported"] = Quantity(total * 0.04, unit)
        if own and self.maybe():
            more["flared"] = Quantity(total * 0.02, unit)
        names = self.some(places, least=1)
        kept = total - sum(gone.value for name in ("exported", "flared") if (gone := more.get(name)) is not None)
        boilers = {name for net in self.nets for name in net.produced_by}
        users = self.users(kept, unit, names, shareable=len(names) > 1 and not boilers & set(names))
        more |= {"produced_by": own} if own else {"imported_from": "neighbour"}
        if own:
            more["carbon_counted_by"] = self.draw(st.sampled_from(["source_streams", "waste_gas"]))
        self.gases.append(WasteGas(id=f"gas{number}", amount=Quantity(total, unit), used_by=users, **more))

    def purchases(self, processes: tuple[Process, ...]) -> tuple[Purchase, ...]:
        ids = [process.id for process in processes]
        found = []
        for number in range(self.draw(st.integers(0, 4))):
            users = self.some(ids, least=1)
            received = self.draw(_amount(500, 5000))
            split = self.split(received * 0.9, len(users))
            used: dict[str, Any] = {name: Quantity(mass, "t") for name, mass in zip(users, split, strict=True)}
            if self.maybe():
                used[users[-1]] = "rest"
            cn_code = self.draw(st.sampled_from(_PRECURSORS))
            found.append(
                Purchase(
                    id=f"b{number}",
                    cn_code=cn_code,
                    country_of_origin=self.draw(st.sampled_from(["KR", "CN", "VN", "unknown", "DE", "NO"])),
                    received=Quantity(received, "t"),
                    used_by=used,
                    verified=self.verified(cn_code),
                    production_year=self.draw(st.sampled_from([None, 2026, 2025])),
                    production_year_evidence="mill certificate" if self.maybe() else "",
                    nitrogen_content=0.82 if cn_code == AMMONIA else None,
                    specific_use_evidence="batch cards" if self.maybe() else "",
                )
            )
        return tuple(found)

    def verified(self, cn_code: str) -> VerifiedValue | None:
        if self.maybe():
            return None
        return VerifiedValue(
            direct=Quantity(self.draw(_amount(0.1, 4)), "t CO2e/t"),
            indirect=Quantity(self.draw(_amount(0.01, 0.5)), "t CO2e/t")
            if cn_code in (SINTERED_ORE, AMMONIA)
            else None,
            per=self.draw(st.sampled_from(["tonne", "functional_unit"])) if cn_code == AMMONIA else "tonne",
            verification_report=self.draw(st.sampled_from(["VR-1", ""])),
            free_allocation=Quantity(self.draw(_amount(0.05, 2)), "t CO2e/t") if self.maybe() else None,
        )

    def outsourced(self, processes: tuple[Process, ...]) -> tuple[OutsourcedStep, ...]:
        """A step done elsewhere on some of the first steel good, used further by any process, its own maker's too."""
        good = processes[0].goods[0]
        if good.cn_code not in STEEL_GOODS or self.maybe():
            return ()
        assert good.produced is not None
        sent = good.produced.value * self.draw(_amount(0.02, 0.1))
        user = self.draw(st.sampled_from([process.id for process in processes]))
        verified = VerifiedValue(
            direct=Quantity(self.draw(_amount(0.01, 0.3)), "t CO2e/t"),
            indirect=Quantity(self.draw(_amount(0.01, 0.3)), "t CO2e/t") if self.maybe() else None,
            verification_report=self.draw(st.sampled_from(["VR-8", ""])),
            free_allocation=Quantity(0.01, "t CO2e/t") if self.maybe() else None,
        )
        step = OutsourcedStep(
            id="done_elsewhere",
            kind=self.draw(st.sampled_from(["heat_treatment", "plating"])),
            operator="neighbour",
            country=self.draw(st.sampled_from(["KR", "VN"])),
            good=good.id,
            cn_code=good.cn_code,
            sent=Quantity(sent, "t"),
            returned=Quantity(sent * 0.97, "t"),
            verified=verified if self.maybe() else None,
            used_by={user: "rest" if self.maybe() else Quantity(sent * 0.5, "t")},
            exports_to_eu={"2026Q2": Quantity(sent * 0.2, "t")} if self.maybe() else {},
        )
        return (step,)

    def power(self, processes: tuple[Process, ...]) -> ElectricityBalance:
        counts = any(product.cn_code in (*CEMENTS, *FERTILISERS) for item in processes for product in item.goods)
        if not counts and self.maybe():
            return ElectricityBalance()
        factor = q("0.45 t CO2e/MWh") if counts else None
        sources = [ElectricitySource(id="grid", amount=q("4000 MWh"), emission_factor=factor)]
        if self.maybe():
            sources.append(ElectricitySource(id="roof", kind="own_renewable", amount=q("900000 kWh")))
        names = self.some([process.id for process in processes], least=1)
        if self.maybe():
            sources.append(self.line(names))
        sources += self.own_sources()
        total = sum(source.amount.to("MWh") for source in sources)
        return ElectricityBalance(
            sources=tuple(sources), used_by=self.users(total, "MWh", names, shareable=len(names) > 1)
        )

    def line(self, users: list[str]) -> ElectricitySource:
        """A direct line or purchase agreement, proven or not, at times for one process alone."""
        alone = {"dedicated_to": (users[0],), "dedicated_evidence": "feeder"} if self.maybe() else {}
        return ElectricitySource(
            id="line",
            kind=self.draw(st.sampled_from(["direct_line", "power_purchase_agreement"])),
            amount=q("40 MWh"),
            emission_factor=q("0.05 t CO2e/MWh"),
            producer="wind farm",
            agreement="contract 7",
            smart_meters_at_both_ends=self.maybe(),
            **alone,
        )

    def own_sources(self) -> list[ElectricitySource]:
        """Own generators as sources of the whole plant: none or some of them, less what they send out."""
        found = []
        for source in self.sources:
            if source.electricity_produced is None or self.maybe():
                continue
            combined = source.combined_heat_and_power is not None
            gone = source.electricity_exported.value if source.electricity_exported is not None else 0.0
            amount = Quantity(source.electricity_produced.value - gone, "MWh")
            kind = "own_combined_heat_and_power" if combined else "own_generation"
            found.append(ElectricitySource(id=f"own_{source.id}", kind=kind, generator=source.id, amount=amount))
        return found

    def plant(self, closed: bool) -> Plant:
        processes = self.processes()
        furnaces = [] if closed else self.furnaces(processes)
        # An excluded step is named by itself only where it is metered or the one rest; both are drawn.
        places = [*(process.id for process in processes), *(process.steps[0].id for process in processes), *furnaces]
        outside = [] if closed else ["outside", *(process.steps[1].id for process in processes)]
        for number in range(self.draw(st.integers(1, 3))):
            self.stream(number, places, self.some(outside, most=1), self.draw(st.sampled_from((*_FUELS, *_MATERIALS))))
        cells: tuple[Electrolysis, ...] = ()
        if not processes[-1].goods[0].cbam_good:
            self.mass_balance(processes[-1].id)
            cells = self.cells(processes[-1].id)
        if self.maybe():
            self.stack(processes)
        for number in range(self.draw(st.integers(0, 2))):
            self.net(number, processes)
        if self.maybe():
            self.generator(processes)
        steps = self.outsourced(processes)
        for number in range(self.draw(st.integers(0, 2))):
            self.waste_gas(number, processes)
        decisions = Decisions(
            markup_on_precursor_defaults=self.maybe(),
            exempt_origin_free_allocation=self.draw(st.sampled_from(["undecided", "zero", "column_b"])),
            cement_values_per=self.draw(st.sampled_from(["undecided", "tonne_of_good", "tonne_of_clinker"])),
        )
        return plant(
            *processes,
            source_streams=tuple(self.streams),
            emission_sources=tuple(self.sources),
            measured_sources=tuple(self.measured),
            electrolysis=cells,
            carbon_dioxide_transfers=self.transfers(processes) if self.maybe() else (),
            heat_nets=tuple(self.nets),
            waste_gases=tuple(self.gases),
            purchases=self.purchases(processes),
            outsourced_steps=steps,
            electricity=self.power(processes),
            decisions=decisions,
        )


@st.composite
def plants(draw: Any, closed: bool = False) -> Plant:
    """A valid plant: chains, forks and loops of up to six processes of several sectors, and a co-product outside CBAM.

    Parameters
    ----------
    closed : Nothing is burnt outside the processes, but for heat that is sold or goes to an excluded step.
    """
    return _Maker(draw).plant(closed)
