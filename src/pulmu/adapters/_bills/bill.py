"""One bill while its values are taken: numbers with units, days, and what is wrong with them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from pulmu.adapters._bills.labels import squeezed
from pulmu.adapters._bills.records import Found, Record
from pulmu.adapters._bills.values import Days, is_estimated, next_day, parse_amount, parse_day, parse_span
from pulmu.metering import Entry
from pulmu.model import InputError, Problem, problem, warning

_MEASURED = ("정상", "실측", "원격", "순회", "자가", "정기", "검침원", "현장", "실검침", "measured", "actual")
_NOTED = ("amount", "measured_volume", "normal_volume", "heat")
_LONGEST_SPAN, _SHORTEST_SPAN = 40, 20


@dataclass(frozen=True, slots=True)
class Value:
    """A number of a bill.

    Parameters
    ----------
    half_step : Half of what its last printed digit stands for.
    text : What stood there.
    """

    value: float
    unit: str
    half_step: float
    text: str
    place: str
    label: str
    basis: str


class Bill:
    """The values of one record, taken one by one; problems and details gather on the way."""

    def __init__(self, record: Record, place: str) -> None:
        self.record, self.place = record, place
        self.problems: list[Problem] = []
        self.details: list[tuple[str, str]] = []
        self.seen: list[tuple[str, str]] = []
        """What was taken, for a person to compare with the document: label, and text with its place."""

    @property
    def errors(self) -> int:
        """How many errors were found."""
        return sum(item.severity == "error" for item in self.problems)

    def complain(self, code: str, place: str, message: str, mend: str, **values: object) -> None:
        """Add an error."""
        self.add(problem(code, place, message, mend, **values))

    def warn(self, code: str, place: str, message: str, mend: str, **values: object) -> None:
        """Add a warning."""
        self.add(warning(code, place, message, mend, **values))

    def add(self, told: Problem) -> None:
        """Add a problem that was not told yet."""
        if told not in self.problems:
            self.problems.append(told)

    def number(self, name: str, *units: str, usual: str = "") -> Value | None:
        """The number of a field in one of the units; None if it is not there or cannot be told.

        Parameters
        ----------
        usual : Unit of a number that carries none; without it such a number is an error.
        """
        found = [value for item in self.record.get(name, ()) if (value := self._value(item, usual)) is not None]
        return self._one([value for value in found if value.unit in units])

    def _value(self, item: Found, usual: str) -> Value | None:
        try:
            amount = parse_amount(item.text)
        except InputError as error:
            self.add(replace(error.problems[0], place=item.place))
            return None
        unit = amount.unit or item.unit or usual
        if amount.unit and item.unit and amount.unit != item.unit:
            self.complain(
                "bill.two_units",
                item.place,
                f"the label says {item.unit}, the value {amount.unit}",
                "correct one of them",
                label=item.unit,
                value=amount.unit,
            )
            return None
        thousand = 1000.0 if unit == "1000 KRW" else 1.0
        unit = "KRW" if unit == "1000 KRW" else unit
        return Value(
            amount.value * thousand, unit, amount.half_step * thousand, item.text, item.place, item.label, item.basis
        )

    def _one(self, found: list[Value]) -> Value | None:
        if len({(value.value, value.unit) for value in found}) > 1:
            self._complain_ambiguous([Found(value.text, value.place, value.label) for value in found])
            return None
        return found[0] if found else None

    def _complain_ambiguous(self, found: Iterable[Found]) -> None:
        told = dict.fromkeys((item.label, item.text, item.place) for item in found)
        shown = "; ".join(f"{text} ({place})" for _, text, place in told)
        label, _, place = next(iter(told))
        self.complain(
            "bill.ambiguous",
            place,
            f"{len(told)} values could be meant by '{label}': {shown}",
            "type the right one into a table (.xlsx, .csv) and give that",
            label=label,
            places=shown,
            count=len(told),
        )

    def is_without_unit(self, name: str) -> Found | None:
        """A number of the field that carries no unit, if there is no other."""
        found = self.record.get(name, [])
        bare = [item for item in found if not item.unit and not _unit_in(item.text)]
        return bare[0] if bare and len(bare) == len(found) else None

    def keep(self, name: str, value: Value | None, label: str = "") -> Value | None:
        """Keep a value among the details, with its place."""
        if value is not None:
            shown = f"{value.value:.15g} {value.unit}".strip()
            self.details += [(name, shown), (f"{name}.place", value.place)]
            self.seen.append((label or value.label, f"{value.text} ({value.place})"))
        return value

    def text(self, name: str) -> str:
        """A text of the bill; the first where there are several."""
        found = self.record.get(name, [])
        return found[0].text if found else ""

    def supplier(self, *, is_named: bool = False) -> str:
        """The supplier's name.

        Parameters
        ----------
        is_named : Whether only a label that says supplier counts: on a bill of a utility a bare name is the customer's.
        """
        found = self.record.get("supplier", [])
        named = [item.text for item in found if squeezed(item.label).startswith(("공급", "판매", "supplier"))]
        return next(iter(named or ([] if is_named else [item.text for item in found])), "")

    def keep_text(self, name: str) -> str:
        """A text, kept among the details."""
        if found := self.text(name):
            self.details.append((name, found))
            self.look(name)
        return found

    def look(self, *names: str) -> None:
        """Have a person see these texts."""
        found = [self.record[name][0] for name in names if self.record.get(name)]
        self.seen += [(item.label, f"{item.text} ({item.place})") for item in found]

    def quality(self) -> str:
        """Whether the amount was measured or estimated."""
        text = self.keep_text("reading_kind")
        noted = (item.text for name in _NOTED for item in self.record.get(name, ()))
        if is_estimated(text) or any(map(is_estimated, noted)):
            return "estimated"
        if text and not any(word in text.lower() for word in _MEASURED):
            self.warn(
                "bill.reading_kind",
                self.record["reading_kind"][0].place,
                f"{text[:40]!r} does not say whether the meter was read; the amount is taken as measured",
                "write 정상 (read) or 추정 (estimated)",
                text=text[:40],
            )
        return "measured"

    def span(self) -> tuple[date, date] | None:
        """The days the bill is for, half-open."""
        found = self._printed_span()
        if found is None:
            return None
        start, end, place, printed = found
        if end <= start:
            self.complain(
                "bill.span_order",
                place,
                f"the usage period ends ({end}) before it begins ({start})",
                "correct the days",
                start=start,
                end=end,
            )
            return None
        self._check_days(start, end, place, printed)
        return start, end

    def _printed_span(self) -> tuple[date, date, str, int | None] | None:
        errors = self.errors
        spans = [(item, parse_span(item.text)) for item in self.record.get("span", ())]
        if any(days is None for _, days in spans):
            bad = next(item for item, days in spans if days is None)
            self._complain_date(bad)
            return None
        if len({(days.first, days.last) for _, days in spans if days}) > 1:
            self._complain_ambiguous(item for item, _ in spans)
            return None
        if spans:
            item, days = spans[0]
            assert isinstance(days, Days)  # noqa: S101 - those that are none were refused
            self.seen.append((item.label, f"{item.text} ({item.place})"))
            return days.first, next_day(days.last), item.place, days.printed
        inclusive, half_open = self._pair("start", "end"), self._pair("last_reading_day", "reading_day")
        if inclusive:
            return inclusive[0], next_day(inclusive[1]), inclusive[2], None
        if half_open:
            return (*half_open, None)
        if self.errors == errors:
            self.complain(
                "bill.no_span",
                self.place,
                "the bill does not say from which day to which day it counts",
                "add the usage period (사용기간), such as 2026.01.13 ~ 2026.02.12; the month alone does not tell it",
            )
        return None

    def _pair(self, first: str, last: str) -> tuple[date, date, str] | None:
        one, other = self.day(first), self.day(last)
        if one is None or other is None:
            return None
        for name in (first, last):
            item = self.record[name][0]
            self.seen.append((item.label, f"{item.text} ({item.place})"))
        return one, other, self.record[first][0].place

    def day(self, name: str) -> date | None:
        """The day of a field; an error if its text is none."""
        found = self.record.get(name, [])
        days = {item.text: parse_day(item.text) for item in found}
        if None in days.values():
            self._complain_date(next(item for item in found if days[item.text] is None))
            return None
        if len(set(days.values())) > 1:
            self._complain_ambiguous(found)
            return None
        return next(iter(days.values()), None)

    def _complain_date(self, item: Found) -> None:
        self.complain(
            "input.not_a_date",
            item.place,
            f"{item.text[:60]!r} is not a date or a span of days",
            "write 2026-01-13, or 2026.01.13 ~ 2026.02.12",
            text=item.text[:60],
        )

    def _check_days(self, start: date, end: date, place: str, printed: int | None) -> None:
        given = self.number("days", "days", usual="days")
        said = int(given.value) if given else printed
        days = (end - start).days
        if said is not None and said != days:
            self.complain(
                "bill.days_differ",
                given.place if given else place,
                f"the usage period has {days} days, both ends counted, and the bill says {said}",
                "correct the days or the period",
                days=days,
                said=said,
            )
        elif not _SHORTEST_SPAN <= days <= _LONGEST_SPAN:
            self.warn(
                "bill.unusual_span",
                place,
                f"the bill counts {days} days, where a month has 28 to 31",
                "compare with the document",
                days=days,
            )

    def entry(self, start: date, end: date, amount: Value, unit: str) -> Entry:
        """What the bill says was used."""
        is_estimated = self.quality() == "estimated"
        return Entry(
            kind="used",
            start=start,
            end=end,
            value=amount.value,
            unit=unit,
            partner=self.supplier(is_named=True),
            number="".join(sign for sign in self.text("customer") if sign.isalnum()),
            quality="estimated" if is_estimated else "measured",
            place=amount.place,
            details=tuple(self.details),
        )

    def amount_per_unit(self, amount: Value, limits: tuple[float, float], unit: str) -> None:
        """Warn where the price per unit is far from any tariff."""
        due = self.number("due", "KRW", usual="KRW")
        if due is None or amount.value <= 0:
            return
        price = due.value / amount.value
        if not limits[0] <= price <= limits[1]:
            self.warn(
                "bill.unusual_price",
                due.place,
                f"the bill comes to {price:,.0f} won per {unit}; usual are {limits[0]:g} to {limits[1]:g}",
                "compare the amount and its unit with the document",
                price=f"{price:,.0f}",
                unit=unit,
                least=f"{limits[0]:g}",
                most=f"{limits[1]:g}",
            )


def _unit_in(text: str) -> str:
    try:
        return parse_amount(text).unit
    except InputError:
        return ""
