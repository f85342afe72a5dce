"""What a reform does to a population: who gains, who loses, where, and what it costs beside the budget."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from pulmu.model import Document, Problem, decode, has_errors
from pulmu.model.errors import InputError, RuleError
from pulmu.model.reform import Reform
from pulmu.services.population_engine import PopulationEngine
from pulmu.support.reform import apply_reform, beside, check_reform
from pulmu.support.reform.beside import Beside
from pulmu.support.reform.columns import answered, class_moves, programme_counts
from pulmu.support.rules import Rulebook
from pulmu.support.rules.columns import label_bits
from pulmu.support.size.columns import prepared

STAGED = frozenset({
    "size.related_share", "size.parent_share", "mid_sized.owner_share", "size.indirect_whole_share",
    "size.related_grandchild_whole_share", "size.average_years", "size.new_firm_months", "size.new_firm_year_days",
    "size.related_by_pair", "size.raised_table_on", "size.status_months_after_closing",
})  # fmt: skip
"""Parameters that shape the tables a population's rules read; two of them cannot stand beside each other yet."""
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Move:
    """Firms that move from one set of possible classes, or one answer, to another."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    firms: int


@dataclass(frozen=True, slots=True)
class Where:
    """Firms that gain and lose in one class, section or province."""

    by: str
    of: str
    gain: int
    lose: int


@dataclass(frozen=True, slots=True)
class ProgrammeEffect:
    """What a reform does to one programme.

    "May apply" counts firms that nothing known keeps out: of what a population does not say, such as a partner from
    a pool, nobody knows the answer.

    Parameters
    ----------
    gain, lose : Firms that may apply after and could not before, and the reverse.
    surely_gain : Those of which everything asked is known.
    most_before_krw, most_after_krw : What all that may apply could get at the ceilings, where the terms bound it.
    without_amount : Firms whose amount the known terms do not bound.
    budget_krw, projects : Of the programme before; None where no source was found.
    at_same_take_up_krw : The budget times the growth of those who may apply: cost if the same part of them is supported
        with the same amount.
    """

    programme: str
    may_apply_before: int
    may_apply_after: int
    gain: int
    lose: int
    surely_gain: int
    most_before_krw: float
    most_after_krw: float
    without_amount: int
    budget_krw: tuple[float | None, float | None]
    projects: float | None
    at_same_take_up_krw: float | None
    where: tuple[Where, ...]


@dataclass(frozen=True, slots=True)
class ReformEffect:
    """The effect of a reform on a population on a day."""

    reform: str
    status: str
    day: date
    changed: tuple[str, ...]
    touched: tuple[str, ...]
    firms: int
    classes: tuple[Move, ...]
    programmes: tuple[ProgrammeEffect, ...]


def compare_reform(
    reform: Reform,
    rulebook: Rulebook,
    engine: PopulationEngine,
    day: date,
    *,
    of_real_firms: bool,
    tell: Tell = lambda _: None,
) -> ReformEffect:
    """Both worlds on the whole population.

    Parameters
    ----------
    rulebook : Size and programmes as they are packaged.
    of_real_firms : Whether the population is a register: its statistics would have to hide small cells, which these do
        not do yet, so they are refused.
    tell : Is told what is being done; what it raises ends the work.

    Raises
    ------
    InputError  The population is a register (`reform.register`).
    RuleError  The reform changes a parameter that shapes the tables (`reform.staged`).
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
    _refuse_staged(both)
    tell("population")
    ready = prepared(both.rulebook, engine.table("firms"), engine.table("links"), day, keep=engine.keep)
    programmes = _programmes(both)
    tell("firms")
    table = engine.keep("answered", answered(both, ready, day, programmes))
    bits = label_bits(both.rulebook)
    moves = engine.to_columns(class_moves(table, both))
    effects = []
    for programme in programmes:
        tell(programme)
        effects.append(_effect(programme, engine.to_columns(programme_counts(table, programme).moves), both, day, bits))
    return ReformEffect(
        reform=reform.id,
        status=reform.status,
        day=day,
        changed=tuple(sorted(both.changed)),
        touched=both.touched,
        firms=int(np.asarray(moves["firms"]).sum()),
        classes=_class_moves(moves, bits),
        programmes=tuple(effects),
    )


def _refuse_staged(both: Beside) -> None:
    staged = sorted(both.changed & STAGED)
    if staged:
        names = ", ".join(staged)
        raise RuleError.of("reform.staged", "", f"a population cannot be compared under two values of {names} yet",
                           "ask it of single firms", names=names)  # fmt: skip


def _programmes(both: Beside) -> tuple[str, ...]:
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
    programme: str, rows: Mapping[str, Any], both: Beside, day: date, bits: Mapping[str, int]
) -> ProgrammeEffect:
    found = {name: np.ma.filled(np.ma.asarray(values), 0) if values.dtype.kind in "iuf" else np.ma.asarray(values)
             for name, values in rows.items()}  # fmt: skip
    firms, before, after = found["firms"], found["before"], found["after"]
    gain, lose = (before == 0) & (after > 0), (before > 0) & (after == 0)
    may_before, may_after = int(firms[before > 0].sum()), int(firms[after > 0].sum())
    budgets = (_number(both, f"{programme}.budget_krw", day, after=False),
               _number(both, f"{programme}.budget_krw", day, after=True))  # fmt: skip
    same = None if budgets[0] is None or not may_before else budgets[0] * may_after / may_before
    return ProgrammeEffect(
        programme=programme,
        may_apply_before=may_before,
        may_apply_after=may_after,
        gain=int(firms[gain].sum()),
        lose=int(firms[lose].sum()),
        surely_gain=int(firms[(before == 0) & (after == 2)].sum()),
        most_before_krw=float(found["support_before_krw"].sum()),
        most_after_krw=float(found["support_after_krw"].sum()),
        without_amount=int(found["without_amount"].sum()),
        budget_krw=budgets,
        projects=_number(both, f"{programme}.projects", day, after=False),
        at_same_take_up_krw=same,
        where=tuple(_where(found, firms, gain, lose, bits)),
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
