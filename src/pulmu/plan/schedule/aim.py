"""What a plan is to bring down: costs by name, weighed against each other or one after the other."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

NAMES = ("makespan", "tardiness", "energy", "peak", "moved", "labour")
"""Steps until all is done; steps that jobs are late, weighed; won for energy; won for the peak; steps moved; won
for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What each cost weighs.

    Parameters
    ----------
    makespan, tardiness, moved : Of each step.
    energy, peak, labour : Of each won.
    in_order : Names of costs: the first is brought down first, the next as far as that stays as low, and so on. The
        weights then do not count.
    """

    makespan: float = 0.0
    tardiness: float = 0.0
    energy: float = 0.0
    peak: float = 0.0
    moved: float = 0.0
    labour: float = 0.0
    in_order: tuple[str, ...] = ()

    @property
    def stages(self) -> tuple[Mapping[str, float], ...]:
        """Weights by name, of one aim after the other; those that weigh nothing are left out."""
        if self.in_order:
            return tuple({name: 1.0} for name in self.in_order)
        told = {item.name: getattr(self, item.name) for item in fields(self) if item.name in NAMES}
        return ({name: weight for name, weight in told.items() if weight > 0.0},)

    @property
    def names(self) -> frozenset[str]:
        """Costs that are looked at."""
        return frozenset(name for stage in self.stages for name in stage)


def value_of(weights: Mapping[str, float], costs: Mapping[str, float]) -> float:
    """Costs as one number."""
    return sum(weight * costs[name] for name, weight in weights.items())
