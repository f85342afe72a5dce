"""What machines do one after the other: an operation each, or a batch of a furnace."""

from collections.abc import Iterator
from dataclasses import dataclass

from pulmu.plan.schedule.shop import Operation, Shop
from pulmu.plan.schedule.timetable import Placed, Timetable


@dataclass(frozen=True, slots=True)
class Turn:
    """Operations that a machine does at once, as planned; more than one only of a furnace."""

    operations: tuple[Placed, ...]
    family: str

    @property
    def machine(self) -> int:
        """By its place in the shop."""
        return self.operations[0].machine

    @property
    def start(self) -> int:
        """When it begins."""
        return self.operations[0].start

    @property
    def length(self) -> int:
        """Steps that it takes."""
        return self.operations[0].end - self.operations[0].start


def turns_of(shop: Shop, timetable: Timetable) -> Iterator[Turn]:
    """Every turn, each after all that must have ended before it.

    The order is that of begins; what takes no time comes before what does, so that no turn stands before what an
    operation in it follows.
    """
    found: dict[tuple[object, ...], list[Placed]] = {}
    for item in sorted(timetable.placed, key=lambda item: (item.start, item.end, item.operation)):
        key: tuple[object, ...] = (item.job, item.operation)
        if shop.holds_at(item.machine) > 0.0 and item.end > item.start:
            key = (item.machine, item.start, item.end, operation_of(shop, item).family)
        found.setdefault(key, []).append(item)
    for operations in found.values():
        yield Turn(tuple(operations), operation_of(shop, operations[0]).family)


def operation_of(shop: Shop, item: Placed) -> Operation:
    """What is placed."""
    return shop.jobs[item.job].operations[item.operation]
