"""Plants of ten processes for the benchmark: as many different ones as wanted, the same for the same seed."""

import random

from pulmu.model import (
    Company,
    ElectricityBalance,
    ElectricitySource,
    EmissionSource,
    HeatNet,
    Installation,
    Period,
    Plant,
    Process,
    Product,
    Purchase,
    Quantity,
    SourceStream,
    VerifiedValue,
)

CODES = (
    "72171039", "72171050", "72172030", "72173041", "72179020",
    "73181588", "73181692", "73182200", "73181595", "73182900",
)  # fmt: skip
"""Wire, and what is made of it; one code per process."""

BOUGHT = ("72139149", "72139110", "72139141", "72131000")


def plant(seed: int) -> Plant:
    """Three source streams, a boiler with its heat net, four purchases, a chain of ten processes and one loop.

    Wire is drawn in five steps, each from the one before; scrap ends of the third go back into the second. Five
    kinds of fasteners are made of the five wires.
    """
    draw = random.Random(seed)
    wires = [draw.uniform(7_000, 8_000) * 0.85**n for n in range(5)]
    outputs = wires + [wire * draw.uniform(0.15, 0.3) for wire in wires]
    names = [f"p{n}" for n in range(10)]
    return Plant(
        company=Company(name=f"Works {seed}", country="KR"),
        installation=Installation(name=f"Plant {seed}", country="KR"),
        period=Period.of_year(2026),
        source_streams=_streams(draw, names, outputs),
        emission_sources=(
            *(EmissionSource(id=f"furnace_{n}", serves=(names[n],)) for n in range(10)),
            EmissionSource(id="boiler", kind="boiler"),
        ),
        heat_nets=(_heat(draw, names),),
        electricity=_electricity(draw, names),
        processes=tuple(_process(draw, names, outputs, n) for n in range(10)),
        purchases=tuple(_purchase(draw, outputs, n) for n in range(4)),
    )


def _streams(draw: random.Random, names: list[str], outputs: list[float]) -> tuple[SourceStream, ...]:
    gas = {f"furnace_{n}": Quantity(outputs[n] * draw.uniform(30, 90), "Nm3") for n in range(8)}
    gas["boiler"] = Quantity(draw.uniform(2.8e5, 3.4e5), "Nm3")
    total = sum(amount.value for amount in gas.values())
    lpg = Quantity(draw.uniform(50, 300), "t")
    diesel = Quantity(draw.uniform(20, 90), "kL")
    return (
        SourceStream(
            id="gas", material="city gas (LNG)", amount=Quantity(total * draw.uniform(1.0, 1.04), "Nm3"),
            used_by={**gas},
        ),
        SourceStream(
            id="lpg", material="LPG", amount=lpg,
            used_by={"furnace_8": Quantity(lpg.value * draw.uniform(0.2, 0.7), "t"), "furnace_9": "rest"},
        ),
        SourceStream(id="diesel", material="diesel", amount=diesel, used_by={names[draw.randrange(10)]: "rest"}),
    )  # fmt: skip


def _heat(draw: random.Random, names: list[str]) -> HeatNet:
    produced = Quantity(draw.uniform(9_000, 10_500), "GJ")
    used = {names[n]: Quantity(produced.value * share, "GJ") for n, share in ((0, 0.4), (2, 0.3), (5, 0.2))}
    return HeatNet(id="steam", produced_by=("boiler",), heat_produced=produced, used_by={**used})


def _electricity(draw: random.Random, names: list[str]) -> ElectricityBalance:
    used: dict[str, Quantity] = {name: Quantity(draw.uniform(200, 1_500), "MWh") for name in names[:-1]}
    total = sum(amount.value for amount in used.values()) + draw.uniform(100, 900)
    source = ElectricitySource(id="grid", amount=Quantity(total, "MWh"))
    return ElectricityBalance(sources=(source,), used_by={**used, names[-1]: "rest"})


def _process(draw: random.Random, names: list[str], outputs: list[float], n: int) -> Process:
    taken: dict[str, Quantity] = {}
    if 0 < n < 5:
        taken[f"good_{n - 1}"] = Quantity(outputs[n] * draw.uniform(0.5, 0.6), "t")
    if n == 1:
        taken["good_2"] = Quantity(outputs[2] * draw.uniform(0.02, 0.08), "t")
    if n >= 5:
        taken[f"good_{n - 5}"] = Quantity(outputs[n] * draw.uniform(1.03, 1.12), "t")
    produced = Quantity(outputs[n], "t")
    good = Product(id=f"good_{n}", cn_code=CODES[n], produced=produced, exports_to_eu={"2026Q1": Quantity(100.0, "t")})
    return Process(id=names[n], goods=(good,), own_precursors=taken)


def _purchase(draw: random.Random, outputs: list[float], n: int) -> Purchase:
    used = {
        "p0": Quantity(outputs[0] * 0.27, "t"),
        f"p{n + 1}": Quantity(outputs[n + 1] * draw.uniform(0.5, 0.55), "t"),
    }
    verified = None
    if n % 2 == 0:
        verified = VerifiedValue(
            direct=Quantity(draw.uniform(1.4, 2.4), "t CO2e/t"), verification_report=f"VR-{n}", year=2026
        )
    return Purchase(
        id=f"rod_{n}",
        cn_code=BOUGHT[n],
        country_of_origin=("KR", "CN", "VN", "unknown")[n],
        received=Quantity(sum(mass.value for mass in used.values()) * draw.uniform(1.0, 1.05), "t"),
        used_by={**used},
        verified=verified,
    )
