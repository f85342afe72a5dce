"""One plant of each sector, with what is special about it, to be told in the communication template."""

from typing import Any

from tests.plants import PRIMARY, STEEL_GOODS, bought, electricity, fuel, good, heat_net, plant, process, q

from pulmu.model import (
    CarbonDioxideTransfer,
    CombinedHeatAndPower,
    ElectricitySource,
    Electrolysis,
    EmissionSource,
    MeasuredSource,
    OutsourcedStep,
    Plant,
    SectorParameters,
    SourceStream,
    VerifiedValue,
    WasteGas,
)

CLINKER, GREY, WHITE, UREA, NITRIC_ACID, HYDROGEN = (
    "25231000",
    "25232900",
    "25232100",
    "31021090",
    "28080000",
    "28041000",
)
BILLET, AMMONIA, NITRATE, NPK = "72071980", "28141000", "31023090", "31052010"
GRID = ElectricitySource(id="grid", amount=q("9000 MWh"), emission_factor=q("0.45 t CO2e/MWh"))


def steel() -> Plant:
    """Billets of an arc furnace with a mass balance, rolled, some of the rod drawn by another firm and used again."""
    carbon: dict[str, Any] = {"method": "mass_balance", "used_by": {"melt": "rest"}}
    alloys = SectorParameters(
        reducing_agent="other", manganese=0.009, chromium=0.001, nickel=0.0, other_alloys=0.002,
        scrap_per_tonne=1.05, pre_consumer_scrap=0.2, carbon=0.003,
    )  # fmt: skip
    billets = good(
        "billet", BILLET, produced="10000 t", sector_parameters=alloys,
        routes={"Electric arc furnace, carbon steel": q("7000 t"), "Basic oxygen furnace": q("3000 t")},
    )  # fmt: skip
    step = OutsourcedStep(
        id="drawn", kind="wire_drawing", operator="Wire house", country="KR", good="rod", cn_code="72171039",
        sent=q("800 t"), returned=q("790 t"), used_by={"screws": q("700 t")},
        verified=VerifiedValue(direct=q("0.04 t CO2e/t"), indirect=q("0.05 t CO2e/t"), verification_report="VR-8"),
    )  # fmt: skip
    return plant(
        process("melt", billets),
        process("roll", good("rod", "72139149", produced="9500 t"), own={"billet": "9800 t"}),
        process("screws", good("screw", "73181588", produced="690 t")),
        source_streams=(
            SourceStream(id="scrap", material="Steel scrap", amount=q("11000 t"), **carbon),
            SourceStream(id="coal", material="EAF charge carbon", amount=q("100 t"), **carbon),
            SourceStream(id="steel", material="Steel", amount=q("10000 t"), direction="out",
                         carbon_content=q("0.0109 t C/t"), **carbon),
            fuel("gas", "city gas", "600000 Nm3", {"roll": "500000 Nm3", "screws": "rest"}),
        ),
        electricity=electricity({"melt": "5000 MWh", "roll": "rest"}, GRID),
        outsourced_steps=(step,),
    )  # fmt: skip


def aluminium() -> Plant:
    """Primary ingots, whose cells are measured, made into profiles with scrap of their own making."""
    cells = Electrolysis(id="pots", process="smelt", technology="PFPB M", aluminium=q("50000 t"),
                         anode_effect_frequency=0.2, anode_effect_duration=1.5)  # fmt: skip
    scrap = SectorParameters(scrap_per_tonne=0.12, pre_consumer_scrap=1.0, non_aluminium=0.02)
    profile = good("profile", "76042990", produced="900 t", sector_parameters=scrap)
    return plant(
        process("smelt", good("ingot", PRIMARY, produced="50000 t", route="K")),
        process("press", profile, own={"ingot": "950 t"}),
        source_streams=(fuel("anodes", "own", "21000 t", {"smelt": "rest"}, emission_factor=q("3.6 t CO2/t")),
                        fuel("gas", "city gas", "90000 Nm3", {"press": "rest"})),
        electrolysis=(cells,),
        electricity=electricity({"smelt": "8900 MWh", "press": "rest"}, GRID),
    )  # fmt: skip


def cement() -> Plant:
    """Clinker ground with bought clinker to two cements in one mill, each with its own share of clinker; CO2 stored."""
    transfer = CarbonDioxideTransfer(
        id="stored", process="kiln", amount=q("500 t"), purpose="storage", receiver="Store AS",
        receiver_monitoring="plan 4", chain_of_custody="notes 1 to 9",
    )  # fmt: skip
    return plant(
        process("kiln", good("clinker", CLINKER, produced="20000 t", route="A")),
        process("mill",
                good("grey", GREY, produced="15000 t", clinker_content=0.9, route="A"),
                good("white", WHITE, produced="6000 t", clinker_content=0.55, route="A"),
                own={"clinker": "16000 t"}, grouping_reason="one mill"),
        source_streams=(fuel("coal", "Other bituminous coal", "2500 t", {"kiln": "rest"}),
                        fuel("meal", "CaO", "12000 t", {"kiln": "rest"}, method="process")),
        purchases=(bought("more", {"mill": "800 t"}, received="1000 t", cn_code=CLINKER, direct="0.83 t CO2e/t",
                          indirect=q("0.05 t CO2e/t")),),
        carbon_dioxide_transfers=(transfer,),
        electricity=electricity({"kiln": "3000 MWh", "mill": "rest"}, GRID),
    )  # fmt: skip


def fertiliser() -> Plant:
    """Nitric acid whose N2O is measured, and two mixed fertilisers of one granulator; one goes back into it."""
    stack = MeasuredSource(id="absorber", gas="N2O", mass=q("3 t"), used_by={"acid": "rest"})
    forms = SectorParameters(nitrogen_as_ammonium=0.08, nitrogen_as_nitrate=0.07, nitrogen_other=0.0)
    return plant(
        process("acid", good("nitric", NITRIC_ACID, produced="5000 t", nitrogen_content=0.133,
                             sector_parameters=SectorParameters(concentration=0.6))),
        process("granulator",
                good("nitrate", NITRATE, produced="4000 t", nitrogen_content=0.27),
                good("mixed", NPK, produced="3000 t", nitrogen_content=0.15, sector_parameters=forms),
                own={"nitric": "2500 t", "nitrate": "200 t"}, grouping_reason="one granulator"),
        process("urea", good("urea_good", UREA, produced="800 t", nitrogen_content=0.46,
                             sector_parameters=SectorParameters(concentration=0.99)), own={"nitric": "10 t"}),
        source_streams=(fuel("gas", "city gas", "700000 Nm3", {"acid": "300000 Nm3", "granulator": "rest"}),),
        measured_sources=(stack,),
        purchases=(bought("nh3", {"acid": "600 t", "granulator": "200 t"}, received="900 t", cn_code=AMMONIA,
                          nitrogen_content=0.82,
                          verified=VerifiedValue(direct=q("2.3 t CO2e/t"), indirect=q("0.1 t CO2e/t"),
                                                 per="functional_unit", verification_report="VR-3", year=2026)),),
        electricity=electricity({"acid": "2000 MWh", "granulator": "3000 MWh", "urea": "rest"}, GRID),
    )  # fmt: skip


def hydrogen() -> Plant:
    """Hydrogen by reforming and by electrolysis of water, beside a unit for heat and power and bought waste gas."""
    unit = CombinedHeatAndPower(fuel_class="G10", year_of_construction=2018, heat_form="steam", heat_produced=q("9 TJ"))
    engine = EmissionSource(id="unit", kind="generator", serves=("reformer",), electricity_produced=q("1000 MWh"),
                            electricity_exported=q("200 MWh"), combined_heat_and_power=unit)  # fmt: skip
    made = good("h2", HYDROGEN, produced="3000 t",
                routes={"Steam reforming": q("2000 t"), "Electrolysis of water": q("1000 t")})  # fmt: skip
    gas = WasteGas(id="cog", material="Coke oven gas", amount=q("40 TJ net"), emission_factor=q("44 t CO2/TJ"),
                   factor_evidence="laboratory 4", imported_from="coke works",
                   used_by={"reformer": q("40 TJ net")})  # fmt: skip
    return plant(
        process("reformer", made),
        source_streams=(fuel("feed", "city gas", "9000000 Nm3", {"reformer": "rest"}),
                        fuel("fuel", "city gas", "600000 Nm3", {"unit": "rest"})),
        emission_sources=(engine,),
        heat_nets=(heat_net("steam", {"reformer": "8 TJ", "outside": "1 TJ"}, produced_by=("unit",)),),
        waste_gases=(gas,),
        electricity=electricity({"reformer": "rest"}, GRID),
    )  # fmt: skip


def sector_plants() -> dict[str, Plant]:
    """A plant of each sector."""
    return {
        "steel": steel(),
        "aluminium": aluminium(),
        "cement": cement(),
        "fertiliser": fertiliser(),
        "hydrogen": hydrogen(),
    }


NAMES = ("Wire", "wire", "w*re", "wire?", "=1+1", ">5", "12", "12.0", "a_b", "wire drawn")
"""Names a look-up of the template would take for each other, for a pattern or for a condition."""


PLAIN_NAMES = ("Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta", "Eta", "Theta", "Iota", "Kappa")


def ten_processes(names: tuple[str, ...]) -> Plant:
    """A chain of ten processes with these names, each with fuel and bought rod of its own, and goods named alike."""
    made = [
        process(f"p{number}", good(f"g{number}", code, name=name), name=name,
                own={f"g{number - 1}": "100 t"} if number else {})
        for number, (name, code) in enumerate(zip(names, STEEL_GOODS, strict=True))
    ]  # fmt: skip
    return plant(
        *made,
        source_streams=tuple(
            fuel(f"f{number}", "city gas", f"{1000 * (number + 1)} Nm3", {f"p{number}": "rest"}, name=name)
            for number, name in enumerate(names)
        ),
        purchases=tuple(
            bought(f"b{number}", {f"p{number}": f"{10 * (number + 1)} t"}, received="500 t", direct="2 t CO2e/t",
                   name=name, specific_use_evidence="batch cards")
            for number, name in enumerate(names)
        ),
        electricity=electricity({f"p{number}": f"{10 * (number + 1)} MWh" for number in range(9)} | {"p9": "rest"}),
    )  # fmt: skip
