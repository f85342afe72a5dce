"""What a firm may apply for, in the reader's words: programmes, size, dates and questions as a page shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pulmu.locale import (
    Language,
    change_words,
    compared_words,
    date_text,
    dates_words,
    has_text,
    margin_words,
    paid_words,
    rule_name,
    size_words,
    source_text,
    text,
    turn_words,
)
from pulmu.locale.programme_words import conditions_said
from pulmu.services.apply_for import Applied, Chance, Chances
from pulmu.services.firm_questions import CLOSING, MONTHLY, UNKNOWN, Answers, asked_together, calendar_closing
from pulmu.services.size_firm import Sized, Test
from pulmu.support.advice import deciding
from pulmu.web.charts.limit_bar import limit_bar
from pulmu.web.support_fields import Field, field_of, month_field, name_of, typed_words

_TURNS, _NAMED = 3, 3


@dataclass(frozen=True, slots=True)
class ProgrammeShown:
    """A programme in the reader's words.

    Parameters
    ----------
    conditions : Those that decide, or that are open.
    turn : Of one that does not fit: the nearest change.
    """

    id: str
    name: str
    about: str
    eligible: str
    year: int | None
    worth: tuple[str, ...]
    dates: str
    conditions: tuple[str, ...]
    terms_known: bool
    turn: str
    confidence: str
    note: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DateShown:
    """A day that comes."""

    on: date
    said: str
    programme: str


@dataclass(frozen=True, slots=True)
class TestShown:
    """A test of size."""

    name: str
    answer: str
    compared: str
    margin: str
    source: str
    picture: str


@dataclass(frozen=True, slots=True)
class SizeShown:
    """The size class in the reader's words."""

    said: str
    is_settled: bool
    also: tuple[str, ...]
    tests: tuple[TestShown, ...]
    turns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """A question with its fields, the first of which names it."""

    fact: str
    title: str
    settles: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """A fact that two answered at the same time."""

    name: str
    said: str
    now: str
    typed: str


def programme_shown(item: Chance, applied: Applied, language: Language) -> ProgrammeShown:
    """One programme."""
    cost_told = applied.answer is not None and applied.answer.cost_krw is not None
    kind = text(f"programme.kind.{item.kind}", language)
    return ProgrammeShown(
        id=item.id,
        name=_name(item, language),
        about=" · ".join(part for part in (kind, item.agency) if part),
        eligible=item.eligible,
        year=item.year if item.is_earlier else None,
        worth=tuple(paid_words(item.worth, item.kind, language, cost_told=cost_told)),
        dates=dates_words(item.dates, language),
        conditions=tuple(
            conditions_said((reason.name for reason in item.decided_by), applied.rules[item.id], language)
        ),
        terms_known=item.terms_known,
        turn=turn_words(item.turn, language) if item.eligible == "no" else "",
        confidence=text(f"confidence.{item.confidence}", language),
        note=item.confidence_note,
        sources=tuple(", ".join(part for part in (source.source, source.date, source.supports) if part)
                      for source in item.sources),
    )  # fmt: skip


def dates_shown(answer: Chances, language: Language) -> list[DateShown]:
    """Days that come, of programmes that are or may be open to the firm: the soonest first."""
    found = []
    for item in answer.open_to:
        closes = None if item.dates.deadline is None else item.dates.deadline.closes
        opens = None if item.dates.opens is None else item.dates.opens.opens
        for day, key in ((opens, "opens"), (closes, "closes")):
            if day is not None:
                found.append(DateShown(day, text(f"web.support.date_{key}", language, day=date_text(day, language)),
                                       _name(item, language)))  # fmt: skip
    return sorted(found, key=lambda item: (item.on, item.programme))


def size_shown(sized: Sized, language: Language) -> SizeShown | None:
    """The class, the tests that decide it with their margins, and the nearest changes; None where nothing is said."""
    answer = sized.answer
    if answer is None:
        return None
    found = {finding.name: finding.source for finding in deciding(sized.outcomes["size.class"])}
    sources = {name: source_text(source, language) for name, source in found.items() if source is not None}
    flags = [f"size_flag.{name}.{said}" for name, said in answer.also.items()]
    return SizeShown(
        said=size_words(answer.possible, language),
        is_settled=len(answer.possible) == 1,
        also=tuple(text(key, language) for key in flags if has_text(key, language)),
        tests=tuple(_test(item, sources.get(item.name, ""), language) for item in answer.decided_by),
        turns=tuple(change_words(item, size_words(item.becomes, language), language) for item in answer.turns[:_TURNS]),
    )


def _test(test: Test, source: str, language: Language) -> TestShown:
    name, compared, margin = (
        rule_name(test.name, language), compared_words(test, language), margin_words(test, language),
    )  # fmt: skip
    picture = ""
    if test.left is not None and test.right is not None and test.right[0] > 0:
        label = f"{name}: {compared}" + (f" ({margin})" if margin else "")
        picture = limit_bar(label, test.left, test.right, test.answer)
    return TestShown(name, test.answer, compared, margin, source, picture)


def questions_shown(
    answer: Chances, told: Answers, sent: Mapping[str, str], day: date, language: Language
) -> list[QuestionShown]:
    """Questions that are open, what settles most first.

    Parameters
    ----------
    sent : What was typed and not kept.
    """
    missing = {item.fact: item for item in answer.ask_first}
    names = {item.id: _name(item, language) for item in (*answer.open_to, *answer.closed_to)}
    found = _months_shown(told, sent, language)
    for asked in asked_together(missing, has_years=told.has_years, is_new=told.is_new):
        outputs = dict.fromkeys(output for fact in asked.answers for output in missing[fact].outputs)
        settled = [names[output.partition(".")[0]] for output in outputs]
        key = f"web.support.group.{asked.fact}"
        fields = tuple(_field(part, told, sent, day, language) for part in asked.parts)
        titled = next(field for field in fields if field.name == asked.fact)
        found.append(QuestionShown(
            fact=asked.fact,
            title=text(key, language) if has_text(key, language) else titled.label,
            settles=_settles(settled, language),
            fields=fields,
        ))  # fmt: skip
    return found


def _months_shown(told: Answers, sent: Mapping[str, str], language: Language) -> list[QuestionShown]:
    """The months that decide the size of a firm that counts as new, while one of them is not told."""
    if all(told.monthly.values()):
        return []
    fields = tuple(
        month_field(month, sent.get(MONTHLY + month, value), language) for month, value in told.monthly.items()
    )
    title, settles = text("web.support.months", language), text("web.support.months_settle", language)
    return [QuestionShown(fact=fields[0].name, title=title, settles=settles, fields=fields)]


def _settles(programmes: list[str], language: Language) -> str:
    if not programmes:
        return text("web.support.with_others", language)
    key = "settles" if len(programmes) <= _NAMED else "settles_many"
    return text(f"web.support.{key}", language, count=len(programmes), names=", ".join(programmes[:_NAMED]),
                more=len(programmes) - _NAMED)  # fmt: skip


def clashes_shown(told: Answers, sent: Mapping[str, str], language: Language) -> list[Clash]:
    """Facts that somebody answered meanwhile, and otherwise: what is told now, and what was typed."""
    now = {**told.told, **{MONTHLY + month: value for month, value in told.monthly.items() if value}}
    return [Clash(name, name_of(name, language), typed_words(name, now[name], language),
                  typed_words(name, typed, language))
            for name, typed in sent.items() if name in now and now[name] != typed]  # fmt: skip


def told_shown(told: Answers, sent: Mapping[str, str], day: date, language: Language) -> list[Field]:
    """What the file tells, to be changed."""
    months = told.monthly if all(told.monthly.values()) else {}
    return [
        *(_field(name, told, sent, day, language, compact=True) for name in told.told if name != CLOSING),
        *(month_field(month, sent.get(MONTHLY + month, value), language) for month, value in months.items()),
    ]


def _field(
    name: str, told: Answers, sent: Mapping[str, str], day: date, language: Language, *, compact: bool = False
) -> Field:
    first = calendar_closing(day).isoformat() if name == CLOSING else ""
    value = sent.get(name, told.told.get(name, first))
    is_unknown = value == UNKNOWN or (name in told.not_known and name not in sent)
    return field_of(name, "" if value == UNKNOWN else value, is_unknown=is_unknown, language=language, compact=compact)


def _name(item: Chance, language: Language) -> str:
    return item.name_ko if language == "ko" else item.name_en
