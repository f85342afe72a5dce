"""What the rules of a call say of one application, from the facts its table tells."""

import dataclasses
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pulmu.model import Answer, Bounded, Finding
from pulmu.model.call import Call
from pulmu.model.programme import Programme
from pulmu.services._programme_reasons import reasons_of
from pulmu.support.calls import call_programme, hundredths
from pulmu.support.calls.moments import assessed_on
from pulmu.support.programme import ProgrammeRules, programme_rules
from pulmu.support.rules import Among, Decide, Evaluation, Facts, Flag, Given, Node, Rulebook
from pulmu.support.size import SizeRules, size_rules

_MOST_BONUS = 1e6
_SIZES = ("small", "medium", "mid_sized", "large")
_FLAGS = {"size.micro_merchant": "micro_merchant", "size.deemed": "deemed_sme",
          "size.early_mid_sized": "early_mid_sized"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """What the call's rules say of an application.

    Parameters
    ----------
    eligible : Whether the programme's conditions are met.
    decided_by : Names of the conditions that decide, or that are open.
    asks : Facts that would have to be told.
    quotas : Answer for each quota.
    bonus : Points of bonus, before the published cap; what is not shown counts nothing. [hundredths of a point]
    bonus_is_open : Whether more bonus is possible by what is not told.
    """

    eligible: Answer
    decided_by: tuple[str, ...]
    asks: tuple[str, ...]
    quotas: Mapping[str, Answer]
    bonus: int
    bonus_is_open: bool


class CallRules:
    """The rules of a call.

    Parameters
    ----------
    size : Whether a firm's size is told, as in a table of an agency that has its certificate before it; or what the law
        of size computes from its file.
    """

    def __init__(self, programme: Programme, call: Call, size: SizeRules | None = None) -> None:
        self.programme, self.call = call_programme(programme, call), call
        size = size or told_size_rules()
        self.rules: ProgrammeRules = programme_rules(self.programme, size)
        self.book = Rulebook({**size.parameters, **self.rules.parameters}, {**size.outputs, **self.rules.outputs})
        self._known: dict[frozenset[tuple[str, Any]], Standing] = {}

    def standing(self, facts: Mapping[str, Any]) -> Standing:
        """What the rules say; the same facts are asked once."""
        key = frozenset(facts.items())
        if key not in self._known:
            self._known[key] = self._asked(facts)
        return self._known[key]

    def _asked(self, facts: Mapping[str, Any]) -> Standing:
        return self.standing_of(Facts(facts))

    @property
    def day(self) -> date:
        """The day on which size and conditions are looked at."""
        return assessed_on(self.call)

    def standing_of(self, facts: Facts) -> Standing:
        """What the rules say of a firm whose shareholdings may be told."""
        asked = Evaluation(self.book, facts, self.day)
        eligible = self._finding(asked, "eligible")
        reasons = reasons_of(eligible, self.rules)
        quotas = {quota.id: self._finding(asked, f"quota.{quota.id}").answer for quota in self.call.quotas}
        low, high = self._bonus(asked)
        decided = tuple(reason.name for reason in reasons.decided_by)
        return Standing(eligible.answer, decided, reasons.asks, quotas, low, high > low)

    def _finding(self, asked: Evaluation, name: str) -> Finding:
        found = asked.outcome(self.rules.outputs[f"{self.programme.id}.{name}"])
        if not isinstance(found, Finding):  # not possible: these outputs are questions
            raise TypeError(name)
        return found

    def _bonus(self, asked: Evaluation) -> tuple[int, int]:
        node = self.rules.outputs.get(f"{self.programme.id}.bonus_points")
        found = None if node is None else asked.outcome(node)
        if not isinstance(found, Bounded):
            return 0, 0
        return hundredths(round(found.low, 2)), hundredths(round(min(found.high, _MOST_BONUS), 2))


@functools.cache
def told_size_rules() -> SizeRules:
    """The rules of size where the class is told and not computed."""
    law = size_rules()
    branches = tuple((Among("size_class", frozenset({size})), size) for size in _SIZES)
    told = Decide("size.class", branches, "out_of_scope")
    outputs: dict[str, Node] = {"size.class": told, **{name: Flag(fact) for name, fact in _FLAGS.items()}}
    return dataclasses.replace(
        law, outputs=outputs, size_class=told, average_sales=Given("average_sales_krw", "KRW"),
        mid_sized_candidate=Flag("mid_sized_candidate"),
    )  # fmt: skip
