"""From the contents of sheets or pages to the records of a document, one per bill or line."""

from collections.abc import Iterable, Sequence

from pulmu.adapters._bills.cells import Sheaf
from pulmu.adapters._bills.fuel import fuel_of
from pulmu.adapters._bills.kinds import BillKind
from pulmu.adapters._bills.labels import BANDS, label_of, squeezed
from pulmu.adapters._bills.records import SHARED, Contents, Found, Record, contents_of
from pulmu.adapters._bills.values import parse_span
from pulmu.services.ports import Pairs

_AMOUNTS = {"amount", *BANDS, "normal_volume", "measured_volume", "heat", "standing"}
_KEYS: dict[BillKind, set[str]] = {
    "electricity_bill": _AMOUNTS,
    "city_gas_bill": _AMOUNTS,
    "fuel_invoice": {"quantity"},
}
_PLACES = ("quantity", "normal_volume", "amount", "measured_volume", "heat")
_DAYS = {"date", "day_of_month", "month_and_day"}
_SHARED: dict[BillKind, tuple[str, ...]] = {"fuel_invoice": (*SHARED, "item", "unit", "spec")}


def records_of(sheaves: Sequence[Sheaf], kind: BillKind) -> list[Record]:
    """One record per bill or line, each with what the document says once for all."""
    contents = [contents_of(sheaf) for sheaf in sheaves]
    if any(sheaf.is_page for sheaf in sheaves):
        contents = _joined(contents)
    return [record for one in contents for record in _records(one, kind)]


def _joined(pages: Iterable[Contents]) -> list[Contents]:
    """Pages put together; one that names other days of use begins a bill of its own."""
    bills: list[Contents] = []
    for page in pages:
        days = _spans(page)
        if not bills or (days and _spans(bills[-1]) and days != _spans(bills[-1])):
            bills.append(page)
            continue
        for name, found in page.form.items():
            bills[-1].form.setdefault(name, []).extend(found)
        for heads, records in page.tables.items():
            bills[-1].tables.setdefault(heads, []).extend(records)
    return bills


def _spans(page: Contents) -> set[object]:
    return {days for item in page.form.get("span", ()) if (days := parse_span(item.text))}


def _records(contents: Contents, kind: BillKind) -> list[Record]:
    keys, form = _KEYS[kind], {name: list(found) for name, found in contents.form.items()}
    rows: list[Record] = []
    for records in contents.tables.values():
        if len(records) == 1:  # a table of one row says its values once, as a form does
            for name, found in records[0].items():
                form.setdefault(name, []).extend(found)
        elif any(record.keys() & keys for record in records):
            rows += records
    if not rows:
        return [form] if form.keys() & keys else []
    is_dated = any(row.keys() & _DAYS for row in rows)
    shared = {name: found for name, found in form.items() if name in _SHARED.get(kind, SHARED)}
    return [{**row, **_lacking(row, shared, is_dated=is_dated)} for row in rows]


def _lacking(row: Record, shared: Record, *, is_dated: bool) -> Record:
    """What the document says once and the row does not say; not the day, where other rows say theirs."""
    kept = {name: found for name, found in shared.items() if name not in row}
    if is_dated and not row.keys() & _DAYS:
        kept.pop("date", None)
    return kept


def place_of(record: Record) -> str:
    """Where a record stands: the place of its amount, else of its first value."""
    names = (*(name for name in _PLACES if name in record), *record)
    return next((record[name][0].place for name in names if record[name]), "")


def matches(record: Record, where: Pairs) -> bool:
    """Whether a record has each value at its label; a fuel is meant by any of its names."""
    return all(any(_same(item.text, value) for item in _at(record, head)) for head, value in where)


def _at(record: Record, head: str) -> list[Found]:
    named = [item for found in record.values() for item in found if squeezed(item.label) == squeezed(head)]
    field = (label_of(head) or ("",))[0]
    return named or record.get(field, [])


def _same(one: str, other: str) -> bool:
    return squeezed(one) == squeezed(other) or bool(fuel_of(other) and fuel_of(one) == fuel_of(other))


def texts(records: Iterable[Record], name: str) -> dict[str, Found]:
    """The different texts of a field, each with its first place; 01-234 and 01 234 are one."""
    found: dict[str, Found] = {}
    for record in records:
        for item in record.get(name, ())[:1]:
            found.setdefault("".join(sign for sign in squeezed(item.text) if sign.isalnum()), item)
    return found
