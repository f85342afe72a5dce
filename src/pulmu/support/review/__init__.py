"""Reviewing of a call: who may not judge what, who judges what, and points calibrated for leniency."""

from pulmu.support.review.assignment import assign, reassign
from pulmu.support.review.calibration import (
    LEVEL,
    CalibratedPoints,
    Calibration,
    ReviewerLeniency,
    Score,
    calibrate,
    draw_points,
)
from pulmu.support.review.panel_rules import Assignment, Candidate, Pair, PanelRules, Wanted

__all__ = [
    "LEVEL",
    "Assignment",
    "CalibratedPoints",
    "Calibration",
    "Candidate",
    "Pair",
    "PanelRules",
    "ReviewerLeniency",
    "Score",
    "Wanted",
    "assign",
    "calibrate",
    "draw_points",
    "reassign",
]
