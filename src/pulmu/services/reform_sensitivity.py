"""What the results of a reform owe to the synthetic population: other seeds, and what is assumed taken otherwise."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date

from pulmu.model import InputError
from pulmu.model.reform import Reform
from pulmu.services.compare_reform import compare_reform
from pulmu.services.population import PopulationManifest
from pulmu.services.population_engine import PopulationEngine
from pulmu.services.reform_effect import Interval, MovedBy, PopulationRun, ReformEffect, Sensitivity
from pulmu.support.population import Assumptions, stated_assumptions
from pulmu.support.rules import Rulebook


@dataclass(frozen=True, slots=True)
class Range:
    """Between which values an assumption is tried. They are ours: no statistic gives them."""

    assumption: str
    low: float
    high: float
    item: str = ""


RANGES = (
    Range("pareto_alpha", 0.9, 1.4),
    Range("sales_spread", 0.7, 1.1),
    Range("growth_spread", 0.1, 0.3),
    Range("bunching", 0.01, 0.08),
    Range("assets_to_sales", 0.5, 1.2),
    Range("mid_sized_related", 0.2, 0.6),
    Range("grace_growth", 350, 1400),
    Range("sme_ties", 20_000, 80_000),
    Range("rnd_firms", 0.05, 0.15, "C"),
)
"""Assumptions that counts and sums of a reform can owe most to: the tail and spread of sales, growth, how firms stand
below a limit, assets, why mid-sized firms are so, grace, holdings, research."""

Opened = Callable[[PopulationRun], AbstractContextManager[PopulationEngine]]
Measured = Mapping[tuple[str, str], float | None]
Tell = Callable[[int, int, PopulationRun], None]


def runs_of(one_in: int, seeds: int, ranges: Iterable[Range] = RANGES) -> tuple[PopulationRun, ...]:
    """Each seed with everything as stated; then each assumption at either end, with the first seed."""
    found = [PopulationRun(seed, one_in) for seed in range(1, seeds + 1)]
    for item in ranges:
        found += [PopulationRun(1, one_in, item.assumption, item.item, value) for value in (item.low, item.high)]
    return tuple(found)


def assumed_in(run: PopulationRun) -> Assumptions:
    """The assumptions a population of a run is made with."""
    stated = stated_assumptions()
    return stated if run.value is None else stated.with_value(run.assumption, run.value, run.item)


def run_of(manifest: PopulationManifest) -> PopulationRun:
    """The run that a population stands for: its seed, and the one thing that is assumed otherwise than stated.

    Raises
    ------
    InputError  It holds real firms, or assumes several things otherwise (`reform.not_a_run`).
    """
    stated = {(row.name, row.item): row.value for row in stated_assumptions().rows}
    other = [row for row in manifest.assumptions if stated.get((row.name, row.item)) != row.value]
    if manifest.kind == "register" or len(other) > 1:
        raise InputError.of("reform.not_a_run", "", "a population differs in more than its seed or one assumption",
                            "make populations that differ in one thing each")  # fmt: skip
    if not other:
        return PopulationRun(manifest.seed, manifest.one_in)
    return PopulationRun(manifest.seed, manifest.one_in, other[0].name, other[0].item, other[0].value)


def sensitivity_of(
    reform: Reform,
    rulebook: Rulebook,
    runs: Sequence[PopulationRun],
    opened: Opened,
    day: date,
    *,
    tell: Tell = lambda *_: None,
) -> Sensitivity:
    """The reform compared on the population of every run.

    Parameters
    ----------
    opened : Opens the population of a run, and lets go of it after.
    tell : Is told how many are done, of how many, and which comes; what it raises ends the work.

    Raises
    ------
    InputError  No run is without an assumption of its own (`reform.no_base_run`).
    """
    if not any(run.value is None for run in runs):
        raise InputError.of("reform.no_base_run", "", "none of the populations has all assumptions as stated",
                            "add one made without changes")  # fmt: skip
    found = []
    for done, run in enumerate(runs):
        tell(done, len(runs), run)
        with opened(run) as engine:
            effect = compare_reform(reform, rulebook, engine, day, of_real_firms=False, one_in=run.one_in)
        found.append(_measured(effect))
    names = dict.fromkeys(name for item in found for name in item)
    intervals = (_interval(name, runs, [item.get(name) for item in found]) for name in names)
    return Sensitivity(tuple(runs), tuple(interval for interval in intervals if interval is not None))


def _measured(effect: ReformEffect) -> Measured:
    """What is looked at, in firms and won of the nation."""
    moved = sum(move.firms or 0 for move in effect.classes if move.before != move.after)
    found: dict[tuple[str, str], float | None] = {("", "classes_moved"): moved * effect.one_in}
    for item in effect.programmes:
        values = {
            "gain": item.gain,
            "lose": item.lose,
            "may_apply_after": item.may_apply_after,
            "more_at_ceilings_krw": (item.most_after_krw or 0.0) - (item.most_before_krw or 0.0),
        }
        found |= {(item.programme, name): None if value is None else float(value) * effect.one_in
                  for name, value in values.items()}  # fmt: skip
        found[item.programme, "at_same_take_up_krw"] = item.at_same_take_up_krw
    return found


def _interval(name: tuple[str, str], runs: Sequence[PopulationRun], results: Sequence[float | None]) -> Interval | None:
    """None where no population with everything as stated says it, or where it is nought in all of them."""
    of_seeds = [value for run, value in zip(runs, results, strict=True) if run.value is None and value is not None]
    known = [value for value in results if value is not None]
    if not of_seeds or not any(known):
        return None
    base = of_seeds[0]
    chance = (min(of_seeds), max(of_seeds))
    return Interval(
        programme=name[0],
        measure=name[1],
        base=base,
        by_seed=chance,
        all=(min(known), max(known)),
        most=_most(runs, results, base, chance[1] - chance[0]),
        results=tuple(results),
    )


def _most(runs: Sequence[PopulationRun], results: Sequence[float | None], base: float, chance: float) -> MovedBy | None:
    """The assumption with the largest move from the base; None where none moves it."""
    by_name: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for run, result in zip(runs, results, strict=True):
        if run.value is not None and result is not None:
            by_name.setdefault((run.assumption, run.item), []).append((run.value, result))
    moves = {name: max(abs(result - base) for _, result in pairs) for name, pairs in by_name.items()}
    if not moves or not max(moves.values()):
        return None
    name = max(moves, key=lambda item: moves[item])
    pairs = sorted(by_name[name])
    return MovedBy(
        *name, tuple(value for value, _ in pairs), tuple(result for _, result in pairs), moves[name] > chance
    )
