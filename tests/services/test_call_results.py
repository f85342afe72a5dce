"""What is published of a call: the numbers are right, and those of few firms follow from nothing that is shown."""

import dataclasses
import random

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp
from tests.decisions import decision_of, sample_decisions

from pulmu.model.decision import Decisions
from pulmu.services.call_results import BY, RESULTS, CallResults, ResultRow, call_results

SAMPLE = sample_decisions()
KINDS = [decision_of(SAMPLE, name) for name in ("selected", "reserve", "not_selected", "not_eligible", "incomplete")]


def drawn(count: int, seed: int) -> Decisions:
    """A call with so many applications, groups of very different sizes."""
    chance = random.Random(seed)
    told = [
        dataclasses.replace(
            chance.choices(KINDS, [30, 3, 60, 5, 2])[0],
            application=f"A-{number}",
            size=chance.choices(["small", "medium", "mid_sized", ""], [60, 30, 9, 1])[0],
            province=chance.choices(["KR-11", "KR-41", "KR-26", "KR-50"], [5, 5, 3, 1])[0],
            section=chance.choices(["C", "J", "M"], [8, 2, 1])[0],
        )
        for number in range(count)
    ]
    return dataclasses.replace(SAMPLE, decisions=tuple(told))


def true_rows(decisions: Decisions) -> dict[tuple[str, str], list[int]]:
    """Applied and counts by result, of the whole and of every group, counted anew."""
    found: dict[tuple[str, str], list[int]] = {}
    for item in decisions.decisions:
        place = 4 if item.outcome in ("not_eligible", "incomplete") else 1 + RESULTS.index(item.outcome)  # type: ignore[arg-type]
        for key in [("", ""), *((by, getattr(item, by) or "not_told") for by in BY)]:
            row = found.setdefault(key, [0] * 5)
            row[0] += 1
            row[place] += 1
    return found


def shown_rows(results: CallResults) -> dict[tuple[str, str], list[int | None]]:
    def numbers(row: ResultRow) -> list[int | None]:
        return [row.applied, *row.counts]

    return {("", ""): numbers(results.total)} | {
        (table.by, row.of): numbers(row) for table in results.tables for row in table.rows
    }


@pytest.mark.parametrize(("count", "seed"), [(1, 1), (4, 2), (30, 3), (41, 4), (200, 5), (1000, 6), (9000, 7)])
def test_what_is_shown_is_true_and_never_tells_of_few(count: int, seed: int) -> None:
    decisions = drawn(count, seed)
    true, shown = true_rows(decisions), shown_rows(call_results(decisions))
    assert true.keys() == shown.keys()
    for key, row in shown.items():
        for said, number in zip(row, true[key], strict=True):
            assert said is None or (said == number and (number >= 5 or number == 0))
        if true[key][0] < 5:
            assert row == [None] * 5


@pytest.mark.parametrize("seed", range(20, 28))
def test_no_small_number_can_be_computed_from_what_is_shown(seed: int) -> None:
    """By an integer programme over all tables at once: each small hidden number could be five more."""
    decisions = drawn(60, seed)
    true, shown = true_rows(decisions), shown_rows(call_results(decisions))
    keys = list(true)
    at = {
        (key, place): number for number, (key, place) in enumerate((key, place) for key in keys for place in range(5))
    }
    rows: list[np.ndarray] = []

    def equal(plus: list[int], minus: int) -> None:
        row = np.zeros(len(at))
        row[plus] = 1
        row[minus] -= 1
        rows.append(row)

    for key in keys:
        equal([at[key, place] for place in range(1, 5)], at[key, 0])
    for by in BY:
        for place in range(5):
            equal([at[key, place] for key in keys if key[0] == by], at[("", ""), place])
    low, high = np.zeros(len(at)), np.full(len(at), 10_000.0)
    for (key, place), number in at.items():
        if shown[key][place] is not None:
            low[number] = high[number] = true[key][place]
    constraint = LinearConstraint(np.array(rows), 0, 0)
    small = [number for (key, place), number in at.items() if 0 < true[key][place] < 5]
    assert small
    for number in small:
        aim = np.zeros(len(at))
        aim[number] = -1
        best = milp(aim, constraints=constraint, bounds=Bounds(low, high), integrality=np.ones(len(at)))
        (key, place) = next(where for where, line in at.items() if line == number)
        assert best.success
        assert -best.fun >= true[key][place] + 5 - 1e-6


def test_money_is_shown_in_steps_and_only_where_no_firm_can_be_read() -> None:
    many = call_results(drawn(400, 9)).granted_krw
    assert many is not None
    assert many % 2_000_000_000 == 0  # ten times what one firm gets, to one digit
    assert call_results(drawn(4, 2)).granted_krw is None
    one_large = drawn(100, 10)
    told = tuple(
        dataclasses.replace(item, amount_krw=10**12 if number == first else item.amount_krw)
        for first in [next(n for n, item in enumerate(one_large.decisions) if item.outcome == "selected")]
        for number, item in enumerate(one_large.decisions)
    )
    assert call_results(dataclasses.replace(one_large, decisions=told)).granted_krw is None


def test_nobody_is_named_in_what_is_published() -> None:
    text = repr(call_results(drawn(300, 11)))
    assert [item.firm_ko for item in KINDS if item.firm_ko in text] == []
    assert "A-1" not in text
