"""What is asked about a plant's measures: prices, facts of its meters, offers, budget and assumptions."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pulmu.reference.measures import ExchangeRate, exchange_rate

Range = tuple[float, float]
"""The least and the most."""

FACT_UNITS: Mapping[str, str] = {
    "compressors": "kWh",
    "blowers": "kWh",
    "heat_treatment_electricity": "kWh",
    "replaced_equipment": "kWh",
    "compressor_power": "kW",
    "roof": "kW",
    "furnace_efficiency": "1",
    "rolled_capacity": "t",
    "basic_charge": "KRW",
    "energy_charge": "KRW",
    "scrap_price": "KRW/t",
}
"""What may be told of a plant beside its document, a year, and the unit it is counted in."""
SUB_METERS = ("compressors", "blowers", "heat_treatment_electricity", "replaced_equipment")
"""Those that are parts of the plant's electricity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureOrder:
    """What is asked.

    Parameters
    ----------
    prices : Of `electricity` [KRW/kWh], of each fuel by its id [KRW per unit of its amount], and of precursors that are
        bought, of all of them or of none [KRW/t].
    facts : By name, in the units of `FACT_UNITS`.
    savings : The firm's own share of saving of a measure, in place of the catalogue's: by `measure` or
        `measure@furnace`.
    quotes : Investment by an offer, in place of the catalogue's. [KRW]
    budget : Most that may be spent in each year, from the first; what is left stays. None: no plan is made. [KRW]
    years : How many are looked at.
    life : Years a measure works where the catalogue does not say.
    certificate_prices : EUR for a certificate by year; empty: the last published price, held flat.
    free_allocation : Share of free allocation kept, by year, in place of the law's: a draft, say.
    draws : Of saving and investment, evenly between the least and the most.
    """

    prices: Mapping[str, float]
    facts: Mapping[str, float] = field(default_factory=dict)
    savings: Mapping[str, Range] = field(default_factory=dict)
    quotes: Mapping[str, Range] = field(default_factory=dict)
    budget: tuple[float, ...] | None = None
    years: int = 9
    discount: float = 0.05
    life: int = 10
    certificate_prices: Mapping[int, float] = field(default_factory=dict)
    free_allocation: Mapping[int, float] = field(default_factory=dict)
    dollar: ExchangeRate = field(default_factory=lambda: exchange_rate("USD"))
    euro: ExchangeRate = field(default_factory=lambda: exchange_rate("EUR"))
    draws: int = 2_000
    seed: int = 1
