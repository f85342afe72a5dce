"""What a running plant tells of its model: how long cycles take, what each state draws, where the model is off."""

from pulmu.twin.live.cycles import CycleTimes, Failures, cycle_times, failures, time_per_piece
from pulmu.twin.live.drift import Drift, Observed, drifts
from pulmu.twin.live.estimate import Estimate
from pulmu.twin.live.history import UNKNOWN, StateHistory, hours_by_slot
from pulmu.twin.live.power import PowerFit, power_by_state
from pulmu.twin.live.proposal import proposed_line

__all__ = [
    "UNKNOWN",
    "CycleTimes",
    "Drift",
    "Estimate",
    "Failures",
    "Observed",
    "PowerFit",
    "StateHistory",
    "cycle_times",
    "drifts",
    "failures",
    "hours_by_slot",
    "power_by_state",
    "proposed_line",
    "time_per_piece",
]
