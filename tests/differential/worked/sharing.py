"""Who gets what of a flow: meters, rests, equipment that several processes share."""

from collections.abc import Iterable

from tests.differential.drawn import Drawn, DrawnEquipment, Users


class Sharing:
    """The names of a plant, and where each of them leads."""

    def __init__(self, drawn: Drawn) -> None:
        self.drawn = drawn
        self.equipment = {item.id: item for item in drawn.equipment}
        self.net_of = {boiler: net.id for net in drawn.nets for boiler in net.boilers}
        self.steps = {step.id: (item.id, step.excluded) for item in drawn.processes for step in item.steps}

    def tonnes(self, process: str) -> float:
        """Goods of a process by which a rest is shared: functional units where all processes have the same."""
        item = self.drawn.process(process)
        same = len({other.unit for other in self.drawn.processes}) == 1
        return item.functional_amount if same else item.tonnes

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
        """What equipment serves, and whether its part is measured."""
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

    def divided(self, user: str, unmeasured: bool) -> Iterable[tuple[str, float]]:
        """Processes behind a user, each with its part of what the user got."""
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
