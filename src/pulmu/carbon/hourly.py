"""Hour by hour: mass of a measured gas from the data points of its stack, missing hours substituted."""

from dataclasses import dataclass

import numpy as np

Floats = np.typing.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class HourlyMass:
    """What two series of a stack add up to.

    Parameters
    ----------
    mass : Over all hours. [t]
    hours : Hours of the period.
    substituted : Hours whose concentration was substituted.
    substitute : Concentration they count with; 0 where none was. [g/Nm3]
    without_flow : Hours without a valid flow; nothing stands in for them, and the mass is NaN while there are any.
    """

    mass: float
    hours: int
    substituted: int
    substitute: float
    without_flow: int


def hourly_means(values: Floats, per_hour: int, valid_share: float) -> Floats:
    """Mean of the valid data points of each hour; NaN where fewer than `valid_share` of them are valid.

    Parameters
    ----------
    values : (hours * per_hour,)  Data points in order, NaN where there is no valid one.
    """
    points = values.reshape(-1, per_hour)
    valid = np.sum(~np.isnan(points), axis=1)
    means = np.nansum(points, axis=1) / np.maximum(valid, 1)
    return np.where(valid >= valid_share * per_hour, means, np.nan)


def substituted(concentration: Floats) -> tuple[Floats, float]:
    """Hourly concentrations whose gaps count with the mean of the valid hours plus twice their standard deviation.

    The deviation is that of a sample (n - 1), the best estimate. One valid hour alone has none.
    """
    known = concentration[~np.isnan(concentration)]
    if not len(known):
        return concentration, 0.0
    deviation = float(np.std(known, ddof=1)) if len(known) > 1 else 0.0
    substitute = float(np.mean(known)) + 2.0 * deviation
    return np.where(np.isnan(concentration), substitute, concentration), substitute


def hourly_mass(concentration: Floats, volume: Floats, per_hour: tuple[int, int], valid_share: float) -> HourlyMass:
    """Mass of a gas over a period, hour by hour (Eq 16): missing concentrations substituted, missing flows not.

    Parameters
    ----------
    concentration : Data points of the period. [g/Nm3]
    volume : Flue gas of each data point's time. [Nm3]
    per_hour : Data points of an hour, of each.
    """
    means = hourly_means(concentration, per_hour[0], valid_share)
    volumes = hourly_means(volume, per_hour[1], valid_share) * per_hour[1]
    gaps = np.isnan(means)
    filled, substitute = substituted(means)
    mass = float(np.sum(filled * volumes)) * 1e-6
    return HourlyMass(
        mass, len(means), int(gaps.sum()), substitute if gaps.any() else 0.0, int(np.isnan(volumes).sum())
    )
