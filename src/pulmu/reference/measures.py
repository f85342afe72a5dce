"""The catalogue of measures that cut cost or carbon: what a source says of each, in units we know."""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pulmu.model.errors import RuleError
from pulmu.model.quantity import Quantity
from pulmu.model.source import Source
from pulmu.reference.table import Row, load_table

MeasureKind = Literal["equipment", "control", "audit", "renewable", "precursor", "charge", "advice"]
SizingRule = Literal[
    "share_of_fuel", "share_of_site", "share_of_fact", "share_of_charge", "heat_to_boiler", "fuel_to_electricity",
    "per_kilowatt", "share_of_scrap", "told", "told_of_fact", "none",
]  # fmt: skip
Grade = Literal["A", "B", "C", "D", "none"]
KILOWATTS_OF_A_HORSEPOWER = 0.7457
_LEADING = re.compile(r"(%|GJ/yr|kWh/kW/yr|kWh/t)")
_CAPITAL = re.compile(r"(USD|M KRW|KRW)(?:/(t|kW|hp)|)(?![\w/])")


@dataclass(frozen=True, slots=True)
class Spread:
    """The least and the most a source names, in one unit.

    Parameters
    ----------
    low, high : None where the source does not name it.
    """

    low: Quantity | None
    high: Quantity | None

    @property
    def is_whole(self) -> bool:
        """Whether both ends are known."""
        return self.low is not None and self.high is not None


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """Won for one unit of another currency.

    Parameters
    ----------
    is_assumed : Whether nobody gave it: the packaged round number stands.
    """

    currency: str
    krw: float
    day: date
    is_assumed: bool
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureTie:
    """Another measure that has to come first, or that is not done beside it, and why."""

    other: str
    reason_en: str
    reason_ko: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueMeasure:
    """A measure as the catalogue has it; what its source does not give is None.

    Parameters
    ----------
    saving : As a share (``1``), an amount of one plant (``GJ``), by power (``kWh/kW``) or a level (``kWh/t``).
    saving_text, capital_text : Unit as the source words it, with what it is of.
    capital : [KRW, KRW/t or KRW/kW]
    currency : In which the source gives it; USD was turned into won by the exchange rate.
    payback : Shortest and longest. [years]
    facts : What has to be told of a plant before it is sized.
    """

    id: str
    name_en: str
    name_ko: str
    sector: str
    carrier: str
    kind: MeasureKind
    rule: SizingRule
    steps: tuple[str, ...]
    facts: tuple[str, ...]
    gate: str
    ask_en: str
    ask_ko: str
    saving: Spread | None
    saving_text: str
    carbon_text: str
    capital: Spread | None
    capital_text: str
    currency: str
    payback: tuple[float, float] | None
    life: float | None
    source: Source
    source_type: str
    grade: Grade
    note: str
    needs: tuple[MeasureTie, ...]
    excludes: tuple[MeasureTie, ...]

    @property
    def capital_is_of_one_site(self) -> bool:
        """Whether the investment is that of the source's sites, whatever their size: no price for another."""
        return "per site" in self.capital_text or "per project" in self.capital_text


@dataclass(frozen=True, slots=True)
class ProgrammePurpose:
    """A programme that may be for a kind of measure. Who may apply is for its own rules to say."""

    programme: str
    reason_en: str
    reason_ko: str


def exchange_rate(currency: str, krw: float | None = None, day: date | None = None) -> ExchangeRate:
    """The rate that was given; the packaged assumption where none was.

    Raises
    ------
    RuleError  No assumption for the currency (`rule.no_exchange_rate`).
    """
    table = load_table("exchange_assumptions")
    for row in table.rows:
        if row["currency"] == currency:
            if krw is None:
                return ExchangeRate(currency, row["krw"], row["day"], True, table.source(currency))
            return ExchangeRate(currency, krw, day or row["day"], False, Source("given", currency))
    raise RuleError.of("rule.no_exchange_rate", table.meta.act, f"there is no exchange rate for {currency!r}",
                       "give one", currency=currency)  # fmt: skip


def catalogue_measures(won_per_dollar: float) -> tuple[CatalogueMeasure, ...]:
    """Every measure of the catalogue, in its order.

    Parameters
    ----------
    won_per_dollar : For investments that the source gives in USD. [KRW/USD]

    Raises
    ------
    RuleError  A unit of the table is not known (`reference.value`).
    """
    rules = {row["id"]: row for row in load_table("measure_rules").rows}
    return tuple(_measure(row, rules[row["id"]], won_per_dollar) for row in load_table("measures").rows)


def purposes_of(kind: MeasureKind) -> tuple[ProgrammePurpose, ...]:
    """Programmes that may be for a kind of measure."""
    rows = load_table("measure_programmes").rows
    return tuple(ProgrammePurpose(r["programme"], r["reason_en"], r["reason_ko"]) for r in rows if r["kind"] == kind)


def _measure(row: Row, rule: Row, won_per_dollar: float) -> CatalogueMeasure:
    paid_back = row["payback_years_low"], row["payback_years_high"]
    return CatalogueMeasure(
        id=row["id"], name_en=row["measure"], name_ko=rule["name_ko"], sector=row["sector"], carrier=row["carrier"],
        kind=rule["kind"], rule=rule["rule"], steps=_words(rule["steps"]), facts=_words(rule["facts"]),
        gate=rule["gate"], ask_en=rule["ask_en"], ask_ko=rule["ask_ko"],
        saving=_saving(row), saving_text=row["saving_unit"], carbon_text=row["co2_saving"],
        capital=_capital(row, won_per_dollar), capital_text=row["capex_unit"],
        currency="USD" if row["capex_unit"].startswith("USD") else "KRW",
        payback=None if None in paid_back else paid_back, life=row["lifetime_years"],
        source=Source(row["source"], "", load_table("measures").meta.edition),
        source_type=row["source_type"], grade=row["grade"], note=row["note"],
        needs=_ties("needs")[row["id"]], excludes=_ties("excludes")[row["id"]],
    )  # fmt: skip


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split(";")) if text else ()


def _saving(row: Row) -> Spread | None:
    low, high, text = row["saving_low"], row["saving_high"], row["saving_unit"]
    if low is None and high is None:
        return None
    found = _LEADING.match(text)
    if found is None:
        raise _unknown(row, "saving_unit")
    word = {"%": "%", "GJ/yr": "GJ", "kWh/kW/yr": "kWh/kW", "kWh/t": "kWh/t"}[found[1]]
    return Spread(_quantity(low, word), _quantity(high, word))


def _quantity(value: float | None, unit: str) -> Quantity | None:
    if value is None:
        return None
    return Quantity(value / 100.0, "1") if unit == "%" else Quantity(value, unit)


def _capital(row: Row, won_per_dollar: float) -> Spread | None:
    low, high, text = row["capex_low"], row["capex_high"], row["capex_unit"]
    if low is None and high is None:
        return None
    found = _CAPITAL.match(text)
    if found is None and text:
        raise _unknown(row, "capex_unit")
    money, per = (found[1], found[2] or "") if found else ("KRW", "")  # nothing is nothing in any currency
    won = {"USD": won_per_dollar, "M KRW": 1e6, "KRW": 1.0}[money]
    if per == "hp":
        won, per = won / KILOWATTS_OF_A_HORSEPOWER, "kW"
    unit = f"KRW/{per}" if per else "KRW"
    return Spread(*(None if value is None else Quantity(value * won, unit) for value in (low, high)))


def _unknown(row: Row, column: str) -> RuleError:
    return RuleError.of("reference.value", f"measures.csv, {row['id']}, column {column}",
                        f"{row[column]!r} is not a unit it may hold")  # fmt: skip


@functools.cache
def _ties(kind: Literal["needs", "excludes"]) -> Mapping[str, tuple[MeasureTie, ...]]:
    """Ties of every measure; an exclusion holds both ways."""
    found: dict[str, list[MeasureTie]] = {row["id"]: [] for row in load_table("measures").rows}
    for row in load_table("measure_ties").rows:
        if row["tie"] != kind:
            continue
        pairs = [(row["id"], row["other"]), (row["other"], row["id"])]
        for one, other in pairs if kind == "excludes" else pairs[:1]:
            found[one].append(MeasureTie(other=other, reason_en=row["reason_en"], reason_ko=row["reason_ko"]))
    return {name: tuple(ties) for name, ties in found.items()}
