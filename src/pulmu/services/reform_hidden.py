"""What may be shown of a reform on a register of real firms: no number tells of fewer than five of them.

Counts by class, section and province share the totals of a programme, so they are hidden together (`LinkedLines`);
programmes that count the same firms in every group are hidden alike. How many firms of the register are in a group is
taken as known to anyone; groups of fewer than ten are added up. Sums of won are hidden with any of their counts, where
one or two firms make up most of them, and shown in steps of ten times what one firm gets at most.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from pulmu.services.reform_counts import Contributions, Counted, GroupCounts, same_take_up
from pulmu.services.reform_effect import Move, ProgrammeEffect, Where
from pulmu.services.reform_take_up import take_up
from pulmu.support.population import SMALL_CELLS, hide_small_cells
from pulmu.support.population.linked_cells import LinkedLines

LEAST_GROUP = 2 * SMALL_CELLS.least_firms
OTHERS = "others"
"""Group of all firms in groups that are too small to be told apart."""
LARGEST_SHARE, LARGEST_TWO_SHARE = 0.8, 0.9
"""A sum is hidden if its largest firm, or its largest two, make up more than that."""
_STEPS = 10
_TOTAL, _WHOLE = 3.0, 9.0


def hide_moves(before: Sequence[Any], after: Sequence[Any], firms: Sequence[int]) -> list[int | None]:
    """Firms by class before and after, hidden where they tell of single ones; class totals are not published."""
    keys = [np.array(before), np.array(after)]
    lines = hide_small_cells(keys, np.array(firms))[0, 1]
    return [int(count) if is_shown else None for count, is_shown in zip(lines.counts, lines.count_shown, strict=True)]


def hide_programmes(found: Sequence[Counted], one_in: int) -> tuple[ProgrammeEffect, ...]:
    """The effects as they may be shown, in the same order."""
    merged = [replace(item, tables=tuple(map(with_others, item.tables)), exact=item.tables) for item in found]
    together: dict[Any, list[int]] = {}
    for place, item in enumerate(merged):
        key = (item.tables, item.effect.may_apply_before, item.effect.may_apply_after)
        together.setdefault(key, []).append(place)
    shown: dict[int, ProgrammeEffect] = {}
    for places in together.values():
        shown |= zip(places, _hidden([merged[place] for place in places], one_in), strict=True)
    return tuple(shown[place] for place in range(len(found)))


def with_others(table: GroupCounts) -> GroupCounts:
    """Groups of few firms added up, with the next larger one if they are still few."""
    order = sorted(range(len(table.of)), key=lambda place: table.firms[place])
    few = [place for place in order if table.firms[place] < LEAST_GROUP]
    while few and len(few) < len(order) and sum(table.firms[place] for place in few) < LEAST_GROUP:
        few.append(order[len(few)])
    if len(few) < 2:
        return table
    kept = [place for place in range(len(table.of)) if place not in few]

    def added(counts: tuple[int, ...]) -> tuple[int, ...]:
        return (*(counts[place] for place in kept), sum(counts[place] for place in few))

    of = (*(table.of[place] for place in kept), OTHERS)
    return GroupCounts(table.by, of, added(table.firms), added(table.gain), added(table.lose))


@dataclass(frozen=True, slots=True)
class _Numbers:
    """Numbers of the lines of programmes that count the same firms."""

    gain: int
    lose: int
    before: int
    after: int
    groups: tuple[tuple[tuple[int, int], ...], ...]
    sure: tuple[int, ...]
    without_amount: tuple[int, ...]


def _hidden(same: Sequence[Counted], one_in: int) -> Iterable[ProgrammeEffect]:
    lines = LinkedLines()
    numbers = _lines(lines, same)
    shown = lines.shown()
    for place, item in enumerate(same):
        yield _shown(item, numbers, place, shown, one_in)


def _lines(lines: LinkedLines, same: Sequence[Counted]) -> _Numbers:
    first = same[0]
    gain, lose = first.effect.gain or 0, first.effect.lose or 0
    before, after = first.effect.may_apply_before or 0, first.effect.may_apply_after or 0
    block = 0
    gained, lost = (lines.add(count, block=block, weight=_TOTAL) for count in (gain, lose))
    stays = lines.add(before - lose, block=block, is_shown=False)
    out = lines.add(first.firms - before - gain, block=block, is_shown=False)
    lines.relate([gained, lost, stays, out])
    rest = lines.add(first.firms - gain - lose, block=1, is_shown=False)
    lines.relate([stays, out], rest)
    may_before, may_after = lines.add(before, block=2, weight=_WHOLE), lines.add(after, block=3, weight=_WHOLE)
    lines.relate([lost, stays], may_before)
    lines.relate([gained, stays], may_after)
    groups = []
    for number, table in enumerate(first.tables):
        rows = [_group(lines, 10 + number, *counts) for counts in zip(table.firms, table.gain, table.lose, strict=True)]
        for place, total in enumerate((gained, lost, rest)):
            lines.relate([row[place] for row in rows], total)
        groups.append(tuple((row[0], row[1]) for row in rows))
    sure, without = [], []
    for number, item in enumerate(same):
        sure.append(_part(lines, 100 + number, item.effect.surely_gain or 0, gain, gained))
        without.append(_part(lines, 1000 + number, item.effect.without_amount or 0, after, may_after))
    return _Numbers(gained, lost, may_before, may_after, tuple(groups), tuple(sure), tuple(without))


def _group(lines: LinkedLines, block: int, firms: int, gain: int, lose: int) -> tuple[int, int, int]:
    """Those that gain, lose and neither in a group; how many they are together is known."""
    found = (lines.add(gain, block=block), lines.add(lose, block=block),
             lines.add(firms - gain - lose, block=block, is_shown=False))  # fmt: skip
    lines.relate(found)
    return found


def _part(lines: LinkedLines, block: int, count: int, of: int, total: int) -> int:
    """A part of a total; the other part follows from both."""
    part, other = lines.add(count, block=block), lines.add(of - count, block=block, is_shown=False)
    lines.relate([part, other], total)
    return part


def _shown(item: Counted, numbers: _Numbers, place: int, shown: Any, one_in: int) -> ProgrammeEffect:
    effect = item.effect

    def count(value: int | None, line: int) -> int | None:
        return value if shown[line] else None

    before, after = (count(effect.may_apply_before, numbers.before), count(effect.may_apply_after, numbers.after))
    gain, lose = count(effect.gain, numbers.gain), count(effect.lose, numbers.lose)
    without = count(effect.without_amount, numbers.without_amount[place])
    may_sum = None not in (before, after, gain, lose, without) and all(map(may_be_shown, item.sums))
    most_before, most_after = (
        in_steps(value or 0.0, item.sums) if may_sum else None
        for value in (effect.most_before_krw, effect.most_after_krw)
    )
    return replace(
        effect,
        may_apply_before=before,
        may_apply_after=after,
        gain=gain,
        lose=lose,
        surely_gain=count(effect.surely_gain, numbers.sure[place]),
        most_before_krw=most_before,
        most_after_krw=most_after,
        without_amount=without,
        at_same_take_up_krw=same_take_up(effect.budget_krw[0], before, after),
        where=tuple(_where(item, numbers, shown)),
        take_up=take_up((before, after), most_after, effect.budget_krw, effect.projects, one_in),
    )


def _where(item: Counted, numbers: _Numbers, shown: Any) -> Iterable[Where]:
    """Groups with gains, losses or something hidden; of groups added up, the sum, and each of them as hidden."""
    for table, exact, rows in zip(item.tables, item.exact, numbers.groups, strict=True):
        for of, gain, lose, (gained, lost) in zip(table.of, table.gain, table.lose, rows, strict=True):
            row = Where(table.by, of, gain if shown[gained] else None, lose if shown[lost] else None)
            if row.gain != 0 or row.lose != 0:
                yield row
                if of == OTHERS:
                    yield from (Where(table.by, few, None, None) for few in exact.of if few not in table.of)


def may_be_shown(sums: Contributions) -> bool:
    """Whether a sum is of nobody, or of five firms or more, none of which, nor two together, make up most of it."""
    if sums.firms == 0:
        return True
    largest, second = sums.largest
    dominated = largest > LARGEST_SHARE * sums.total_krw or largest + second > LARGEST_TWO_SHARE * sums.total_krw
    return sums.firms >= SMALL_CELLS.least_firms and not dominated


def in_steps(value: float, sums: Iterable[Contributions]) -> float:
    """A sum to a step of ten times the most one firm makes up: five firms more or fewer may be behind it."""
    largest = max((item.largest[0] for item in sums), default=0.0)
    if largest <= 0:
        return value
    step = float(_STEPS * largest)
    unit = 10.0 ** math.floor(math.log10(step))
    step = math.ceil(step / unit - 1e-9) * unit
    return math.floor(value / step + 0.5) * step


def moves_of(moves: Sequence[Move]) -> tuple[Move, ...]:
    """Moves between classes as they may be shown."""
    firms = hide_moves(
        ["/".join(move.before) for move in moves], ["/".join(move.after) for move in moves],
        [move.firms or 0 for move in moves],
    )  # fmt: skip
    return tuple(replace(move, firms=count) for move, count in zip(moves, firms, strict=True))
