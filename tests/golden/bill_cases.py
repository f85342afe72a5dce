"""From a golden bill, as it is written, to the bill the program computes."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import numpy as np
import yaml

from pulmu.model import Source
from pulmu.model.tariff import BandHours, Tariff, TariffTerms
from pulmu.plan.tariff import Bill, BillAsk, Contract, Drawn, Peak, YearMonth, month_bill
from pulmu.reference.electricity import industrial_electricity

SEOUL = ZoneInfo("Asia/Seoul")
CASES: list[dict[str, Any]] = [
    case | {"part": path.stem}
    for path in sorted(Path(__file__).with_name("bills").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text("utf-8"))
]
NAMED = ("energy", "discount")


def month_of(text: str) -> YearMonth:
    year, month = text.split("-")
    return int(year), int(month)


def tariff_of(case: dict[str, Any]) -> Tariff:
    contract_class, voltage, option = case["contract"].split()
    return industrial_electricity(contract_class, voltage, option, deferred=case.get("deferred", False))


def drawn_of(case: dict[str, Any]) -> Drawn:
    """A month of quarters of an hour: the load of every day, of a day, of a quarter; the narrower one holds."""
    year, month = month_of(case["month"])
    first = datetime(year, month, 1, tzinfo=SEOUL)
    starts = [first + timedelta(minutes=15 * number) for number in range(monthrange(year, month)[1] * 96)]
    load = dict(case["load"])
    power = [_kilowatt(load, at) for at in starts]
    said = {name for name in load if name != "every day"}
    assert said <= {f"{at:%Y-%m-%d}" for at in starts} | {f"{at:%Y-%m-%d %H:%M}" for at in starts}, said
    return Drawn(month=(year, month), start=np.array([int(at.timestamp()) for at in starts], np.int64),
                 energy=np.array(power) / 4, interval=900, source=Source("meter", "main"))  # fmt: skip


def _kilowatt(load: dict[str, Any], at: datetime) -> float:
    quarter = load.get(f"{at:%Y-%m-%d %H:%M}")
    if quarter is not None:
        return float(quarter)
    base, each_hour = load.get(f"{at:%Y-%m-%d}") or load.get("every day") or (0, 0)
    return float(base + each_hour * at.hour)


def billed(case: dict[str, Any]) -> Bill:
    contract = Contract(contracted_power=case["contracted"], power_factor_day=case.get("power_factor"),
                        power_factor_night=case.get("power_factor_night"))  # fmt: skip
    told = {month_of(name): Peak(month_of(name), float(kilowatt)) for name, kilowatt in case.get("told", {}).items()}
    return month_bill(tariff_of(case), drawn_of(case), BillAsk(
        contract=contract, known_peaks=told, rates_of=case.get("rates_of")))  # fmt: skip


def lines_of(bill: Bill) -> dict[str, float]:
    """Lines before tax that are not nothing, under the names golden bills give them."""
    found: dict[str, float] = {}
    for line in bill.lines:
        if line.kind == "levy" or not line.amount.value:
            continue
        name = f"{line.kind} {line.band}" if line.kind in NAMED else line.id or line.kind
        if (line.start.year, line.start.month, line.start.day) != (*bill.month, 1):
            name += f" since {line.start}"
        assert name not in found
        found[name] = line.amount.value
    return found


Cell = tuple[str, str, str, str, str, float, tuple[tuple[str, str], ...]]
"""Class, voltage, option, season, band, price and hours: what a golden bill has to show."""


def cells_of(contract: tuple[str, str, str], terms: TariffTerms) -> set[Cell]:
    hours = {(item.season, item.band): _spans(item) for item in terms.hours}
    return {(*contract, item.season, item.band, item.price, hours[item.season, item.band]) for item in terms.rates}


def _spans(item: BandHours) -> tuple[tuple[str, str], ...]:
    return tuple((span.start, span.end) for span in item.hours)


def terms_of(case: dict[str, Any], line: str) -> TariffTerms:
    """The terms a line of a golden bill is charged by."""
    tariff = tariff_of(case)
    since = line.partition(" since ")[2] or f"{case['month']}-01"
    day = case.get("rates_of") or date.fromisoformat(since)
    (found,) = (item for item in tariff.terms if item.start <= day and (item.end is None or day < item.end))
    return found


def shown_cells(case: dict[str, Any]) -> set[Cell]:
    """Prices and hours a golden bill shows."""
    month = month_of(case["month"])[1]
    found: set[Cell] = set()
    for line in case["lines"]:
        kind, *rest = line.split(" ")
        if kind == "energy":
            contract = cast("tuple[str, str, str]", tuple(case["contract"].split()))
            terms = terms_of(case, line)
            (season,) = (item.id for item in terms.seasons if month in item.months)
            found |= {cell for cell in cells_of(contract, terms) if cell[3:5] == (season, rest[0])}
    return found
