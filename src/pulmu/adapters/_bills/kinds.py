"""What a document is, told by its words."""

from collections.abc import Iterable
from typing import Literal

from pulmu.adapters._bills.cells import Sheaf
from pulmu.adapters._bills.fuel import fuel_of
from pulmu.adapters._bills.labels import squeezed

BillKind = Literal["electricity_bill", "city_gas_bill", "fuel_invoice"]

_MARKS = "청구 고지서 요금 납부 사용기간 계산기간 검침 bill"
_WORDS: dict[BillKind, str] = {
    "electricity_bill": (
        "kwh 요금적용전력 최대수요전력 계약전력 경부하 중간부하 최대부하 전력량요금 전력산업기반기금 "
        "기후환경요금 연료비조정 역률 한국전력 "
        "전기요금 사용전력량 electricity powerfactor maximumdemand"
    ),
    "city_gas_bill": (
        "도시가스 보정계수 온압 보정량 보정부피 평균열량 단위열량 사용열량 nm3 mj 가스요금 가스사용량 "
        "citygas correctionfactor heatingvalue"
    ),
}
_INVOICES = "거래명세 세금계산서 계산서 공급가액 승인번호 납품서 인수증 출하전표 invoice deliverynote"
_FEWEST = 2
"""Words a kind must show; one does where the document names a span of use and shows no word of another kind."""
_SPANS = "사용기간 계산기간 검침기간 usageperiod billingperiod"
_MOST_ROWS = 400
LOOKED_FOR = "한국전력·요금적용전력·kWh, 도시가스·온압보정계수·Nm3·MJ, 거래명세서·세금계산서(경유, 등유, LPG)"


def kind_of(sheaves: Iterable[Sheaf]) -> BillKind | None:
    """The kind whose words the document shows most of; None if it shows too few, or as many of another."""
    cells = [squeezed(cell.text) for sheaf in sheaves for row in sheaf.rows[:_MOST_ROWS] for cell in row]
    text = " ".join(cells)
    scores: dict[BillKind, int] = {}
    if any(mark in text for mark in _MARKS.split()):
        scores = {kind: sum(word in text for word in words.split()) for kind, words in _WORDS.items()}
    invoice = sum(word in text for word in _INVOICES.split())
    if invoice and any(fuel_of(cell) for cell in cells):
        scores["fuel_invoice"] = _FEWEST + invoice
    best = sorted(scores.items(), key=lambda item: -item[1])
    others = best[1][1] if len(best) > 1 else 0
    fewest = 1 if others == 0 and any(span in text for span in _SPANS.split()) else _FEWEST
    return best[0][0] if best and best[0][1] >= fewest and best[0][1] > others else None
