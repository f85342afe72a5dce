"""The words of programmes and reforms: what their fields are called, and what was typed into them in other words."""

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from pulmu.locale import Language, has_text, percent, text, won
from pulmu.model import InputError
from pulmu.model.programme import Programme
from pulmu.model.quantity import parse_number
from pulmu.reference import FactDescription, find_fact, list_facts
from pulmu.services.document_form.form import Field, Row
from pulmu.services.document_form.shape import Attribute
from pulmu.support.programme.value import OPERATORS

_OF_SIZE = ("rate_by_size", "own_share_by_size", "less_by_size")
_MAY_BE_UNKNOWN = (*_OF_SIZE, "own_share_by_group")
_NUMBERS = ("number", "whole", "date")
_TITLES = ("name_ko", "name_en", "id", "years", "parameter")

NO_PROGRAMME = Programme(id="none", name_ko="", name_en="", kind="grant", year=2026)


@dataclass(frozen=True, slots=True)
class ShownParameter:
    """A parameter that a reform may change, in the reader's words.

    Parameters
    ----------
    name : What it is called.
    now : What it is today, and where that stands.
    kind : set, table, or one value.
    choices : What a set may hold, with words; none where it is free.
    """

    name: str
    now: str
    kind: Literal["set", "table", "value"]
    choices: tuple[tuple[str, str], ...] = ()


_USED: dict[str, tuple[str, ...]] = {
    "set": ("add", "remove"), "table": ("rows", "times"), "value": ("value", "times"),
}  # fmt: skip
"""How a parameter of each kind is mostly changed."""


@dataclass(frozen=True, slots=True)
class RuleWords:
    """What templates ask of words.

    Parameters
    ----------
    tracks : Names of the tracks of the programme, by id.
    of : The programme that is read; of a form there is none yet.
    parameters : Of the form of a reform: what it can change.
    chosen : Of the same: the parameter of each change, by the address of its entry.
    left_out_means_none : Whether what is not given is not done, as in a call; else it is not known.
    """

    language: Language
    tracks: tuple[tuple[str, str], ...] = ()
    of: Programme = NO_PROGRAMME
    parameters: Mapping[str, ShownParameter] = field(default_factory=dict)
    chosen: Mapping[str, str] = field(default_factory=dict)
    left_out_means_none: bool = False

    def label(self, attribute: Attribute) -> str:
        """What an attribute is called."""
        return label(attribute, self.language)

    def meaning(self, attribute: Attribute) -> str:
        """Its sentence; empty where it needs none."""
        key = f"web.rule_fields.help.{attribute.owner.__name__}.{attribute.name}"
        return text(key, self.language) if has_text(key, self.language) else ""

    def choice(self, code: str) -> str:
        """The word of a choice."""
        keys = (f"web.rule_fields.choice.{code}", f"programme.kind.{code}")
        return next((text(key, self.language) for key in keys if has_text(key, self.language)), code)

    def default(self, attribute: Attribute) -> str:
        """What counts if nothing is chosen; empty where nothing does."""
        value = attribute.default
        if isinstance(value, bool):
            return text(f"workbook.{'yes' if value else 'no'}", self.language)
        return self.choice(value) if isinstance(value, str) and value and attribute.choices else ""

    def amount_head(self) -> str:
        """What stands above the values of entries by name."""
        return text("web.rule_fields.label.value", self.language)

    def unknown(self, attribute: Attribute) -> str:
        """What an empty input says: that it is not known."""
        if self.left_out_means_none:
            return ""
        may_be = not attribute.is_required or attribute.name in _MAY_BE_UNKNOWN
        is_asked = attribute.kind in _NUMBERS and attribute.name != "up_to_krw" and may_be
        return text("web.rule_form.unknown", self.language) if is_asked else ""

    def hint(self, field: Field) -> str:
        """A number that was typed, as people say it."""
        attribute = field.attribute
        if attribute.name == "parameter":
            found = self.parameters.get(field.texts.get("", ""))
            return "" if found is None else f"{found.name}. {found.now}"
        return self.amount(field.texts.get("", ""), is_won=_is_won(attribute), is_share=attribute.is_share)

    def amount(self, said: str, *, is_won: bool, is_share: bool) -> str:
        """Won or a share as people say it; empty where it is neither, or no number."""
        number = _number(said)
        if number is None:
            return ""
        return won(number, self.language) if is_won else percent(number, self.language) if is_share else ""

    def without(self, _: Field) -> tuple[str, ...]:
        """Inputs of a value that are left out: none in a rule."""
        return ()

    def keys(self, attribute: Attribute) -> tuple[tuple[str, str], ...]:
        """Names of a mapping to choose from; none where they are free."""
        if attribute.name in _OF_SIZE:
            return tuple(pair for pair in self._choices("size_class") if pair[0] != "out_of_scope")
        if attribute.name == "rate_add_by_region":
            return self._choices("region_class")
        return self.tracks if attribute.name == "slots_by_track" else ()

    def is_day(self, said: str) -> bool:
        """Whether a day can be chosen from a calendar: there is none, or it is one."""
        if not said:
            return True
        try:
            return date.fromisoformat(said).isoformat() == said
        except ValueError:
            return False

    def is_prose(self, attribute: Attribute) -> bool:
        """Whether it takes sentences."""
        return attribute.name.startswith("note")

    def ticks(self, field: Field) -> tuple[tuple[str, str], ...]:
        """Choices of a set to tick; none where they are typed."""
        changed = self._changed(field.address) if field.attribute.kind == "names" else None
        if changed is None or not changed.choices:
            return ()
        known = {code for code, _ in changed.choices}
        return (*changed.choices, *((word, word) for word in field.words if word not in known))

    def arranged(self, row: Row) -> tuple[Field, ...]:
        """Fields of an entry; of a change of a parameter those first by which one of its kind is changed."""
        if not any(item.attribute.name == "parameter" for item in row.inside):
            return row.inside
        changed = self._changed(row.inside[0].address)
        used = ("parameter", *(_USED[changed.kind] if changed is not None else ("value",)))
        return tuple(replace(item, is_usual=item.attribute.name in used) for item in row.inside)

    def _changed(self, address: str) -> ShownParameter | None:
        return self.parameters.get(self.chosen.get(address.rpartition("/")[0], ""))

    def title(self, row: Row, number: int) -> str:
        """What an entry is called."""
        texts = {item.attribute.name: item.texts.get("", "") for item in row.inside}
        names = _TITLES if self.language == "ko" else ("name_en", *_TITLES)
        found = next((texts[name] for name in names if texts.get(name)), "")
        if found in self.parameters:
            return self.parameters[found].name
        return found or text("web.rule_form.entry", self.language, number=number)

    def by_name(self, fields: Iterable[Field]) -> Mapping[str, Field]:
        """Fields by the name of their attribute."""
        return {item.attribute.name: item for item in fields}

    def joins(self, part: Mapping[str, Field]) -> list[str]:
        """Which of all, any and none a condition joins others by."""
        return [name for name in ("all", "any", "none") if part[name].is_given or part[name].odd]

    def is_odd(self, fields: Sequence[Field]) -> bool:
        """Whether something in these can only be kept as it is: it cannot be moved."""
        return any(_is_odd(item) for item in fields)

    def facts(self) -> list[tuple[str, list[FactDescription]]]:
        """Facts to choose from, by what they are facts of."""
        found: dict[str, list[FactDescription]] = {}
        for fact in list_facts():
            if OPERATORS[fact.kind]:
                found.setdefault(fact.subject, []).append(fact)
        return [(text(f"web.rule_form.subject.{subject}", self.language), facts) for subject, facts in found.items()]

    def fact(self, name: str) -> FactDescription | None:
        """A fact; None where there is none of that name."""
        try:
            return find_fact(name)
        except InputError:
            return None

    def fact_name(self, fact: FactDescription) -> str:
        """What it is called."""
        return fact.name_ko if self.language == "ko" else fact.name_en

    def operators(self, fact: str, chosen: str) -> tuple[str, ...]:
        """Comparisons that fit a fact, and the chosen one."""
        known = self.fact(fact)
        fitting = OPERATORS[known.kind] if known is not None else tuple(_every_operator())
        return fitting if not chosen or chosen in fitting else (*fitting, chosen)

    def value_kind(self, fact: FactDescription | None, field: Field) -> str:
        """How the value is filled in: flag, ordinal, choices, list, or text."""
        if fact is not None and fact.kind == "flag" and not _is_list(field):
            return "flag"
        if fact is not None and fact.kind == "ordinal" and not _is_list(field):
            return "ordinal"
        if fact is not None and fact.kind in ("choice", "choices"):
            return "choices"
        return "list" if _is_list(field) else "text"

    def choices(self, fact: FactDescription, field: Field) -> list[tuple[str, str]]:
        """Choices of a fact with their names; what else the value holds stays to be seen."""
        known = self.choices_of(fact)
        names = {code for code, _ in known}
        return [*known, *((word, word) for word in field.words if word not in names)]

    def choices_of(self, fact: FactDescription) -> tuple[tuple[str, str], ...]:
        """Choices of a fact with their names."""
        return self.tracks if fact.name == "track" else self._choices(fact.name)

    def said(self, attribute: Attribute, value: str) -> str:
        """A value that is kept, as people say it."""
        if attribute.kind == "choice":
            return self.choice(value)
        fact = self.fact(value) if attribute.name == "fact" else None
        if fact is not None:
            return self.fact_name(fact)
        item = attribute.value or attribute
        return self.amount(value, is_won=_is_won(attribute), is_share=item.is_share) or value

    def unit_of(self, fact: FactDescription | None) -> str:
        """Unit of a fact's value."""
        key = "" if fact is None else f"web.rule_form.unit.{fact.unit}"
        return text(key, self.language) if has_text(key, self.language) else ""

    def fact_hint(self, fact: FactDescription | None, said: str) -> str:
        """A fact's value as people say it."""
        return "" if fact is None else self.amount(said, is_won=fact.kind == "won", is_share=fact.kind == "share")

    def _choices(self, fact: str) -> tuple[tuple[str, str], ...]:
        return tuple(
            (item.id, item.name_ko if self.language == "ko" else item.name_en) for item in find_fact(fact).choices
        )


def label(attribute: Attribute, language: Language) -> str:
    """What an attribute of a programme or reform is called."""
    own = f"web.rule_fields.of.{attribute.owner.__name__}.{attribute.name}"
    known = (key for key in (own, f"web.rule_fields.label.{attribute.name}") if has_text(key, language))
    key = next(known, "")
    return text(key, language) if key else attribute.name.replace("_", " ")


def called(thing: Any, language: Language) -> str:
    """What something with names in both languages is called; by its id where it has none."""
    names = (thing.name_ko, thing.name_en) if language == "ko" else (thing.name_en, thing.name_ko)
    return next((str(name) for name in names if name), str(thing.id))


def tracks_of(tree: Any, language: Language) -> tuple[tuple[str, str], ...]:
    """Tracks of the tree of a programme or of a call with their names."""
    payment = tree.get("payment", tree) if isinstance(tree, dict) else None
    tracks = payment.get("tracks") if isinstance(payment, dict) else None
    found = [item for item in (tracks if isinstance(tracks, list) else ()) if isinstance(item, dict)]
    return tuple((item["id"], str(item.get(f"name_{language}") or item["id"])) for item in found
                 if isinstance(item.get("id"), str) and item["id"])  # fmt: skip


def _is_won(attribute: Attribute) -> bool:
    return attribute.name.endswith("_krw")


def _number(said: str) -> float | None:
    try:
        found = parse_number(said) if said else None
    except InputError:
        return None
    return found if found is not None and 0 <= found <= 1e15 else None


def _is_list(field: Field) -> bool:
    return field.texts.get("", "").endswith("\n")


def _is_odd(field: Field) -> bool:
    rows = field.grid.rows if field.grid else ()
    return bool(
        field.odd or field.strange or any(map(_is_odd, field.inside))
        or any(row.odd or row.strange or any(map(_is_odd, row.inside)) for row in rows)
    )  # fmt: skip


@functools.cache
def _every_operator() -> dict[str, None]:
    return dict.fromkeys(name for names in OPERATORS.values() for name in names)
