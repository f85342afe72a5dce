"""A machine as a plant would show it: its states and the ends of its cycles, out of a trace."""

import numpy as np
from tests.twin.lines import line_from

from pulmu.bootstrap.twin import line_engine
from pulmu.model.line import Line
from pulmu.twin import Ask, plan_line
from pulmu.twin.counts import STATES
from pulmu.twin.live import StateHistory
from pulmu.twin.live.history import Floats


def press(**station: object) -> Line:
    """A press with a next piece always there."""
    return line_from(
        {
            "id": "press_shop",
            "carriers": [{"id": "electricity", "unit": "kWh"}],
            "stations": [
                {"id": "press", "buffer": 1, "time": {"law": "lognormal", "mean": "4 min", "cv": 0.3}, **station}
            ],
            "products": [{"id": "bracket", "piece_kg": 12, "route": [{"station": "press"}]}],
            "sources": [{"id": "blanks", "products": {"bracket": 1}}],
        }
    )


def shown(line: Line, hours: float, replication: int = 0) -> tuple[StateHistory, Floats]:
    """States and ends of cycles of its one machine over so many hours."""
    trace = line_engine()(plan_line(line), Ask(hours * 3600, trace=True), replication).trace
    changes = [(item.time, item.value) for item in trace if item.what == "changes"]
    if not changes or changes[0][0] > 0:
        changes.insert(0, (0.0, STATES.index("idle")))
    starts, states = zip(*changes, strict=True)
    ends = np.array([item.time for item in trace if item.what in ("leaves", "scrap")])
    return StateHistory(np.array(starts), np.array(states, dtype=np.int64), hours * 3600), ends
