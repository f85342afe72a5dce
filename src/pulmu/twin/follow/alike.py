"""Which of several usual states is most like what is seen."""

from collections import Counter
from collections.abc import Sequence

from pulmu.model.line import Line
from pulmu.model.line_state import LineState, MachineAt
from pulmu.twin.check_state import most_in
from pulmu.twin.follow.remaining import Numbers
from pulmu.twin.follow.seen import LineSeen, MachineSeen
from pulmu.twin.plan import step_name

AMONG = 8
"""Usual states of which the most alike is taken: enough to be like, few enough to stay different."""
_PHASES = {"busy": "work", "idle": "free", "blocked": "done", "set_up": "set_up", "heating": "heating"}


def most_alike(line: Line, seen: LineSeen, usual: Sequence[LineState], numbers: Numbers) -> LineState:
    """Of some of these, drawn at random, the one whose queues and machines are most as seen."""
    some = [usual[int(numbers.share() * len(usual))] for _ in range(AMONG)]
    return min(some, key=lambda item: _apart(line, seen, item))


def _apart(line: Line, seen: LineSeen, usual: LineState) -> float:
    queues = queues_of(line, usual)
    found = sum(abs(count - queues[name]) / (3 + 0.2 * count) for name, count in seen.queues.items())
    machines = {(item.station, item.machine): item for item in usual.machines}
    weight = {item.id: 3.0 if most_in(item) > 1 else 1.0 for item in line.stations}
    return found + sum(
        weight[item.station] for item in seen.machines if not _is_alike(item, machines[item.station, item.machine])
    )


def queues_of(line: Line, state: LineState) -> Counter[str]:
    """Pieces that wait before each station."""
    steps = {(item.id, step_name(step)): step.station for item in line.products for step in item.route}
    first = {item.id: item.route[0].station for item in line.products}
    found = Counter[str]()
    for item in state.waiting:
        found[steps[item.product, item.step] if item.step else first[item.product]] += item.pieces
    return found


def _is_alike(seen: MachineSeen, usual: MachineAt) -> bool:
    if seen.state is None:
        return True
    return not usual.down and _PHASES.get(seen.state, "") == usual.phase
