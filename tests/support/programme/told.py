"""Size as it is told, so that tests of programmes need no accounts; and programmes as rules on it."""

import functools

from pulmu.bootstrap.support import packaged_programmes
from pulmu.support.programme import ProgrammeRules, programme_rules
from pulmu.support.rules import Among, Decide, Flag, Given, Rulebook
from pulmu.support.size import SizeRules

SIZES = ("small", "medium", "mid_sized", "large")


def told_size() -> SizeRules:
    """Rules of size that take the class, the average sales and the candidate from the facts."""
    branches = tuple((Among("size_class", frozenset((size,))), size) for size in SIZES)
    decide = Decide("size.class", branches, "out_of_scope")
    return SizeRules({}, {"size.class": decide}, decide, Given("average_sales_krw", "KRW"), Flag("mid_sized_candidate"))


@functools.cache
def told_rules() -> dict[str, ProgrammeRules]:
    """The packaged programmes on told sizes, by id."""
    size = told_size()
    return {programme.id: programme_rules(programme, size) for programme in packaged_programmes()}


def rulebook(name: str) -> Rulebook:
    """The rulebook of one programme."""
    rules = told_rules()[name]
    return Rulebook(rules.parameters, rules.outputs)
