"""Where a plant and its model have drifted apart: value by value, with the error of all of them together held.

Each interval is at the confidence asked of all values together (Bonferroni), so that of a model that is right in
everything no value is called off, but in one case of twenty at 95 %.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from pulmu.twin.live.estimate import Estimate

Verdict = Literal["off", "fits", "open", "unseen", "unmodelled"]


@dataclass(frozen=True, slots=True)
class Observed:
    """A value of the model, and how it is estimated from the plant at a confidence.

    Parameters
    ----------
    what : `cycle_time`, `cycle_spread`, `time_between_failures`, `repair_time`, or a power: `electricity.busy`.
    model : In the unit of the estimate; None where the model says nothing of it.
    estimate : Gives None where the plant has not shown it.
    """

    station: str
    what: str
    unit: str
    model: float | None
    estimate: Callable[[float], Estimate | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """A value of the model beside the plant's.

    Parameters
    ----------
    verdict : `off` where the model lies outside the interval by more than is let pass; `fits` where the whole interval
        lies within what is let pass; `open` where neither is shown yet; `unseen` where the plant has not shown it;
        `unmodelled` where the model says nothing of it.
    """

    station: str
    what: str
    unit: str
    model: float | None
    plant: Estimate | None
    verdict: Verdict

    @property
    def share(self) -> float | None:
        """How far the plant's value is from the model's, as a share of the model's; None where nothing bounds it."""
        if self.plant is None or not self.model or not math.isfinite(self.plant.high):
            return None
        return self.plant.value / self.model - 1


def drifts(observed: Sequence[Observed], *, confidence: float = 0.95, let_pass: float = 0.02) -> tuple[Drift, ...]:
    """Each value beside the plant's, in the order given.

    Parameters
    ----------
    confidence : Of all intervals together.
    let_pass : Share of the model's value by which it may differ without mattering.
    """
    each = 1 - (1 - confidence) / max(len(observed), 1)
    return tuple(_drift(item, item.estimate(each), let_pass) for item in observed)


def _drift(item: Observed, plant: Estimate | None, let_pass: float) -> Drift:
    return Drift(
        station=item.station, what=item.what, unit=item.unit, model=item.model, plant=plant,
        verdict=_verdict(item.model, plant, let_pass),
    )  # fmt: skip


def _verdict(model: float | None, plant: Estimate | None, let_pass: float) -> Verdict:
    if plant is None:
        return "unseen"
    if model is None:
        return "unmodelled"
    low, high = model - abs(model) * let_pass, model + abs(model) * let_pass
    if plant.low > high or plant.high < low:
        return "off"
    return "fits" if low <= plant.low and plant.high <= high else "open"
