"""Energy and carbon of each good piece as it is made, from what meters and counters counted; a gap gives no figure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

import numpy as np

from pulmu.carbon.gather.electricity import electricity_factor
from pulmu.carbon.streams import stream_factors
from pulmu.model import Figure, Plant, PulmuError
from pulmu.model.line import Carrier, Line
from pulmu.model.units import conversion_factor
from pulmu.services._line_tie import ELECTRICITY, Flow, converts, flow_of
from pulmu.services.live.plant_words import CARRIERS, plain
from pulmu.services.live.told import counted_in
from pulmu.services.live_links.feed import DEAD
from pulmu.services.live_links.held import Held
from pulmu.services.ports import KeptSamples
from pulmu.twin.live.history import Floats
from pulmu.twin.week import price_at

_MADE = (*CARRIERS["compressed_air"], *CARRIERS["water"])
PARTS = 12
"""Parts a time is told in, one beside another."""


@dataclass(frozen=True, slots=True)
class Factor:
    """What a unit of a carrier emits, by the plant the line is tied to.

    Parameters
    ----------
    kg : kg CO2e per unit of the carrier; None where the plant tells none.
    direct : Whether it counts for certificates too: fuel does, electricity of steel and aluminium never does.
    figure : Where it comes from.
    is_counted : Whether the plant counts it by itself; compressed air made there is counted by its electricity.
    tie : What is wrong between line and plant: no flow of the plant is the carrier, or it is counted in units of
        another kind. Then nobody knows what it emits.
    """

    kg: float | None
    direct: bool
    figure: Figure | None
    is_counted: bool = True
    tie: Literal["", "no_flow", "unit"] = ""


@dataclass(frozen=True, slots=True)
class CarrierPart:
    """A carrier over a time; None where a meter has a gap, was reset, or the plant tells no factor.

    Parameters
    ----------
    amount : What the meter of the whole line counted.
    won : By the prices of the line.
    """

    carrier: str
    unit: str
    amount: float | None
    won: float | None
    factor: Factor

    @property
    def kg(self) -> float | None:
        """What it emitted. [kg CO2e]"""
        return None if self.amount is None or self.factor.kg is None else self.amount * self.factor.kg


@dataclass(frozen=True, slots=True)
class Made:
    """A time: what was made in it, and what that took."""

    start: datetime
    end: datetime
    good: float | None
    carriers: tuple[CarrierPart, ...]

    def each(self, total: float | None) -> float | None:
        """Of each good piece; None where either is not known, or nothing good was made."""
        return None if total is None or not self.good else total / self.good

    @property
    def untied(self) -> tuple[str, ...]:
        """Carriers of which nobody knows what they emit, as the line is not tied to the plant as it should be."""
        return tuple(item.carrier for item in self.carriers if item.factor.tie)

    @property
    def won(self) -> float | None:
        """Cost of the energy."""
        return _sum(item.won for item in self.carriers)

    @property
    def direct(self) -> float | None:
        """Direct emissions, which certificates count. [kg CO2e]"""
        return _sum(item.kg for item in self.carriers if item.factor.direct and item.factor.is_counted)

    @property
    def electricity(self) -> float | None:
        """Emissions of electricity, which count in the footprint only. [kg CO2e]"""
        return _sum(item.kg for item in self.carriers if not item.factor.direct and item.factor.is_counted)


@dataclass(frozen=True, slots=True)
class PerPart:
    """A time as a whole, and its parts: where the whole has a gap the parts beside it still tell."""

    whole: Made
    parts: tuple[Made, ...]


def per_part(
    line: Line, plant: Plant | None, kept: KeptSamples, start: datetime, now: datetime
) -> PerPart | None:  # fmt: skip
    """What each good piece took since a moment; None where nothing was kept since then.

    Parameters
    ----------
    plant : The plant the line is tied to; without one no emissions are told.
    """
    watched, extent = kept.watched_until(), kept.extent()
    if watched is None or extent is None:
        return None
    end = min(now, watched)
    if end <= start:
        return None
    edges = np.linspace(0.0, (end - start).total_seconds(), PARTS + 1)
    factors = {item.id: factor_of(item, plant) for item in line.carriers}
    inner = tuple(_made(line, factors, kept, start, now, edges))
    whole = next(_made(line, factors, kept, start, now, edges[[0, -1]]))
    won = {item.carrier: _sum(part.carriers[n].won for part in inner) for n, item in enumerate(whole.carriers)}
    carriers = tuple(replace(item, won=None if item.amount is None else won[item.carrier]) for item in whole.carriers)
    is_late = now - watched > DEAD
    return PerPart(Made(whole.start, whole.end, None if is_late else whole.good, carriers), inner)


def factor_of(carrier: Carrier, plant: Plant | None) -> Factor:
    """What a unit of a carrier emits: fuel by the factors of its stream, electricity by the plant's mean."""
    is_power = carrier.unit in ("kWh", "MWh")
    if plant is None:
        return Factor(None, not is_power, None)
    flow = flow_of(carrier, plant)
    if flow is None:
        is_made = not is_power and is_made_there(carrier)
        return Factor(None, not is_power, None, is_counted=not is_made, tie="" if is_made else "no_flow")
    if not converts(carrier, flow):
        return Factor(None, flow.name != ELECTRICITY, None, tie="unit")
    if flow.name == ELECTRICITY:
        figure = electricity_factor(plant)
        tonnes = None if figure is None else figure.value * conversion_factor(carrier.unit, "MWh")
        return Factor(None if tonnes is None else 1000 * tonnes, direct=False, figure=figure)
    return _of_stream(carrier, plant, flow)


def is_made_there(carrier: Carrier) -> bool:
    """Whether it is no fuel: what the plant makes of what it buys, such as compressed air, by what it is called."""
    said = [plain(name) for name in (carrier.id, carrier.name, carrier.name_local) if name]
    return any(plain(word) in name for name in said for word in _MADE if len(word) > len("air") or plain(word) == name)


def _of_stream(carrier: Carrier, plant: Plant, flow: Flow) -> Factor:
    stream = next(item for item in plant.source_streams if item.id == flow.name)
    try:
        factors = stream_factors(stream, plant.installation.country)
        unit, to_energy, factor, share, zero_rated, _, sign = factors.row()
    except PulmuError:
        return Factor(None, direct=True, figure=None)
    scale = conversion_factor(carrier.unit, flow.unit) * conversion_factor(flow.unit, unit)
    return Factor(
        1000 * scale * to_energy * factor * share * (1 - zero_rated) * sign, direct=True, figure=factors.emission_factor
    )


def _made(
    line: Line, factors: dict[str, Factor], kept: KeptSamples, start: datetime, now: datetime, edges: Floats
) -> Iterator[Made]:
    held = Held(kept, now)
    goods = [counted_in(held, f"line/{item.id}/good", start, edges, even=False) for item in line.products]
    good = np.sum(goods, axis=0)
    amounts = {item.id: counted_in(held, _meter(item), start, edges, even=True) for item in line.carriers}
    for number in range(len(edges) - 1):
        first, last = (start + timedelta(seconds=float(edges[n])) for n in (number, number + 1))
        parts = tuple(
            _carrier(line, item, amounts[item.id][number], first, last, factors[item.id]) for item in line.carriers
        )
        yield Made(first, last, _known(good[number]), parts)


def _carrier(line: Line, item: Carrier, amount: float, start: datetime, end: datetime, factor: Factor) -> CarrierPart:
    known = _known(amount)
    return CarrierPart(
        item.id, item.unit, known, None if known is None else known * _price(line, item, start, end), factor
    )


def _price(line: Line, item: Carrier, start: datetime, end: datetime) -> float:
    """Mean won per unit over a time, by the clock of the place, minute by minute at most."""
    tariff = next((found for found in line.tariffs if found.id == item.tariff), None)
    if tariff is None:
        return item.price
    long = (end - start).total_seconds()
    steps = max(1, min(60, int(long / 60)))
    zone = start.tzinfo
    moments = [start + timedelta(seconds=long * (n + 0.5) / steps) for n in range(steps)]
    return float(np.mean([price_at(tariff, _of_week(moment.astimezone(zone))) for moment in moments]))


def _of_week(moment: datetime) -> float:
    """Seconds since Monday, midnight, by the clock of the moment's zone."""
    return moment.weekday() * 86_400 + moment.hour * 3600 + moment.minute * 60 + moment.second


def _meter(item: Carrier) -> str:
    return f"meter/{item.id}/{'energy' if item.unit in ('kWh', 'MWh') else 'amount'}"


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _sum(values: Iterator[float | None] | Sequence[float | None]) -> float | None:
    found = list(values)
    return None if any(item is None for item in found) else float(sum(item for item in found if item is not None))
