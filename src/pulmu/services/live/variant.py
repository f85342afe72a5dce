"""A line as its setpoints have it run: slower or faster, with stations that stand, with more scrap."""

from collections.abc import Mapping, Set
from dataclasses import replace

from pulmu.model.law import Law
from pulmu.model.line import Line, LineProduct, RouteStep
from pulmu.model.quantity import Quantity
from pulmu.model.station import Station
from pulmu.model.week import Calendar

NEVER = "pulmu:never"
"""Calendar of stations that are held: its name has a colon, so that no line's file can have it."""


def line_at(
    line: Line, speed: float, held: Set[str], hot: Set[str], scrap: Mapping[str, float]
) -> Line:  # fmt: skip
    """The line as it runs now.

    Parameters
    ----------
    speed : In percent of what the line's file says.
    held : Stations that stand; work under way waits.
    hot : Stations that are kept hot while they stand: they use what they use when idle.
    scrap : Share of pieces that is scrap on top, by station.
    """
    factor = 100.0 / speed
    return replace(
        line,
        calendars=(*line.calendars, Calendar(id=NEVER, shifts=())),
        stations=tuple(_station(item, factor, item.id in held, item.id in hot) for item in line.stations),
        products=tuple(_product(item, factor, scrap) for item in line.products),
    )


def _station(item: Station, factor: float, is_held: bool, is_hot: bool) -> Station:
    timed = replace(item, time=None if item.time is None else slower(item.time, factor))
    if not is_held:
        return timed
    uses = tuple(replace(use, off=use.idle) for use in item.uses) if is_hot else item.uses
    return replace(timed, calendar=NEVER, at_shift_end="stop", uses=uses)


def _product(item: LineProduct, factor: float, scrap: Mapping[str, float]) -> LineProduct:
    return replace(item, route=tuple(_step(step, factor, scrap.get(step.station, 0.0)) for step in item.route))


def _step(step: RouteStep, factor: float, more: float) -> RouteStep:
    time = None if step.time is None else slower(step.time, factor)
    return replace(step, time=time, scrap=min(step.scrap + more, 1.0 - step.rework))


def slower(law: Law, factor: float) -> Law:
    """The law of a time that takes so many times as long; its shape stays."""

    def of(span: Quantity | None) -> Quantity | None:
        return None if span is None else replace(span, value=span.value * factor)

    return replace(
        law,
        mean=of(law.mean),
        low=of(law.low),
        mode=of(law.mode),
        high=of(law.high),
        step=of(law.step),
        values=tuple(replace(span, value=span.value * factor) for span in law.values),
    )
