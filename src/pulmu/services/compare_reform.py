"""What a reform does to a population: who gains, who loses, where, and what it costs beside the budget."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from pulmu.model.errors import InputError, RuleError
from pulmu.model.reform import Reform
from pulmu.services.population_engine import PopulationEngine
from pulmu.services.reform_cliffs import World, cliffs_of
from pulmu.services.reform_counts import Counted, contributions_of, counted, labels_of
from pulmu.services.reform_effect import Move, ReformEffect
from pulmu.services.reform_hidden import hide_programmes, moves_of
from pulmu.support.reform import Reformed, apply_reform, beside
from pulmu.support.reform.beside import AFTER, Beside
from pulmu.support.reform.columns import answered, answered_apart, class_moves, outputs_asked, programme_counts
from pulmu.support.rules import Rulebook, fingerprint
from pulmu.support.rules.columns import label_bits
from pulmu.support.rules.dates import months_after
from pulmu.support.size import parameters_behind, parameters_of_tables
from pulmu.support.size.classify import value_of
from pulmu.support.size.columns import prepared
from pulmu.support.size.derived import STATUS

Tell = Callable[[str], None]


def compare_reform(
    reform: Reform,
    rulebook: Rulebook,
    engine: PopulationEngine,
    day: date,
    *,
    of_real_firms: bool,
    one_in: int = 1,
    with_cliffs: bool = False,
    tell: Tell = lambda _: None,
) -> ReformEffect:
    """Both worlds on the whole population.

    Parameters
    ----------
    rulebook : Size and programmes as they are packaged.
    of_real_firms : Whether the population is a register: numbers that would tell of single firms are None then
        (`reform_hidden`).
    with_cliffs : Whether to look at firms near each threshold, too.
    one_in : How many firms of the nation one of the population stands for.
    tell : Is told what is being done; what it raises ends the work.

    Raises
    ------
    InputError  Cliffs are asked of a register (`reform.register_cliffs`).
    RuleError  Under the changed rules other accounts would count than those the population has (`reform.accounts`).
    """
    if of_real_firms and with_cliffs:
        raise InputError.of("reform.register_cliffs", "", "cliffs of real firms are not shown",
                            "ask for them on a synthetic population")  # fmt: skip
    reformed = apply_reform(reform, rulebook)
    both = beside(reformed.before, reformed.after)
    shaping = both.changed & parameters_of_tables(rulebook)
    if shaping:
        both = _with_touched_tables(both, shaping)
    programmes = programmes_touched(both)
    apart = bool(shaping)
    if apart and STATUS in both.changed:
        _check_accounts((reformed.before, reformed.after), engine, day)
    worlds = _worlds(reformed, apart, engine, day, tell) if with_cliffs else None
    tell("firms")
    if worlds is not None:
        table = engine.keep("answered", _answers(worlds, both, apart, engine, day, programmes))
    else:
        asked = fingerprint("answered", reformed.before, reformed.after, both, apart, day, programmes)
        table = engine.kept("answered", asked, lambda engine: _answers(
            _worlds(reformed, apart, engine, day, tell), both, apart, engine, day, programmes))  # fmt: skip
    bits = label_bits(both.rulebook)
    moves = engine.to_columns(class_moves(table, both))
    found = []
    for programme in programmes:
        tell(programme)
        item = _counted(programme, engine.to_columns(programme_counts(table, programme).moves), both, day, one_in)
        found.append(replace(item, sums=contributions_of(engine, table, programme)) if of_real_firms else item)
    named = _class_moves(moves, bits)
    return ReformEffect(
        reform=reform.id,
        status=reform.status,
        day=day,
        changed=tuple(sorted(both.changed)),
        touched=both.touched,
        firms=int(np.asarray(moves["firms"]).sum()),
        classes=moves_of(named) if of_real_firms else named,
        programmes=hide_programmes(found, one_in) if of_real_firms else tuple(item.effect for item in found),
        one_in=one_in,
        of_real_firms=of_real_firms,
        cliffs=() if worlds is None else cliffs_of(worlds, engine, day, tell),
    )


def _worlds(reformed: Reformed, apart: bool, engine: PopulationEngine, day: date, tell: Tell) -> tuple[World, World]:
    """Both rulebooks with the tables they read: the same, unless the reform shapes them."""
    firms, links = engine.table("firms"), engine.table("links")
    tell("population")
    first = prepared(reformed.before, firms, links, day, keep=engine.keep)
    second = prepared(reformed.after, firms, links, day, keep=engine.keep) if apart else first
    return World("before", reformed.before, first), World("after", reformed.after, second)


def _answers(
    worlds: tuple[World, World],
    both: Beside,
    apart: bool,
    engine: PopulationEngine,
    day: date,
    programmes: tuple[str, ...],
) -> Any:
    """What both worlds say of every firm; computed side by side, unless the tables they read differ."""
    before, after = worlds
    if not apart:
        return answered(both, before.ready, day, programmes)
    asked = outputs_asked(before.rulebook, programmes)
    rulebooks, tables = (before.rulebook, after.rulebook), (before.ready, after.ready)
    return answered_apart(rulebooks, tables, day, asked, engine.keep)


def _check_accounts(worlds: tuple[Rulebook, Rulebook], engine: PopulationEngine, day: date) -> None:
    """That the accounts a population has are those that count, however many months a status begins after closing."""
    months = max(int(value_of(rulebook, STATUS, day)) for rulebook in worlds)
    firms = engine.table("firms")
    (last,) = engine.to_columns(firms.aggregate(last=firms.closed_on.max().cast("string")))["last"].tolist()
    if last is not None and months_after(date.fromisoformat(str(last)[:10]) + timedelta(days=1), months) > day:
        raise RuleError.of("reform.accounts", "", f"with {months} months the accounts of {last} do not count on {day}",
                           "ask for a later day, or fewer months", months=months, last=last, day=day)  # fmt: skip


def _with_touched_tables(both: Beside, changed: frozenset[str]) -> Beside:
    """With the outputs, too, that can differ by the facts they read."""
    rules = both.rulebook
    own = [name for name in rules.outputs if AFTER not in name]
    touched = tuple(name for name in own if name in both.touched or parameters_behind(rules, name) & changed)
    return replace(both, touched=touched)


def programmes_touched(both: Beside) -> tuple[str, ...]:
    """Programmes whose eligibility, money, budget or places the reform touches."""
    own = {name.split(".", maxsplit=1)[0] for name in both.changed}
    heads = own | {name.rsplit(".", maxsplit=1)[0] for name in both.touched
             if name.endswith((".eligible", ".support_krw"))}  # fmt: skip
    return tuple(sorted(name for name in heads if f"{name}.eligible" in both.rulebook.outputs and "." not in name))


def _class_moves(moves: Mapping[str, Any], bits: Mapping[str, int]) -> tuple[Move, ...]:
    sums: Counter[tuple[int, int]] = Counter()
    lists = (np.asarray(moves[name]).tolist() for name in ("before", "after", "firms"))
    for before, after, firms in zip(*lists, strict=True):
        sums[before, after] += firms
    ordered = sorted(sums.items())
    return tuple(Move(labels_of(before, bits), labels_of(after, bits), firms) for (before, after), firms in ordered)


def _counted(programme: str, rows: Mapping[str, Any], both: Beside, day: date, one_in: int) -> Counted:
    budget = f"{programme}.budget_krw"
    budgets = (_number(both, budget, day, after=False), _number(both, budget, day, after=True))
    projects = _number(both, f"{programme}.projects", day, after=False)
    return counted(programme, rows, budgets, projects, label_bits(both.rulebook), one_in)


def _number(both: Beside, name: str, day: date, *, after: bool) -> float | None:
    name = f"{name}@after" if after and name in both.changed else name
    parameter = both.rulebook.parameters.get(name)
    version = None if parameter is None else parameter.on(day)
    value = None if version is None else version.value
    return float(value) if isinstance(value, int | float) else None
