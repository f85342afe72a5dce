"""The law on company size, as a page: limits by industry, every other number, and what is open."""

from pulmu.model import Source
from pulmu.reference import SEAT_ROWS, SizeLimit, SizeParameter, size_limits, size_parameters
from reference_pages.common import LETTERS, WORDS, page, table

_EOK = 100_000_000


def size_law() -> str:
    """Limits, numbers and open points."""
    words = WORDS["introduction"]["size_law"]
    return page(
        "Law on company size · 기업규모 법령",
        words["both"],
        f"## Limits by industry · 업종별 기준\n\n{words['limits']}\n\n{_limits()}",
        f"## Open points · 정해지지 않은 점\n\n{words['open']}\n\n{_open()}",
        f"## Every other number · 그 밖의 수치\n\n{words['numbers']}\n\n{_numbers(size_parameters())}",
    )


def _limits() -> str:
    rows: dict[str, dict[str, SizeLimit]] = {}
    for item in size_limits():
        if item.limit_row not in SEAT_ROWS:
            rows.setdefault(item.law_row or f"no row: {item.limit_row}", {})[str(item.valid_from)] = item
    head = [
        "row · 업종",
        "SME to · 중소기업",
        "small to · 소기업",
        "before 2025-09-01 · 개정 전",
        "micro below · 소상공인",
    ]
    return table(head, [_limit(name, found) for name, found in rows.items()])


def _limit(name: str, found: dict[str, SizeLimit]) -> list[str]:
    now, before = found["2025-09-01"], found.get("2016-01-01")
    was = f"{_eok(before.medium_max_krw)} / {_eok(before.small_max_krw)}" if before else ""
    is_same = was == f"{_eok(now.medium_max_krw)} / {_eok(now.small_max_krw)}"
    return [f"`{name}` {now.law_row_name_ko or now.name_ko}", _eok(now.medium_max_krw), _eok(now.small_max_krw),
            "same · 같음" if is_same else was, str(now.micro_employees_below)]  # fmt: skip


def _eok(won: int | None) -> str:
    return "no row · 없음" if won is None else f"{won / _EOK:,g}"


def _open() -> str:
    found = [item for item in size_parameters() if item.is_open]
    rows = [[f"`{item.name}`{_days(item)}", _value(item), item.note_en, item.note_ko] for item in found]
    return table(["name · 이름", "default · 기본값", "what is open", "정해지지 않은 점"], rows)


def _numbers(found: tuple[SizeParameter, ...]) -> str:
    return table(["name · 이름", "value · 값", "act and article · 조문", "note", "설명"],
                 [[f"`{item.name}`{_days(item)}", _value(item), _place(item.source), item.note_en, item.note_ko]
                  for item in found if not item.is_open])  # fmt: skip


def _days(item: SizeParameter) -> str:
    if item.valid_from is None and item.valid_to is None:
        return ""
    return f"<br>{item.valid_from or ''} … {item.valid_to or ''} ({item.dated_by})"


def _value(item: SizeParameter) -> str:
    if item.value is None:
        return "unknown · 알 수 없음"
    if isinstance(item.value, bool):
        return "yes · 예" if item.value else "no · 아니요"
    if item.kind == "won":
        return f"{item.value:,} KRW"
    return f"{item.value} {item.unit}".removesuffix(" 1").rstrip()


def _place(source: Source) -> str:
    letter = f" **{LETTERS[source.confidence]}**" if source.confidence else ""
    return ", ".join(part for part in (source.act, source.place, source.edition) if part) + letter
