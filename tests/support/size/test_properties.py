"""What holds of any firm: an explanation names every parameter that matters, a fact more never unsettles, and so on."""

import os
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.size.random_firms import DAYS, EOK, changes, file, shuffled

from pulmu.model import Bounded, Finding
from pulmu.support.rules import Choice, Facts, Outcome, Rulebook, evaluate, parameters_named
from pulmu.support.size import facts_of, parameters_behind, size_of, size_rules

RULES = size_rules().rulebook()
OUTPUTS = tuple(RULES.outputs)
NAMES = tuple(sorted(name for name in RULES.parameters if not name.startswith(("tax.rnd.", "tax.investment."))))
OF_SIZE = tuple(name for name in NAMES if name.startswith(("size.", "mid_sized.owner")))
CHANGED: dict[str, list[Rulebook]] = {name: changes(RULES, name) for name in NAMES}
BEHIND = {output: parameters_behind(RULES, output) for output in OUTPUTS}
USED = {output: RULES.uses(output) for output in OUTPUTS}
FIRMS = int(os.environ.get("PULMU_FIRMS", "60"))
"""How many random firms; a long run takes 10,000."""

many = settings(max_examples=FIRMS, deadline=None, database=None, suppress_health_check=list(HealthCheck))
seeds = st.integers(0, 2**40).map(Random)


def answer(outcome: Outcome) -> Any:
    match outcome:
        case Finding(answer=found):
            return found
        case Choice(possible=possible):
            return possible
        case Bounded(low=low, high=high):
            return low, high


def moved(before: dict[str, Outcome], after: dict[str, Outcome]) -> Iterable[str]:
    return [name for name in after if answer(before[name]) != answer(after[name])]


@many
@given(random=seeds)
def test_an_explanation_names_every_parameter_that_moves_an_answer(random: Random) -> None:
    facts, day = facts_of(RULES, file(random), random.choice(DAYS)), random.choice(DAYS)
    before = evaluate(RULES, facts, day)
    named = {output: parameters_named(outcome) for output, outcome in before.items()}
    for name in NAMES:
        silent = tuple(output for output in OUTPUTS if name in USED[output] and name not in named[output])
        for rules in CHANGED[name] if silent else []:
            assert not moved(before, evaluate(rules, facts, day, silent)), name


@many
@given(random=seeds)
def test_what_the_facts_rest_on_is_named_too(random: Random) -> None:
    firms, day = file(random), random.choice(DAYS)
    before = size_of(RULES, firms, day).outcomes
    for name in (random.choice(NAMES), *random.sample(OF_SIZE, 2)):
        for rules in CHANGED[name][:1]:
            for output in moved(before, size_of(rules, firms, day).outcomes):
                assert name in parameters_named(before[output]) | BEHIND[output], (name, output)


@many
@given(random=seeds)
def test_a_fact_less_never_settles_an_answer_otherwise(random: Random) -> None:
    day = random.choice(DAYS)
    facts = facts_of(RULES, file(random), day)
    before = evaluate(RULES, facts, day)
    told = sorted(name for name, value in facts.values.items() if value is not None)
    for name in random.sample(told, 3):
        after = evaluate(RULES, facts.with_values(**{name: None}), day)
        for output in OUTPUTS:
            assert wider(after[output], before[output]), (name, output)


def wider(less: Outcome, more: Outcome) -> bool:
    """Whether what is said with a fact less leaves open what is said with it."""
    match less, more:
        case Finding(), Finding():
            return less.answer in (1, more.answer)
        case Choice(), Choice():
            return less.possible >= more.possible
        case Bounded(), Bounded():
            return less.low <= more.low and less.high >= more.high
    return False


@many
@given(random=seeds)
def test_the_order_of_a_file_does_not_matter(random: Random) -> None:
    firms, day = file(random), random.choice(DAYS)
    assert not moved(size_of(RULES, firms, day).outcomes, size_of(RULES, shuffled(random, firms), day).outcomes)


RANK = {"small": 0, "medium": 1, "mid_sized": 2, "large": 3, "out_of_scope": 4}


@many
@given(random=seeds)
def test_sales_more_never_make_the_class_smaller(random: Random) -> None:
    """All else as it is: industry, owners, grace. Mid-sized, large and out of scope do not turn on sales."""
    day = random.choice(DAYS)
    facts = facts_of(RULES, file(random), day)
    sales = [name for name in ("sales_1_krw", "sales_2_krw", "sales_3_krw", "recent_sales_krw")
             if facts.values.get(name) is not None]  # fmt: skip
    if not sales:
        return
    name = random.choice(sales)
    more = facts.with_values(**{name: facts.values[name] + random.choice((1, EOK, 500 * EOK))})
    before, after = (possible(one, day) for one in (facts, more))
    assert min(before) <= min(after)
    assert max(before) <= max(after)


def possible(facts: Facts, day: date) -> list[int]:
    found = evaluate(RULES, facts, day, ("size.class",))["size.class"]
    assert isinstance(found, Choice)
    return [RANK[label] for label in found.possible]


@many
@given(random=seeds)
def test_every_firm_of_a_file_may_be_asked_and_two_say_the_same_of_each_other(random: Random) -> None:
    firms, day = file(random), random.choice(DAYS)
    rows: dict[tuple[str, str, int], tuple[str, object]] = {}
    for company in firms.companies:
        size = size_of(RULES, replace(firms, firm=company.id), day)
        assert size.size_class.possible
        for row in size.facts.relations["relatives"]:
            down = row["direction"] == "controls"
            pair = (company.id, row["relative_id"]) if down else (row["relative_id"], company.id)
            said = (row["counts"], row["share"])
            assert rows.setdefault((*pair, row["depth"]), said) == said
