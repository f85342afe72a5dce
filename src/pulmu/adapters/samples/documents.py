"""Bills and an export as the fastener maker has them: invented, and equal in sum to its description."""

import csv
import io
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

YEAR = 2026
_GAS = (196_200, 178_900, 171_300, 158_400, 149_800, 141_200, 138_500, 129_700, 146_300, 159_600, 164_100, 178_400)
"""City gas of each month. [Nm3 at 0 °C and 1 atm]"""
_CORRECTION, _GROSS = 0.9876, 42.705
_DELIVERIES = (("Donghae Special Steel Co., Ltd.", 50, 125_000), ("Jiangnan Wire Rod Co., Ltd.", 24, 122_500))
"""Supplier, deliveries in the year, and each one's mass. [kg]"""


def sample_documents() -> dict[str, bytes]:
    """City-gas bills and an export of purchases, by name, as CSV in cp949."""
    return {"city_gas_bills.csv": _csv(_gas_bills()), "wire_rod_received.csv": _csv(_received())}


def _gas_bills() -> Iterable[list[str]]:
    yield ["도시가스 요금 청구 내역"]
    yield ["사용기간", "검침량(㎥)", "온압보정계수", "보정량(N㎥)", "평균열량(MJ/N㎥)", "사용열량(MJ)"]
    for month, amount in enumerate(_GAS, 1):
        span = f"{YEAR}.{month:02d}.01 ~ {YEAR}.{month:02d}.{monthrange(YEAR, month)[1]}"
        read, heat = round(amount / _CORRECTION), round(amount * _GROSS)
        yield [span, f"{read:,}", str(_CORRECTION), f"{amount:,}", str(_GROSS), f"{heat:,}"]


def _received() -> Iterable[list[str]]:
    yield ["입고현황"]
    yield ["입고일", "전표번호", "거래처", "품명", "규격", "중량(KG)"]
    rows = sorted(row for supplier, count, mass in _DELIVERIES for row in _deliveries(supplier, count, mass))
    for number, (day, supplier, mass) in enumerate(rows, 1):
        yield [day.isoformat(), f"R-{number:04d}", supplier, "Cold-heading wire rod", "SWRCH35K", f"{mass:,}"]
    yield ["합계", "", "", "", "", f"{sum(mass for _, _, mass in rows):,}"]


def _deliveries(supplier: str, count: int, mass: int) -> Iterable[tuple[date, str, int]]:
    for number in range(count):
        yield date(YEAR, 1, 5) + timedelta(days=number * 350 // count), supplier, mass


def _csv(rows: Iterable[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("cp949")
