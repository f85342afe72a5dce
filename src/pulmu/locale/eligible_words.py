"""What a programme pays, when it is open and what would turn it, in the reader's words."""

from datetime import date
from typing import Protocol

from pulmu.locale.money import won
from pulmu.locale.numbers import percent
from pulmu.locale.rule_words import rule_name
from pulmu.locale.words import Language, text
from pulmu.model.programme import Round

Range = tuple[float, float | None]


class Pays(Protocol):
    """What a programme pays, or lends."""

    @property
    def support_krw(self) -> Range: ...
    @property
    def own_share_krw(self) -> Range: ...
    @property
    def rate(self) -> Range: ...
    @property
    def ceiling_krw(self) -> Range: ...
    @property
    def is_told(self) -> bool: ...
    @property
    def whole_from_krw(self) -> float | None: ...
    @property
    def own_share_at_whole_krw(self) -> Range | None: ...


class Opens(Protocol):
    """When a programme takes applications."""

    @property
    def now(self) -> str: ...
    @property
    def deadline(self) -> Round | None: ...
    @property
    def opens(self) -> Round | None: ...
    @property
    def last(self) -> Round | None: ...


class Turns(Protocol):
    """The nearest change that would turn an answer."""

    @property
    def fact(self) -> str: ...
    @property
    def before(self) -> float | bool | str: ...
    @property
    def after(self) -> float | bool | str: ...
    @property
    def becomes(self) -> tuple[str, ...]: ...


def paid_words(pays: Pays | None, kind: str, language: Language, *, cost_told: bool) -> list[str]:
    """What is paid and what the firm pays itself; what no source says is said."""
    if pays is None:
        return [text("eligible.pays_nothing", language)]
    verb = "lends" if kind == "loan" else "pays"
    if not pays.is_told:
        return [text("eligible.amount_unknown", language)]
    if cost_told:
        support = _won_range(pays.support_krw, language)
        said = text(f"eligible.{verb}" if support else "eligible.amount_unknown", language, amount=support)
        own = _won_range(pays.own_share_krw, language)
        return [said, text("eligible.own_share" if own else "eligible.own_share_unknown", language, amount=own)]
    most = _won_range(pays.ceiling_krw, language)
    said = text(f"eligible.{verb}_at_most" if most else "eligible.ceiling_unknown", language, amount=most)
    found = [f"{said}; {_rate(pays, language)}"]
    if pays.whole_from_krw is not None and pays.own_share_at_whole_krw is not None and kind != "loan":
        own = _won_range(pays.own_share_at_whole_krw, language)
        found.append(text("eligible.whole_from", language, cost=won(pays.whole_from_krw, language), own=own))
    return found


def _rate(pays: Pays, language: Language) -> str:
    low, high = pays.rate
    if high is None or (low, high) == (0.0, 1.0):
        return text("eligible.rate_unknown", language)
    if low == high:
        return text("eligible.rate", language, rate=percent(low, language))
    return text("eligible.rate_between", language, low=percent(low, language), high=percent(high, language))


def _won_range(amounts: Range, language: Language) -> str:
    """An amount, or the least and the most; empty where nothing says the most."""
    low, high = amounts
    if high is None:
        return ""
    if low == high:
        return won(low, language)
    return text("eligible.between", language, low=won(low, language), high=won(high, language))


def dates_words(opens: Opens, language: Language) -> str:
    """When applications are taken, as far as it is known."""
    if opens.deadline is not None and opens.now == "yes":
        return text("eligible.open_until", language, closes=_day(opens.deadline.closes))
    if opens.now == "yes":
        return text("eligible.open", language)
    if opens.opens is not None:
        closes = _day(opens.opens.closes) or text("eligible.day_unknown", language)
        return text("eligible.opens", language, opens=_day(opens.opens.opens), closes=closes)
    if opens.deadline is not None:
        return text("eligible.deadline", language, closes=_day(opens.deadline.closes))
    if opens.last is not None:
        started = _day(opens.last.opens)
        key = "last_round" if started else "last_deadline"
        return text(f"eligible.{key}", language, opens=started, closes=_day(opens.last.closes))
    return text("eligible.dates_unknown", language)


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def turn_words(turn: Turns | None, language: Language) -> str:
    """The nearest change of one fact that would turn a no, and to what."""
    if turn is None:
        return text("eligible.no_turn", language)
    return change_words(turn, text(f"eligible.becomes.{'yes' if turn.becomes == ('yes',) else 'unknown'}", language),
                        language)  # fmt: skip


def change_words(turn: Turns, becomes: str, language: Language) -> str:
    """One fact changed, and what it then becomes."""
    name = rule_name(turn.fact, language)
    if isinstance(turn.before, bool):
        return text(f"eligible.turn_{'yes' if turn.after else 'no'}", language, fact=name, becomes=becomes)
    before, after = (_value(turn.fact, value, language) for value in (turn.before, turn.after))
    return text("eligible.turn", language, fact=name, before=before, after=after, becomes=becomes)


def _value(fact: str, value: float | bool | str, language: Language) -> str:
    from pulmu.reference import find_fact  # noqa: PLC0415 - a help page needs no law

    described = find_fact(fact)
    if isinstance(value, str):
        found = next(choice for choice in described.choices if choice.id == value)
        return found.name_ko if language == "ko" else found.name_en
    if described.kind == "won":
        return won(value, language)
    return percent(value, language) if described.kind == "share" else f"{value:,.6g}"
