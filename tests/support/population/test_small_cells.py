"""Nothing hidden of a table of firms can be computed from what is shown: an attacker with linear programming tries."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from pulmu.support.population import SMALL_CELLS, Lines, hide_small_cells


class Attacker:
    """Knows every number shown, which cells are empty, and that nothing is under nought."""

    def __init__(self, keys, published, amount):
        self.cells = np.stack([np.asarray(key) for key in keys], axis=1)
        self.rows, self.shown, self.told = [], [], []
        for kept, lines in published.items():
            for at in range(lines.counts.size):
                line = [lines.keys[place][at] for place in range(len(kept))]
                self.rows.append((self.cells[:, list(kept)] == line).all(axis=1).astype(float))
                self.shown.append(bool((lines.count_shown if amount is None else lines.values_shown)[at]))
                self.told.append(float(lines.counts[at] if amount is None else lines.values[amount][at]))
        self.rows, self.shown, self.told = np.array(self.rows), np.array(self.shown), np.array(self.told)
        self.empty = published[tuple(range(len(keys)))].counts == 0

    def range_of(self, line, known=()):
        shown = self.shown.copy()
        shown[list(known)] = True
        bounds = [(0, 0) if empty else (0, None) for empty in self.empty]
        ends = []
        for sign in (1, -1):
            found = linprog(sign * self.rows[line], A_eq=self.rows[shown] if shown.any() else None,
                            b_eq=self.told[shown] if shown.any() else None, bounds=bounds)  # fmt: skip
            ends.append(np.inf if found.status in (2, 3, 4) and sign == -1 and found.x is None else sign * found.fun)
        return ends

    def most_whole(self, line):
        """The largest whole number a hidden count may be, up to a thousand."""
        found = milp(-self.rows[line], integrality=np.ones(self.empty.size),
                     constraints=LinearConstraint(self.rows[self.shown], self.told[self.shown], self.told[self.shown])
                     if self.shown.any() else (), bounds=Bounds(0, np.where(self.empty, 0, 1000)))  # fmt: skip
        return -found.fun


@st.composite
def tables(draw, largest_size=4):
    groups = draw(st.integers(1, 3))
    shape = [draw(st.integers(1, largest_size)) for _ in range(groups)]
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    keys = [axis.ravel() for axis in np.meshgrid(*[np.arange(size) for size in shape], indexing="ij")]
    chosen = random.random(keys[0].size) < draw(st.sampled_from([0.5, 1.0]))
    chosen[0] = True
    keys = [key[chosen] for key in keys]
    spread = draw(st.sampled_from([1.0, 2.0, 4.0]))
    counts = np.floor(random.lognormal(1.5, spread, keys[0].size)).clip(0, 300).astype(int)
    firms = [random.pareto(1.2, count) * 100 + 1 for count in counts]
    sums = np.array([float(firm.sum()) for firm in firms])
    most = np.array([float(firm.max()) if firm.size else 0.0 for firm in firms])
    return keys, counts, sums, most


def small(attacker, published):
    return [at for at, lines_count in enumerate(np.concatenate([lines.counts for lines in published.values()]))
            if 0 < lines_count < SMALL_CELLS.least_firms]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(tables())
def test_no_count_under_five_is_shown_or_can_be_computed(table):
    keys, counts, _, _ = table
    published = hide_small_cells(keys, counts)
    attacker = Attacker(keys, published, None)
    for line in small(attacker, published):
        assert not attacker.shown[line]
        low, high = attacker.range_of(line)
        assert low <= attacker.told[line] + 1e-6
        assert high >= attacker.told[line] + SMALL_CELLS.least_firms - 1e-6
        assert attacker.most_whole(line) >= attacker.told[line] + SMALL_CELLS.least_firms


@settings(max_examples=60, deadline=None)
@given(tables())
def test_no_sum_of_few_firms_or_of_one_large_one_is_shown_or_can_be_computed(table):
    keys, counts, sums, most = table
    published = hide_small_cells(keys, counts, [sums], [most])
    attacker = Attacker(keys, published, 0)
    firms = np.concatenate([lines.counts for lines in published.values()])
    top = np.array([float((row * most).max()) for row in attacker.rows])
    share = SMALL_CELLS.dominant_share
    for line in np.flatnonzero((firms > 0) & ((firms < 5) | (top > share * attacker.told))):
        assert not attacker.shown[line]
        total = attacker.told[line]
        _, high = attacker.range_of(line)
        assert high >= total * (1 + SMALL_CELLS.least_span) * (1 - 1e-5)
        assert top[line] <= share * high * (1 + 1e-5)


@settings(max_examples=40, deadline=None)
@given(tables(largest_size=3))
def test_firms_that_know_their_own_amounts_cannot_compute_another(table):
    keys, counts, sums, most = table
    published = hide_small_cells(keys, counts, [sums], [most])
    attacker = Attacker(keys, published, 0)
    firms = np.concatenate([lines.counts for lines in published.values()])
    for line in np.flatnonzero((firms > 0) & (firms < 5)):
        inside = (attacker.rows * attacker.rows[line] * (counts > 0)).any(axis=1)
        _, high = attacker.range_of(line, known=np.flatnonzero((firms == 1) & ~inside))
        assert high >= attacker.told[line] * (1 + SMALL_CELLS.least_span) * (1 - 1e-5)


@settings(max_examples=60, deadline=None)
@given(tables())
def test_totals_are_the_sums_of_the_cells_given(table):
    keys, counts, sums, most = table
    published = hide_small_cells(keys, counts, [sums, 2 * sums], [most, 2 * most])
    assert set(published) == {kept for n in range(len(keys) + 1) for kept in combinations(range(len(keys)), n)}
    own = published[tuple(range(len(keys)))]
    assert (own.counts == counts).all()
    assert all((mine == given).all() for mine, given in zip(own.keys, keys, strict=True))
    for lines in published.values():
        assert lines.counts.sum() == counts.sum()
        assert lines.values.sum(axis=1) == pytest.approx([sums.sum(), 2 * sums.sum()])
        assert not (lines.values_shown & ~lines.count_shown).any()


def table_of(rows):
    """Keys and counts of a table written as rows."""
    grid = np.array(rows)
    first, second = np.indices(grid.shape)
    return [first.ravel(), second.ravel()], grid.ravel()


def test_a_table_of_large_cells_is_shown_whole():
    published = hide_small_cells(*table_of([[5, 6], [7, 0]]))
    assert all(lines.count_shown.all() for lines in published.values())


def test_a_small_cell_takes_others_with_it_and_leaves_the_totals():
    published = hide_small_cells(*table_of([[3, 60, 70], [80, 90, 100], [110, 120, 130]]))
    cells: Lines = published[0, 1]
    assert not cells.count_shown[0]
    assert (~cells.count_shown).sum() == 4  # two in its row and column, and the one that closes the rectangle
    assert all(published[kept].count_shown.all() for kept in ((0,), (1,), ()))


def test_two_small_cells_do_not_tell_their_sum():
    published = hide_small_cells([np.array(["a", "b", "c"])], np.array([2, 1, 50]))
    assert published[(0,)].count_shown.tolist() == [False, False, False]
    assert published[()].count_shown.tolist() == [True]


def test_a_whole_of_few_firms_is_hidden():
    published = hide_small_cells([np.array([0, 1])], np.array([2, 2]))
    assert not any(lines.count_shown.any() for lines in published.values())


def test_one_firm_that_makes_up_most_of_a_sum_hides_the_sum_and_not_the_count():
    keys, counts = [np.arange(3)], np.array([50, 40, 30])
    sums, most = np.array([1000.0, 400.0, 300.0]), np.array([501.0, 10.0, 10.0])
    lines = hide_small_cells(keys, counts, [sums], [most])[(0,)]
    assert lines.count_shown.all()
    assert not lines.values_shown[0]
    assert (~lines.values_shown).sum() >= 2
    most[0] = 500.0
    assert hide_small_cells(keys, counts, [sums], [most])[(0,)].values_shown.all()


def test_a_sum_of_nought_of_few_firms_is_hidden_too():
    lines = hide_small_cells([np.arange(3)], np.array([2, 40, 30]), [np.array([0.0, 40.0, 30.0])], [np.ones(3)])[(0,)]
    assert not lines.values_shown[0]
    assert (~lines.values_shown).sum() == 2


@pytest.mark.parametrize(
    ("keys", "counts", "values", "largest", "said"),
    [
        ([np.arange(2)], np.ones(3), [], [], "one key"),
        ([np.array([1, 1])], np.ones(2), [], [], "twice"),
        ([np.arange(2)], np.ones(2), [np.ones(2)], [], "largest"),
        ([np.arange(2)], np.ones(2), [-np.ones(2)], [np.ones(2)], "nought"),
        ([np.arange(2)], np.array([1, np.nan]), [], [], "known"),
    ],
)
def test_a_table_that_is_none_is_refused(keys, counts, values, largest, said):
    with pytest.raises(ValueError, match=said):
        hide_small_cells(keys, counts, values, largest)
