"""Conditions of a programme as findings; each question stands under a name of its own, for words and reasons."""

from pulmu.model.programme import Condition
from pulmu.reference import find_fact
from pulmu.reference.facts import FactDescription
from pulmu.support.programme.terms import Terms
from pulmu.support.programme.value import SIGNS, flag_of, number_of, words_of
from pulmu.support.rules import (
    AllOf,
    Among,
    AnyOf,
    Compare,
    Contains,
    Finds,
    Flag,
    Given,
    Member,
    Node,
    Not,
    Number,
    Ranked,
    Setting,
    Sign,
    Within,
)

CAPITAL = frozenset({"KR-11", "KR-28", "KR-41"})
_UNITS = {"won": "KRW", "share": "share"}
_OF_SIZE = {"micro_merchant": "size.micro_merchant", "deemed_sme": "size.deemed",
            "early_mid_sized": "size.early_mid_sized"}  # fmt: skip


def finding(terms: Terms, condition: Condition, where: str = "") -> Finds:
    """A condition as a rule; the same condition is the same rule wherever it is read.

    Parameters
    ----------
    where : What the names of its limits begin with, such as a track.
    """
    if id(condition) not in terms.made:
        terms.made[id(condition)] = (condition, _made(terms, condition, where))
    return terms.made[id(condition)][1]


def _made(terms: Terms, condition: Condition, where: str) -> Finds:
    name = terms.programme.id
    if condition.all is not None:
        return AllOf(f"{name}.all", tuple(finding(terms, part, where) for part in condition.all))
    if condition.any is not None:
        return AnyOf(f"{name}.any", tuple(finding(terms, part, where) for part in condition.any))
    if condition.none is not None:
        return excluded(terms, f"{name}.none", Condition(any=condition.none), where)
    full = terms.name_for(condition, where + (condition.name or parameter_name(condition)))
    return AllOf(full, (_question(terms, condition, find_fact(condition.fact), full),), terms.source)


def excluded(terms: Terms, name: str, condition: Condition, where: str) -> Finds:
    """That a condition does not hold; its questions are noted as those that keep a firm out."""
    before = set(terms.conditions)
    found = Not(name, finding(terms, condition, where))
    terms.excluding ^= set(terms.conditions) - before
    return found


def parameter_name(condition: Condition) -> str:
    """The name of a condition's limit, where it has none of its own."""
    if condition.fact == "size_class":
        return "sizes"
    fact = condition.fact.replace(".", "_")
    return f"{fact}_{condition.operator}" if condition.operator in SIGNS else fact


def _question(terms: Terms, condition: Condition, fact: FactDescription, full: str) -> Finds:
    match fact.kind:
        case "flag":
            found = flag(terms, fact.name)
            return found if flag_of(condition) else Not(f"{full}_not", found)
        case "choice":
            allowed = terms.limit(full, frozenset(words_of(condition)))
            if fact.name == "size_class":
                return Member(terms.size.size_class, allowed, name="size_class")
            return Among(fact.name, allowed)
        case "choices":
            return Contains(fact.name, terms.limit(full, frozenset(words_of(condition))))
        case "ordinal":
            order = tuple(choice.id for choice in fact.choices)
            return Ranked(fact.name, _sign(condition), terms.limit(full, words_of(condition)[0]), order)
        case _:
            limit = terms.limit(full, number_of(condition), _UNITS.get(fact.kind, fact.unit))
            return _years(condition, limit) if fact.name == "business_age_years" else _compared(terms, condition, fact, limit)  # fmt: skip # noqa: E501


def _sign(condition: Condition) -> Sign:
    return SIGNS[str(condition.operator)]  # type: ignore[return-value]


def _compared(terms: Terms, condition: Condition, fact: FactDescription, limit: Setting) -> Finds:
    unit = _UNITS.get(fact.kind, fact.unit)
    return Compare(fact.name, number(terms, fact.name, unit), _sign(condition), limit, None, unit)


def _years(condition: Condition, limit: Setting) -> Finds:
    """Years in business run from the founding; the day on which they end is within (Civil Act, article 160)."""
    within = Within("business_age_years", "founded_on", limit, last_day=condition.operator in ("at_most", "above"))
    return within if condition.operator in ("at_most", "below") else Not("business_age_years_not", within)


def number(terms: Terms, fact: str, unit: str) -> Number:
    """A fact that is a number: told, or the average that the law of size computes."""
    return terms.size.average_sales if fact == "average_sales_krw" else Given(fact, unit)


def flag(terms: Terms, fact: str) -> Finds:
    """A fact that is yes or no: told, or computed from others."""
    if fact == "mid_sized_candidate":
        return terms.size.mid_sized_candidate
    if fact == "outside_capital_region":
        return Not(fact, Among("province", CAPITAL))
    of_size: Node | None = terms.size.outputs.get(_OF_SIZE.get(fact, ""))
    return of_size if isinstance(of_size, Finds) else Flag(fact)
