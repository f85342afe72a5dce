"""What a selection is given: who stands for it, and the terms an agency published. Points are whole hundredths."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Mode = Literal["in_order", "most_points"]
OverBudget = Literal["pass_over", "end"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One application, or one nominee.

    Parameters
    ----------
    points : What reviewers gave. [hundredths of a point]
    bonus : Bonus points claimed and granted, before the published cap. [hundredths of a point]
    amount_krw : What it asks for. [KRW]
    track : Id of its track; empty where the call has none.
    memberships : Ids of the kinds that quotas count: `regional`, `youth`.
    groups : Who must not be chosen more than the published number of times: a group of affiliates, a person.
    ties : Values by which equal totals are told apart, by name.
    """

    id: str
    points: int
    bonus: int = 0
    amount_krw: int = 0
    track: str = ""
    memberships: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    ties: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Track:
    """A part of a call with places or a budget of its own; None where it has no limit of its own."""

    id: str
    places: int | None = None
    budget_krw: int | None = None


@dataclass(frozen=True, slots=True)
class Quota:
    """At least or at most so many of a kind: as a number, or as a share of those chosen.

    Parameters
    ----------
    id : Name of the quota.
    member : Id of the kind it counts, as candidates' `memberships` name it.
    """

    id: str
    member: str
    least: int | None = None
    most: int | None = None
    least_share: Fraction | None = None
    most_share: Fraction | None = None


@dataclass(frozen=True, slots=True)
class TieKey:
    """One published key of the order among equal totals: a value of the candidates, and which end goes first."""

    value: str
    higher_first: bool = True


@dataclass(frozen=True, slots=True)
class Terms:
    """The published terms of a selection.

    Parameters
    ----------
    mode : `in_order`: down the order of rank; `most_points`: the set with the most points of all that fit.
    budget_krw, places : Of the whole call; None where it has no such limit. [KRW]
    passing_points : Who has fewer cannot be chosen. [hundredths of a point]
    passing_counts_bonus : Whether bonus points count towards passing.
    most_bonus : The most all bonus points together count. [hundredths of a point]
    most_of_group : How many of one group may be chosen; None for no limit.
    ties : Keys among equal totals, first one first; lots drawn from `lot_seed` decide last.
    over_budget : `in_order` only: whether who does not fit the budget is passed over, or ends the list.
    """

    mode: Mode
    budget_krw: int | None = None
    places: int | None = None
    tracks: tuple[Track, ...] = ()
    quotas: tuple[Quota, ...] = ()
    passing_points: int = 0
    passing_counts_bonus: bool = False
    most_bonus: int | None = None
    most_of_group: int | None = 1
    ties: tuple[TieKey, ...] = ()
    lot_seed: str = ""
    over_budget: OverBudget = "pass_over"
