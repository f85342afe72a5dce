"""Electricity: own generators, combined heat and power, and what each process took of which source."""

from collections import defaultdict

from tests.differential.drawn import DrawnCombined, DrawnEquipment, DrawnSupply
from tests.differential.worked.work import Work


def add_combined(work: Work) -> None:
    """Combined units, before the heat nets they feed."""
    for unit in work.drawn.equipment:
        if unit.combined is not None and unit.megawatt_hours is not None:
            _add_unit(work, unit, unit.combined, unit.megawatt_hours)


def _add_unit(work: Work, unit: DrawnEquipment, how: DrawnCombined, megawatt_hours: float) -> None:
    """Emissions split by efficiencies over reference efficiencies."""
    emitted, energy = work.engine_emissions[unit.id], work.unit_energy[unit.id]
    if how.heat is not None:
        efficiencies = how.heat / energy, megawatt_hours * 0.0036 / energy
    else:
        efficiencies = how.efficiencies or (0.55, 0.25)
    heat, power = (found / reference for found, reference in zip(efficiencies, how.references, strict=True))
    with_heat = emitted * heat / (heat + power)
    net = work.sharing.net_of[unit.id]
    work.net_emissions[net] += with_heat
    work.net_heat[net] += energy * efficiencies[0]
    work.done.split[unit.id] = energy, emitted, with_heat
    if unit.serves:
        (served,) = unit.serves
        work.done.burnt[work.sharing.place(served, unmeasured=False)] += emitted - with_heat
    _add_generator(work, unit, emitted - with_heat, megawatt_hours)


def add_generators(work: Work) -> None:
    """Generators without use of their heat."""
    for engine in work.drawn.equipment:
        if engine.megawatt_hours is not None and engine.combined is None:
            _add_generator(work, engine, work.engine_emissions[engine.id], engine.megawatt_hours)


def _add_generator(work: Work, engine: DrawnEquipment, emitted: float, megawatt_hours: float) -> None:
    """All that it makes is taken off its process; what is neither exported nor shared is used there."""
    factor = emitted / megawatt_hours
    work.power_factors[engine.id] = factor
    if engine.serves:
        place = work.sharing.place(*engine.serves, unmeasured=False)
        work.done.generated[place].add(megawatt_hours, factor)
        if not engine.is_named:
            work.done.used_at_home[place].add(megawatt_hours - engine.exported, factor)


def add_electricity(work: Work) -> None:
    """Of each process: its part of the sources it alone takes, and the rest by the mean of the others (Article 9)."""
    drawn, done = work.drawn, work.done
    if not drawn.supplies:
        return
    several = sum(amount is None for amount in drawn.power.values()) > 1
    taken = {
        user: (work.sharing.place(user, several and drawn.power[user] is None), amount)
        for user, amount in work.sharing.shared(sum(item.amount for item in drawn.supplies), drawn.power).items()
    }
    common = [item for item in drawn.supplies if not item.is_dedicated]
    mean = sum(item.amount * _factor(work, item) for item in common) / sum(item.amount for item in common)
    alone: dict[str, float] = defaultdict(float)
    for item in [item for item in drawn.supplies if item.is_dedicated]:
        users = {user: amount for user, (place, amount) in taken.items() if place in item.users}
        for user, amount in users.items():
            part = item.amount * amount / sum(users.values())
            alone[user] += part
            done.bought_power[taken[user][0]].add(part, _factor(work, item))
    for user, (place, amount) in taken.items():
        if place:
            done.bought_power[place].add(amount - alone[user], mean)
    for process in drawn.processes:
        if process.indirect_elsewhere:
            done.bought_power[process.id].add(process.tonnes, process.indirect_elsewhere / process.tonnes)


def _factor(work: Work, item: DrawnSupply) -> float:
    return work.power_factors[item.generator] if item.generator else item.factor
