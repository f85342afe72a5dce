"""Alarms of meters and machines under a budget of alarms a day, what they may come from and what they cost."""

from pulmu.plan.anomaly.budget import Episode, Threshold, block_highest, episodes, threshold
from pulmu.plan.anomaly.drift import Change, changes
from pulmu.plan.anomaly.habits import Habits, habits_of, hint_of
from pulmu.plan.anomaly.levels import Levels, levels_of, lowest_steady
from pulmu.plan.anomaly.losses import Loss, Standby, alarm_loss, loss_of, standby
from pulmu.plan.anomaly.machine import (
    Hint,
    MachineAlarm,
    Normal,
    Smoothing,
    WatchedMachine,
    cross_scores,
    distance,
    learn_normal,
    watch_machine,
)
from pulmu.plan.anomaly.meter import FIRST_DAY, SHARES, VERSION, Alarm, Expected, Watched, expect, watch_meter

__all__ = [
    "FIRST_DAY",
    "SHARES",
    "VERSION",
    "Alarm",
    "Change",
    "Episode",
    "Expected",
    "Habits",
    "Hint",
    "Levels",
    "Loss",
    "MachineAlarm",
    "Normal",
    "Smoothing",
    "Standby",
    "Threshold",
    "Watched",
    "WatchedMachine",
    "alarm_loss",
    "block_highest",
    "changes",
    "cross_scores",
    "distance",
    "episodes",
    "expect",
    "habits_of",
    "hint_of",
    "learn_normal",
    "levels_of",
    "loss_of",
    "lowest_steady",
    "standby",
    "threshold",
    "watch_machine",
    "watch_meter",
]
