"""Terms that cannot be met together: the smallest sets of them, and the value of each that would mend its set."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from pulmu.model import SolveError
from pulmu.support.selection.limits import Ints, Limit, LimitName, Limits
from pulmu.support.selection.programme import Bools, best_set

_MOST_ASKED = 400
"""Questions asked for one smallest set; then one is shown from which nothing can be left out."""
_GROUPS = LimitName("group")
Names = frozenset[LimitName]


@dataclass(frozen=True, slots=True)
class Mend:
    """One term of a conflict: the number that stands, and the one that would do while the others stay.

    Parameters
    ----------
    would_do : None where the term has no single number: a share, or at most one of each group.
    """

    name: LimitName
    stands: int | None
    would_do: int | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Terms that cannot be met together, and could if any one of them were given up.

    Parameters
    ----------
    is_smallest : Whether no smaller set of terms is in conflict beside those listed before it.
    """

    mends: tuple[Mend, ...]
    is_smallest: bool

    @property
    def names(self) -> tuple[LimitName, ...]:
        """The terms."""
        return tuple(mend.name for mend in self.mends)


def conflicts_of(limits: Limits, free: Bools) -> tuple[Conflict, ...]:
    """Every conflict until the terms could be met without those found; smallest first.

    Parameters
    ----------
    free : Who can be chosen at all.
    """
    asked = _Asked(limits, free)
    left = asked.everything
    found: list[Conflict] = []
    while not asked.can_meet(left):
        names, is_smallest = _smallest(left, asked)
        found.append(Conflict(tuple(_mend(name, names, asked) for name in _sorted(names, limits)), is_smallest))
        left -= frozenset(name for name in names if name.kind in ("quota_least", "quota_least_share"))
    return tuple(found)


@dataclass(slots=True)
class _Asked:
    """Remembers which terms were found to go together."""

    limits: Limits
    free: Bools
    known: dict[Names, bool] = field(default_factory=dict)
    count: int = 0

    @property
    def everything(self) -> Names:
        return frozenset(_GROUPS if row.name.kind == "group" else row.name for row in self.limits.rows)

    def rows(self, names: Iterable[LimitName]) -> Limits:
        wanted = set(names)
        kept = [
            row for row in self.limits.rows if row.name in wanted or (row.name.kind == "group" and _GROUPS in wanted)
        ]
        return Limits.of(self.limits.number, kept)

    def can_meet(self, names: Names) -> bool:
        if all(row.only_caps for row in self.rows(names).rows):
            return True
        if names not in self.known:
            self.count += 1
            self.known[names] = self.best(np.zeros(self.limits.number, np.int64), names) is not None
        return self.known[names]

    def best(self, gains: Ints, names: Iterable[LimitName]) -> int | None:
        solved = best_set(gains, self.rows(names), np.zeros(self.limits.number, dtype=bool), self.free)
        return None if solved is None else solved.value


def _smallest(names: Names, asked: _Asked) -> tuple[Names, bool]:
    """A smallest set of terms that cannot be met together, by sets that must each be hit by it."""
    start, corrections = asked.count, list[Names]()
    while asked.count - start < _MOST_ASKED:
        hit = _smallest_hitting(corrections)
        if not asked.can_meet(hit):
            return hit, True
        grown = _grown(hit, names, asked.can_meet)
        corrections.append(names - grown)
    return _irreducible(names, asked.can_meet), False


def _grown(names: Names, everything: Names, can_meet: Callable[[Names], bool]) -> Names:
    """As many terms as can be met together with these."""
    for name in sorted(everything - names, key=_key):
        if can_meet(names | {name}):
            names |= {name}
    return names


def _irreducible(names: Names, can_meet: Callable[[Names], bool]) -> Names:
    for name in sorted(names, key=_key):
        if not can_meet(names - {name}):
            names -= {name}
    return names


def _smallest_hitting(sets: list[Names]) -> Names:
    """A smallest set that shares a term with each of the sets."""
    everything = sorted(frozenset[LimitName]().union(*sets), key=_key)
    if not everything:
        return frozenset()
    table = np.array([[float(name in one) for name in everything] for one in sets])
    # Of equally small sets always the same one: a little dearer the later a term stands.
    cost = 1.0 + np.arange(len(everything)) / (4.0 * len(everything) ** 2)
    answer = milp(cost, integrality=np.ones(len(everything)), bounds=Bounds(0, 1),
                  constraints=LinearConstraint(table, 1.0, np.inf), options={"mip_rel_gap": 0.0})  # fmt: skip
    if answer.x is None:
        raise SolveError.of("selection.not_narrowed", "", "the conflict of the terms could not be narrowed down",
                            "leave out one quota at a time")  # fmt: skip
    return frozenset(name for name, taken in zip(everything, answer.x, strict=True) if taken > 0.5)


def _mend(name: LimitName, names: Names, asked: _Asked) -> Mend:
    rows = [row for row in asked.limits.rows if row.name == name]
    if not rows or name.kind in ("quota_least_share", "quota_most_share"):
        return Mend(name, None, None)
    row = rows[0]
    gains = _gains(row, asked.limits.number)
    if row.least is not None:
        return Mend(name, row.least, asked.best(gains, names - {name}))
    most = asked.best(-gains, names - {name})
    return Mend(name, row.most, None if most is None else -most)


def _gains(row: Limit, number: int) -> Ints:
    gains = np.zeros(number, dtype=np.int64)
    gains[row.members] = row.weights
    return gains


def _key(name: LimitName) -> tuple[bool, str, str]:
    return not name.kind.startswith("quota_least"), name.kind, name.id


def _sorted(names: Names, limits: Limits) -> list[LimitName]:
    order = {row.name: number for number, row in enumerate(limits.rows)}
    return sorted(names, key=lambda name: (order.get(name, len(order)), name.id))
