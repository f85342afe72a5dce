"""The list of a call as it is shown and handed on: one entry for each application, with its reason."""

from dataclasses import dataclass
from typing import Literal

from pulmu.services.select_call import Chosen
from pulmu.support.selection import Bar, Cause, Conflict, Nearest, Reason, Unfilled, nearest_change

Outcome = Literal["chosen", "reserve", "not_chosen", "incomplete", "not_eligible"]


@dataclass(frozen=True, slots=True)
class ListEntry:
    """What became of one application.

    Parameters
    ----------
    rank : Place in the published order; None where it was not judged.
    total : Points with bonus. [hundredths of a point]
    award : Kind of award it gets.
    causes, bars : What stood in the way; `bars` for a ladder of awards, kind by kind.
    next_total, last_total : Points of the next one not chosen, and of the last one chosen. [hundredths of a point]
    needed_for : Quotas that would not be met without it.
    conditions : Conditions of the programme that keep it out.
    chance, chance_low, chance_high : Share of the draws in which it is chosen, and its 95 % interval.
    nearest : What would have had to be different; only where asked for.
    """

    id: str
    name_ko: str
    name_en: str
    outcome: Outcome
    rank: int | None = None
    total: int | None = None
    track: str = ""
    amount_krw: int | None = None
    reserve: int | None = None
    award: str | None = None
    causes: tuple[Cause, ...] = ()
    bars: tuple[Bar, ...] = ()
    last_total: int | None = None
    next_total: int | None = None
    needed_for: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    chance: float | None = None
    chance_low: float | None = None
    chance_high: float | None = None
    nearest: Nearest | None = None


@dataclass(frozen=True, slots=True)
class CallList:
    """The list of a call.

    Parameters
    ----------
    points, bound : Of all chosen together, and the most any list could have. [hundredths of a point]
    conflicts : Terms that cannot be met together; then nobody is chosen.
    kind_conflicts : The same of a kind of award, which was then given without them.
    draws, kept : How often it was chosen again, and the mean share of the chosen who were chosen again.
    """

    call: str
    mode: str
    entries: tuple[ListEntry, ...]
    points: int
    bound: int
    is_proven: bool
    ties_settled: bool
    ended_by: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    unfilled: tuple[Unfilled, ...]
    kind_conflicts: tuple[tuple[str, Conflict], ...]
    open_facts: tuple[tuple[str, int], ...]
    draws: int = 0
    kept: float | None = None

    def of(self, *outcomes: Outcome) -> tuple[ListEntry, ...]:
        """Entries of these outcomes."""
        return tuple(entry for entry in self.entries if entry.outcome in outcomes)


def call_list(chosen: Chosen, *, nearest: bool = False) -> CallList:
    """The list of what was chosen.

    Parameters
    ----------
    nearest : Whether to tell for each what would have had to be different; it chooses again for each.
    """
    selection, ladder = chosen.selection, chosen.ladder
    judged = _of_selection(chosen, nearest=nearest) if selection is not None else _of_ladder(chosen)
    left = [_entry(chosen, item.id, item.why, conditions=item.conditions) for item in chosen.left]
    return CallList(
        call=chosen.call.id,
        mode="ladder" if selection is None else selection.terms.mode,
        entries=(*judged, *left),
        points=selection.points if selection is not None else 0,
        bound=selection.bound if selection is not None else 0,
        is_proven=selection is None or selection.is_proven,
        ties_settled=selection is None or selection.ties_settled,
        ended_by=() if selection is None else tuple(name.id or name.kind for name in selection.ended_by),
        conflicts=() if selection is None else selection.conflicts,
        unfilled=() if ladder is None else ladder.unfilled,
        kind_conflicts=() if ladder is None else ladder.conflicts,
        open_facts=chosen.open_facts,
        draws=0 if chosen.chances is None else chosen.chances.draws,
        kept=None if chosen.chances is None else chosen.chances.kept,
    )


def _of_selection(chosen: Chosen, *, nearest: bool) -> list[ListEntry]:
    chances = {} if chosen.chances is None else {item.id: item for item in chosen.chances.each}
    found = []
    for reason in chosen.reasons:
        chance = chances.get(reason.id)
        found.append(_entry(
            chosen, reason.id, reason.outcome, rank=reason.rank, total=reason.total, reserve=reason.reserve,
            causes=reason.causes, last_total=reason.last_total, next_total=reason.next_total,
            needed_for=reason.needed_for, nearest=_nearest(chosen, reason) if nearest else None,
            chance=None if chance is None else chance.share,
            chance_low=None if chance is None else chance.low,
            chance_high=None if chance is None else chance.high,
        ))  # fmt: skip
    return found


def _nearest(chosen: Chosen, reason: Reason) -> Nearest | None:
    return None if chosen.selection is None else nearest_change(chosen.selection, reason.id)


def _of_ladder(chosen: Chosen) -> list[ListEntry]:
    if chosen.ladder is None:
        return []
    return [
        _entry(chosen, item.id, "chosen" if item.award else "not_chosen", rank=item.rank, total=item.total,
               award=item.award, bars=item.bars)
        for item in chosen.ladder.each
    ]  # fmt: skip


def _entry(chosen: Chosen, id_: str, outcome: Outcome, **told: object) -> ListEntry:
    row = chosen.rows[id_]
    return ListEntry(
        id_, row.name_ko, row.name_en, outcome, track=row.track or "", amount_krw=row.asked_krw, **told  # type: ignore[arg-type]
    )  # fmt: skip
