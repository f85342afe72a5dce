"""What `pulmu reform --sensitivity` computes and prints: take-up, and other synthetic populations."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pulmu.cli.screen import Screen
from pulmu.locale import about_won
from pulmu.model import InputError

if TYPE_CHECKING:
    from pulmu.model.reform import Reform
    from pulmu.services.population import PopulationManifest
    from pulmu.services.population_engine import PopulationEngine
    from pulmu.services.reform_effect import Interval, PopulationRun, ReformEffect, TakeUp
    from pulmu.support.rules import Rulebook


@dataclass(frozen=True, slots=True)
class Asked:
    """Which populations are tried.

    Parameters
    ----------
    scale, seeds : Of those that are made.
    populations : A folder of some that are there; then none are made.
    """

    scale: str
    seeds: int
    populations: Path | None
    engine: str


def with_sensitivity(
    effect: "ReformEffect",
    reform: "Reform",
    rulebook: "Rulebook",
    manifest: "PopulationManifest",
    asked: Asked,
    screen: Screen,
    quiet: bool,
) -> "ReformEffect":
    """The effect, with the same reform on every population asked for."""
    from pulmu.services.reform_sensitivity import sensitivity_of

    if manifest.kind == "register":
        raise InputError.of("reform.register_sensitivity", "", "a register of real firms is not varied",
                            "ask for the sensitivity on a synthetic population")  # fmt: skip
    runs, opened = _made(asked) if asked.populations is None else _found(asked.populations, asked.engine)
    found = sensitivity_of(reform, rulebook, runs, opened, effect.day, tell=_teller(screen, quiet))
    return replace(effect, sensitivity=found)


def _made(
    asked: Asked,
) -> "tuple[tuple[PopulationRun, ...], Callable[[PopulationRun], AbstractContextManager[PopulationEngine]]]":
    from pulmu.bootstrap.population import passing_population
    from pulmu.services.population import part_of
    from pulmu.services.reform_sensitivity import assumed_in, runs_of

    def opened(run: "PopulationRun") -> "AbstractContextManager[PopulationEngine]":
        return passing_population(one_in=run.one_in, seed=run.seed, assumed=assumed_in(run), engine=asked.engine)

    return runs_of(part_of(asked.scale), asked.seeds), opened


def _found(
    folder: Path, engine: str
) -> "tuple[tuple[PopulationRun, ...], Callable[[PopulationRun], AbstractContextManager[PopulationEngine]]]":
    from contextlib import closing

    from pulmu.bootstrap.population import open_population, population_in
    from pulmu.services.reform_sensitivity import run_of

    homes = sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    runs = {run_of(population_in(home).manifest): home for home in homes}
    ordered = sorted(runs, key=lambda run: (run.value is not None, run.seed, run.assumption, run.item))
    return tuple(ordered), lambda run: closing(open_population(runs[run], engine))


def _teller(screen: Screen, quiet: bool) -> "Callable[[int, int, PopulationRun], None]":
    told = Screen(screen.language, sys.stderr)

    def tell(done: int, of: int, run: "PopulationRun") -> None:
        if not quiet and told.stream.isatty():
            told.line(told.text("cli.reform.sensitivity.run", done=done + 1, of=of, run=_run(run, told)))

    return tell


def _run(run: "PopulationRun", screen: Screen) -> str:
    if run.value is None:
        return screen.text("cli.reform.sensitivity.seed", seed=run.seed)
    return f"{_assumption(run.assumption, run.item, screen)} {run.value:,g}"


def _assumption(name: str, item: str, screen: Screen) -> str:
    from pulmu.locale import has_text

    key = f"cli.reform.sensitivity.assumption.{name}"
    said = screen.text(key) if has_text(key, screen.language) else name
    return f"{said} {item}".rstrip()


def print_sensitivity(effect: "ReformEffect", programmes: dict[str, str], screen: Screen) -> None:
    """Take-up of every programme that moves, then what the results owe to the population."""
    found = effect.sensitivity
    if found is None:
        return
    screen.title(screen.text("cli.reform.sensitivity.take_up"))
    moved = {item.programme for item in found.intervals}
    for item in effect.programmes:
        if item.take_up and item.programme in moved:
            screen.line(f"  {programmes.get(item.programme, item.programme)}")
            for rate in item.take_up:
                screen.line(f"    {_take_up(rate, screen)}")
    made, seeds = len(found.runs), len({run.seed for run in found.runs if run.value is None})
    tried = list(dict.fromkeys((run.assumption, run.item) for run in found.runs if run.value is not None))
    screen.title(screen.text("cli.reform.sensitivity.title", made=made, one_in=f"{found.runs[0].one_in:,}"))
    screen.line(screen.text("cli.reform.sensitivity.varied", seeds=seeds,
                            assumptions=", ".join(_tried(name, found.runs, screen) for name in tried)))  # fmt: skip
    screen.line(screen.text("cli.reform.sensitivity.not_varied"))
    for programme in dict.fromkeys(item.programme for item in found.intervals):
        screen.line(f"  {programmes.get(programme, programme) or screen.text('cli.reform.sensitivity.all')}")
        for interval in (item for item in found.intervals if item.programme == programme):
            _print_interval(interval, screen)


def _tried(name: tuple[str, str], runs: "tuple[PopulationRun, ...]", screen: Screen) -> str:
    values = sorted({run.value for run in runs if (run.assumption, run.item) == name and run.value is not None})
    return f"{_assumption(*name, screen)} {' / '.join(f'{value:,g}' for value in values)}"


def _take_up(rate: "TakeUp", screen: Screen) -> str:
    words = {"at": screen.text(f"cli.reform.sensitivity.at.{rate.at}"), "rate": f"{rate.rate:.2%}",
             "firms": f"{rate.firms:,.0f}"}  # fmt: skip
    said = [screen.text("cli.reform.sensitivity.rate", **words)]
    if rate.cost_krw is not None:
        said.append(screen.text("cli.reform.sensitivity.cost", cost=about_won(rate.cost_krw, screen.language)))
    if rate.covered is not None:
        said.append(screen.text("cli.reform.sensitivity.covered", covered=f"{rate.covered:.1%}"))
    if rate.at_ceilings_krw:
        most = about_won(rate.at_ceilings_krw, screen.language)
        said.append(screen.text("cli.reform.sensitivity.ceilings", most=most))
    if rate.covered_at_ceilings is not None:
        said.append(screen.text("cli.reform.sensitivity.covered", covered=f"{rate.covered_at_ceilings:.1%}"))
    return ", ".join(said)


def _print_interval(interval: "Interval", screen: Screen) -> None:
    def said(value: float) -> str:
        if interval.measure.endswith("_krw"):
            return about_won(value, screen.language)
        return screen.text("cli.reform.firms", firms=f"{value:,.0f}")

    words = {"measure": screen.text(f"cli.reform.sensitivity.measure.{interval.measure}"), "base": said(interval.base),
             "low": said(interval.all[0]), "high": said(interval.all[1]), "seed_low": said(interval.by_seed[0]),
             "seed_high": said(interval.by_seed[1])}  # fmt: skip
    screen.line("    " + screen.text("cli.reform.sensitivity.interval", **words))
    if interval.most is None or interval.all == interval.by_seed:
        return
    ends = ", ".join(f"{value:,g}: {said(result)}"
                     for value, result in zip(interval.most.values, interval.most.results, strict=True))  # fmt: skip
    key = "most" if interval.most.beyond_chance else "most_by_chance"
    name = _assumption(interval.most.assumption, interval.most.item, screen)
    screen.line("      " + screen.text(f"cli.reform.sensitivity.{key}", assumption=name, ends=ends))
