"""The terms as linear limits in whole numbers: least <= sum of the weights of the chosen <= most."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from pulmu.support.selection.terms import Candidate, Quota, Terms

Kind = Literal[
    "places", "budget", "track_places", "track_budget", "quota_least", "quota_most", "quota_least_share",
    "quota_most_share", "group", "points",
]  # fmt: skip
Ints = NDArray[np.int64]
FAR = int(np.iinfo(np.int64).max)
"""Stands for no limit."""
MONEY = ("budget", "track_budget")


@dataclass(frozen=True, slots=True)
class LimitName:
    """Which published term a limit carries out: its kind, and the id of its track, quota or group."""

    kind: Kind
    id: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit: positions of the candidates it weighs, their weights, and how little or much the chosen may weigh."""

    name: LimitName
    members: Ints
    weights: Ints
    least: int | None = None
    most: int | None = None

    @property
    def only_caps(self) -> bool:
        """Whether choosing fewer can never break it."""
        return self.least is None and not bool((self.weights < 0).any())


@dataclass(frozen=True, slots=True)
class Limits:
    """All limits of a selection over `number` candidates, also as one sparse matrix."""

    number: int
    rows: tuple[Limit, ...]
    matrix: csr_array
    least: Ints
    most: Ints

    @classmethod
    def of(cls, number: int, rows: Iterable[Limit]) -> "Limits":
        """Limits over so many candidates."""
        kept = tuple(rows)
        lengths = [len(row.members) for row in kept]
        matrix = csr_array(
            (
                _joined([row.weights for row in kept]),
                _joined([row.members for row in kept]),
                np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
            ),
            shape=(len(kept), number),
        )
        least = np.array([-FAR if row.least is None else row.least for row in kept], dtype=np.int64)
        most = np.array([FAR if row.most is None else row.most for row in kept], dtype=np.int64)
        return cls(number, kept, matrix, least, most)

    def without(self, names: Iterable[LimitName]) -> "Limits":
        """The limits but for those of these names."""
        left = set(names)
        return Limits.of(self.number, [row for row in self.rows if row.name not in left])

    def with_row(self, row: Limit) -> "Limits":
        """The limits and one more."""
        return Limits.of(self.number, (*self.rows, row))

    def weighed(self, chosen: NDArray[np.bool_]) -> Ints:
        """What the chosen weigh in each limit: exact."""
        return np.asarray(self.matrix @ chosen.astype(np.int64), dtype=np.int64)

    def hold(self, chosen: NDArray[np.bool_]) -> bool:
        """Whether the chosen keep every limit."""
        weighed = self.weighed(chosen)
        return bool(((weighed >= self.least) & (weighed <= self.most)).all())

    def broken(self, chosen: NDArray[np.bool_]) -> list[Limit]:
        """The limits the chosen break."""
        weighed = self.weighed(chosen)
        return [self.rows[n] for n in np.flatnonzero((weighed < self.least) | (weighed > self.most))]


def limits_of(candidates: Sequence[Candidate], terms: Terms) -> Limits:
    """Every limit the terms set."""
    number = len(candidates)
    everyone = np.arange(number, dtype=np.int64)
    asked = np.array([item.amount_krw for item in candidates], dtype=np.int64)
    rows: list[Limit] = []
    if terms.places is not None:
        rows.append(Limit(LimitName("places"), everyone, np.ones(number, np.int64), most=terms.places))
    if terms.budget_krw is not None:
        rows.append(Limit(LimitName("budget"), everyone, asked, most=terms.budget_krw))
    for track in terms.tracks:
        inside = np.array([n for n, item in enumerate(candidates) if item.track == track.id], dtype=np.int64)
        if track.places is not None:
            name = LimitName("track_places", track.id)
            rows.append(Limit(name, inside, np.ones(len(inside), np.int64), most=track.places))
        if track.budget_krw is not None:
            rows.append(Limit(LimitName("track_budget", track.id), inside, asked[inside], most=track.budget_krw))
    for quota in terms.quotas:
        rows += _quota_limits(quota, candidates, everyone)
    rows += _group_limits(candidates, terms)
    return Limits.of(number, rows)


def _quota_limits(quota: Quota, candidates: Sequence[Candidate], everyone: Ints) -> list[Limit]:
    counted = np.array([quota.member in item.memberships for item in candidates], dtype=bool)
    members = np.flatnonzero(counted).astype(np.int64)
    ones = np.ones(len(members), np.int64)
    rows: list[Limit] = []
    if quota.least is not None:
        rows.append(Limit(LimitName("quota_least", quota.id), members, ones, least=quota.least))
    if quota.most is not None:
        rows.append(Limit(LimitName("quota_most", quota.id), members, ones, most=quota.most))
    if quota.least_share is not None:
        share = quota.least_share
        weights = np.where(counted, share.denominator, 0).astype(np.int64) - share.numerator
        rows.append(Limit(LimitName("quota_least_share", quota.id), everyone, weights, least=0))
    if quota.most_share is not None:
        share = quota.most_share
        weights = np.where(counted, share.denominator, 0).astype(np.int64) - share.numerator
        rows.append(Limit(LimitName("quota_most_share", quota.id), everyone, weights, most=0))
    return rows


def _group_limits(candidates: Sequence[Candidate], terms: Terms) -> list[Limit]:
    most = terms.most_of_group
    if most is None:
        return []
    groups: dict[str, list[int]] = {}
    for number, item in enumerate(candidates):
        for group in item.groups:
            groups.setdefault(group, []).append(number)
    return [
        Limit(LimitName("group", group), np.array(inside, np.int64), np.ones(len(inside), np.int64), most=most)
        for group, inside in sorted(groups.items())
        if len(inside) > most
    ]


def _joined(parts: list[Ints]) -> Ints:
    return np.concatenate(parts).astype(np.int64) if parts else np.zeros(0, np.int64)
