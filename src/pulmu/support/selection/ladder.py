"""A ladder of awards: kinds from the highest, each given down the order to whom it may be given."""

import dataclasses
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pulmu.support.selection.conflicts import Conflict
from pulmu.support.selection.order import in_order, passing_total, total_points
from pulmu.support.selection.reasons import Reason, reasons_of
from pulmu.support.selection.select import Selection, select
from pulmu.support.selection.terms import Candidate, Quota, Terms

NoRepeat = Literal["none", "same_or_lower", "any"]
BarKind = Literal[
    "below_passing", "below_points", "repeat", "repeat_unknown", "merit_years", "merit_unknown",
    "quota", "places", "kept_for_quota", "same_person",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of award.

    Parameters
    ----------
    grade : Name within which a same or lower kind is no second time given (`order`, `medal`); empty for none.
    least_points : Who has fewer cannot have it; None where nothing is published. [hundredths of a point]
    least_merit_years : Years of merit it asks for; None where nothing is published.
    quotas : At least or at most so many of a category; `member` is the category.
    """

    id: str
    places: int
    grade: str = ""
    least_points: int | None = None
    least_merit_years: int | None = None
    quotas: tuple[Quota, ...] = ()


@dataclass(frozen=True, slots=True)
class Had:
    """An award somebody has; `year` is None where it is not told."""

    kind: str
    year: int | None


@dataclass(frozen=True, slots=True)
class Nominee:
    """Somebody who stands for an award.

    Parameters
    ----------
    candidate : Points, ties and categories (`memberships`); `groups` name the person, who gets one award at most.
    had : Earlier awards; None where it is not told whether there are any.
    merit_years : None where not told.
    """

    candidate: Candidate
    had: tuple[Had, ...] | None = ()
    merit_years: int | None = None


@dataclass(frozen=True, slots=True)
class LadderTerms:
    """The published terms of a ladder.

    Parameters
    ----------
    kinds : Highest first.
    order : Passing points, ties, seed of lots; its places, budget and quotas are not used.
    no_repeat : What who has an award cannot get again: nothing is barred, the same or a lower kind of its grade, any.
    repeat_years : Years for which that holds; None for ever.
    year : Year of the awards.
    """

    kinds: tuple[Kind, ...]
    order: Terms
    no_repeat: NoRepeat
    repeat_years: float | None
    year: int


@dataclass(frozen=True, slots=True)
class Bar:
    """Why one kind was not given to a nominee, with its numbers.

    Parameters
    ----------
    tie_key : Key by which it was lost to one of equal points.
    """

    award: str
    kind: BarKind
    asked: int | None = None
    has: int | None = None
    had: Had | None = None
    quota: str = ""
    tie_key: str | None = None


@dataclass(frozen=True, slots=True)
class Awarded:
    """What became of a nominee: the kind it gets, if any, and why no higher one.

    Parameters
    ----------
    rank : Place in the published order, from 1.
    total : Points with bonus. [hundredths of a point]
    """

    id: str
    rank: int
    total: int
    award: str | None
    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True, slots=True)
class Unfilled:
    """Places of a kind that stayed empty: how many nominees were left, and how many of them each bar kept out."""

    award: str
    places: int
    given: int
    left: int
    barred: tuple[tuple[BarKind, int], ...]


@dataclass(frozen=True, slots=True)
class LadderOutcome:
    """Who gets which award.

    Parameters
    ----------
    each : Everyone in the published order.
    conflicts : Quotas of a kind that could not be met; it was given without those that only reserve places.
    """

    each: tuple[Awarded, ...]
    unfilled: tuple[Unfilled, ...]
    conflicts: tuple[tuple[str, Conflict], ...]


def award(nominees: Sequence[Nominee], terms: LadderTerms) -> LadderOutcome:
    """Give the kinds from the highest down, each in the published order to those who may have it.

    What is not told (earlier awards, years of merit) is never taken for granted: the kinds that hang on it are not
    given to that nominee, and the reason says what to find out.
    """
    order = in_order([nominee.candidate for nominee in nominees], terms.order)
    ranked = [nominees[number] for number in order]
    given: dict[str, str] = {}
    bars: dict[str, list[Bar]] = {nominee.candidate.id: [] for nominee in ranked}
    unfilled: list[Unfilled] = []
    conflicts: list[tuple[str, Conflict]] = []
    for kind in terms.kinds:
        waiting = [item for item in ranked if item.candidate.id not in given]
        rewarded = {group for item in ranked if item.candidate.id in given for group in item.candidate.groups}
        barred = {item.candidate.id: _bar(item, kind, terms, rewarded) for item in waiting}
        fit = [item.candidate for item in waiting if barred[item.candidate.id] is None]
        chosen, broken = _give(fit, kind, terms.order)
        conflicts += [(kind.id, conflict) for conflict in broken]
        for item in waiting:
            bar = barred[item.candidate.id] or chosen.get(item.candidate.id)
            if bar is None:
                given[item.candidate.id] = kind.id
            else:
                bars[item.candidate.id].append(bar)
        count = sum(1 for bar in chosen.values() if bar is None)
        if count < kind.places:
            unfilled.append(_unfilled(kind, count, len(waiting), [*barred.values(), *chosen.values()]))
    return LadderOutcome(
        tuple(
            Awarded(item.candidate.id, rank, total_points(item.candidate, terms.order), given.get(item.candidate.id),
                    tuple(bars[item.candidate.id]))
            for rank, item in enumerate(ranked, start=1)
        ),
        tuple(unfilled),
        tuple(conflicts),
    )  # fmt: skip


def _bar(nominee: Nominee, kind: Kind, terms: LadderTerms, rewarded: set[str]) -> Bar | None:
    """What keeps a nominee from a kind, whoever else stands for it."""
    candidate = nominee.candidate
    total, reached = total_points(candidate, terms.order), passing_total(candidate, terms.order)
    if candidate.groups & rewarded:
        return Bar(kind.id, "same_person")
    if reached < terms.order.passing_points:
        return Bar(kind.id, "below_passing", terms.order.passing_points, reached)
    if kind.least_points is not None and total < kind.least_points:
        return Bar(kind.id, "below_points", kind.least_points, total)
    return bar_of(nominee, kind, terms)


def bar_of(nominee: Nominee, kind: Kind, terms: LadderTerms) -> Bar | None:
    """What keeps a nominee from a kind, whatever its points are."""
    if kind.least_merit_years is not None:
        if nominee.merit_years is None:
            return Bar(kind.id, "merit_unknown", kind.least_merit_years)
        if nominee.merit_years < kind.least_merit_years:
            return Bar(kind.id, "merit_years", kind.least_merit_years, nominee.merit_years)
    return _repeated(nominee, kind, terms)


def _repeated(nominee: Nominee, kind: Kind, terms: LadderTerms) -> Bar | None:
    if terms.no_repeat == "none" or (terms.no_repeat == "same_or_lower" and not kind.grade):
        return None
    if nominee.had is None:
        return Bar(kind.id, "repeat_unknown")
    position = {item.id: number for number, item in enumerate(terms.kinds)}
    grades = {item.id: item.grade for item in terms.kinds}
    open_bar = None
    for had in nominee.had:
        concerned = terms.no_repeat == "any" or (
            grades.get(had.kind) == kind.grade and position[had.kind] <= position[kind.id]
        )
        if not concerned:
            continue
        if terms.repeat_years is None or (had.year is not None and terms.year - had.year < terms.repeat_years):
            return Bar(kind.id, "repeat", had=had)
        if had.year is None:
            open_bar = Bar(kind.id, "repeat_unknown", had=had)
    return open_bar


def _give(fit: list[Candidate], kind: Kind, order: Terms) -> tuple[dict[str, Bar | None], tuple[Conflict, ...]]:
    """A kind to those who may have it: None for who gets it, else what stood in the way."""
    terms = dataclasses.replace(
        order, mode="in_order", places=kind.places, budget_krw=None, tracks=(), quotas=kind.quotas, most_of_group=1,
        over_budget="pass_over",
    )  # fmt: skip
    found = select(fit, terms)
    conflicts = found.conflicts
    if conflicts:
        broken = {name.id for conflict in conflicts for name in conflict.names}
        kept = tuple(dataclasses.replace(quota, least=None, least_share=None) if quota.id in broken else quota
                     for quota in kind.quotas)  # fmt: skip
        found = select(fit, dataclasses.replace(terms, quotas=kept))
    return {
        reason.id: None if reason.outcome == "chosen" else _lost(reason, kind, found) for reason in reasons_of(found)
    }, conflicts


def _lost(reason: Reason, kind: Kind, found: Selection) -> Bar:
    kinds = {cause.kind: cause for cause in reason.causes}
    if "group" in kinds:
        return Bar(kind.id, "same_person")
    for name in ("kept_for_quota", "quota_most", "quota_most_share", "quota_least_share"):
        if name in kinds:
            bar: BarKind = "kept_for_quota" if name == "kept_for_quota" else "quota"
            return Bar(kind.id, bar, kinds[name].limit, reason.total, quota=kinds[name].id)
    last = [total for total, chosen in zip(found.totals, found.chosen, strict=True) if chosen]
    tie_key = kinds["places"].tie_key if "places" in kinds else None
    return Bar(kind.id, "places", last[-1] if last else None, reason.total, tie_key=tie_key)


def _unfilled(kind: Kind, given: int, left: int, bars: list[Bar | None]) -> Unfilled:
    counts = Counter(bar.kind for bar in bars if bar is not None)
    return Unfilled(kind.id, kind.places, given, left, tuple(sorted(counts.items())))
