"""Heat and electricity: nobody takes more than there is."""

import math
from collections.abc import Iterator

from pulmu.carbon.check.common import TOLERANCE, Place, is_known
from pulmu.carbon.check.heat import sent_out
from pulmu.carbon.check.streams import check_users
from pulmu.carbon.streams import stream_factors
from pulmu.carbon.waste_gas import as_stream
from pulmu.model import (
    HeatNet,
    Path,
    Plant,
    Problem,
    PulmuError,
    Quantity,
    SourceStream,
    WasteGas,
    fact,
    problem,
    warning,
)

_LEAST_EFFICIENT = 0.4
_MOST_EFFICIENT = 1.1
"""Heat over net fuel energy; a condensing boiler passes one, because the net value leaves its gain out."""


def check_balances(plant: Plant, place: Place) -> Iterator[Problem]:
    """Problems of heat nets and electricity."""
    for n, net in enumerate(plant.heat_nets):
        yield from _check_net(plant, net, place, ("heat_nets", n))
    sources = plant.electricity.sources
    if sources and plant.electricity.used_by:
        bought = sum(source.amount.to("MWh") for source in sources)
        total = Quantity(bought, "MWh")
        yield from check_users("electricity", total, plant.electricity.used_by, place, ("electricity", "used_by"))


def _check_net(plant: Plant, net: HeatNet, place: Place, path: Path) -> Iterator[Problem]:
    name, where = net.name or net.id, place((*path, "used_by"))
    rests = [user for user, amount in net.used_by.items() if amount == "rest"]
    if len(rests) > 1:
        yield problem(
            "carbon.several_rests",
            where,
            f"{name}: only one user may be 'rest'",
            "give the heat of the others by meter",
            flow=name,
        )
    if rests and _is_untold(net) and not net.produced_by:
        yield problem(
            "carbon.rest_without_total",
            where,
            f"{name}: 'rest' needs heat_produced",
            "give the heat by meter",
            flow=name,
        )
    boilers = [
        item for item in plant.emission_sources if item.id in net.produced_by and not item.combined_heat_and_power
    ]
    if rests and _is_untold(net) and net.efficiency is None and boilers:
        yield warning(
            "carbon.heat_efficiency_assumed",
            place(path),
            f"{name}: neither a heat meter nor an efficiency is given; the fall-back of 0.70 is taken",
            "give heat_produced, or the boiler's efficiency by test or document",
            heat_net=name,
        )
    taken = sum(amount.to("TJ") for amount in net.used_by.values() if isinstance(amount, Quantity))
    taken += net.exported.to("TJ") if net.exported is not None else 0.0
    if not rests and net.used_by and not taken > 0 and not math.isnan(taken):
        yield problem("carbon.not_assigned", where, f"{name}: its users took nothing", "give their heat", flow=name)
    yield from _check_fuel(plant, net, place, path, by_fuel=(bool(rests) and _is_untold(net)) or _has_unit(plant, net))
    burnt = _fuel_energy(plant, net)
    produced = sent_out(net)
    if produced > burnt * _MOST_EFFICIENT:
        where, source = (
            place((*path, "heat_produced" if net.measured is None else "measured")),
            f"the {burnt:.6g} TJ of its fuel allow",
        )
        yield _too_much(where, name, f"{produced:.6g} TJ were sent out, more than {source}")
    elif taken > produced * (1 + TOLERANCE):
        yield _too_much(where, name, f"its users took {taken:.6g} TJ, more than the {produced:.6g} TJ sent out")
    elif _is_untold(net) and taken > burnt * _MOST_EFFICIENT:
        yield _too_much(where, name, f"its users took {taken:.6g} TJ, more than the {burnt:.6g} TJ of its fuel allow")
    elif not rests and net.used_by and taken < _LEAST_EFFICIENT * burnt and not _has_unit(plant, net):
        yield warning(
            "carbon.heat_mostly_lost",
            where,
            f"{name}: its users took {taken / burnt:.0%} of the fuel's energy; the rest counts as loss on them",
            "check whether a user of heat is missing",
            heat_net=name,
            percent=f"{taken / burnt * 100:.0f}",
        )


def _is_untold(net: HeatNet) -> bool:
    return net.heat_produced is None and net.measured is None


def _has_unit(plant: Plant, net: HeatNet) -> bool:
    """Whether combined heat and power feeds it: part of that fuel becomes electricity."""
    return any(
        item.combined_heat_and_power is not None and item.id in net.produced_by for item in plant.emission_sources
    )


def _check_fuel(plant: Plant, net: HeatNet, place: Place, path: Path, by_fuel: bool) -> Iterator[Problem]:
    """Whether fuel reaches the boilers, and where the heat is told `by_fuel`, whether its energy is known."""
    name = net.name or net.id
    streams = [stream for stream in plant.source_streams if set(stream.used_by) & set(net.produced_by)]
    gases = [gas for gas in plant.waste_gases if set(gas.used_by) & set(net.produced_by)]
    if net.produced_by and not streams and not gases:
        yield warning(
            "carbon.boiler_without_fuel",
            place((*path, "produced_by")),
            f"{name}: no fuel reaches its boilers, so its heat carries no emissions",
            "name the boiler among the users of its fuel; only an electric boiler has none",
            heat_net=name,
        )
    for stream in streams if by_fuel else ():
        if math.isnan(_energy(plant, stream, Quantity(1.0, stream.amount.unit))):
            yield problem(
                "carbon.no_calorific_value",
                place((*path, "used_by")),
                f"{name}: 'rest' needs the energy of {stream.name or stream.id}, whose calorific value is not known",
                "give heat_produced, or an emission factor per TJ with a net calorific value",
                stream=stream.name or stream.id,
            )


def _too_much(where: str, name: str, what: str) -> Problem:
    mend = "check units and meters of heat and fuel"
    return problem("carbon.heat_exceeds_fuel", where, f"{name}: {what}", mend, heat_net=name)


def _fuel_energy(plant: Plant, net: HeatNet) -> float:
    """Net energy of the fuel of its boilers; NaN where it is not known. [TJ]"""
    energies = [
        _energy(plant, stream, _amount(stream, name))
        for stream in plant.source_streams
        for name in stream.used_by
        if name in net.produced_by
    ]
    energies += [
        _energy(plant, as_stream(gas), _amount(gas, name))
        for gas in plant.waste_gases
        for name in gas.used_by
        if name in net.produced_by
    ]
    return sum(energies) if energies else math.nan


def _amount(stream: SourceStream | WasteGas, user: str) -> Quantity | None:
    """What a user took; the rest, if it alone takes it."""
    amount = stream.used_by[user]
    if isinstance(amount, Quantity):
        return amount
    others: list[Quantity | str] = [other for name, other in stream.used_by.items() if name != user]
    if isinstance(stream, WasteGas):
        others += [gone for gone in (stream.exported, stream.flared) if gone is not None]
    if not all(isinstance(other, Quantity) and other.dimension == stream.amount.dimension for other in others):
        return None
    known = sum(other.to(stream.amount.unit) for other in others if isinstance(other, Quantity))
    return Quantity(stream.amount.value - known, stream.amount.unit)


def _energy(plant: Plant, stream: SourceStream, amount: Quantity | None) -> float:
    if amount is None or not is_known(amount) or amount.value < 0 or amount.dimension == "energy":
        return math.nan
    try:
        found = stream_factors(stream, plant.installation.country).energy(fact(amount, "amount", stream.id))
    except PulmuError:
        return math.nan
    return math.nan if found is None else found.to("TJ net")
