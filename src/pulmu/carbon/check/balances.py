"""Heat and electricity: nobody takes more than there is."""

import math
from collections.abc import Iterator

from pulmu.carbon.check.common import TOLERANCE, Place
from pulmu.carbon.check.streams import check_users
from pulmu.carbon.streams import stream_factors
from pulmu.model import Figure, HeatNet, Plant, Problem, PulmuError, Quantity, SourceStream, fact, problem, warning

_USUAL_EFFICIENCY = (0.4, 1.0)


def check_balances(plant: Plant, place: Place) -> Iterator[Problem]:
    """Problems of heat nets and electricity."""
    for n, net in enumerate(plant.heat_nets):
        yield from _check_net(plant, net, place(("heat_nets", n)))
    sources = plant.electricity.sources
    if sources and plant.electricity.used_by:
        bought = sum(source.amount.to("MWh") for source in sources)
        total = Quantity(bought, "MWh")
        yield from check_users("electricity", total, plant.electricity.used_by, place(("electricity", "used_by")))


def _check_net(plant: Plant, net: HeatNet, where: str) -> Iterator[Problem]:
    name = net.name or net.id
    rests = [user for user, amount in net.used_by.items() if amount == "rest"]
    if len(rests) > 1:
        yield problem(
            "carbon.several_rests",
            where,
            f"{name}: only one user may be 'rest'",
            "give the heat of the others by meter",
            flow=name,
        )
    if rests and net.heat_produced is None and not net.produced_by:
        yield problem(
            "carbon.rest_without_total",
            where,
            f"{name}: 'rest' needs heat_produced",
            "give the heat by meter",
            flow=name,
        )
    if rests and net.heat_produced is None and net.efficiency is None and net.produced_by:
        yield warning(
            "carbon.heat_efficiency_assumed",
            where,
            f"{name}: neither a heat meter nor an efficiency is given; the fall-back of 0.70 is taken",
            "give heat_produced, or the boiler's efficiency by test or document",
            heat_net=name,
        )
    taken = sum(amount.to("TJ") for amount in net.used_by.values() if isinstance(amount, Quantity))
    taken += net.exported.to("TJ") if net.exported is not None else 0.0
    if not rests and net.used_by and not taken > 0 and not math.isnan(taken):
        yield problem("carbon.not_assigned", where, f"{name}: its users took nothing", "give their heat", flow=name)
    available = _available(plant, net)
    if available is None:
        return
    if taken > available * (1 + TOLERANCE):
        yield problem(
            "carbon.heat_exceeds_fuel",
            where,
            f"{name}: its users took {taken:.6g} TJ, more than the {available:.6g} TJ there were",
            "check units and meters of heat and fuel",
            heat_net=name,
        )
    elif not rests and net.produced_by and taken < _USUAL_EFFICIENCY[0] * available:
        yield warning(
            "carbon.heat_mostly_lost",
            where,
            f"{name}: its users took {taken / available:.0%} of the fuel's energy; the rest counts as loss on them",
            "check whether a user of heat is missing",
            heat_net=name,
            percent=f"{taken / available * 100:.0f}",
        )


def _available(plant: Plant, net: HeatNet) -> float | None:
    """Heat by meter, or fuel energy of the boilers where all of it is metered."""
    if net.heat_produced is not None:
        return net.heat_produced.to("TJ")
    energies: list[float] = []
    for stream in plant.source_streams:
        for name, amount in stream.used_by.items():
            if name not in net.produced_by:
                continue
            energy = _energy(plant, stream, amount) if isinstance(amount, Quantity) else None
            if energy is None:
                return None
            energies.append(energy.to("TJ net"))
    return sum(energies) if energies else None


def _energy(plant: Plant, stream: SourceStream, amount: Quantity) -> Figure | None:
    try:
        return stream_factors(stream, plant.installation.country).energy(fact(amount, "amount", stream.id))
    except PulmuError:
        return None
