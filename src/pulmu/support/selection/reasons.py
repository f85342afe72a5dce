"""Why each candidate was chosen or not, with margins."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from pulmu.support.selection.limits import MONEY, Ints, Kind, Limit, LimitName, Limits, limits_of
from pulmu.support.selection.order import deciding_key, passing_total
from pulmu.support.selection.select import Selection

Outcome = Literal["chosen", "reserve", "not_chosen"]
CauseKind = Kind | Literal["below_passing", "conflict", "list_ended", "kept_for_quota"]
_LOOKED_AT = 50
"""Chosen of lower rank that are looked at for why one was passed over."""
_PLACES = ("places", "track_places")
_WAITING = (*_PLACES, *MONEY, "list_ended", "kept_for_quota")
"""Causes that end when anybody of those chosen leaves, or nearly anybody: not those of an affiliate or a full quota."""
_ORDER: Mapping[str, int] = {"kept_for_quota": 1, "track_places": 2, "places": 3, "track_budget": 4, "budget": 5}
"""In which order causes are told: what concerns the fewest first."""


@dataclass(frozen=True, slots=True)
class Cause:
    """One term that stood in the way, with its margin.

    Parameters
    ----------
    kind, id : The term; the id of its track, quota or group.
    limit : What the term allows. [places, KRW or hundredths of a point]
    left : What was left of it when the candidate's turn came.
    asked : What the candidate would have needed of it.
    others : Ids of those who stand in the way: affiliates chosen, the last one chosen.
    tie_key : Key by which an equal total was lost.
    """

    kind: CauseKind
    id: str = ""
    limit: int | None = None
    left: int | None = None
    asked: int | None = None
    others: tuple[str, ...] = ()
    tie_key: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """What became of one candidate, and why.

    Parameters
    ----------
    rank : Place in the published order, from 1.
    total, bonus : Points with bonus, and the bonus that counted. [hundredths of a point]
    outcome : Chosen, on the reserve list, or not chosen.
    reserve : Place on the reserve list.
    causes : What stood in the way; empty for the chosen.
    last_total : Points of the last one chosen whom it competed with. [hundredths of a point]
    next_total : For the chosen: points of the next one who was not. [hundredths of a point]
    needed_for : Quotas that would not be met without it.
    """

    id: str
    rank: int
    total: int
    outcome: Outcome
    causes: tuple[Cause, ...] = ()
    reserve: int | None = None
    last_total: int | None = None
    next_total: int | None = None
    needed_for: tuple[str, ...] = ()


def reasons_of(selection: Selection, *, reserves: int = 0) -> tuple[Reason, ...]:
    """A reason for everyone, in the published order.

    Parameters
    ----------
    reserves : Places on the reserve list: the next in order against whom only places, kept ones too, or money stood.
    """
    return _Reasons(selection, limits_of(selection.ranked, selection.terms)).all(reserves)


class _Reasons:
    """What the reasons of one selection share."""

    def __init__(self, selection: Selection, limits: Limits) -> None:
        self.selection, self.limits = selection, limits
        self.chosen = np.array(selection.chosen, dtype=bool)
        self.columns = limits.matrix.tocsc()
        self.weighed = limits.weighed(self.chosen)
        self.above = np.zeros(len(limits.rows), dtype=np.int64)
        """What the chosen of better rank weigh, while going down the list."""
        self.caps = np.array([row.only_caps for row in limits.rows], dtype=bool)
        self.quotas = np.array([n for n, row in enumerate(limits.rows) if row.least is not None], dtype=np.int64)
        self.of_quotas = limits.matrix.tocsr()[self.quotas].toarray()
        self.ended = [n for n, row in enumerate(limits.rows) if row.name in selection.ended_by]
        self.last_under: dict[LimitName, int | None] = {}
        self.last_of = _last_of_tracks(selection)
        self.next_waiting = _next_waiting(selection)

    def all(self, reserves: int) -> tuple[Reason, ...]:
        found: list[Reason] = []
        given = 0
        for number, candidate in enumerate(self.selection.ranked):
            total = self.selection.totals[number]
            if self.chosen[number]:
                found.append(self._of_chosen(number))
                self.above += self._column(number)
                continue
            causes = self._causes(number)
            waits = given < reserves and all(cause.kind in _WAITING for cause in causes)
            given += waits
            found.append(
                Reason(
                    candidate.id, number + 1, total, "reserve" if waits else "not_chosen", causes,
                    reserve=given if waits else None, last_total=self._last_total(number),
                )
            )  # fmt: skip
        return tuple(found)

    def _of_chosen(self, number: int) -> Reason:
        column = self._column(number)
        least = self.weighed - column < self.limits.least
        needed = tuple(dict.fromkeys(self.limits.rows[n].name.id for n in np.flatnonzero(least & (column > 0))))
        waiting = self.next_waiting[number]
        return Reason(
            self.selection.ranked[number].id, number + 1, self.selection.totals[number], "chosen",
            next_total=None if waiting is None else self.selection.totals[waiting], needed_for=needed,
        )  # fmt: skip

    def _causes(self, number: int) -> tuple[Cause, ...]:
        selection = self.selection
        candidate = selection.ranked[number]
        if not selection.passed[number]:
            reached = passing_total(candidate, selection.terms)
            return (Cause("below_passing", limit=selection.terms.passing_points, left=reached,
                          asked=selection.terms.passing_points - reached),)  # fmt: skip
        if selection.conflicts:
            return (Cause("conflict"),)
        if selection.terms.mode == "in_order":
            return self._at_its_turn(number)
        return self._by_exchange(number)

    def _at_its_turn(self, number: int) -> tuple[Cause, ...]:
        """In order: what those of better rank had left, and what quotas kept from it."""
        column = self._column(number)
        caps = self.caps
        over = caps & (column != 0) & (self.above + column > self.limits.most)
        if over.any():
            return tuple(self._cause(n, number, self.above) for n in np.flatnonzero(over).tolist())
        for n in self.ended:
            name = self.limits.rows[n].name
            if name.kind == "budget" or column[n] or name.id == self.selection.ranked[number].track:
                return (Cause("list_ended", self.limits.rows[n].name.id, self.limits.rows[n].most),)
        open_quotas = ~caps & (self.above < self.limits.least) & (column <= 0)
        finally_broken = self._broken(self.weighed + column)
        kept = [self._cause(n, number, self.above, kind="kept_for_quota") for n in np.flatnonzero(open_quotas).tolist()]
        shares = [self._cause(n, number, self.weighed) for n in finally_broken if not caps[n] and not open_quotas[n]]
        rest = [self._cause(n, number, self.weighed) for n in finally_broken if caps[n]]
        return (*kept, *shares) or tuple(rest)

    def _by_exchange(self, number: int) -> tuple[Cause, ...]:
        """Most points: what it breaks beside the chosen, and what it would break in the place of one of lower rank."""
        column = self._column(number)
        causes = [self._cause(n, number, self.weighed) for n in self._broken(self.weighed + column)]
        known = {(cause.kind, cause.id) for cause in causes}
        lower = np.flatnonzero(self.chosen[number + 1 :])[::-1][:_LOOKED_AT] + number + 1
        for n in self._kept_in_exchange(column, lower):
            row = self.limits.rows[n]
            if ("kept_for_quota", row.name.id) not in known:
                known.add(("kept_for_quota", row.name.id))
                causes.append(self._cause(n, number, self.weighed, kind="kept_for_quota"))
        # Where a lower one is chosen, places are not what decided, if anything else did.
        decisive = [cause for cause in causes if cause.kind not in _PLACES] if len(lower) else []
        return tuple(sorted(decisive or causes, key=lambda cause: _ORDER.get(cause.kind, 0)))

    def _kept_in_exchange(self, column: Ints, lower: Ints) -> list[int]:
        """Limits with a least that break where it stands in the place of one of the lower ones."""
        rows = self.quotas
        weighed = (self.weighed + column)[rows, None] - self.of_quotas[:, lower]
        least, most = self.limits.least[rows, None], self.limits.most[rows, None]
        return [int(n) for n in rows[((weighed < least) | (weighed > most)).any(axis=1)]]

    def _cause(self, n: int, number: int, weighed: Ints, *, kind: CauseKind | None = None) -> Cause:
        row = self.limits.rows[n]
        kind = kind or row.name.kind
        if kind == "kept_for_quota":
            return Cause(kind, row.name.id, row.least)
        left = None if row.most is None or not row.only_caps else row.most - int(weighed[n])
        asked = int(self._column(number)[n]) if row.only_caps else None
        others: tuple[str, ...] = ()
        tie_key = None
        if kind == "group":
            others = tuple(self.selection.ranked[m].id for m in row.members.tolist() if self.chosen[m])
        elif kind in _PLACES:
            last = self._last(row)
            if last is not None:
                candidate = self.selection.ranked[number]
                others = (self.selection.ranked[last].id,)
                if last < number:
                    tie_key = deciding_key(self.selection.ranked[last], candidate, self.selection.terms)
        return Cause(kind, row.name.id, row.most, left, asked, others, tie_key)

    def _last(self, row: Limit) -> int | None:
        """The last one chosen under a limit."""
        if row.name not in self.last_under:
            inside = row.members[self.chosen[row.members]]
            self.last_under[row.name] = int(inside.max()) if len(inside) else None
        return self.last_under[row.name]

    def _last_total(self, number: int) -> int | None:
        return self.last_of.get(self.selection.ranked[number].track)

    def _column(self, number: int) -> Ints:
        column = np.zeros(len(self.limits.rows), dtype=np.int64)
        start, end = self.columns.indptr[number], self.columns.indptr[number + 1]
        column[self.columns.indices[start:end]] = self.columns.data[start:end]
        return column

    def _broken(self, weighed: Ints) -> list[int]:
        return np.flatnonzero((weighed < self.limits.least) | (weighed > self.limits.most)).tolist()


def _last_of_tracks(selection: Selection) -> dict[str, int]:
    """Points of the last one chosen of each track."""
    pairs = zip(selection.ranked, selection.totals, selection.chosen, strict=True)
    return {item.track: total for item, total, chosen in pairs if chosen}


def _next_waiting(selection: Selection) -> list[int | None]:
    """Of each place, the next one behind it who passed and is not chosen."""
    found: list[int | None] = []
    behind: int | None = None
    for number in reversed(range(len(selection.ranked))):
        found.append(behind)
        if selection.passed[number] and not selection.chosen[number]:
            behind = number
    return found[::-1]
