"""From a call and those who stand for it to a selection or awards: by tables and in an agency's place alike."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pulmu.model import Answer, Problem, has_errors, problem
from pulmu.model.award import EarlierAward
from pulmu.model.call import Call, CallQuota
from pulmu.services._call_facts import Standing
from pulmu.services._call_points import Points
from pulmu.support.calls import hundredths
from pulmu.support.selection import (
    Candidate,
    Had,
    Kind,
    LadderOutcome,
    LadderTerms,
    Nominee,
    Quota,
    Reason,
    Selection,
    Tell,
    Terms,
    TieKey,
    Track,
    award,
    check_selection,
    reasons_of,
    select,
    untold,
)


@dataclass(frozen=True, slots=True)
class Entrant:
    """One who stands for a call and is judged.

    Parameters
    ----------
    groups : What it shares with those of whom only so many may be chosen.
    received : When it came in. [s since 1970]
    facts : What is known of the firm, for ties.
    had : Earlier awards; None where it is not told whether there are any.
    """

    id: str
    standing: Standing
    asked_krw: int | None = None
    track: str = ""
    groups: frozenset[str] = frozenset()
    received: int | None = None
    facts: Mapping[str, Any] | None = None
    had: tuple[EarlierAward, ...] | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is chosen.

    Parameters
    ----------
    selection, reasons : Of a call without a ladder of awards.
    nominees, ladder : Of a call with one.
    """

    terms: Terms
    selection: Selection | None = None
    reasons: tuple[Reason, ...] = ()
    nominees: tuple[Nominee, ...] = ()
    ladder: LadderOutcome | None = None


def choice_of(
    call: Call, entrants: Sequence[Entrant], points: Mapping[str, Points], tell: Tell = untold
) -> tuple[Choice | None, tuple[Problem, ...]]:
    """Choose by the published terms; None where they cannot be carried out, with why.

    Raises
    ------
    SolveError  No selection was found within the effort allowed (`selection.not_solved`).
    """
    terms = terms_of(call)
    candidates = [candidate_of(call, entrant, points[entrant.id]) for entrant in entrants]
    problems = tuple(check_selection(candidates, terms))
    if has_errors(problems):
        return None, problems
    if call.ladder is None:
        selection = select(candidates, terms, tell=tell)
        return Choice(terms, selection, reasons_of(selection, reserves=call.choosing.reserves)), problems
    nominees = tuple(Nominee(item, had_by(one)) for item, one in zip(candidates, entrants, strict=True))
    return Choice(terms, nominees=nominees, ladder=award(nominees, ladder_terms(call, terms))), problems


def candidate_of(call: Call, entrant: Entrant, points: Points) -> Candidate:
    """An entrant as the selection takes it."""
    members = frozenset(name for name, answer in entrant.standing.quotas.items() if answer is Answer.YES)
    return Candidate(
        entrant.id, points.total, entrant.standing.bonus, entrant.asked_krw or 0, entrant.track, members,
        entrant.groups, tuple(_ties(call, entrant, points)),
    )  # fmt: skip


def had_by(entrant: Entrant) -> tuple[Had, ...] | None:
    """Earlier awards as the awarding takes them."""
    return None if entrant.had is None else tuple(Had(item.kind, item.year) for item in entrant.had)


def _ties(call: Call, entrant: Entrant, points: Points) -> Iterator[tuple[str, int]]:
    known: dict[str, int | None] = {
        "bonus": entrant.standing.bonus, "asked_krw": entrant.asked_krw, "received": entrant.received,
        **points.by_criterion,
    }  # fmt: skip
    facts = entrant.facts or {}
    for tie in call.choosing.ties:
        value, told = known.get(tie.by), facts.get(tie.by)
        if value is None and isinstance(told, int | float) and not isinstance(told, bool):
            value = round(told * 1_000_000)
        if value is not None:
            yield tie.by, value


def wrong_with(call: Call, entrant: Entrant, name: str, place: Callable[[str], str]) -> Iterator[Problem]:
    """What keeps an entrant from being chosen or passed over by the terms.

    Parameters
    ----------
    name : What it is called where that is told.
    place : Where a part of it stands: `asked_krw`, `track`, `had`, or nothing for the whole.
    """
    for quota, answer in entrant.standing.quotas.items():
        if answer is Answer.UNKNOWN:
            yield problem("applications.quota_unknown", place(""),
                          f"whether {name} counts for quota {quota} is not known",
                          "fill in the facts it asks for", id=name, quota=quota)  # fmt: skip
    if entrant.asked_krw is None and asks_money(call):
        yield problem("applications.amount_missing", place("asked_krw"), f"{name} does not say how much it asks for",
                      "give the amount in won", id=name)  # fmt: skip
    tracks = [track.id for track in call.tracks]
    if tracks and entrant.track not in tracks:
        listed = ", ".join(tracks)
        yield problem("applications.track", place("track"), f"{entrant.track!r} is no track of the call",
                      f"use one of: {listed}", text=entrant.track, known=listed)  # fmt: skip
    kinds = [rung.id for rung in call.ladder.rungs] if call.ladder else []
    for had in entrant.had or ():
        if kinds and had.kind not in kinds:
            listed = ", ".join(kinds)
            yield problem("applications.award_unknown", place("had"), f"{had.kind!r} is no award of the call",
                          f"use: {listed}", text=had.kind, known=listed)  # fmt: skip


def asks_money(call: Call) -> bool:
    """Whether money limits who is chosen."""
    return call.budget_krw is not None or any(track.budget_krw is not None for track in call.tracks)


def terms_of(call: Call) -> Terms:
    """A call's terms as the selection takes them."""
    choosing = call.choosing
    return Terms(
        choosing.mode,
        call.budget_krw,
        call.places,
        tuple(Track(item.id, item.places, item.budget_krw) for item in call.tracks),
        tuple(map(_quota, call.quotas)),
        0 if choosing.passing_points is None else hundredths(choosing.passing_points),
        most_bonus=None if call.most_bonus is None else hundredths(call.most_bonus),
        most_of_group=choosing.per_group,
        ties=tuple(TieKey(item.by, item.order == "more") for item in choosing.ties if item.by != "lot"),
        lot_seed=choosing.lot_seed,
        over_budget="pass_over" if choosing.beyond_budget == "next" else "end",
    )  # fmt: skip


def ladder_terms(call: Call, terms: Terms) -> LadderTerms:
    """A call's ladder as the awarding takes it.

    Raises
    ------
    ValueError  The call has none.
    """
    if call.ladder is None:
        raise ValueError(call.id)
    kinds = tuple(
        Kind(
            rung.id, rung.places, rung.grade or "", None if rung.least_points is None else hundredths(rung.least_points)
        )
        for rung in call.ladder.rungs
    )
    return LadderTerms(kinds, terms, call.ladder.no_repeat, call.ladder.repeat_years, call.year)


def _quota(told: CallQuota) -> Quota:
    shares = (_share(told.least_share), _share(told.most_share))
    return Quota(told.id, told.id, told.least, told.most, *shares)


def _share(told: float | None) -> Fraction | None:
    """A share as it was written: 0.4 is two fifths, not the binary number near it."""
    return None if told is None else Fraction(repr(told))


def group_of(words: str) -> Iterable[str]:
    """A name of a group or person as it is compared; nothing where none is told."""
    plain = " ".join(words.split()).casefold()
    return (plain,) if plain else ()
