"""The size of a firm on a day: its class, what decides it, how near it lies, and what to find out first."""

import math
from dataclasses import dataclass
from datetime import date
from typing import cast

from pulmu.model import Answer, Bounded, Document, Finding, Firms, InputError, Problem, decode, has_errors
from pulmu.support.advice import MissingFact, Turn, deciding, missing_facts, turns
from pulmu.support.ownership import asked_firm, check_read_firms
from pulmu.support.rules import Outcome, Rulebook
from pulmu.support.size import size_of, size_rules

FLAGS = ("size.deemed", "size.micro_merchant", "size.early_mid_sized", "size.mid_sized_candidate", "tax.sme")


@dataclass(frozen=True, slots=True)
class Test:
    """A test that decides, with its numbers where it compares numbers.

    Parameters
    ----------
    left, right : The least and the most each side can be; equal where it is known, no most where there is none.
    margin : How far within the limit, negative beyond it; None where not known.
    """

    name: str
    answer: str
    detail: str
    source: str
    confidence: str | None
    fact: str = ""
    unit: str = ""
    sign: str = ""
    left: tuple[float, float | None] | None = None
    right: tuple[float, float | None] | None = None
    margin: float | None = None


@dataclass(frozen=True, slots=True)
class SizeAnswer:
    """What is said of a firm's size.

    Parameters
    ----------
    possible : Classes that are still possible; one where it is settled.
    also : Whether it is deemed an SME, a micro merchant, early mid-sized, a candidate, an SME in tax law.
    decided_by : The tests that decide, or that are open.
    turns : What alone would turn the class, the smallest change first.
    missing : What to find out, what settles most first.
    """

    firm: str
    name: str
    name_local: str
    day: date
    possible: tuple[str, ...]
    also: dict[str, str]
    decided_by: tuple[Test, ...]
    turns: tuple[Turn, ...]
    missing: tuple[MissingFact, ...]


@dataclass(frozen=True, slots=True)
class Sized:
    """The answer, or what stands in its way."""

    answer: SizeAnswer | None
    outcomes: dict[str, Outcome]
    problems: tuple[Problem, ...]


def size_firm(document: Document, day: date, rulebook: Rulebook | None = None) -> Sized:
    """The size of the firm that a file asks about."""
    decoded = decode(Firms, document)
    problems = check_read_firms(document, decoded)
    if has_errors(problems):
        return Sized(None, {}, problems)
    rules = rulebook or size_rules().rulebook()
    try:
        size = size_of(rules, decoded.value, day)
    except InputError as error:  # more holdings than can be followed
        return Sized(None, {}, (*problems, *error.problems))
    firm = asked_firm(decoded.value)
    return Sized(SizeAnswer(
        firm=firm.id,
        name=firm.name or firm.name_local or firm.id,
        name_local=firm.name_local,
        day=day,
        possible=tuple(sorted(size.size_class.possible)),
        also={name: str(cast("Finding", size.outcomes[name]).answer) for name in FLAGS},
        decided_by=tuple(map(test_of, deciding(size.size_class))),
        turns=tuple(turns(rules, size.facts, day, "size.class")),
        missing=tuple(missing_facts(rules, size.facts, day, ("size.class",))),
    ), size.outcomes, problems)  # fmt: skip


def test_of(finding: Finding) -> Test:
    """A finding as plain values."""
    source, compared = finding.source, finding.compared
    common = (finding.name, str(finding.answer), finding.detail, "" if source is None else str(source),
              None if source is None else source.confidence, finding.fact)  # fmt: skip
    if compared is None:
        return Test(*common)
    left, right = compared.left, compared.right
    return Test(*common, left.unit or right.unit, compared.sign, _sides(left), _sides(right),
                None if finding.answer is Answer.UNKNOWN else compared.margin)  # fmt: skip


def _sides(number: Bounded) -> tuple[float, float | None]:
    return number.low, None if math.isinf(number.high) else number.high
