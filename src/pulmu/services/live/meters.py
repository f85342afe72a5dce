"""Meters of the emulated plant: counters that only grow, power, and the demand of blocks of 15 minutes."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

BLOCK = 900.0
"""Length of a block of demand. [s]

Source: OPC 34100, MeasurementIDs 1416, 1420 and 1424.
"""


@dataclass(frozen=True, slots=True)
class Meter:
    """What a meter of one carrier shows, in the carrier's unit and hours.

    Parameters
    ----------
    total : Since `since`.
    rate : Per hour, over what was counted last.
    last_block : Mean rate of the last block that is over; 0 before the first is.
    since : When the counter began, in seconds of the plant.
    """

    total: float = 0.0
    rate: float = 0.0
    in_block: float = 0.0
    last_block: float = 0.0
    since: float = 0.0

    def counted(self, amount: float, start: float, end: float) -> "Meter":
        """The meter after an amount from one moment to another, both of one block."""
        long = end - start
        if long <= 0:
            return self
        in_block = self.in_block + amount
        is_over = end // BLOCK > start // BLOCK
        return replace(
            self,
            total=self.total + amount,
            rate=amount / long * 3600,
            in_block=0.0 if is_over else in_block,
            last_block=in_block / BLOCK * 3600 if is_over else self.last_block,
        )

    def running_block(self, now: float) -> float:
        """Mean rate of the block that is under way; 0 at its start."""
        passed = now % BLOCK
        return self.in_block / passed * 3600 if passed > 0 else 0.0

    def predicted_block(self, now: float) -> float:
        """Mean rate of the block under way if the rest of it is as what was counted last: as a meter tells it, which
        knows no orders and no shifts."""
        left = BLOCK - now % BLOCK
        return (self.in_block * 3600 + self.rate * left) / BLOCK


@dataclass(slots=True)
class Meters:
    """The meters of a plant: of each station's carriers, and of each carrier in all (station empty)."""

    by_place: dict[tuple[str, str], Meter] = field(default_factory=dict)

    def count(self, amounts: Mapping[tuple[str, str], float], start: float, end: float) -> None:
        """Add what was used from one moment to another, by station and carrier."""
        totals: dict[tuple[str, str], float] = {}
        for (station, carrier), amount in amounts.items():
            for place in ((station, carrier), ("", carrier)):
                totals[place] = totals.get(place, 0.0) + amount
        for place, amount in totals.items():
            self.by_place[place] = self.by_place.get(place, Meter()).counted(amount, start, end)

    def reset(self, now: float) -> None:
        """Begin all counters anew: a counter may be reset at any time."""
        self.by_place = {place: replace(item, total=0.0, since=now) for place, item in self.by_place.items()}


def next_block(now: float) -> float:
    """End of the block that is under way. [s]"""
    return (now // BLOCK + 1) * BLOCK
