"""Points calibrated against the plain mean and standardised scores, on panels whose order is known; and assignment."""

import statistics
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from measure import Line, seconds
from scipy.stats import kendalltau

from pulmu.support.review import Assignment, Candidate, PanelRules, Score, Wanted, assign, calibrate

LEAST_GAIN = 0.10


def reviewing(seeds: int, applications: int, reviewers: int) -> list[Line]:
    """Kendall's tau to the true order, with and without leniency; a call of the real size assigned."""
    sys.path.append(str(Path(__file__).parents[2]))
    from tests.support.review.made_panels import made_panel

    planted = [_taus(*made_panel(seed)) for seed in range(seeds)]
    none = [_taus(*made_panel(seed, leniency=0.0)) for seed in range(seeds)]
    gains = [calibrated - raw for raw, calibrated, _ in planted]
    worst = min(calibrated - raw for raw, calibrated, _ in none)
    return [
        Line(f"leniency planted, {seeds} panels: tau of the plain mean", _mean(planted, 0)),
        Line("the same: tau of scores standardised by reviewer (mean and spread of each)", _mean(planted, 2)),
        Line("the same: tau of calibrated points", _mean(planted, 1)),
        Line("least gain of a panel over the plain mean", f"{min(gains):.3f}", f"at least {LEAST_GAIN:.2f}",
             min(gains) >= LEAST_GAIN),
        Line(f"no leniency, {seeds} panels: tau of the plain mean", _mean(none, 0)),
        Line("the same: tau of scores standardised by reviewer", _mean(none, 2)),
        Line("worst panel: calibrated less plain mean", f"{worst:.3f}", "never below 0", worst >= 0.0),
        *_assigned(applications, reviewers),
    ]  # fmt: skip


def _mean(taus: list[tuple[float, float, float]], which: int) -> str:
    return f"{statistics.mean(item[which] for item in taus):.3f}"


def _taus(true: list[float], scores: list[Score]) -> tuple[float, float, float]:
    found = calibrate(scores)
    by_reviewer = defaultdict(list)
    for item in scores:
        by_reviewer[item.reviewer].append(item.points)
    mean = {name: float(np.mean(points)) for name, points in by_reviewer.items()}
    spread = {name: float(np.std(points)) or 1.0 for name, points in by_reviewer.items()}
    standard = defaultdict(list)
    for item in scores:
        standard[item.application].append((item.points - mean[item.reviewer]) / spread[item.reviewer])
    return (
        float(kendalltau(true, [item.mean for item in found.applications]).statistic),
        float(kendalltau(true, [item.calibrated for item in found.applications]).statistic),
        float(kendalltau(true, [np.mean(standard[item.application]) for item in found.applications]).statistic),
    )


def made_call(applications: int, reviewers: int, least: int) -> Wanted:
    """A call: twelve fields, two of each application; three in five reviewers are technical; 3 in 100 pairs barred."""
    random = np.random.default_rng(1)
    fields = random.integers(0, 12, (applications, 2))
    known = np.where(random.random((reviewers, 12)) < 0.25, random.integers(1, 4, (reviewers, 12)), 0)
    technical = np.arange(reviewers) % 5 < 3
    return Wanted(
        applications=tuple(f"a{number:04}" for number in range(applications)),
        candidates=tuple(
            Candidate(id=f"r{number:03}", roles=frozenset({"technical" if technical[number] else "business"}))
            for number in range(reviewers)
        ),
        fit=((2 * known[:, fields[:, 0]] + known[:, fields[:, 1]]).T * 1000).astype(np.int64),
        barred=random.random((applications, reviewers)) < 0.03,
        rules=PanelRules(per_application=3, most=3 * applications // reviewers + 2, least=least,
                         roles={"technical": 1, "business": 1}),
    )  # fmt: skip


def _assigned(applications: int, reviewers: int) -> list[Line]:
    lines = list[Line]()
    for least in (0, 2 * applications // reviewers):
        wanted, made = made_call(applications, reviewers, least), list[Assignment]()
        taken = seconds(lambda asked=wanted, into=made: into.append(assign(asked, seed=1)))  # type: ignore[misc]
        gap = 100 * (made[0].bound - made[0].total) / made[0].bound
        proof = "proven best" if made[0].proven else f"within {gap:.2f} % of the best"
        lines.append(
            Line(f"{applications:,} applications × {reviewers} reviewers × 3, two roles, least load {least}: {proof}",
                 f"{taken:.1f} s")
        )  # fmt: skip
    return lines
