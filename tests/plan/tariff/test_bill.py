"""Bills against arithmetic by hand, and against a plain walk through every quarter of an hour that shares no code."""

import calendar
import math
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pulmu.model import InputError, RuleError, Source
from pulmu.model.tariff import BandHours, DemandRule, EnergyRate, Tariff, TariffSeason, TariffTerms
from pulmu.model.week import DaySpan
from pulmu.plan.tariff import Bill, BillAsk, Contract, Drawn, Peak, month_bill
from pulmu.reference.electricity import industrial_electricity

SEOUL = ZoneInfo("Asia/Seoul")
HOLIDAYS = {
    date(2025, 12, 25), date(2026, 1, 1), date(2026, 2, 16), date(2026, 2, 17), date(2026, 2, 18), date(2026, 3, 1),
    date(2026, 3, 2), date(2026, 5, 1), date(2026, 5, 5), date(2026, 5, 24), date(2026, 5, 25), date(2026, 6, 3),
    date(2026, 6, 6), date(2026, 7, 17), date(2026, 8, 15), date(2026, 8, 17), date(2026, 9, 24), date(2026, 9, 25),
    date(2026, 9, 26), date(2026, 10, 3), date(2026, 10, 5), date(2026, 10, 9), date(2026, 12, 25),
}  # fmt: skip
B_A_II = industrial_electricity("industrial_b", "high_a", "II")
NEW = {"summer": (116.0, 163.8, 229.0), "spring_autumn": (116.0, 133.4, 150.9), "winter": (123.0, 164.0, 204.6)}
OLD = {"summer": (110.9, 163.8, 245.9), "spring_autumn": (110.9, 133.4, 164.1), "winter": (117.9, 164.0, 221.5)}


def drawn(year: int, month: int, kilowatt: object, interval: int = 900) -> Drawn:
    """A month in which so much was drawn: always the same, or by the local time of the slot's start."""
    first = datetime(year, month, 1, tzinfo=SEOUL)
    days = calendar.monthrange(year, month)[1]
    starts = [first + timedelta(seconds=interval * number) for number in range(days * 86_400 // interval)]
    power = [kilowatt(at) if callable(kilowatt) else float(kilowatt) for at in starts]  # type: ignore[arg-type]
    return Drawn(
        month=(year, month), start=np.array([int(at.timestamp()) for at in starts], np.int64), interval=interval,
        energy=np.array(power) * interval / 3600, source=Source("meter", "main"),
    )  # fmt: skip


def ask(contracted: float = 300.0, **more: object) -> BillAsk:
    known = more.pop("known_peaks", {})
    rates_of = more.pop("rates_of", None)
    contract = Contract(contracted_power=contracted, **more)  # type: ignore[arg-type]
    return BillAsk(contract=contract, known_peaks=known, rates_of=rates_of)  # type: ignore[arg-type]


def amount(bill: Bill, kind: str, *more: str) -> float:
    return sum(
        line.amount.value for line in bill.lines
        if line.kind == kind and set(more) <= {line.id, line.season, line.band}
    )  # fmt: skip


# by hand --------------------------------------------------------------------------------------------------------


def test_a_summer_month_of_100_kw() -> None:
    """July 2026: 31 days, of which 4 Saturdays, 4 Sundays and Constitution Day, a Friday: 22 working days.

    Light: 10 h on 26 days that are no Sunday or holiday, 24 h on 5: 380 h. Mid: 8 h on 22 days and 14 h on Saturdays:
    232 h. Peak: 6 h on 22 days: 132 h. 744 h in all.
    """
    bill = month_bill(B_A_II, drawn(2026, 7, 100.0), ask(power_factor_day=90.0, power_factor_night=100.0))
    assert amount(bill, "energy", "light") == pytest.approx(38_000 * 116.0)
    assert amount(bill, "energy", "mid") == pytest.approx(23_200 * 163.8)
    assert amount(bill, "energy", "peak") == pytest.approx(13_200 * 229.0)
    assert amount(bill, "basic") == 100 * 8_320
    assert amount(bill, "surcharge", "climate_environment") == pytest.approx(74_400 * 9.0)
    assert amount(bill, "surcharge", "fuel_cost") == pytest.approx(74_400 * 5.0)
    assert amount(bill, "power_factor_day") == pytest.approx(832_000 * 2 * 0.002)
    assert bill.charge.value == pytest.approx(4_408_000 + 3_800_160 + 3_022_800 + 832_000 + 669_600 + 372_000 + 3_328)
    assert amount(bill, "levy", "vat") == 1_310_789  # of 13,107,888
    assert amount(bill, "levy", "fund") == 353_910  # 353,912.976 cut to tens
    assert bill.to_pay.value == 13_107_888 + 1_310_789 + 353_910


def test_the_weekend_window_halves_light_and_mid_load() -> None:
    """October 2026: Saturdays 3 (a holiday), 10, 17, 24, 31; Sundays 4, 11, 18, 25; Monday 5 and Friday 9 holidays.

    11:00 to 14:00 is light load on Sundays and holidays (4 + 3 days) and mid load on the other 4 Saturdays.
    """
    bill = month_bill(B_A_II, drawn(2026, 10, 100.0), ask())
    assert amount(bill, "discount", "light") == pytest.approx(-7 * 3 * 100 * 116.0 / 2)
    assert amount(bill, "discount", "mid") == pytest.approx(-4 * 3 * 100 * 133.4 / 2)


def test_there_is_no_window_in_summer_winter_or_under_a_lesser_contract() -> None:
    for month in (7, 12):
        assert amount(month_bill(B_A_II, drawn(2026, month, 100.0), ask()), "discount") == 0.0
    lesser = industrial_electricity("industrial_a2", "high_a", "II")
    assert amount(month_bill(lesser, drawn(2026, 10, 100.0), ask()), "discount") == 0.0


def test_in_april_2026_each_half_pays_its_own_terms() -> None:
    bill = month_bill(B_A_II, drawn(2026, 4, 100.0), ask())
    peaks = [line for line in bill.lines if line.kind == "energy" and line.band == "peak"]
    assert [(line.start, line.end) for line in peaks] == [
        (date(2026, 4, 1), date(2026, 4, 16)), (date(2026, 4, 16), date(2026, 5, 1))
    ]  # fmt: skip
    # 11 working days each: peak 11-12 and 13-18 before, 15-21 after
    assert [line.amount.value for line in peaks] == pytest.approx([11 * 6 * 100 * 164.1, 11 * 6 * 100 * 150.9])
    assert len([line for line in bill.lines if line.kind == "basic"]) == 1, "its rate did not change"


def test_who_deferred_pays_the_former_terms_until_the_end_of_september() -> None:
    deferred = industrial_electricity("industrial_b", "high_a", "II", deferred=True)
    after, before = (month_bill(deferred, drawn(2026, month, 100.0), ask()) for month in (10, 9))
    assert amount(after, "energy", "peak") == pytest.approx(amount(
        month_bill(B_A_II, drawn(2026, 10, 100.0), ask()), "energy", "peak"))  # fmt: skip
    # September 2026: 22 weekdays, less the 24th and 25th
    assert amount(before, "energy", "peak") == pytest.approx(20 * 6 * 100 * 164.1)
    assert amount(before, "discount") == 0.0


@pytest.mark.parametrize(("day", "is_holiday"), [(date(2025, 1, 27), False), (date(2025, 6, 3), False),
                                                 (date(2025, 1, 28), True), (date(2026, 6, 3), True)])  # fmt: skip
def test_a_day_named_a_holiday_for_once_is_charged_as_a_working_day(day: date, is_holiday: bool) -> None:
    bill = month_bill(B_A_II, drawn(day.year, day.month, lambda at: 200.0 if at.date() == day else 0.0), ask())
    assert {line.band for line in bill.lines if line.kind == "energy" and line.amount.value} == (
        {"light"} if is_holiday else {"light", "mid", "peak"})  # fmt: skip
    assert bill.peak.kilowatt == (0.0 if is_holiday else 200.0)


def spiky(at: datetime) -> float:
    """500 kW for one quarter at night, 400 on a Sunday, 250 in mid load, else 100."""
    if (at.day, at.hour, at.minute) == (7, 23, 0):
        return 500.0
    if (at.day, at.hour, at.minute) == (5, 16, 0):
        return 400.0
    return 250.0 if (at.day, at.hour, at.minute) == (8, 9, 15) else 100.0


def test_demand_of_light_load_is_not_billed() -> None:
    bill = month_bill(B_A_II, drawn(2026, 7, spiky), ask(contracted=400.0))
    assert bill.peak.kilowatt == 250.0
    assert bill.billed.value == 250.0
    assert bill.peak.start == int(datetime(2026, 7, 8, 9, 15, tzinfo=SEOUL).timestamp())


@pytest.mark.parametrize(
    ("month", "told", "billed"),
    [
        ((2026, 7), {(2026, 1): 180.0}, 180.0),
        ((2026, 7), {(2025, 8): 180.0}, 180.0),  # the eleventh month before
        ((2026, 7), {(2025, 7): 180.0}, 100.0),  # the twelfth before: no longer within twelve months
        ((2026, 7), {(2026, 6): 180.0}, 100.0),  # June is a summer rate month and no demand month
        ((2026, 7), {(2025, 9): 180.0}, 180.0),  # September is one
        ((2026, 7), {(2025, 11): 180.0}, 100.0),  # November is none
        ((2026, 11), {(2026, 8): 180.0}, 180.0),
    ],
)
def test_demand_is_remembered_by_its_month(
    month: tuple[int, int], told: dict[tuple[int, int], float], billed: float
) -> None:
    peaks = {at: Peak(at, kilowatt) for at, kilowatt in told.items()}
    bill = month_bill(B_A_II, drawn(*month, 100.0), ask(known_peaks=peaks))
    assert bill.billed.value == billed
    assert set(bill.unknown_months).isdisjoint(told)


def test_at_least_a_part_of_the_contracted_power_is_billed() -> None:
    assert month_bill(B_A_II, drawn(2026, 7, 100.0), ask(contracted=1_000.0)).billed.value == 300.0


def test_class_a1_is_billed_by_its_contract_and_has_no_bands() -> None:
    bill = month_bill(
        industrial_electricity("industrial_a1", "low", "single"), drawn(2026, 7, 100.0), ask(contracted=150.0)
    )
    assert bill.billed.value == 150.0
    assert amount(bill, "basic") == 150 * 5_550
    assert amount(bill, "energy") == pytest.approx(74_400 * 116.2)
    assert bill.unknown_months == ()


@pytest.mark.parametrize(
    ("day", "night", "points"),
    [(92, 95, (0, 0)), (60, 95, (32, 0)), (50, 95, (32, 0)), (97, 95, (-5, 0)), (100, 95, (-5, 0)), (92, 90, (0, 5)),
     (92, 100, (0, 0))],
)  # fmt: skip
def test_power_factor_by_day_and_by_night(day: float, night: float, points: tuple[float, float]) -> None:
    bill = month_bill(B_A_II, drawn(2026, 7, 100.0), ask(power_factor_day=day, power_factor_night=night))
    basic = 832_000
    assert amount(bill, "power_factor_day") == pytest.approx(basic * points[0] * 0.002)
    assert amount(bill, "power_factor_night") == pytest.approx(basic * points[1] * 0.002)


def test_before_february_2025_the_standard_was_90() -> None:
    bill = month_bill(B_A_II, drawn(2025, 1, 100.0), ask(power_factor_day=90.0, power_factor_night=95.0))
    assert amount(bill, "power_factor_day") == 0.0


def test_a_month_before_the_terms_is_refused_and_can_be_charged_by_those_of_a_day() -> None:
    with pytest.raises(RuleError) as caught:
        month_bill(B_A_II, drawn(2018, 7, 100.0), ask())
    assert caught.value.problems[0].code == "tariff.not_in_force"
    bill = month_bill(B_A_II, drawn(2018, 7, 100.0), ask(rates_of=date(2026, 6, 1)))
    assert bill.rates_of == date(2026, 6, 1)
    # July 2018: 22 weekdays, no holiday
    assert amount(bill, "energy", "peak") == pytest.approx(22 * 6 * 100 * 229.0)


HALF_PAST = Tariff(
    id="half_past",
    holidays=False,
    terms=(
        TariffTerms(
            start=date(2026, 1, 1),
            seasons=(TariffSeason(id="year", months=tuple(range(1, 13))),),
            hours=(
                BandHours(season="year", band="low", hours=(DaySpan(start="21:30", end="08:30"),)),
                BandHours(season="year", band="high", hours=(DaySpan(start="08:30", end="21:30"),)),
            ),
            rates=(EnergyRate(season="year", band="low", price=50), EnergyRate(season="year", band="high", price=100)),
            basic=1000,
            demand=DemandRule(),
        ),
    ),
)
"""Somebody else's tariff, as data."""


def test_another_tariff_is_data() -> None:
    bill = month_bill(HALF_PAST, drawn(2026, 6, 10.0), ask())
    assert bill.charge.value == pytest.approx(10 * 1000 + 30 * 11 * 10 * 50 + 30 * 13 * 10 * 100)
    assert bill.to_pay.value == bill.charge.value


def test_a_slot_that_holds_two_bands_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        month_bill(HALF_PAST, drawn(2026, 6, 10.0, 3600), ask())
    assert caught.value.problems[0].code == "tariff.interval"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"seasons": (TariffSeason(id="year", months=(1,)),)}, "tariff.no_season"),
        (
            {"hours": (BandHours(season="year", band="low", hours=(DaySpan(start="00:00", end="23:00"),)),)},
            "tariff.open_hours",
        ),
        ({"rates": (EnergyRate(season="year", band="low", price=50),)}, "tariff.no_rate"),
    ],
)
def test_a_tariff_that_leaves_something_open_is_refused(change: dict[str, object], code: str) -> None:
    terms = replace(HALF_PAST.terms[0], **change)  # type: ignore[arg-type]
    with pytest.raises(InputError) as caught:
        month_bill(replace(HALF_PAST, terms=(terms,)), drawn(2026, 6, 10.0), ask())
    assert caught.value.problems[0].code == code


# against a walk through every quarter ---------------------------------------------------------------------------


def season_of(month: int) -> str:
    return "summer" if month in (6, 7, 8) else "winter" if month in (11, 12, 1, 2) else "spring_autumn"


def band_of(at: datetime, is_new: bool) -> int:
    """0 light, 1 mid, 2 peak: as the price list words it."""
    if at.weekday() == 6 or at.date() in HOLIDAYS:
        return 0
    hour = at.hour
    if hour >= 22 or hour < 8:
        return 0
    if season_of(at.month) == "winter":
        peak = 9 <= hour < 12 or 16 <= hour < 19
    elif is_new:
        peak = 15 <= hour < 21
    else:
        peak = hour == 11 or 13 <= hour < 18
    return 1 if not peak or at.weekday() == 5 else 2


def plain_bill(year: int, month: int, power: list[float], remembered: float) -> float:
    """What is to be paid for a month of 2026 under (b), high voltage A, option II, 300 kW."""
    at = datetime(year, month, 1, tzinfo=SEOUL)
    energy_won = peak = 0.0
    total = 0.0
    for kilowatt in power:
        is_new = at.date() >= date(2026, 4, 16)
        band = band_of(at, is_new)
        price = (NEW if is_new else OLD)[season_of(at.month)][band]
        off = at.weekday() >= 5 or at.date() in HOLIDAYS
        if is_new and off and season_of(at.month) == "spring_autumn" and 11 <= at.hour < 14:
            price /= 2
        energy_won += kilowatt / 4 * (price + 14.0)
        total += kilowatt / 4
        if band > 0:
            peak = max(peak, kilowatt)
        at += timedelta(minutes=15)
    billed = max(peak, remembered, 90.0)
    charge = energy_won + billed * 8_320
    return charge + math.floor(charge * 0.1 + 0.5) + math.floor(charge * 0.027 / 10) * 10


@settings(max_examples=40)
@given(month=st.integers(1, 12), seed=st.integers(0, 10_000), remembered=st.sampled_from([0.0, 130.0, 320.0]))
def test_a_month_is_what_a_plain_walk_says(month: int, seed: int, remembered: float) -> None:
    random = np.random.default_rng(seed)
    days = calendar.monthrange(2026, month)[1]
    power = np.round(random.uniform(5, 310, days * 96), 1)
    values = iter(power.tolist())
    told = {(2025, 12): Peak((2025, 12), remembered)} if month != 12 else {}
    bill = month_bill(B_A_II, drawn(2026, month, lambda _: next(values)), ask(known_peaks=told))
    within = remembered if month < 12 else 0.0
    assert bill.to_pay.value == pytest.approx(plain_bill(2026, month, power.tolist(), within), abs=0.51)


@settings(max_examples=25)
@given(seed=st.integers(0, 10_000), factor=st.floats(0.1, 10))
def test_lines_add_up_and_energy_is_neither_lost_nor_found(seed: int, factor: float) -> None:
    random = np.random.default_rng(seed)
    values = iter((random.uniform(0, 100, 31 * 96) * factor).tolist())
    month = drawn(2026, 10, lambda _: next(values))
    bill = month_bill(B_A_II, month, ask())
    assert bill.energy() == pytest.approx(float(month.energy.sum()), rel=1e-9)
    assert sum(line.amount.value for line in bill.lines) == pytest.approx(bill.to_pay.value, abs=0.51)
