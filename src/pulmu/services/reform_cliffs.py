"""The cliff at each threshold over a population: how many firms lie just within and beyond, and what crossing costs."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np

from pulmu.services.population_engine import PopulationEngine
from pulmu.services.reform_effect import (
    CliffSide,
    CrossingCost,
    LimitRow,
    Move,
    ProgrammeLost,
    Spread,
    ThresholdCliff,
)
from pulmu.support.reform.columns.cliffs import (
    UNKNOWN,
    Near,
    by_firm,
    by_programme,
    crossings,
    distribution,
    measured,
)
from pulmu.support.reform.thresholds import (
    EDGES,
    Threshold,
    bins_beyond,
    bins_within,
    programmes_of,
    summed,
    thresholds,
)
from pulmu.support.rules import Rulebook, Setting
from pulmu.support.rules.columns import label_bits
from pulmu.support.size.columns import Prepared

NEAR, WIDER = 0.05, 0.2
"""How far from a limit a firm is called just within: the narrower, and the wider where nobody lies so near."""
MOST_LOOKED_AT = 20_000
"""Firms near one threshold of which every one is looked at; of more, one of so many, by number."""
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class World:
    """A rulebook with the tables of a population that it reads."""

    name: Literal["before", "after"]
    rulebook: Rulebook
    ready: Prepared


def cliffs_of(
    worlds: Sequence[World], engine: PopulationEngine, day: date, tell: Tell = lambda _: None
) -> tuple[ThresholdCliff, ...]:
    """The cliffs before and after a reform, in the order of the rulebook.

    Parameters
    ----------
    worlds : Before and after; where nothing that matters differs, give the first alone, and it stands for both.
    """
    sides = [_sides(world, engine, day, tell) for world in worlds]
    before, after = sides[0], sides[-1]
    found = {**after, **before}
    return tuple(
        ThresholdCliff(
            rule=item.name,
            parameter=item.parameter,
            fact=item.fact,
            of=item.key,
            side=item.side,
            of_size=item.of_size,
            edges=EDGES,
            before=before[key][1] if key in before else None,
            after=after[key][1] if key in after else None,
        )
        for key, (item, _) in found.items()
    )


Sides = dict[tuple[str, str], tuple[Threshold, CliffSide]]


def _sides(world: World, engine: PopulationEngine, day: date, tell: Tell) -> Sides:
    asked, programmes = thresholds(world.rulebook), programmes_of(world.rulebook)
    tell(world.name)
    table = engine.keep("measured", measured(world.rulebook, world.ready, day, asked))
    rows = [_rows(engine.to_columns(distribution(table, place, item)), item, world.rulebook, day)
            for place, item in enumerate(asked)]  # fmt: skip
    near = [item for place, found in enumerate(asked) for item in _near(place, found, rows[place][0])]
    costs: dict[int, tuple[CrossingCost, ...]] = {}
    if near:
        crossed = engine.keep(
            "crossings", crossings(world.rulebook, world.ready, table, day, near, programmes, engine.keep)
        )
        costs = _costs(engine, crossed, near, rows, programmes, label_bits(world.rulebook))
    return {
        (item.parameter, item.fact): (item, _side(*rows[place], item, costs.get(place, ())))
        for place, item in enumerate(asked)
    }


def _rows(
    found: Mapping[str, Any], threshold: Threshold, rulebook: Rulebook, day: date
) -> tuple[tuple[LimitRow, ...], int]:
    """Firms around the limit by its row, and those of whom the fact or the limit is not known."""
    lists = [np.ma.filled(np.ma.asarray(found[name]), fill).tolist()
             for name, fill in (("of", ""), ("limit", 0.0), ("bin", 0), ("firms", 0))]  # fmt: skip
    counts: dict[tuple[str, float], list[int]] = {}
    unknown = 0
    for of, limit, place, firms in zip(*lists, strict=True):
        if place == UNKNOWN:
            unknown += firms
        else:
            row = counts.setdefault((str(of), float(limit)), [0] * (len(EDGES) + 1))
            row[place] += firms
    one = None if threshold.key else _limit(threshold, rulebook, day)
    return tuple(
        LimitRow(of, limit if one is None else one, tuple(row))
        for (of, limit), row in sorted(counts.items(), key=_order)
    ), unknown


def _order(item: tuple[tuple[str, float], list[int]]) -> tuple[float, str, float]:
    of, limit = item[0]
    return (float(of) if of.isdigit() else 0.0, of, limit)


def _limit(threshold: Threshold, rulebook: Rulebook, day: date) -> float | None:
    if not isinstance(threshold.right, Setting) or threshold.right.on is not None:
        return None
    value = rulebook.value(threshold.parameter, day).value
    return float(value) if isinstance(value, int | float) else None


def _near(place: int, threshold: Threshold, rows: Iterable[LimitRow]) -> Iterable[Near]:
    """Firms to look at: those just within; none where nobody lies within the wider band either."""
    total = _total(rows)
    for share in (NEAR, WIDER):
        bins = bins_within(threshold.side, share)
        firms = summed(total, bins)
        if firms:
            yield Near(place, threshold, bins, -(-firms // MOST_LOOKED_AT))
            return


def _total(rows: Iterable[LimitRow]) -> list[int]:
    lists = [row.firms for row in rows]
    return [sum(each) for each in zip(*lists, strict=True)] if lists else [0] * (len(EDGES) + 1)


def _side(rows: tuple[LimitRow, ...], unknown: int, threshold: Threshold, costs: tuple[CrossingCost, ...]) -> CliffSide:
    total = _total(rows)
    return CliffSide(
        firms=tuple(total),
        unknown=unknown,
        within=(summed(total, bins_within(threshold.side, NEAR)), summed(total, bins_within(threshold.side, WIDER))),
        beyond=(summed(total, bins_beyond(threshold.side, NEAR)), summed(total, bins_beyond(threshold.side, WIDER))),
        rows=rows,
        costs=costs,
    )


def _costs(
    engine: PopulationEngine,
    crossed: Any,
    near: Sequence[Near],
    rows: Sequence[tuple[tuple[LimitRow, ...], int]],
    programmes: Sequence[str],
    bits: Mapping[str, int],
) -> dict[int, tuple[CrossingCost, ...]]:
    firms = {name: np.asarray(values) for name, values in engine.to_columns(by_firm(crossed)).items()}
    lost = {name: np.asarray(values) for name, values in engine.to_columns(by_programme(crossed, programmes)).items()}
    found: dict[int, tuple[CrossingCost, ...]] = {}
    for item in near:
        of_all = summed(_total(rows[item.place][0]), item.bins)
        costs = []
        for used_up in (False, True) if item.threshold.of_size else (False,):
            here = (firms["place"] == item.place) & (firms["used_up"] == used_up)
            names = (lost["place"] == item.place) & (lost["used_up"] == used_up)
            each = {name: int(lost[f"lost_{number}"][names].sum()) for number, name in enumerate(programmes)}
            share = NEAR if item.bins == bins_within(item.threshold.side, NEAR) else WIDER
            costs.append(
                _cost({name: values[here] for name, values in firms.items()}, each, used_up, share, of_all, bits)
            )
        found[item.place] = tuple(costs)
    return found


def _cost(
    firms: Mapping[str, Any], lost: Mapping[str, int], used_up: bool, share: float, of_all: int, bits: Mapping[str, int]
) -> CrossingCost:
    counts = firms["firms"]
    losing = (firms["lost"] > 0) | (firms["worth_krw"] > 0) | (firms["not_bounded"] > 0)
    bounded = losing & (firms["not_bounded"] == 0)
    return CrossingCost(
        grace_used_up=used_up,
        within=share,
        firms=int(counts.sum()),
        of=of_all,
        losing=int(counts[losing].sum()),
        not_bounded=int(counts[losing & ~bounded].sum()),
        programmes_lost=_spread(firms["lost"][losing], counts[losing]),
        support_lost_krw=_spread(firms["worth_krw"][bounded], counts[bounded]),
        programmes=tuple(
            ProgrammeLost(name, number) for name, number in sorted(lost.items(), key=lambda item: -item[1]) if number
        ),
        classes=_moves(firms, bits),
    )


def _moves(firms: Mapping[str, Any], bits: Mapping[str, int]) -> tuple[Move, ...]:
    sums: Counter[tuple[int, int]] = Counter()
    lists = (firms[name].tolist() for name in ("class_within", "class_beyond", "firms"))
    for within, beyond, number in zip(*lists, strict=True):
        if within != beyond:
            sums[within, beyond] += number
    return tuple(
        Move(_labels(within, bits), _labels(beyond, bits), number) for (within, beyond), number in sorted(sums.items())
    )


def _labels(mask: int, bits: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(label for label, bit in bits.items() if mask & bit)


def _spread(values: Any, counts: Any) -> Spread | None:
    """Quartiles of what firms lose: the least value that a quarter, half and three quarters of them do not pass."""
    if not counts.sum():
        return None
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(counts[order]) / counts.sum()
    return Spread(*(float(values[order][np.searchsorted(reached, part - 1e-12)]) for part in (0.25, 0.5, 0.75)))
