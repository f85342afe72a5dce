"""Conditions of support programmes in the reader's words: what is asked, how it was answered, what is missing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pulmu.locale.money import won
from pulmu.locale.numbers import percent
from pulmu.locale.words import Language, text
from pulmu.model import Answer
from pulmu.model.programme import Condition, Programme
from pulmu.reference import FactDescription, find_fact
from pulmu.support.programme import ProgrammeRules, flag_of, number_of, words_of


@dataclass(frozen=True, slots=True)
class Question:
    """What a person is asked, and where the answer stands."""

    fact: str
    name: str
    question: str
    where: str


def condition_words(condition: Condition, language: Language, programme: Programme, *, excluded: bool = False) -> str:
    """What one condition asks: ``평균매출액 140억 원 이하``, ``size class: one of small, medium``.

    Parameters
    ----------
    programme : Whose tracks have names.
    excluded : Whether it stands among those of which none may hold.
    """
    fact = find_fact(condition.fact)
    name = fact.name_ko if language == "ko" else fact.name_en
    if fact.kind == "flag":
        return text("condition.yes" if flag_of(condition) is not excluded else "condition.no", language, fact=name)
    if fact.kind in ("choice", "choices"):
        joiner = text("condition.joiner", language)
        chosen = words_of(condition)
        values = joiner.join(_choice(fact, word, language, programme) for word in chosen)
        key = "equals" if condition.operator == "in" and len(chosen) == 1 else condition.operator
        return text(f"condition.{key}", language, fact=name, values=values)
    return text(f"condition.{condition.operator}", language, fact=name, value=_value(fact, condition, language))


def conditions_said(names: Iterable[str], rules: ProgrammeRules, language: Language) -> list[str]:
    """Conditions of a programme by their names in its rules, such as those that decide."""
    return [condition_words(rules.conditions[name], language, rules.programme, excluded=name in rules.excluding)
            for name in names]  # fmt: skip


def condition_lines(condition: Condition, language: Language, programme: Programme) -> list[str]:
    """A tree of conditions as indented lines."""
    return list(_lines(condition, language, programme, 0, excluded=False))


def _lines(
    condition: Condition, language: Language, programme: Programme, level: int, *, excluded: bool
) -> Iterator[str]:
    for join in ("all", "any", "none"):
        parts: tuple[Condition, ...] | None = getattr(condition, join)
        if parts is not None:
            yield "  " * level + text(f"condition.{join}", language)
            for part in parts:
                yield from _lines(part, language, programme, level + 1, excluded=False)
            return
    yield "  " * level + condition_words(condition, language, programme, excluded=excluded)


def answer_words(answer: Answer, language: Language) -> str:
    """Whether a condition is met."""
    return text(f"condition.answer.{answer}", language)


def question_of(fact: str, language: Language) -> Question:
    """How a person is asked for a fact, and where it is found."""
    found = find_fact(fact)
    if language == "ko":
        return Question(fact, found.name_ko, found.question_ko, found.where_ko)
    return Question(fact, found.name_en, found.question_en, found.where_en)


def _choice(fact: FactDescription, word: str, language: Language, programme: Programme | None) -> str:
    if fact.name == "track" and programme is not None and programme.payment is not None:
        for track in programme.payment.tracks:
            if track.id == word:
                return (track.name_ko if language == "ko" else track.name_en) or word
    for choice in fact.choices:
        if choice.id == word:
            return choice.name_ko if language == "ko" else choice.name_en
    return word


def _value(fact: FactDescription, condition: Condition, language: Language) -> str:
    value = number_of(condition)
    if value is None:
        return _choice(fact, words_of(condition)[0], language, None)
    if fact.kind == "won":
        return won(value, language)
    if fact.kind == "share":
        return percent(value, language)
    shown = f"{value:,.15g}"
    unit = "age" if fact.name == "representative_age" else fact.unit
    return text(f"condition.unit.{unit}", language, value=shown) if unit else shown
