"""The electricity bill: energy by bands, demand, power factor and charges."""

from dataclasses import replace

from pulmu.adapters._bills.bill import Bill, Value
from pulmu.adapters._bills.labels import BANDS
from pulmu.metering import Entry
from pulmu.model import problem

_KILO = {"kWh": 1.0, "MWh": 1e3, "GWh": 1e6}
_ITEMS = (
    "basic_charge", "energy_charge", "climate_environment_charge", "fuel_adjustment", "power_factor_charge",
)  # fmt: skip
_ADDED = ("vat", "electric_power_fund", "television_fee", "arrears")
_TAKEN_OFF = ("cut", "discount")
_WON_PER_KWH = (50.0, 600.0)
"""Far below the cheapest and far above the dearest industrial rate with levies (KEPCO tables since 2016)."""
_CUT = 10.0
"""The amount of a bill is cut below ten won."""


def read_electricity(bill: Bill) -> Entry | None:
    """The entry of one electricity bill; None if an error stands in its way."""
    days = bill.span()
    energy = _energy(bill)
    bill.keep_text("month")
    bill.keep_text("customer")
    billed = bill.keep("billed_demand", bill.number("billed_demand", "kW", usual="kW"))
    bill.keep("contract_demand", bill.number("contract_demand", "kW", usual="kW"))
    peak = bill.keep("peak_demand", bill.number("peak_demand", "kW", usual="kW"))
    for name in ("power_factor", "leading_power_factor"):
        _keep_power_factor(bill, name)
    _check_charges(bill)
    if days is None or energy is None:
        return None
    kwh = replace(energy, value=energy.value * _KILO[energy.unit], unit="kWh")
    _check_load(bill, energy, kwh.value, (days[1] - days[0]).days * 24, peak, billed)
    bill.amount_per_unit(kwh, _WON_PER_KWH, "kWh")
    return None if bill.errors else bill.entry(*days, energy, energy.unit)


def _check_load(bill: Bill, energy: Value, kwh: float, hours: int, peak: Value | None, billed: Value | None) -> None:
    """More than the demand can give is an error; of the billed demand a warning, as nights do not raise it."""
    demand = peak or billed
    if demand is None or demand.value <= 0 or kwh <= (demand.value + demand.half_step) * hours:
        return
    told = problem(
        "bill.load_factor",
        energy.place,
        f"{energy.value:,.15g} {energy.unit} in {hours} hours is more than {demand.value:,.15g} kW give "
        f"({demand.label})",
        "compare both with the document; perhaps kWh and MWh were confused",
        amount=f"{energy.value:,.15g} {energy.unit}",
        hours=hours,
        label=demand.label,
        demand=f"{demand.value:,.15g} kW",
    )
    bill.add(told if peak else replace(told, severity="warning"))


def _energy(bill: Bill) -> Value | None:
    errors = bill.errors
    bare = bill.is_without_unit("amount")
    bands = [bill.keep(name, bill.number(name, *_KILO, usual=_band_unit(bill))) for name in BANDS]
    if bare is not None:
        bill.complain(
            "input.unit_missing",
            bare.place,
            f"{bare.text!r} has no unit",
            "write kWh at the value or into the head of its column",
            text=bare.text,
        )
        return None
    total = bill.number("amount", *_KILO)
    given = [band for band in bands if band]
    if total is None and given and bill.errors == errors:
        total = _sum(given)
    if total is None:
        if bill.errors == errors:
            _complain_missing(bill)
        return None
    bill.keep("energy", total)
    _check_bands(bill, total, given)
    if total.value < 0:
        bill.complain(
            "input.negative",
            total.place,
            f"{total.text} is less than zero",
            "give the corrected bill in place of the wrong one and its reversal",
            text=total.text,
        )
        return None
    return total


def _band_unit(bill: Bill) -> str:
    """Bands without a unit are in the unit of the total."""
    total = bill.number("amount", *_KILO)
    return total.unit if total else ""


def _sum(bands: list[Value]) -> Value:
    first = bands[0]
    value = sum(band.value * _KILO[band.unit] for band in bands) / _KILO[first.unit]
    label = " + ".join(band.label for band in bands)
    return Value(value, first.unit, 0.0, f"{value:,.15g} {first.unit}", first.place, label, "")


def _complain_missing(bill: Bill) -> None:
    bill.complain(
        "bill.no_amount",
        bill.place,
        "the bill gives no energy used (사용량, in kWh)",
        "add it with its unit",
        wanted="사용량(kWh)",
    )


def _check_bands(bill: Bill, total: Value, bands: list[Value]) -> None:
    if len(bands) != len(BANDS):
        return
    added = sum(band.value * _KILO[band.unit] for band in bands)
    room = sum(band.half_step * _KILO[band.unit] for band in bands) + total.half_step * _KILO[total.unit]
    if abs(added - total.value * _KILO[total.unit]) > room + 1e-6:
        bill.complain(
            "bill.bands_do_not_add",
            total.place,
            f"the bands add to {added:,.15g} kWh, and the bill says {total.value * _KILO[total.unit]:,.15g} kWh",
            "correct the band or the total",
            added=f"{added:,.15g}",
            total=f"{total.value * _KILO[total.unit]:,.15g}",
        )


def _keep_power_factor(bill: Bill, name: str) -> None:
    found = bill.keep(name, bill.number(name, "%", usual="%"))
    if found and not 0 <= found.value <= 100:
        bill.complain(
            "input.out_of_range",
            found.place,
            f"{found.text} is no power factor",
            "give it in percent, 0 to 100",
            text=found.text,
            limit="0~100%",
        )


def _check_charges(bill: Bill) -> None:
    """The items of the charge, then charge, tax and fund to the amount.

    Only a warning where an item is unknown to us, or on a page, whose reader cannot add a missing one.
    """
    won = {name: bill.keep(name, bill.number(name, "KRW", usual="KRW")) for name in (*_ITEMS, *_ADDED, *_TAKEN_OFF)}
    charge = bill.keep("charge", bill.number("charge", "KRW", usual="KRW"))
    due = bill.keep("due", bill.number("due", "KRW", usual="KRW"))
    values = {name: value.value for name, value in won.items() if value}
    items = sum(values.get(name, 0.0) for name in _ITEMS)
    off = sum(abs(values.get(name, 0.0)) for name in _TAKEN_OFF)
    if charge and {"basic_charge", "energy_charge"} <= values.keys():
        discounted = items - abs(values.get("discount", 0.0))
        near = items if abs(items - charge.value) < abs(discounted - charge.value) else discounted
        _compare(bill, charge, near, len(values))
    if (
        due
        and (charge or values.keys() >= {"basic_charge", "energy_charge"})
        and {"vat", "electric_power_fund"} <= values.keys()
    ):
        basis = charge.value if charge else items
        added = sum(values.get(name, 0.0) for name in _ADDED)
        without = basis + added - abs(values.get("cut", 0.0))
        both = (without, basis + added - off)
        _compare(bill, due, min(both, key=lambda value: abs(value - due.value)), len(values) + _CUT)


def _compare(bill: Bill, total: Value, added: float, room: float) -> None:
    if abs(total.value - added) <= room:
        return
    told = problem(
        "bill.charges_do_not_add",
        total.place,
        f"the items add to {added:,.0f} won, and '{total.label}' says {total.value:,.0f}",
        "correct the item that is wrong, or add the one that is missing",
        added=f"{added:,.0f}",
        label=total.label,
        total=f"{total.value:,.0f}",
    )
    is_open = bool(bill.record.get("other")) or total.place.startswith("page ")
    bill.add(replace(told, severity="warning") if is_open else told)
