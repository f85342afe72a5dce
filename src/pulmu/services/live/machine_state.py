"""The state a machine shows, from where a line stands."""

from pulmu.model.line_state import MachineAt
from pulmu.model.station import Station

_SHOWN = {"free": "idle", "work": "busy", "done": "blocked", "hold": "blocked"}


def shown_state(item: MachineAt, station: Station, *, is_on: bool) -> str:
    """One of `pulmu.twin.counts.STATES`: the same that a run counts its time under.

    Parameters
    ----------
    is_on : Whether its station's calendar has it work.
    """
    if item.down:
        kind = next(stop.kind for stop in station.stops if stop.id == item.down)
        return "maintenance" if kind == "maintenance" else "down"
    if not is_on and not item.closing:
        return "off"
    return "waiting" if item.asks is not None else _SHOWN.get(item.phase, item.phase)
