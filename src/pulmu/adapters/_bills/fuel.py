"""Lines of an invoice or a delivery note: diesel, kerosene, LPG and other fuels that come by lorry."""

import re
from datetime import date

from pulmu.adapters._bills.bill import Bill, Value
from pulmu.adapters._bills.labels import plain, unit_of
from pulmu.adapters._bills.records import Found
from pulmu.metering import Entry

_FUELS = (
    (re.compile(r"경유|디젤|diesel|gas ?oil", re.IGNORECASE), "diesel"),
    (re.compile(r"등유|kerosene", re.IGNORECASE), "kerosene"),
    (re.compile(r"프로판|propane", re.IGNORECASE), "propane"),
    (re.compile(r"부탄|butane", re.IGNORECASE), "butane"),
    (re.compile(r"LPG|액화석유가스|엘피지", re.IGNORECASE), "LPG"),
    (re.compile(r"휘발유|가솔린|gasoline|petrol", re.IGNORECASE), "gasoline"),
    (re.compile(r"중유|벙커|B-?C|B-?A유|B-?B유|fuel oil", re.IGNORECASE), "fuel oil"),
)
_NOT_FUELS = re.compile(r"요소수|운반|배송|운임|배달|보증금|대여|임대|수수료|검사|첨가제|밸브|호스")
_MONTH_AND_DAY = re.compile(r"(\d{1,2})\s*[-/.월\s]\s*(\d{1,2})\s*일?")
UNITS = ("L", "kL", "kg", "t")


def fuel_of(text: str) -> str:
    """What fuel an item is; empty if none we know, or a charge for its delivery or its bottle."""
    if _NOT_FUELS.search(text):
        return ""
    return next((name for pattern, name in _FUELS if pattern.search(plain(text))), "")


def read_fuel(bill: Bill) -> Entry | None:
    """The entry of one line; None if an error stands in its way.

    Litres stay litres and kilograms stay kilograms: no density is taken from anywhere.
    """
    item = bill.text("item")
    day = _day(bill)
    amount = _quantity(bill)
    for name in ("spec", "customer"):
        bill.keep_text(name)
    _check_value(bill, amount)
    if day is None or amount is None or bill.errors:
        return None
    if amount.value < 0:
        bill.details.append(("credit_note", "yes"))
        bill.warn(
            "bill.credit",
            amount.place,
            f"{amount.text} is a credit: it is taken off what was received",
            "nothing, if the delivery it takes back is in the book",
            text=amount.text,
        )
    bill.look("supplier", "number")
    bill.seen.insert(0, (f"{day[0]} {item}", f"{amount.value:,.15g} {amount.unit} ({amount.place})"))
    return Entry(
        kind="received",
        start=day[0],
        end=day[1],
        value=amount.value,
        unit=amount.unit,
        item=item,
        partner=bill.supplier(),
        number=bill.text("number"),
        place=amount.place,
        details=(("fuel", fuel_of(item)), *bill.details),
    )


def _day(bill: Bill) -> tuple[date, date] | None:
    in_columns = bill.record.keys() & {"day_of_month", "month_and_day"}
    day = _of_columns(bill) if in_columns else bill.day("date")
    if day is None:
        if not bill.errors:
            bill.complain(
                "bill.no_day",
                bill.place,
                "the line does not say on which day the fuel came",
                "add the day of delivery (일자), such as 2026-03-05",
            )
        return None
    return day, date.fromordinal(day.toordinal() + 1)


def _of_columns(bill: Bill) -> date | None:
    """Month and day of the line, in the year of the invoice; before it, if they come after its day."""
    written = bill.day("date")
    if written is None:
        return None
    names = ("month_of_year", "day_of_month", "month_and_day")
    items = [item for name in names for item in bill.record.get(name, ())[:1]]
    text = "-".join(item.text for item in items)
    found = _MONTH_AND_DAY.fullmatch(text)
    try:
        day = date(written.year, int(found[1]), int(found[2])) if found else None
    except ValueError:
        day = None
    if day is None:
        bill.complain(
            "input.not_a_date",
            items[0].place,
            f"there is no day {text[:40]!r} in {written.year}",
            "write the month and the day, or 2026-01-13 in a column of dates",
            text=text[:40],
        )
        return None
    return day if day <= written else _year_before(day)


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)


def _quantity(bill: Bill) -> Value | None:
    items = bill.record.get("quantity", [])
    if not items:
        bill.complain("bill.no_amount", bill.place, "the line gives no quantity", "add it with its unit", wanted="수량")
        return None
    unit = _unit_of_line(bill)
    found = bill.number("quantity", *UNITS, "m3", "Nm3", "", usual=unit)
    if found is None or found.unit in UNITS:
        return found
    said = f"{found.text} {bill.text('unit') or bill.text('spec')}".strip()[:80]
    bill.complain(
        "bill.fuel_unit",
        found.place,
        f"'{said}' is no amount of {bill.text('item')[:60]} that we can count",
        "give litres, kL, kg or t; drums and bottles have no fixed content, and no density is guessed",
        text=said,
        item=bill.text("item")[:60],
    )
    return None


def _unit_of_line(bill: Bill) -> str:
    """The unit that stands in a column of its own, else in the specification."""
    found: list[Found] = [*bill.record.get("unit", []), *bill.record.get("spec", [])]
    return next((unit for item in found if (unit := unit_of(item.text)) in UNITS), "")


def _check_value(bill: Bill, amount: Value | None) -> None:
    price = bill.keep("price", bill.number("price", "KRW", usual="KRW"))
    value = bill.keep("supply_value", bill.number("supply_value", "KRW", usual="KRW"))
    bill.keep("tax", bill.number("tax", "KRW", usual="KRW"))
    if not (amount and price and value) or not price.value or not value.value:
        return
    product = amount.value * price.value
    room = abs(amount.value) * price.half_step + abs(price.value) * amount.half_step + 10.0
    if all(abs(product - value.value * share) > room for share in (1.0, 1.1)):
        bill.warn(
            "bill.line_value",
            value.place,
            f"{amount.text} x {price.text} is {product:,.0f} won, and the line says {value.value:,.0f}",
            "compare the quantity with the document",
            amount=amount.text,
            price=price.text,
            product=f"{product:,.0f}",
            value=f"{value.value:,.0f}",
        )
