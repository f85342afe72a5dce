"""Small draws: a number as a meter shows it, one of several, a whole split among users."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from tests.differential.drawn import Users


def digits(value: float, count: int = 6) -> float:
    """A number as a person writes it down."""
    return float(f"{value:.{count}g}")


class Chance:
    """Draws from one generator."""

    def __init__(self, random: np.random.Generator) -> None:
        self.random = random

    def maybe(self, chance: float = 0.5) -> bool:
        """True in this share of the draws."""
        return bool(self.random.random() < chance)

    def count(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return int(self.random.integers(low, high + 1))

    def amount(self, low: float, high: float) -> float:
        """A number as a person reads it off a meter: five digits."""
        return digits(np.exp(self.random.uniform(np.log(low), np.log(high))), 5)

    def one(self, items: Sequence[Any]) -> Any:
        """One of them."""
        return items[int(self.random.integers(len(items)))]

    def some(self, items: Sequence[Any], least: int, most: int) -> list[Any]:
        """Several of them, each once."""
        size = self.count(min(least, len(items)), min(most, len(items)))
        return [items[index] for index in self.random.permutation(len(items))[:size]]

    def split(self, whole: float, parts: int) -> list[float]:
        """Parts that add up to the whole, to rounding."""
        weights = self.random.uniform(0.2, 1.0, parts)
        return [digits(whole * weight / weights.sum()) for weight in weights]

    def users(self, total: float, names: list[str], several: bool = True) -> Users:
        """All metered to within 3 %, one rest, or several rests."""
        kind = self.one(["metered", "rest", "rests"] if several and len(names) > 1 else ["metered", "rest"])
        if kind == "metered":
            return dict(zip(names, self.split(total * self.amount(0.97, 1.03), len(names)), strict=True))
        metered = names[1:] if kind == "rest" else names[2:]
        known = dict(zip(metered, self.split(total * 0.6, len(metered)), strict=True)) if metered else {}
        return {name: known.get(name) for name in names}
