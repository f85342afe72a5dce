"""Schedules: from jobs and machines to a timetable with what it costs, beside rules of thumb and what was given."""
