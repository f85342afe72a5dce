"""Heat nets: how much heat there is, what it carries, and who takes it."""

from tests.differential.drawn import DrawnNet
from tests.differential.worked.factors import FALLBACK_EFFICIENCY, outside_heat
from tests.differential.worked.work import Work


def add_heat(work: Work) -> None:
    """Every net; after the fuels and the combined units that feed it."""
    for net in work.drawn.nets:
        _add_net(work, net)


def _add_net(work: Work, net: DrawnNet) -> None:
    taken = _heat_taken(work, net)
    whole = sum(taken.values()) + net.exported
    factor = _factor(work, net, whole)
    for user, heat in taken.items():
        place = work.sharing.place(user, unmeasured=False)
        if place:
            work.done.heat_in[place].add(heat, factor)
    if net.recovered_from:
        work.done.heat_out[net.recovered_from].add(whole, factor)


def _factor(work: Work, net: DrawnNet, whole: float) -> float:
    if net.boilers:
        return work.net_emissions[net.id] / whole
    if net.recovered_from:
        return _recovered_factor(work, net)
    # What was bought and lost on the way falls on the users.
    return outside_heat(net) * (1.0 if net.produced is None else net.produced / whole)


def _recovered_factor(work: Work, net: DrawnNet) -> float:
    """Exhaust carries the fuels of its process over 0.90, where their energy is known; other heat nothing."""
    if net.heat_of != "exhaust":
        return 0.0
    fuels = work.fuels[net.recovered_from]
    if not fuels or not all(energy for _, energy in fuels):
        return outside_heat(net)
    return sum(emitted for emitted, _ in fuels) / sum(energy for _, energy in fuels) / 0.90


def _heat_taken(work: Work, net: DrawnNet) -> dict[str, float]:
    if all(amount is not None for amount in net.users.values()):
        return {name: amount for name, amount in net.users.items() if amount is not None}
    total = net.produced
    if total is None:
        efficiency = FALLBACK_EFFICIENCY if net.efficiency is None else net.efficiency
        total = work.net_energy[net.id] * efficiency + work.net_heat[net.id]
    known = sum(amount for amount in net.users.values() if amount is not None) + net.exported
    return {name: total - known if amount is None else amount for name, amount in net.users.items()}
