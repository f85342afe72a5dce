"""Of a register no number tells of fewer than five firms: an attacker with linear programming tries."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from pulmu.services.reform_counts import Contributions, Counted, GroupCounts, counted
from pulmu.services.reform_effect import Move, ProgrammeEffect
from pulmu.services.reform_hidden import OTHERS, hide_programmes, in_steps, may_be_shown, moves_of, with_others

BITS = {"large": 1, "medium": 2, "mid_sized": 4, "small": 8}
OUTCOMES = ("gain", "lose", "stay", "out")
LEAST = 5


@st.composite
def registers(draw: st.DrawFn) -> list[Counted]:
    """One programme or two that count the same firms, over random firms: some groups small, gains rare or not."""
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    size = draw(st.integers(0, 400))
    classes = random.choice([1, 2, 4, 8], size, p=[0.02, 0.3, 0.08, 0.6])
    sections = random.choice([None, *"ABCGJ"], size, p=[0.02, 0.03, 0.1, 0.45, 0.3, 0.1])
    provinces = random.choice(["KR-11", "KR-26", "KR-41", "KR-50"], size, p=[0.4, 0.2, 0.38, 0.02])
    rare = draw(st.sampled_from([0.005, 0.03, 0.2]))
    state = random.choice(4, size, p=[rare, rare / 2, 0.3, 0.7 - 1.5 * rare])
    where = draw(st.sampled_from(["anywhere", "one section", "one class"]))
    if where == "one section":
        state = np.where((sections == "C") | (state >= 2), state, 3)
    if where == "one class":
        state = np.where((classes == 4) | (state >= 2), state, 3)
    found = []
    for _ in range(draw(st.integers(1, 2))):
        before = np.where((state == 1) | (state == 2), random.choice([1, 2], size), 0)
        after = np.where((state == 0) | (state == 2), random.choice([1, 2], size, p=[0.1, 0.9]), 0)
        rows = {
            "class_after": classes, "section": sections, "province": provinces, "before": before, "after": after,
            "firms": np.ones(size, int), "support_before_krw": np.where(before > 0, 5e7, 0.0),
            "support_after_krw": np.where(after > 0, 5e7, 0.0),
            "without_amount": ((after > 0) & (random.random(size) < 0.02)).astype(int),
        }  # fmt: skip
        found.append(counted("voucher", rows, (1e9, 1e9), None, BITS, 1))
    return found


class Attacker:
    """Knows what is shown of every programme together, and how many firms each group has."""

    def __init__(self, exact: list[Counted], shown: tuple[ProgrammeEffect, ...]) -> None:
        tables = [with_others(table) for table in exact[0].tables]
        self.names: dict[Any, int] = {}
        self.equal: list[tuple[dict[int, float], float]] = []
        self.zero: set[int] = set()
        firms = exact[0].firms
        totals = [self.variable("total", outcome) for outcome in OUTCOMES]
        self.know(dict.fromkeys(totals, 1.0), firms)
        for table in tables:
            for of, count in zip(table.of, table.firms, strict=True):
                self.know({self.variable(table.by, of, name): 1.0 for name in OUTCOMES}, count)
            for name, total in zip(OUTCOMES, totals, strict=True):
                parts = {self.variable(table.by, of, name): 1.0 for of in table.of}
                self.know({**parts, total: -1.0}, 0)
        gain, lose, stay, _ = totals
        self.lines: list[tuple[dict[int, float], int, bool]] = []
        for place, (counts, effect) in enumerate(zip(exact, shown, strict=True)):
            sure, unsure = self.variable(place, "sure"), self.variable(place, "unsure")
            without, with_amount = self.variable(place, "without"), self.variable(place, "with")
            self.know({sure: 1.0, unsure: 1.0, gain: -1.0}, 0)
            self.know({without: 1.0, with_amount: 1.0, gain: -1.0, stay: -1.0}, 0)
            own = counts.effect
            self.told({gain: 1.0}, own.gain, effect.gain)
            self.told({lose: 1.0}, own.lose, effect.lose)
            self.told({lose: 1.0, stay: 1.0}, own.may_apply_before, effect.may_apply_before)
            self.told({gain: 1.0, stay: 1.0}, own.may_apply_after, effect.may_apply_after)
            self.told({sure: 1.0}, own.surely_gain, effect.surely_gain)
            self.told({without: 1.0}, own.without_amount, effect.without_amount)
            self.follows({stay: 1.0}, own.may_apply_before - own.lose)
            self.follows({totals[3]: 1.0}, firms - own.may_apply_before - own.gain)
            self.follows({unsure: 1.0}, own.gain - own.surely_gain)
            self.follows({with_amount: 1.0}, own.may_apply_after - own.without_amount)
            rows = {(row.by, row.of): row for row in effect.where}
            for table in tables:
                for of, count, gained, lost in zip(table.of, table.firms, table.gain, table.lose, strict=True):
                    row = rows.get((table.by, of))
                    told = (0, 0) if row is None else (row.gain, row.lose)
                    names = [self.variable(table.by, of, name) for name in OUTCOMES]
                    self.told({names[0]: 1.0}, gained, told[0])
                    self.told({names[1]: 1.0}, lost, told[1])
                    self.follows({names[2]: 1.0, names[3]: 1.0}, count - gained - lost)

    def variable(self, *name: Any) -> int:
        return self.names.setdefault(name, len(self.names))

    def know(self, row: dict[int, float], value: float) -> None:
        self.equal.append((row, value))

    def told(self, row: dict[int, float], exact: int | None, shown: int | None) -> None:
        assert exact is not None
        assert shown in (None, exact)
        if shown is not None:
            self.know(row, shown)
        self.lines.append((row, exact, shown is not None))

    def follows(self, row: dict[int, float], exact: int) -> None:
        self.lines.append((row, exact, False))

    def most(self, row: dict[int, float], *, whole: bool) -> float:
        size = len(self.names)
        matrix, values = np.zeros((len(self.equal), size)), np.array([value for _, value in self.equal], float)
        for number, (parts, _) in enumerate(self.equal):
            for line, sign in parts.items():
                matrix[number, line] += sign
        cost = np.zeros(size)
        for line, sign in row.items():
            cost[line] = -sign
        if not whole:
            found = linprog(cost, A_eq=matrix, b_eq=values, bounds=(0, None))
            return -float(found.fun)
        solved = milp(cost, integrality=np.ones(size), bounds=Bounds(0, 10_000),
                      constraints=LinearConstraint(matrix, values, values))  # fmt: skip
        return -float(solved.fun)


@settings(max_examples=60, deadline=None)
@given(registers())
def test_no_count_of_a_register_under_five_is_shown_or_can_be_computed(found: list[Counted]) -> None:
    shown = hide_programmes(found, 1)
    attacker = Attacker(found, shown)
    for row, exact, is_shown in attacker.lines:
        if 0 < exact < LEAST:
            assert not is_shown
            if found[0].firms >= 2 * LEAST:
                assert attacker.most(row, whole=False) >= exact + LEAST - 1e-6
                assert attacker.most(row, whole=True) >= exact + LEAST - 1e-6


def one(found: Counted) -> ProgrammeEffect:
    (effect,) = hide_programmes([found], 1)
    return effect


def plain(
    gain: int, *, stay: int = 50, out: int = 100, sums: tuple[Contributions, ...] = (), sections: str = "CG"
) -> Counted:
    """Firms of two sections and two provinces, half in each; with one section, of one province."""
    states = [(0, 2)] * gain + [(2, 2)] * stay + [(0, 0)] * out
    count = len(states)
    rows = {
        "class_after": np.full(count, 2), "section": np.array(list(sections) * count, dtype=object)[:count],
        "province": np.array(["KR-11", "KR-11", "KR-26", "KR-26"][: 2 * len(sections)] * count, dtype=object)[:count],
        "before": np.array([a for a, _ in states]), "after": np.array([b for _, b in states]),
        "firms": np.ones(count, int), "support_before_krw": np.array([5e7 * bool(a) for a, _ in states]),
        "support_after_krw": np.array([5e7 * bool(b) for _, b in states]), "without_amount": np.zeros(count, int),
    }  # fmt: skip
    return replace(counted("voucher", rows, (1e9, 1e9), 10.0, BITS, 1), sums=sums)


def test_a_small_gain_hides_itself_its_groups_and_the_money() -> None:
    effect = one(plain(3))
    assert effect.gain is None
    assert effect.most_after_krw is None
    assert all(row.gain is None for row in effect.where)
    assert effect.may_apply_before is None or effect.may_apply_after is None
    assert effect.at_same_take_up_krw is None


def test_what_tells_of_no_single_firm_is_shown() -> None:
    effect = one(plain(40))
    assert (effect.gain, effect.may_apply_before, effect.may_apply_after, effect.lose) == (40, 50, 90, 0)
    assert {(row.by, row.of): row.gain for row in effect.where} == {
        ("size_class", "medium"): 40, ("section", "C"): 20, ("section", "G"): 20,
        ("province", "KR-11"): 20, ("province", "KR-26"): 20,
    }  # fmt: skip
    assert effect.most_after_krw == 90 * 5e7
    assert effect.take_up


def test_a_gain_of_nobody_is_shown() -> None:
    effect = one(plain(0))
    assert effect.gain == 0
    assert effect.where == ()


def test_programmes_of_the_same_firms_are_hidden_alike() -> None:
    whole, part = plain(8, sections="C"), plain(8, sections="C")
    assert one(whole).gain == 8
    few = replace(part, effect=replace(part.effect, surely_gain=4))  # four and four: only the whole has room
    assert one(few).gain is None
    first, second = hide_programmes([whole, few], 1)
    assert first.gain is second.gain is None
    assert first.where == second.where


def test_how_many_firms_a_group_has_is_taken_as_known() -> None:
    states = [(0, 2)] * 4 + [(2, 0)] * 5 + [(0, 0)]  # all of one section: a shown loss would leave one firm of doubt
    rest = [(0, 2)] * 60 + [(2, 0)] * 60 + [(0, 0)] * 60
    before, after = zip(*(states + rest), strict=True)
    count = len(before)
    rows = {
        "class_after": np.full(count, 2), "section": np.array(["A"] * 10 + ["C", "G"] * 90, dtype=object),
        "province": np.full(count, "KR-11", dtype=object), "before": np.array(before), "after": np.array(after),
        "firms": np.ones(count, int), "support_before_krw": np.zeros(count), "support_after_krw": np.zeros(count),
        "without_amount": np.zeros(count, int),
    }  # fmt: skip
    found = counted("voucher", rows, (None, None), None, BITS, 1)
    shown = one(found)
    (row,) = [row for row in shown.where if row.of == "A"]
    assert (row.gain, row.lose) == (None, None)
    attacker = Attacker([found], (shown,))
    assert all(attacker.most(line, whole=True) >= exact + LEAST
               for line, exact, _ in attacker.lines if 0 < exact < LEAST)  # fmt: skip


def test_sums_that_one_or_two_firms_make_up_are_hidden() -> None:
    assert may_be_shown(Contributions(0, 0.0, (0.0, 0.0)))
    assert may_be_shown(Contributions(5, 100.0, (80.0, 10.0)))
    assert not may_be_shown(Contributions(5, 100.0, (81.0, 1.0)))
    assert not may_be_shown(Contributions(5, 100.0, (50.0, 41.0)))
    assert not may_be_shown(Contributions(4, 100.0, (25.0, 25.0)))
    effect = one(plain(40, sums=(Contributions(90, 4.5e9, (4e9, 1e7)),)))
    assert effect.gain == 40
    assert effect.most_after_krw is None
    assert [item.at_ceilings_krw for item in effect.take_up] == [None] * 4


@given(st.integers(5, 500), st.integers(1, 10**9))
def test_five_firms_more_or_fewer_may_stand_behind_a_sum(firms: int, each: int) -> None:
    sums = (Contributions(firms, firms * each, (each, each)),)
    shown = in_steps(firms * each, sums)
    assert shown in (in_steps((firms + 5) * each, sums), in_steps((firms - 5) * each, sums))
    assert abs(shown - firms * each) <= 10 * each


def test_groups_of_few_firms_are_added_up() -> None:
    table = GroupCounts("section", ("A", "B", "C", "G"), (3, 4, 60, 12), (1, 2, 30, 4), (0, 0, 5, 1))
    assert with_others(table) == GroupCounts("section", ("C", OTHERS), (60, 19), (30, 7), (5, 1))
    alone = GroupCounts("section", ("C", "G"), (60, 12), (30, 4), (5, 1))
    assert with_others(alone) == alone


def test_groups_that_were_added_up_stand_there_as_hidden() -> None:
    states = [(0, 2)] * 20 + [(0, 0)] * 100
    rows = {
        "class_after": np.full(120, 2), "section": np.array(["A", "B"] * 6 + ["C"] * 108, dtype=object),
        "province": np.full(120, "KR-11", dtype=object), "before": np.zeros(120, int),
        "after": np.array([after for _, after in states]), "firms": np.ones(120, int),
        "support_before_krw": np.zeros(120), "support_after_krw": np.zeros(120), "without_amount": np.zeros(120, int),
    }  # fmt: skip
    shown = one(counted("voucher", rows, (None, None), None, BITS, 1))
    sections = [(row.of, row.gain) for row in shown.where if row.by == "section"]
    assert sections == [("C", 8), ("others", 12), ("A", None), ("B", None)]


def test_moves_between_classes_are_hidden_and_those_beside_them() -> None:
    moves = (Move(("medium",), ("medium",), 50), Move(("medium",), ("small",), 2), Move(("small",), ("small",), 300))
    shown = [move.firms for move in moves_of(moves)]
    assert shown[1] is None
    assert shown.count(None) >= 2
    whole = tuple(replace(move, firms=20) for move in moves)
    assert moves_of(whole) == whole


def test_what_is_hidden_does_not_hang_on_the_order_of_programmes() -> None:
    found = [plain(3), plain(40), plain(7, stay=9)]
    there = hide_programmes(found, 1)
    back = hide_programmes(found[::-1], 1)
    assert there == back[::-1]
    assert all(first != second for first, second in pairwise(there))


@pytest.mark.parametrize("size", [0, 1, 4])
def test_a_register_of_few_firms_shows_none(size: int) -> None:
    effect = one(plain(size, stay=0, out=0))
    assert effect.gain in (None, 0)
    assert (effect.gain is None) == (size > 0)
