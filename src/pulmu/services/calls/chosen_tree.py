"""A selection as it is kept: its terms, what it rests on, and what became of each application, by rank."""

import json
from collections.abc import Mapping
from typing import Any

from pulmu.model import encode
from pulmu.model.call import Call
from pulmu.services._call_candidates import Choice
from pulmu.services._call_facts import Standing
from pulmu.support.selection import Awarded, Candidate, Chances, LadderOutcome, Reason, Selection

SELECTION = "selection/1"
_OUTCOMES = {"chosen": "selected", "reserve": "reserve", "not_chosen": "not_selected"}


def chosen_tree(
    call: Call, choice: Choice, names: Mapping[str, str], hashes: Mapping[str, str],
    standings: Mapping[str, Standing], left: Mapping[str, str],
) -> dict[str, Any]:  # fmt: skip
    """The selection as it is kept.

    Parameters
    ----------
    names, hashes, standings : Of each application that was judged.
    left : Why each of the others was not.
    """
    rows = _chosen(choice) if choice.ladder is None else _awarded(choice, choice.ladder)
    for row in rows:
        key = row["id"]
        row |= {"name": names[key], "sha256": hashes[key], "eligible": str(standings[key].eligible)}
    rows += [{"id": key, "outcome": why, "amount_krw": 0, "decided_by": []} for key, why in sorted(left.items())]
    return {"pulmu": SELECTION, "id": call.id, "call": encode(call), **_together(choice), "applications": rows}


def _together(choice: Choice) -> dict[str, Any]:
    selection, ladder = choice.selection, choice.ladder
    return {
        "points": 0 if selection is None else selection.points,
        "bound": 0 if selection is None else selection.bound,
        "is_proven": selection is None or selection.is_proven,
        "amount_krw": 0 if selection is None else selection.amount_krw,
        "conflicts": [] if selection is None else [_plain(item) for item in selection.conflicts],
        **({} if ladder is None else {"unfilled": [_plain(item) for item in ladder.unfilled]}),
    }


def _chosen(choice: Choice) -> list[dict[str, Any]]:
    reasons = {item.id: item for item in choice.reasons}
    selection: Selection | None = choice.selection
    return [_row(item, reasons[item.id]) for item in (() if selection is None else selection.ranked)]


def _row(candidate: Candidate, reason: Reason) -> dict[str, Any]:
    outcome = _OUTCOMES[reason.outcome]
    return {
        **_judged(candidate, outcome),
        "amount_krw": candidate.amount_krw if outcome == "selected" else 0,
        "reason": _plain(reason),
    }


def _awarded(choice: Choice, ladder: LadderOutcome) -> list[dict[str, Any]]:
    by_id = {item.candidate.id: item.candidate for item in choice.nominees}
    lines = _last_by_award(ladder)
    return [_award_row(by_id[item.id], item, lines) for item in ladder.each]


def _award_row(candidate: Candidate, given: Awarded, lines: Mapping[str, int]) -> dict[str, Any]:
    told = {"rank": given.rank, "total": given.total, "causes": [], "needed_for": [],
            "last_total": min(lines.values(), default=None), "bars": [_plain(bar) for bar in given.bars]}  # fmt: skip
    return {
        **_judged(candidate, "not_selected" if given.award is None else "selected"),
        "amount_krw": 0,
        "reason": told,
        **({} if given.award is None else {"award": given.award}),
    }


def _last_by_award(ladder: LadderOutcome) -> dict[str, int]:
    """Points of the last one of each award. [hundredths of a point]"""
    lines: dict[str, int] = {}
    for item in ladder.each:
        if item.award is not None:
            lines[item.award] = min(item.total, lines.get(item.award, item.total))
    return lines


def _judged(candidate: Candidate, outcome: str) -> dict[str, Any]:
    return {
        "id": candidate.id, "outcome": outcome, "points": candidate.points, "bonus": candidate.bonus,
        "quotas": sorted(candidate.memberships),
    }  # fmt: skip


def chances_tree(chances: Chances, seed: int) -> dict[str, Any]:
    """Chances as they are kept with the selection, and what they were drawn by."""
    each = {item.id: {"share": item.share, "low": item.low, "high": item.high} for item in chances.each}
    return {"draws": chances.draws, "seed": seed, "kept": chances.kept, "unmet": chances.unmet,
            "border": [item.id for item in chances.border], "each": each}  # fmt: skip


def _plain(told: Any) -> Any:
    """As JSON holds it."""
    return json.loads(json.dumps(encode(told, full=True)))
