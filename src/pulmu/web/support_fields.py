"""Fields of the questions about a firm: how each kind of fact is asked, and what was answered."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from pulmu.locale import Language, has_text, text, won
from pulmu.reference import FactDescription, find_fact
from pulmu.services.firm_questions import MONTHLY, NONE, UNKNOWN
from pulmu.web.forms import Form

FieldKind = Literal["radio", "select", "checks", "number", "date"]
_FEW = 6
"""So many choices are shown at once; more in a list."""
_LONGEST = 60
_SEATS = 100
"""Rows of the size limits beyond the divisions have more digits."""


@dataclass(frozen=True, slots=True)
class Option:
    """An answer one may choose."""

    value: str
    name: str


@dataclass(frozen=True, slots=True)
class Field:
    """A fact as the form asks it.

    Parameters
    ----------
    value : What was told or typed; of `checks` the words that are ticked.
    is_unknown : Whether "I do not know" is chosen.
    unit : Help beside a number.
    note : What to mind.
    """

    name: str
    label: str
    where: str
    kind: FieldKind
    options: tuple[Option, ...]
    value: str
    is_unknown: bool
    unit: str
    note: str

    def has(self, word: str) -> bool:
        """Whether a word of `checks` is ticked."""
        return word in [part.strip() for part in self.value.split(",")]


def field_of(name: str, value: str, *, is_unknown: bool, language: Language, compact: bool = False) -> Field:
    """The field of a fact.

    Parameters
    ----------
    compact : Choices as a list, where many facts stand together.
    """
    fact = find_fact(name)
    korean = language == "ko"
    kind = _kind(fact)
    note = f"web.support.note.{name}"
    options = _options(fact, value, language)
    return Field(
        name=name,
        label=fact.question_ko if korean else fact.question_en,
        where="" if fact.is_derived and name != "division" else fact.where_ko if korean else fact.where_en,
        kind="select" if kind == "radio" and (compact or len(options) > _FEW) else kind,
        options=options,
        value=UNKNOWN if is_unknown and not value else value,
        is_unknown=is_unknown,
        unit=_unit(fact, language),
        note=text(note, language) if has_text(note, language) else "",
    )


def month_field(month: str, value: str, language: Language) -> Field:
    """The field of the sales of a month."""
    year, number = month.split("-")
    label = text("web.support.month", language, year=year, month=number.lstrip("0"))
    unit = text("web.support.won", language)
    return Field(MONTHLY + month, label, "", "number", (), value, False, unit, "")


def answers_in(form: Form, facts: Iterable[str]) -> dict[str, str]:
    """What a form answers, by fact: what it does not have is not named."""
    found: dict[str, str] = {}
    for name in facts:
        fact, told = find_fact(name), form.text(name, _LONGEST)
        ticked = [choice.id for choice in fact.choices if form.text(f"{name}:{choice.id}")]
        if form.text(f"{name}:{UNKNOWN}") or told == UNKNOWN:
            found[name] = UNKNOWN
        elif ticked or form.text(f"{name}:{NONE}"):
            found[name] = ", ".join(ticked) or NONE
        elif name in form.fields or form.text(f"{name}:asked"):
            found[name] = told
    for name in form.fields:
        if re.fullmatch(rf"{MONTHLY}\d{{4}}-\d{{2}}", name):
            found[name] = form.text(name, _LONGEST)
    return found


def name_of(name: str, language: Language) -> str:
    """What an answer is called."""
    if name.startswith(MONTHLY):
        return text("web.support.month_sales", language, month=name.removeprefix(MONTHLY))
    fact = find_fact(name)
    return fact.name_ko if language == "ko" else fact.name_en


def typed_words(name: str, typed: str, language: Language) -> str:
    """What was typed, as people read it where it is a word; it may be no answer at all."""
    if typed == UNKNOWN:
        return text("web.support.say.unknown", language)
    if name.startswith(MONTHLY) or find_fact(name).kind in ("won", "count", "share", "date"):
        return typed
    is_word = find_fact(name).kind != "flag" or typed in ("yes", "no")
    return told_words(name, typed, language) if is_word else typed


def told_words(name: str, value: str, language: Language) -> str:
    """An answer as people read it."""
    fact = find_fact(name)
    if fact.kind == "flag":
        return text(f"web.support.say.{value}", language)
    if fact.kind == "won":
        return won(float(value.replace(",", "")), language)
    names: Mapping[str, str] = {option.value: option.name for option in _options(fact, value, language)}
    if fact.kind == "choices":
        names = {NONE: text("web.support.none_of_them", language), **names}
        return ", ".join(names.get(part.strip(), part.strip()) for part in value.split(","))
    return _counted(fact, value, language) if fact.kind == "count" else names.get(value, value)


def _kind(fact: FactDescription) -> FieldKind:
    match fact.kind:
        case "flag" | "choice" | "ordinal":
            return "radio"
        case "choices":
            return "checks"
        case "date":
            return "date"
        case _:
            return "number"


def _options(fact: FactDescription, value: str, language: Language) -> tuple[Option, ...]:
    if fact.kind == "flag":
        return tuple(Option(word, text(f"web.support.say.{word}", language)) for word in ("yes", "no"))
    korean = language == "ko"
    choices = [(item.id, item.name_ko if korean else item.name_en) for item in fact.choices]
    if fact.name == "division":
        seats = [(item.id, item.name_ko if korean else item.name_en) for item in find_fact("limit_row").choices
                 if item.id.isdigit() and int(item.id) >= _SEATS]  # fmt: skip
        choices = [(code.zfill(2), f"{code.zfill(2)} {name}") for code, name in choices]
        choices += [(code, f"{code} {name}") for code, name in seats]
        if value and value not in dict(choices):
            name = dict(choices).get(value[:2], value)
            choices.insert(0, (value, name.replace(value[:2], value, 1)))
    return tuple(Option(code, name) for code, name in choices)


def _unit(fact: FactDescription, language: Language) -> str:
    match fact.kind:
        case "share":
            return text("web.profile.as_share", language)
        case "won":
            return text("web.support.won", language)
        case "count":
            return _counted(fact, "", language).strip()
        case _:
            return ""


def _counted(fact: FactDescription, shown: str, language: Language) -> str:
    """A number with its unit, or the unit alone."""
    unit = "age" if fact.name == "representative_age" else fact.unit
    if has_text(f"condition.unit.{unit}", language):
        return text(f"condition.unit.{unit}", language, value=shown)
    key = f"profile.unit.{unit}"
    return f"{shown} {text(key, language) if has_text(key, language) else unit}"
