"""Industrial electricity of Korea: contracts and options as tariffs."""

import functools
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Literal

from pulmu.model.errors import InputError
from pulmu.model.tariff import (
    BandHours,
    DayRule,
    DemandRule,
    EnergyDiscount,
    EnergyRate,
    EnergySurcharge,
    Levy,
    PowerFactorRule,
    Tariff,
    TariffSeason,
    TariffTerms,
)
from pulmu.model.week import DaySpan
from pulmu.reference.table import Row, load_table

ContractClass = Literal["industrial_a1", "industrial_a2", "industrial_b"]
Voltage = Literal["low", "high_a", "high_b", "high_c"]
ContractOption = Literal["single", "I", "II", "III"]

SEASONS = (
    TariffSeason(id="summer", name="summer", name_local="여름철", months=(6, 7, 8)),
    TariffSeason(id="spring_autumn", name="spring and autumn", name_local="봄·가을철", months=(3, 4, 5, 9, 10)),
    TariffSeason(id="winter", name="winter", name_local="겨울철", months=(11, 12, 1, 2)),
)
REMEMBERED = (12, 1, 2, 7, 8, 9)
"""Months whose demand is billed later on as well; not the months of the rate seasons."""
DEFERRED_UNTIL = date(2026, 10, 1)
"""First day without the terms of before 2026-04-16, for firms of industrial (b) that had asked to keep them."""
_TABLES = ("electricity_rates", "electricity_basic_charges", "electricity_bands", "electricity_components")
_WEEKEND: tuple[Literal["saturday", "sunday", "holiday"], ...] = ("saturday", "sunday", "holiday")


def contracts() -> tuple[tuple[ContractClass, Voltage, ContractOption], ...]:
    """Every class, voltage and option there is a rate for."""
    found = {(row["contract_class"], row["voltage"], row["option"]) for row in load_table("electricity_rates").rows}
    return tuple(sorted(found))


@functools.cache
def industrial_electricity(
    contract_class: ContractClass, voltage: Voltage, option: ContractOption, *, deferred: bool = False
) -> Tariff:
    """The tariff of a contract, with all terms that are known.

    Parameters
    ----------
    deferred : Whether the firm asked to keep the terms of before 2026-04-16 until 2026-09-30; industrial (b) only.

    Raises
    ------
    InputError  There is no such contract (`tariff.unknown_contract`).
    """
    rates = [
        row for row in load_table("electricity_rates").rows
        if (row["contract_class"], row["voltage"], row["option"]) == (contract_class, voltage, option)
    ]  # fmt: skip
    if not rates:
        known = ", ".join(" ".join(item) for item in contracts())
        raise InputError.of(
            "tariff.unknown_contract", "", f"there is no contract {contract_class} {voltage} {option}",
            f"choose one of: {known}", contract=f"{contract_class} {voltage} {option}", known=known,
        )  # fmt: skip
    is_deferred = deferred and contract_class == "industrial_b"
    bands = [row for row in load_table("electricity_bands").rows if row["contract_class"] == contract_class]
    components = list(load_table("electricity_components").rows)
    if is_deferred:
        rates, bands, components = _later(rates), _later(bands), _later(components)
    (basic,) = (
        row for row in load_table("electricity_basic_charges").rows
        if (row["contract_class"], row["voltage"], row["option"]) == (contract_class, voltage, option)
    )  # fmt: skip
    first = basic["start"]
    changes = {row[name] for row in (*rates, *bands, *components) for name in ("start", "end") if row[name]}
    edges = sorted({first} | {day for day in changes if day > first})
    ends: list[date | None] = [*edges[1:], None]
    return Tariff(
        id=f"{contract_class}_{voltage}_{option}" + ("_deferred" if is_deferred else ""),
        name=f"{_CLASS_NAMES[contract_class][0]}, {_VOLTAGE_NAMES[voltage][0]}{_option(option, 'option ')}"
        + (", deferred" if is_deferred else ""),
        name_local=f"{_CLASS_NAMES[contract_class][1]} {_VOLTAGE_NAMES[voltage][1]}{_option(option, '선택')}"
        + (", 유예" if is_deferred else ""),
        source="; ".join(str(replace(load_table(name).source(""), confidence=None)) for name in _TABLES),
        terms=tuple(
            _terms(start, end, contract_class, basic, _at(rates, start), _at(bands, start), _at(components, start))
            for start, end in zip(edges, ends, strict=True)
        ),
    )


def _option(option: ContractOption, word: str) -> str:
    return "" if option == "single" else f", {word}{option}"


def _later(rows: list[Row]) -> list[Row]:
    """The change of 2026-04-16 moved to the end of the deferral."""
    reform = date(2026, 4, 16)
    moved = {reform: DEFERRED_UNTIL}
    return [
        {**row, "start": moved.get(row["start"], row["start"]), "end": moved.get(row["end"], row["end"])}
        for row in rows
    ]  # fmt: skip


def _at(rows: Iterable[Row], day: date) -> list[Row]:
    return [row for row in rows if row["start"] <= day and (row["end"] is None or day < row["end"])]


def _terms(
    start: date, end: date | None, contract_class: ContractClass, basic: Row, rates: list[Row], bands: list[Row],
    components: list[Row],
) -> TariffTerms:  # fmt: skip
    value = {row["item"]: row["value"] for row in components}
    known = {row["basis"] for row in (*rates, basic, *components)}
    has_bands = contract_class != "industrial_a1"
    discount = value.get("weekend_midday_discount") if contract_class == "industrial_b" else None
    return TariffTerms(
        start=start,
        end=end,
        seasons=SEASONS,
        hours=tuple(_hours(row) for row in bands) if has_bands else _all_hours(),
        days=_DAY_RULES if has_bands else (),
        rates=tuple(EnergyRate(season=row["season"], band=row["band"], price=row["won_per_kwh"]) for row in rates),
        basic=basic["won_per_kw"],
        discounts=() if discount is None else (_midday(discount),),
        surcharges=(
            EnergySurcharge(
                id="climate_environment",
                name="climate and environment charge",
                name_local="기후환경요금",
                price=value["climate_environment_charge"],
            ),
            EnergySurcharge(
                id="fuel_cost",
                name="fuel cost adjustment",
                name_local="연료비조정요금",
                price=value["fuel_cost_adjustment"],
            ),
        ),
        demand=DemandRule(by_contract=True)
        if not has_bands
        else DemandRule(bands=("mid", "peak"), remembered=REMEMBERED, floor=_part(value["demand_floor"])),
        power_factor=PowerFactorRule(
            day=DaySpan(start="08:00", end="22:00"),
            standard=value["power_factor_day_standard"],
            cap=value["power_factor_day_cap"],
            floor=value["power_factor_floor"],
            night_standard=value["power_factor_night_standard"],
            rate=_part(value["power_factor_rate"]),
        ),
        levies=(
            Levy(id="vat", name="value added tax", name_local="부가가치세", share=_part(value["value_added_tax"])),
            Levy(
                id="fund",
                name="electric power industry fund",
                name_local="전력산업기반기금",
                share=_part(value["electric_power_fund"]),
                unit=10,
                rounding="down",
            ),
        ),
        basis=", ".join(sorted(known)),
    )


def _part(percent: float) -> float:
    """A percentage as the decimal it is."""
    return round(percent / 100, 9)


def _hours(row: Row) -> BandHours:
    spans = (text.split("-") for text in row["hours"].split())
    return BandHours(
        season=row["season"], band=row["band"], hours=tuple(DaySpan(start=start, end=end) for start, end in spans)
    )


def _all_hours() -> tuple[BandHours, ...]:
    day = DaySpan(start="00:00", end="24:00")
    return tuple(BandHours(season=item.id, band="all_hours", hours=(day,)) for item in SEASONS)


def _midday(percent: float) -> EnergyDiscount:
    return EnergyDiscount(
        id="weekend_midday", name="weekend midday discount", name_local="주말 낮 할인", share=_part(percent),
        seasons=("spring_autumn",), days=_WEEKEND, start="11:00", end="14:00",
    )  # fmt: skip


_DAY_RULES = (
    DayRule(day="saturday", band="peak", charged_as="mid"),
    DayRule(day="sunday", charged_as="light"),
    DayRule(day="holiday", charged_as="light"),
)
_CLASS_NAMES = {
    "industrial_a1": ("industrial (a) I", "산업용전력(갑)Ⅰ"),
    "industrial_a2": ("industrial (a) II", "산업용전력(갑)Ⅱ"),
    "industrial_b": ("industrial (b)", "산업용전력(을)"),
}
_VOLTAGE_NAMES = {
    "low": ("low voltage", "저압전력"),
    "high_a": ("high voltage A", "고압A"),
    "high_b": ("high voltage B", "고압B"),
    "high_c": ("high voltage C", "고압C"),
}
