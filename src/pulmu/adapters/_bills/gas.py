"""The city-gas bill: from the meter's m3 to normal cubic metres (0 C, 1 atm) and to gross heat, each step checked.

Korean bills charge by gross heat (총발열량): heat and heating value count as gross where the bill does not say net.
"""

from dataclasses import replace

from pulmu.adapters._bills.bill import Bill, Value
from pulmu.metering import Entry
from pulmu.model import unit
from pulmu.reference import find_fuel

_GROSS = (38.0, 46.0)
"""Gross heating value of the networks' natural gas, with room. [MJ/Nm3]"""
_NEAR_NET = 1.0
_NET_SHARE = (0.85, 0.95)
"""Net by gross heat of methane and its neighbours lies near 0.90."""
_FUEL = "city gas (LNG)"
_WON_PER_NM3 = (200.0, 3000.0)


def read_gas(bill: Bill, wanted: str) -> Entry | None:
    """The entry of one gas bill, in the wanted unit's dimension; None if an error stands in its way.

    Parameters
    ----------
    wanted : Unit of the book it is for; empty for Nm3, or for the gross heat of a bill that gives no volume.
    """
    days = bill.span()
    errors = bill.errors
    for name in ("month", "customer", "meter"):
        bill.keep_text(name)
    measured = _measured(bill)
    factor = bill.keep("correction_factor", bill.number("correction_factor", ""))
    heating = _heating_value(bill)
    heat = _heat(bill)
    normal = _normal(bill, measured, factor, heating, heat)
    _check_heat(bill, normal, heating, heat)
    for name in ("basic_charge", "gas_charge", "vat", "due"):
        bill.keep(name, bill.number(name, "KRW", usual="KRW"))
    for found in (measured, normal, heat):
        if found and found.value < 0:
            _complain_negative(bill, found)
    if normal:
        bill.amount_per_unit(normal, _WON_PER_NM3, "Nm3")
    amount = _amount(bill, wanted, normal, heat, errors=errors)
    if days is None or amount is None or bill.errors:
        return None
    return bill.entry(*days, amount, amount.unit)


def _measured(bill: Bill) -> Value | None:
    given = bill.number("measured_volume", "m3", usual="m3") or bill.number("amount", "m3")
    last, now = (bill.number(name, "m3", usual="m3") for name in ("last_standing", "standing"))
    bill.keep("last_standing", last)
    bill.keep("standing", now)
    bill.keep("measured_volume", given)
    bare = bill.is_without_unit("amount")
    if bare is not None and not bill.record.keys() & {"normal_volume", "measured_volume", "heat"}:
        bill.complain(
            "input.unit_missing",
            bare.place,
            f"{bare.text!r} has no unit",
            "write m3, Nm3 or MJ at the value or into the head of its column",
            text=bare.text,
        )
    if given and last and now:
        went = now.value - last.value
        if abs(went - given.value) > given.half_step + last.half_step + now.half_step + 1e-9:
            bill.complain(
                "bill.standings",
                given.place,
                f"the standings differ by {went:,.15g}, and the bill says {given.value:,.15g} m3",
                "correct the standing or the amount; where the meter was exchanged, leave the standings out",
                went=f"{went:,.15g}",
                amount=f"{given.value:,.15g}",
            )
    return given


def _heating_value(bill: Bill) -> Value | None:
    found = bill.keep("heating_value", bill.number("heating_value", "MJ/Nm3", "MJ/m3", "MJ", usual="MJ/Nm3"))
    if found is None or found.basis == "net":
        return found
    net = find_fuel(_FUEL).net_calorific_value
    shown = f"{found.value:g}"
    if not _GROSS[0] <= found.value <= _GROSS[1]:
        bill.complain(
            "bill.heating_value",
            found.place,
            f"{shown} MJ/Nm3 is no gross heating value of city gas; they lie between {_GROSS[0]:g} and {_GROSS[1]:g}",
            "compare with the bill; gas of another kind (LPG with air) is a fuel of its own, taken in by kg or MJ",
            text=shown,
            least=f"{_GROSS[0]:g}",
            most=f"{_GROSS[1]:g}",
        )
    elif net and abs(found.value - net.value) <= _NEAR_NET and found.basis != "gross":
        bill.warn(
            "bill.heating_value_near_net",
            found.place,
            f"{shown} MJ/Nm3 lies close to the net heating value {net.value:g}; it is taken as gross",
            "look whether the bill says 총발열량 (gross) or 순발열량 (net), and write it into the label",
            text=shown,
            net=f"{net.value:g}",
        )
    return found


def _heat(bill: Bill) -> Value | None:
    heat = bill.number("heat", "MJ", "GJ", usual="MJ") or bill.number("amount", "MJ", "GJ")
    if heat is None:
        return None
    basis = "net" if heat.basis == "net" else "gross"
    return bill.keep("heat", replace(heat, unit=f"{heat.unit} {basis}"))


def _normal(
    bill: Bill, measured: Value | None, factor: Value | None, heating: Value | None, heat: Value | None
) -> Value | None:
    given = bill.number("normal_volume", "Nm3", "m3", usual="Nm3") or bill.number("amount", "Nm3")
    if given:
        given = replace(given, unit="Nm3")
        bill.keep("normal_volume", given)
        _check_corrected(bill, measured, factor, given)
        return given
    if measured is None:
        return None
    if factor:
        value = measured.value * factor.value
        how = "measured volume x correction factor"
    elif heating and heat and _same_basis(heating, heat) and _is_product(measured, heating, _in_megajoules(heat)):
        value, how = measured.value, "measured volume: the bill charges its heat without a correction"
    else:
        bill.complain(
            "bill.no_normal_volume",
            measured.place,
            f"{measured.text} is what the meter counted, and the bill does not say how many Nm3 that is",
            "add the corrected volume (보정량, in Nm3) or the factor of temperature and pressure (온압보정계수)",
            text=measured.text,
        )
        return None
    bill.details.append(("normal_volume.how", how))
    half_step = measured.half_step * (factor.value if factor else 1.0)
    return bill.keep("normal_volume", replace(measured, value=value, unit="Nm3", half_step=half_step), "Nm3")


def _check_corrected(bill: Bill, measured: Value | None, factor: Value | None, normal: Value) -> None:
    if measured and factor and not _is_product(measured, factor, normal):
        bill.complain(
            "bill.product",
            normal.place,
            f"{measured.value:,.15g} m3 x {factor.value:,.15g} is {measured.value * factor.value:,.6g}, and the bill "
            f"says {normal.value:,.15g} Nm3",
            "correct the value that is wrong",
            one=f"{measured.value:,.15g} m3",
            other=f"{factor.value:,.15g}",
            product=f"{measured.value * factor.value:,.6g}",
            said=f"{normal.value:,.15g} Nm3",
        )


def _check_heat(bill: Bill, normal: Value | None, heating: Value | None, heat: Value | None) -> None:
    if not (normal and heating and heat) or not _same_basis(heating, heat):
        return
    shown = _in_megajoules(heat)
    if _is_product(normal, heating, shown):
        return
    bill.complain(
        "bill.product",
        heat.place,
        f"{normal.value:,.15g} Nm3 x {heating.value:,.15g} MJ/Nm3 is {normal.value * heating.value:,.6g}, and the bill "
        f"says {shown.value:,.15g} MJ",
        "correct the value that is wrong",
        one=f"{normal.value:,.15g} Nm3",
        other=f"{heating.value:,.15g} MJ/Nm3",
        product=f"{normal.value * heating.value:,.6g}",
        said=f"{shown.value:,.15g} MJ",
    )


def _same_basis(heating: Value, heat: Value) -> bool:
    return (heating.basis == "net") == heat.unit.endswith("net")


def _in_megajoules(heat: Value) -> Value:
    factor = 1000.0 if heat.unit.startswith("GJ") else 1.0
    return replace(heat, value=heat.value * factor, half_step=heat.half_step * factor)


def _is_product(one: Value, other: Value, product: Value) -> bool:
    """Whether a product holds within what the printed digits leave open."""
    room = abs(one.value) * other.half_step + abs(other.value) * one.half_step + product.half_step
    return abs(one.value * other.value - product.value) <= room * 1.01 + 1e-9


def _complain_negative(bill: Bill, found: Value) -> None:
    bill.complain(
        "input.negative",
        found.place,
        f"{found.text} is less than zero",
        "give the corrected bill in place of the wrong one and its reversal",
        text=found.text,
    )


def _amount(bill: Bill, wanted: str, normal: Value | None, heat: Value | None, *, errors: int) -> Value | None:
    dimension = unit(wanted).dimension if wanted else ""
    gross = heat if heat and heat.unit.endswith("gross") else None
    net = heat if heat and heat.unit.endswith("net") else None
    if dimension == "gross fuel energy":
        found, name = gross, "사용열량(MJ, 총발열량)"
    elif dimension == "net fuel energy":
        found, name = net or _net(bill, normal, gross), "보정량(Nm3)"
    else:
        found, name = normal or (gross if not dimension else None), "보정량(Nm3)"
    if found is None and bill.errors == errors:
        told = f"the bill gives no {name}"
        bill.complain("bill.no_amount", bill.place, told, "add it with its unit", wanted=name)
    return found


def _net(bill: Bill, normal: Value | None, gross: Value | None) -> Value | None:
    """Net heat by the ratio on the bill, else by the national net heating value, and said so."""
    ratio = bill.keep("net_ratio", bill.number("net_ratio", ""))
    if ratio and not _NET_SHARE[0] <= ratio.value <= _NET_SHARE[1]:
        bill.complain(
            "input.out_of_range",
            ratio.place,
            f"{ratio.text} is no ratio of net to gross heat",
            "give net by gross, such as 0.903",
            text=ratio.text,
            limit=f"{_NET_SHARE[0]:g}~{_NET_SHARE[1]:g}",
        )
        return None
    if ratio and gross:
        bill.details.append(("net_heat.how", "gross heat x the ratio on the bill"))
        return replace(gross, value=gross.value * ratio.value, unit=gross.unit.replace("gross", "net"))
    table = find_fuel(_FUEL).net_calorific_value
    if normal is None or table is None:
        return None
    source = f"{table.source.act}, {table.source.place}"
    bill.details.append(("net_heat.how", f"Nm3 x {table.value:g} {table.unit} ({source})"))
    bill.warn(
        "bill.net_from_table",
        normal.place,
        f"the bill gives no net heat; it is {normal.value:,.15g} Nm3 x {table.value:g} {table.unit} ({source})",
        "nothing, if that is meant; else keep the book in Nm3 or GJ gross",
        amount=f"{normal.value:,.15g} Nm3",
        value=f"{table.value:g} {table.unit}",
        source=source,
    )
    return replace(normal, value=normal.value * table.value, unit="MJ net")
