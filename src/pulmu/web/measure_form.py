"""The form of the page on measures: prices, what is known of the plant, own savings and offers, budget, scenarios."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pulmu.locale import Language, plain, text
from pulmu.model import InputError, Problem, problem
from pulmu.model.quantity import parse_number
from pulmu.reference.measures import catalogue_measures
from pulmu.services.measures.asked import AskedPrice
from pulmu.services.measures.order import FACT_UNITS
from pulmu.services.measures.told import Told
from pulmu.web.forms import Form

_YEARLY = re.compile(r"\s*(\d{4})\s*[=:\s]\s*(\S+)\s*")
_LONGEST = 60
_SHARE = "1"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the form: what is asked, in which unit, and what was typed."""

    id: str
    name: str
    unit: str
    value: str


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure with the firm's own share of saving and an offer for it."""

    id: str
    name: str
    needs: str
    saving: str
    quote: str


def price_rows(asked: tuple[AskedPrice, ...], form: Form, language: Language, kinds: tuple[str, ...]) -> list[Row]:
    """Prices of some kinds."""
    return [
        Row(f"price_{item.id}", plain(item.name, 120) or text("web.measures.electricity", language), item.unit,
            form.text(f"price_{item.id}", _LONGEST))
        for item in asked if item.kind in kinds
    ]  # fmt: skip


def fact_rows(form: Form, language: Language) -> list[Row]:
    """What may be known of the plant."""
    return [
        Row(f"fact_{name}", text(f"web.measures.fact.{name}", language), "" if unit == _SHARE else unit,
            form.text(f"fact_{name}", _LONGEST))
        for name, unit in FACT_UNITS.items()
    ]  # fmt: skip


def measure_rows(form: Form, language: Language) -> list[MeasureRow]:
    """Measures whose saving or investment the firm may give itself."""
    korean = language == "ko"
    return [
        MeasureRow(item.id, item.name_ko if korean else item.name_en, item.ask_ko if korean else item.ask_en,
                   form.text(f"saving_{item.id}", _LONGEST), form.text(f"quote_{item.id}", _LONGEST))
        for item in catalogue_measures(1.0) if item.rule != "none"
    ]  # fmt: skip


def told_of(form: Form, asked: tuple[AskedPrice, ...]) -> Told:
    """What a form tells; how it reads is told by who reads it.

    Raises
    ------
    InputError  Numbers of the form itself that are none, or out of their bounds (`plan.told_range`).
    """
    problems: list[Problem] = []
    measures = [item.id for item in catalogue_measures(1.0)]
    told = Told(
        prices=tuple(_filled(form, "price_", [item.id for item in asked])),
        facts=tuple(_with_unit(item) for item in _filled(form, "fact_", list(FACT_UNITS))),
        savings=tuple(_filled(form, "saving_", measures)), quotes=tuple(_filled(form, "quote_", measures)),
        certificate_prices=_yearly(form, "certificate_prices"), free_allocation=_yearly(form, "free_allocation"),
        budget=form.text("budget", 400),
        years=int(_number(form, "years", (1, 20), 9, problems)), life=int(_number(form, "life", (1, 50), 10, problems)),
        discount=_number(form, "discount", (0, 100), 5, problems) / 100,
        dollar=_rate(form, "usd", problems), euro=_rate(form, "eur", problems),
    )  # fmt: skip
    if problems:
        raise InputError(*problems)
    return told


def _filled(form: Form, prefix: str, names: list[str]) -> Iterator[str]:
    for name in names:
        if said := form.text(prefix + name, _LONGEST):
            yield f"{name}={said}"


def _with_unit(told: str) -> str:
    """A bare number in the unit the form names beside it."""
    name, _, value = told.partition("=")
    unit = FACT_UNITS[name]
    is_bare = re.fullmatch(r"[\d.,eE+\s-]+", value) is not None
    return f"{told} {unit}" if is_bare and unit != _SHARE else told


def _yearly(form: Form, name: str) -> tuple[str, ...]:
    lines = [line for line in form.text(name, 2_000).splitlines() if line.strip()]
    found = ((line, _YEARLY.fullmatch(line)) for line in lines)
    return tuple(f"{item[1]}={item[2]}" if item else line.strip()[:_LONGEST] for line, item in found)


def _rate(form: Form, name: str, problems: list[Problem]) -> float | None:
    return _number(form, name, (1, 1e6), 1, problems) if form.text(name, _LONGEST) else None


def _number(form: Form, name: str, bounds: tuple[float, float], usual: float, problems: list[Problem]) -> float:
    said = form.text(name, _LONGEST)
    if not said:
        return usual
    try:
        value = parse_number(said)
    except InputError:
        value = math.nan
    if not bounds[0] <= value <= bounds[1]:
        allowed = f"{bounds[0]:g}…{bounds[1]:g}"
        problems.append(problem("plan.told_range", name, f"{said!r} is not what {name} may be", f"give {allowed}",
                                text=said, name=name, allowed=allowed))  # fmt: skip
        return usual
    return value
