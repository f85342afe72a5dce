"""Scenarios against a base, run by run from the same random numbers, until the question is answered."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pulmu.twin.interval import Interval, interval_of, p_value
from pulmu.twin.result import LineResult
from pulmu.twin.statistics.answer import Difference, FigureInterval, Verdict
from pulmu.twin.statistics.looks import confidence_at, next_count
from pulmu.twin.statistics.measures import Measure, values_of
from pulmu.twin.statistics.runner import Runner, Runs, run_until

_PATIENCE = 2
"""Looks at a figure that has no value, as the cost per tonne of a line that makes nothing, before it is given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """When a comparison is done.

    Parameters
    ----------
    exact : Half width of the difference, as a share of the base.
    exact_amount : The same in the figure's unit; in its place where given.
    sign_suffices : It is done as well once it is sure which is more.
    """

    measure: Measure
    exact: float = 0.02
    exact_amount: float | None = None
    sign_suffices: bool = True
    confidence: float = 0.95
    first: int = 10
    most: int = 640


@dataclass(frozen=True, slots=True)
class Compared:
    """A scenario's differences, of the key figure and of all."""

    replications: int
    enough: bool
    key: Difference
    figures: tuple[Difference, ...]


def compare(
    base: Runs, scenarios: Sequence[Runs], measures: Mapping[str, Measure], aim: Aim, runner: Runner
) -> tuple[Compared, ...]:
    """Every scenario against the base, each with as many replications as it takes.

    Random numbers are common to all lines (ADR 49), so a difference is taken run by run: luck that does the same to
    both is gone. The key difference's intervals hold all together, over scenarios and looks, with the confidence
    (Bonferroni). Other figures: each interval holds by itself; a verdict on them is given where Holm's procedure over
    all other figures of all scenarios gives it.
    Source: Holm 1979, Scandinavian Journal of Statistics 6(2); for the pairing Law, Simulation Modeling and Analysis,
    chapter on comparing alternatives.
    """
    count, look, open_ = min(aim.first, aim.most), 0, list(range(len(scenarios)))
    found: dict[int, tuple[int, int, bool]] = {}
    while open_:
        run_until(runner, [base, *(scenarios[n] for n in open_)], count)
        judged = {n: _judge(base.results, scenarios[n].results, aim, look, len(scenarios)) for n in open_}
        for n, (is_done, _) in judged.items():
            if is_done or count >= aim.most or not judged[n][1]:
                found[n] = (count, look, is_done)
        open_ = [n for n in open_ if n not in found]
        asked = max((judged[n][1] for n in open_), default=count)
        count, look = min(max(2 * count, asked), aim.most), look + 1
    return _compared(base, scenarios, measures, aim, found)


def _key_interval(
    base: Sequence[LineResult], other: Sequence[LineResult], aim: Aim, look: int, scenarios: int
) -> Interval | None:
    pairs = differences(aim.measure, base, other)
    confidence = 1 - (1 - confidence_at(look, aim.confidence)) / scenarios
    return None if pairs is None else interval_of(pairs, confidence)


def differences(measure: Measure, base: Sequence[LineResult], other: Sequence[LineResult]) -> list[float] | None:
    """A figure's difference run by run; None where it has no value."""
    before, after = values_of(measure, base[: len(other)]), values_of(measure, other[: len(base)])
    if before is None or after is None:
        return None
    return [b - a for a, b in zip(before, after, strict=True)]


def wanted_half(aim: Aim, base: Sequence[LineResult]) -> float:
    """The half width that is asked of the difference, in the figure's unit."""
    if aim.exact_amount is not None:
        return aim.exact_amount
    values = values_of(aim.measure, base)
    return aim.exact * abs(math.fsum(values) / len(values)) if values else 0.0


def _judge(
    base: Sequence[LineResult], other: Sequence[LineResult], aim: Aim, look: int, scenarios: int
) -> tuple[bool, int]:
    """Whether a scenario is decided, and how many replications it asks for if not: none where that is hopeless."""
    interval = _key_interval(base[: len(other)], other, aim, look, scenarios)
    if interval is None or interval.half_width is None:
        return False, 2 * len(other) if look < _PATIENCE else 0
    wanted, half = wanted_half(aim, base), interval.half_width
    if half <= wanted or (aim.sign_suffices and interval.sign != 0):
        return True, len(other)
    # Of what would end it, the nearer: as exact as asked, or far enough from 0 to be sure of the sign.
    goal = max(wanted, 0.9 * abs(interval.mean)) if aim.sign_suffices else wanted
    return False, next_count(len(other), half, goal, aim.most)


def _compared(
    base: Runs,
    scenarios: Sequence[Runs],
    measures: Mapping[str, Measure],
    aim: Aim,
    found: Mapping[int, tuple[int, int, bool]],
) -> tuple[Compared, ...]:
    others = [item for item in measures.values() if item.name != aim.measure.name]
    pairs = {
        (n, item.name): differences(item, base.results[: found[n][0]], scenarios[n].results)
        for n in range(len(scenarios))
        for item in others
    }
    # A p-value counts as if all the error allowed were this look's.
    spent = {n: (1 - confidence_at(look, aim.confidence)) / (1 - aim.confidence) for n, (_, look, _) in found.items()}
    p_values = {key: p_value(values) / spent[key[0]] for key, values in pairs.items() if values and any(values)}
    shown = holm(p_values, 1 - aim.confidence)
    compared = []
    for n, (count, look, enough) in sorted(found.items()):
        told = _Teller(base.results[:count], scenarios[n].results, confidence_at(look, aim.confidence))
        key = told.key(aim, look, len(scenarios))
        rest = tuple(told.rest(item, pairs[n, item.name], (n, item.name) in shown) for item in others)
        compared.append(Compared(count, enough, key, rest))
    return tuple(compared)


def holm(p_values: Mapping[tuple[int, str], float], error: float) -> set[tuple[int, str]]:
    """Which differences are shown, all together with no more than this error."""
    shown: set[tuple[int, str]] = set()
    for number, (key, value) in enumerate(sorted(p_values.items(), key=lambda item: (item[1], item[0]))):
        if value > error / (len(p_values) - number):
            break
        shown.add(key)
    return shown


@dataclass(frozen=True, slots=True)
class _Teller:
    base: Sequence[LineResult]
    other: Sequence[LineResult]
    confidence: float

    def key(self, aim: Aim, look: int, scenarios: int) -> Difference:
        interval = _key_interval(self.base, self.other, aim, look, scenarios)
        return self.difference(aim.measure, interval, _verdict(interval, wanted_half(aim, self.base)), aim.confidence)

    def rest(self, measure: Measure, pairs: Sequence[float] | None, is_shown: bool) -> Difference:
        interval = interval_of(pairs, self.confidence) if pairs else None
        verdict: Verdict = "no_value" if interval is None else "no_difference_shown"
        if pairs is not None and interval is not None:
            if not any(pairs):
                verdict = "identical"
            elif is_shown:
                verdict = "higher" if interval.mean > 0 else "lower"
        return self.difference(measure, interval, verdict, self.confidence)

    def difference(
        self, measure: Measure, interval: Interval | None, verdict: Verdict, confidence: float
    ) -> Difference:
        return Difference(
            figure=measure.name,
            unit=measure.unit,
            base=mean_of(measure, self.base),
            changed=mean_of(measure, self.other),
            difference=interval.mean if interval else None,
            half_width=interval.half_width if interval else None,
            confidence=confidence,
            verdict=verdict,
        )


def _verdict(interval: Interval | None, exact: float) -> Verdict:
    """What is sure of the key difference."""
    if interval is None:
        return "no_value"
    if interval.mean == 0 and interval.half_width == 0:
        return "identical"
    if interval.sign:
        return "higher" if interval.sign > 0 else "lower"
    return "as_good_as_same" if max(-interval.low, interval.high) <= exact else "no_difference_shown"


def mean_of(measure: Measure, runs: Sequence[LineResult]) -> float | None:
    """A figure over all runs; None where it has no value."""
    values = values_of(measure, runs)
    return math.fsum(values) / len(values) if values else None


def figure_intervals(
    measures: Mapping[str, Measure], runs: Sequence[LineResult], confidence: float
) -> tuple[FigureInterval, ...]:
    """Every figure of a line with its interval."""
    found = []
    for item in measures.values():
        values = values_of(item, runs)
        interval = interval_of(values, confidence) if values else None
        found.append(
            FigureInterval(
                figure=item.name,
                unit=item.unit,
                mean=interval.mean if interval else None,
                half_width=interval.half_width if interval else None,
                confidence=confidence,
            )
        )
    return tuple(found)
