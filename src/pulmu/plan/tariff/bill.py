"""The bill of a month, every line explained."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from pulmu.metering.series import Instants, Values
from pulmu.model import Figure, Source
from pulmu.model.tariff import Levy, Tariff, TariffTerms
from pulmu.plan.tariff import charges as formulas
from pulmu.plan.tariff.demand import Peak, YearMonth, demands, highest, peaks_that_bill
from pulmu.plan.tariff.hours import Charge, Charged, charged, terms_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """What a firm has agreed with its supplier, and what is known of its power factor.

    Parameters
    ----------
    contracted_power : [kW]
    power_factor_day, power_factor_night : Of the month, lagging by day, leading by night; None where not known, and
        nothing is then added or taken off. [%]
    """

    contracted_power: float
    power_factor_day: float | None = None
    power_factor_night: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Drawn:
    """What was drawn in a month, slot by slot.

    Parameters
    ----------
    start, energy : (slots,)  In order of time. [s since 1970, UTC; kWh]
    interval : Length of a slot. [s]
    source : Where the readings stand.
    """

    month: YearMonth
    start: Instants
    energy: Values
    interval: int
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class BillLine:
    """A line of a bill.

    Parameters
    ----------
    kind : What it is; `energy` and `discount` also have a season and a band, `surcharge` and `levy` an id.
    amount : Its figure, with the formula behind it. [KRW]
    start, end : Days it is for, half-open.
    """

    kind: str
    amount: Figure
    id: str = ""
    season: str = ""
    band: str = ""
    start: date
    end: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """A month's bill.

    Parameters
    ----------
    rates_of : Day whose terms were charged, where it is not the month's own: the bill is then a counterfactual.
    peak : This month's highest demand that counts.
    unknown_months : Earlier months whose demand would be billed if it were higher, and is not known.
    """

    tariff: Tariff
    month: YearMonth
    rates_of: date | None
    lines: tuple[BillLine, ...]
    billed: Figure
    peak: Peak
    charge: Figure
    to_pay: Figure
    unknown_months: tuple[YearMonth, ...] = ()

    def energy(self) -> float:
        """What was drawn. [kWh]"""
        return sum(
            item.figure.value for line in self.lines if line.kind == "energy" for item in line.amount.inputs
            if item.parameter == "energy"
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class BillAsk:
    """What a bill is asked for.

    Parameters
    ----------
    known_peaks : Highest demand that counts of earlier months, as far as known. [kW]
    rates_of : See `Bill`.
    """

    contract: Contract
    known_peaks: Mapping[YearMonth, Peak] = field(default_factory=dict)
    rates_of: date | None = None


def month_bill(tariff: Tariff, drawn: Drawn, ask: BillAsk) -> Bill:
    """The bill of a month.

    Raises
    ------
    RuleError, InputError  As `charged` does.
    """
    slots = charged(tariff, drawn.start, drawn.interval, rates_of=ask.rates_of)
    spans = _spans(tariff, drawn.month, ask.rates_of)
    last = tariff.terms[spans[-1][0]]
    peak = month_peak(tariff, drawn, slots)
    peaks, unknown = ((), ()) if last.demand.by_contract else peaks_that_bill(last.demand, peak, ask.known_peaks)
    billed = _billed(last, peaks, ask.contract, drawn.source)
    lines = [*_basic_lines(tariff, spans, billed), *_energy_lines(tariff, drawn, slots, spans)]
    lines += _power_factor_lines(tariff, spans, lines, ask.contract)
    whole = formulas.charge.figure(parts=[line.amount for line in lines])
    start, end = spans[0][1], spans[-1][2]
    levies = [
        BillLine(kind="levy", id=item.id, amount=_levy(item, whole, tariff), start=start, end=end)
        for item in last.levies
    ]
    to_pay = formulas.amount_to_pay.figure(charge=whole, levies=[item.amount for item in levies])
    return Bill(
        tariff=tariff, month=drawn.month, rates_of=ask.rates_of, lines=(*lines, *levies), billed=billed, peak=peak,
        charge=whole, to_pay=to_pay, unknown_months=unknown,
    )  # fmt: skip


def month_peak(tariff: Tariff, drawn: Drawn, slots: Charged) -> Peak:
    """The highest demand of a month that counts, by the terms each slot is charged by."""
    counting = np.array([_counts(tariff.terms[item.terms], item) for item in slots.charges] or [False])
    minutes = tariff.terms[slots.charges[0].terms].demand.minutes if slots.charges else 15
    return highest(drawn.month, *demands(drawn.start, drawn.energy, counting[slots.of], drawn.interval, minutes))


def _counts(terms: TariffTerms, charge: Charge) -> bool:
    return not terms.demand.bands or charge.band in terms.demand.bands


def _spans(tariff: Tariff, month: YearMonth, rates_of: date | None) -> list[tuple[int, date, date]]:
    """Terms of a month and the days they hold, half-open."""
    day, end = first_day(month), first_day(next_month(month))
    if rates_of is not None:
        return [(terms_at(tariff, rates_of), day, end)]
    found: list[tuple[int, date, date]] = []
    while day < end:
        terms = terms_at(tariff, day)
        until = min(tariff.terms[terms].end or end, end)
        found.append((terms, day, until))
        day = until
    return found


def first_day(month: YearMonth) -> date:
    """Of a month."""
    return date(month[0], month[1], 1)


def next_month(month: YearMonth) -> YearMonth:
    """The month after."""
    return (month[0] + month[1] // 12, month[1] % 12 + 1)


def _billed(terms: TariffTerms, peaks: tuple[Peak, ...], contract: Contract, source: Source) -> Figure:
    least = 1.0 if terms.demand.by_contract else terms.demand.floor
    measured = [
        Figure(item.kilowatt, "kW", "highest demand", source, because=f"{item.month[0]}-{item.month[1]:02}")
        for item in peaks
    ]  # fmt: skip
    return formulas.billed_demand.figure(
        highest_demand=measured,
        contracted_power=Figure(float(contract.contracted_power), "kW", "contracted power", Source("contract", "")),
        least_part=_of_tariff(least, "1", "least part of the contracted power", ""),
    )


def _basic_lines(tariff: Tariff, spans: list[tuple[int, date, date]], billed: Figure) -> Iterator[BillLine]:
    days = (spans[-1][2] - spans[0][1]).days
    for rate, start, end in _merged(tariff, spans):
        yield BillLine(
            kind="basic", start=start, end=end,
            amount=formulas.basic_charge.figure(
                billed=billed, rate=_of_tariff(rate, "KRW/kW", "rate for demand", tariff.source),
                part_of_month=_of_tariff((end - start).days / days, "1", "part of the month", ""),
            ),
        )  # fmt: skip


def _merged(tariff: Tariff, spans: list[tuple[int, date, date]]) -> Iterator[tuple[float, date, date]]:
    """Basic rates of a month; terms that leave it as it is are no line of their own."""
    rate, start, end = tariff.terms[spans[0][0]].basic, spans[0][1], spans[0][2]
    for terms, begin, until in spans[1:]:
        if tariff.terms[terms].basic != rate:
            yield rate, start, end
            rate, start = tariff.terms[terms].basic, begin
        end = until
    yield rate, start, end


def _energy_lines(
    tariff: Tariff, drawn: Drawn, slots: Charged, spans: list[tuple[int, date, date]]
) -> Iterator[BillLine]:
    """Energy by terms, season, band and discount; then what every kWh pays besides."""
    sums = np.bincount(slots.of, weights=drawn.energy, minlength=len(slots.charges))
    source = drawn.source
    for terms, start, end in spans:
        held = tariff.terms[terms]
        prices = {(item.season, item.band): item.price for item in held.rates}
        mine = [(item, float(amount)) for item, amount in zip(slots.charges, sums, strict=True) if item.terms == terms]
        for season, band in dict.fromkeys((item.season, item.band) for item, _ in mine):
            rate = _of_tariff(prices[season, band], "KRW/kWh", "energy rate", tariff.source)
            of_band = [(item, amount) for item, amount in mine if (item.season, item.band) == (season, band)]
            energy = _energy(sum(amount for _, amount in of_band), source)
            amount = formulas.energy_charge.figure(energy=energy, rate=rate)
            yield BillLine(kind="energy", season=season, band=band, amount=amount, start=start, end=end)
            for item, less in of_band:
                if item.discount is not None and less:
                    part = _of_tariff(item.discount.share, "1", "part not paid", tariff.source)
                    cut = formulas.energy_discount.figure(energy=_energy(less, source), rate=rate, part=part)
                    yield BillLine(kind="discount", id=item.discount.id, season=season, band=band, amount=cut,
                                   start=start, end=end)  # fmt: skip
        for surcharge in held.surcharges:
            rate = _of_tariff(surcharge.price, "KRW/kWh", "surcharge", tariff.source)
            energy = _energy(sum(amount for _, amount in mine), source)
            amount = formulas.energy_charge.figure(energy=energy, rate=rate)
            yield BillLine(kind="surcharge", id=surcharge.id, amount=amount, start=start, end=end)


def _power_factor_lines(
    tariff: Tariff, spans: list[tuple[int, date, date]], lines: list[BillLine], contract: Contract
) -> Iterator[BillLine]:
    rule = tariff.terms[spans[-1][0]].power_factor
    if rule is None:
        return
    basic = formulas.charge.figure(parts=[line.amount for line in lines if line.kind == "basic"])
    asked = (
        ("power_factor_day", contract.power_factor_day, rule.standard, rule.cap),
        ("power_factor_night", contract.power_factor_night, rule.night_standard, rule.night_standard),
    )
    for kind, measured, standard, cap in asked:
        if measured is None:
            continue
        points = formulas.power_factor_points.figure(
            power_factor=Figure(float(measured), "%", "power factor", Source("meter or bill", "")),
            standard=_of_tariff(standard, "%", "standard power factor", tariff.source),
            cap=_of_tariff(cap, "%", "best that counts", tariff.source),
            floor=_of_tariff(rule.floor, "%", "worst that counts", tariff.source),
        )
        amount = formulas.power_factor_charge.figure(
            basic=basic, points=points, rate=_of_tariff(rule.rate, "1", "part for each point", tariff.source)
        )
        yield BillLine(kind=kind, amount=amount, start=spans[0][1], end=spans[-1][2])


def _levy(item: Levy, charge: Figure, tariff: Tariff) -> Figure:
    carried = formulas.levy_rounded_down if item.rounding == "down" else formulas.levy
    return carried.figure(
        charge=charge, part=_of_tariff(item.share, "1", "part of the charge", tariff.source),
        step=_of_tariff(item.unit, "KRW", "step of rounding", tariff.source),
    )  # fmt: skip


def _energy(amount: float, source: Source) -> Figure:
    return Figure(round(amount, 6), "kWh", "energy drawn", source)


def _of_tariff(value: float, unit: str, name: str, source: str) -> Figure:
    return Figure(float(value), unit, name, Source(source or "contract", "", confidence="secondary"))
