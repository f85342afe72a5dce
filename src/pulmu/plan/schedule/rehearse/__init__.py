"""A timetable run as a floor does it: order and machines kept, times moved by breakdowns and by spread of durations."""

from pulmu.plan.schedule.rehearse.runs import Cause, Drawn, Ran, run_all

__all__ = ["Cause", "Drawn", "Ran", "run_all"]
