"""Why a firm may or may not apply, in the reader's language: what decides, and what has to be found out."""

from dataclasses import dataclass

from pulmu.locale import Language
from pulmu.locale.programme_words import Question, conditions_said, question_of
from pulmu.model import Finding
from pulmu.services._programme_reasons import reasons_of
from pulmu.support.programme import ProgrammeRules

MOST_ASKED = 12


@dataclass(frozen=True, slots=True)
class ReadEligibility:
    """The answer of a programme's rules, as it is read.

    Parameters
    ----------
    decided_by : Conditions that decide, or that are open, each with where it stands.
    asks : Facts to find out, the first of them; `further` more are left out.
    trace : Everything the answer rests on, as it was computed: in English, for who checks it.
    """

    answer: str
    decided_by: tuple[tuple[str, str], ...]
    asks: tuple[Question, ...]
    further: int
    trace: tuple[str, ...]


def read_eligibility(found: Finding, rules: ProgrammeRules, language: Language) -> ReadEligibility:
    """The answer with its reasons in words."""
    reasons = reasons_of(found, rules)
    said = conditions_said((item.name for item in reasons.decided_by), rules, language)
    asked = reasons.asks[:MOST_ASKED]
    return ReadEligibility(
        answer=str(found.answer),
        decided_by=tuple(zip(said, (item.source for item in reasons.decided_by), strict=True)),
        asks=tuple(question_of(name, language) for name in asked), further=len(reasons.asks) - len(asked),
        trace=tuple(found.lines(0)),
    )  # fmt: skip
