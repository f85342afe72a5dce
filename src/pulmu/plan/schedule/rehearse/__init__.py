"""A timetable run as a floor does it: order and machines kept, times moved by breakdowns and by spread of durations."""

from pulmu.plan.schedule.rehearse.runs import Cause, Drawn, Ran, run_all
from pulmu.plan.schedule.rehearse.script import Script, script_of

__all__ = ["Cause", "Drawn", "Ran", "Script", "run_all", "script_of"]
