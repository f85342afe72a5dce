"""What the operator computes outside the workbook, by plain arithmetic from what was drawn. Pulmu is not asked."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.differential.drawn import (
    Drawn,
    DrawnCells,
    DrawnCombined,
    DrawnEquipment,
    DrawnNet,
    DrawnPurchase,
    DrawnStack,
    DrawnStream,
    DrawnWasteGas,
    Users,
)

STANDARD_HEAT_FACTOR = 56.1 / 0.9
FALLBACK_EFFICIENCY = 0.70
NATURAL_GAS = 56.1
CARBON_DIOXIDE_OF_CARBON = 3.664
NITROUS_OXIDE, CF4, C2F6 = 265.0, 6630.0, 11100.0


@dataclass
class Heat:
    """Heat a process took in or gave out, and its emissions. [TJ, t CO2]"""

    amount: float = 0.0
    emissions: float = 0.0

    def add(self, amount: float, factor: float) -> None:
        """One more flow."""
        self.amount += amount
        self.emissions += amount * factor

    @property
    def factor(self) -> float:
        """Mean factor. [t CO2/TJ]"""
        return self.emissions / self.amount if self.amount else 0.0


@dataclass
class Worked:
    """Per process, what is typed into sheet D_Processes beside meters and masses."""

    burnt: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    heat_in: dict[str, Heat] = field(default_factory=lambda: defaultdict(Heat))
    heat_out: dict[str, Heat] = field(default_factory=lambda: defaultdict(Heat))
    generated: dict[str, Heat] = field(default_factory=lambda: defaultdict(Heat))
    gas_in: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    gas_out: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    burnt_gas: dict[str, float] = field(default_factory=dict)
    """Of a bought waste gas what is burnt here, of one's own all. [1000Nm3]"""
    used_at_home: dict[str, Heat] = field(default_factory=lambda: defaultdict(Heat))
    bought_power: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    power_factor: float = 0.0
    split: dict[str, tuple[float, float, float]] = field(default_factory=dict)
    """Of combined heat and power: its fuel [TJ], its emissions, and those that go with the heat. [t CO2]"""


def per_unit(stream: DrawnStream) -> float:
    """Emissions of one unit of a stream. [t CO2 per t or 1000Nm3]"""
    per_amount = stream.factor
    if stream.per == "TJ":
        assert stream.heating_value is not None
        per_amount = stream.factor * stream.heating_value / 1000
    zero_rated = stream.biomass if stream.proven else 0.0
    if stream.method in ("in", "out"):
        sign = 1 if stream.method == "in" else -1
        return sign * stream.factor * CARBON_DIOXIDE_OF_CARBON * (1 - zero_rated)
    return per_amount * stream.share * (1 - zero_rated)


def of_stack(stack: DrawnStack) -> float:
    """Emissions of one tonne of a measured gas. [t CO2e/t]"""
    zero_rated = stack.biomass if stack.proven else 0.0
    return NITROUS_OXIDE if stack.gas == "N2O" else 1.0 - zero_rated


def of_cells(cells: DrawnCells) -> float:
    """Perfluorocarbons of electrolysis. [t CO2e]"""
    per_tonne = cells.frequency * cells.duration * cells.factor
    if cells.method == "overvoltage":
        per_tonne = cells.overvoltage / cells.efficiency * cells.factor
    tetrafluoromethane = cells.aluminium * per_tonne / 1000
    return tetrafluoromethane * (CF4 + cells.fraction * C2F6) / cells.collection


def work_out(drawn: Drawn) -> Worked:
    """Everything that is shared among processes, shared."""
    return _Worker(drawn).worked()


class _Worker:
    def __init__(self, drawn: Drawn) -> None:
        self.drawn = drawn
        self.equipment = {item.id: item for item in drawn.equipment}
        self.net_of = {boiler: net.id for net in drawn.nets for boiler in net.boilers}
        self.steps = {step.id: (item.id, step.excluded) for item in drawn.processes for step in item.steps}
        self.done = Worked()
        self.net_emissions: dict[str, float] = defaultdict(float)
        self.net_energy: dict[str, float] = defaultdict(float)
        self.engine_emissions: dict[str, float] = defaultdict(float)
        self.unit_energy: dict[str, float] = defaultdict(float)
        self.unit_heat: dict[str, float] = {}
        self.fuels: dict[str, list[tuple[float, float]]] = defaultdict(list)
        self.power_factors: dict[str, float] = {}

    def worked(self) -> Worked:
        for stream in self.drawn.streams:
            self.stream(stream)
        for gas in self.drawn.waste_gases:
            self.waste_gas(gas)
        for stack in self.drawn.stacks:
            for user, amount in self.shared(stack.tonnes, stack.users).items():
                for place, share in self.divided(user, False):
                    self.done.burnt[place] += amount * of_stack(stack) * share
        for cells in self.drawn.cells:
            self.done.burnt[cells.process] += of_cells(cells)
        for unit in self.drawn.equipment:
            if unit.combined is not None and unit.megawatt_hours is not None:
                self.combined(unit, unit.combined, unit.megawatt_hours)
        for net in self.drawn.nets:
            self.net(net)
        for engine in self.drawn.equipment:
            if engine.megawatt_hours is not None and engine.combined is None:
                emitted = self.engine_emissions[engine.id]
                self.generator(engine, emitted, engine.megawatt_hours)
        self.power()
        return self.done

    def tonnes(self, process: str) -> float:
        """Goods of a process by which a rest is shared: functional units where all processes have the same."""
        item = self.drawn.process(process)
        same = len({other.unit for other in self.drawn.processes}) == 1
        return item.tonnes * (item.content if same else 1.0)

    def place(self, name: str, unmeasured: bool) -> str:
        """The process a name leads to; '' for outside. An excluded step takes out only what is measured."""
        if name in self.steps:
            process, excluded = self.steps[name]
            return "" if excluded and not unmeasured else process
        return "" if name == "outside" else name

    def behind(self, user: str, unmeasured: bool) -> list[str]:
        """Processes behind a user, each once."""
        item = self.equipment.get(user)
        if item is None:
            found = [self.place(user, unmeasured)]
        elif user in self.net_of:
            found = []
        else:
            found = [self.place(*self.target(item, name, unmeasured)) for name in item.serves]
        return list(dict.fromkeys(name for name in found if name))

    def target(self, item: DrawnEquipment, name: str, unmeasured: bool) -> tuple[str, bool]:
        return name, unmeasured or (len(item.serves) > 1 and item.serves[name] is None)

    def shared(self, total: float, users: Users) -> dict[str, float]:
        """Amounts of the users: scaled to the total, or the rest to one, or the rest by mass of goods."""
        metered = {name: amount for name, amount in users.items() if amount is not None}
        waiting = [name for name, amount in users.items() if amount is None]
        if not waiting:
            known = sum(metered.values())
            return {name: amount * (total / known) for name, amount in metered.items()}
        rest = total - sum(metered.values())
        if len(waiting) == 1:
            return {**metered, waiting[0]: rest}
        behind = {name: self.behind(name, True) for name in waiting}
        among = {name: sum(name in other for other in behind.values()) for places in behind.values() for name in places}
        masses = {name: sum(self.tonnes(item) / among[item] for item in places) for name, places in behind.items()}
        return {**metered, **{name: rest * masses[name] / sum(masses.values()) for name in waiting}}

    def stream(self, stream: DrawnStream) -> None:
        several = sum(amount is None for amount in stream.users.values()) > 1
        for user, amount in self.shared(stream.amount, stream.users).items():
            emitted = amount * per_unit(stream)
            unmeasured = several and stream.users[user] is None
            if user in self.net_of and self.equipment[user].combined is not None:
                self.engine_emissions[user] += emitted
                self.unit_energy[user] += amount * (stream.heating_value or 0.0) / 1000
                continue
            if user in self.net_of:
                self.net_emissions[self.net_of[user]] += emitted
                self.net_energy[self.net_of[user]] += amount * (stream.heating_value or 0.0) / 1000
                continue
            for place, share in self.divided(user, unmeasured):
                self.done.burnt[place] += emitted * share
                if stream.method == "combustion":
                    self.fuels[place].append((emitted * share, amount * share * (stream.heating_value or 0.0) / 1000))
                if user in self.equipment and self.equipment[user].megawatt_hours is not None:
                    self.engine_emissions[user] += emitted * share

    def divided(self, user: str, unmeasured: bool) -> Iterable[tuple[str, float]]:
        item = self.equipment.get(user)
        if item is None:
            place = self.place(user, unmeasured)
            return [(place, 1.0)] if place else []
        places = [self.place(*self.target(item, name, unmeasured)) for name in item.serves]
        if len(places) == 1:
            return [(places[0], 1.0)] if places[0] else []
        masses = [
            self.tonnes(place) if mass is None else mass
            for place, mass in zip(places, item.serves.values(), strict=True)
        ]
        return [(place, mass / sum(masses)) for place, mass in zip(places, masses, strict=True) if place]

    def waste_gas(self, gas: DrawnWasteGas) -> None:
        """The giver keeps what it emits and is credited, the taker is charged; for a boiler it is natural gas."""
        gone = {"exported": gas.exported, "flared": gas.flared}
        users: Users = {**gas.users, **{name: amount for name, amount in gone.items() if amount}}
        shared = self.shared(gas.amount, users)
        # The meter of what is sold is corrected like the others, so that all add up to what was bought.
        self.done.burnt_gas[gas.id] = gas.amount - (0.0 if gas.produced_by else shared.get("exported", 0.0))
        for user, amount in shared.items():
            energy = amount * gas.heating_value / 1000
            if gas.counted_here:
                self.done.burnt[gas.produced_by] += energy * gas.factor
            if user == "flared":
                continue
            if gas.produced_by and user != gas.produced_by:
                self.done.gas_out[gas.produced_by] += energy
            if user in self.net_of and self.equipment[user].combined is not None:
                self.engine_emissions[user] += energy * min(gas.factor, NATURAL_GAS)
                self.unit_energy[user] += energy
            elif user in self.net_of:
                self.net_emissions[self.net_of[user]] += energy * min(gas.factor, NATURAL_GAS)
                self.net_energy[self.net_of[user]] += energy
            elif user not in ("exported", gas.produced_by):
                self.done.gas_in[user] += energy

    def net(self, net: DrawnNet) -> None:
        taken = self.heat_taken(net)
        whole = sum(taken.values()) + net.exported
        factor = net.factor if net.factor is not None and net.verified else STANDARD_HEAT_FACTOR
        if net.boilers:
            factor = self.net_emissions[net.id] / whole
        elif net.origin == "imported" and net.produced is not None:
            factor = factor * net.produced / whole
        elif net.recovered_from:
            factor = self.recovered_factor(net)
        for user, heat in taken.items():
            place = self.place(user, unmeasured=False)
            if place:
                self.done.heat_in[place].add(heat, factor)
        if net.recovered_from:
            self.done.heat_out[net.recovered_from].add(whole, factor)

    def recovered_factor(self, net: DrawnNet) -> float:
        """Exhaust carries the fuels of its process over 0.90, where their energy is known; other heat nothing."""
        if net.heat_of != "exhaust":
            return 0.0
        fuels = self.fuels[net.recovered_from]
        if not fuels or not all(energy for _, energy in fuels):
            return STANDARD_HEAT_FACTOR
        return sum(emitted for emitted, _ in fuels) / sum(energy for _, energy in fuels) / 0.90

    def combined(self, unit: DrawnEquipment, how: DrawnCombined, megawatt_hours: float) -> None:
        """Emissions split by efficiencies over reference efficiencies."""
        emitted, energy = self.engine_emissions[unit.id], self.unit_energy[unit.id]
        if how.heat is not None:
            efficiencies = how.heat / energy, megawatt_hours * 0.0036 / energy
        else:
            efficiencies = how.efficiencies or (0.55, 0.25)
        heat, power = (found / reference for found, reference in zip(efficiencies, how.references, strict=True))
        with_heat = emitted * heat / (heat + power)
        self.net_emissions[self.net_of[unit.id]] += with_heat
        self.unit_heat[self.net_of[unit.id]] = energy * efficiencies[0]
        self.done.split[unit.id] = energy, emitted, with_heat
        if unit.serves:
            (served,) = unit.serves
            self.done.burnt[self.place(served, unmeasured=False)] += emitted - with_heat
        self.generator(unit, emitted - with_heat, megawatt_hours)

    def heat_taken(self, net: DrawnNet) -> dict[str, float]:
        if all(amount is not None for amount in net.users.values()):
            return {name: amount for name, amount in net.users.items() if amount is not None}
        total = net.produced
        if total is None and net.id in self.unit_heat:
            total = self.unit_heat[net.id]
        elif total is None:
            total = self.net_energy[net.id] * (FALLBACK_EFFICIENCY if net.efficiency is None else net.efficiency)
        known = sum(amount for amount in net.users.values() if amount is not None) + net.exported
        return {name: total - known if amount is None else amount for name, amount in net.users.items()}

    def generator(self, engine: DrawnEquipment, emitted: float, megawatt_hours: float) -> None:
        """All that it makes is taken off its process; what is neither exported nor shared is used there."""
        factor = emitted / megawatt_hours
        self.power_factors[engine.id] = factor
        if engine.serves:
            place = self.place(*engine.serves, unmeasured=False)
            self.done.generated[place].add(megawatt_hours, factor)
            if not engine.is_named:
                self.done.used_at_home[place].add(megawatt_hours - engine.exported, factor)

    def power(self) -> None:
        supplies = self.drawn.supplies
        if not supplies:
            return
        total = sum(item.amount for item in supplies)
        factors = [self.power_factors[item.generator] if item.generator else item.factor for item in supplies]
        emitted = sum(item.amount * factor for item, factor in zip(supplies, factors, strict=True))
        self.done.power_factor = emitted / total
        several = sum(amount is None for amount in self.drawn.power.values()) > 1
        for user, amount in self.shared(total, self.drawn.power).items():
            place = self.place(user, several and self.drawn.power[user] is None)
            if place:
                self.done.bought_power[place] += amount


@dataclass(frozen=True)
class Row:
    """A bought precursor in the workbook: a delivery, or the mean of several that a process takes (Article 14).

    Parameters
    ----------
    added : What the law adds to the typed direct value, or takes from it.
    indirect_counted : The part of the typed indirect value that follows the precursor into its users.
    indirect_exempt : The part that is of exempt origin.
    default_part : The part of the direct value, by law, that rests on default values.
    """

    name: str
    category: str
    country: str
    bought: float
    used: dict[str, float]
    direct: float
    by_default: bool
    indirect: float
    electricity: float
    electricity_factor: float
    added: float
    indirect_counted: float
    indirect_exempt: float
    default_part: float


def rows(drawn: Drawn) -> list[Row]:
    """One row a delivery where a code has one; else one a process that uses the code, with its mean."""
    found: list[Row] = []
    for code in dict.fromkeys(item.cn_code for item in drawn.purchases):
        deliveries = [item for item in drawn.purchases if item.cn_code == code]
        if len(deliveries) == 1:
            found.append(_row(drawn, deliveries, _used(deliveries[0]), deliveries[0].id))
            continue
        for process in dict.fromkeys(name for item in deliveries for name in item.users):
            mass = sum(_used(item)[process] for item in deliveries if process in item.users)
            counted = _counted(deliveries, process)
            found.append(_row(drawn, counted, {process: mass}, f"{code} in {process}"))
    return found


def _used(purchase: DrawnPurchase) -> dict[str, float]:
    known = sum(amount for amount in purchase.users.values() if amount is not None)
    return {name: purchase.received - known if amount is None else amount for name, amount in purchase.users.items()}


def _counted(deliveries: list[DrawnPurchase], process: str) -> list[DrawnPurchase]:
    """Article 14(3) where all that the process used is proven; else (2), all received but what went elsewhere."""
    used = [item for item in deliveries if process in item.users]
    if all(item.proven_use for item in used):
        return used
    return [item for item in deliveries if process in item.users or not item.proven_use]


def _row(drawn: Drawn, deliveries: list[DrawnPurchase], used: dict[str, float], name: str) -> Row:
    first = deliveries[0]
    weights = [item.received for item in deliveries]

    def mean(values: list[float]) -> float:
        # One delivery stands for itself: its numbers are typed as they were drawn.
        if len(values) == 1:
            return values[0]
        return sum(weight * value for weight, value in zip(weights, values, strict=True)) / sum(weights)

    typed = [item.direct if _own_value(item) else item.default or 0.0 for item in deliveries]
    indirect = [item.electricity * item.electricity_factor if _own_value(item) else 0.0 for item in deliveries]
    added = [_added(drawn, item) for item in deliveries]
    counted = [0.0 if item.annex_ii or item.exempt else value for item, value in zip(deliveries, indirect, strict=True)]
    defaults = [
        0.0 if _own_value(item) else value + more for item, value, more in zip(deliveries, typed, added, strict=True)
    ]
    alone = len(deliveries) == 1 and _own_value(first)
    return Row(
        name=name,
        category=first.category,
        country=first.country,
        bought=sum(used.values()) if len(deliveries) > 1 else first.received,
        used=used,
        direct=mean(typed),
        by_default=not any(_own_value(item) for item in deliveries),
        indirect=mean(indirect),
        electricity=first.electricity if alone else float(any(indirect)),
        electricity_factor=first.electricity_factor if alone else mean(indirect),
        added=mean(added),
        indirect_counted=mean(counted),
        indirect_exempt=mean([v if item.exempt else 0.0 for item, v in zip(deliveries, indirect, strict=True)]),
        default_part=mean(defaults),
    )


def _own_value(purchase: DrawnPurchase) -> bool:
    """Whether the supplier's own value is typed: verified, or of an origin where Pulmu needs none."""
    return purchase.country != "unknown" and (purchase.verified or purchase.exempt)


def _added(drawn: Drawn, purchase: DrawnPurchase) -> float:
    """Mark-up of a default value; the whole value less for an exempt origin, which counts zero."""
    if purchase.exempt:
        return -purchase.direct
    if _own_value(purchase):
        return 0.0
    return (drawn.markup or 0.0) * (purchase.default or 0.0)
