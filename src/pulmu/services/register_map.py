"""Which column of a register tells which fact: proposed from its heads, and confirmed by the user before an import."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pulmu.model import InputError, Problem, problem
from pulmu.model.attribute import Bounds, Most
from pulmu.reference import FactDescription, find_fact, find_region, list_facts

DateForm = Literal["YYYY-MM-DD", "YYYY.MM.DD", "YYYY/MM/DD", "YYYYMMDD"]
_FORMS: dict[DateForm, str] = {
    "YYYY-MM-DD": r"\d{4}-\d{2}-\d{2}",
    "YYYY.MM.DD": r"\d{4}\.\d{2}\.\d{2}",
    "YYYY/MM/DD": r"\d{4}/\d{2}/\d{2}",
    "YYYYMMDD": r"\d{8}",
}
_SALES = re.compile(r"sales_((?:19|20)\d\d)")
_OWN = ("register_id", "ksic", "closing_month")
_FROM_YEARS = ("sales_1_krw", "sales_2_krw", "sales_3_krw")
_NAMES = {
    "register_id": ("사업자등록번호", "사업자번호", "법인등록번호", "기업코드", "업체코드", "기업번호", "firmid", "id"),
    "ksic": ("업종코드", "표준산업분류", "산업분류코드", "주업종코드", "ksic", "ksiccode", "industrycode"),
    "closing_month": ("결산월", "closingmonth", "fiscalmonth"),
    "founded_on": ("설립일", "설립일자", "설립년월일", "개업일", "founded", "foundedon"),
    "total_assets_krw": ("자산총계", "자산총액", "총자산", "totalassets", "assets"),
    "regular_employees": ("상시근로자수", "상시근로자", "종업원수", "employees"),
    "province": ("시도", "소재지", "province", "region"),
    "rnd_krw": ("연구개발비", "rnd"),
}  # fmt: skip
_UNITS = (
    ("백만원", 1_000_000),
    ("천원", 1_000),
    ("억원", 100_000_000),
    ("millionkrw", 1_000_000),
    ("thousandkrw", 1_000),
)
_MEND = "correct the map; --propose writes a new one"
_YES, _NO = ("y", "yes", "true", "예", "여", "o"), ("n", "no", "false", "아니오", "부", "x")


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterColumn:
    """What a column tells: a fact, `register_id`, `ksic`, `closing_month`, `sales_2025`; "" for a column left out.

    Parameters
    ----------
    factor : What a number is multiplied by: 1,000,000 where the column is in millions of won.
    words : What stands in the column, and the word of the fact for it.
    """

    column: str
    fact: str = ""
    factor: Annotated[float, Bounds(1e-9, 1e12)] = 1.0
    dates: DateForm = "YYYY-MM-DD"
    words: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterMap:
    """How a register is read. `confirmed` is false until somebody has looked at every column."""

    pulmu: Literal["register-map/1"] = "register-map/1"
    confirmed: bool
    columns: Annotated[tuple[RegisterColumn, ...], Most(500)]


def can_be_told(name: str) -> bool:
    """Whether a column of a register may tell it."""
    return name in _OWN or bool(_SALES.fullmatch(name)) or name in {item.name for item in told_facts()}


def told_facts() -> tuple[FactDescription, ...]:
    """Facts of a firm that a column may tell as they are: none that follow from others, no sets of words."""
    return tuple(
        item
        for item in list_facts()
        if not item.is_derived and item.subject in ("firm", "person") and item.kind != "choices"
        and item.name not in _FROM_YEARS
    )  # fmt: skip


def year_of(fact: str) -> int | None:
    """The year of a column of sales; None for another fact."""
    found = _SALES.fullmatch(fact)
    return int(found[1]) if found else None


def check_map(wanted: RegisterMap, heads: Sequence[str], name: str) -> None:
    """Refuse a map that does not fit the file, or that nobody has confirmed.

    Raises
    ------
    InputError  All that is wrong: `input.register_map_column`, `input.register_unconfirmed`.
    """
    found = list(_wrong(wanted, heads, name))
    if found:
        raise InputError(*found)


def _wrong(wanted: RegisterMap, heads: Sequence[str], name: str) -> Iterator[Problem]:
    if not wanted.confirmed:
        yield problem("input.register_unconfirmed", name, "nobody has confirmed what the columns mean",
                      "look at every column of the map, then set confirmed = true")  # fmt: skip
    columns, facts = [item.column for item in wanted.columns], [item.fact for item in wanted.columns if item.fact]
    for text in sorted(set(heads) ^ set(columns) | {item for item in columns if columns.count(item) > 1}):
        yield problem("input.register_map_column", name, f"{text!r} must stand once in the file and once in the map",
                      _MEND, text=text)  # fmt: skip
    for text in sorted({fact for fact in facts if facts.count(fact) > 1}):
        yield problem("input.register_map_twice", name, f"two columns tell {text}", _MEND, text=text)
    for text in sorted({fact for fact in facts if not can_be_told(fact)}):
        yield problem("input.register_map_fact", name, f"no column can tell {text!r}", _MEND, text=text)
    if "register_id" not in facts:
        yield problem("input.register_map_key", name, "no column tells the key of a firm (register_id)", _MEND)
    if any(year_of(fact) for fact in facts) and "closing_month" not in facts:
        yield problem("input.register_map_month", name, "sales by year need a column of the closing month", _MEND)


def propose_map(heads: Sequence[str], samples: Sequence[Sequence[str]]) -> RegisterMap:
    """A guess for each column, for the user to look at: nothing is read by it until it is confirmed."""
    used: set[str] = set()
    columns = []
    for at, head in enumerate(heads):
        fact = _guess(head)
        fact = "" if fact in used else fact
        used.add(fact)
        columns.append(_proposed(head, fact, sorted({row[at].strip() for row in samples if row[at].strip()})))
    return RegisterMap(confirmed=False, columns=tuple(columns))


def _plain(text: str) -> str:
    return re.sub(r"[\s_\-./]", "", re.sub(r"[(\[].*?[)\]]", "", text)).lower()


def _guess(head: str) -> str:
    plain = _plain(head)
    year = re.search(r"(?:19|20)\d\d", plain)
    if year and re.search(r"매출|sales|revenue", plain):
        return f"sales_{year[0]}"
    for fact, names in _NAMES.items():
        if plain in names:
            return fact
    known = ((item.name, {_plain(item.name), _plain(item.name_en), _plain(item.name_ko)}) for item in told_facts())
    return next((name for name, names in known if plain in names), "")


def _proposed(head: str, fact: str, values: Sequence[str]) -> RegisterColumn:
    if not fact or fact in _OWN:
        return RegisterColumn(column=head, fact=fact)
    if year_of(fact):
        return RegisterColumn(column=head, fact=fact, factor=_factor(head))
    described = find_fact(fact)
    match described.kind:
        case "won":
            return RegisterColumn(column=head, fact=fact, factor=_factor(head))
        case "share":
            return RegisterColumn(column=head, fact=fact, factor=0.01 if "%" in head else 1.0)
        case "date":
            forms = (
                form for form, shape in _FORMS.items() if values and all(re.fullmatch(shape, one) for one in values)
            )
            return RegisterColumn(column=head, fact=fact, dates=next(forms, "YYYY-MM-DD"))
        case "choice" | "ordinal" | "flag":
            return RegisterColumn(column=head, fact=fact, words={one: _word(described, one) for one in values[:200]})
    return RegisterColumn(column=head, fact=fact)


def _factor(head: str) -> float:
    plain = re.sub(r"[\s_]", "", head).lower()
    return next((float(factor) for unit, factor in _UNITS if unit in plain), 1.0)


def _word(fact: FactDescription, text: str) -> str:
    """The word of the fact that a text of the column is; "" where none is near: the user fills it in."""
    if fact.kind == "flag":
        return "yes" if text.lower() in _YES else "no" if text.lower() in _NO else ""
    if fact.name == "province":
        try:
            return find_region(text).code
        except InputError:
            return ""
    same = (item.id for item in fact.choices if _plain(text) in map(_plain, (item.id, item.name_en, item.name_ko)))
    return next(same, "")
