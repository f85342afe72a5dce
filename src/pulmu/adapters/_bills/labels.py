"""Words that stand beside or above the values of a bill, and what each of them means."""

import functools
import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

_LABELS = {
    "customer": "고객번호 사용자번호 납부자번호 사용계약번호 계약번호 customernumber customerno",
    "meter": "계량기번호 기물번호 계기번호 meternumber meterno",
    "site": "사업장 사업장명 공장 공장명 사용장소 설치장소 site",
    "month": "청구년월 청구연월 청구월 사용년월 사용연월 년월 연월 billingmonth",
    "span": "사용기간 계산기간 요금계산기간 검침기간 요금적용기간 당월사용기간 usageperiod billingperiod",
    "start": "사용시작일 시작일 사용개시일 기간시작 startdate",
    "end": "사용종료일 종료일 기간종료 enddate",
    "last_reading_day": "전월검침일 전회검침일 이전검침일",
    "reading_day": "당월검침일 금월검침일 금회검침일 현재검침일",
    "days": "사용일수 일수 계산일수 days",
    "amount": "사용량 당월사용량 금월사용량 사용전력량 전력사용량 당월전력사용량 총사용량 사용량계 사용량합계 "
    "가스사용량 전기사용량 사용량소계 usage consumption",
    "peak_demand": "최대수요전력 당월최대수요전력 최대수요 최대전력 피크전력 당월피크 maximumdemand",
    "billed_demand": "요금적용전력 billeddemand",
    "contract_demand": "계약전력 contractdemand",
    "power_factor": "역률 평균역률 지상역률 powerfactor",
    "leading_power_factor": "진상역률",
    "light_load": "경부하 경부하사용량 경부하전력량 경부하사용전력량",
    "mid_load": "중간부하 중간부하사용량 중간부하전력량 중부하 중부하사용량 중간부하사용전력량",
    "peak_load": "최대부하 최대부하사용량 최대부하전력량 최대부하사용전력량",
    "basic_charge": "기본요금 기본료 basiccharge",
    "energy_charge": "전력량요금 energycharge",
    "climate_environment_charge": "기후환경요금 기후환경",
    "fuel_adjustment": "연료비조정액 연료비조정요금 연료비조정",
    "power_factor_charge": "역률요금",
    "discount": "할인 할인액 할인금액 자동이체할인 인터넷할인 복지할인 감면액",
    "charge": "전기요금계 요금계 전기요금소계 당월전기요금",
    "vat": "부가가치세 부가세 vat",
    "electric_power_fund": "전력산업기반기금 전력기금 기반기금",
    "cut": "원단위절사 절사 절사액 원단위절사금액 끝수처리",
    "television_fee": "tv수신료 수신료",
    "arrears": "연체료 미납요금 미납금액 가산금 정산요금",
    "due": "청구금액 당월청구금액 청구요금 청구액 당월요금계 납부하실금액 납부할금액 납부금액 총청구금액 amountdue",
    "last_standing": "전월지침 전회지침 이전지침",
    "standing": "당월지침 금월지침 금회지침 당회지침 현재지침",
    "measured_volume": "검침량 계량기사용량 계량사용량 지침차 지침차이 검침사용량",
    "correction_factor": "온압보정계수 보정계수 온도압력보정계수 온압계수 correctionfactor",
    "normal_volume": "보정량 보정사용량 보정부피 보정후사용량 환산부피 부피 표준사용량",
    "heating_value": "평균열량 단위열량 기준열량 공급열량 월평균열량 적용열량 발열량 단위발열량 heatingvalue",
    "heat": "사용열량 열량사용량 당월사용열량 사용열량계",
    "net_ratio": "순발열량비율 순발열량환산계수 순총발열량비",
    "gas_charge": "사용요금 가스요금",
    "reading_kind": "검침구분 검침방법 검침종류 사용량구분",
    "supplier": "공급자 공급자상호 공급처 판매자 상호 상호(법인명) 거래처 거래처명 supplier",
    "number": "승인번호 전표번호 문서번호 거래번호 계산서번호 관리번호 일련번호 명세서번호 invoiceno invoicenumber",
    "date": "일자 거래일자 거래일 작성일자 작성일 공급일자 출하일자 납품일자 날짜 date",
    "month_and_day": "월일 월/일",
    "item": "품목 품명 유종 제품명 item",
    "spec": "규격",
    "quantity": "수량 물량 공급량 납품량 quantity qty",
    "unit": "단위 unit",
    "price": "단가 unitprice",
    "supply_value": "공급가액 금액 amount",
    "tax": "세액",
    "total": "합계 합계금액 총액",
    "": "전월사용량 전월 전년동월 전년동월사용량 전년사용량 전년 전년대비 누계 누계사용량 당월 금월 "
    "금회 전회 구분 항목 지침 납부기한 납기일 검침일 정기검침일 작성자 주소 등록번호 사업자등록번호 성명 업태 종목 "
    "비고 적요 공급받는자 단가(원/kwh) 배수",
}
"""Field by the words that name it, without spaces; those under "" are no value of ours and end the search for one."""

FIELDS: Mapping[str, str] = MappingProxyType(
    {word: field for field, words in _LABELS.items() for word in words.split()}
)
_FIRST_SIGNS = frozenset(word[0] for word in FIELDS)

_ONLY_HEADS = {"월": "month_of_year", "일": "day_of_month"}
"""Words that name a column, and elsewhere belong to a date."""

THIS_MONTH = frozenset(("당월", "금월", "금회"))
OTHER_MONTHS = frozenset(("전월", "전년동월", "전회", "전년"))
BANDS = ("light_load", "mid_load", "peak_load")
TOTALS = frozenset(("합계", "총계", "소계", "계", "누계", "평균", "total", "sum", "average", "월평균"))

_LONGEST = 40
_NOTE = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_UNITS = {
    "kwh": "kWh", "mwh": "MWh", "gwh": "GWh", "kw": "kW", "kva": "kVA", "m3": "m3", "nm3": "Nm3", "mj": "MJ",
    "gj": "GJ", "tj": "TJ", "원": "KRW", "krw": "KRW", "won": "KRW", "천원": "1000 KRW", "l": "L", "리터": "L",
    "litre": "L", "liter": "L", "ltr": "L", "kl": "kL", "kg": "kg", "킬로그램": "kg", "t": "t", "톤": "t", "ton": "t",
    "m/t": "t", "mt": "t", "%": "%", "일": "days", "일간": "days", "days": "days", "mj/nm3": "MJ/Nm3", "mj/m3": "MJ/m3",
}  # fmt: skip


def plain(text: str) -> str:
    """Full-width and squared signs made plain, space around and inside made single."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def squeezed(text: str) -> str:
    """How labels are compared: no spaces, no colon, no bullets, small letters."""
    return re.sub(r"[\s:*·•※▶■□○●_]", "", plain(text)).lower()


def unit_of(text: str) -> str:
    """The unit a text is; empty if it is none we know."""
    return _UNITS.get(re.sub(r"\s", "", plain(text)).lower(), "")


def head_of(text: str) -> tuple[str, str, str] | None:
    """The same as `label_of`, for the head of a column."""
    field = _ONLY_HEADS.get(squeezed(text))
    return (field, "", "") if field else label_of(text)


@functools.lru_cache(4096)
def label_of(text: str) -> tuple[str, str, str] | None:
    """Field, unit and basis ("gross", "net" or "") that a label names; None if it is no label."""
    bare = squeezed(text)
    if not bare or len(bare) > _LONGEST or bare[0] not in _FIRST_SIGNS:
        return None
    notes = [note for note in _NOTE.findall(bare) if note]
    basis = next((name for name, word in (("net", "순발열"), ("gross", "총발열")) if word in bare), "")
    candidates = [bare, _NOTE.sub("", bare)]
    for word in tuple(candidates):
        candidates += [word[: -len(unit)] for unit in _UNITS if word.endswith(unit) and len(word) > len(unit)]
    for word in candidates:
        if word in FIELDS:
            unit = next((found for note in notes if (found := unit_of(note))), "") or unit_of(bare[len(word) :])
            return FIELDS[word], unit, basis
    return None


def is_total(text: str) -> bool:
    """Whether a row that begins with the text sums up others."""
    return squeezed(text) in TOTALS
