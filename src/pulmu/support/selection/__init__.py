"""Who is chosen of those who applied, under budget, places and quotas, each with a reason; awards down a ladder."""

from pulmu.support.selection.award_chance import chances_of_awards
from pulmu.support.selection.chance import Chance, Chances, chances_of, drawn_around, resampled_reviewers
from pulmu.support.selection.check import check_selection
from pulmu.support.selection.conflicts import Conflict, Mend
from pulmu.support.selection.first import Tell, untold
from pulmu.support.selection.ladder import (
    Awarded,
    Bar,
    Had,
    Kind,
    LadderOutcome,
    LadderTerms,
    Nominee,
    Unfilled,
    award,
)
from pulmu.support.selection.limits import LimitName
from pulmu.support.selection.nearest import Nearest, nearest_change
from pulmu.support.selection.order import LOTS, counted_bonus, in_order, total_points
from pulmu.support.selection.reasons import Cause, Reason, reasons_of
from pulmu.support.selection.select import Selection, select
from pulmu.support.selection.terms import Candidate, Quota, Terms, TieKey, Track

__all__ = [
    "LOTS", "Awarded", "Bar", "Candidate", "Cause", "Chance", "Chances", "Conflict", "Had", "Kind", "LadderOutcome",
    "LadderTerms", "LimitName", "Mend", "Nearest", "Nominee", "Quota", "Reason", "Selection", "Tell", "Terms", "TieKey",
    "Track", "Unfilled", "award", "chances_of", "chances_of_awards", "check_selection", "counted_bonus",
    "drawn_around", "in_order", "nearest_change", "reasons_of", "resampled_reviewers", "select", "total_points",
    "untold",
]  # fmt: skip
