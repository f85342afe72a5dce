"""Long chains of processes, to see what a big plant's figures cost: plain, with diamonds, with loops."""

from pulmu.model import (
    Company,
    ElectricityBalance,
    ElectricitySource,
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

GOOD = "73181588"
ROD = "72139149"
MADE = 1_000.0
"""Tonnes that every process makes."""
_TAKEN = 0.9
"""Tonnes of own goods in a tonne."""


def chain_plant(processes: int, *, diamonds: bool = False, loops: int = 0, ring: bool = False) -> Plant:
    """Each process takes from the one before.

    Parameters
    ----------
    diamonds : Each takes from the one before the last too, so that paths to the first double with every step or so.
    loops : So many processes, evenly spread, take a little back from the one three steps on.
    ring : The first takes from the last, so that all feed each other.
    """
    taken = [_from_before(number, diamonds=diamonds) for number in range(processes)]
    for number in range(loops):
        place = number * (processes - 3) // max(1, loops)
        taken[place][f"good_{place + 3}"] = Quantity(MADE * 0.02, "t")
    if ring:
        taken[0][f"good_{processes - 1}"] = Quantity(MADE * 0.02, "t")
    names = [f"p{number}" for number in range(processes)]
    return Plant(
        company=Company(name="Long Works", country="KR"),
        installation=Installation(name="Long Plant", country="KR"),
        period=Period.of_year(2026),
        source_streams=(_gas(names),),
        electricity=ElectricityBalance(
            sources=(ElectricitySource(id="grid", amount=Quantity(100.0 * processes, "MWh")),),
            used_by={name: Quantity(100.0, "MWh") for name in names},
        ),
        processes=tuple(
            Process(id=name, goods=(_good(number),), own_precursors={**taken[number]})
            for number, name in enumerate(names)
        ),
        purchases=(_rod(names[::10]),),
    )


def _from_before(number: int, *, diamonds: bool) -> dict[str, Quantity]:
    before = [number - 1, number - 2] if diamonds else [number - 1]
    there = [item for item in before if item >= 0]
    return {f"good_{item}": Quantity(MADE * _TAKEN / len(there), "t") for item in there}


def _good(number: int) -> Product:
    return Product(
        id=f"good_{number}",
        cn_code=GOOD,
        produced=Quantity(MADE, "t"),
        exports_to_eu={"2026Q1": Quantity(10.0, "t")},
    )


def _gas(names: list[str]) -> SourceStream:
    amounts = {name: Quantity(1_000.0 + number, "Nm3") for number, name in enumerate(names)}
    total = sum(amount.value for amount in amounts.values())
    return SourceStream(id="gas", material="city gas (LNG)", amount=Quantity(total * 1.01, "Nm3"), used_by={**amounts})


def _rod(users: list[str]) -> Purchase:
    used = {name: Quantity(MADE * 0.1, "t") for name in users}
    return Purchase(
        id="rod",
        cn_code=ROD,
        country_of_origin="KR",
        received=Quantity(MADE * 0.1 * len(users), "t"),
        used_by={**used},
        verified=VerifiedValue(direct=Quantity(2.0, "t CO2e/t"), verification_report="VR-1", year=2026),
    )
