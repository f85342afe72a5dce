"""Numbers, days and spans of days as bills print them."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from pulmu.adapters._bills.labels import plain, unit_of
from pulmu.model.quantity import parse_number

_AMOUNT = re.compile(r"([(+△▲−-])?\s*[₩\\]?\s*([\d][\d,._]*)\s*([^\d\s,._)].*?)?\)?", re.DOTALL)
_DATE = r"(\d{4}|\d{2})\s*[-/.년]\s*(\d{1,2})\s*[-/.월]\s*(\d{1,2})\s*[일.]?"
_SHORT = r"(\d{1,2})\s*[-/.월]\s*(\d{1,2})\s*[일.]?"
_ONE = re.compile(rf"(?:{_DATE}|(\d{{4}})(\d{{2}})(\d{{2}}))(?:[\sT]*00:00(?::00)?)?")
_SPAN = re.compile(
    rf"(?:{_DATE}|(\d{{4}})(\d{{2}})(\d{{2}}))\s*(?:~|∼|〜|–|—|-|부터|to)\s*(?:{_DATE}|(\d{{4}})(\d{{2}})(\d{{2}})|{_SHORT})"
    r"\s*(?:까지)?\s*(?:[(\[]?\s*(\d{1,3})\s*(?:일간|일|days)\s*[)\]]?)?"
)
_ESTIMATED = re.compile(r"추정|인정|estimated", re.IGNORECASE)
_ESTIMATED_NOTE = re.compile(r"\s*[(\[](추정|인정|estimated)(검침|치|값)?[)\]]$", re.IGNORECASE)
_MINUS = ("-", "△", "▲", "−", "(")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with the unit printed at it (empty if none) and half a step of its last digit."""

    value: float
    unit: str
    half_step: float


@dataclass(frozen=True, slots=True)
class Days:
    """Days from `first` to `last`, both counted, and how many the document says they are."""

    first: date
    last: date
    printed: int | None


def _without_note(text: str) -> str:
    return _ESTIMATED_NOTE.sub("", plain(text))


def looks_like_number(text: str) -> bool:
    """Whether the text is meant as a number, well-formed or not."""
    return bool(re.match(r"[(+△▲−-]?\s*[₩\\]?\s*\d", plain(text)))


def is_estimated(text: str) -> bool:
    """Whether a text says that the meter was not read."""
    return bool(_ESTIMATED.search(plain(text)))


def number_shape(text: str) -> tuple[str, str] | None:
    """Digits and unit of a text that is meant as a number with no more than a known unit; None for any other text."""
    found = _AMOUNT.fullmatch(_without_note(text))
    if not found:
        return None
    unit = unit_of(found[3]) if found[3] else ""
    return None if found[3] and not unit else (found[2], unit)


def parse_amount(text: str) -> Amount:
    """A number with an optional unit: "12,345 kWh", "△1,200원", "(300)".

    Raises
    ------
    InputError  No number of this form (`input.not_a_number`); "12,40" is refused, not guessed.
    """
    shown = _without_note(text)
    found = _AMOUNT.fullmatch(shown)
    if not found:
        return Amount(parse_number(shown), "", 0.0)
    sign, digits, word = found.groups()
    unit = unit_of(word) if word else ""
    if word and not unit:
        parse_number(shown)
    value = parse_number(digits)
    decimals = len(digits.partition(".")[2])
    return Amount(-value if sign in _MINUS else value, unit, 0.5 * 10.0**-decimals)


def parse_day(text: str) -> date | None:
    """The day a text names; None if it names none that exists."""
    found = _ONE.fullmatch(plain(text))
    return _date(*(found.groups()[:3] if found[1] else found.groups()[3:6])) if found else None


def parse_span(text: str) -> Days | None:
    """The days a text such as "2026.01.13 ~ 2026.02.12 (31일)" names; the last may leave out its year."""
    found = _SPAN.fullmatch(plain(text))
    if not found:
        return None
    part = found.groups()
    first = _date(*(part[:3] if part[0] else part[3:6]))
    if first is None:
        return None
    if part[12]:
        last = _date(str(first.year), part[12], part[13])
        if last and last < first:
            last = _date(str(first.year + 1), part[12], part[13])
    else:
        last = _date(*(part[6:9] if part[6] else part[9:12]))
    return Days(first, last, int(part[14]) if part[14] else None) if last else None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        found = date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None
    return found if 1990 < found.year < 2200 else None


def next_day(day: date) -> date:
    """The day after."""
    return day + timedelta(days=1)
