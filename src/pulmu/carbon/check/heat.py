"""Heat told by its medium, and heat recovered: what must be known of both."""

import math
from collections.abc import Iterator

from pulmu.carbon.check.common import Place, good_of, ignored_field
from pulmu.carbon.gather.heat_sent_out import heat_sent_out
from pulmu.model import HeatMeasurement, HeatNet, Path, Plant, Problem, PulmuError, problem, warning

_NITRIC_ACID = "Nitric acid"


def check_heat(plant: Plant, place: Place) -> Iterator[Problem]:
    """Problems of method 1 and of recovered heat."""
    for n, net in enumerate(plant.heat_nets):
        path: Path = ("heat_nets", n)
        if net.measured is not None:
            yield from _check_measured(net, net.measured, place, (*path, "measured"))
        yield from _check_origin(plant, net, place, (*path, "origin"))


def sent_out(net: HeatNet) -> float:
    """Net heat sent out; NaN where it is not measured or cannot be read. [TJ]"""
    try:
        heat = heat_sent_out(net)
    except PulmuError:  # a unit that is told elsewhere
        return math.nan
    return math.nan if heat is None else heat.value


def _check_measured(net: HeatNet, measured: HeatMeasurement, place: Place, path: Path) -> Iterator[Problem]:
    name = net.name or net.id
    if net.heat_produced is not None:
        yield problem(
            "carbon.heat_told_twice",
            place(path),
            f"{name}: its heat is told by heat_produced and by its medium",
            "keep one of heat_produced and measured",
            heat_net=name,
        )
    elif sent_out(net) < 0:
        yield problem(
            "carbon.heat_measured_negative",
            place(path),
            f"{name}: more heat came back or leaked away than was sent out",
            "check enthalpies, their units and the lost heat",
            heat_net=name,
        )
    if measured.condensate == "returned" and measured.enthalpy_returned is None:
        yield warning(
            "carbon.condensate_assumed",
            place((*path, "enthalpy_returned")),
            f"{name}: nothing says with what heat the medium comes back; 90 degrees are taken",
            "give enthalpy_returned, or write condensate: not_returned",
            heat_net=name,
        )
    if measured.condensate != "returned" and measured.enthalpy_returned is not None:
        yield ignored_field(place((*path, "enthalpy_returned")), "enthalpy_returned", name)


def _check_origin(plant: Plant, net: HeatNet, place: Place, path: Path) -> Iterator[Problem]:
    name = net.name or net.id
    if not net.recovered_from:
        if net.origin is not None:
            yield ignored_field(place(path), "origin", name)
        return
    if net.origin is None:
        yield warning(
            "carbon.recovered_heat",
            place(path),
            f"{name}: recovered heat is taken for that of the fuels of {net.recovered_from}",
            "write origin: exhaust, exothermic or electricity",
            heat_net=name,
            process=net.recovered_from,
        )
    makers = [process for process in plant.processes if process.id == net.recovered_from and process.goods]
    good = good_of(makers[0].goods[0]) if makers else None
    if good is not None and good.goods_category == _NITRIC_ACID and net.origin != "exothermic":
        yield problem(
            "carbon.nitric_acid_heat",
            place(path),
            f"{name}: heat of nitric acid is that of a reaction, and earns no credit",
            "write origin: exothermic",
            heat_net=name,
        )
