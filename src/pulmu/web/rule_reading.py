"""A programme as it is read: each thing that is given by its name, in words; and what nobody told, as not known."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from pulmu.locale import date_text, text
from pulmu.locale.programme_words import condition_words
from pulmu.model.programme import Condition, Payment, Programme
from pulmu.services.document_form.shape import Attribute, attributes_of, fits_in_row
from pulmu.web.rule_words import RuleWords

SECTIONS: dict[str, tuple[str, ...]] = {
    "about": ("name_ko", "name_en", "ministry", "agency", "kind", "year"),
    "who": ("conditions", "conditions_note"),
    "pays": ("payment",),
    "when": ("rounds",),
    "budget": ("budget_krw", "projects"),
    "with_whom": ("consortium",),
    "chosen": ("selection", "awards"),
    "out": ("exclusions",),
    "past": ("history",),
    "sources": ("sources", "confidence"),
}
"""What a programme tells, by section: of its page and of its form."""
_ASKED = {"budget_krw", "projects", "rounds"}
"""What everybody asks: said to be not known where it is not given."""
_TITLES = ("id", "time_zone", "name_ko", "name_en", "years", "source")
"""What an entry is called by, or what is the same in all."""
_PAYS = {"ceiling_krw": ("ceiling_low_krw", "ceiling_high_krw", "ceiling_table", "ceiling_per_year_krw", "tracks"),
         "rate": ("rate_by_size", "rate_by_sales", "own_share_by_size", "tracks")}  # fmt: skip
"""The same of what is paid, with what else would tell it."""


@dataclass(frozen=True, slots=True)
class Item:
    """A thing that is told: a value, or more of them below a name."""

    name: str
    said: str
    inside: tuple["Item", ...] = ()
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """A condition in words, or how those below it are joined."""

    said: str
    inside: tuple["Question", ...] = ()


def reading(programme: Programme, section: str, words: RuleWords) -> tuple[Item, ...]:
    """What a programme tells in a section, conditions aside."""
    found: list[Item] = []
    for name in SECTIONS[section]:
        attribute, value = attributes_of(Programme)[name], getattr(programme, name)
        if name == "payment" and value is not None:
            found += [*_inside(attribute.entry, value, words), *_unpaid(value, words)]
        elif isinstance(value, Condition):
            continue
        elif name in _ASKED and not value:
            found.append(_unknown(_name(attribute, words), words))
        else:
            found += _told(attribute, value, words)
    alone = len(SECTIONS[section]) == 1 and len(found) == 1
    return found[0].inside if alone and found[0].inside else tuple(found)


def question(condition: Condition, words: RuleWords) -> Question:
    """A tree of conditions in words."""
    for join in ("all", "any", "none"):
        parts: tuple[Condition, ...] | None = getattr(condition, join)
        if parts is not None:
            inside = tuple(question(part, words) for part in parts)
            return Question(text(f"condition.{join}", words.language), inside)
    said = condition_words(condition, words.language, words.of)
    return Question(f"{said} ({condition.note})" if condition.note else said)


def _told(attribute: Attribute, value: Any, words: RuleWords) -> Iterator[Item]:
    """A value by its name; nothing where it is not given."""
    if value is None or value in ("", (), {}):
        return
    name = _name(attribute, words)
    if attribute.is_cell:
        yield Item(name, _said(attribute, value, words))
    elif isinstance(value, Condition):
        yield Item(name, sentence(value, words))
    elif attribute.kind == "object":
        yield Item(name, "", tuple(_inside(attribute.entry, value, words)))
    elif attribute.kind == "list":
        entries = tuple(_entry(attribute, item, number, words) for number, item in enumerate(value, start=1))
        yield Item(name, "", entries)
    else:
        keys = dict(words.keys(attribute))
        unknown = text("web.rule_form.unknown", words.language)
        said = (f"{keys.get(key, key)} {unknown if item is None else _said(attribute.item, item, words)}"
                for key, item in value.items())  # fmt: skip
        yield Item(name, ", ".join(said))


def _entry(attribute: Attribute, entry: Any, number: int, words: RuleWords) -> Item:
    """An entry of a list: in a line where it fits into one."""
    inside = tuple(_inside(attribute.entry, entry, words))
    if fits_in_row(attribute.entry, 5):
        return Item(_title(entry, number, words), ", ".join(f"{item.name} {item.said}" for item in inside))
    return Item(_title(entry, number, words), "", inside)


def _inside(kind: type, value: Any, words: RuleWords) -> Iterator[Item]:
    for name, attribute in attributes_of(kind).items():
        found = getattr(value, name)
        if name not in _TITLES and (found != attribute.default or attribute.is_required):
            yield from _told(attribute, found, words)


def _unpaid(payment: Payment, words: RuleWords) -> Iterator[Item]:
    known = attributes_of(Payment)
    for name, others in _PAYS.items():
        if getattr(payment, name) is None and not any(getattr(payment, other) for other in others):
            yield _unknown(_name(known[name], words), words)


def _name(attribute: Attribute, words: RuleWords) -> str:
    """What it is called; an amount is told with its unit."""
    return words.label(attribute).removesuffix("(원)").removesuffix("(won)").strip()


def _unknown(name: str, words: RuleWords) -> Item:
    return Item(name, text("web.rule_form.unknown", words.language), is_known=False)


def _title(entry: Any, number: int, words: RuleWords) -> str:
    names = (f"name_{words.language}", "name_ko", "source", "years", "id")
    found = next((getattr(entry, name) for name in names if getattr(entry, name, "")), "")
    return str(found) or text("web.rule_form.entry", words.language, number=number)


def _said(attribute: Attribute, value: Any, words: RuleWords) -> str:
    language = words.language
    if isinstance(value, bool):
        return text(f"workbook.{'yes' if value else 'no'}", language)
    if isinstance(value, date):
        return date_text(value, language)
    if isinstance(value, tuple):
        return " · ".join(str(item) for item in value)
    if isinstance(value, int | float):
        amount = words.amount(repr(value), is_won=attribute.name.endswith("_krw"), is_share=attribute.is_share)
        return amount or (str(value) if attribute.name == "year" else f"{value:,}")
    return words.choice(value) if attribute.kind == "choice" else str(value)


def sentence(condition: Condition, words: RuleWords) -> str:
    """A tree of conditions in one line."""
    for join in ("all", "any", "none"):
        parts: tuple[Condition, ...] | None = getattr(condition, join)
        if parts is not None:
            said = "; ".join(sentence(part, words) for part in parts)
            return f"{text(f'condition.{join}', words.language)} ({said})"
    return condition_words(condition, words.language, words.of)
