"""How much net heat a net sent out: by its meter, or by mass and enthalpies of the medium (method 1)."""

from pulmu.carbon.heat import heat_less_lost_medium, measured_heat
from pulmu.carbon.quote import quoted
from pulmu.model import Figure, HeatMeasurement, HeatNet, fact
from pulmu.reference import parameter, rule


def heat_sent_out(net: HeatNet) -> Figure | None:
    """Net heat sent out; None where it is not measured."""
    name = net.name or net.id
    if net.heat_produced is not None:
        return fact(net.heat_produced, "heat produced", name, "TJ")
    measured = net.measured
    if measured is None:
        return None
    heat = measured_heat.figure(
        mass=fact(measured.mass, "mass of the medium", name, "t"),
        enthalpy_supplied=fact(measured.enthalpy_supplied, "enthalpy supplied", name, "TJ/t"),
        enthalpy_returned=_returned(measured, name),
    ).of(name)
    if measured.lost is None:
        return heat
    lost = fact(measured.lost, "heat lost with the medium", name, "TJ")
    return heat_less_lost_medium.figure(heat=heat, lost=lost).of(name)


def _returned(measured: HeatMeasurement, name: str) -> Figure:
    if measured.condensate == "in_product":
        return Figure(
            0.0,
            "TJ/t",
            "enthalpy returned",
            rule("net_heat_condensate").source,
            "condensate stays in the product",
            subject=name,
        )
    if measured.condensate == "not_returned" or measured.enthalpy_returned is None:
        return quoted(parameter("condensate_enthalpy"), "enthalpy returned", name, "condensate at 90 degrees")
    return fact(measured.enthalpy_returned, "enthalpy returned", name, "TJ/t")
