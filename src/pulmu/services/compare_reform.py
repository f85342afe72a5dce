"""What a reform does to a population: who gains, who loses, where, and what it costs beside the budget."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from pulmu.model import Document, Problem, decode, has_errors
from pulmu.model.errors import InputError, RuleError
from pulmu.model.reform import Reform
from pulmu.services.population_engine import PopulationEngine
from pulmu.services.reform_cliffs import World, cliffs_of
from pulmu.services.reform_effect import Move, ProgrammeEffect, ReformEffect, Where
from pulmu.services.reform_take_up import take_up
from pulmu.support.reform import Reformed, apply_reform, beside, check_reform
from pulmu.support.reform.beside import AFTER, Beside
from pulmu.support.reform.columns import answered, answered_apart, class_moves, outputs_asked, programme_counts
from pulmu.support.rules import Rulebook
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
    of_real_firms : Whether the population is a register: its statistics would have to hide small cells, which these do
        not do yet, so they are refused.
    with_cliffs : Whether to look at firms near each threshold, too.
    one_in : How many firms of the nation one of the population stands for.
    tell : Is told what is being done; what it raises ends the work.

    Raises
    ------
    InputError  The population is a register (`reform.register`).
    RuleError  Under the changed rules other accounts would count than those the population has (`reform.accounts`).
    """
    if of_real_firms:
        raise InputError.of(
            "reform.register",
            "",
            "the population holds real firms, and small numbers are not hidden yet",
            "compare the reform on a synthetic population",
        )
    reformed = apply_reform(reform, rulebook)
    both = beside(reformed.before, reformed.after)
    shaping = both.changed & parameters_of_tables(rulebook)
    if shaping:
        both = _with_touched_tables(both, shaping)
    programmes = programmes_touched(both)
    worlds = _worlds(reformed, both, bool(shaping), engine, day, tell)
    tell("firms")
    table = engine.keep("answered", _answers(worlds, both, bool(shaping), engine, day, programmes))
    bits = label_bits(both.rulebook)
    moves = engine.to_columns(class_moves(table, both))
    effects = []
    for programme in programmes:
        tell(programme)
        counts = engine.to_columns(programme_counts(table, programme).moves)
        effects.append(_effect(programme, counts, both, day, bits, one_in))
    return ReformEffect(
        reform=reform.id,
        status=reform.status,
        day=day,
        changed=tuple(sorted(both.changed)),
        touched=both.touched,
        firms=int(np.asarray(moves["firms"]).sum()),
        classes=_class_moves(moves, bits),
        programmes=tuple(effects),
        one_in=one_in,
        cliffs=cliffs_of(worlds, engine, day, tell) if with_cliffs else (),
    )


def _worlds(
    reformed: Reformed, both: Beside, apart: bool, engine: PopulationEngine, day: date, tell: Tell
) -> tuple[World, World]:
    """Both rulebooks with the tables they read: the same, unless the reform shapes them."""
    firms, links = engine.table("firms"), engine.table("links")
    tell("population")
    if apart and STATUS in both.changed:
        _check_accounts((reformed.before, reformed.after), engine, day)
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
    return tuple(Move(_labels(before, bits), _labels(after, bits), firms) for (before, after), firms in ordered)


def _labels(mask: int, bits: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(label for label, bit in bits.items() if mask & bit)


def _effect(
    programme: str, rows: Mapping[str, Any], both: Beside, day: date, bits: Mapping[str, int], one_in: int
) -> ProgrammeEffect:
    found = {name: np.ma.filled(np.ma.asarray(values), 0) if values.dtype.kind in "iuf" else np.ma.asarray(values)
             for name, values in rows.items()}  # fmt: skip
    firms, before, after = found["firms"], found["before"], found["after"]
    gain, lose = (before == 0) & (after > 0), (before > 0) & (after == 0)
    may_before, may_after = int(firms[before > 0].sum()), int(firms[after > 0].sum())
    budgets = (_number(both, f"{programme}.budget_krw", day, after=False),
               _number(both, f"{programme}.budget_krw", day, after=True))  # fmt: skip
    projects, most = _number(both, f"{programme}.projects", day, after=False), float(found["support_after_krw"].sum())
    same = None if budgets[0] is None or not may_before else budgets[0] * may_after / may_before
    return ProgrammeEffect(
        programme=programme,
        may_apply_before=may_before,
        may_apply_after=may_after,
        gain=int(firms[gain].sum()),
        lose=int(firms[lose].sum()),
        surely_gain=int(firms[(before == 0) & (after == 2)].sum()),
        most_before_krw=float(found["support_before_krw"].sum()),
        most_after_krw=most,
        without_amount=int(found["without_amount"].sum()),
        budget_krw=budgets,
        projects=projects,
        at_same_take_up_krw=same,
        where=tuple(_where(found, firms, gain, lose, bits)),
        take_up=take_up((may_before, may_after), most, budgets, projects, one_in),
    )


def _number(both: Beside, name: str, day: date, *, after: bool) -> float | None:
    name = f"{name}@after" if after and name in both.changed else name
    parameter = both.rulebook.parameters.get(name)
    version = None if parameter is None else parameter.on(day)
    value = None if version is None else version.value
    return float(value) if isinstance(value, int | float) else None


def _where(found: Mapping[str, Any], firms: Any, gain: Any, lose: Any, bits: Mapping[str, int]) -> Iterable[Where]:
    """Gains and losses by class after, by section and by province; groups without any are left out."""
    keys = {
        "size_class": np.array(["/".join(_labels(mask, bits)) for mask in found["class_after"].tolist()], dtype=object),
        "section": np.array([str(value) for value in found["section"].tolist()], dtype=object),
        "province": np.array([str(value) for value in found["province"].tolist()], dtype=object),
    }
    for by, values in keys.items():
        for of in sorted(set(values.tolist())):
            here = values == of
            gained, lost = int(firms[gain & here].sum()), int(firms[lose & here].sum())
            if gained or lost:
                yield Where(by, of, gained, lost)


@dataclass(frozen=True, slots=True)
class CheckedReform:
    """A reform that can be computed, or what is wrong with it."""

    reform: Reform | None
    problems: tuple[Problem, ...]


def read_checked(document: Document, rulebook: Rulebook) -> CheckedReform:
    """The reform of a document, with everything that is wrong with it."""
    decoded = decode(Reform, document)
    problems = decoded.problems or check_reform(decoded.value, rulebook, document)
    return CheckedReform(None if has_errors(problems) else decoded.value, problems)
