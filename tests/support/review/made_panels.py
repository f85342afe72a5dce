"""Panels whose true order is known: the scenario that the explanation page documents.

Quality of an application and leniency of a reviewer are normal, and so is chance; scores are whole points of 0 to 100.
Each application is given to the reviewers with the least load, drawn where they are equal.
"""

import numpy as np
from scipy.stats import kendalltau

from pulmu.support.review import Calibration, Score

QUALITY, LENIENCY, CHANCE = 6.0, 8.0, 4.0
"""Standard deviations of the documented scenario, in points."""


def made_panel(
    seed: int, *, applications: int = 300, reviewers: int = 40, each: int = 3,
    quality: float = QUALITY, leniency: float = LENIENCY, chance: float = CHANCE,
) -> tuple[list[float], list[Score]]:  # fmt: skip
    """The true points of each application, and the scores."""
    random = np.random.default_rng(seed)
    true = random.normal(70.0, quality, applications)
    lenient = random.normal(0.0, leniency, reviewers)
    load, scores = np.zeros(reviewers), []
    for number in range(applications):
        panel = np.lexsort((random.random(reviewers), load))[:each]
        load[panel] += 1
        for one in panel:
            points = np.clip(np.rint(true[number] + lenient[one] + random.normal(0.0, chance)), 0, 100)
            scores.append(Score(f"r{one:03}", f"a{number:04}", int(points) * 100))
    return true.tolist(), scores


def taus(true: list[float], found: Calibration) -> tuple[float, float]:
    """Kendall's tau to the true order: of the raw means, and of the calibrated points."""
    raw = kendalltau(true, [item.mean for item in found.applications]).statistic
    return float(raw), float(kendalltau(true, [item.calibrated for item in found.applications]).statistic)
